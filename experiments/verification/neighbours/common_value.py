"""The winner's curse: case 12b, a project worth the same to all, each bidder with a signal of its own.

Following Kagel & Levin 1986: signal = value + error, errors uniform on [-e, e], nothing known of the value before.
Bids are the signal less an allowance; of interest is what the winner makes. In the model the same curse arises where
cities misjudge a benefit that is alike everywhere; there the errors are normal.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq, minimize_scalar
from scipy.special import ndtr

from experiments.verification.check import ITERATION, ROUNDING, Case, Check, Relation, drawn
from experiments.verification.theory import theory
from sim.simulate import simulate

type Floats = NDArray[np.float64]

POINTS, WEIGHTS = np.polynomial.legendre.leggauss(16)
"""Nodes on [-1, 1], exact for the polynomials that occur here."""


def integral(function: Callable[[Floats], Floats], cuts: tuple[float, ...]) -> float:
    """Integral from the lowest to the highest of the cuts, by quadrature between neighbouring ones."""
    total = 0.0
    for low, high in pairwise(sorted(cuts)):
        total += float(WEIGHTS @ function(low + (high - low) * (POINTS + 1.0) / 2.0)) * (high - low) / 2.0
    return total


@dataclass(frozen=True, slots=True)
class CommonValue:
    """Sealed bids on one value, from which all is measured.

    Attributes:
        bidders: n.
        second: Whether the winner pays the second bid, or its own.
        spread: e.
    """

    bidders: int
    second: bool = False
    spread: float = 1.0

    def below(self, error: Floats) -> Floats:
        """Probability that an error is smaller."""
        return np.asarray(np.clip((error / self.spread + 1.0) / 2.0, 0.0, 1.0))

    def payoff(self, own: float, others: float) -> float:
        """Expected profit of a bidder that takes `own` off its signal where the others take `others` off theirs.

        First price: own - error, if that error, less own, is the highest bid. Second price: others - z, if it is above
        the highest bid of the others, with z the largest of their errors.
        """
        rivals, density, gap = self.bidders - 1, 1.0 / (2.0 * self.spread), own - others

        def first_price(error: Floats) -> Floats:
            return (own - error) * density * self.below(error - gap) ** rivals

        def second_price(z: Floats) -> Floats:
            largest = rivals * density * self.below(z) ** (rivals - 1)
            return (others - z) * largest * (1.0 - self.below(z + gap))

        kinks = (gap, -gap)
        cuts = tuple(float(np.clip(side + kink, -self.spread, self.spread))
                     for side in (-self.spread, self.spread) for kink in (0.0, *kinks))  # fmt: skip
        return integral(second_price if self.second else first_price, cuts)

    def winner(self, allowance: float) -> float:
        """Expected profit of whoever wins when all take the same off their signals."""
        return self.bidders * self.payoff(allowance, allowance)

    def allowance(self) -> float:
        """What each takes off its signal when that is the best reply to the others taking off as much."""
        bounds = (-self.spread, 3.0 * self.spread)

        def gap(common: float) -> float:
            reply = minimize_scalar(lambda own: -self.payoff(own, common), bounds=bounds, method="bounded",
                                    options={"xatol": 1e-10})  # fmt: skip
            return float(reply.x) - common

        return float(brentq(gap, -0.5 * self.spread, 1.5 * self.spread, xtol=1e-10))

    def naive(self) -> float:
        """Closed form of the profit of who bids the signal: -e(n-1)/(n+1), at the second price -e(n-3)/(n+1)."""
        n = self.bidders
        return -self.spread * (n - 3 if self.second else n - 1) / (n + 1)

    def off(self) -> float:
        """Closed form of the allowance: e, at the second price e(n-2)/n."""
        return self.spread * ((self.bidders - 2) / self.bidders if self.second else 1.0)

    def cautious(self) -> float:
        """Closed form of the profit in equilibrium: 2e/(n+1), at the second price 2e(n-1)/(n(n+1))."""
        n = self.bidders
        return 2.0 * self.spread / (n + 1) * ((n - 1) / n if self.second else 1.0)


DRAWS: Final = 40_000
"""Projects on the simulator for each number of cities."""

WORTH: Final = 10.0
"""What a project is worth to every city there; a city misjudges it by a normal error of standard deviation 1."""


def misjudged(bidders: int) -> tuple[float, float]:
    """Mean price and mean net of the winner in the model's open contest when cities trust their judgement."""
    cities = "abcde"[:bidders]
    scenario = theory(
        "case_02_gaussian", f"projects.stylised.per_period={DRAWS}", "projects.stylised.generator.site_sd=0.0",
        "projects.stylised.generator.site_mean=0.0", "projects.stylised.generator.public_sd=0.0",
        f"cities.defaults.judgement_error={1.0 / WORTH}",
    )  # fmt: skip
    chosen = scenario.model_copy(update={"cities": {key: scenario.cities[key] for key in cities}})
    deals = simulate(chosen, "competition", with_planner=False).deals
    return float(deals["concession"].mean()), float(deals["public_net"].mean())


def second_largest(count: int) -> tuple[float, float]:
    """Mean and standard deviation of the second largest of so many standard normals, by quadrature."""
    grid = np.linspace(-9.0, 9.0, 18_001)
    normal, below = np.exp(-0.5 * grid**2) / np.sqrt(2.0 * np.pi), ndtr(grid)
    density = count * (count - 1) * normal * below ** (count - 2) * (1.0 - below)
    mean = float(np.trapezoid(grid * density, grid))
    return mean, float(np.sqrt(np.trapezoid(grid**2 * density, grid) - mean**2))


def checks() -> Iterator[Check]:
    """Profits of the naive and in equilibrium; then the price that cities pay who trust their judgement."""
    for bidders in (2, 3, 4, 5):
        for game, suffix in ((CommonValue(bidders), "first"), (CommonValue(bidders, second=True), "second")):
            row, allowance = f"n = {bidders}", game.allowance()
            yield Check(row, f"naive_profit_{suffix}", game.naive(), game.winner(0.0), ROUNDING)
            yield Check(row, f"allowance_{suffix}", game.off(), allowance, ITERATION)
            yield Check(row, f"cautious_profit_{suffix}", game.cautious(), game.winner(allowance), ITERATION)
    signs: dict[int, Relation] = {2: ">", 5: "<"}
    for bidders in (2, 3, 5):
        mean, deviation = second_largest(bidders)
        price, net = misjudged(bidders)
        yield drawn(f"n = {bidders}", "naive_price_simulated", WORTH + mean, price, deviation, DRAWS)
        if bidders in signs:
            yield Check(f"n = {bidders}", "naive_net_simulated", 0.0, net, 4.0 * deviation / DRAWS**0.5, signs[bidders])


CASE: Final = Case("12b", "Kagel & Levin 1986; uniform errors derived", "neighbour", checks, ("case_02_gaussian",))
