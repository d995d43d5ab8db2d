"""How large projects are."""

from typing import Self

from pydantic import model_validator

from sim.quantity import ASSUMPTION, Model, quantity


class Size(Model):
    """Lognormal size of announced investment, cut at both ends."""

    median: float = quantity(
        200.0, en="Median announced investment", zh="签约投资额中位数", unit="million CNY", gt=0, le=1e6,
        source="derived: one outer district (docs/data.md)", low=150, central=200, high=250,
    )  # fmt: skip
    log_sd: float = quantity(
        1.27, en="Standard deviation of log size", zh="规模对数标准差", unit="log points", ge=0, le=4,
        source="derived (docs/data.md)", low=1.2, central=1.27, high=1.5,
    )  # fmt: skip
    smallest: float = quantity(
        10.0, en="Smallest project", zh="最小项目", unit="million CNY", gt=0, le=1e6, source=ASSUMPTION
    )
    largest: float = quantity(
        10_000.0, en="Largest project", zh="最大项目", unit="million CNY", gt=0, le=1e6, source=ASSUMPTION
    )

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.smallest > self.largest:
            raise ValueError("smallest must not exceed largest")
        return self
