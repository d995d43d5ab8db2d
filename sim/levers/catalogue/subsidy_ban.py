"""A ban on concessions for single firms."""

from typing import TYPE_CHECKING, ClassVar, Literal

from sim.levers.lever import LeverContext, Members, Setting, members_field
from sim.levers.pact import Pact
from sim.quantity import choice

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class SubsidyBan(Pact):
    """No firm-specific concession; contracts signed before it starts are kept.

    With `scope: relocations` only firms that would move from one of the cities to another get none, as in the truce
    of Kansas and Missouri; new firms may be supported.

    Models the Fair Competition Review Regulations, State Council, in force 1 August 2024, read strictly.
    """

    title: ClassVar = ("Subsidy ban", "禁止专项优惠")
    idea: ClassVar = ("No special policies for single firms", "不得给予特定企业专项优惠")

    lever: Literal["subsidy_ban"] = choice("subsidy_ban", en="Lever", zh="杠杆")
    cities: Members = members_field()
    scope: Literal["all", "relocations"] = choice("all", en="Which firms get no concession", zh="适用企业范围")

    def members_of(self, context: LeverContext) -> "NDArray[np.bool_]":
        return context.mask(self.cities)

    def settings(self, context: LeverContext) -> list[Setting]:
        import numpy as np  # here, so that reading a scenario stays quick

        inside = context.mask(self.cities)
        if self.scope == "all":
            return [Setting("concession_allowed", inside, False)]
        return [Setting("poaching_allowed", np.outer(inside, inside) & ~np.eye(inside.size, dtype=bool), False)]
