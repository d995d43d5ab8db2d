"""The truth of a run: cities and firms as arrays. `schedule` is the only place that assigns to it."""

from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.reading import once_for_a_scenario
from sim.rules.wages import workforce
from sim.schema import City, Scenario
from sim.strategies import Seen
from sim.streams import Luck
from sim.units import MILLION_PER_100M

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]


LEAST_ROOM: Final = 2_000
"""Rows that the register has room for from the start."""

NEVER: Final = 2**31
"""A period that no run reaches."""


@dataclass(frozen=True)
class Cities:
    """Fixed facts of the cities, (C,) unless said otherwise; units as in `sim.schema.City`."""

    keys: tuple[str, ...]
    """Keys: draws hang on them, never on the order of cities."""
    names: tuple[tuple[str, str], ...]
    """Names in English and Chinese."""
    province: NDArray[np.str_]
    list_price: Floats
    land_cost: Floats
    infrastructure: Floats
    wage: Floats
    access_cost: Floats
    entry_cost: Floats
    border_entry_cost: Floats
    compliance_cost: Floats
    credit_system: NDArray[np.str_]
    credit_spread: Floats
    retained_share: Floats
    central_share: Floats
    leader_rate: Floats
    leader_horizon: Floats
    value_per_job: Floats
    political_weight: Floats
    quality_weight: Floats
    rival_weight: Floats
    judgement_error: Floats
    budget_per_year: Floats
    """Promotion budget, million CNY/year: its share of revenue; infinite without a share."""
    gdp: Floats
    debt: Floats
    debt_limit: Floats
    """Limit of the debt of promotion, million CNY; infinite without one."""
    talent_shortage: Floats
    rd_capital: Floats
    rd_effort: Floats
    """Yearly R&D spending of its own: as given over GDP, else (depreciation + past growth)·opening capital."""
    workforce: Floats
    """Manufacturing workforce at the start, persons."""
    talent: Floats
    """Skilled people at the start, persons; NaN where only the shortage is given."""
    fit: Floats
    """(C, K) ln productivity."""
    peers: NDArray[np.bool_]
    """(C, C) whether d is a peer of c: another city of the same province and rank band."""
    slots: Floats
    """Projects that a period can take; infinite without a limit."""
    land_stock: Floats
    """Serviced land at the start, mu; infinite without a limit."""
    stock: Floats
    """(C, K) industry stock at the start, million CNY."""

    @cached_property
    def count(self) -> int:
        """Number of cities."""
        return len(self.keys)


@once_for_a_scenario
def read_cities(scenario: Scenario) -> Cities:
    """Put the cities of a scenario into arrays."""
    cities: tuple[City, ...] = tuple(scenario.cities.values())
    industries = tuple(scenario.industries)

    def column(name: str) -> Floats:
        return np.array([getattr(city, name) for city in cities], dtype=float)

    def limit(name: str) -> Floats:
        values = (getattr(city, name) for city in cities)
        return np.array([np.inf if value is None else value for value in values], dtype=float)

    def optional(name: str) -> Floats:
        values = (getattr(city, name) for city in cities)
        return np.array([np.nan if value is None else value for value in values], dtype=float)

    def table(name: str) -> Floats:
        rows = [[getattr(city, name).get(k, 0.0) for k in industries] for city in cities]
        return np.array(rows, dtype=float).reshape(len(cities), len(industries))

    province = np.array([city.province for city in cities])
    band = np.array([city.rank_band for city in cities])
    peers = (province[:, None] == province) & (band[:, None] == band) & ~np.eye(len(cities), dtype=bool)
    budget = [np.inf if c.promotion_budget_share is None else c.promotion_budget_share * c.base_revenue for c in cities]
    same_name = (
        "list_price", "land_cost", "infrastructure", "wage", "access_cost", "entry_cost", "border_entry_cost",
        "compliance_cost", "credit_spread", "retained_share", "central_share", "leader_rate", "leader_horizon",
        "value_per_job",
        "political_weight", "quality_weight", "rival_weight", "judgement_error", "talent_shortage", "rd_capital",
        "gdp", "debt",
    )  # fmt: skip
    research, intensity = scenario.research, optional("rd_intensity")
    building = (research.depreciation or 0.0) + research.past_growth
    stock = table("stock")
    jobs_per_100m = np.array([row.jobs_per_100m for row in scenario.industries.values()], dtype=float)
    jobs = workforce(optional("workforce"), stock @ jobs_per_100m / MILLION_PER_100M, scenario.wages.smallest_workforce)
    return Cities(
        keys=tuple(scenario.cities),
        names=tuple((city.name_en, city.name_zh) for city in cities),
        province=province,
        credit_system=np.array([city.credit_system or city.province for city in cities]),
        budget_per_year=np.array(budget, dtype=float),
        fit=table("fit"),
        peers=peers,
        slots=limit("slots"),
        debt_limit=np.array([np.inf if c.debt_limit is None else c.debt_limit * c.base_revenue for c in cities]),
        land_stock=limit("land_stock"),
        stock=stock,
        rd_effort=np.where(np.isnan(intensity), building * column("rd_capital"), intensity * column("gdp")),
        workforce=jobs,
        talent=optional("talent_supply") * jobs,
        **{name: column(name) for name in same_name},
    )


