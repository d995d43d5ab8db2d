"""Answer what is believed about the others."""

from typing import ClassVar, Literal

from sim.quantity import ASSUMPTION, choice, quantity
from sim.strategies.strategy import Floats, Strategy
from sim.strategies.view import BidderView, Feedback


class BestResponse(Strategy):
    """Offer the share that pays best on this period's projects against what was needed to win in the past.

    Where a winner pays its own offer, offer = s·reservation with one share for all projects of the period,

        s = argmax (1 - s)·Σ reservation·F(s·reservation / I),

    F the distribution of needed offer over investment in earlier periods, kept as quantiles and joined by straight
    lines; past periods count `discount` for each period of age. Before anything is known the share is `start`. In
    `open` and second-price contests the reservation is a best response to anything. With n cities, values uniform
    on [0, 1] and first prices it ends at (n-1)/n (Vickrey 1961).
    """

    title: ClassVar = ("Best response to beliefs", "基于信念的最优反应")
    idea: ClassVar = (
        "Officials know from experience how often an offer of some size wins, and weigh chance against price",
        "官员凭经验知道多大报价有多大胜算，在机会与代价之间权衡",
    )
    rule: ClassVar = (
        "offer = s·reservation, s = argmax (1 − s)·Σ reservation·F(s·reservation / I), "
        "F = distribution of needed / I so far"
    )
    sources: ClassVar = "fictitious play, following Brown 1951; equilibrium of Vickrey 1961"
    information: ClassVar = frozenset({"own values", "payment rule", "winning offers afterwards"})
    remembers: ClassVar = "quantiles of needed offer over investment, and how many bids they stand for"
    learns: ClassVar = True
    by_project: ClassVar = False

    name: Literal["best_response"] = choice("best_response", en="Name", zh="名称")
    start: float = quantity(1.0, en="First share", zh="初始比例", unit="share", ge=0, le=1, source=ASSUMPTION)
    discount: float = quantity(
        0.8, en="Weight of the past against the last period", zh="历史权重", unit="share per period", ge=0, le=1,
        source=ASSUMPTION,
    )  # fmt: skip
    quantiles: int = quantity(
        200, en="Quantiles remembered", zh="记忆的分位点数", unit="points", ge=10, le=2000, source=ASSUMPTION
    )
    grid: int = quantity(101, en="Points of the grid", zh="网格点数", unit="points", ge=3, le=2001, source=ASSUMPTION)

    def initial_memory(self) -> Floats:
        import numpy as np  # here, so that reading a scenario stays quick

        return np.zeros(1 + self.quantiles)

    def offers(self, view: BidderView) -> Floats:
        import numpy as np  # here, so that reading a scenario stays quick

        if not view.pays_offer:
            return view.reservation
        if view.memory[0] <= 0:
            return self.start * view.reservation
        points, chance = self.belief(view.memory)
        shares = np.arange(self.grid) / (self.grid - 1)
        weight, rate = self._groups(view.reservation, view.reservation / view.investment)
        payoff = (1.0 - shares) * (np.interp(np.outer(shares, rate), points, chance) @ weight)
        best = int(np.argmax(payoff))
        return (shares[best] if payoff[best] > 0 else self.start) * view.reservation

    def _groups(self, reservation: Floats, rate: Floats) -> tuple[Floats, Floats]:
        """Sums of reservations, and rates, of projects; of many projects, in as many groups as there are quantiles."""
        import numpy as np  # here, so that reading a scenario stays quick

        if rate.size <= self.quantiles:
            return reservation, rate
        highest = max(float(rate.max()), 1e-300)
        group = np.minimum((rate / highest * self.quantiles).astype(np.int64), self.quantiles - 1)
        weight = np.bincount(group, reservation, self.quantiles)
        total = np.bincount(group, reservation * rate, self.quantiles)
        return weight, np.divide(total, weight, out=np.zeros(self.quantiles), where=weight > 0)

    def belief(self, memory: Floats) -> tuple[Floats, Floats]:
        """F: rates, and the believed probability that an offer of each wins."""
        import numpy as np  # here, so that reading a scenario stays quick

        chance = (np.arange(self.quantiles) + 0.5) / self.quantiles
        return np.concatenate([[0.0], memory[1:]]), np.concatenate([[0.0], chance])

    def learn(self, memory: Floats, feedback: Feedback) -> Floats:
        import numpy as np  # here, so that reading a scenario stays quick

        needed = feedback.needed[np.isfinite(feedback.needed)] / feedback.investment[np.isfinite(feedback.needed)]
        weight = self.discount * memory[0]
        if needed.size == 0:
            return np.concatenate([[weight], memory[1:]])
        value = np.concatenate([memory[1:], needed])
        counts = np.concatenate([np.full(self.quantiles, weight / self.quantiles), np.ones(needed.size)])
        order = np.argsort(value, kind="stable")
        reached = np.cumsum(counts[order]) - counts[order] / 2.0
        total = weight + needed.size
        wanted = (np.arange(self.quantiles) + 0.5) / self.quantiles * total
        return np.concatenate([[total], np.interp(wanted, reached, value[order])])
