"""What a period would bring under another regime: the contests run again without touching the state."""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, fields, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.block import Block
from sim.projects import ProjectSource
from sim.regime import Regime
from sim.rules import compliance
from sim.schedule.arrivals import admit_projects
from sim.schedule.bids import set_reservations, value_bids
from sim.schedule.contests import settle_contests
from sim.schedule.factors import programmes
from sim.schedule.lenders import find_lenders
from sim.schedule.lives import reopen_contests
from sim.schedule.period import Period
from sim.schedule.pillars import choose_pillars
from sim.schedule.posting import make_offers
from sim.schedule.values import rate_cities, value_projects, value_sites
from sim.state import State
from sim.streams import Luck
from sim.world import World

type Floats = NDArray[np.float64]
type Event = Callable[[Period], None]

VALUES: Final[tuple[Event, ...]] = (rate_cities, value_sites, find_lenders, value_projects)
"""Events that say what sites and projects are worth."""

BIDDING: Final[tuple[Event, ...]] = (value_bids, set_reservations, make_offers, settle_contests)
"""Events from bid values to settled contests."""

ONLY_BIDDING: Final = frozenset({
    "package_cap", "concession_allowed", "poaching_allowed",
    "rebate_limit", "grant_limit", "support_allowed", "designated",
    "planner_error", "move_share", "move_years", "move_cap",
    "benefit_share", "cost_share", "coalition", "disclosure_group", "programme_cost",
    "political_scale", "rival_scale", "quality_weight", "fund_budget", "acts_for", "budget_from",
})  # fmt: skip
"""Quantities of a regime that neither the arrival of projects nor an event of `VALUES` reads.

A choice of pillars is taken as it is under the first regime looked at."""

REFERENCE_PERIOD: Final = 1_000_000
"""Periods from here on are nobody's: reference projects are drawn in them."""

LEAST_DRAWS: Final = 16
"""Reference periods where agreements are carried out by draw."""

MOST_DRAWS: Final = 200
"""Reference periods at most, where few projects solicit offers."""


@dataclass(frozen=True, slots=True)
class Later:
    """Some projects of later periods.

    Attributes:
        block: The projects.
        weight: How often they come in one expected period.
        asking_again: Whether firms of the register that ask for offers today stand beside them.
    """

    block: Block
    weight: float
    asking_again: bool


def contests_under(
    world: World,
    state: State,
    block: Block,
    regime: Regime,
    like: Period | None = None,
    asking_again: bool = True,
) -> Period:
    """The contests of some projects under a regime, given a state that stays as it is.

    Args:
        world: The fixed side of the run.
        state: State at the start of the period.
        block: The projects that may come.
        regime: The regime.
        like: The same projects and state under another regime: their values serve where the regimes agree on them.
        asking_again: Whether firms of the register may ask for offers too.
    """
    if like is not None and _same_values(like.regime, regime):
        period, events = copy(like), BIDDING
    else:
        again = reopen_contests if asking_again else nobody_asks_again
        period = Period(world, state, block)
        events = (admit_projects, again, choose_pillars, *VALUES, *BIDDING)
    period.regime = regime
    for event in events:
        event(period)
    return period


def _same_values(first: Regime, second: Regime) -> bool:
    names = (each.name for each in fields(Regime) if each.name not in ONLY_BIDDING)
    return first is second or all(np.array_equal(getattr(first, name), getattr(second, name)) for name in names)


def officials_payoffs(p: Period) -> Floats:
    """What each official gains from each contest of a settled period, (P, C), million CNY."""
    value, outcome = p.leader_value, p.settlement.outcome
    return compliance.payoffs(
        host=outcome.host,
        concession=outcome.concession,
        shared=value.shared,
        own=value.own,
        gain=p.officials_gain,
        benefit_share=p.regime.benefit_share,
        cost_share=p.regime.cost_share,
        rival_weight=p.rival_weight,
        peers=p.world.cities.peers,
        cost_of_public_funds=p.world.cost_of_public_funds,
    )


