"""Double-entry accounts: every flow goes from one account to another, and every period balances."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]

BY_CITY: Final = ("city", "residents", "firms", "owners_inside")
"""Sectors with one account for each city: treasury, residents, hosted firms, their owners inside the region."""

PROVINCE: Final = "province"
"""The provincial tier has one account for each province, addressed through a city of it."""

SINGLE: Final = (
    "central",  # central tier
    "owners_outside",  # owners of firms who live outside the region
    "market",  # customers and suppliers outside the model: where returns come from
    "lender",
    "land",  # real cost of acquiring and developing land
    "construction",  # real cost of plants, entry included
    "infrastructure",  # real cost of project-specific infrastructure
    "labour",  # real cost of wages above or below the reference
    "access",  # real cost of transport
    "compliance",  # real cost of papers for two tax authorities
    "job_surplus",  # what a job is worth to residents beyond its alternative
    "spillover",  # what a project is worth to residents beyond tax and jobs
    "match",  # money value of the match of firm and site
    "programme",  # real cost of coordinated programmes
    "stylised",  # value of stylised projects, booked as one number
)
"""Accounts that exist once: other sectors, and named real costs and gains."""

TOLERANCE: Final = 1e-9
"""Relative tolerance of all checks: rounding, not error."""


class Unbalanced(AssertionError):
    """The accounts do not balance: a fault of the program, never of the user."""


@dataclass(frozen=True)
class Chart:
    """The chart of accounts of a region.

    Attributes:
        cities: Number of cities C.
        size: Number of accounts.
        own: Accounts of the sectors that have one for each city, in the order of the cities.
        shared: (C,) account of each city for the provincial tier.
        single: Account of each sector that exists once.
    """

    cities: int
    size: int
    own: dict[str, slice]
    shared: NDArray[np.int64]
    single: dict[str, int]


def chart_of_accounts(provinces: NDArray[np.int64]) -> Chart:
    """One account per city for the sectors by city, one per province, one for each single sector.

    Definition of the parties that the accounts tell apart.

    Args:
        provinces: (C,) index of each city's province, counted from 0.
    """
    cities = provinces.size
    own = {sector: slice(number * cities, (number + 1) * cities) for number, sector in enumerate(BY_CITY)}
    first = len(BY_CITY) * cities
    after = first + int(provinces.max(initial=-1)) + 1
    single = {sector: after + number for number, sector in enumerate(SINGLE)}
    return Chart(cities, after + len(SINGLE), own, first + provinces, single)


@dataclass
class Ledger:
    """The flows of one period, million CNY.

    Attributes:
        chart: The chart of accounts.
        net: Net flow into each account.
        booked: Amounts in the order in which they were booked, (C,) each; absolute ones of transfers between cities.
        flows: Amount by name of the flow and host city, (C,) each.
    """

    chart: Chart
    net: Floats = field(init=False)
    booked: list[Floats] = field(default_factory=list)
    flows: dict[str, Floats] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Open all accounts at zero."""
        self.net = np.zeros(self.chart.size)

    def book(self, flow: str, source: str, target: str, amount: Floats) -> None:
        """Book a flow of each city, (C,), from one sector's account to another's; negative amounts flow back."""
        net, chart = self.net, self.chart
        for sector, side in ((source, -amount), (target, amount)):
            if sector in chart.own:
                net[chart.own[sector]] += side
            elif sector == PROVINCE:
                np.add.at(net, chart.shared, side)
            else:
                net[chart.single[sector]] += np.add.reduce(side)
        self._note(flow, amount, amount)

    def book_between_cities(self, flow: str, amount: Floats) -> None:
        """Book transfers between treasuries, (C, C): amount[d, c] from city d to city c."""
        paid = amount.sum(axis=1)
        self.net[self.chart.own["city"]] += amount.sum(axis=0) - paid
        self._note(flow, np.abs(amount).sum(axis=1), paid)

    @property
    def gross(self) -> float:
        """Sum of the absolute amounts booked, the scale of rounding."""
        return sum((float(np.abs(amount).sum()) for amount in self.booked), start=0.0)

    def _note(self, flow: str, amount: Floats, by_city: Floats) -> None:
        self.booked.append(amount)
        self.flows[flow] = self.flows[flow] + by_city if flow in self.flows else by_city

    def of_province(self) -> Floats:
        """Net flow into each province's account."""
        first = next(iter(self.chart.single.values()))
        return self.net[len(BY_CITY) * self.chart.cities : first]

    def net_of(self, sector: str) -> Floats:
        """Net flow into a sector: (C,) for sectors with an account for each city, (1,) for single ones.

        Raises:
            KeyError: If there is no such sector; provinces are asked for by `of_province`.
        """
        if sector in self.chart.own:
            return self.net[self.chart.own[sector]]
        return self.net[[self.chart.single[sector]]]

    def check(self) -> None:
        """All flows finite, and their sum over accounts zero within rounding.

        Raises:
            Unbalanced: If not.
        """
        if not np.isfinite(self.net).all():
            raise Unbalanced("a flow is not finite")
        off = abs(float(self.net.sum()))
        if off > TOLERANCE and off > TOLERANCE * self.gross:
            raise Unbalanced(f"flows sum to {self.net.sum():g}, booked {self.gross:g}")


def check_stock(name: str, opening: Floats, flows: Sequence[Floats], closing: Floats) -> None:
    """Closing = opening + flows within rounding, and never NaN; infinite stocks stay infinite.

    Accounting identity.

    Raises:
        Unbalanced: If not.
    """
    finite = np.isfinite(opening)
    expected = opening + sum(flows)
    scale = np.abs(opening) + sum(np.abs(flow) for flow in flows) + 1.0
    if finite.all() and (np.abs(closing - expected) <= TOLERANCE * scale).all():
        return
    with np.errstate(invalid="ignore"):
        off = np.abs(closing - expected) > TOLERANCE * scale
    if np.isnan(closing).any() or off[finite].any() or np.isfinite(closing[~finite]).any():
        raise Unbalanced(f"{name}: closing stock {closing} differs from opening plus flows {expected}")
