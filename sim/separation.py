"""What the order of arrival costs, kept apart from what competition costs."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim import planner
from sim.rules.arrival import settle
from sim.rules.capacity import Capacities
from sim.rules.choice import at
from sim.schedule import Period
from sim.schedule.contests import contenders, contest_rule, opening_capacities, settle_together
from sim.schedule.deals import possible_surplus
from sim.schema import Scenario
from sim.simulate import Run, project_source
from sim.world import build_world, opening_state

type Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Separation:
    """One period's projects placed in four ways, million CNY of surplus over the outside option, concessions apart.

    What a concession costs beyond itself (λx) is left out: the four differ only in who hosts what. The optimum less
    the simultaneous result is what offers bring about (their limits, their aims, and that they do not go below 0);
    the simultaneous less the sequential result is what deciding in order of arrival costs, which is nobody's
    competition and no coordination would bring back. Where the optimum is not proven, `bound` is above it.

    Attributes:
        optimum: The planner's allocation within land and slots.
        bound: Upper bound on the optimum.
        simultaneous: The contests open together, with the same offers, land, slots and cash; NaN where cities bid as
            one, for which contests that are open together are not defined.
        sequential: The contests in order of arrival, with the same offers, land, slots and cash.
        unlimited: The contests with room for all.
        moved: Projects whose host differs between the sequential result and that with room for all.
        projects: Projects of the period.
    """

    optimum: float
    bound: float
    simultaneous: float
    sequential: float
    unlimited: float
    moved: int
    projects: int

    @property
    def binds(self) -> bool:
        """Whether land, slots or cash decided anything."""
        return self.moved > 0


def separate(p: Period) -> Separation:
    """Place the projects of a period that has been run in four ways: by plan, together, one by one, without limits."""
    surplus, block, slots = possible_surplus(p), p.block, p.world.cities.slots
    stays = np.isneginf(block.outside)
    plan = planner.plan(surplus, p.candidate, block.land_needed, p.opening_land, slots, stays)
    field, capacities = contenders(p), opening_capacities(p)
    everything = np.full(slots.size, np.inf)
    rule = contest_rule(p)
    free = settle(field, Capacities(everything, everything, everything), rule).outcome.host
    sequential = settle(field, capacities, rule).outcome.host
    together = settle_together(p)[0].outcome.host

    def value(host: Ints) -> float:
        return float(at(surplus, host, 0.0).sum())

    return Separation(
        optimum=plan.value,
        bound=plan.bound,
        simultaneous=float("nan") if p.regime.coalitions else value(together),
        sequential=value(sequential),
        unlimited=value(free),
        moved=int((free != sequential).sum()),
        projects=block.count,
    )


def separate_run(scenario: Scenario, regime: str, replication: int = 0) -> tuple[Separation, ...]:
    """Run one replication under one regime and separate each of its periods, given the state that the run had.

    Args:
        scenario: The scenario.
        regime: Key of the regime.
        replication: Number of the replication.
    """
    world = build_world(scenario, regime)
    run, source = Run(world, replication, opening_state(world)), project_source(scenario, replication)
    periods = range(scenario.time.periods)
    return tuple(separate(run.step(source.period(number), with_planner=False)) for number in periods)
