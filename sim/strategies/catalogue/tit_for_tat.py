"""Hold back as long as the others do."""

from typing import ClassVar, Literal

from sim.quantity import ASSUMPTION, choice, quantity
from sim.strategies.rates import Signal, broken, held_back
from sim.strategies.strategy import Floats, Strategy
from sim.strategies.view import BidderView


class TitForTat(Strategy):
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

    name: Literal["tit_for_tat"] = choice("tit_for_tat", en="Name", zh="名称")
    agreed: float = quantity(
        0.05, en="Rate that all should keep to", zh="默契优惠率", unit="share of investment", ge=0, le=2,
        source=ASSUMPTION,
    )  # fmt: skip
    tolerance: float = quantity(
        0.005, en="What is overlooked above it", zh="容忍幅度", unit="share of investment", ge=0, le=2,
        source=ASSUMPTION,
    )  # fmt: skip
    punishment: float = quantity(
        0.75, en="Share of the reservation offered after a breach", zh="违约后的报价比例", unit="share", ge=0, le=1,
        source=ASSUMPTION,
    )  # fmt: skip
    signal: Signal = choice("average", en="Rate that is judged: average or highest", zh="判断依据：平均或最高优惠率")

    def offers(self, view: BidderView) -> Floats:
        seen = broken(view.last, self.signal, self.agreed + self.tolerance)
        return held_back(view, self.agreed, self.punishment if seen else 0.0)
