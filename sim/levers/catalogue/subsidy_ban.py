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

    Models the Fair Competition Review Regulations, State Council, in force 1 August 2024, read strictly.
    """

    title: ClassVar = ("Subsidy ban", "禁止专项优惠")
    idea: ClassVar = ("No special policies for single firms", "不得给予特定企业专项优惠")

    lever: Literal["subsidy_ban"] = choice("subsidy_ban", en="Lever", zh="杠杆")
    cities: Members = members_field()

    def members_of(self, context: LeverContext) -> "NDArray[np.bool_]":
        return context.mask(self.cities)

    def settings(self, context: LeverContext) -> list[Setting]:
        return [Setting("concession_allowed", context.mask(self.cities), False)]
