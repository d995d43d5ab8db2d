"""Where the firms of the pipeline come from."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from sim.quantity import ASSUMPTION, Key, Model, quantity


class Origins(Model):
    """Weights of the places that firms come from: cities of the region, the rest of the country, abroad.

    Weights need not sum to 1: what counts is each over their sum. A firm from abroad has its alternative abroad.
    """

    cities: dict[Key, Annotated[float, Field(ge=0, le=1e6)]] = quantity(
        {}, en="Weight of each home city inside the region", zh="区域内各来源城市权重", unit="share",
        source=ASSUMPTION, refers_to="city",
    )  # fmt: skip
    coast: float = quantity(
        1.0, en="Weight of the rest of the country, mostly the coast", zh="国内其他地区（主要为沿海）权重",
        unit="share", ge=0, le=1e6, source=ASSUMPTION,
    )  # fmt: skip
    abroad: float = quantity(
        0.0, en="Weight of firms from abroad", zh="境外企业权重", unit="share", ge=0, le=1e6, source=ASSUMPTION
    )

    @model_validator(mode="after")
    def _some(self) -> Self:
        if self.coast + self.abroad + sum(self.cities.values()) <= 0:
            raise ValueError("origins: at least one weight must exceed 0")
        return self
