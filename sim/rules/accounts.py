"""Double-entry accounts: every flow goes from one account to another, and every period balances."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple

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
        of: Accounts of each sector, in the order of the cities where it has one for each of them.
        shared: (C,) account of each city for the provincial tier.
        routings: How entries with given sectors reach their accounts, as far as it was asked for.
    """

    cities: int
    size: int
    of: dict[str, slice]
    shared: NDArray[np.int64]
    routings: dict[tuple[str, ...], "Routing"] = field(default_factory=dict)

    def routing(self, sectors: tuple[str, ...]) -> "Routing":
        """Where a list of entries goes, given the sectors that they leave and reach in turn."""
        if sectors not in self.routings:
            self.routings[sectors] = self._routing(sectors)
        return self.routings[sectors]

    def _routing(self, sectors: tuple[str, ...]) -> "Routing":
        entries, everywhere = len(sectors) // 2, np.arange(self.cities)
        account, number, sign = [np.arange(self.size)], [np.arange(self.size)], [np.ones(self.size)]
        for place, sector in enumerate(sectors):
            if sector in SINGLE:
                to, at = np.array([self.of[sector].start]), np.array([entries * self.cities + place // 2])
            else:
                to = self.shared if sector == PROVINCE else everywhere + self.of[sector].start
                at = everywhere + place // 2 * self.cities
            account.append(to)
            number.append(self.size + at)
            sign.append(np.full(at.size, 1.0 if place % 2 else -1.0))
        return Routing(np.concatenate(account), np.concatenate(number), np.concatenate(sign))


class Routing(NamedTuple):
    """How numbers reach accounts, in this order, out of (balances, amounts of entries by city, their sums).

    Attributes:
        account: The account.
        number: Place of the number.
        sign: 1 where it is received, -1 where it is paid.
    """

    account: NDArray[np.int64]
    number: NDArray[np.int64]
    sign: Floats


def chart_of_accounts(provinces: NDArray[np.int64]) -> Chart:
    """One account per city for the sectors by city, one per province, one for each single sector.

    Definition of the parties that the accounts tell apart.

    Args:
        provinces: (C,) index of each city's province, counted from 0.
    """
    return _chart(tuple(provinces.tolist()))


@lru_cache(maxsize=64)
def _chart(provinces: tuple[int, ...]) -> Chart:
    cities = len(provinces)
    of = {sector: slice(number * cities, (number + 1) * cities) for number, sector in enumerate(BY_CITY)}
    first = len(BY_CITY) * cities
    after = first + max(provinces, default=-1) + 1
    of |= {PROVINCE: slice(first, after)}
    of |= {sector: slice(after + number, after + number + 1) for number, sector in enumerate(SINGLE)}
    return Chart(cities, after + len(SINGLE), of, first + np.array(provinces, dtype=np.int64))


@dataclass
class Ledger:
    """The flows of one period, million CNY.

    Attributes:
        chart: The chart of accounts.
        booked: Name of each flow that was booked and its amount by city, (C,), in this order.
        sectors: The sector that pays and the one that receives, in turn.
        transfers: Transfers between cities by name of the flow, (C, C): row d pays column c.
    """

    chart: Chart
    booked: list[tuple[str, Floats]] = field(default_factory=list)
    sectors: list[str] = field(default_factory=list)
    transfers: list[tuple[str, Floats]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Open all accounts at zero."""
        self._net, self._posted = np.zeros(self.chart.size), 0

    def book(self, flow: str, source: str, target: str, amount: Floats) -> None:
        """Book a flow of each city, (C,), from one sector's account to another's; negative amounts flow back."""
        self.booked.append((flow, amount))
        self.sectors += (source, target)

    def book_between_cities(self, flow: str, amount: Floats) -> None:
        """Book transfers between treasuries, (C, C): amount[d, c] from city d to city c."""
        self.net[self.chart.of["city"]] += amount.sum(axis=0) - amount.sum(axis=1)
        self.transfers.append((flow, amount))

    @property
    def net(self) -> Floats:
        """Net flow into each account: what was booked is posted, one entry after the other, when it is asked for."""
        if len(self.booked) > self._posted:
            routing = self.chart.routing(tuple(self.sectors[2 * self._posted :]))
            amounts = np.concatenate([amount for _, amount in self.booked[self._posted :]])
            sums = np.add.reduce(amounts.reshape(-1, self.chart.cities), axis=1)
            numbers = np.concatenate([self._net, amounts, sums])
            self._net = np.bincount(routing.account, routing.sign * numbers[routing.number], self.chart.size)
            self._posted = len(self.booked)
        return self._net

    @property
    def flows(self) -> dict[str, Floats]:
        """Amount by name of the flow and city that it is booked at, the one that pays in transfers, (C,) each."""
        found: dict[str, Floats] = {}
        for flow, amount in [*self.booked, *((name, amount.sum(axis=1)) for name, amount in self.transfers)]:
            found[flow] = found[flow] + amount if flow in found else amount
        return found

    @property
    def gross(self) -> float:
        """Sum of the absolute amounts booked, the scale of rounding."""
        return sum((float(np.abs(amount).sum()) for _, amount in [*self.booked, *self.transfers]), start=0.0)

    def net_of(self, sector: str) -> Floats:
        """Net flow into a sector: (C,) where it has an account for each city, (provinces,) or (1,).

        Raises:
            KeyError: If there is no such sector.
        """
        return self.net[self.chart.of[sector]]

    def check(self) -> None:
        """All flows finite, and their sum over accounts zero within rounding.

        Raises:
            Unbalanced: If not.
        """
        off = abs(float(np.add.reduce(self.net)))
        if not math.isfinite(off):
            raise Unbalanced("a flow is not finite")
        if off > TOLERANCE and off > TOLERANCE * self.gross:
            raise Unbalanced(f"flows sum to {self.net.sum():g}, booked {self.gross:g}")


def check_stock(name: str, opening: Floats, flows: Sequence[Floats], closing: Floats) -> None:
    """Closing = opening + flows within rounding, and never NaN; infinite stocks stay infinite.

    Accounting identity.

    Raises:
        Unbalanced: If not.
    """
    expected = sum(flows, start=opening)
    with np.errstate(invalid="ignore"):
        off = np.abs(closing - expected)
    if off.max(initial=0.0) <= TOLERANCE:  # never so where it is NaN
        return
    finite = np.isfinite(opening)
    scale = np.abs(opening) + sum(np.abs(flow) for flow in flows) + 1.0
    if np.isnan(closing).any() or (off > TOLERANCE * scale)[finite].any() or np.isfinite(closing[~finite]).any():
        raise Unbalanced(f"{name}: closing stock {closing} differs from opening plus flows {expected}")
