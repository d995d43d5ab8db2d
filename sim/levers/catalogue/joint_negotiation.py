"""Cities that negotiate as one."""

from typing import ClassVar, Literal

from sim.levers.lever import Lever, LeverContext, Setting
from sim.quantity import ASSUMPTION, Key, Seq, choice


class JointNegotiation(Lever):
    """Members form a coalition that bids as one: they never bid against each other.

    Each host keeps its own limits on support; with `pooled_limits` every member may offer what the most generous may.
    """

    title: ClassVar = ("Joint negotiation", "联合招商")
    idea: ClassVar = ("Coordinated investment promotion", "协同招商")

    lever: Literal["joint_negotiation"] = choice("joint_negotiation", en="Lever", zh="杠杆")
    members: Seq[Key] = choice(..., en="Members", zh="成员", refers_to="city", min_length=2)
    pooled_limits: bool = choice(
        False, en="Every member may offer what the most generous may", zh="成员政策就高（按最优惠一方执行）",
        source=ASSUMPTION,
    )  # fmt: skip

    def settings(self, context: LeverContext) -> list[Setting]:
        mask = context.mask(self.members)
        found = [Setting("coalition", mask, int(mask.argmax()))]
        if self.pooled_limits and mask.any():
            found += [Setting(name, mask, limit[mask].max()) for name, limit in context.limits.items()]
        return found
