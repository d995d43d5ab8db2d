"""Tables of deals: all of some runs, and the watched projects of a comparison."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from experiments.replications import WATCHED_FIELDS
from experiments.results import Comparison
from experiments.table_fields import of, own
from experiments.table_files import TEXT, Cell, Field, Table
from sim.columns import DEAL_COLUMNS
from sim.lots import KINDS
from sim.schema import Scenario
from sim.simulate import Columns

_KEYED: Final = ("lead", "kind", "industry", "host", "runner_up", "host_at_zero")


def deals(scenario: Scenario, blocks: Sequence[tuple[tuple[str, int], Columns]]) -> Table:
    """One row for each deal of some runs, with keys of cities, industries and named projects.

    Args:
        scenario: The scenario.
        blocks: Regime, replication and deals of each run.
    """
    fields = {"regime": own("regime"), "replication": own("replication", "runs", "whole")}
    for name, column in DEAL_COLUMNS.items():
        field = of(column)
        if name in _KEYED:
            field = Field(TEXT, field.en, field.zh, "text")
        elif name in ("period", "slot", "invited"):
            field = Field(field.unit, field.en, field.zh, "whole")
        fields[name] = field
    rows: list[Sequence[Cell]] = []
    for (regime, number), block in blocks:
        columns = [named(scenario, name, block[name]) for name in DEAL_COLUMNS]
        if scenario.projects.listed:
            columns[list(DEAL_COLUMNS).index("lead")] = _keys_of_leads(scenario, block)
        rows += [(regime, number, *cells) for cells in zip(*columns, strict=True)]
    return Table("deals", fields, rows)


def _keys_of_leads(scenario: Scenario, block: Columns) -> list[Cell]:
    """Keys of watched and listed leads; empty for other projects."""
    listed = {i if lead.number is None else lead.number: lead.key for i, lead in enumerate(scenario.projects.listed)}
    watched = named(scenario, "lead", block["lead"])
    return [key or listed.get(slot, "") for key, slot in zip(watched, block["slot"].tolist(), strict=True)]


def named(scenario: Scenario, name: str, values: NDArray[np.generic]) -> list[Cell]:
    """A column of deals with keys in place of indices; empty where there is none."""
    cells: list[Any] = values.tolist()
    if name not in _KEYED:
        return cells
    keys = tuple(scenario.cities)
    if name == "kind":
        keys = KINDS
    elif name == "industry":
        keys = tuple(scenario.industries)
    elif name == "lead":
        keys = tuple(lead.key for lead in scenario.projects.watched)
    return [keys[int(cell)] if np.isfinite(cell) and 0 <= cell < len(keys) else "" for cell in cells]


def watched(comparison: Comparison) -> Table:
    """One row for each watched project, regime and replication."""
    fields = {
        "project": own("project"), "regime": own("regime"), "replication": own("replication", "runs", "whole"),
    }  # fmt: skip
    for name in WATCHED_FIELDS:
        field = of(DEAL_COLUMNS[name])
        fields[name] = Field(TEXT, field.en, field.zh, "text") if name in _KEYED else field
    rows: list[Sequence[Cell]] = []
    for index, lead in enumerate(comparison.scenario.projects.watched):
        for regime in comparison.regimes:
            values = comparison.watched[regime][:, index]
            columns = [named(comparison.scenario, name, values[:, i]) for i, name in enumerate(WATCHED_FIELDS)]
            for number, cells in zip(comparison.numbers, zip(*columns, strict=True), strict=True):
                rows.append((lead.key, regime, number, *cells))
    return Table("watched", fields, rows)
