"""simulate(scenario, regime, replication) -> Run."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim import booking, compiled, planner, records
from sim.block import Block
from sim.projects import ProjectSource
from sim.rules.pillars import PillarChoice
from sim.schedule import Period, advance
from sim.schedule.deals import possible_surplus
from sim.schedule.period import Breach, PostedRates
from sim.schema import Scenario
from sim.state import State, read_cities, read_industries
from sim.strategies import OfferFunction, Strategy
from sim.streams import Luck
from sim.world import World, build_world, opening_state

type Floats = NDArray[np.float64]
type Columns = dict[str, NDArray[Any]]

MOST_KEPT: Final = 1_000_000
"""Pairs of project and city of one replication whose draws are kept for the next regime, as long as they are made in
one piece."""

# The C library of Linux hands freed memory back to the system, page by page to be asked for again with the next array,
# until a block this large has been freed; nobody writes to this one, so it takes no memory. Elsewhere it does nothing.
np.empty(30_000_000, dtype=np.int8)


@dataclass
class Run:
    """One replication of a scenario under one regime.

    Attributes:
        world: The fixed side of the run.
        replication: Number of the replication.
        state: State after the last period that was run.
        deals: One column for each field of a deal, all projects of all periods in order of arrival.
        cities: (periods, C) for each field of a city and period.
        welfare: Net flows of all parties, one entry for each period.
        plans: The planner's allocation of each period; empty if not asked for.
        breaches: Who broke which agreement and when, in order.
        pillar_choices: How the pillars were chosen, one entry each time; empty without a choice of pillars.
        posted: What was posted in each period, and whether the replies came to rest; empty in other formats.
    """

    world: World
    replication: int
    state: State
    deal_blocks: list[Columns] = field(default_factory=list)
    city_blocks: list[dict[str, Floats]] = field(default_factory=list)
    welfare: list[records.WelfareFlows] = field(default_factory=list)
    plans: list[planner.Plan] = field(default_factory=list)
    breaches: list[Breach] = field(default_factory=list)
    pillar_choices: list[PillarChoice] = field(default_factory=list)
    posted: list[PostedRates] = field(default_factory=list)

    @property
    def deals(self) -> Columns:
        """All deals so far, column by column."""
        names = self.deal_blocks[0] if self.deal_blocks else {}
        return {name: np.concatenate([block[name] for block in self.deal_blocks]) for name in names}

    @property
    def cities(self) -> dict[str, Floats]:
        """Fields of cities and periods, (periods, C) each."""
        names = self.city_blocks[0] if self.city_blocks else {}
        return {name: np.array([block[name] for block in self.city_blocks]) for name in names}

    def step(self, block: Block, with_planner: bool = True, whole: bool = True) -> Period:
        """Run the next period on its projects and keep what is reported.

        Args:
            block: The projects that may come.
            with_planner: Whether to compute the efficient allocation.
            whole: Whether whoever asks reads the table of all pairs of project and city afterwards; the planner does.
        """
        opening_land = self.state.land_left.copy()
        period = advance(self.world, self.state, block, whole or with_planner)
        self.deal_blocks.append(period.deals)
        self.city_blocks.append(records.city_columns(period))
        self.welfare.append(records.welfare_flows(period))
        self.breaches.extend(period.breaches)
        if period.pillar_choice is not None:
            self.pillar_choices.append(period.pillar_choice)
        if period.posted is not None:
            self.posted.append(period.posted)
        if with_planner:
            surplus = possible_surplus(period)
            block = period.block
            stays = np.isneginf(block.outside)
            slots = self.world.cities.slots
            self.plans.append(planner.plan(surplus, period.candidate, block.land_needed, opening_land, slots, stays))
        return period

    def remaining(self) -> dict[str, Floats]:
        """Present value at the end of the run of what later periods still bring to each party."""
        economy = self.world.scenario.economy
        return booking.remaining_value(
            self.world, self.state.firms, self.state.wage, self.state.period - 1, economy.social_rate
        )


def simulate(
    scenario: Scenario,
    regime: str | None = None,
    replication: int = 0,
    *,
    strategies: Mapping[str, Strategy | OfferFunction] | None = None,
    with_planner: bool = True,
) -> Run:
    """Run one replication of a scenario under one regime.

    Args:
        scenario: The scenario; to change one make another (`model_copy`), for what it says is read once.
        regime: Key of the regime; the first of the scenario if none is given.
        replication: Number of the replication: with the master seed it fixes all luck.
        strategies: Strategies that replace those of the scenario, by city key.
        with_planner: Whether to compute the efficient allocation of each period.

    Raises:
        KeyError: If there is no such regime or city.
    """
    chosen = scenario.regimes[0].key if regime is None else regime
    return simulate_regimes(scenario, (chosen,), replication, strategies=strategies, with_planner=with_planner)[chosen]


def simulate_regimes(
    scenario: Scenario,
    regimes: Sequence[str],
    replication: int = 0,
    *,
    strategies: Mapping[str, Strategy | OfferFunction] | None = None,
    with_planner: bool = True,
) -> dict[str, Run]:
    """Run several regimes on the same projects with the same luck; the order does not matter."""
    return dict(simulate_each(scenario, regimes, replication, strategies=strategies, with_planner=with_planner))


def simulate_each(
    scenario: Scenario,
    regimes: Sequence[str],
    replication: int = 0,
    *,
    strategies: Mapping[str, Strategy | OfferFunction] | None = None,
    with_planner: bool = True,
) -> Iterator[tuple[str, Run]]:
    """Run several regimes one after the other on the same projects with the same luck.

    Whoever drops each run before asking for the next needs the memory of one. The projects are drawn once for all
    regimes where they are not too many to be kept.
    """
    compiled.prepare()
    source = project_source(scenario, replication)
    kept: dict[int, Block] = {}
    for regime in dict.fromkeys(regimes):
        world = build_world(scenario, regime, strategies)
        run = Run(world, replication, opening_state(world))
        drawn = source.periods([period for period in range(scenario.time.periods) if period not in kept])
        for period in range(scenario.time.periods):
            block = kept.get(period) or next(drawn)
            if len(regimes) > 1 and sum(one.pairs for one in kept.values()) + block.pairs <= MOST_KEPT:
                kept[period] = block
            run.step(block, with_planner, whole=False)
        yield regime, run


def project_source(scenario: Scenario, replication: int) -> ProjectSource:
    """The projects of one replication."""
    luck = Luck(scenario.seed, replication)
    return ProjectSource(scenario, read_cities(scenario), read_industries(scenario), luck)
