"""Credit systems that show each other their records."""

from typing import ClassVar, Literal

from sim.levers.lever import Lever, LeverContext, Members, Setting, members_field
from sim.quantity import ASSUMPTION, choice, quantity


class CreditSharing(Lever):
    """Records of firms at home in one member reach lenders in every other: reach_credit[d,c] is at least `reach`.

    It changes what lenders know, not what they may do: who has a record there is lent to at the rate of its own risk,
    and is served although its home bank may not lend there. Default falls; the volume of loans may rise or fall.
    """

    title: ClassVar = ("Credit sharing", "信用信息共享")
    idea: ClassVar = ("Investment crosses the border, credit information does not", "投资跨省流动，信用信息不共享")

    lever: Literal["credit_sharing"] = choice("credit_sharing", en="Lever", zh="杠杆")
    members: Members = members_field("Cities whose lenders and firms take part (none: all)", "参与城市（缺省为全部）")
    reach: float = quantity(
        1.0, en="Chance that a record reaches the lenders of another member", zh="信用记录到达其他成员的概率",
        unit="probability", ge=0, le=1, source=ASSUMPTION, low=0.33, central=0.57, high=0.8,
    )  # fmt: skip

    def settings(self, context: LeverContext) -> list[Setting]:
        import numpy as np  # here, so that reading a scenario stays quick

        inside = context.mask(self.members)
        return [Setting("reach_credit", np.outer(inside, inside), self.reach, raises=True)]
