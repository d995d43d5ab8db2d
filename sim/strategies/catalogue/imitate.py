"""Do what the most successful city did."""

from typing import ClassVar, Literal

from sim.quantity import ASSUMPTION, choice, quantity
from sim.strategies.rates import remembered_offers
from sim.strategies.strategy import Floats, Strategy
from sim.strategies.view import BidderView, Feedback


class Imitate(Strategy):
    """Offer at the rate of the city that won most investment last period, itself included.

    offer = min(reservation, r·I), r the average rate of the city with the most investment won among those whose rate
    could be seen; of several with the same, the highest rate. The last such rate is remembered; before any was seen
    offer = start·reservation. Winning most is not earning most.
    """

    title: ClassVar = ("Imitate the most successful", "模仿最成功者")
    idea: ClassVar = (
        "Officials copy the city that announced the most investment",
        "官员照搬公布引资最多的城市的做法",
    )
    rule: ClassVar = "offer = min(reservation, r·I), r = average rate of the city that won most investment last period"
    sources: ClassVar = "imitate the best, following Vega-Redondo 1997"
    information: ClassVar = frozenset({"own values", "rates afterwards", "investment won"})
    remembers: ClassVar = "the last rate of the most successful city"
    learns: ClassVar = True
    by_project: ClassVar = True

    name: Literal["imitate"] = choice("imitate", en="Name", zh="名称")
    start: float = quantity(0.75, en="First share", zh="初始比例", unit="share", ge=0, le=1, source=ASSUMPTION)

    def initial_memory(self) -> Floats:
        import numpy as np  # here, so that reading a scenario stays quick

        return np.zeros(2)

    def offers(self, view: BidderView) -> Floats:
        return remembered_offers(view, self.start)

    def learn(self, memory: Floats, feedback: Feedback) -> Floats:
        import numpy as np  # here, so that reading a scenario stays quick

        seen = feedback.seen
        if seen is None:
            return memory
        rates, won = np.append(seen.rates, seen.own_rate), np.append(seen.won, seen.own_won)
        won = np.where(np.isfinite(rates), won, 0.0)
        if won.max() <= 0:
            return memory
        return np.array([1.0, rates[won == won.max()].max()])
