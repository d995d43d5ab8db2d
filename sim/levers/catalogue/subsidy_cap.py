"""A cap on the whole package."""

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from sim.levers.lever import LeverContext, Members, Setting, members_field
from sim.levers.pact import Pact
from sim.quantity import ASSUMPTION, Key, choice, quantity

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class SubsidyCap(Pact):
    """All instruments together at most `cap` of investment, for all members or city by city."""

    title: ClassVar = ("Subsidy cap", "优惠总额上限")
    idea: ClassVar = ("Unified policy in place of outbidding", "以统一政策取代竞相加码")

    lever: Literal["subsidy_cap"] = choice("subsidy_cap", en="Lever", zh="杠杆")
    cities: Members = members_field()
    cap: float | None = quantity(
        None, en="Largest package", zh="优惠总额上限", unit="share of investment", ge=0, le=2, source=ASSUMPTION
    )
    by_city: dict[Key, Annotated[float, Field(ge=0, le=2)]] | None = quantity(
        None, en="Largest package by city", zh="各城市优惠总额上限", unit="share of investment", source=ASSUMPTION,
        refers_to="city",
    )  # fmt: skip

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.cap is None) == (not self.by_city):
            raise ValueError("give either cap or by_city")
        if self.by_city is not None and self.cities is not None:
            raise ValueError("by_city names its cities itself; leave cities out")
        return self

    def members_of(self, context: LeverContext) -> "NDArray[np.bool_]":
        return context.mask(self.cities if self.by_city is None else self.by_city)

    def settings(self, context: LeverContext) -> list[Setting]:
        import numpy as np  # here, so that reading a scenario stays quick

        if self.by_city is None:
            return [Setting("package_cap", context.mask(self.cities), self.cap, limit=True)]
        caps = np.array([self.by_city.get(key, np.inf) for key in context.cities])
        return [Setting("package_cap", context.mask(self.by_city), caps, limit=True)]
