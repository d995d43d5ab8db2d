"""Move the share by what was regretted."""

from typing import ClassVar, Literal

from sim.quantity import ASSUMPTION, choice, quantity
from sim.strategies.strategy import Floats, Strategy
from sim.strategies.view import BidderView, Feedback


class Directional(Strategy):
    """Offer a share that steps in proportion to regret (following Selten & Buchta 1999).

    A winner regrets the money left on the table, offer - needed; a loser regrets a missed deal,
    reservation - needed where positive. After a period

        share += rate · (sum of missed deals - sum of money left) / sum of reservations.

    With n cities, values uniform on [0, 1] and a common share s this rests where s = n(n-1)(1-s)²/2.
    """

    title: ClassVar = ("Directional learning", "方向学习")
    idea: ClassVar = (
        "Officials remember the deal that got away and the money that was left on the table",
        "官员记得错失的项目，也记得多付的钱",
    )
    rule: ClassVar = "offer = s·reservation, s += rate·(Σ missed deals − Σ money left on the table) / Σ reservation"
    sources: ClassVar = "following Selten & Buchta 1999"
    remembers: ClassVar = "its share"
    information: ClassVar = frozenset({"own values", "winning offers afterwards"})
    learns: ClassVar = True
    by_project: ClassVar = True

    name: Literal["directional"] = choice("directional", en="Name", zh="名称")
    start: float = quantity(0.75, en="First share", zh="初始比例", unit="share", ge=0, le=1, source=ASSUMPTION)
    rate: float = quantity(0.5, en="Learning rate", zh="学习速度", unit="share", ge=0, le=10, source=ASSUMPTION)

    def initial_memory(self) -> Floats:
        import numpy as np  # here, so that reading a scenario stays quick

        return np.array([self.start])

    def offers(self, view: BidderView) -> Floats:
        return view.memory[0] * view.reservation

    def learn(self, memory: Floats, feedback: Feedback) -> Floats:
        import numpy as np  # here, so that reading a scenario stays quick

        total = feedback.reservation.sum()
        if total <= 0:
            return memory
        left = np.where(feedback.won, np.maximum(feedback.offer - feedback.needed, 0.0), 0.0).sum()
        missed = np.where(~feedback.won, np.maximum(feedback.reservation - feedback.needed, 0.0), 0.0).sum()
        return (memory + self.rate * (missed - left) / total).clip(0.0, 1.0)
