"""What officials answer to: the debt of promotion, and the tournament for promotion."""

from typing import Self

from pydantic import model_validator

from sim.quantity import ASSUMPTION, Model, quantity


class Debt(Model):
    """Promotion on credit: interest, and how softly the limit binds; the limits stand with the cities."""

    rate: float = quantity(
        0.0, en="Interest on the debt of promotion", zh="招商债务利率", unit="per year", ge=0, le=0.5,
        source="assumption: bond cost to platform-company cost", low=0.04, central=0.06, high=0.09,
    )  # fmt: skip
    bailout_share: float = quantity(
        0.0, en="Share of the room for cash that is left beyond the debt limit", zh="超过债务上限后仍可承诺的现金份额",
        unit="share", ge=0, le=1, source=ASSUMPTION, low=0, central=0, high=0.5,
    )  # fmt: skip


class Tournament(Model):
    """Political weights that answer to investment won: clip(base·exp(η·(m - y)/max(m, y_min)), lowest, highest)."""

    sensitivity: float = quantity(
        0.0, en="Sensitivity η of political weight to lagging behind the peers", zh="政绩权重对落后程度的敏感度",
        unit="index", ge=0, le=10, source=ASSUMPTION, low=0, central=0.3, high=1,
    )  # fmt: skip
    years: int = quantity(
        3, en="Years over which investment won is counted", zh="政绩考核年限", unit="years", ge=1, le=20,
        source=ASSUMPTION,
    )  # fmt: skip
    smallest: float = quantity(
        0.01, en="Smallest mean of the peers y_min", zh="同级均值下限", unit="share of GDP", gt=0, le=10,
        source=ASSUMPTION,
    )  # fmt: skip
    lowest: float = quantity(
        0.0, en="Lowest political weight", zh="政绩权重下限", unit="share of investment", ge=0, le=0.5,
        source=ASSUMPTION,
    )  # fmt: skip
    highest: float = quantity(
        0.08, en="Highest political weight", zh="政绩权重上限", unit="share of investment", ge=0, le=0.5,
        source=ASSUMPTION,
    )  # fmt: skip

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.lowest > self.highest:
            raise ValueError("lowest must not exceed highest")
        return self
