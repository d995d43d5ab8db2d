"""Follow the payoff that each share would have had."""

from typing import ClassVar, Literal

from sim.quantity import ASSUMPTION, choice, quantity
from sim.strategies.strategy import Floats, Strategy
from sim.strategies.view import BidderView, Feedback


class Counterfactual(Strategy):
    """Offer the share that would have paid best so far against what the others did (fictitious play).

    The payoff of share s on one project is (1 - s) · reservation where s · reservation reaches what was needed, else
    0; where a winner does not pay its own offer (`open`, second price) it is reservation - needed instead, and of
    several best shares the highest is offered. Memory is the discounted sum of payoffs on a grid of shares; until
    something is learned the first share is offered.
    """

    title: ClassVar = ("Counterfactual learning", "反事实学习")
    idea: ClassVar = (
        "Officials work out afterwards what every other share would have earned",
        "官员事后推算其他报价比例本可带来的收益",
    )
    rule: ClassVar = (
        "offer = s·reservation, s = argmax Σ discount^age · (reservation − price) over past bids with "
        "needed ≤ s·reservation, price = s·reservation or, where the second score is paid, needed"
    )
    sources: ClassVar = "fictitious play, following Brown 1951"
    remembers: ClassVar = "discounted payoff of each share of a grid"
    information: ClassVar = frozenset({"own values", "payment rule", "winning offers afterwards"})
    learns: ClassVar = True
    by_project: ClassVar = True

    name: Literal["counterfactual"] = choice("counterfactual", en="Name", zh="名称")
    start: float = quantity(0.75, en="First share", zh="初始比例", unit="share", ge=0, le=1, source=ASSUMPTION)
    discount: float = quantity(
        0.8, en="Weight of the past against the last period", zh="历史权重", unit="share per period", ge=0, le=1,
        source=ASSUMPTION,
    )  # fmt: skip
    grid: int = quantity(201, en="Points of the grid", zh="网格点数", unit="points", ge=3, le=2001, source=ASSUMPTION)

    def initial_memory(self) -> Floats:
        import numpy as np  # here, so that reading a scenario stays quick

        return np.zeros(self.grid)

    def offers(self, view: BidderView) -> Floats:
        return self.share(view.memory) * view.reservation

    def share(self, memory: Floats) -> float:
        """The share that the memory recommends."""
        import numpy as np  # here, so that reading a scenario stays quick

        best = float(memory.max())
        if best <= 0:
            return self.start
        return 1.0 - float(np.argmax(memory[::-1])) / (self.grid - 1)

    def learn(self, memory: Floats, feedback: Feedback) -> Floats:
        import numpy as np  # here, so that reading a scenario stays quick

        reservation, needed = feedback.reservation, np.maximum(feedback.needed, 0.0)
        open_to = (reservation > 0) & (needed <= reservation)
        gain = reservation[open_to]
        first = np.ceil(needed[open_to] / gain * (self.grid - 1) - 1e-9).astype(np.int64)
        if not feedback.pays_offer:
            gain = gain - needed[open_to]
        won_from = np.cumsum(np.bincount(first, weights=gain, minlength=self.grid)[: self.grid])
        kept = 1.0 - np.arange(self.grid) / (self.grid - 1) if feedback.pays_offer else 1.0
        return self.discount * memory + kept * won_from
