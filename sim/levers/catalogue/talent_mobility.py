"""People who can work on either side."""

from typing import ClassVar, Literal

from sim.levers.lever import LeverContext, RealLever, Setting
from sim.quantity import ASSUMPTION, choice, quantity
from sim.units import MILLION_PER_CNY


class TalentMobility(RealLever):
    """Skilled people of each member count as at hand at the others; training and shared services add to them.

    reach_talent between members is at least `reach`, which moves people and makes none: the total is conserved,
    and a city may lose. `training` adds people every year, who stay; `shared_services` holds a number of people
    while the programme runs. Costs programme_cost + training·training_cost + shared_services·services_cost.
    Works between cities that state a `talent_supply`.
    """

    title: ClassVar = ("Talent mobility", "人才流动")
    idea: ClassVar = ("Talent, shared public services, human-resource parks", "人才共育共享、公共服务互通")

    lever: Literal["talent_mobility"] = choice("talent_mobility", en="Lever", zh="杠杆")
    reach: float = quantity(
        ..., en="Reach of talent between members", zh="成员间人才辐射", unit="share", ge=0, le=1,
        source=ASSUMPTION, low=0.2, central=0.4, high=0.6,
    )  # fmt: skip
    training: float = quantity(
        0.0, en="Skilled people trained each year in each member", zh="每个成员每年培养人才数",
        unit="persons/year", ge=0, le=1e6, source=ASSUMPTION,
    )  # fmt: skip
    training_cost: float = quantity(
        50_000.0, en="Cost of training a person", zh="人均培养成本", unit="CNY/person", ge=0, le=1e7, source=ASSUMPTION
    )
    shared_services: float = quantity(
        0.0, en="Skilled people whom shared services hold in each member", zh="公共服务互通留住的人才数",
        unit="persons", ge=0, le=1e6, source=ASSUMPTION,
    )  # fmt: skip
    services_cost: float = quantity(
        10_000.0, en="Yearly cost of services for each of them", zh="人均年服务成本", unit="CNY/person/year",
        ge=0, le=1e7, source=ASSUMPTION,
    )  # fmt: skip

    def settings(self, context: LeverContext) -> list[Setting]:
        mask = context.mask(self.cities)
        cost = self.training * self.training_cost + self.shared_services * self.services_cost
        return [
            Setting("reach_talent", context.pairs(self.cities), self.reach, raises=True),
            Setting("talent_training", mask, self.training, add=True),
            Setting("talent_services", mask, self.shared_services, add=True),
            Setting("programme_cost", mask, MILLION_PER_CNY * cost, add=True),
            *self.costs(context),
        ]
