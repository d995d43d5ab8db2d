"""Offer what the others offered."""

from typing import ClassVar, Literal

from sim.quantity import ASSUMPTION, choice, quantity
from sim.strategies.rates import Watch, remembered_offers, watched_rate
from sim.strategies.strategy import Floats, Strategy
from sim.strategies.view import BidderView, Feedback


class Match(Strategy):
    """Offer at the others' average rate of the last period, never more than the reservation.

    offer = min(reservation, r·I), r the mean (or the best) of the others' average rates as far as they could be seen;
    the last rate seen is remembered; before any was seen offer = start·reservation.
    """

    title: ClassVar = ("Match the neighbours", "跟随邻市")
    idea: ClassVar = (
        "Policy documents are copied: what the neighbour gives, we give",
        "政策互相照搬：邻市给多少，我们给多少",
    )
    rule: ClassVar = "offer = min(reservation, r·I), r = the others' average rate last period"
    sources: ClassVar = "yardstick behaviour, following Besley & Case 1995; assumption"
    information: ClassVar = frozenset({"own values", "rates afterwards"})
    remembers: ClassVar = "the last rate seen"
    learns: ClassVar = True
    by_project: ClassVar = True

    name: Literal["match"] = choice("match", en="Name", zh="名称")
    start: float = quantity(0.75, en="First share", zh="初始比例", unit="share", ge=0, le=1, source=ASSUMPTION)
    watch: Watch = choice(
        "mean", en="Whose rate counts: all the others' mean, or the best", zh="参照对象：均值或最高者"
    )

    def initial_memory(self) -> Floats:
        import numpy as np  # here, so that reading a scenario stays quick

        return np.zeros(2)

    def offers(self, view: BidderView) -> Floats:
        return remembered_offers(view, self.start)

    def learn(self, memory: Floats, feedback: Feedback) -> Floats:
        import numpy as np  # here, so that reading a scenario stays quick

        rate = watched_rate(feedback.seen, self.watch)
        return memory if rate is None else np.array([1.0, rate])
