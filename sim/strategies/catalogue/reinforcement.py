"""Repeat what paid."""

from typing import ClassVar, Literal

from sim.quantity import ASSUMPTION, choice, quantity
from sim.strategies.strategy import Floats, Strategy
from sim.strategies.view import BidderView, Feedback


class Reinforcement(Strategy):
    """Draw for each project a share from a grid, the more often the better it has paid (following Roth & Erev 1995).

    Share k is played with probability q_k / Σ q. After a period

        q_k = (1 - forgetting)·q_k + Σ payoffs of the bids that played k,

    payoff = (reservation - offer) / mean reservation where it won, else 0; the share `experiment` of each payoff
    goes to the neighbouring shares instead.
    """

    title: ClassVar = ("Reinforcement learning", "强化学习")
    idea: ClassVar = ("Officials repeat what has paid and give up what has not", "官员重复有利的做法，放弃无利的做法")
    rule: ClassVar = (
        "offer = s_k·reservation with probability q_k / Σ q; q_k = (1 − forgetting)·q_k + Σ payoffs with s_k"
    )
    sources: ClassVar = "following Roth & Erev 1995 and Erev & Roth 1998"
    information: ClassVar = frozenset({"own values", "own luck"})
    remembers: ClassVar = "a propensity for each share of a grid"
    learns: ClassVar = True
    by_project: ClassVar = True

    name: Literal["reinforcement"] = choice("reinforcement", en="Name", zh="名称")
    initial: float = quantity(
        1.0, en="First propensity of each share", zh="各比例的初始倾向", unit="index", gt=0, le=1e6, source=ASSUMPTION
    )
    forgetting: float = quantity(
        0.1, en="Forgetting", zh="遗忘率", unit="share per period", ge=0, le=1, source=ASSUMPTION
    )
    experiment: float = quantity(
        0.2, en="Share of a payoff that goes to the neighbouring shares", zh="试验比例", unit="share", ge=0, lt=1,
        source=ASSUMPTION,
    )  # fmt: skip
    grid: int = quantity(21, en="Points of the grid", zh="网格点数", unit="points", ge=3, le=2001, source=ASSUMPTION)

    def initial_memory(self) -> Floats:
        import numpy as np  # here, so that reading a scenario stays quick

        return np.full(self.grid, self.initial)

    def offers(self, view: BidderView) -> Floats:
        return self._played(view.memory, view.draws) / (self.grid - 1) * view.reservation

    def _played(self, memory: Floats, draws: Floats) -> Floats:
        """Index of the share that each draw means."""
        import numpy as np  # here, so that reading a scenario stays quick

        edges = np.cumsum(memory)
        return np.minimum(np.searchsorted(edges, draws * edges[-1], "right"), self.grid - 1).astype(float)

    def learn(self, memory: Floats, feedback: Feedback) -> Floats:
        import numpy as np  # here, so that reading a scenario stays quick

        mean = float(feedback.reservation.mean()) if feedback.reservation.size else 0.0
        if mean <= 0:
            return memory
        played = self._played(memory, feedback.draws).astype(np.int64)
        payoff = np.where(feedback.won, np.maximum(feedback.reservation - feedback.offer, 0.0), 0.0) / mean
        gained = np.bincount(played, payoff, self.grid)
        spread = self.experiment * gained / 2.0
        # At the ends of the grid the missing neighbour's part stays.
        moved = gained - 2.0 * spread + np.r_[spread[0], spread[:-1]] + np.r_[spread[1:], spread[-1]]
        return np.maximum((1.0 - self.forgetting) * memory + moved, 1e-9 * self.initial)
