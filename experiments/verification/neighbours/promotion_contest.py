"""Effort spent to be noticed is lost whoever wins: case 17, Tullock's contest and the all-pay auction."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import quad

from experiments.verification.check import ITERATION, Case, Check
from experiments.verification.neighbours.replies import equilibrium

type Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PromotionContest:
    """Players spend effort on a prize; effort is sunk.

    Attributes:
        players: n.
        prize: V.
    """

    players: int
    prize: float = 12.0

    def payoff(self, efforts: Floats, player: int) -> float:
        """Chance of winning as the share in all effort, times the prize, less the effort."""
        return float(self.prize * efforts[player] / efforts.sum() - efforts[player])

    def solved(self) -> Floats:
        """Efforts that best replies lead to."""
        return equilibrium(self.payoff, np.full(self.players, 1.0), (1e-9, self.prize), step=0.5)

    def effort(self) -> float:
        """Closed form V(n-1)/n²."""
        return self.prize * (self.players - 1) / self.players**2

    def below(self, effort: float) -> float:
        """All-pay auction, closed form: probability (e/V)^(1/(n-1)) that a player spends at most e."""
        return float((effort / self.prize) ** (1.0 / (self.players - 1)))

    def all_pay_payoff(self, effort: float) -> float:
        """All-pay auction: the highest effort wins, the others' being drawn from that law."""
        return self.prize * self.below(effort) ** (self.players - 1) - effort

    def all_pay_total(self) -> float:
        """Expected effort of all in the all-pay auction: n·∫(1 - F)."""
        return self.players * float(quad(lambda effort: 1.0 - self.below(effort), 0.0, self.prize)[0])


def checks() -> Iterator[Check]:
    """Effort, total and net of the contest by shares; the all-pay auction uses up the whole prize."""
    for players in (2, 3, 5):
        game = PromotionContest(players)
        row, efforts = f"n = {players}", game.solved()
        farthest = float(efforts[np.abs(efforts - game.effort()).argmax()])
        yield Check(row, "effort", game.effort(), farthest, ITERATION)
        yield Check(row, "effort_of_all", players * game.effort(), float(efforts.sum()), players * ITERATION)
        yield Check(row, "net_of_player", game.prize / players**2, game.payoff(efforts, 0), ITERATION)
        tried = np.linspace(0.0, game.prize, 241)
        best = max(game.all_pay_payoff(float(effort)) for effort in tried)
        yield Check(row, "all_pay_gain", 0.0, best, ITERATION)
        yield Check(row, "all_pay_effort_of_all", game.prize, game.all_pay_total(), ITERATION)


CASE: Final = Case("17", "Tullock's contest and the all-pay auction, derived", "neighbour", checks)
