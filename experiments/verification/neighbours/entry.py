"""More cities build capacity than is good: case 11b, entry into a Cournot market, following Mankiw & Whinston 1986."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, floor
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import quad

from experiments.verification.check import ITERATION, Case, Check
from experiments.verification.neighbours.replies import alike

type Floats = NDArray[np.float64]

MOST: Final = 30
"""Numbers of entrants that are tried."""


def price(quantity: float) -> float:
    """What buyers pay: P = 1 - Q."""
    return 1.0 - quantity


@dataclass(frozen=True, slots=True)
class Entry:
    """Firms that enter at a cost and then choose how much to sell; selling costs nothing.

    Attributes:
        cost: F of each entrant.
        subsidy: s that each is paid.
    """

    cost: float
    subsidy: float = 0.0

    def profit(self, quantities: Floats, firm: int) -> float:
        """Revenue of a firm."""
        return float(quantities[firm] * price(float(quantities.sum())))

    def sold(self, firms: int) -> float:
        """Quantity of each at which nobody would sell more or less."""
        return alike(self.profit, firms, (0.0, 1.0))

    def welfare(self, firms: int) -> float:
        """What buyers value the whole quantity at, less what entry cost."""
        return float(quad(price, 0.0, firms * self.sold(firms))[0]) - firms * self.cost

    def entrants(self) -> int:
        """Firms that enter freely: as many as make no loss."""
        paying = [n for n in range(1, MOST) if self.earned(n) >= self.cost - self.subsidy - ITERATION]
        return max(paying)

    def earned(self, firms: int) -> float:
        """Revenue of each of so many firms."""
        return self.profit(np.full(firms, self.sold(firms)), 0)

    def best(self) -> int:
        """Number of firms at which welfare is highest."""
        return max(range(1, MOST), key=self.welfare)

    def free_entry(self) -> float:
        """Closed form (F-s)^(-1/2) - 1, an integer in every row below."""
        return float((self.cost - self.subsidy) ** -0.5 - 1.0)

    def total(self, firms: float) -> float:
        """Closed form of welfare: n(n+2)/(2(n+1)²) - n·F."""
        return firms * (firms + 2.0) / (2.0 * (firms + 1.0) ** 2) - firms * self.cost

    def optimum(self) -> float:
        """Closed form: whichever integer next to F^(-1/3) - 1 gives more."""
        exact = self.cost ** (-1 / 3) - 1.0
        return float(max((floor(exact + 1e-12), ceil(exact - 1e-12)), key=self.total))


MARKETS: Final[dict[str, Entry]] = {
    **{f"F = 1/{inverse}": Entry(1.0 / inverse) for inverse in (16, 64, 100, 400)},
    "F = 1/64, s = 1/64 - 1/100": Entry(1.0 / 64.0, 1.0 / 64.0 - 1.0 / 100.0),
}


def checks() -> Iterator[Check]:
    """Entrants and welfare, free and best, in every market."""
    for row, market in MARKETS.items():
        free, best = market.entrants(), market.best()
        yield Check(row, "entrants", market.free_entry(), float(free), ITERATION)
        yield Check(row, "best_number", market.optimum(), float(best), ITERATION)
        yield Check(row, "welfare_of_free_entry", market.total(market.free_entry()), market.welfare(free), ITERATION)
        yield Check(row, "welfare_of_best_number", market.total(market.optimum()), market.welfare(best), ITERATION)
    alone, helped = list(MARKETS.values())[1], list(MARKETS.values())[-1]
    excess = float(alone.entrants() - alone.best())
    yield Check("s > 0", "excess_entry", excess, float(helped.entrants() - helped.best()), 0.0, ">")


CASE: Final = Case("11b", "Mankiw & Whinston 1986; linear demand derived", "neighbour", checks)
