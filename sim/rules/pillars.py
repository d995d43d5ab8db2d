"""Choice of pillars: which industries cities promote, who ends up in the same one, and what the best table were.

A market-sharing game. Industry k is worth V_ck a year to city c; where m of the cities in its reach promote it,
each gets V_ck·g_k(m)/m, g_k the cluster bonus. Following the valid-utility games of Vetta 2002: without a bonus every
equilibrium reaches at least half of the optimum. P is profiles, in front of C cities and K industries.
"""

from dataclasses import dataclass
from itertools import combinations, product
from typing import Final

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]
type Flags = NDArray[np.bool_]
type Ints = NDArray[np.int64]

MOST_ROUNDS: Final = 100
"""Rounds after which best replies count as not settling."""

MOST_PROFILES: Final = 10_000
"""Largest number of profiles that are enumerated to find all equilibria."""

MOST_STATES: Final = 50_000
"""Largest table for which the optimum is computed exactly."""

SLACK: Final = 1e-9
"""Relative gain below which a deviation counts as a tie, and a tie is not a profitable deviation."""


@dataclass(frozen=True, slots=True)
class Settled:
    """Where best replies ended.

    Attributes:
        chosen: (C, K) the pillars of each city.
        settled: Whether nobody wanted to move; otherwise this is where the replies were cut off.
        rounds: Rounds that were played.
    """

    chosen: Flags
    settled: bool
    rounds: int


def cluster_bonus(cities: int, bonus: float | Floats, cap: float, table: tuple[float, ...] | None = None) -> Floats:
    """g_k(m) for m = 0 … cities, (cities + 1, K or 1): min(1 + bonus_k·(m - 1), cap), or a table whose last holds on.

    Assumption: linear in the number of cities up to a cap.

    Args:
        cities: C.
        bonus: (K,) by industry, or one number for all.
        cap: Largest bonus.
        table: g(1), g(2), … for all industries in place of the formula.
    """
    m = np.arange(cities + 1)[:, None]
    if table is None:
        return np.where(m > 0, np.minimum(1.0 + np.atleast_1d(bonus) * (m - 1), np.maximum(cap, 1.0)), 0.0)
    return np.where(m > 0, np.array(table)[np.clip(m - 1, 0, len(table) - 1)], 0.0)


def at_count(table: Floats, counts: Ints) -> Floats:
    """table[m_ck, k] of counts (..., C, K); a table of one column holds for all industries.

    Definition.
    """
    found: Floats = table[counts, np.arange(table.shape[1])]
    return found


def promoters(chosen: Flags, near: Flags) -> Ints:
    """m: cities within reach of each city, itself included, that promote each industry, (..., C, K).

    Definition.

    Args:
        chosen: (..., C, K) pillars.
        near: (C, C) whether d counts at c; true on the diagonal.
    """
    # As floats, which matrix products are quick for; counts of cities are exact.
    return np.rint(near.T.astype(float) @ chosen.astype(float)).astype(np.int64)


def realised(value: Floats, chosen: Flags, near: Flags, bonus: Floats) -> Floats:
    """V_ck·g_k(m_ck)/m_ck where city c promotes industry k, else 0, (..., C, K), million CNY/year.

    Definition: equal shares of a market, as in the games of Vetta 2002.

    Args:
        value: (C, K) V_ck, million CNY/year.
        chosen: (..., C, K) pillars.
        near: (C, C) whether d counts at c.
        bonus: (C + 1, K or 1) g by number of cities.
    """
    m = promoters(chosen, near)
    return np.where(chosen, value * at_count(bonus, m) / np.maximum(m, 1), 0.0)


