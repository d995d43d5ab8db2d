"""All projects of a period open at the same time: an ascending auction in which a city with room left bids on."""

from collections import deque
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sim.rules.arrival import Contenders, Settlement, offers_for
from sim.rules.capacity import Capacities
from sim.rules.choice import at, best
from sim.rules.contest import Offers, Outcome
from sim.rules.instruments import fill
from sim.rules.trace import Round, Trace

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Bids:
    """Every bid of a period in order, (bids,) each, million CNY.

    Attributes:
        project: Row of the project.
        city: Index of the city.
        score: What the firm would get.
        displaced: City that held the project until then, -1 for none.
    """

    project: Ints
    city: Ints
    score: Floats
    displaced: Ints


@dataclass
class _Standing:
    """Who holds what while the auction runs."""

    score: Floats
    holder: Ints
    beaten: Floats
    """(P,) score that the standing bid had to beat."""
    reached: Floats
    """(P, C) highest score that each city has bid."""
    land_needed: Floats
    """(P, C) mu, or (P, 1)."""
    promised: Floats
    """(P,) nominal cash in the standing bid."""
    land: Floats
    slots: Floats
    cash: Floats
    log: list[tuple[Ints, int, Floats, Ints]] = field(default_factory=list)


def simultaneous_contest(
    contenders: Contenders, capacities: Capacities, worth: Floats, step: Floats, order: Floats
) -> tuple[Settlement, Bids]:
    """Settle all contests of a period together, following Demange, Gale & Sotomayor 1986 (their approximate auction).

    A city with a free slot bids on the project where its gain is largest and not negative: one increment above the
    standing bid (its ceiling, if that is less and still leads; its site at concession 0, if that leads alone; the
    outside option, where nobody has bid). The displaced city bids again; when nobody wants to, all close. As in the
    other formats a city cannot refuse a firm that comes without a concession: such a bid counts as a gain of 0.
    For slots alone the hosts are optimal and the concessions the lowest that support them, within one increment times
    the number of cities, as long as a firm gains nothing at concession 0: concessions do not go below 0, so a city
    that is short of slots chooses by its own gain and leaves aside what a good site is worth to the firm.
    With land or with limited cash it is a heuristic: the larger gain goes first while it fits, and no swap of several
    small projects for a large one is tried. Members of a coalition do not bid against a project that one of them
    holds, which is a heuristic too.

    Args:
        contenders: As for contests in order of arrival.
        capacities: Land, slots and cash at the beginning.
        worth: (P, C) score at which hosting and losing pay the city the same, million CNY.
        step: (P,) increment, million CNY, > 0.
        order: (C,) draws that say who bids first.
    """
    offers, _ = offers_for(contenders, slice(0, contenders.count), capacities)
    ceiling = np.where(offers.feasible, offers.site_value + offers.limit, -np.inf)
    value = np.maximum(np.where(np.isfinite(worth), worth, ceiling), ceiling)
    standing = _Standing(
        score=contenders.outside.copy(), holder=np.full(contenders.count, -1), beaten=contenders.outside.copy(),
        reached=np.where(offers.feasible, offers.site_value, -np.inf), promised=np.zeros(contenders.count),
        land_needed=np.broadcast_to(contenders.land_needed(slice(None)), ceiling.shape),
        land=capacities.land.copy(), slots=capacities.slots.copy(), cash=capacities.cash.copy(),
    )  # fmt: skip
    queue = deque(int(city) for city in np.argsort(order, kind="stable"))
    waiting = set(queue)
    while queue:
        city = queue.popleft()
        waiting.discard(city)
        lost = _bid(standing, contenders, offers, ceiling[:, city], value[:, city], step, city)
        for displaced in sorted(lost, key=order.__getitem__):
            if displaced not in waiting:
                queue.append(displaced)
                waiting.add(displaced)
    return _settled(standing, contenders, offers), _logged(standing)


def _bid(
    standing: _Standing, contenders: Contenders, offers: Offers, ceiling: Floats, value: Floats, step: Floats, city: int
) -> list[int]:
    """All bids that the city has room for now; returns whom they displaced."""
    if standing.slots[city] < 1:
        return []
    site, held = offers.site_value[:, city], standing.holder >= 0
    raised = np.where(site > standing.score, site, np.minimum(standing.score + step, ceiling))
    score = np.where(held, raised, np.maximum(site, standing.score))
    leads = np.where(held, score > standing.score, score >= standing.score)
    mates = contenders.coalition[standing.holder] == contenders.coalition[city]
    open_to_it = offers.feasible[:, city] & leads & (score <= ceiling) & ~(held & mates)
    open_to_it &= standing.land_needed[:, city] <= standing.land[city]
    rows = np.flatnonzero(open_to_it)
    if not rows.size:
        return []
    rows = rows[np.argsort(score[rows] - value[rows], kind="stable")]
    concession = score[rows] - site[rows]
    rooms = {name: getattr(contenders.rooms, name)[rows, city] for name in ("land", "rebate", "cash")}
    cash = fill(concession, rooms, contenders.instrument_order)["cash"] * contenders.grant_nominal[city]
    chosen = _that_fit(standing, city, standing.land_needed[rows, city], cash)
    return _placed(standing, city, rows[chosen], score, cash[chosen])