@dataclass(frozen=True)
class Industries:
    """Fixed facts of the industries, (K,) unless said otherwise; units as in `sim.schema.Industry`."""

    keys: tuple[str, ...]
    """Keys of the industries."""
    weight: Floats
    capital_return: Floats
    investment_per_mu: Floats
    jobs_per_100m: Floats
    tax_share: Floats
    marshall_elasticity: Floats
    chain_elasticity: Floats
    rd_elasticity: Floats
    talent_sensitivity: Floats
    access_cost_rate: Floats
    stock_reference: Floats
    quality: Floats
    rd_intensity: Floats
    skilled_share: Floats
    strategic: NDArray[np.bool_]
    chain: Floats
    """(K, K) input-output shares."""

    @cached_property
    def edges(self) -> Floats:
        """Running sum of the weights over their sum: where the industries lie in [0, 1]."""
        edges: Floats = np.cumsum(self.weight) / self.weight.sum()
        return edges


@once_for_a_scenario
def read_industries(scenario: Scenario) -> Industries:
    """Put the industries of a scenario into arrays."""
    keys = tuple(scenario.industries)
    rows = tuple(scenario.industries.values())
    same_name = (
        "weight", "capital_return", "investment_per_mu", "jobs_per_100m", "tax_share", "marshall_elasticity",
        "chain_elasticity", "rd_elasticity", "talent_sensitivity", "access_cost_rate", "stock_reference", "quality",
        "rd_intensity", "skilled_share",
    )  # fmt: skip
    chain = [[scenario.chain.get(k, {}).get(j, 0.0) for j in keys] for k in keys]
    return Industries(
        keys=keys,
        strategic=np.array([row.strategic for row in rows], dtype=bool),
        chain=np.array(chain, dtype=float).reshape(len(keys), len(keys)),
        **{name: np.array([getattr(row, name) for row in rows], dtype=float) for name in same_name},
    )


@dataclass
class Firms:
    """The register of contracts, one row each, in order of signing.

    A firm that moves, or gets new support where it is, ends one row and begins another. A stylised project is booked
    once, in the period of its contest, and never enters the register.
    """

    period: Ints
    """Period in which the contract was signed, below 0 for firms that were there before the run."""
    slot: Ints
    """Number of the project within its period, as in `sim.block.Block`."""
    host: Ints
    """Index of the city."""
    industry: Ints
    """Index of the industry."""
    investment: Floats
    """Realised, million CNY."""
    land: Floats
    """Transferred, mu; 0 where the firm stays."""
    jobs: Floats
    """Realised, persons."""
    tax: Floats
    """Yearly tax of all tiers at maturity, as realised, million CNY."""
    cash_return: Floats
    """Yearly return before wage differences and access, I·g·A, million CNY."""
    inside_share: Floats
    """Share owned inside the region."""
    land_price: Floats
    """Price before any discount, 10k CNY/mu."""
    land_discount: Floats
    """Given when the contract is signed, million CNY."""
    rebate: Floats
    """Present value at the host's rate, million CNY."""
    rebate_share: Floats
    """Share of the schedule that is rebated."""
    grant: Floats
    """Present value at the host's rate, million CNY."""
    access: Floats
    """Yearly cost of access, million CNY."""
    compliance: Floats
    """Yearly compliance cost of a firm from across the border, million CNY."""
    wage: Floats
    """Manufacturing wage at signing, CNY per year: the rest of its labour cost goes to residents."""
    debt_service: Floats
    """Yearly premium paid to lenders, million CNY."""
    contract: Ints
    """Number, in the world's book, of the regime whose sharing contract held when the deal was struck; -1 for none."""
    founded: Ints
    """Period in which the plant was founded; the clock of returns and taxes."""
    ends: Ints
    """First period in which nothing flows any more: end of life, closure, or the next contract."""
    reopens: Ints
    """Period in which the firm asks for offers again, -1 for never."""
    construction: Floats
    """Capital and entry cost spent at the site, million CNY."""
    previous: Ints
    """City that the firm left for this host, -1 if none shares in its tax."""
    moved_share: Floats
    """Share of the retained tax that goes there."""
    moved_cap: Floats
    """Most that goes there in all, million CNY."""
    moved_years: Floats
    """Years in which it does."""
    match: Floats
    """Money value of the match, booked at signing, million CNY."""
    spillover: Floats
    """Spillover, booked at signing, million CNY."""

    def __post_init__(self) -> None:
        """Rows stand in arrays of their own until the register is first extended."""
        self._room: Room | None = None

    def __copy__(self) -> "Firms":
        """A register of its own."""
        return Firms(**{name: getattr(self, name).copy() for name in COLUMNS})

    def __deepcopy__(self, memo: dict[int, Any]) -> "Firms":
        """A register of its own."""
        return self.__copy__()

    @staticmethod
    @lru_cache(maxsize=1)
    def none() -> "Firms":
        """The empty register."""
        integers = {"period", "slot", "host", "industry", "contract", "founded", "ends", "reopens", "previous"}
        kinds = {name: np.int64 if name in integers else np.float64 for name in COLUMNS}
        empty: dict[str, Any] = {name: np.empty(0, dtype=kind) for name, kind in kinds.items()}
        return Firms(**empty)

    def extended(self, more: "Firms") -> "Firms":
        """This register with further rows behind.

        The columns are views of arrays with room behind, but for `ends`, the one that is written to later; whoever
        extends the same register a second time gets arrays of its own.
        """
        count, total = self.count, self.count + more.count
        room = self._room
        if room is None or room.used != count or room.size < total:
            room = Room(self, max(2 * total, LEAST_ROOM))
        for name, column in room.columns.items():
            column[count:total] = getattr(more, name)
        room.used = total
        ends = np.concatenate([self.ends, more.ends])
        longer = Firms(ends=ends, **{name: column[:total] for name, column in room.columns.items()})
        longer._room = room
        return longer

    def taken(self, rows: Ints) -> "Firms":
        """Some rows of this register."""
        return Firms(**{name: getattr(self, name)[rows] for name in COLUMNS})

    @property
    def count(self) -> int:
        """Number of rows."""
        return self.period.size