def gains(stake: Floats, chosen: Flags, counts: Ints, near: Flags, share: Floats, city: int, alone: bool) -> Floats:
    """What promoting each industry, rather than not, adds to a city's objective, the others given, (..., K).

    The objective is Σ_d Σ_k stake_dk·g(m_dk)/m_dk over the hosts d that promote k. A plain city has stakes in its own
    industries only: the gain is V_ck·g(m)/m. Who shares revenue or bids with others has stakes in theirs, and counts
    what it takes from them by crowding in, or gives by joining the cluster.

    Definition.

    Args:
        stake: (C, K) what industry k in city d is worth to this city, million CNY/year.
        chosen: (..., C, K) pillars of all.
        counts: (..., C, K) m, from `promoters`.
        near: (C, C) whether d counts at c.
        share: (C + 1, K or 1) g(m)/m, 0 at 0.
        city: Index.
        alone: Whether the city has stakes in its own industries only.
    """
    own_m = counts[..., city, :] - chosen[..., city, :] + 1
    own: Floats = stake[city] * at_count(share, own_m)
    if alone:
        return own
    without = counts - near[city][:, None] * chosen[..., [city], :]
    others = chosen.copy()
    others[..., city, :] = False
    change = at_count(share, without + near[city][:, None]) - at_count(share, without)
    return np.where(others, stake * change, 0.0).sum(axis=-2) + own


def share_of_each(bonus: Floats) -> Floats:
    """g(m)/m for m = 0, 1, …, 0 at 0, (C + 1, K or 1).

    Definition.
    """
    return bonus / np.maximum(np.arange(len(bonus)), 1)[:, None]


def without_others(stakes: Floats) -> bool:
    """Whether every city has stakes in its own industries only.

    Definition.
    """
    return not (stakes * (1.0 - np.eye(len(stakes)))[:, :, None]).any()


def best_reply(gain: Floats, allowed: Flags, number: int, present: Flags, tie: Floats) -> Flags:
    """The allowed industries with the largest gains above zero, at most `number`, (K,); the present ones if as good.

    Definition; that a city keeps pillars that are as good as others is an assumption.

    Args:
        gain: (K,) what each adds, million CNY/year.
        allowed: (K,) whether it may be promoted.
        number: n_pillars.
        present: (K,) what the city promotes now.
        tie: (K,) order of industries with the same gain, largest first.
    """
    order = np.lexsort((-tie, -np.where(allowed, gain, -np.inf)))[:number]
    reply = np.zeros(gain.size, dtype=bool)
    reply[order] = True
    reply &= allowed & (gain > 0)
    now, then = float(gain[present].sum()), float(gain[reply].sum())
    lawful = not (present & ~allowed).any() and int(present.sum()) <= number
    return present if lawful and then <= now + SLACK * max(abs(now), abs(then)) else reply


def settle(
    stakes: Floats, allowed: Flags, near: Flags, bonus: Floats, number: int, start: Flags, order: Ints, tie: Floats
) -> Settled:
    """Best replies of one city after the other, round by round, until nobody moves.

    Algorithm.

    Args:
        stakes: (C, C, K) stakes[c] is what industry k in city d is worth to c, million CNY/year.
        allowed: (C, K) what may be promoted.
        near: (C, C) whether d counts at c.
        bonus: (C + 1, K or 1) g by number of cities.
        number: n_pillars.
        start: (C, K) pillars at the beginning.
        order: (C,) who moves first, second, ….
        tie: (C, K) order of industries with the same gain, largest first.
    """
    chosen, counts = start.copy(), promoters(start, near)
    share, alone = share_of_each(bonus), without_others(stakes)
    for rounds in range(1, MOST_ROUNDS + 1):
        moved = False
        for city in order:
            gain = gains(stakes[city], chosen, counts, near, share, int(city), alone)
            reply = best_reply(gain, allowed[city], number, chosen[city], tie[city])
            change = reply.astype(np.int64) - chosen[city]
            if change.any():
                moved = True
                counts = counts + near[city][:, None] * change
                chosen[city] = reply
        if not moved:
            return Settled(chosen, True, rounds)
    return Settled(chosen, False, MOST_ROUNDS)


