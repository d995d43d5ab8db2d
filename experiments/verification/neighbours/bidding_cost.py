"""Case 12c: when a bid costs something, at most one of identical cities bids, however little it costs.

Complete information. Each city enters, at cost c, or stays out; those that enter bid up to v against each other. One
alone pays 0 and nets v - c; two or more pay v and lose c each; a project on which nobody bids goes to each with equal
chance. Following Economics Bulletin 33(3), 2013, 2202-2208.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Final

from scipy.optimize import brentq
from scipy.stats import binom

from experiments.verification.check import ITERATION, Case, Check


@dataclass(frozen=True, slots=True)
class Entry:
    """The game of who bids.

    Attributes:
        cities: n.
        value: v.
        cost: c, below v·(1 - 1/n).
    """

    cities: int
    value: float
    cost: float

    def payoff(self, enters: bool, others: int) -> float:
        """Net of a city when so many others enter."""
        if enters:
            return (self.value if others == 0 else 0.0) - self.cost
        return self.value / self.cities if others == 0 else 0.0

    def pure_equilibria(self) -> list[tuple[bool, ...]]:
        """Profiles of entry from which no city gains by leaving alone, by enumeration."""
        found = []
        for profile in product((False, True), repeat=self.cities):
            count = sum(profile)
            stable = all(
                self.payoff(enters, count - enters) >= self.payoff(not enters, count - enters) for enters in profile
            )
            found += [profile] if stable else []
        return found

    def announced(self, before: int = 0, left: int | None = None) -> int:
        """Number of cities that bid when they announce it one after the other, by backward induction."""
        left = self.cities if left is None else left
        if left == 0:
            return before
        # What follows decides how many others there will be in the end; a tie stays out.
        inside, outside = self.announced(before + 1, left - 1), self.announced(before, left - 1)
        return inside if self.payoff(True, inside - 1) > self.payoff(False, outside) else outside

    def mixed(self) -> float:
        """Probability of entry that leaves every city indifferent, by root finding on expected payoffs."""

        def gain(chance: float) -> float:
            law = [float(binom.pmf(k, self.cities - 1, chance)) for k in range(self.cities)]
            return sum(p * (self.payoff(True, k) - self.payoff(False, k)) for k, p in enumerate(law))

        return float(brentq(gain, 0.0, 1.0, xtol=1e-12))

    def mixed_closed(self) -> float:
        """(1 - p)^(n-1)·v·(1 - 1/n) = c; with two cities p = 1 - 2c/v."""
        share: float = (self.cost / (self.value * (1 - 1 / self.cities))) ** (1 / (self.cities - 1))
        return 1 - share

    def price(self, bidders: int) -> float:
        """What the firm gets."""
        return self.value if bidders > 1 else 0.0


GAMES: Final = tuple(Entry(n, 10.0, cost) for n in (2, 3, 5) for cost in (0.01, 1.0, 3.0))


def checks() -> Iterator[Check]:
    """One bidder in every pure equilibrium and in sequence; the mixed one nears the war as the cost goes to 0."""
    for game in GAMES:
        row, found = f"n = {game.cities}, c = {game.cost:g}", game.pure_equilibria()
        yield Check(row, "number_of_equilibria", float(game.cities), float(len(found)))
        yield Check(row, "most_bidders", 1.0, float(max(map(sum, found))))
        yield Check(row, "fewest_bidders", 1.0, float(min(map(sum, found))))
        yield Check(row, "bidders_in_sequence", 1.0, float(game.announced()))
        yield Check(row, "concession", 0.0, game.price(max(map(sum, found))))
        yield Check(row, "public_net", game.value - game.cost, game.payoff(True, 0))
        yield Check(row, "entry_probability", game.mixed_closed(), game.mixed(), ITERATION)
    for cost in (1e-2, 1e-4, 1e-6):
        yield Check(f"n = 2, c = {cost:g}", "entry_probability", 1 - 2 * cost / 10.0, Entry(2, 10.0, cost).mixed(),
                    ITERATION)  # fmt: skip


CASE: Final = Case(
    "12c", "Economics Bulletin 33(3), 2013, 2202–2208; mixed equilibrium derived", "neighbour", checks
)  # fmt: skip
