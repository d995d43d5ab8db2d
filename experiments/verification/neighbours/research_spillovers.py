"""Shared research: case 15, following d'Aspremont & Jacquemin 1988.

Two rivals lower their costs by research, part of which spills over. Choosing it together raises research only where
spillovers are large. The model's shared R&D platform has the same flip in another form: free riding.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from experiments.verification.check import ITERATION, ROUNDING, Case, Check
from experiments.verification.neighbours.replies import equilibrium
from sim.scenario import load
from sim.simulate import simulate_regimes

type Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SharedResearch:
    """Duopoly: price choke - slope·(q_1 + q_2), cost of a unit unit_cost - x_i - β·x_j, research costs steepness·x²/2.

    Attributes:
        spillover: β.
        joint: Whether one laboratory chooses the research of both, the same for each; they sell against each other all
            the same. Without "the same for each" nothing ties it down at β = 0: one may do all of it as well.
        choke: a.
        slope: b.
        unit_cost: c.
        steepness: g.
    """

    spillover: float
    joint: bool = False
    choke: float = 20.0
    slope: float = 1.0
    unit_cost: float = 10.0
    steepness: float = 2.0

    def profits(self, research: Floats) -> Floats:
        """Profit of each once both sell what pays: a - 2b·q_i - b·q_j = cost of i, for both."""
        cost = self.unit_cost - research - self.spillover * research[::-1]
        sold = np.linalg.solve(self.slope * np.array([[2.0, 1.0], [1.0, 2.0]]), self.choke - cost)
        price = self.choke - self.slope * sold.sum()
        return (price - cost) * sold - self.steepness * research**2 / 2.0

    def payoff(self, research: Floats, laboratory: int) -> float:
        """What a laboratory aims at: the profit of its firm, or that of both."""
        if self.joint:
            return float(self.profits(np.repeat(research, 2)).sum())
        return float(self.profits(research)[laboratory])

    def solved(self) -> tuple[float, float]:
        """Research and profit of each."""
        most = self.unit_cost / (1.0 + self.spillover)
        research = equilibrium(self.payoff, np.zeros(1 if self.joint else 2), (0.0, most))
        return float(research[0]), float(self.profits(np.resize(research, 2))[0])

    def research(self) -> float:
        """Closed form: A(2-β)/(4.5·b·g - (2-β)(1+β)) or, together, A(1+β)/(4.5·b·g - (1+β)²), A = a - c."""
        spread = 1.0 + self.spillover
        gain = spread if self.joint else 2.0 - self.spillover
        return (self.choke - self.unit_cost) * gain / (4.5 * self.slope * self.steepness - gain * spread)

    def profit(self) -> float:
        """Closed form: (A + (1+β)x)²/(9b) - g·x²/2."""
        each = self.research()
        margin = self.choke - self.unit_cost + (1.0 + self.spillover) * each
        return margin**2 / (9.0 * self.slope) - self.steepness * each**2 / 2.0


SPILLOVERS: Final = (0.0, 0.25, 0.5, 0.75, 1.0)

REACH: Final = 0.5
"""How far a city can use the other's R&D capital in the bundled scenario of a shared platform."""

LEFT: Final = 0.85**15
"""What depreciation there leaves of the capital of the first year, by the end."""


def usable(free_riding: float) -> float:
    """R&D capital that two cities can use in the end with a platform, over that without it, on the simulator."""
    scenario = load(
        "levers/shared_rd_platform_helps", overrides=(f"regimes.with.levers.0.free_riding={free_riding}",)
    )  # fmt: skip
    runs = simulate_regimes(scenario, ("without", "with"), with_planner=False)
    alone, shared = (run.state.rd_capital for run in runs.values())
    return float((shared + REACH * shared[::-1]).sum() / alone.sum())


def worn(free_riding: float) -> float:
    """Closed form: (1 + reach)·(e + (1-e)·(1-d)^years), effort e = 1 - free_riding·reach, d the depreciation."""
    effort = max(0.0, 1.0 - free_riding * REACH)
    return (1.0 + REACH) * (effort + (1.0 - effort) * LEFT)


def checks() -> Iterator[Check]:
    """Research and profits, apart and together; then free riding on the simulator."""
    for spillover in SPILLOVERS:
        apart, together = SharedResearch(spillover), SharedResearch(spillover, joint=True)
        row = f"β = {spillover:g}"
        for game, suffix in ((apart, "own"), (together, "joint")):
            each, profit = game.solved()
            yield Check(row, f"research_{suffix}", game.research(), each, ITERATION)
            yield Check(row, f"profit_{suffix}", game.profit(), profit, ITERATION)
    for free_riding in (0.2, 1.5):
        row = f"f = {free_riding:g}"
        yield Check(row, "usable_research_simulated", worn(free_riding), usable(free_riding), ROUNDING)


CASE: Final = Case("15", "d'Aspremont & Jacquemin 1988", "neighbour", checks)
