"""An agreement: other levers that hold only as far as they are carried out, and as long as members keep them."""

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Literal, Self

from pydantic import model_validator

from sim.levers.lever import LeverContext, Members, Setting, members_field
from sim.levers.pact import Pact
from sim.levers.single import SingleSpec
from sim.quantity import Seq, choice, quantity

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Agreement(Pact):
    """The wrapped levers among `members`, carried out to the share `implementation`, kept or broken.

    Limits become limit/implementation; floors, shares and reach move only that share of the way from what they
    were; a ban, a limit of 0, a map, a coalition and disclosure are carried out by each member with that
    probability, drawn once per period. Whoever has broken it is bound by none of the wrapped levers; while it is
    punished nobody is. `programme_cost` is paid by the members that are bound.
    """

    title: ClassVar = ("Agreement", "合作协议")
    idea: ClassVar = ("Agreements heavy on form and thin in effect", "协议重形式、轻实效")

    lever: Literal["agreement"] = choice("agreement", en="Lever", zh="杠杆")
    members: Members = members_field("Members (none: all)", "成员（缺省为全部）")
    levers: Seq[SingleSpec] = choice(..., en="What is agreed", zh="协议内容", min_length=1, max_length=50)
    implementation: float = quantity(
        1.0, en="Share of the agreed effect that is carried out", zh="协议落实程度", unit="share", ge=0, le=1,
        source="assumption after the share of promised sharing that is paid", low=0.3, central=0.6, high=1.0,
    )  # fmt: skip
    programme_cost: float = quantity(
        0.0, en="Yearly cost of running it to each member", zh="每个成员每年的运行成本", unit="million CNY/year",
        ge=0, le=1e6, source="assumption: about 1 % of a promotion budget",
    )  # fmt: skip

    @model_validator(mode="after")
    def _dates(self) -> Self:
        if any(lever.start or lever.end for lever in self.levers):
            raise ValueError("levers of an agreement take its dates; give start and end there")
        if any(isinstance(lever, Pact) and lever.chosen for lever in self.levers):
            raise ValueError("levers of an agreement are kept or broken with it; give compliance there")
        return self

    @property
    def carried_out(self) -> float:
        """The share `implementation`."""
        return self.implementation

    def members_of(self, context: LeverContext) -> "NDArray[np.bool_]":
        """Its members."""
        return context.mask(self.members)

    def settings(self, context: LeverContext) -> list[Setting]:
        """What the wrapped levers set among those members who are still bound."""
        present = context.mask(self.members)
        if not present.any():
            return []
        inside = context.within(present)
        found = [
            replace(setting, implementation=self.implementation, inside=number)
            for number, lever in enumerate(self.levers)
            for setting in lever.settings(inside)
        ]
        if self.programme_cost:
            found.append(Setting("programme_cost", present, self.programme_cost, add=True, term=True))
        return found
