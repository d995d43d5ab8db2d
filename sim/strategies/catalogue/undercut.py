"""Be a little cheaper for the firm than the best rival was."""

from typing import ClassVar, Literal

from sim.quantity import ASSUMPTION, choice, quantity
from sim.strategies.rates import remembered_offers, watched_rate
from sim.strategies.strategy import Floats, Strategy
from sim.strategies.view import BidderView, Feedback
from sim.units import MILLION_PER_LAND_PRICE


class Undercut(Strategy):
    """Outdo the best rival's last terms by a step, never above the reservation.

    of = offers: offer = min(reservation, (r + step)·I), r the highest of the others' average rates last seen.
    of = land_price: the land is offered at the lowest price that another city sold for, less `price_step`:
    offer = min(reservation, 0.01·L·(own price - that)). Before anything was seen offer = start·reservation.
    """

    title: ClassVar = ("Undercut the neighbours", "压价竞争")
    idea: ClassVar = (
        "The plant went where land was cheaper; next time ours is",
        "项目去了地价更低的地方；下次我们更低",
    )
    rule: ClassVar = (
        "offer = min(reservation, (r + step)·I), r = best rival's average rate last period; "
        "or 0.01·L·(own price − lowest rival price + price_step)"
    )
    sources: ClassVar = "Bertrand 1883; the land story of the source paper; assumption"
    information: ClassVar = frozenset({"own values", "rates afterwards", "land prices afterwards"})
    remembers: ClassVar = "the best rival's last rate, or lowest land price, seen"
    learns: ClassVar = True
    by_project: ClassVar = True

    name: Literal["undercut"] = choice("undercut", en="Name", zh="名称")
    start: float = quantity(0.75, en="First share", zh="初始比例", unit="share", ge=0, le=1, source=ASSUMPTION)
    of: Literal["offers", "land_price"] = choice("offers", en="What is undercut", zh="压价对象")
    step: float = quantity(
        0.01, en="Step above the best rate", zh="高于最高优惠率的幅度", unit="share of investment", ge=0, le=1,
        source=ASSUMPTION,
    )  # fmt: skip
    price_step: float = quantity(
        1.0, en="Step below the lowest land price", zh="低于最低地价的幅度", unit="10k CNY/mu", ge=0, le=100,
        source=ASSUMPTION,
    )  # fmt: skip

    def initial_memory(self) -> Floats:
        import numpy as np  # here, so that reading a scenario stays quick

        return np.zeros(2)

    def offers(self, view: BidderView) -> Floats:
        import numpy as np  # here, so that reading a scenario stays quick

        if self.of == "offers" or view.memory[0] == 0:
            return remembered_offers(view, self.start, self.step)
        cheaper = view.land_price - np.maximum(view.memory[1] - self.price_step, 0.0)
        return np.minimum(view.reservation, MILLION_PER_LAND_PRICE * view.land * np.maximum(cheaper, 0.0))

    def learn(self, memory: Floats, feedback: Feedback) -> Floats:
        import numpy as np  # here, so that reading a scenario stays quick

        if self.of == "offers":
            rate = watched_rate(feedback.seen, "best")
            return memory if rate is None else np.array([1.0, rate])
        prices = np.empty(0) if feedback.seen is None else feedback.seen.land_prices
        known = prices[np.isfinite(prices)]
        return np.array([1.0, known.min()]) if known.size else memory
