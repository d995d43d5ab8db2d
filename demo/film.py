"""A film: finished runs of two regimes on the same luck, period by period, as plain values that a page replays."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from demo.measures import finite, series
from sim.block import Block
from sim.lots import KINDS
from sim.outcomes import run_outcomes
from sim.schema import Scenario
from sim.simulate import Run, project_source
from sim.world import build_world, opening_state

MOST_DEALS: Final = 14
"""Deals of a period that are shown."""

DEAL_NUMBERS: Final = (
    "investment", "jobs", "concession", "land_discount", "rebate", "grant", "public_net", "land_price_over_cost",
    "concession_per_job",
)  # fmt: skip
"""Numbers of a deal, by the names of `sim.columns.DEAL_COLUMNS`."""

CITY_NUMBERS: Final = (
    "projects_won", "lost_to_neighbour", "lost_outside", "investment_won", "concession", "jobs_won",
    "land_price_over_cost", "commitment_room", "debt", "political_weight", "public_net", "losses",
)  # fmt: skip
"""Numbers of a city and period, by the names of `sim.columns.CITY_COLUMNS`."""


@dataclass(frozen=True, slots=True)
class Deal:
    """One deal as it was struck.

    Attributes:
        key: Key of a watched project, or "period/slot", which `sim.explain` takes.
        slot: Slot in the pool; the same project has the same slot under both regimes.
        kind: Kind of project, in the words of `sim.lots.KINDS`.
        industry: Key of its industry; None for stylised projects.
        host: Key of the host; None if the project left.
        runner_up: Key of the best other city; None without one.
        numbers: By the names of `DEAL_NUMBERS`; None where undefined.
    """

    key: str
    slot: int
    kind: str
    industry: str | None
    host: str | None
    runner_up: str | None
    numbers: dict[str, float | None]


@dataclass(frozen=True, slots=True)
class Frame:
    """One period of one regime.

    Attributes:
        period: Index of the period.
        stock: Industry stock at its end, million CNY, by city and industry.
        cities: Numbers of each city, by city and name.
        deals: What is shown of its deals, the watched and the largest first.
        hosted: New projects that found a host.
        left: New projects that left.
        asked_again: Firms of the region whose contest opened again.
        moved: Those of them that moved to another city of the region.
        breaches: Cities that broke an agreement.
    """

    period: int
    stock: dict[str, dict[str, float]]
    cities: dict[str, dict[str, float | None]]
    deals: tuple[Deal, ...]
    hosted: int
    left: int
    asked_again: int
    moved: int
    breaches: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reel:
    """All periods of one regime.

    Attributes:
        frames: One entry for each period.
        series: Measures of the region over periods.
        outcomes: Outcomes of the run, by the names of `sim.outcomes.OUTCOMES`; None where undefined.
    """

    frames: tuple[Frame, ...]
    series: dict[str, tuple[float | None, ...]]
    outcomes: dict[str, float | None]


@dataclass(frozen=True, slots=True)
class Film:
    """Runs of a scenario under its two regimes on the same projects with the same luck.

    Attributes:
        replication: Number of the replication.
        opening: Industry stock at the start, million CNY, by city and industry.
        reels: By key of the regime, the left one first.
    """

    replication: int
    opening: dict[str, dict[str, float]]
    reels: dict[str, Reel]

    @property
    def periods(self) -> int:
        """Number of periods."""
        return len(next(iter(self.reels.values())).frames)

    def frame(self, regime: str, period: int) -> Frame:
        """One period of one regime."""
        return self.reels[regime].frames[period]

    def deal(self, regime: str, key: str) -> Deal | None:
        """A deal that is shown, by its key."""
        deals = (deal for frame in self.reels[regime].frames for deal in frame.deals)
        return next((deal for deal in deals if deal.key == key), None)

    def plain(self) -> dict[str, Any]:
        """The film as plain data without a number that is not finite, as JSON takes it."""
        return asdict(self)


def shoot(scenario: Scenario, replication: int = 0) -> Film:
    """Run all regimes of a scenario on the same luck and keep what a page shows of each period."""
    source = project_source(scenario, replication)
    blocks = [source.period(period) for period in range(scenario.time.periods)]
    reels = {entry.key: _reel(scenario, entry.key, replication, blocks) for entry in scenario.regimes}
    first = build_world(scenario, scenario.regimes[0].key)
    return Film(replication, _stock(scenario, opening_state(first).stock), reels)


def _reel(scenario: Scenario, regime: str, replication: int, blocks: list[Block]) -> Reel:
    world = build_world(scenario, regime)
    run = Run(world, replication, opening_state(world))
    frames = []
    for block in blocks:
        broken = len(run.breaches)
        run.step(block, with_planner=False)
        frames.append(_frame(scenario, run, broken))
    found = run_outcomes(run)
    outcomes = dict(zip(found, finite(np.array(list(found.values()), dtype=float)), strict=True))
    return Reel(tuple(frames), series(run.cities, world.cities.land_cost), outcomes)


def _frame(scenario: Scenario, run: Run, broken: int) -> Frame:
    keys, deals, columns = list(scenario.cities), run.deal_blocks[-1], run.city_blocks[-1]
    numbers = {name: finite(np.asarray(columns[name], dtype=float)) for name in CITY_NUMBERS}
    host, new = np.asarray(deals["host"]), np.asarray(deals["incumbent"]) < 0
    return Frame(
        period=run.state.period - 1,
        stock=_stock(scenario, run.state.stock),
        cities={key: {name: numbers[name][c] for name in CITY_NUMBERS} for c, key in enumerate(keys)},
        deals=_deals(scenario, deals),
        hosted=int((new & (host >= 0)).sum()),
        left=int((new & (host < 0)).sum()),
        asked_again=int((~new).sum()),
        moved=int((~new & (host >= 0) & (host != np.asarray(deals["incumbent"]))).sum()),
        breaches=tuple(keys[breach.city] for breach in run.breaches[broken:]),
    )


def _stock(scenario: Scenario, stock: NDArray[np.float64]) -> dict[str, dict[str, float]]:
    kinds = list(scenario.industries)
    return {city: {kind: float(stock[c, k]) for k, kind in enumerate(kinds)} for c, city in enumerate(scenario.cities)}


def _deals(scenario: Scenario, block: Mapping[str, NDArray[Any]]) -> tuple[Deal, ...]:
    """What is shown: the watched projects, then those for which cities were asked for offers, the largest first.

    The order hangs on the projects alone, so that both regimes show the same ones.
    """
    lead, size = np.asarray(block["lead"], dtype=int), np.asarray(block["investment"], dtype=float)
    uncontested = np.isin(np.asarray(block["kind"]), [KINDS.index("uncontested"), KINDS.index("assigned")])
    order = np.lexsort((np.asarray(block["slot"]), -size, uncontested, lead < 0))[:MOST_DEALS]
    return tuple(_deal(scenario, block, int(row)) for row in order)


def _deal(scenario: Scenario, block: Mapping[str, NDArray[Any]], row: int) -> Deal:
    keys, kinds = list(scenario.cities), list(scenario.industries)
    lead, host, runner_up, industry, slot = (
        int(block[name][row]) for name in ("lead", "host", "runner_up", "industry", "slot")
    )
    values = finite(np.array([float(block[name][row]) for name in DEAL_NUMBERS]))
    return Deal(
        key=scenario.projects.watched[lead].key if lead >= 0 else f"{int(block['period'][row])}/{slot}",
        slot=slot,
        kind=KINDS[int(block["kind"][row])],
        industry=kinds[industry] if industry >= 0 else None,
        host=keys[host] if host >= 0 else None,
        runner_up=keys[runner_up] if runner_up >= 0 else None,
        numbers=dict(zip(DEAL_NUMBERS, values, strict=True)),
    )
