"""Tables of sweeps: outcomes and hosts at each value."""

from collections.abc import Iterator, Sequence

from experiments.results import Comparison
from experiments.statistics import interval
from experiments.table_fields import BY_ROW, own, paired_cells, paired_fields
from experiments.table_files import TEXT, Cell, Table
from sim.outcomes import OUTCOMES


def sweeps(comparison: Comparison) -> Table:
    """One row for each value of each sweep, regime and outcome: level, and paired difference to the baseline."""
    fields = {
        "sweep": own("sweep"), "path": own("path"), "value": own("value", BY_ROW, "number"),
        "value_unit": own("value_unit"), "regime": own("regime"), "outcome": own("outcome"),
        "unit": own("unit"), "level": own("level", BY_ROW, "number"), **paired_fields(),
    }  # fmt: skip
    return Table("sweeps", fields, list(_sweep_rows(comparison)))


def _sweep_rows(comparison: Comparison) -> Iterator[Sequence[Cell]]:
    for result in comparison.sweeps:
        for o, outcome in enumerate(OUTCOMES):
            for regime in result.regimes:
                compared = regime in result.compared(comparison.baseline)
                pairs = result.difference(outcome.name, regime, comparison.baseline) if compared else []
                for v, value in enumerate(result.sweep.values):
                    level = interval(result.outcomes[regime][v, :, o]).mean
                    pair = paired_cells(pairs[v]) if compared else (None,) * 5 + (result.replications,)
                    yield (
                        result.sweep.key, result.sweep.path, value, result.sweep.unit, regime, outcome.name,
                        outcome.unit, level, *pair,
                    )  # fmt: skip


def sweep_hosts(comparison: Comparison) -> Table:
    """One row for each value of each sweep, regime, project and city: how often it hosts, and whether without luck."""
    fields = {
        "sweep": own("sweep"), "value": own("value", BY_ROW, "number"), "value_unit": own("value_unit"),
        "project": own("project"), "regime": own("regime"), "city": own("host"),
        "count": own("count", "runs", "whole"), "n": own("n", "runs", "whole"),
        "without_luck": own("without_luck", TEXT, "flag"),
    }  # fmt: skip
    rows: list[Sequence[Cell]] = []
    hosts = {"": -1} | {key: index for index, key in enumerate(comparison.scenario.cities)}
    for result in comparison.sweeps:
        for l, lead in enumerate(comparison.scenario.projects.watched):
            for regime in result.regimes:
                central = result.central_hosts[regime][:, l]
                counts = {city: result.host_counts(regime, l, index) for city, index in hosts.items()}
                rows += [
                    (result.sweep.key, value, result.sweep.unit, lead.key, regime, city, int(counts[city][v]),
                     result.replications, bool(central[v] == hosts[city]))
                    for v, value in enumerate(result.sweep.values)
                    for city in hosts
                ]  # fmt: skip
    return Table("sweep_hosts", fields, rows)