def profiles(allowed: Flags, value: Floats, number: int, fewer: bool = False) -> Flags | None:
    """Every profile in which each city promotes `number` industries, or all that it may and can use, (P, C, K).

    With `fewer`, those with fewer pillars too: who has a stake in others may leave an industry to them. None where
    there are more than `MOST_PROFILES`.

    Algorithm: enumeration.

    Args:
        allowed: (C, K) what may be promoted.
        value: (C, K) V_ck; industries worth nothing are left out.
        number: n_pillars.
        fewer: Whether cities may have fewer.
    """
    choices: list[list[tuple[int, ...]]] = []
    count = 1
    for row in allowed & (value > 0):
        usable = np.flatnonzero(row)
        most = min(number, usable.size)
        subsets = [s for size in range(0 if fewer else most, most + 1) for s in combinations(usable.tolist(), size)]
        count *= len(subsets)
        if count > MOST_PROFILES:
            return None
        choices.append(subsets)
    table = np.zeros((count, *allowed.shape), dtype=bool)
    for number_of_row, profile in enumerate(product(*choices)):
        for city, industries in enumerate(profile):
            table[number_of_row, city, list(industries)] = True
    return table


def equilibria(table: Flags, stakes: Floats, allowed: Flags, near: Flags, bonus: Floats, number: int) -> Flags:
    """Which profiles are equilibria, (P,): no city has a reply that is better by more than a tie.

    Definition of a Nash equilibrium in pure strategies.

    Args:
        table: (P, C, K) profiles.
        stakes: (C, C, K) as in `settle`.
        allowed: (C, K) what may be promoted.
        near: (C, C) whether d counts at c.
        bonus: (C + 1, K or 1) g by number of cities.
        number: n_pillars.
    """
    stable, counts = np.ones(len(table), dtype=bool), promoters(table, near)
    share, alone = share_of_each(bonus), without_others(stakes)
    for city in range(allowed.shape[0]):
        gain = gains(stakes[city], table, counts, near, share, city, alone)
        best = np.sort(np.where(allowed[city] & (gain > 0), gain, 0.0), axis=-1)[:, ::-1][:, :number].sum(axis=-1)
        now = np.where(table[:, city], gain, 0.0).sum(axis=-1)
        stable &= best <= now + SLACK * np.maximum(np.abs(best), np.abs(now))
    return stable


def optimum(value: Floats, near: Flags, bonus: Floats, number: int) -> float | None:
    """Largest Σ V_ck·g(m_ck)/m_ck with at most `number` pillars a city, million CNY/year; None where too large.

    Exact, industry by industry: the state is how many pillars each city has left, so that (n + 1)^C states and 2^C
    sets of promoters for each industry are compared.

    Algorithm: dynamic programming.

    Args:
        value: (C, K) V_ck, million CNY/year.
        near: (C, C) whether d counts at c.
        bonus: (C + 1, K or 1) g by number of cities.
        number: n_pillars.
    """
    cities, industries = value.shape
    number = min(number, industries)
    states = (number + 1) ** cities
    if cities > 12 or states * 2**cities > MOST_STATES:
        return None
    sets = ((np.arange(2**cities)[:, None] >> np.arange(cities)) & 1).astype(bool)
    g = np.broadcast_to(bonus, (len(bonus), industries))
    worth = np.array(
        [realised(value[:, [k]], sets[:, :, None], near, g[:, [k]]).sum(axis=(1, 2)) for k in range(industries)]
    )
    place = (number + 1) ** np.arange(cities)
    left = np.arange(states)[:, None] // place % (number + 1)
    step = sets @ place
    best = np.zeros(states)
    for row in worth:
        with_set = [np.where((left >= members).all(axis=1), row[s] + best[np.arange(states) - step[s]], -np.inf)
                    for s, members in enumerate(sets)]  # fmt: skip
        best = np.max(with_set, axis=0)
    return float(best[-1])


