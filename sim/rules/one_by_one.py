"""Contests of a period one project after the other: what `arrival.settle` finds, in a form that can be compiled."""

from collections.abc import Callable
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim import compiled
from sim.rules.arrival import Contenders, Settlement
from sim.rules.capacity import Capacities, Taken
from sim.rules.choice import shared_labels
from sim.rules.contest import Offers, Outcome, open_contest
from sim.rules.sealed import sealed_contest

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]
type Flags = NDArray[np.bool_]
type Rule = Callable[[Offers], Outcome]
type Found = tuple[Floats, Floats, Floats, Flags, Flags, Ints, Ints, Floats, Floats, Floats, Floats]

INSTRUMENTS: Final = ("land", "rebate", "cash")
"""Their numbers in the pass."""

_TABLE, _FLAGS = "Array(float64, 2, 'C', readonly=True)", "Array(boolean, 2, 'C', readonly=True)"
_COLUMN, _MARKS = "Array(float64, 1, 'C', readonly=True)", "Array(boolean, 1, 'C', readonly=True)"
_LABELS = "Array(int64, 1, 'C', readonly=True)"
SIGNATURE: Final = f"""({", ".join([
    *8 * [_TABLE], *2 * [_FLAGS], _TABLE, _MARKS, *2 * [_COLUMN], *2 * [_LABELS], _COLUMN, _LABELS,
    "int64", "boolean", "float64", "float64", "boolean", *2 * [_TABLE],
])})"""  # fmt: skip
"""Types of the arguments of `in_turn`, so that it is compiled once and not for each kind of array."""


def settled(contenders: Contenders, capacities: Capacities, rule: Rule, before: Taken) -> Settlement | None:
    """What `arrival.settle` finds, to the last bit, or None where it is not compiled or does not know the contest.

    Algorithm: one pass over the projects. It knows open contests, and sealed ones in which each city bids for itself
    and no bidder shows another what it writes down.

    Args:
        contenders: Projects of a period, all or the next of them.
        capacities: Land, slots and cash at its beginning.
        rule: `open_contest` or `sealed_contest` with their terms, as a `partial`.
        before: What projects that came before them in the period have taken.
    """
    terms = _terms(contenders, rule)
    run = None if terms is None else compiled.form(in_turn, SIGNATURE)
    if terms is None or run is None:
        return None
    bluff, pays_offer = terms
    cities, rooms = contenders.coalition.size, contenders.rooms
    shortlist = cities if contenders.shortlist_size is None else min(contenders.shortlist_size, cities)
    nowhere = np.empty((0, cities), dtype=bool)
    limit, reservation, score, feasible, invited, host, runner_up, concession, threshold, used, taken = run(
        *_numbers(contenders.site_value, contenders.offer, contenders.reservation, contenders.joint_bid_value),
        *_numbers(rooms.land, rooms.rebate, rooms.cash, rooms.package),
        *_flags(contenders.candidate, nowhere if contenders.at_home is None else contenders.at_home),
        *_numbers(nowhere if contenders.tie is None else contenders.tie),
        *_flags(contenders.contestable),
        *_numbers(contenders.outside, contenders.land),
        *_labels(contenders.coalition, contenders.disclosure_group),
        *_numbers(contenders.grant_nominal),
        *_labels([INSTRUMENTS.index(name) for name in contenders.instrument_order]),
        shortlist, bool(shared_labels(contenders.coalition)), contenders.cost_of_public_funds, bluff, pays_offer,
        *_numbers((capacities.land, capacities.slots, capacities.cash), (before.land, before.slots, before.cash)),
    )  # fmt: skip
    outcome = Outcome(host, concession, runner_up, threshold, score)
    offers = Offers(
        contenders.site_value, limit, reservation, feasible, invited, contenders.outside, contenders.tie,
        contenders.coalition, contenders.disclosure_group, contenders.joint_bid_value, contenders.cost_of_public_funds,
    )  # fmt: skip
    # What never ends is not counted.
    after = before if capacities.unlimited else Taken(taken[0], taken[1], taken[2])
    return Settlement(outcome, offers, used[0], used[1], used[2], after.left(capacities), after)


def _numbers(*arrays: ArrayLike) -> list[Floats]:
    return [np.ascontiguousarray(array, dtype=np.float64) for array in arrays]


