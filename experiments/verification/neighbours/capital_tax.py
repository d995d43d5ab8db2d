"""Tax competition for capital that moves freely: case 7.

Following Zodrow & Mieszkowski 1986 and Wilson 1986, with the linear demand for capital that is usual in surveys.
Taxes are per unit of capital: unit and ad valorem rates differ, following Lockwood 2004.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from experiments.verification.check import ITERATION, ROUNDING, Case, Check
from experiments.verification.neighbours.replies import alike, equilibrium

type Floats = NDArray[np.float64]

BOUNDS: Final = (-5.0, 10.0)
"""Rates that are tried, subsidies among them; the highest asked for below is 4."""


@dataclass(frozen=True, slots=True)
class CapitalTax:
    """Cities that tax capital; f(k) = productivity·k - slope·k²/2 in each, so capital earns productivity - slope·k.

    Attributes:
        cities: n.
        public_money: γ, what a unit of revenue is worth; 0 if cities look at revenue alone.
        pooled: ρ, share of the revenue that is put together and split evenly.
        equalised: α, part of the gap to the mean tax base that is made good at the mean rate.
        slope: b.
        endowment: k̄, capital that the people of a city own.
        productivity: a.
    """

    cities: int
    public_money: float = 0.0
    pooled: float = 0.0
    equalised: float = 0.0
    slope: float = 1.0
    endowment: float = 1.0
    productivity: float = 4.0

    def capital(self, taxes: Floats) -> tuple[Floats, float]:
        """Capital in each city and its return after tax, the same everywhere, at which all of it finds a place."""
        earned = self.productivity - self.slope * self.endowment - float(taxes.mean())
        return (self.productivity - earned - taxes) / self.slope, earned

    def payoff(self, taxes: Floats, city: int) -> float:
        """What a city's government aims at: revenue, or its people's income and γ times the revenue."""
        capital, earned = self.capital(taxes)
        revenue = taxes * capital
        if self.public_money:
            # What is left of the output when capital has had its marginal product, and what the people's own earns.
            income = self.slope * capital[city] ** 2 / 2 + earned * self.endowment
            return float(income + self.public_money * revenue[city])
        budget = revenue + self.equalised * taxes.mean() * (self.endowment - capital)
        return float((1.0 - self.pooled) * budget[city] + self.pooled * budget.mean())

    def output(self, taxes: Floats) -> float:
        """Output of all cities."""
        capital, _ = self.capital(taxes)
        return float((self.productivity * capital - self.slope * capital**2 / 2).sum())

    def rate(self) -> float:
        """Closed form: n·b·k̄/(n-1), times (γ-1)/γ, 1 + ρ/(n(1-ρ)) or 1/(1-α)."""
        n = self.cities
        worth = (self.public_money - 1.0) / self.public_money if self.public_money else 1.0
        contract = (1.0 + self.pooled / (n * (1.0 - self.pooled))) / (1.0 - self.equalised)
        return worth * contract * n * self.slope * self.endowment / (n - 1)

    def solved(self, *, together: bool = False, start: float = 0.0) -> Floats:
        """Rates that best replies lead to; cities start at unequal ones, around `start`."""
        first = start + np.linspace(0.0, 0.5, self.cities)
        return equilibrium(self.payoff, first, BOUNDS, together=together)

    def cost_of_funds(self, tax: float) -> float:
        """Marginal cost of public funds 1/(1 + t·k'/k) at one rate for all, k' by a small change of one city's."""
        high, low = (np.full(self.cities, tax) for _ in range(2))
        high[0], low[0] = tax + 1e-4, tax - 1e-4
        change = (self.capital(high)[0][0] - self.capital(low)[0][0]) / 2e-4
        return float(1.0 / (1.0 + tax * change / self.endowment))

    def gain_of_rise(self, rise: float = 0.05) -> float:
        """What each city gains when all raise their rates a little above those of the equilibrium."""
        rates = self.solved()
        return self.payoff(rates + rise, 0) - self.payoff(rates, 0)


GAMES: Final[dict[str, tuple[CapitalTax, ...]]] = {
    "7a": tuple(CapitalTax(n) for n in (2, 3, 5, 10)),
    "7b": tuple(CapitalTax(n, public_money=2.0) for n in (2, 3, 5, 10)),
    "7c": tuple(CapitalTax(n, public_money=1.0) for n in (2, 5)),
    "7d": (
        CapitalTax(2, pooled=0.5),
        CapitalTax(10, pooled=0.5),
        CapitalTax(2, equalised=0.5),
        CapitalTax(10, equalised=0.5),
    ),
}
"""The tables; slope and endowment are 1."""


def label(part: str, game: CapitalTax) -> str:
    """Row of a game."""
    signs = {"γ": game.public_money, "ρ": game.pooled, "α": game.equalised}
    return ", ".join([part, f"n = {game.cities}", *(f"{sign} = {value:g}" for sign, value in signs.items() if value)])


def checks() -> Iterator[Check]:
    """Rates of every game; then limit, invariance and updating."""
    for part, games in GAMES.items():
        for game in games:
            rates = game.solved()
            farthest = float(rates[np.abs(rates - game.rate()).argmax()])
            yield Check(label(part, game), "tax_rate", game.rate(), farthest, ITERATION)
    for game in GAMES["7b"]:
        row = label("7b", game)
        yield Check(row, "marginal_cost_of_funds", game.public_money, game.cost_of_funds(game.rate()), ITERATION)
        yield Check(row, "gain_of_common_rise", 0.0, game.gain_of_rise(), ITERATION, ">")
    for game in GAMES["7c"]:
        row, even = label("7c", game), np.zeros(game.cities)
        yield Check(row, "output", game.output(even), game.output(game.solved()), ITERATION)
        yield Check(row, "gain_of_common_rise", 0.0, game.gain_of_rise(), ITERATION)
    many = CapitalTax(10_000)
    limit = many.slope * many.endowment
    yield Check("n = 10000", "tax_rate_limit", limit, alike(many.payoff, many.cities, BOUNDS), 2.0 / many.cities)
    for game in GAMES["7a"]:
        uneven = np.linspace(0.0, 1.0, game.cities) ** 2
        total = game.cities * game.endowment
        yield Check(label("7a", game), "capital_in_all", total, float(game.capital(uneven)[0].sum()), ROUNDING)
    for part in ("7a", "7b", "7d"):
        game = GAMES[part][0]
        apart = game.solved() - game.solved(together=True, start=2.0 * game.rate())
        yield Check(label(part, game), "gap_of_updating", 0.0, float(np.abs(apart).max()), ITERATION)


CASE: Final = Case("7", "Zodrow & Mieszkowski 1986; Wilson 1986; rates derived", "neighbour", checks)
