"""ONE PERIOD: the ordered list of named events. Rules compute and return; only events assign to state."""

from collections.abc import Callable
from typing import Final

from sim.block import Block
from sim.schedule.agreements import keep_or_break, punish_breaches, weigh_agreements
from sim.schedule.arrivals import admit_projects, remember_anchors
from sim.schedule.contests import settle_contests
from sim.schedule.deals import record_deals
from sim.schedule.factors import grow_factors
from sim.schedule.foresight import BIDDING, VALUES
from sim.schedule.lives import close_firms, place_incumbents, reopen_contests
from sim.schedule.period import Period
from sim.schedule.pillars import choose_pillars, keep_pillars
from sim.schedule.signing import count_welfare, draw_up_contracts, sign_contracts
from sim.schedule.stretches import Found, in_stretches, join, separable
from sim.schedule.values import set_regime, value_sites
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
    count_welfare,
    draw_up_contracts,
    record_deals,
    keep_pillars,
    weigh_agreements,
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


FIRST: Final = SCHEDULE.index(value_sites)
"""The first event that may be run stretch by stretch."""

LAST: Final = SCHEDULE.index(record_deals)
"""The last one."""


def advance(world: World, state: State, block: Block, whole: bool = True) -> Period:
    """Run one period: all events in order; `state` moves to the next period.

    Args:
        world: The fixed side of the run.
        state: State at the start of the period.
        block: The projects that may come.
        whole: Whether the table of all pairs of project and city is wanted afterwards. Without it, projects go through
            values, bids and contests stretch by stretch where none needs to know the others; results are the same.
    """
    period = Period(world, state, block)
    for event in SCHEDULE[:FIRST]:
        event(period)
    if whole or not separable(period):
        for event in SCHEDULE[FIRST : LAST + 1]:
            event(period)
    else:
        found = []
        for part in in_stretches(period):
            for event in SCHEDULE[FIRST : LAST + 1]:
                event(part)
            found.append(Found.of(part))
        join(period, found)
    for event in SCHEDULE[LAST + 1 :]:
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
