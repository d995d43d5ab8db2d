"""ONE PERIOD: the ordered list of named events. Rules compute and return; only events assign to state."""

from collections.abc import Callable
from typing import Final

from sim.block import Block
from sim.schedule.agreements import keep_or_break, punish_breaches, weigh_agreements
from sim.schedule.arrivals import admit_projects, remember_anchors
from sim.schedule.contests import settle_contests
from sim.schedule.factors import grow_factors
from sim.schedule.foresight import BIDDING, VALUES
from sim.schedule.lives import close_firms, place_incumbents, reopen_contests
from sim.schedule.period import Period
from sim.schedule.pillars import choose_pillars, keep_pillars
from sim.schedule.signing import count_welfare, sign_contracts
from sim.schedule.values import set_regime
from sim.schedule.year import check_accounts, grow, learn, run_year
from sim.state import State
from sim.world import World

SCHEDULE: Final[tuple[Callable[[Period], None], ...]] = (
    keep_or_break,
    set_regime,
    place_incumbents,
    admit_projects,
    close_firms,
    reopen_contests,
    choose_pillars,
    *VALUES,
    *BIDDING,
    keep_pillars,
    weigh_agreements,
    count_welfare,
    sign_contracts,
    punish_breaches,
    remember_anchors,
    run_year,
    check_accounts,
    learn,
    grow_factors,
    grow,
)
"""The events of a period, in order: what is documented is what runs."""


def advance(world: World, state: State, block: Block) -> Period:
    """Run one period: all events in order; `state` moves to the next period."""
    period = Period(world, state, block)
    for event in SCHEDULE:
        event(period)
    state.period += 1
    return period


def values_only(world: World, state: State, block: Block) -> Period:
    """Run the events of a period up to and including the contests, leaving `state` as it is."""
    period = Period(world, state, block)
    for event in SCHEDULE[: SCHEDULE.index(settle_contests) + 1]:
        event(period)
    return period


__all__ = ["SCHEDULE", "Period", "advance", "values_only"]
