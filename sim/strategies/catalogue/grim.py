"""Hold back until the first breach, and never again."""

from typing import ClassVar, Literal

from sim.quantity import choice
from sim.strategies.rates import broken, held_back
from sim.strategies.strategy import Floats
from sim.strategies.truce import Truce
from sim.strategies.view import BidderView, Feedback


class Grim(Truce):
    """Offer no more than an agreed rate until another city was seen to go above it; from then on never hold back.

    offer = min(reservation, agreed·I) while no other city's rate was seen above agreed + tolerance; from the next
    period on max(that, punishment·reservation).
    """

    title: ClassVar = ("Grim trigger", "冷酷触发")
    idea: ClassVar = (
        "A truce that one breach ends for good",
        "一次违约即永久终止的默契",
    )
    rule: ClassVar = (
        "offer = min(reservation, agreed·I) until another's rate > agreed + tolerance, "
        "then at least punishment·reservation for good"
    )
    sources: ClassVar = "following Friedman 1971"
    information: ClassVar = frozenset({"own values", "rates afterwards"})
    remembers: ClassVar = "whether the truce was broken"
    learns: ClassVar = True
    by_project: ClassVar = True

    name: Literal["grim"] = choice("grim", en="Name", zh="名称")

    def initial_memory(self) -> Floats:
        import numpy as np  # here, so that reading a scenario stays quick

        return np.zeros(1)

    def offers(self, view: BidderView) -> Floats:
        return held_back(view, self.agreed, self.punishment if view.memory[0] > 0 else 0.0)

    def learn(self, memory: Floats, feedback: Feedback) -> Floats:
        import numpy as np  # here, so that reading a scenario stays quick

        now = broken(feedback.seen, self.signal, self.agreed + self.tolerance)
        return np.ones(1) if now else memory
