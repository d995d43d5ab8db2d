"""Only m of n cities set their tax rates together: case 9a, following Konrad & Schjelderup 1999."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from experiments.verification.check import ITERATION, Case, Check
from experiments.verification.neighbours.capital_tax import BOUNDS, CapitalTax
from experiments.verification.neighbours.replies import equilibrium

type Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class TaxCoalition:
    """The first cities of a tax game maximise their revenue together, each other city its own.

    Attributes:
        game: The tax game.
        members: m.
    """

    game: CapitalTax
    members: int

    def payoff(self, taxes: Floats, city: int) -> float:
        """Revenue of all members for a member, of the city itself for another."""
        together = range(self.members) if city < self.members else (city,)
        return sum(self.game.payoff(taxes, each) for each in together)

    def solved(self) -> tuple[float, float, float, float]:
        """Rate of a member and of an outsider, revenue of each."""
        taxes = equilibrium(self.payoff, np.linspace(0.0, 1.0, self.game.cities), BOUNDS)
        return float(taxes[0]), float(taxes[-1]), self.game.payoff(taxes, 0), self.game.payoff(taxes, -1)

    def rates(self) -> tuple[float, float]:
        """Closed form: c = o/2 + n·b·k̄/(2(n-m)) and o = (n·b·k̄ + m·c)/(n+m-1), solved for both."""
        n, m = self.game.cities, self.members
        worth = n * self.game.slope * self.game.endowment
        member, outsider = np.linalg.solve([[1.0, -0.5], [-m, n + m - 1.0]], [worth / (2.0 * (n - m)), worth])
        return float(member), float(outsider)

    def revenues(self) -> tuple[float, float]:
        """Closed form: t·k of a member and an outsider, k = k̄ + (mean of t - t)/b."""
        member, outsider = self.rates()
        n, m, b = self.game.cities, self.members, self.game.slope
        mean = (m * member + (n - m) * outsider) / n
        first, second = (rate * (self.game.endowment + (mean - rate) / b) for rate in (member, outsider))
        return first, second


COALITIONS: Final = tuple(TaxCoalition(CapitalTax(10), members) for members in (1, 2, 4))


def checks() -> Iterator[Check]:
    """Rates and revenues, and who gains."""
    before = 0.0
    for coalition in COALITIONS:
        row = f"n = {coalition.game.cities}, m = {coalition.members}"
        expected = (*coalition.rates(), *coalition.revenues())
        names = ("rate_of_members", "rate_of_outsiders", "revenue_of_member", "revenue_of_outsider")
        found = coalition.solved()
        for name, one, other in zip(names, expected, found, strict=True):
            yield Check(row, name, one, other, ITERATION)
        _, _, member, outsider = found
        if coalition.members > 1:
            yield Check(row, "outsiders_gain_more", member, outsider, ITERATION, ">")
            yield Check(row, "members_gain", before, member, ITERATION, ">")
        before = outsider


CASE: Final = Case("9a", "Konrad & Schjelderup 1999; rates derived", "neighbour", checks)