def same_pillars(chosen: Flags) -> float:
    """Mean Jaccard overlap of the pillars over pairs of cities that have any; NaN without such a pair.

    Definition of the Jaccard index.
    """
    rows = [row for row in chosen if row.any()]
    pairs = list(combinations(rows, 2))
    return float(np.mean([(a & b).sum() / (a | b).sum() for a, b in pairs])) if pairs else float("nan")


def duplicated(chosen: Flags, near: Flags) -> int:
    """Industries that a city promotes with another one in its reach.

    Definition.
    """
    return int((chosen & (promoters(chosen, near) > 1)).any(axis=0).sum())


@dataclass(frozen=True, slots=True)
class PillarChoice:
    """One choice of pillars by all cities.

    Attributes:
        chosen: (C, K) pillars.
        near: (C, C) whether d counted as in reach of c.
        worth: Σ V_ck·g(m)/m of the pillars chosen, million CNY/year.
        optimum: The largest that any pillars reach, whatever a regime allows, million CNY/year.
        exact: Whether the optimum is proven; otherwise it is the best that was found.
        settled: Whether best replies came to rest.
        equilibria: Equilibria found under the regime.
        complete: Whether these are all there are.
        worst: Worth of the worst of them, million CNY/year; NaN if none was found.
        best: Worth of the best of them, million CNY/year; NaN if none was found.
    """

    chosen: Flags
    near: Flags
    worth: float
    optimum: float
    exact: bool
    settled: bool
    equilibria: int
    complete: bool
    worst: float
    best: float


def choose(
    *,
    value: Floats,
    stakes: Floats,
    allowed: Flags,
    near: Flags,
    bonus: Floats,
    number: int,
    present: Flags,
    orders: Ints,
    tie: Floats,
) -> PillarChoice:
    """Let all cities choose, and say how good the result is and what else could have come out.

    Algorithm: best replies from several orders, and all equilibria where they can be enumerated.

    Args:
        value: (C, K) V_ck, million CNY/year.
        stakes: (C, C, K) stakes[c] is what industry k in city d is worth to those who choose for c; V_ck at d = c for
            cities whose officials count public value alone.
        allowed: (C, K) what the regime lets each city promote.
        near: (C, C) whether d counts at c.
        bonus: (C + 1, K or 1) g by number of cities.
        number: n_pillars.
        present: (C, K) pillars so far.
        orders: (R, C) orders of moving; the run's own first, the others look for further equilibria.
        tie: (C, K) order of industries with the same gain.
    """
    end = settle(stakes, allowed, near, bonus, number, present & allowed, orders[0], tie)

    def worth(chosen: Flags) -> Floats:
        return realised(value, chosen, near, bonus).sum(axis=(-2, -1))

    none = np.zeros_like(allowed)
    table = profiles(allowed, value, number, fewer=not without_others(stakes))
    if table is not None:
        stable = table[equilibria(table, stakes, allowed, near, bonus, number)]
    else:
        ends = [end, *(settle(stakes, allowed, near, bonus, number, none, order, tie) for order in orders)]
        stable = np.unique(np.array([one.chosen for one in ends if one.settled] or none[None][:0]), axis=0)
    values = worth(stable)
    best = optimum(value, near, bonus, number)
    exact = best is not None
    if best is None:
        everyone = np.broadcast_to(value, stakes.shape)
        lawful = np.ones_like(allowed)
        starts = [(end.chosen, orders[0]), *((none, order) for order in orders)]
        best = max(
            float(worth(settle(everyone, lawful, near, bonus, number, start, order, tie).chosen))
            for start, order in starts
        )
    return PillarChoice(
        chosen=end.chosen,
        near=near,
        worth=float(worth(end.chosen)),
        optimum=best,
        exact=exact,
        settled=end.settled,
        equilibria=len(values),
        complete=table is not None,
        worst=float(values.min()) if len(values) else float("nan"),
        best=float(values.max()) if len(values) else float("nan"),
    )
