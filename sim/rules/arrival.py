"""The contests of a period in order of arrival, over land, slots and commitment room: one exact pass."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.rules.choice import at, shortlist
from sim.rules.contest import Offers, Outcome, ceilings
from sim.rules.instruments import Rooms, fill

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]
type Flags = NDArray[np.bool_]

FIRST_BLOCK = 64
LARGEST_BLOCK = 4096


@dataclass(frozen=True)
class Contenders:
    """All that contests of a period are decided on, at the period's start; (P, C) unless said otherwise.

    Attributes:
        site_value: million CNY.
        offer: What each city's strategy is ready to give, million CNY.
        reservation: Before commitments are counted, million CNY.
        rooms: Room of each instrument before commitments are counted.
        joint_bid_value: Bid value of the host's coalition, million CNY.
        candidate: Whether the firm looks at the city at all.
        contestable: (P,) whether the firm solicits offers.
        outside: (P,) million CNY.
        land: (P,) mu.
        tie: Tie draws or None.
        coalition: (C,) labels.
        disclosure_group: (C,) labels.
        shortlist_size: Cities invited, None for all.
        instrument_order: Order in which instruments are filled.
        grant_nominal: (C,) cash promised per unit of present value of a grant.
        cost_of_public_funds: λ.
        at_home: (P, C) where a firm is already and needs no land, None if nowhere.
        only_two_matter: Open contests without coalitions: host and price depend on winner and runner-up alone.
    """

    site_value: Floats
    offer: Floats
    reservation: Floats
    rooms: Rooms
    joint_bid_value: Floats
    candidate: Flags
    contestable: Flags
    outside: Floats
    land: Floats
    tie: Floats | None
    coalition: Ints
    disclosure_group: Ints
    shortlist_size: int | None
    instrument_order: Sequence[str]
    grant_nominal: Floats
    cost_of_public_funds: float
    only_two_matter: bool
    at_home: Flags | None = None

    def land_needed(self, rows: slice) -> Floats:
        """Land to be transferred, (rows, 1) or (rows, C), mu."""
        land = self.land[rows, None]
        return land if self.at_home is None else np.where(self.at_home[rows], 0.0, land)

    @property
    def count(self) -> int:
        """Number of projects."""
        return self.outside.size


@dataclass(frozen=True, slots=True)
class Capacities:
    """What is left to give, (C,): land in mu, slots, and commitment room for cash in million CNY; inf = no limit."""

    land: Floats
    slots: Floats
    cash: Floats

    @property
    def unlimited(self) -> bool:
        """Whether nothing can run out."""
        return bool(np.isinf(self.land).all() and np.isinf(self.slots).all() and np.isinf(self.cash).all())


@dataclass(frozen=True, slots=True)
class Settlement:
    """The contests of a period, settled; (P,) unless said otherwise, million CNY.

    Attributes:
        outcome: Hosts, concessions, runners-up, thresholds, scores.
        offers: What the cities brought, as it stood when each project was decided.
        land: Land discount.
        rebate: Tax rebate, present value.
        cash: Cash grant, present value.
        left: Capacities after the period.
    """

    outcome: Outcome
    offers: Offers
    land: Floats
    rebate: Floats
    cash: Floats
    left: Capacities


def offers_for(contenders: Contenders, rows: slice, capacities: Capacities) -> tuple[Offers, Floats]:
    """What the cities bring to some projects given what is left, and the room for cash, (P, C).

    Definition: the offers of the period's start, cut to what is left of land, slots and cash.

    Args:
        contenders: All projects of the period.
        rows: Which of them.
        capacities: What is left when the first of them is decided.
    """
    site_value = contenders.site_value[rows]
    land = contenders.land_needed(rows)
    tie = None if contenders.tie is None else contenders.tie[rows]
    feasible = contenders.candidate[rows] & (land <= capacities.land) & (capacities.slots >= 1)
    invited = shortlist(site_value, feasible, contenders.shortlist_size, tie) & contenders.contestable[rows, None]
    cash = np.minimum(contenders.rooms.cash[rows], capacities.cash / contenders.grant_nominal)
    room = _room(contenders, rows, cash)
    offers = Offers(
        site_value=site_value,
        limit=np.where(invited, np.minimum(contenders.offer[rows], room), 0.0),
        reservation=np.where(invited, np.minimum(contenders.reservation[rows], room), 0.0),
        feasible=feasible,
        invited=invited,
        outside=contenders.outside[rows],
        tie=tie,
        coalition=contenders.coalition,
        disclosure_group=contenders.disclosure_group,
        joint_bid_value=contenders.joint_bid_value[rows],
        cost_of_public_funds=contenders.cost_of_public_funds,
    )
    return offers, cash


def settle(contenders: Contenders, capacities: Capacities, rule: Callable[[Offers], Outcome]) -> Settlement:
    """Settle all contests, the first come first served.

    The vector rule is evaluated on a block of projects as if nothing were used up inside it; of these the longest
    prefix is accepted whose feasible sites, grants and winners' and runners-up's (in sealed contests, coalitions and
    disclosure groups: all invited cities') offers are untouched by the prefix's own use. Capacities only shrink,
    so offers only fall and the result equals settling one project at a time.

    Algorithm; that who comes first is served first is an assumption.

    Args:
        contenders: All projects of the period.
        capacities: Land, slots and cash at its beginning.
        rule: The contest: outcome of a block of projects from what the cities bring.
    """
    parts: list[tuple[Outcome, Offers, dict[str, Floats]]] = []
    start, size = 0, contenders.count if capacities.unlimited else FIRST_BLOCK
    while start < contenders.count or not parts:
        rows = slice(start, min(start + size, contenders.count))
        offers, cash_room = offers_for(contenders, rows, capacities)
        outcome = rule(offers)
        used = _instruments(contenders, rows, outcome, cash_room)
        accepted = offers.outside.size
        if not capacities.unlimited:
            use = _use(contenders, rows, capacities, outcome, used["cash"])
            later = _cash_room_later(contenders, rows, capacities, use)
            accepted = _untouched(contenders, rows, capacities, offers, outcome, use, used["cash"], later)
            offers = _as_it_stood(contenders, rows, offers, later)
            outcome = replace(outcome, score=ceilings(offers)) if contenders.only_two_matter else outcome
            capacities = use.left(capacities, accepted)
        parts.append((_cut(outcome, accepted), _cut(offers, accepted), {k: v[:accepted] for k, v in used.items()}))
        start += accepted
        size = min(2 * size, LARGEST_BLOCK) if accepted == offers.outside.size else max(size // 2, 8)
        if start >= contenders.count:
            break
    outcome = _joined([part[0] for part in parts])
    offers = _joined([part[1] for part in parts])
    used = {name: np.concatenate([part[2][name] for part in parts]) for name in ("land", "rebate", "cash")}
    return Settlement(outcome, offers, used["land"], used["rebate"], used["cash"], capacities)


def _instruments(contenders: Contenders, rows: slice, outcome: Outcome, cash_room: Floats) -> dict[str, Floats]:
    rooms, host = contenders.rooms, outcome.host
    available = {
        "land": at(rooms.land[rows], host, 0.0),
        "rebate": at(rooms.rebate[rows], host, 0.0),
        "cash": at(cash_room, host, 0.0),
    }
    used = fill(np.maximum(outcome.concession, 0.0), available, contenders.instrument_order)
    # A charge (posted rates may go below 0) is asked with the price of land.
    return used | {"land": used["land"] + np.minimum(outcome.concession, 0.0)}


@dataclass(frozen=True, slots=True)
class _Use:
    """What each project of a block takes from each city, (P, C); None for what no city can run out of.

    Attributes:
        land: mu.
        slots: 0 or 1.
        cash: Nominal cash, million CNY.
    """

    land: Floats | None
    slots: Floats | None
    cash: Floats | None

    def left(self, capacities: Capacities, accepted: int) -> Capacities:
        """Capacities after the first projects of the block."""
        land, slots, cash = (
            0.0 if use is None else use[:accepted].sum(axis=0) for use in (self.land, self.slots, self.cash)
        )
        return Capacities(capacities.land - land, capacities.slots - slots, np.maximum(capacities.cash - cash, 0.0))


def _use(contenders: Contenders, rows: slice, capacities: Capacities, outcome: Outcome, cash: Floats) -> _Use:
    hosts = np.arange(contenders.coalition.size) == outcome.host[:, None]
    return _Use(
        None if np.isinf(capacities.land).all() else hosts * contenders.land_needed(rows),
        None if np.isinf(capacities.slots).all() else hosts.astype(float),
        None if np.isinf(capacities.cash).all() else hosts * cash[:, None] * contenders.grant_nominal,
    )


def _before(use: Floats) -> Floats:
    """What the projects of the block before each one take, (P, C)."""
    return np.cumsum(use, axis=0) - use


def _cash_room_later(contenders: Contenders, rows: slice, capacities: Capacities, use: _Use) -> Floats:
    """Room for cash of each project after what the block used before it, (P, C), million CNY."""
    if use.cash is None:
        return contenders.rooms.cash[rows]
    left = np.maximum(capacities.cash - _before(use.cash), 0.0)
    return np.minimum(contenders.rooms.cash[rows], left / contenders.grant_nominal)


def _room(contenders: Contenders, rows: slice, cash: Floats) -> Floats:
    """Largest concession with that room for cash, (P, C), million CNY."""
    rooms = contenders.rooms
    return np.minimum(rooms.package[rows], rooms.land[rows] + rooms.rebate[rows] + cash)


def _as_it_stood(contenders: Contenders, rows: slice, offers: Offers, later: Floats) -> Offers:
    """The offers with the room for cash that was left when each project was decided."""
    room = _room(contenders, rows, later)
    return replace(offers, limit=np.minimum(offers.limit, room), reservation=np.minimum(offers.reservation, room))


def _untouched(
    contenders: Contenders,
    rows: slice,
    capacities: Capacities,
    offers: Offers,
    outcome: Outcome,
    use: _Use,
    granted: Floats,
    later: Floats,
) -> int:
    """Length of the prefix that one-at-a-time settling would give, at least 1 for a non-empty block."""
    open_before = open_after = np.ones((1, contenders.coalition.size), dtype=bool)
    if use.land is not None:
        need = contenders.land_needed(rows)
        open_before, open_after = need <= capacities.land, need <= capacities.land - _before(use.land)
    if use.slots is not None:
        open_before = open_before & (capacities.slots >= 1)
        open_after = open_after & (capacities.slots - _before(use.slots) >= 1)
    same_sites = (open_after | ~open_before).all(axis=1)
    room = _room(contenders, rows, later)
    same = (room >= offers.limit) & (room >= offers.reservation) | ~offers.invited
    if contenders.only_two_matter:
        fine = at(same.astype(float), outcome.host, 1.0) * at(same.astype(float), outcome.runner_up, 1.0) > 0
    else:
        fine = same.all(axis=1)
    # The split into instruments stays as it is: cash may be filled before others.
    good = same_sites & fine & (granted <= at(later, outcome.host, np.inf))
    return good.size if good.all() else max(int(np.argmin(good)), min(1, good.size))


def _cut[R: (Outcome, Offers)](record: R, length: int) -> R:
    values: dict[str, Any] = {}
    for name in type(record).__dataclass_fields__:
        value = getattr(record, name)
        fixed = name in ("coalition", "disclosure_group", "cost_of_public_funds") or value is None
        values[name] = value if fixed else value[:length]
    return type(record)(**values)


def _joined[R: (Outcome, Offers)](records: list[R]) -> R:
    if len(records) == 1:
        return records[0]
    values: dict[str, Any] = {}
    for name in type(records[0]).__dataclass_fields__:
        value = getattr(records[0], name)
        fixed = name in ("coalition", "disclosure_group", "cost_of_public_funds") or value is None
        values[name] = value if fixed else np.concatenate([getattr(record, name) for record in records])
    return type(records[0])(**values)
