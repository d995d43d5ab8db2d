"""Supply chains that reach across the border."""

from typing import ClassVar, Literal

from sim.levers.lever import LeverContext, RealLever, Setting
from sim.quantity import ASSUMPTION, choice, quantity


class ChainIntegration(RealLever):
    """Industry stocks of each member count at the others, and an anchor's suppliers look there.

    reach_chain between members is at least `reach`, so that clusters and chains of neighbours raise productivity;
    supplier_reach is at least `suppliers`, so that what follows an anchor need not settle beside it. A city whose
    neighbour gains more may lose projects to it. Costs programme_cost.
    """

    title: ClassVar = ("Chain integration", "产业链协同")
    idea: ClassVar = (
        "Complete chain (chips, displays, devices, materials, network), clusters",
        "芯屏器核网全产业链、集群共建",
    )

    lever: Literal["chain_integration"] = choice("chain_integration", en="Lever", zh="杠杆")
    reach: float = quantity(
        ..., en="Reach of supply chains between members", zh="成员间产业链辐射", unit="share", ge=0, le=1,
        source=ASSUMPTION, low=0.2, central=0.4, high=0.6,
    )  # fmt: skip
    suppliers: float = quantity(
        0.0, en="Reach of an anchor's suppliers between members", zh="成员间配套企业布局范围", unit="share", ge=0, le=1,
        source=ASSUMPTION, low=0.3, central=0.5, high=1,
    )  # fmt: skip

    def settings(self, context: LeverContext) -> list[Setting]:
        pairs = context.pairs(self.cities)
        return [
            Setting("reach_chain", pairs, self.reach, raises=True),
            Setting("supplier_reach", pairs, self.suppliers, raises=True),
            *self.costs(context),
        ]
