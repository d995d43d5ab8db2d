"""The tables of a comparison, as they are written to files: what they hold and in which order."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from experiments.deal_tables import deals, watched
from experiments.kinds import kind_of
from experiments.results import CITY_INDEX, Comparison
from experiments.sweep_tables import sweep_hosts, sweeps
from experiments.table_fields import BY_ROW, of, own, paired_cells, paired_fields
from experiments.table_files import Cell, Field, Table
from sim.columns import CITY_COLUMNS, INDUSTRY_COLUMNS
from sim.outcomes import OUTCOMES
from sim.schema import Scenario
from sim.units import MILLION_PER_LAND_PRICE

type Floats = NDArray[np.float64]
type Rows = list[Sequence[Cell]]

STANDING: Final = (
    "treasury", "liabilities", "commitment_room", "land_left", "wage", "rd_capital", "talent", "talent_shortage",
)  # fmt: skip
"""Columns of cities that tell where a city stands at the end of a period; all others are flows or ratios."""

QUANTILES: Final = (0.1, 0.5, 0.9)
"""Quantiles over replications in the table of cities and periods."""


def tables(comparison: Comparison) -> list[Table]:
    """All tables of a comparison; those that would have no columns of their own are left out."""
    found = [runs(comparison), differences(comparison), cities(comparison), city_periods(comparison)]
    if comparison.scenario.industries:
        found.append(industries(comparison))
    rows = [((regime, 0), comparison.deals[regime]) for regime in comparison.regimes if regime in comparison.deals]
    found.append(deals(comparison.scenario, rows))
    if comparison.scenario.projects.watched:
        found.append(watched(comparison))
    if comparison.sweeps:
        found.append(sweeps(comparison))
        if comparison.scenario.projects.watched:
            found.append(sweep_hosts(comparison))
    return found


def runs(comparison: Comparison) -> Table:
    """One row for each regime and replication, with all outcomes."""
    fields = {"regime": own("regime"), "replication": own("replication", "runs", "whole")}
    fields |= {outcome.name: Field(outcome.unit, outcome.en, outcome.zh) for outcome in OUTCOMES}
    rows: Rows = [
        (regime, number, *values)
        for regime in comparison.regimes
        for number, values in zip(comparison.numbers, comparison.outcomes[regime].tolist(), strict=True)
    ]
    return Table("runs", fields, rows)


def differences(comparison: Comparison) -> Table:
    """One row for each outcome and regime: level, and paired difference to the baseline."""
    fields = {
        "outcome": own("outcome"), "unit": own("unit"), "regime": own("regime"), "kind": own("kind"),
        "level": own("level", BY_ROW, "number"), "level_low": own("level_low", BY_ROW, "number"),
        "level_high": own("level_high", BY_ROW, "number"), **paired_fields(),
    }  # fmt: skip
    rows: Rows = []
    for outcome in OUTCOMES:
        for regime in comparison.regimes:
            level = comparison.level(outcome.name, regime)
            pair: tuple[Cell, ...] = (None,) * 5 + (level.n,)
            if regime != comparison.baseline:
                pair = paired_cells(comparison.difference(outcome.name, regime))
            kind = kind_of(comparison.scenario, regime)
            rows.append((outcome.name, outcome.unit, regime, kind, level.mean, level.low, level.high, *pair))
    return Table("differences", fields, rows)


def city_total(values: Floats, name: str, scenario: Scenario) -> Floats:
    """A column of the cities over the whole run, (replications, C): sums of flows, last values, ratios of sums.

    Args:
        values: (replications, fields, periods, C) in the order of `CITY_COLUMNS`.
        name: Name of the column.
        scenario: The scenario.
    """

    def summed(column: str) -> Floats:
        return np.asarray(np.nansum(values[:, CITY_INDEX[column]], axis=1))

    if name in STANDING:
        return values[:, CITY_INDEX[name], -1]
    if name not in ("land_price", "land_price_over_cost"):
        return summed(name)
    area = MILLION_PER_LAND_PRICE * summed("land_sold")
    price = np.divide(summed("land_receipts"), area, out=np.full(area.shape, np.nan), where=area > 0)
    if name == "land_price":
        return price
    cost = np.broadcast_to([city.land_cost for city in scenario.cities.values()], price.shape)
    return np.divide(price, cost, out=np.full(price.shape, np.nan), where=cost > 0)


def _mean(values: Floats) -> Floats:
    """Mean over replications without NaN, (...); NaN where there is nothing else."""
    found = np.isfinite(values)
    count = found.sum(axis=0)
    total = np.where(found, values, 0.0).sum(axis=0)
    return np.divide(total, count, out=np.full(count.shape, np.nan), where=count > 0)


def cities(comparison: Comparison) -> Table:
    """One row for each regime and city: means of its totals, and its gain against the baseline."""
    fields = {"regime": own("regime"), "kind": own("kind"), "city": own("city")}
    fields |= {name: of(column) for name, column in CITY_COLUMNS.items()}
    gain = paired_fields()
    fields |= {
        f"gain_{name}": Field("million CNY" if field.unit == BY_ROW else field.unit, field.en, field.zh, field.kind)
        for name, field in gain.items()
    }
    rows: Rows = []
    for regime in comparison.regimes:
        means = np.array(
            [_mean(city_total(comparison.cities[regime], name, comparison.scenario)) for name in CITY_COLUMNS]
        )
        for index, city in enumerate(comparison.scenario.cities):
            pair: tuple[Cell, ...] = (None,) * 5 + (len(comparison.numbers),)
            if regime != comparison.baseline:
                pair = paired_cells(comparison.city_difference("welfare_city", regime, index))
            rows.append((regime, kind_of(comparison.scenario, regime), city, *means[:, index].tolist(), *pair))
    return Table("cities", fields, rows)


def city_periods(comparison: Comparison) -> Table:
    """One row for each regime, city, period and column: mean and quantiles over replications."""
    fields = {
        "regime": own("regime"), "city": own("city"), "period": own("period", "period", "whole"),
        "column": own("column"), "unit": own("unit"), "mean": own("mean", BY_ROW, "number"),
    }  # fmt: skip
    fields |= {f"q{100 * q:.0f}": own(f"q{100 * q:.0f}", BY_ROW, "number") for q in QUANTILES}
    rows: Rows = []
    for regime in comparison.regimes:
        for name, column in CITY_COLUMNS.items():
            values = comparison.by_period(name, regime)
            for period in range(values.shape[1]):
                mean, quantiles = _mean(values[:, period]), _quantiles(values[:, period])
                rows += [
                    (regime, city, period, name, column.unit, float(mean[c]), *quantiles[:, c].tolist())
                    for c, city in enumerate(comparison.scenario.cities)
                ]
    return Table("city_periods", fields, rows)


def industries(comparison: Comparison) -> Table:
    """One row for each regime, city and industry: means over replications of the structure at the end."""
    scenario = comparison.scenario
    fields = {"regime": own("regime"), "city": own("city"), "industry": own("industry")}
    fields |= {name: of(column) for name, column in INDUSTRY_COLUMNS.items()}
    rows: Rows = []
    for regime in comparison.regimes:
        means = _mean(comparison.industries[regime])
        for c, city in enumerate(scenario.cities):
            rows += [(regime, city, kind, *means[:, c, k].tolist()) for k, kind in enumerate(scenario.industries)]
    return Table("industries", fields, rows)


def _quantiles(values: Floats) -> Floats:
    """Quantiles over replications without NaN, (quantiles, C)."""
    if values.size and np.isfinite(values).all():
        return np.asarray(np.quantile(values, QUANTILES, axis=0))
    columns = [column[np.isfinite(column)] for column in values.T]
    nothing = np.full(len(QUANTILES), np.nan)
    return np.array([np.quantile(column, QUANTILES) if column.size else nothing for column in columns]).T
