"""Cities that negotiate as one."""

from typing import ClassVar, Literal

from sim.levers.lever import Lever, LeverContext, Setting
from sim.quantity import Key, Seq, choice


class JointNegotiation(Lever):
    """Members form a coalition that bids as one: they never bid against each other."""

    title: ClassVar = ("Joint negotiation", "联合招商")
    idea: ClassVar = ("Coordinated investment promotion", "协同招商")

    lever: Literal["joint_negotiation"] = choice("joint_negotiation", en="Lever", zh="杠杆")
    members: Seq[Key] = choice(..., en="Members", zh="成员", refers_to="city", min_length=2)

    def settings(self, context: LeverContext) -> list[Setting]:
        mask = context.mask(self.members)
        return [Setting("coalition", mask, int(mask.argmax()))]
