"""A map that says who may support what."""

from typing import ClassVar, Literal, Self

from pydantic import model_validator

from sim.levers.lever import Lever, LeverContext, Members, Setting, members_field
from sim.quantity import ASSUMPTION, Key, Seq, choice, quantity


class IndustrialMap(Lever):
    """Support only where the map allows it; the others stay hosts at concession 0.

    `table` lists the industries that each city may support. `designate: planner` instead lets, for each
    project, only the city support it where the planner believes site value + public value to be largest;
    its belief errs by `planner_error` times public value.
    """

    title: ClassVar = ("Industrial map", "产业地图")
    idea: ClassVar = ("Industry map, differentiated positions", "产业地图、错位发展")

    lever: Literal["industrial_map"] = choice("industrial_map", en="Lever", zh="杠杆")
    table: dict[Key, Seq[Key]] | None = choice(
        None, en="Industries that each city may support", zh="各城市可扶持产业", refers_to="city:industry"
    )
    designate: Literal["planner"] | None = choice(None, en="Who designates the host", zh="由谁指定落户地")
    cities: Members = members_field("Cities under the planner (none: all)", "受规划约束的城市（缺省为全部）")
    planner_error: float = quantity(
        0.0, en="Error of the planner's belief", zh="规划者判断误差", unit="share of public value", ge=0, le=2,
        source=ASSUMPTION, low=0, central=0.2, high=0.5,
    )  # fmt: skip

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.table is None) == (self.designate is None):
            raise ValueError("give either table or designate")
        return self

    def settings(self, context: LeverContext) -> list[Setting]:
        import numpy as np  # here, so that reading a scenario stays quick

        if self.table is None:
            mask = context.mask(self.cities)
            return [Setting("designated", mask, True), Setting("planner_error", mask, self.planner_error, term=True)]
        allowed = np.array([[k in self.table.get(c, ()) for k in context.industries] for c in context.cities])
        named = np.repeat(context.mask(self.table)[:, None], len(context.industries), axis=1)
        return [Setting("support_allowed", named, allowed.reshape(named.shape))]
