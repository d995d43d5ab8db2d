"""Optimum, open together, in order of arrival: what the order of arrival costs, apart from what competition costs."""

from collections.abc import Mapping, Sequence

import numpy as np

from experiments.figures.lettering import amount
from experiments.figures.provenance import regime_title
from experiments.grid import Grid
from experiments.table_fields import own
from experiments.table_files import Cell, Table
from experiments.words import Words
from sim.schema import Scenario
from sim.separation import Separation, separate_run

type Separations = Mapping[tuple[str, int], tuple[Separation, ...]]
"""One entry for each period, by regime and replication."""

MOST_REPLICATIONS = 5
"""Replications of a comparison that are separated."""


def separations(scenario: Scenario, regimes: Sequence[str], numbers: Sequence[int]) -> Separations:
    """Separate every period of these runs; each is run again."""
    return {(key, number): separate_run(scenario, key, number) for key in regimes for number in numbers}


def arrival(scenario: Scenario, found: Separations, w: Words) -> Grid:
    """One row for each regime: means over replications of sums over periods, million CNY."""
    rows = []
    for regime in dict.fromkeys(key for key, _ in found):
        runs = [periods for (key, _), periods in found.items() if key == regime]

        def mean(name: str, runs: list[tuple[Separation, ...]] = runs) -> float:
            return float(np.mean([sum(getattr(one, name) for one in periods) for periods in runs]))

        optimum, together, one_by_one = mean("optimum"), mean("simultaneous"), mean("sequential")
        cells = [optimum, together, one_by_one, optimum - together, together - one_by_one]
        share = 100.0 * (together - one_by_one) / optimum if optimum > 0 else np.nan
        moved = 100.0 * mean("moved") / mean("projects") if mean("projects") > 0 else np.nan
        bound = mean("bound") - optimum
        name = regime_title(scenario, regime, w) + (" *" if bound > 1e-6 * max(1.0, abs(optimum)) else "")
        rows.append(
            [
                name,
                *(amount(cell) if np.isfinite(cell) else "-" for cell in cells),
                *(_percent(value) for value in (share, moved)),
            ]
        )
    names = ("optimum", "together", "one_by_one", "offers_cost", "order_costs", "order_share", "moved")
    headings = [w("table.regime"), *(w(f"table.arrival.{name}") for name in names)]
    count = len({number for _, number in found})
    return Grid(w("table.arrival", count=count), headings, rows, w("table.arrival.note"))


def _percent(value: float) -> str:
    return f"{value:.1f}" if np.isfinite(value) else "-"


def arrival_table(found: Separations) -> Table:
    """One row for each regime, replication and period."""
    money = {
        name: own(f"arrival.{name}", "million CNY", "number")
        for name in ("optimum", "bound", "together", "one_by_one", "unlimited")
    }
    fields = {
        "regime": own("regime"), "replication": own("replication", "runs", "whole"),
        "period": own("period", "period", "whole"), **money,
        "moved": own("arrival.moved_projects", "projects", "whole"),
        "projects": own("arrival.projects", "projects", "whole"),
    }  # fmt: skip
    rows: list[Sequence[Cell]] = [
        (regime, number, period, one.optimum, one.bound, one.simultaneous, one.sequential, one.unlimited, one.moved,
         one.projects)
        for (regime, number), periods in found.items()
        for period, one in enumerate(periods)
    ]  # fmt: skip
    return Table("arrival", fields, rows)
