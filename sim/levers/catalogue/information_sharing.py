"""Cities that show each other their offers."""

from typing import ClassVar, Literal

from sim.levers.lever import Lever, LeverContext, Setting
from sim.quantity import Key, Seq, choice


class InformationSharing(Lever):
    """Members see each other's offers: no bluff among them, and sealed becomes open among them.

    It has no built-in gain: seeing the rival's offer can raise what is paid.
    """

    title: ClassVar = ("Information sharing", "信息共享")
    idea: ClassVar = ("Alliances, forums, regular coordination", "联盟、论坛、常态化协调")

    lever: Literal["information_sharing"] = choice("information_sharing", en="Lever", zh="杠杆")
    members: Seq[Key] = choice(..., en="Members", zh="成员", refers_to="city", min_length=2)

    def settings(self, context: LeverContext) -> list[Setting]:
        mask = context.mask(self.members)
        return [Setting("disclosure_group", mask, int(mask.argmax()))]
