"""Tables of single runs: outcomes, cities, and cities by period, one block for each regime and replication."""

from collections.abc import Mapping, Sequence

import numpy as np

from experiments.deal_tables import deals
from experiments.replications import RegimeResult, Replication
from experiments.table_fields import of, own
from experiments.table_files import Cell, Field, Table
from experiments.tables import city_total
from sim.columns import CITY_COLUMNS, INDUSTRY_COLUMNS
from sim.outcomes import OUTCOMES
from sim.schema import Scenario

type Results = Mapping[tuple[str, int], RegimeResult]
"""Results by regime and number of the replication."""


def results_of(replications: Sequence[Replication], regimes: Sequence[str]) -> dict[tuple[str, int], RegimeResult]:
    """Results in the order of the regimes, then of the replications; those that failed are left out."""
    ordered = sorted((run for run in replications if not run.error), key=lambda run: run.number)
    return {(regime, run.number): run.results[regime] for regime in regimes for run in ordered}


def run_tables(scenario: Scenario, results: Results) -> list[Table]:
    """All tables of single runs."""
    kept = [(key, result.deals) for key, result in results.items() if result.deals is not None]
    found = [runs(results), cities(scenario, results), city_periods(scenario, results)]
    if scenario.industries:
        found.append(industries(scenario, results))
    return [*found, deals(scenario, kept)]


def _which() -> dict[str, Field]:
    return {"regime": own("regime"), "replication": own("replication", "runs", "whole")}


def runs(results: Results) -> Table:
    """One row for each run, with all outcomes."""
    fields = _which() | {outcome.name: Field(outcome.unit, outcome.en, outcome.zh) for outcome in OUTCOMES}
    return Table("runs", fields, [(*key, *result.outcomes.tolist()) for key, result in results.items()])


def cities(scenario: Scenario, results: Results) -> Table:
    """One row for each run and city: totals over all periods."""
    fields = _which() | {"city": own("city")} | {name: of(column) for name, column in CITY_COLUMNS.items()}
    rows: list[Sequence[Cell]] = []
    for key, result in results.items():
        totals = np.array([city_total(result.cities[None], name, scenario)[0] for name in CITY_COLUMNS])
        rows += [(*key, city, *totals[:, index].tolist()) for index, city in enumerate(scenario.cities)]
    return Table("cities", fields, rows)


def industries(scenario: Scenario, results: Results) -> Table:
    """One row for each run, city and industry: the structure at the end."""
    fields = _which() | {"city": own("city"), "industry": own("industry")}
    fields |= {name: of(column) for name, column in INDUSTRY_COLUMNS.items()}
    rows: list[Sequence[Cell]] = []
    for key, result in results.items():
        for c, city in enumerate(scenario.cities):
            table = result.industries[:, c]
            rows += [(*key, city, kind, *table[:, k].tolist()) for k, kind in enumerate(scenario.industries)]
    return Table("industries", fields, rows)


def city_periods(scenario: Scenario, results: Results) -> Table:
    """One row for each run, city and period."""
    fields = _which() | {"city": own("city"), "period": own("period", "period", "whole")}
    fields |= {name: of(column) for name, column in CITY_COLUMNS.items()}
    rows: list[Sequence[Cell]] = []
    for key, result in results.items():
        for index, city in enumerate(scenario.cities):
            for period in range(result.cities.shape[1]):
                rows.append((*key, city, period, *result.cities[:, period, index].tolist()))
    return Table("city_periods", fields, rows)