def _flags(*arrays: ArrayLike) -> list[Flags]:
    return [np.ascontiguousarray(array, dtype=np.bool_) for array in arrays]


def _labels(*arrays: ArrayLike) -> list[Ints]:
    return [np.ascontiguousarray(array, dtype=np.int64) for array in arrays]


def _terms(contenders: Contenders, rule: Rule) -> tuple[float, bool] | None:
    """How far the firm bluffs, and whether the host pays what it offered; None for contests of other kinds."""
    kind, terms = (rule.func, rule.keywords) if isinstance(rule, partial) and not rule.args else (rule, {})
    if kind is open_contest:
        return float(terms.get("bluff", 0.0)), False
    if kind is sealed_contest and not (
        shared_labels(contenders.coalition) or shared_labels(contenders.disclosure_group)
    ):
        return 0.0, bool(terms["payment"] == "first")
    return None


def in_turn(
    site_value: Floats, offer: Floats, reservation: Floats, joint_bid_value: Floats,
    room_land: Floats, room_rebate: Floats, room_cash: Floats, room_package: Floats,
    candidate: Flags, at_home: Flags, tie: Floats, contestable: Flags, outside: Floats, land: Floats,
    coalition: Ints, group: Ints, grant_nominal: Floats, order: Ints, shortlist: int, shared: bool,
    cost_of_public_funds: float, bluff: float, pays_offer: bool, opening: Floats, before: Floats,
) -> Found:  # fmt: skip
    """Settle one project after the other, with what those before it have left.

    Algorithm: every number is found by the same operations in the same order as in `arrival`, `contest` and
    `instruments`, so that it is the same to the last bit.

    Args:
        site_value: (P, C), as all that follow up to `at_home` and `tie`; as in `Contenders`.
        offer: What each city's strategy is ready to give.
        reservation: Before commitments are counted.
        joint_bid_value: Bid value of the host's coalition.
        room_land: Room of the land discount.
        room_rebate: Room of the tax rebate.
        room_cash: Room of the cash grant before commitments are counted.
        room_package: Room of all together.
        candidate: Whether the firm looks at the city.
        at_home: Where a firm is already; (0, C) if nowhere.
        tie: Tie draws; (0, C) for none.
        contestable: (P,) whether the firm solicits offers.
        outside: (P,) outside option.
        land: (P,) mu.
        coalition: (C,) labels of those that bid as one.
        group: (C,) labels of those that show each other their offers.
        grant_nominal: (C,) cash promised per unit of present value.
        order: (3,) instruments in the order in which they are filled, as numbers.
        shortlist: Cities invited.
        shared: Whether any cities bid as one.
        cost_of_public_funds: λ.
        bluff: Share of the winner's slack that the firm extracts.
        pays_offer: Whether the host pays what it offered.
        opening: (3, C) land, slots and cash at the beginning of the period.
        before: (3, C) what had been taken of them.

    Returns:
        Limit, reservation, score, (P, C) each, as they stood; feasible and invited, likewise; host, runner-up,
        concession, threshold, (P,) each; (3, P) instruments; (3, C) what has been taken.
    """
    count, cities = site_value.shape
    shape = (count, cities)
    limit, reserved, score = np.zeros(shape), np.zeros(shape), np.empty(shape)
    feasible, invited = np.empty(shape, np.bool_), np.empty(shape, np.bool_)
    host, runner_up = np.empty(count, np.int64), np.empty(count, np.int64)
    concession, threshold, used = np.empty(count), np.empty(count), np.zeros((3, count))
    taken, leading = before.copy(), np.empty(shortlist)
    homes, draws = at_home.shape[0] > 0, tie.shape[0] > 0
    land_left, slots_left, cash_left = opening[0] - taken[0], opening[1] - taken[1], np.empty(cities)
    for c in range(cities):
        cash_left[c] = max(opening[2, c] - taken[2, c], 0.0) / grant_nominal[c]
    for i in range(count):
        value, scores, can, asked = site_value[i], score[i], feasible[i], invited[i]
        for c in range(cities):
            needed = 0.0 if homes and at_home[i, c] else land[i]
            can[c] = candidate[i, c] & (needed <= land_left[c]) & (slots_left[c] >= 1.0)
            scores[c] = value[c] if can[c] else -np.inf
        # Who is invited: all, or those that are as good as the last one on the shortlist.
        least = -np.inf
        if contestable[i] and shortlist < cities:
            leading[:] = -np.inf
            for c in range(cities):
                if scores[c] > least:
                    place = shortlist - 1
                    while place > 0 and leading[place - 1] < scores[c]:
                        leading[place] = leading[place - 1]
                        place -= 1
                    leading[place] = scores[c]
                    least = leading[shortlist - 1]
        number = 0
        for c in range(cities):
            asked[c] = contestable[i] & can[c] & (value[c] >= least)
            number += asked[c]
        while draws and number > shortlist:
            # Of those that are equal the lowest draw leaves, of equal draws the first.
            last = -1
            for c in range(cities):
                if asked[c] and value[c] == least and (last < 0 or tie[i, c] < tie[i, last]):
                    last = c
            asked[last] = False
            number -= 1
        # What they bring, the best score and the second.
        winner, rival, top, second = -1, -1, -np.inf, -np.inf
        for c in range(cities):
            if asked[c]:
                cash = min(room_cash[i, c], cash_left[c])
                room = min(room_package[i, c], room_land[i, c] + room_rebate[i, c] + cash)
                limit[i, c], reserved[i, c] = min(offer[i, c], room), min(reservation[i, c], room)
                scores[c] = value[c] + limit[i, c]
            if scores[c] > top or (draws and scores[c] == top and winner >= 0 and tie[i, c] > tie[i, winner]):
                winner, rival, top, second = c, winner, scores[c], top
            elif scores[c] > second or (draws and scores[c] == second and rival >= 0 and tie[i, c] > tie[i, rival]):
                rival, second = c, scores[c]
        own = max(winner, 0)
        if shared:
            rival, second = -1, -np.inf
            for c in range(cities):
                further = scores[c] > second or (
                    draws and scores[c] == second and rival >= 0 and tie[i, c] > tie[i, rival]
                )
                if further and coalition[c] != coalition[own]:
                    rival, second = c, scores[c]
        if top < outside[i]:
            winner = -1
        # The score to reach; where the project leaves, the first city stands in for the host.
        own = max(winner, 0)
        at_zero = value[own] if can[own] else -np.inf
        if shared:
            for c in range(cities):
                if can[c] and coalition[c] == coalition[own]:
                    at_zero = max(at_zero, value[c])
        reach = max(max(outside[i], second), at_zero)
        if shared and winner >= 0:
            # The member that is best for all of them.
            winner, most = -1, -np.inf
            for c in range(cities):
                if can[c] and coalition[c] == coalition[own] and scores[c] >= reach:
                    gain = joint_bid_value[i, c] - (1.0 + cost_of_public_funds) * max(0.0, reach - value[c])
                    if gain > most or (draws and gain == most and winner >= 0 and tie[i, c] > tie[i, winner]):
                        winner, most = c, gain
        paid = 0.0
        if winner >= 0:
            paid = limit[i, winner] if pays_offer else min(max(reach - value[winner], 0.0), limit[i, winner])
            if bluff > 0.0 and rival >= 0 and group[winner] != group[rival] and asked[rival]:
                paid += bluff * (limit[i, winner] - paid if np.isfinite(limit[i, winner]) else 0.0)
            left = paid
            for k in range(3):
                if order[k] == 0:
                    room = room_land[i, winner]
                elif order[k] == 1:
                    room = room_rebate[i, winner]
                else:
                    room = min(room_cash[i, winner], cash_left[winner])
                used[order[k], i] = min(left, room)
                left -= used[order[k], i]
            used[order[2], i] += left
            if not (homes and at_home[i, winner]):
                taken[0, winner] += land[i]
            taken[1, winner] += 1.0
            taken[2, winner] += used[2, i] * grant_nominal[winner]
            land_left[winner] = opening[0, winner] - taken[0, winner]
            slots_left[winner] = opening[1, winner] - taken[1, winner]
            cash_left[winner] = max(opening[2, winner] - taken[2, winner], 0.0) / grant_nominal[winner]
        host[i], runner_up[i], concession[i], threshold[i] = winner, rival, paid, reach
    return limit, reserved, score, feasible, invited, host, runner_up, concession, threshold, used, taken
