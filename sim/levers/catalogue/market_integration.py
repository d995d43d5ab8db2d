"""One market on both sides of the border."""

from typing import ClassVar, Literal

from sim.levers.lever import LeverContext, RealLever, Setting
from sim.quantity import ASSUMPTION, choice, quantity


class MarketIntegration(RealLever):
    """Lower cost of access and of entry across the border; sites that firms find more alike.

    At members access_share = 1 - `access_cut` of the access cost and border_entry_share = 1 - `entry_cut` of the
    further entry cost of firms from across the province border are left: firms gain, and more of them stay in the
    region. match_share = 1 - `match_cut` of the match is left: fewer firms are tied to a site by reasons of their
    own, so that cities bid harder for them. Neither sign of the sum is built in. The outside option keeps its own
    draw, since it does not depend on the regime. Costs programme_cost.
    """

    title: ClassVar = ("Market integration", "市场一体化")
    idea: ClassVar = ("Unified open market, service platforms for firms", "统一开放市场、企业服务平台")

    lever: Literal["market_integration"] = choice("market_integration", en="Lever", zh="杠杆")
    access_cut: float = quantity(
        0.0, en="Share of the access cost that falls away", zh="区位交通成本降低比例", unit="share", ge=0, le=1,
        source=ASSUMPTION, low=0.1, central=0.3, high=0.6,
    )  # fmt: skip
    entry_cut: float = quantity(
        0.0, en="Share of the further entry cost across the border that falls away", zh="跨省附加进入成本降低比例",
        unit="share", ge=0, le=1, source=ASSUMPTION, low=0.2, central=0.5, high=1,
    )  # fmt: skip
    match_cut: float = quantity(
        0.0, en="Share of the match of firm and site that falls away", zh="企业与选址匹配差异缩小比例", unit="share",
        ge=0, le=1, source="assumption: mobility, following Baldwin & Krugman 2004", low=0, central=0.1, high=0.3,
    )  # fmt: skip

    def settings(self, context: LeverContext) -> list[Setting]:
        mask = context.mask(self.cities)
        return [
            Setting("access_share", mask, 1.0 - self.access_cut),
            Setting("border_entry_share", mask, 1.0 - self.entry_cut),
            Setting("match_share", mask, 1.0 - self.match_cut),
            *self.costs(context),
        ]
