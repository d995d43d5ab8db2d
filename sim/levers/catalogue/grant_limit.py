"""A limit on cash grants."""

from typing import ClassVar, Literal

from sim.levers.lever import Lever, LeverContext, Members, Setting, members_field
from sim.quantity import ASSUMPTION, choice, quantity


class GrantLimit(Lever):
    """Cash grants at most `limit` of investment."""

    title: ClassVar = ("Grant limit", "现金补助上限")
    idea: ClassVar = ("Unified policy in place of outbidding", "以统一政策取代竞相加码")

    lever: Literal["grant_limit"] = choice("grant_limit", en="Lever", zh="杠杆")
    cities: Members = members_field()
    limit: float = quantity(
        ...,
        en="Largest cash grant",
        zh="现金补助上限",
        unit="share of investment",
        ge=0,
        le=1,
        source=ASSUMPTION,
    )

    def settings(self, context: LeverContext) -> list[Setting]:
        return [Setting("grant_limit", context.mask(self.cities), self.limit, limit=True)]
