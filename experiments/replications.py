"""One replication of a scenario under all its regimes: what a worker does and hands back."""

import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.columns import CITY_COLUMNS
from sim.outcomes import OUTCOMES, run_outcomes
from sim.schema import Scenario
from sim.simulate import Columns, Run, simulate_each
from sim.structure import industry_table

type Floats = NDArray[np.float64]

WATCHED_FIELDS = (
    "host", "runner_up", "host_at_zero", "investment", "concession", "land_discount", "rebate", "grant", "site_value",
    "threshold", "reservation", "public_value", "public_net", "invited",
)  # fmt: skip
"""Fields of a watched deal that every replication hands back."""


MOST_DEALS: Final = 150_000
"""Deals of one replication that are handed back, over all regimes: the first regime's, and what else fits."""


@dataclass(frozen=True, slots=True)
class RegimeResult:
    """What one replication under one regime hands back.

    Attributes:
        outcomes: (outcomes,) in the order of `sim.outcomes.OUTCOMES`.
        cities: (fields, periods, C) in the order of `sim.columns.CITY_COLUMNS`.
        watched: (leads, fields) in the order of `WATCHED_FIELDS`.
        industries: (fields, C, K) in the order of `sim.columns.INDUSTRY_COLUMNS`.
        deals: All deals, where asked for.
        breaches: (n, 4) lever, city, period and whether it was audited, of each breach of an agreement.
    """

    outcomes: Floats
    cities: Floats
    watched: Floats
    industries: Floats
    deals: Columns | None = None
    breaches: Floats = field(default_factory=lambda: np.empty((0, 4)))


@dataclass(frozen=True, slots=True)
class Replication:
    """One replication under all regimes asked for, or the error that ended it.

    Attributes:
        number: Number of the replication.
        results: Result by regime key; empty if it failed.
        error: Traceback of the failure, empty if there was none.
    """

    number: int
    results: dict[str, RegimeResult]
    error: str = ""


def replicate(
    scenario: Scenario,
    regimes: Sequence[str],
    number: int,
    with_planner: bool = True,
    with_deals: bool = False,
) -> Replication:
    """Run one replication; an error inside it is a result, not an exception.

    Args:
        scenario: The scenario.
        regimes: Keys of the regimes, all run on the same luck.
        number: Number of the replication.
        with_planner: Whether to compute efficiency.
        with_deals: Whether to keep the tables of deals, of as many regimes as `MOST_DEALS` allows.
    """
    try:
        results: dict[str, RegimeResult] = {}
        kept = 0
        for key, run in simulate_each(scenario, regimes, number, with_planner=with_planner):
            kept += sum(block["host"].size for block in run.deal_blocks)
            results[key] = _result(run, with_deals and (not results or kept <= MOST_DEALS))
        return Replication(number, results)
    except Exception:
        return Replication(number, {}, traceback.format_exc())


def _result(run: Run, with_deals: bool) -> RegimeResult:
    values = run_outcomes(run)
    deals, cities = run.deals, run.cities
    leads = len(run.world.scenario.projects.watched)
    watched = np.full((leads, len(WATCHED_FIELDS)), np.nan)
    for row in np.flatnonzero(np.asarray(deals["lead"]) >= 0):
        watched[int(deals["lead"][row])] = [float(deals[name][row]) for name in WATCHED_FIELDS]
    return RegimeResult(
        outcomes=np.array([values[outcome.name] for outcome in OUTCOMES]),
        cities=np.array([cities[name] for name in CITY_COLUMNS]),
        watched=watched,
        industries=industry_table(run),
        deals=deals if with_deals else None,
        breaches=np.array([(b.lever, b.city, b.period, b.audited) for b in run.breaches], dtype=float).reshape(-1, 4),
    )
