"""Closed forms of the contract, written down a second time from its text; nothing of the model is used."""

from dataclasses import dataclass


def annuity(rate: float, years: int) -> float:
    """1 a year at the end of each of `years` years."""
    return sum(1 / (1 + rate) ** t for t in range(1, years + 1))


def ramped(rate: float, years: int, ramp: tuple[float, ...]) -> float:
    """The same for a flow that builds up along `ramp` and then stays."""
    return sum(ramp[min(t, len(ramp)) - 1] / (1 + rate) ** t for t in range(1, years + 1))


RAMP = (1 / 3, 2 / 3, 1.0)


@dataclass(frozen=True)
class Site:
    """One place in the typical project's table; wages in CNY a year, prices in 10 000 CNY per mu."""

    wage_gap: float
    list_price: float
    land_cost: float


@dataclass(frozen=True)
class Typical:
    """The typical project of the parameter table."""

    investment: float = 500.0
    land: float = 500 / 9
    jobs: float = 400.0
    tax: float = 30.0
    retained_share: float = 0.42
    funds: float = 0.2
    rate: float = 0.06
    horizon: int = 10
    weight: float = 0.0
    value_per_job: float = 5_000.0

    def site_value(self, site: Site) -> float:
        yearly = self.investment * 0.145 - self.jobs * site.wage_gap * 1e-6
        return annuity(0.10, 15) * yearly - self.investment - 0.01 * self.land * site.list_price

    def public_value(self, site: Site) -> float:
        years = ramped(self.rate, self.horizon, RAMP)
        fiscal = years * self.tax * self.retained_share + 0.01 * self.land * (site.list_price - site.land_cost)
        return (1 + self.funds) * fiscal + years * self.jobs * self.value_per_job * 1e-6

    def fiscal(self, site: Site) -> float:
        years = ramped(self.rate, self.horizon, RAMP)
        return years * self.tax * self.retained_share + 0.01 * self.land * (site.list_price - site.land_cost)

    def reservation(self, site: Site) -> float:
        return max(0.0, (self.public_value(site) + self.weight * self.investment) / (1 + self.funds))
