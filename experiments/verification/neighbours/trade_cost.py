"""Market size and trade cost: case 14, following Haufler & Wooton 1999.

A foreign monopolist serves two countries from one of them. The larger market is worth more to it, so the larger
country can charge it, or need pay less; competition may end in a positive tax.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from scipy.integrate import quad
from scipy.optimize import brentq, minimize_scalar

from experiments.verification.check import ITERATION, Case, Check
from experiments.verification.theory import deal, theory


@dataclass(frozen=True, slots=True)
class TradeCost:
    """Demand per head (choke - price)/slope; the firm produces at `unit_cost`, plus `trade` per unit it ships.

    Attributes:
        large: n_A, people in the larger country, in those of the smaller.
        trade: τ.
        choke: α.
        slope: β.
        unit_cost: w.
    """

    large: float = 1.0
    trade: float = 2.0
    choke: float = 12.0
    slope: float = 1.0
    unit_cost: float = 2.0

    def demand(self, price: float) -> float:
        """Quantity per head."""
        return (self.choke - price) / self.slope

    def profit(self, price: float, cost: float) -> float:
        """Profit per head."""
        return (price - cost) * self.demand(price)

    def best_price(self, cost: float) -> float:
        """The monopolist's price, found from its profit."""
        bounds = (cost, self.choke)
        return float(
            minimize_scalar(lambda price: -self.profit(price, cost), bounds=bounds, method="bounded",
                            options={"xatol": 1e-10}).x
        )  # fmt: skip

    def per_head(self) -> tuple[float, float]:
        """What it is worth per head that goods need not be shipped: to the firm, to its buyers."""
        made, shipped = self.unit_cost, self.unit_cost + self.trade
        near, far = self.best_price(made), self.best_price(shipped)
        cheaper = quad(self.demand, near, far)[0]
        return self.profit(near, made) - self.profit(far, shipped), float(cheaper)

    def worths(self) -> tuple[float, float, float]:
        """What the large site is worth more to the firm, and hosting to the large and to the small country."""
        firm, buyers = self.per_head()
        return (self.large - 1.0) * firm, self.large * buyers, buyers

    def charge(self) -> float:
        """Tax of the large country at which the firm is indifferent, the small one offering all it has."""
        rent, _, small = self.worths()
        return float(brentq(lambda tax: rent - tax - small, -1e3, 1e3, xtol=1e-12))

    def stake(self) -> float:
        """Closed form φ = τ(2a - τ)/(8β), a = α - w: what hosting saves buyers, per head."""
        return self.trade * (2.0 * (self.choke - self.unit_cost) - self.trade) / (8.0 * self.slope)

    def tax(self) -> float:
        """Closed form (2·n_A - 3·n_B)·φ; negative is a subsidy."""
        return (2.0 * self.large - 3.0) * self.stake()


def bid(game: TradeCost) -> tuple[str, float]:
    """Host and concession when the worths of the game are taken to the model's open contest."""
    rent, large, small = game.worths()
    found = deal(
        theory(
            "case_01_n", f"projects.stylised.site_value={{a: {rent!r}, b: 0.0}}",
            f"projects.stylised.public_value={{a: {large!r}, b: {small!r}}}",
        ),
        "competition",
    )  # fmt: skip
    return found["host"], float(found["concession"])


SIZES: Final = (1.0, 1.2, 1.5, 2.0, 3.0)


def checks() -> Iterator[Check]:
    """Stakes by trade cost, charges by size; the subsidies come out of the open contest too, which never charges."""
    for trade in (1.0, 2.0, 4.0):
        game = TradeCost(trade=trade)
        firm, buyers = game.per_head()
        row = f"τ = {trade:g}"
        yield Check(row, "stake_of_buyers", game.stake(), buyers, ITERATION)
        yield Check(row, "stake_of_firm", 2.0 * game.stake(), firm, ITERATION)
    for size in SIZES:
        game = TradeCost(large=size)
        row = f"n_A/n_B = {size:g}"
        yield Check(row, "tax_of_large", game.tax(), game.charge(), ITERATION)
        host, concession = bid(game)
        yield Check(row, "concession_simulated", max(0.0, -game.tax()), concession, ITERATION)
        if size > 1.0:
            yield Check(row, "host_simulated", "a", host)


CASE: Final = Case("14", "Haufler & Wooton 1999; linear demand derived", "neighbour", checks, ("case_01_n",))
