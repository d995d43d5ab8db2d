"""Tax records and ratings that count on both sides of the border."""

from typing import ClassVar, Literal

from sim.levers.lever import LeverContext, RealLever, Setting
from sim.quantity import ASSUMPTION, choice, quantity


class TaxRecognition(RealLever):
    """Firms active on both sides of the province border keep one set of papers.

    At members compliance_share = 1 - `cut` of the yearly compliance cost of firms whose home lies across the border is
    left, for the life of the plants that sign while it is in force. More firms cross; whoever kept them by the
    border's cost loses them. Costs programme_cost.
    """

    title: ClassVar = ("Tax recognition", "税务互认")
    idea: ClassVar = ("Mutual recognition of tax credit", "纳税信用互认")

    lever: Literal["tax_recognition"] = choice("tax_recognition", en="Lever", zh="杠杆")
    cut: float = quantity(
        ..., en="Share of the compliance cost that falls away", zh="合规成本降低比例", unit="share", ge=0, le=1,
        source=ASSUMPTION, low=0.2, central=0.5, high=1,
    )  # fmt: skip

    def settings(self, context: LeverContext) -> list[Setting]:
        mask = context.mask(self.cities)
        return [Setting("compliance_share", mask, 1.0 - self.cut), *self.costs(context)]
