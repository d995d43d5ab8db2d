"""When a pact on tax rates holds: case 8b, the tax game of case 7a played again and again.

That repetition can hold up coordination without an authority follows Catenaro & Vidal 2006. Grim trigger:
δ* = (D-C)/(D-N), with D the payoff of breaking the pact once, C of keeping it and N of the equilibrium without it. The
payoffs are fed to the model's own rule of compliance, which must break the pact at the same δ.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.optimize import brentq

from experiments.verification.check import ITERATION, Case, Check, Relation
from experiments.verification.neighbours.capital_tax import BOUNDS, CapitalTax
from experiments.verification.neighbours.replies import best_reply
from sim.rules import compliance

type Payoffs = tuple[float, float, float]
"""D, C and N."""

MARGIN: Final = 0.01
"""So far from δ* the pact must hold, or break."""

LAG: Final = 4
"""Periods until a breach is known, in the rows that say so."""

PATIENT: Final = 0.99
"""Discount factor at which every pact here holds."""

ABOVE: Final[Relation] = ">"
BELOW: Final[Relation] = "<"


@dataclass(frozen=True, slots=True)
class TaxPact:
    """Cities that agreed on one rate for all.

    Attributes:
        game: The tax game of a period.
        pact: The rate agreed on; up to 2n-1 times that of the equilibrium some capital stays with those who keep it.
    """

    game: CapitalTax
    pact: float

    def payoffs(self) -> Payoffs:
        """Payoff of breaking the pact once, of keeping it, and of the equilibrium without it: D, C, N."""
        agreed = np.full(self.game.cities, self.pact)
        broken = agreed.copy()
        broken[0] = best_reply(self.game.payoff, agreed, 0, BOUNDS)
        without = self.game.solved()
        return self.game.payoff(broken, 0), self.game.payoff(agreed, 0), self.game.payoff(without, 0)

    def critical(self) -> float:
        """Closed form (τ-1)/(τ+3), τ the pact's rate over that of the equilibrium."""
        ratio = self.pact / self.game.rate()
        return (ratio - 1.0) / (ratio + 3.0)


def gain_of_keeping(discount: float, payoffs: Payoffs, lag: int = 1) -> float:
    """What the model's rule of compliance finds that keeping is worth more than breaking, δ given."""
    once, kept, without = (np.array(value) for value in payoffs)
    breaking = compliance.value_of_breaking(
        once, alone=once, punished=without, kept=kept, discount=discount, lag=lag, punishment=None,
        expected_penalty=0.0,
    )  # fmt: skip
    return float(compliance.value_of_keeping(kept, kept, discount) - breaking)


def critical_by_rule(payoffs: Payoffs, lag: int = 1) -> float:
    """δ at which that gain is nil; 1 if the pact never holds."""
    if gain_of_keeping(PATIENT, payoffs, lag) <= 0.0:
        return 1.0
    return float(brentq(gain_of_keeping, 0.0, PATIENT, (payoffs, lag), xtol=1e-9))


def multiple(times: float, cities: int) -> TaxPact:
    """A pact at a multiple of the rate of the equilibrium."""
    game = CapitalTax(cities)
    return TaxPact(game, times * game.rate())


MULTIPLES: Final = {
    f"τ = {times:g}, n = {n}": multiple(times, n)
    for times, n in ((1.5, 3), (2.0, 2), (2.0, 3), (2.0, 10), (3.0, 2), (3.0, 3))
}
"""The critical factor depends on the multiple alone; τ = 3 is the highest that n = 2 allows."""

LEVELS: Final = {f"T = 3, n = {n}": TaxPact(CapitalTax(n), 3.0) for n in (2, 3, 5, 10)}
"""Pacts at one and the same rate, for ever more cities."""


def checks() -> Iterator[Check]:
    """δ* from the payoffs and from the model's rule, and the pact a little above and below it."""
    before = 0.0
    for row, pact in (MULTIPLES | LEVELS).items():
        expected, payoffs = pact.critical(), pact.payoffs()
        once, kept, without = payoffs
        found = (once - kept) / (once - without)
        yield Check(row, "critical_discount", expected, found, ITERATION)
        yield Check(row, "critical_discount_by_rule", expected, critical_by_rule(payoffs), ITERATION)
        for near, relation in ((expected + MARGIN, ABOVE), (expected - MARGIN, BELOW)):
            gain = gain_of_keeping(near, payoffs)
            yield Check(f"{row}, δ = {near:.4f}", "gain_of_keeping", 0.0, gain, 0.0, relation)
        late = critical_by_rule(payoffs, LAG)
        yield Check(f"{row}, L = {LAG}", "critical_discount_by_rule", expected ** (1.0 / LAG), late, ITERATION)
        if row in LEVELS:
            if before:
                yield Check(row, "critical_discount_of_fewer", before, found, ITERATION, ">")
            before = found


CASE: Final = Case("8b", "Catenaro & Vidal 2006; critical factors derived", "neighbour", checks)
