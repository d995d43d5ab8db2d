"""The contests of a period in order of arrival, over land, slots and commitment room: one exact pass."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim import compiled
from sim.rules.capacity import Capacities, Taken, Use
from sim.rules.choice import at, shortlist
from sim.rules.contest import Offers, Outcome
from sim.rules.instruments import Rooms, fill

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]
type Flags = NDArray[np.bool_]
type Rows = slice | Ints
type Where = Rows | tuple[Ints, Ints]

LARGEST_BLOCK, SMALLEST_BLOCK = 4096, 16
"""Projects that are settled together: few where much runs short, and never so many that memory would grow."""

MOST_PASSES, MOST_PAIRS = 8, 4096
"""How often a block is decided again, and for how many pairs of project and city; else it is cut to what is final."""


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

    def land_needed(self, rows: Rows) -> Floats:
        """Land to be transferred, (rows, 1) or (rows, C), mu."""
        land = self.land[rows, None]
        return land if self.at_home is None else np.where(self.at_home[rows], 0.0, land)

    @property
    def count(self) -> int:
        """Number of projects."""
        return self.outside.size


@dataclass(frozen=True, slots=True)
class Settlement:
    """The contests of a period, settled; (P,) unless said otherwise, million CNY.

    Attributes:
        outcome: Hosts, concessions, runners-up, thresholds, scores.
        offers: What the cities brought, as it stood when each project was decided.
        land: Land discount.
        rebate: Tax rebate, present value.
        cash: Cash grant, present value.
        left: Capacities after these contests.
        taken: What had been taken when they were over; None where they are not settled one after the other.
    """

    outcome: Outcome
    offers: Offers
    land: Floats
    rebate: Floats
    cash: Floats
    left: Capacities
    taken: Taken | None = None


def offers_for(contenders: Contenders, rows: Rows, capacities: Capacities) -> tuple[Offers, Floats]:
    """What the cities bring to some projects given what is left, and the room for cash, (rows, C).

    Definition: the offers of the period's start, cut to what is left of land, slots and cash.

    Args:
        contenders: All projects of the period.
        rows: Which of them.
        capacities: What is left when they are decided.
    """
    site_value = contenders.site_value[rows]
    tie = None if contenders.tie is None else contenders.tie[rows]
    feasible = _feasible(contenders, rows, contenders.land_needed(rows), capacities)
    asking = contenders.contestable[rows]
    invited = np.zeros_like(feasible)
    invited[asking] = shortlist(
        site_value[asking], feasible[asking], contenders.shortlist_size, None if tie is None else tie[asking]
    )
    cash, limit, reservation = _brought(contenders, rows, slice(None), invited, capacities)
    offers = Offers(
        site_value=site_value,
        limit=limit,
        reservation=reservation,
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


def _feasible(contenders: Contenders, where: Where, land: Floats, found: Capacities) -> Flags:
    """Whether projects could be hosted: they look there, and find the land and a slot."""
    return contenders.candidate[where] & (land <= found.land) & (found.slots >= 1)


def _brought(
    contenders: Contenders, where: Where, cities: Rows, invited: Flags, found: Capacities
) -> tuple[Floats, Floats, Floats]:
    """Room for cash, limit and reservation with what is found there, million CNY: min(wanted, room) where invited."""
    rooms = contenders.rooms
    cash = np.minimum(rooms.cash[where], found.cash / contenders.grant_nominal[cities])
    room = np.minimum(rooms.package[where], rooms.land[where] + rooms.rebate[where] + cash)
    limit = np.where(invited, np.minimum(contenders.offer[where], room), 0.0)
    return cash, limit, np.where(invited, np.minimum(contenders.reservation[where], room), 0.0)


def settle(
    contenders: Contenders, capacities: Capacities, rule: Callable[[Offers], Outcome], before: Taken | None = None
) -> Settlement:
    """Settle all contests, the first come first served.

    What project i finds: left_i = capacity - Σ_{j<i} use_j, summed up in order of arrival. All are decided as if
    nothing had been used; then those are decided again for which what they find makes a difference, until there are
    none. Whoever comes before the first of these is final, so that the end is reached, and it is that of settling
    one project at a time. All this is done for blocks of projects, which are smaller where more runs short.

    Algorithm; that who comes first is served first is an assumption.

    Args:
        contenders: Projects of a period, all or the next of them.
        capacities: Land, slots and cash at its beginning.
        rule: The contest: outcome of a block of projects from what the cities bring.
        before: What projects that came before them in the period have taken; None for nothing.
    """
    before = before or Taken.nothing(contenders.coalition.size)
    if compiled.ready():
        # Only now, so that who settles little does not wait for it.
        from sim.rules.one_by_one import settled

        found = settled(contenders, capacities, rule, before)
        if found is not None:
            return found
    unlimited = capacities.unlimited
    size = contenders.count if unlimited else LARGEST_BLOCK
    blocks: list[_Block] = []
    taken, start = before, 0
    while start < contenders.count or not blocks:
        end = min(start + size, contenders.count)
        block = _decided(contenders, slice(start, end), taken.left(capacities), rule)
        if not unlimited:
            final = _decide_again(block, start, taken, capacities, rule)
            if start + final < end:
                size, end = max(2 * final, SMALLEST_BLOCK), start + final
                block = block.cut(slice(start, end))
            else:
                size = min(2 * size, LARGEST_BLOCK)
            taken = taken.after(block.use())
        blocks.append(block)
        start = end
    land, rebate, cash = (np.concatenate([block.used[name] for block in blocks]) for name in ("land", "rebate", "cash"))
    outcome, offers = _joined([block.outcome for block in blocks]), _joined([block.offers for block in blocks])
    return Settlement(outcome, offers, land, rebate, cash, taken.left(capacities), taken)


@dataclass(slots=True)
class _Block:
    """Projects that are settled together: how they are decided so far, and on what.

    Attributes:
        contenders: All projects of the period.
        rows: Which of them.
        offers: What the cities brought.
        cash: (rows, C) room for cash, million CNY.
        outcome: Hosts and prices.
        used: (rows,) instruments, million CNY.
    """

    contenders: Contenders
    rows: Rows
    offers: Offers
    cash: Floats
    outcome: Outcome
    used: dict[str, Floats]

    def use(self) -> Use:
        """What each project takes from its host."""
        host, contenders = self.outcome.host, self.contenders
        land = contenders.land[self.rows]
        if contenders.at_home is not None:
            land = np.where(at(contenders.at_home[self.rows].astype(float), host, 0.0) > 0, 0.0, land)
        return Use(host, land, np.ones(host.size), self.used["cash"] * contenders.grant_nominal[host])

    def cut(self, rows: slice) -> "_Block":
        """The first of these projects alone, which are these rows."""
        count = rows.stop - rows.start
        used = {name: amount[:count] for name, amount in self.used.items()}
        return _Block(
            self.contenders, rows, _cut(self.offers, count), self.cash[:count], _cut(self.outcome, count), used
        )

    def put(self, rows: Ints, other: "_Block") -> None:
        """Put other decisions in the place of those of some rows."""
        self.cash[rows] = other.cash
        for name, amount in other.used.items():
            self.used[name][rows] = amount
        for name in ("limit", "reservation", "feasible", "invited"):
            getattr(self.offers, name)[rows] = getattr(other.offers, name)
        for name in ("host", "concession", "runner_up", "threshold", "score"):
            getattr(self.outcome, name)[rows] = getattr(other.outcome, name)


def _decided(contenders: Contenders, rows: Rows, capacities: Capacities, rule: Callable[[Offers], Outcome]) -> _Block:
    """Projects decided on given capacities, each by itself."""
    offers, cash = offers_for(contenders, rows, capacities)
    outcome = rule(offers)
    compiled.work.add(cash.size)
    host, rooms = outcome.host, contenders.rooms
    available = {
        "land": at(rooms.land[rows], host, 0.0),
        "rebate": at(rooms.rebate[rows], host, 0.0),
        "cash": at(cash, host, 0.0),
    }
    used = fill(np.maximum(outcome.concession, 0.0), available, contenders.instrument_order)
    # A charge (posted rates may go below 0) is asked with the price of land.
    used["land"] = used["land"] + np.minimum(outcome.concession, 0.0)
    return _Block(contenders, rows, offers, cash, outcome, used)


def _decide_again(
    block: _Block, start: int, taken: Taken, capacities: Capacities, rule: Callable[[Offers], Outcome]
) -> int:
    """Decide those projects again that find something else than they were decided on; returns how many are final.

    Args:
        block: Projects, decided as if none of them had used anything.
        start: Number of the first of them.
        taken: What was taken before it.
        capacities: Land, slots and cash at the beginning of the period.
        rule: The contest.
    """
    contenders, offers, opening = block.contenders, block.offers, taken.left(capacities)
    again = np.zeros(block.outcome.host.size, dtype=bool)
    final = again.size
    for _ in range(MOST_PASSES):
        use = block.use()
        short = _may_run_short(block, taken.after(use).left(capacities))
        if not np.count_nonzero(short) and not again.any():
            return again.size
        rows, cities = np.divmod(np.flatnonzero(short | again[:, None]), opening.land.size)
        found = taken.before(use, rows, cities, capacities).left(capacities.of(cities))
        there = (start + rows, cities)
        land = np.broadcast_to(contenders.land_needed(block.rows), short.shape)[rows, cities]
        feasible = _feasible(contenders, there, land, found)
        cash, limit, reservation = _brought(contenders, there, cities, offers.invited[rows, cities], found)
        stale = np.unique(rows[~_as_decided(block, rows, cities, feasible, cash, limit, reservation)])
        final = int(stale[0]) + 1 if stale.size else again.size
        if not stale.size:
            break
        if stale.size * opening.land.size > MOST_PAIRS:
            final = max(int(stale[0]), 1)
            break
        among = np.isin(rows, stale)
        each = opening.for_each(stale.size, (np.searchsorted(stale, rows[among]), cities[among]), found.of(among))
        block.put(stale, _decided(contenders, start + stale, each, rule))
        again[stale] = True
    else:
        # Who was decided again in the last pass brought what it was decided on: cities may be asked now that were not.
        kept = ~np.isin(rows, stale)
        rows, cities, feasible = rows[kept], cities[kept], feasible[kept]
        limit, reservation = limit[kept], reservation[kept]
    # What the others brought is kept as it stood.
    offers.limit[rows, cities], offers.reservation[rows, cities] = limit, reservation
    if contenders.only_two_matter:
        block.outcome.score[rows, cities] = np.where(feasible, offers.site_value[rows, cities] + limit, -np.inf)
    return final


def _may_run_short(block: _Block, left: Capacities) -> Flags:
    """Where projects could find less than they want, if they came after all others, (rows, C).

    Args:
        block: Projects as they are decided so far.
        left: What is left after the last of them: nobody finds less.
    """
    offers, contenders = block.offers, block.contenders
    short = np.maximum(offers.limit, offers.reservation) > left.cash / contenders.grant_nominal
    if (left.slots < 1).any() or not np.isinf(left.land).all():
        short |= offers.feasible & ((left.slots < 1) | (contenders.land_needed(block.rows) > left.land))
    return short


def _as_decided(
    block: _Block, rows: Ints, cities: Ints, feasible: Flags, cash: Floats, limit: Floats, reservation: Floats
) -> Flags:
    """Whether what cities bring leaves the outcome of projects as it is, (pairs,).

    In open contests without coalitions host and price hang on the winner and the runner-up, as long as nobody else
    can go further than it could. Where the project left there is no host, and the city that was best may fall behind
    the runner-up.

    Args:
        block: How they are decided, and on what.
        rows: (pairs,) the project.
        cities: (pairs,) the city.
        feasible: (pairs,) whether it could be hosted there.
        cash: (pairs,) room for cash, million CNY.
        limit: (pairs,) million CNY.
        reservation: (pairs,) million CNY.
    """
    offers, outcome, pairs = block.offers, block.outcome, (rows, cities)
    hosting, before = cities == outcome.host[rows], offers.limit[pairs]
    same = (limit == before) & (reservation == offers.reservation[pairs])
    if block.contenders.only_two_matter:
        runner_up = outcome.runner_up[rows]
        best = (outcome.host[rows] < 0) & (outcome.score[pairs] >= at(outcome.score, outcome.runner_up, np.inf)[rows])
        same |= ~hosting & ~best & (cities != runner_up) & (limit <= before)
    # The split into instruments stays as it is: cash may be filled before others.
    granted, room = block.used["cash"][rows], block.cash[pairs]
    same &= ~hosting | (cash == room) | ((granted < room) & (granted <= cash))
    return same & (feasible == offers.feasible[pairs])


def _cut[R: (Outcome, Offers)](record: R, count: int) -> R:
    values: dict[str, Any] = {}
    for name in type(record).__dataclass_fields__:
        value = getattr(record, name)
        fixed = name in ("coalition", "disclosure_group", "cost_of_public_funds") or value is None
        values[name] = value if fixed else value[:count]
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