def cost_of_programmes(p: Period) -> Floats:
    """What the programmes of a regime cost each official in a period, (C,), million CNY."""
    return (1.0 + p.world.cost_of_public_funds) * programmes(p)


def expected_payoffs(p: Period) -> Floats:
    """What each official expects of the contests of a settled period before ties are drawn, (C,), million CNY.

    Where a tie decides, each of the cities that tie is equally likely: the contests are settled once with each
    city first in every tie, and a project counts the runs in which that city gets it.
    """
    found = officials_payoffs(p)
    tie = p.tie
    if tie is not None and (_with_ties(p, -tie).settlement.outcome.host != p.settlement.outcome.host).any():
        total, weight = np.zeros_like(found), np.zeros((found.shape[0], 1))
        for city in range(found.shape[1]):
            first = np.zeros_like(tie)
            first[:, city] = 1.0
            run = _with_ties(p, first)
            counts = (run.settlement.outcome.host == city)[:, None]
            total += np.where(counts, officials_payoffs(run), 0.0)
            weight += counts
        found = np.where(weight > 0, total / np.maximum(weight, 1.0), 0.0)
    expected: Floats = found.sum(axis=0)
    return expected


def _with_ties(p: Period, tie: Floats) -> Period:
    run = copy(p)
    run.block = replace(p.block, drawn={**p.block.drawn, "tie": tie})
    for event in BIDDING:
        event(run)
    return run


def contested(world: World, block: Block, most: int | None = None) -> Block:
    """The projects that solicit offers, the first `most` of them: the others are the same whatever is offered."""
    rows = np.arange(block.count)
    if world.scenario.contest.format != "posted":
        rows = np.flatnonzero(block.contestable)
    rows = rows[:most]
    return block if rows.size == block.count else block.admitted(rows, block.candidate[rows], block.outside[rows])


def nobody_asks_again(p: Period) -> None:
    """No firm of the register asks for offers."""
    p.register_row = np.full(p.block.count, -1)


def later_projects(world: World, state: State, luck: Luck, size: int) -> list[Later]:
    """Projects on which members form expectations, which together stand for one expected period.

    New ones come from the run's own generator under luck of their own, the same for every regime: periods that hold at
    least `size` contested projects together, of which the first `size` are looked at; where projects are all alike one
    period does. Capacities are those of the day for each of these periods, and of the firms that ask again as many as
    today (assumptions). With watched projects alone their periods are drawn again, spread over all periods of the run.
    """
    projects, time = world.scenario.projects, world.scenario.time
    source = ProjectSource(world.scenario, world.cities, world.industries, Luck(luck.seed, -1 - luck.replication))
    if projects.stylised is None and projects.pipeline is None:
        periods = sorted({lead.period for lead in projects.watched})
        new = [Later(source.period(period), 1.0 / time.periods, False) for period in periods]
    else:
        new = _new_projects(world, source, size)
    if state.mobile:
        nobody = contested(world, source.period(REFERENCE_PERIOD), 0)
        new.append(Later(nobody, 1.0, True))
    return new


def _new_projects(world: World, source: ProjectSource, size: int) -> list[Later]:
    draws = LEAST_DRAWS if any(pact.carried_out < 1.0 for _, pact in world.pacts) else 1
    stylised, pipeline = world.scenario.projects.stylised, world.scenario.projects.pipeline
    if stylised is None and (pipeline is None or pipeline.arrivals_per_year == 0.0):
        return []
    if stylised is not None and stylised.generator is None and world.scenario.projects.match.scale_money == 0.0:
        return [Later(source.period(REFERENCE_PERIOD + number), 1.0 / draws, False) for number in range(draws)]
    blocks: list[Block] = []
    looked_at = drawn = 0
    while len(blocks) < draws or (looked_at < size and len(blocks) < MOST_DRAWS):
        block = source.period(REFERENCE_PERIOD + len(blocks))
        drawn += contested(world, block).count
        # Where several periods are wanted each brings its part.
        blocks.append(contested(world, block, max(size // draws, 1) if draws > 1 else size - looked_at))
        looked_at += blocks[-1].count
    return [Later(block, drawn / max(1, looked_at) / len(blocks), False) for block in blocks]