def _that_fit(standing: _Standing, city: int, land: Floats, cash: Floats) -> NDArray[np.intp]:
    """Which of the bids, the best first, land, slots and cash still allow."""
    slots = standing.slots[city]
    count = land.size if np.isinf(slots) else min(int(slots), land.size)
    if land[:count].sum() <= standing.land[city] and cash[:count].sum() <= standing.cash[city]:
        return np.arange(count)
    land_left, cash_left, chosen = float(standing.land[city]), float(standing.cash[city]), []
    for number, (area, promise) in enumerate(zip(land.tolist(), cash.tolist(), strict=True)):
        if area <= land_left and promise <= cash_left:
            chosen.append(number)
            land_left, cash_left = land_left - area, cash_left - promise
            if len(chosen) >= slots:
                break
    return np.array(chosen, dtype=np.intp)


def _placed(standing: _Standing, city: int, rows: Ints, score: Floats, cash: Floats) -> list[int]:
    before = standing.holder[rows].copy()
    lost = before >= 0
    np.add.at(standing.land, before[lost], standing.land_needed[rows[lost], before[lost]])
    np.add.at(standing.slots, before[lost], 1.0)
    np.add.at(standing.cash, before[lost], standing.promised[rows][lost])
    standing.beaten[rows], standing.score[rows] = standing.score[rows], score[rows]
    standing.holder[rows], standing.promised[rows] = city, cash
    standing.reached[rows, city] = score[rows]
    standing.land[city] -= standing.land_needed[rows, city].sum()
    standing.slots[city] -= rows.size
    standing.cash[city] -= cash.sum()
    standing.log.append((rows, city, score[rows], before))
    return np.unique(before[lost]).tolist()


def _settled(standing: _Standing, contenders: Contenders, offers: Offers) -> Settlement:
    host = standing.holder
    concession = np.where(host >= 0, np.maximum(standing.score - at(offers.site_value, host, 0.0), 0.0), 0.0)
    others = np.where(np.arange(offers.site_value.shape[1]) == host[:, None], -np.inf, standing.reached)
    mates = contenders.coalition[np.maximum(host, 0)][:, None] == contenders.coalition
    rival = best(np.where(mates & (host >= 0)[:, None], -np.inf, others), offers.tie)
    outcome = Outcome(host, concession, rival, standing.beaten, standing.reached)
    available = {
        name: at(getattr(contenders.rooms, name), host, 0.0) for name in ("land", "rebate", "cash")
    }  # fmt: skip
    used = fill(concession, available, contenders.instrument_order)
    left = Capacities(standing.land, standing.slots, np.maximum(standing.cash, 0.0))
    return Settlement(outcome, offers, used["land"], used["rebate"], used["cash"], left)


def _logged(standing: _Standing) -> Bids:
    if not standing.log:
        nothing = np.empty(0, dtype=np.int64)
        return Bids(nothing, nothing, np.empty(0), nothing)
    rows, cities, scores, before = zip(*standing.log, strict=True)
    repeated = [np.full(part.size, city) for part, city in zip(rows, cities, strict=True)]
    return Bids(np.concatenate(rows), np.concatenate(repeated), np.concatenate(scores), np.concatenate(before))


def needed_to_outbid(outcome: Outcome, offers: Offers, row: int, step: float) -> Floats:
    """The smallest concession with which each city would have led project `row`, (C,), the standing bid given.

    Definition.
    """
    host = outcome.host[row]
    if host < 0:
        return np.maximum(offers.outside[row] - offers.site_value[row], 0.0)
    standing = offers.site_value[row, host] + outcome.concession[row]
    site = offers.site_value[row]
    needed: Floats = np.where(site > standing, 0.0, np.maximum(standing + step - site, 0.0))
    needed[host] = max(0.0, float(outcome.threshold[row] - site[host]))
    return needed


def course_of(bids: Bids, offers: Offers, row: int) -> Trace:
    """All bids on one project as the rounds of one contest: one bid a round, the opening first.

    A city drops out in the round that displaces it if it never bids on the project again.

    Definition.
    """
    mine = np.flatnonzero(bids.project == row)
    cities, scores = bids.city[mine].tolist(), bids.score[mine].tolist()
    concession = np.zeros(offers.site_value.shape[1])
    rounds = [Round(0, tuple(concession.tolist()), -1, ())]
    for number, (city, score) in enumerate(zip(cities, scores, strict=True), start=1):
        concession[city] = max(0.0, score - float(offers.site_value[row, city]))
        beaten = int(bids.displaced[mine[number - 1]])
        out = () if beaten < 0 or beaten in cities[number:] else (beaten,)
        rounds.append(Round(number, tuple(concession.tolist()), city, out))
    if len(rounds) > 1 and np.isneginf(offers.outside[row]):
        rounds = [Round(one.number - 1, one.concession, one.leader, one.dropped) for one in rounds[1:]]
    winner = cities[-1] if cities else -1
    return Trace(tuple(rounds), winner, float(concession[winner]) if winner >= 0 else 0.0)
