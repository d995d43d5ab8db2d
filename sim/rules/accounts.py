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
    "job_surplus",  # what a job is worth to residents beyond its alternative
    "spillover",  # what a project is worth to residents beyond tax and jobs
    "match",  # money value of the match of firm and site
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
        index: Account of each sector for each city, (C,) by sector.
    """

    cities: int
    size: int
    index: dict[str, NDArray[np.int64]]


def chart_of_accounts(provinces: NDArray[np.int64]) -> Chart:
    """One account per city for the sectors by city, one per province, one for each single sector.

    Args:
        provinces: (C,) index of each city's province, counted from 0.
    """
    cities = provinces.size
    index = {sector: number * cities + np.arange(cities) for number, sector in enumerate(BY_CITY)}
    first = len(BY_CITY) * cities
    index[PROVINCE] = first + provinces
    first += int(provinces.max(initial=-1)) + 1
    for number, sector in enumerate(SINGLE):
        index[sector] = np.full(cities, first + number)
    return Chart(cities, first + len(SINGLE), index)


@dataclass
class Ledger:
    """The flows of one period, million CNY.

    Attributes:
        chart: The chart of accounts.
        net: Net flow into each account.
        gross: Sum of the absolute amounts booked, the scale of rounding.
        flows: Amount by name of the flow and host city, (C,) each.
    """

    chart: Chart
    net: Floats = field(init=False)
    gross: float = 0.0
    flows: dict[str, Floats] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Open all accounts at zero."""
        self.net = np.zeros(self.chart.size)

    def accounts(self, sector: str) -> NDArray[np.int64]:
        """Index of a sector's account for each city, (C,)."""
        return self.chart.index[sector]

    def of_province(self) -> Floats:
        """Net flow into each province's account."""
        return self.net[np.unique(self.chart.index[PROVINCE])]

    def book(self, flow: str, source: str, target: str, amount: Floats) -> None:
        """Book a flow of each city, (C,), from one sector's account to another's; negative amounts flow back."""
        self._move(flow, self.accounts(source), self.accounts(target), amount)

    def book_between_cities(self, flow: str, amount: Floats) -> None:
        """Book transfers between treasuries, (C, C): amount[d, c] from city d to city c."""
        city = self.accounts("city")
        source, target = (index.ravel() for index in np.meshgrid(city, city, indexing="ij"))
        self._move(flow, source, target, amount.ravel(), amount.sum(axis=1))

    def _move(
        self,
        flow: str,
        source: NDArray[np.int64],
        target: NDArray[np.int64],
        amount: Floats,
        by_city: Floats | None = None,
    ) -> None:
        size = self.net.size
        self.net += np.bincount(target, amount, size) - np.bincount(source, amount, size)
        self.gross += float(np.abs(amount).sum())
        self.flows[flow] = self.flows.get(flow, 0.0) + (amount if by_city is None else by_city)

    def net_of(self, sector: str) -> Floats:
        """Net flow into a sector: (C,) for sectors by city and for the province of each city, else all equal."""
        return self.net[self.accounts(sector)]

    def check(self) -> None:
        """All flows finite, and their sum over accounts zero within rounding.

        Raises:
            Unbalanced: If not.
        """
        if not np.isfinite(self.net).all():
            raise Unbalanced("a flow is not finite")
        if abs(float(self.net.sum())) > TOLERANCE * max(1.0, self.gross):
            raise Unbalanced(f"flows sum to {self.net.sum():g}, booked {self.gross:g}")


def check_stock(name: str, opening: Floats, flows: Sequence[Floats], closing: Floats) -> None:
    """Closing = opening + flows within rounding, and never NaN; infinite stocks stay infinite.

    Raises:
        Unbalanced: If not.
    """
    finite = np.isfinite(opening)
    expected = opening + sum(flows)
    scale = np.abs(opening) + sum(np.abs(flow) for flow in flows) + 1.0
    with np.errstate(invalid="ignore"):
        off = np.abs(closing - expected) > TOLERANCE * scale
    if np.isnan(closing).any() or off[finite].any() or np.isfinite(closing[~finite]).any():
        raise Unbalanced(f"{name}: closing stock {closing} differs from opening plus flows {expected}")