COLUMNS: Final = tuple(Firms.__dataclass_fields__)
"""Columns of the register."""


class Room:
    """Arrays in which a register grows.

    Attributes:
        columns: (size,) each, by name.
        size: Rows for which there is room.
        used: Rows of the longest register that stands in them.
    """

    def __init__(self, firms: Firms, size: int) -> None:
        """Room for `size` rows, those of a register in front."""
        self.size, self.used = size, firms.count
        self.columns: dict[str, NDArray[Any]] = {}
        for name in COLUMNS:
            if name == "ends":
                continue
            rows = getattr(firms, name)
            self.columns[name] = np.empty(size, dtype=rows.dtype)
            self.columns[name][: rows.size] = rows


@dataclass(frozen=True)
class Compliance:
    """Who has broken which agreement; A agreements that members may break.

    Attributes:
        broken_since: (A, C) period of the breach that is not yet punished, -1 without one.
        punished_until: (A,) first period in which the agreement holds again; 0 if it is not punished.
    """

    broken_since: Ints
    punished_until: Ints

    @staticmethod
    def opening(agreements: int, cities: int) -> "Compliance":
        """Nobody has broken anything."""
        return Compliance(np.full((agreements, cities), -1), np.zeros(agreements, dtype=np.int64))


@dataclass
class MobileFirms:
    """What is needed to open the contests of mobile firms again: their projects as they are now, row by row.

    Attributes:
        row: (M,) row in the register.
        columns: (M,) or (M, C) columns of `sim.block.Block` by name.
        drawn: (M,) or (M, C) draws of their first contests by stream; what is missing is drawn again.
        luck: The luck that these are of.
    """

    row: Ints
    columns: dict[str, NDArray[Any]]
    drawn: dict[str, Floats]
    luck: Luck

    def extended(self, more: "MobileFirms") -> "MobileFirms":
        """These firms with further ones behind."""
        columns = {name: np.concatenate([self.columns[name], column]) for name, column in more.columns.items()}
        both = self.drawn.keys() & more.drawn.keys()
        drawn = {name: np.concatenate([self.drawn[name], more.drawn[name]]) for name in both}
        return MobileFirms(np.concatenate([self.row, more.row]), columns, drawn, self.luck)

    def taken(self, where: NDArray[Any]) -> "MobileFirms":
        """Some of these firms: indices or flags."""
        columns, drawn = (
            {name: column[where] for name, column in table.items()} for table in (self.columns, self.drawn)
        )
        return MobileFirms(self.row[where], columns, drawn, self.luck)


@dataclass
class State:
    """What changes in a run; (C,) unless said otherwise."""

    period: int
    """Number of the period, from 0."""
    land_left: Floats
    """Serviced land, mu; infinite without a limit."""
    stock: Floats
    """(C, K) industry stock, million CNY."""
    wage: Floats
    """Manufacturing wage, CNY per year."""
    rd_capital: Floats
    """R&D capital, million CNY."""
    talent: Floats
    """Skilled people, persons; NaN where only the shortage is given."""
    treasury: Floats
    """Cumulated cash of the promotion accounts, million CNY; starts at 0."""
    liabilities: Floats
    """Grants promised and not yet paid, million CNY."""
    memory: list[Floats]
    """What each city's strategy remembers."""
    firms: Firms
    """The register of contracts."""
    pillars: NDArray[np.bool_]
    """(C, K) industries that each city promotes; all false without a choice of pillars."""
    compliance: Compliance
    """Who has broken which agreement."""
    mobile: tuple[MobileFirms, ...]
    """Firms whose contests will open again, by the period in which they signed."""
    won: list[Floats]
    """(C,) realised investment won in each period so far, million CNY."""
    anchor_hosts: dict[tuple[int, int], int] = field(default_factory=dict)
    """Index of the host of each anchor that found one, by period and number of the anchor."""
    seen: tuple[Seen, ...] = ()
    """What each city could see of the last period; empty if no strategy looks at it."""
