"""The working table of one period."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.block import Block
from sim.regime import Regime
from sim.regime_book import Absence
from sim.rules import accounts, credit, instruments, tournament, welfare
from sim.rules.arrival import Settlement
from sim.rules.capacity import Capacities, Taken
from sim.rules.pillars import PillarChoice
from sim.rules.posted import Posted
from sim.rules.public_value import PublicValue
from sim.rules.simultaneous import Bids
from sim.rules.site_value import SiteTerms, parts_of
from sim.state import Compliance, Firms, State
from sim.world import World

type Floats = NDArray[np.float64]
type Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class PostedRates:
    """What the cities posted in a period, one row for each industry that arrived (one in all for stylised projects).

    Attributes:
        industry: (K,) index of the industry, -1 for stylised projects.
        investment: (K,) of the reference project, million CNY.
        site_value: (K, C) of the reference project before the match, -inf where it cannot go.
        outside: (K,) its outside option before the draw.
        rate: (K, C) concession over investment.
        efficiency: (K,) expected surplus of a reference project over the largest possible, at these rates.
        worst_efficiency: (K,) the same at the worst of the fixed points found; NaN where none was.
        replies: (C,) whether the city posts a best reply; the others post what their strategy offers.
        draws: (K, C) uniform numbers that strategies used for it, NaN if none asks for them.
        solved: Concessions, probabilities, payoffs, and whether and where the replies came to rest.
    """

    industry: NDArray[np.int64]
    investment: Floats
    site_value: Floats
    outside: Floats
    rate: Floats
    efficiency: Floats
    worst_efficiency: Floats
    replies: NDArray[np.bool_]
    draws: Floats
    solved: Posted


@dataclass(frozen=True, slots=True)
class Breach:
    """A member that broke an agreement.

    Attributes:
        period: Index of the period.
        lever: Number of the agreement among the levers of the regime.
        city: Index of the city.
        audited: Whether an audit found it, so that the penalty is paid.
    """

    period: int
    lever: int
    city: int
    audited: bool


@dataclass(frozen=True, slots=True)
class Tallies:
    """What the deals of a period add up to in each city, (C,).

    Attributes:
        bids: Projects for which it was asked for an offer and that it could host.
        bids_for_left: Those among them that left.
        bids_won: Those among them that it hosts.
        gains: What it gains.
    """

    bids: Floats
    bids_for_left: Floats
    bids_won: Floats
    gains: welfare.CityGains


@dataclass(frozen=True, slots=True)
class Earlier:
    """What earlier projects of a period came to.

    Attributes:
        taken: What their contests took.
        tallies: What their deals add up to.
    """

    taken: Taken | None
    tallies: Tallies


def once[T](reading: Callable[["Period"], T]) -> Callable[["Period"], T]:
    """A reading that hangs on the projects and the regime of a period alone: it is made once for them."""
    name = reading.__name__

    @wraps(reading)
    def kept(p: "Period") -> T:
        found = p.readings.get(name)
        if found is None or found[0] is not p.block or found[1] is not p.regime:
            found = p.readings[name] = (p.block, p.regime, reading(p))
        value: T = found[2]
        return value

    return kept


def once_for_all[T](reading: Callable[["Period"], T]) -> Callable[["Period"], T]:
    """A reading of the cities that hangs on the regime of a period alone: it is made once for all its stretches."""
    name = reading.__name__

    @wraps(reading)
    def kept(p: "Period") -> T:
        found = p.common.get(name)
        if found is None or found[0] is not p.regime:
            found = p.common[name] = (p.regime, reading(p))
        value: T = found[1]
        return value

    return kept


@dataclass
class Period:
    """The working table of one period: events fill it from top to bottom. (P, C) unless said otherwise."""

    world: World
    state: State
    block: Block
    possible: Block = field(init=False)
    """The projects that may come, before any of them is admitted."""
    compliance: Compliance = field(init=False)
    """Who has broken which agreement, this period's breaches included."""
    absences: dict[int, Absence] = field(init=False)
    """Who is out of an agreement or does not act on it, by the number of its lever."""
    breaches: tuple[Breach, ...] = field(init=False)
    regime: Regime = field(init=False)
    pillars: NDArray[np.bool_] = field(init=False)
    """(C, K) industries that each city promotes."""
    pillar_choice: PillarChoice | None = field(init=False)
    """How the pillars were chosen in this period; None where nothing was chosen."""
    fit: Floats = field(init=False)
    """(C, K) ln productivity that stocks do not explain, with what pillars add."""
    land_floor: Floats = field(init=False)
    """Lowest price of land, 10k CNY/mu."""
    land_price: Floats = field(init=False)
    """Price before any discount: the list price, or a floor above it, 10k CNY/mu."""
    candidate: Flags = field(init=False)
    """Where each firm would go at all and finds what it needs, land and slots apart."""
    talent_shortage: Floats = field(init=False)
    """(C,) share of skilled jobs that find nobody; not set for stylised projects."""
    loans: credit.Loans | None = field(init=False)
    """What each firm finds at each site; None without a credit market."""
    credit_spread: Floats = field(init=False)
    """Yearly premium on the debt-financed share."""
    city_productivity: Floats = field(init=False)
    """(C, K) A of each city for each industry; not set for stylised projects."""
    productivity: Floats = field(init=False)
    """A at each site for each firm, 1 at the reference site; not set for stylised projects."""
    match: Floats = field(init=False)
    """Money value of the match that the regime leaves, million CNY."""
    terms: SiteTerms | None = None
    """What site values are made of; None for stylised projects."""
    site_value: Floats = field(init=False)
    spillover: Floats = field(init=False)
    leader_value: PublicValue = field(init=False)
    """At the leaders' rates and horizons: what they bid on."""
    social_value: PublicValue = field(init=False)
    """At the social rate and horizon: what welfare counts."""
    upper: welfare.UpperTiers = field(init=False)
    officials_gain: Floats = field(init=False)
    """Judgement error and political value: they move bids and never enter welfare."""
    bid_value: Floats = field(init=False)
    """Of the city, or of the coalition that it bids in: K·shared + own + officials' gain."""
    drop_out_score: Floats = field(init=False)
    rooms: instruments.Rooms = field(init=False)
    reservation: Floats = field(init=False)
    """Before commitments are counted."""
    offer: Floats = field(init=False)
    posted: "PostedRates | None" = None
    """What was posted for the reference projects; only in `posted` contests."""
    bids: Bids | None = None
    """Every bid in order; only in `open_simultaneous` contests."""
    commitment_room: Floats = field(init=False)
    """(C,) cash that may be promised in this period."""
    opening_land: Floats = field(init=False)
    settlement: Settlement = field(init=False)
    earlier: "Earlier | None" = None
    """What earlier projects of the period came to, where it is gone through stretch by stretch."""
    left: Capacities = field(init=False)
    """(C,) capacities after the contests."""
    deals: dict[str, NDArray[Any]] = field(init=False)
    """One row for each project; units in `sim.columns.DEAL_COLUMNS`."""
    price_there: Floats = field(init=False)
    """(P,) price of land at the host before any discount, 0 without one, 10k CNY/mu."""
    tallies: Tallies = field(init=False)
    agreement_gain: Floats = field(init=False)
    """(C,) what officials gained from this period's contests through the agreements in force, million CNY."""
    public_elsewhere: Floats = field(init=False)
    """(P,) v_out, what the public gets elsewhere if the project leaves."""
    deal_welfare: welfare.DealWelfare = field(init=False)
    signing: accounts.Ledger = field(init=False)
    """Flows at the beginning of the period, when contracts are signed."""
    ledger: accounts.Ledger = field(init=False)
    """Flows at its end."""
    fund_budget: Floats = field(init=False)
    """(C,) what the upper tier added to the promotion budget in this period."""
    programmes: Floats = field(init=False)
    """(C,) what programmes cost in this period."""
    treasury_flow: Floats = field(init=False)
    """(C,) cash into the promotion accounts, added up event by event."""
    register_row: NDArray[np.int64] = field(init=False)
    """(P,) row in the register of firms that ask again, -1 for new projects."""
    signed: Firms = field(init=False)
    """The contracts of this period."""
    fresh: Flags = field(init=False)
    """(contracts,) whether a contract of this period brings a firm to its host, new or from elsewhere."""
    closed: Floats = field(init=False)
    """(C,) plants closed at the beginning of the period."""

    ambition: Floats = field(init=False)
    """(C,) what officials gain from investment as such, share of investment, as the tournament has it."""
    readings: dict[str, tuple[Block, Regime, Any]] = field(default_factory=dict, init=False)
    """Readings that were made, by name, and what of."""
    common: dict[str, tuple[Regime, Any]] = field(default_factory=dict, init=False)
    """Readings of the cities likewise, shared by all stretches of the period."""
    debt: Floats = field(init=False)
    """(C,) debt of promotion at the start of the period, million CNY: max(0, debt before the run - treasury)."""

    def __post_init__(self) -> None:
        """Open the books."""
        count = self.world.cities.count
        self.signing, self.ledger = accounts.Ledger(self.world.chart), accounts.Ledger(self.world.chart)
        self.treasury_flow, self.closed = np.zeros(count), np.zeros(count)
        self.register_row, self.signed = np.full(self.block.count, -1), Firms.none()
        self.fresh = np.empty(0, dtype=bool)
        self.ambition = self._tournament()
        self.debt = np.maximum(0.0, self.world.cities.debt - self.state.treasury)

    def _tournament(self) -> Floats:
        spec, cities, base = self.world.scenario.tournament, self.world.cities, self.world.cities.political_weight
        if spec.sensitivity == 0.0 or not base.any():
            return base
        lately = self.state.won[-spec.years * self.world.per_year :]
        return tournament.political_weight(
            base, np.sum(lately, axis=0) if lately else np.zeros(cities.count), cities.gdp, cities.peers,
            sensitivity=spec.sensitivity, smallest=spec.smallest, lowest=spec.lowest, highest=spec.highest,
        )  # fmt: skip

    @property
    def site_value_parts(self) -> dict[str, Floats]:
        """The parts of the value of each site, (P, C) each, million CNY."""
        if self.block.site_value is not None:
            return {"given": self.block.site_value - self.block.match, "match": self.match}
        return {} if self.terms is None else parts_of(self.terms)

    @property
    def able(self) -> Flags:
        """(P, C) which sites each firm would go to that have the land and a slot left at the start of the period."""
        land, slots = self.block.land_needed <= self.state.land_left, self.world.cities.slots >= 1
        return self.candidate & land & slots

    @property
    def political_weight(self) -> Floats:
        """(C,) what officials gain from investment as such, share of investment, after reforms of performance."""
        return self.ambition * self.regime.political_scale

    @property
    def rival_weight(self) -> Floats:
        """(C,) κ after reforms of performance."""
        return self.world.cities.rival_weight * self.regime.rival_scale

    @property
    def tie(self) -> Floats | None:
        """Tie draws where equal scores can occur: without a continuous match, and in stylised projects."""
        match = self.world.scenario.projects.match
        # Sites at one place have one match if matches are alike where sites are close.
        continuous = match.law not in ("none", "border") and match.scale > 0 and match.correlation_km == 0
        return None if continuous and not self.block.stylised else self.block.draw("tie")
