"""Hold back as long as the others do."""

from typing import ClassVar, Literal

from sim.quantity import choice
from sim.strategies.rates import broken, held_back
from sim.strategies.strategy import Floats
from sim.strategies.truce import Truce
from sim.strategies.view import BidderView


class TitForTat(Truce):
    """Offer no more than an agreed rate, unless another city went above it in the last period.

    offer = min(reservation, agreed·I) if every other city's rate last period was at most agreed + tolerance, as far as
    it could be seen; else max(that, punishment·reservation). It begins by holding back, and forgives after one period.
    """

    title: ClassVar = ("Tit for tat", "以牙还牙")
    idea: ClassVar = (
        "A tacit truce among neighbours that will meet again: hold back, answer a breach once",
        "长期相邻者之间的默契：先克制，对违约报复一次",
    )
    rule: ClassVar = (
        "offer = min(reservation, agreed·I) if all others' rates last period ≤ agreed + tolerance, "
        "else at least punishment·reservation"
    )
    sources: ClassVar = "following Axelrod & Hamilton 1981"
    information: ClassVar = frozenset({"own values", "rates afterwards"})
    remembers: ClassVar = "nothing; looks at the last period"
    by_project: ClassVar = True

    name: Literal["tit_for_tat"] = choice("tit_for_tat", en="Name", zh="名称")

    def offers(self, view: BidderView) -> Floats:
        seen = broken(view.last, self.signal, self.agreed + self.tolerance)
        return held_back(view, self.agreed, self.punishment if seen else 0.0)
