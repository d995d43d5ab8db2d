"""Posted concessions: fixed points of best replies, from two starting points, and a leader who moves first."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.rules.best_reply import Game, best_replies, objective_of, payoffs, probabilities, search_points
from sim.rules.choice import at, best, best_two_by_label
from sim.rules.contest import Offers, Outcome, ceilings
from sim.rules.line_search import highest

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]
type Flags = NDArray[np.bool_]

MOST_SWEEPS = 300
LONGEST_CYCLE = 12
STILL = 1e-8
"""Change of a concession over the match scale below which a city is taken to have stopped."""
APART = 1e-4
"""Difference over the match scale above which two concessions are not the same."""


@dataclass(frozen=True, slots=True)
class Posted:
    """What cities post in N games; (N,) unless said otherwise, million CNY.

    Attributes:
        concession: (N, C) what is posted: the fixed point reached from no concessions (if none is, the one
            reached from the highest; without any, where the replies stood when the search ended).
        probability: (N, C) of being chosen.
        payoff: (N, C) expected payoff, rivals not counted.
        converged: Whether a fixed point was reached.
        sweeps: Rounds of replies to the one that is posted.
        fixed_points: How many different ones the two starting points led to.
        cycle: Length of the cycle that the replies ran into where no fixed point was reached, 0 for none.
        other: (N, C) the fixed point reached from the highest concessions, NaN where there is none.
    """

    concession: Floats
    probability: Floats
    payoff: Floats
    converged: Flags
    sweeps: Ints
    fixed_points: Ints
    cycle: Ints
    other: Floats


def solve_posted(game: Game, fixed: Floats, free: Flags, leader: int | None = None) -> Posted:
    """Let all free cities reply to each other until nobody moves, from 0 and from the highest concession.

    All reply at the same time, so the result does not depend on the order of the cities. Several fixed points, or a
    cycle, are reported as such and never averaged over. A leader maximises against the others' fixed point, following
    von Stackelberg.

    Args:
        game: The games.
        fixed: (N, C) what cities that do not reply post.
        free: (C,) who posts a best reply.
        leader: Index of the city that moves first, None if all move at once.
    """
    if leader is not None and free[leader]:
        fixed, free = _led(game, fixed, free, leader), free & (np.arange(free.size) != leader)
    starts = [np.clip(np.zeros_like(fixed), game.low, game.high), game.high]
    first, second = (_settled(game, np.where(free, start, fixed), free) for start in starts)
    apart = np.abs(first.concession - second.concession).max(axis=1) > APART * game.scale
    use = first.converged | ~second.converged
    concession = np.where(use[:, None], first.concession, second.concession)
    return Posted(
        concession=concession,
        probability=probabilities(game, concession),
        payoff=payoffs(game, concession),
        converged=first.converged | second.converged,
        sweeps=np.where(use, first.sweeps, second.sweeps),
        fixed_points=np.where(
            first.converged & second.converged, 1 + apart, (first.converged | second.converged).astype(np.int64)
        ),
        cycle=np.where(first.converged, second.cycle, first.cycle),
        other=np.where(second.converged[:, None], second.concession, np.nan),
    )


@dataclass(frozen=True, slots=True)
class _Path:
    """Where replies led from one starting point."""

    concession: Floats
    converged: Flags
    sweeps: Ints
    cycle: Ints


def _settled(game: Game, start: Floats, free: Flags) -> _Path:
    """Replies of all at once until nobody moves or they come round to where they were."""
    count = start.shape[0]
    concession = start.copy()
    converged, cycle = np.zeros(count, dtype=bool), np.zeros(count, dtype=np.int64)
    sweeps = np.zeros(count, dtype=np.int64)
    active = np.arange(count)
    past: list[Floats] = []
    for sweep in range(1, MOST_SWEEPS + 1):
        if not active.size:
            break
        some = game.rows(active)
        before = concession[active]
        reply = best_replies(some, before, free)
        moved = np.abs(reply - before).max(axis=1, initial=0.0)
        concession[active], sweeps[active] = reply, sweep
        still = moved <= STILL * some.scale
        round_trip = np.zeros(active.size, dtype=np.int64)
        for back, old in enumerate(reversed(past[-LONGEST_CYCLE:]), start=1):
            same = np.abs(reply - old[active]).max(axis=1, initial=0.0) <= 1e-7 * some.scale
            round_trip = np.where((round_trip == 0) & same & (moved > APART * some.scale), back, round_trip)
        converged[active], cycle[active] = still, np.where(still, 0, round_trip)
        past.append(np.where(np.isin(np.arange(count), active)[:, None], concession, np.nan))
        active = active[~still & (round_trip == 0)]
    return _Path(concession, converged, sweeps, cycle)


def _led(game: Game, fixed: Floats, free: Flags, leader: int) -> Floats:
    """The others' concessions with the leader's best one in its place, (N, C)."""
    followers = free & (np.arange(free.size) != leader)

    def gain(tried: Floats) -> Floats:
        rows = np.repeat(np.arange(tried.shape[0]), tried.shape[1])
        many = game.rows(rows)
        start = np.where(followers, np.clip(np.zeros_like(many.low), many.low, many.high), fixed[rows])
        start[:, leader] = tried.ravel()
        reached = _settled(many, start, followers).concession
        objective = objective_of(many, reached, np.array([leader]))
        return objective(reached[:, [leader], None]).reshape(tried.shape)

    low, high = game.low[:, leader], game.high[:, leader]
    best_first = highest(gain, low, high, 2 * search_points(game) - 1, 1e-4 * game.scale, low)
    led = fixed.copy()
    led[:, leader] = best_first
    return led


def needed_when_posted(outcome: Outcome, offers: Offers) -> Floats:
    """The smallest rate, in money, with which each city would have won, (P, C), given what the others posted.

    Definition.
    """
    cities = np.arange(outcome.score.shape[1])
    first, second = best_two_by_label(outcome.score, cities, offers.tie)
    others = np.where(
        first[:, None] == cities,
        at(outcome.score, second, -np.inf)[:, None],
        at(outcome.score, first, -np.inf)[:, None],
    )
    return np.maximum(others, offers.outside[:, None]) - offers.site_value


def posted_contest(offers: Offers) -> Outcome:
    """The firm takes the best score of all feasible sites if it beats the outside option; the host pays its rate.

    Definition: firms compare posted rates as they compare offers.

    Args:
        offers: What the cities bring; `limit` is what their rates come to, and may be negative.
    """
    score = ceilings(offers)
    winner = best(score, offers.tie)
    host = np.where((winner >= 0) & (at(score, winner, -np.inf) >= offers.outside), winner, -1)
    alone = np.arange(score.shape[1])
    _, second = best_two_by_label(score, alone, offers.tie)
    _, rival = best_two_by_label(score, offers.coalition, offers.tie)
    threshold = np.maximum(at(score, second, -np.inf), offers.outside)
    return Outcome(host, at(offers.limit, host, 0.0), rival, threshold, score)
