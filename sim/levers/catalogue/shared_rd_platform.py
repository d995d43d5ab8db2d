"""A research platform that several cities share."""

from typing import ClassVar, Literal

from sim.levers.lever import LeverContext, RealLever, Setting
from sim.quantity import ASSUMPTION, choice, quantity


class SharedRdPlatform(RealLever):
    """Members use each other's R&D capital and spend together; each may slacken in its own effort.

    reach_rd between members is at least `reach`; each adds conversion·joint_spending a year to its R&D capital;
    of its own effort it keeps max(0, 1 - free_riding·(1 - protection)·reach). So what each can use may fall.
    What a city saves by slackening is not counted, for what its old firms lose by it is not counted either.
    Costs programme_cost + joint_spending. Works where `research.depreciation` is set; reach works always.
    """

    title: ClassVar = ("Shared R&D platform", "共享研发平台")
    idea: ClassVar = ("Shared platforms, technology transfer", "共建共享创新平台、成果转化")

    lever: Literal["shared_rd_platform"] = choice("shared_rd_platform", en="Lever", zh="杠杆")
    reach: float = quantity(
        ..., en="Reach of R&D capital between members", zh="成员间研发辐射", unit="share", ge=0, le=1,
        source=ASSUMPTION, low=0.2, central=0.4, high=0.6,
    )  # fmt: skip
    free_riding: float = quantity(
        0.5, en="Own effort that falls away per unit of reach", zh="搭便车系数", unit="share", ge=0, le=5,
        source="assumption: the sign flips in it, following d'Aspremont & Jacquemin 1988", low=0, central=0.5, high=1.5,
    )  # fmt: skip
    protection: float = quantity(
        0.0, en="Share of the free riding that protection of intellectual property prevents",
        zh="知识产权保护抑制搭便车的比例", unit="share", ge=0, le=1, source=ASSUMPTION,
    )  # fmt: skip
    joint_spending: float = quantity(
        0.0, en="Yearly joint spending of each member", zh="每个成员每年的共同投入", unit="million CNY/year",
        ge=0, le=1e6, source=ASSUMPTION,
    )  # fmt: skip
    conversion: float = quantity(
        0.6, en="Share of joint spending that becomes R&D capital of the region", zh="成果本地转化率",
        unit="share", ge=0, le=1, source=ASSUMPTION, low=0.3, central=0.6, high=1,
    )  # fmt: skip

    def settings(self, context: LeverContext) -> list[Setting]:
        from sim.rules.research import effort_kept  # here, so that reading a scenario stays quick

        mask = context.mask(self.cities)
        pairs = context.pairs(self.cities)
        kept = effort_kept(self.reach, self.free_riding, self.protection)
        return [
            Setting("reach_rd", pairs, self.reach, raises=True),
            Setting("rd_effort_kept", mask, kept),
            Setting("rd_spending", mask, self.conversion * self.joint_spending, add=True),
            Setting("programme_cost", mask, self.joint_spending, add=True),
            *self.costs(context),
        ]
