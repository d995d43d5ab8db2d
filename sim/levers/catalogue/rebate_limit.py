"""A limit on tax rebates."""

from typing import ClassVar, Literal

from sim.levers.lever import Lever, LeverContext, Members, Setting, members_field
from sim.quantity import ASSUMPTION, choice, quantity


class RebateLimit(Lever):
    """Rebates at most `limit` of the retained tax over the rebate schedule."""

    title: ClassVar = ("Rebate limit", "税收返还上限")
    idea: ClassVar = ("Unified policy in place of outbidding", "以统一政策取代竞相加码")

    lever: Literal["rebate_limit"] = choice("rebate_limit", en="Lever", zh="杠杆")
    cities: Members = members_field()
    limit: float = quantity(
        ...,
        en="Largest share of the schedule",
        zh="返还比例上限",
        unit="share",
        ge=0,
        le=1,
        source=ASSUMPTION,
    )

    def settings(self, context: LeverContext) -> list[Setting]:
        return [Setting("rebate_limit", context.mask(self.cities), self.limit, limit=True)]
