"""Single runs for readers: the deals and the cities."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from experiments.figures.lettering import amount
from experiments.figures.provenance import regime_title
from experiments.grid import Grid
from experiments.project_names import project_name
from experiments.report import PLAIN_UNITS
from experiments.run_tables import Results, cities
from experiments.words import Words
from sim.columns import CITY_COLUMNS, DEAL_COLUMNS
from sim.lots import KINDS
from sim.schema import Scenario
from sim.simulate import Columns

DEAL_MONEY: Final = ("concession", "land_discount", "rebate", "grant", "public_net")
"""Money columns of a deal that the screen shows; files hold all."""

CITY_SHOWN: Final = (
    "projects_won", "lost_to_neighbour", "lost_outside", "investment_won", "concession", "land_price_over_cost",
    "public_net", "losses", "welfare_city",
)  # fmt: skip
"""Columns of a city that the screen shows."""


def deals(scenario: Scenario, regime: str, replication: int, block: Columns, most: int, w: Words) -> Grid:
    """Deals of one run, the watched ones first, then the largest; at most so many (0: all)."""
    leads = np.asarray(block["lead"], dtype=int)
    size = np.asarray(block["investment"], dtype=float)
    order = np.lexsort((np.arange(size.size), -size, leads < 0))
    shown = order if most == 0 else order[:most]
    rows = [_deal(scenario, block, int(row), w) for row in shown]
    headings = [w("table.deals.project"), w("table.period"), w.text(DEAL_COLUMNS["host"])]
    headings += [w.text(DEAL_COLUMNS["runner_up"]), w("table.deals.investment"), w("table.deals.share")]
    headings += [w.text(DEAL_COLUMNS[name]) for name in DEAL_MONEY]
    title = w(
        "table.deals",
        replication=replication,
        regime=regime_title(scenario, regime, w),
        shown=len(rows),
        count=size.size,
        more=w("table.deals.more") if len(rows) < size.size else "",
    )
    return Grid(title, headings, rows, left=frozenset({2, 3}))


def _deal(scenario: Scenario, block: Columns, row: int, w: Words) -> list[str]:
    def value(name: str) -> float:
        return float(block[name][row])

    share = 100.0 * value("concession") / value("investment") if value("investment") > 0 else np.nan
    hosted = value("host") >= 0
    lead, kind, industry = (int(block[name][row]) for name in ("lead", "kind", "industry"))
    key = f"{int(value('period'))}/{int(value('slot'))}" if lead < 0 else scenario.projects.watched[lead].key
    of = None if industry < 0 else list(scenario.industries)[industry]
    cells = [project_name(scenario, key, KINDS[kind], of, w), str(int(value("period")))]
    # Where a project left, the deal knows the second in rank, not who came closest, which `explain` names.
    second = value("runner_up") if hosted else -1.0
    cells += [_city(scenario, value("host"), w("table.leaves"), w), _city(scenario, second, "-", w)]
    cells += [amount(value("investment")), f"{share:.1f}" if hosted else "-"]
    return cells + [number(value(name)) for name in DEAL_MONEY]


def _city(scenario: Scenario, index: float, otherwise: str, w: Words) -> str:
    return w.name(list(scenario.cities.values())[int(index)]) if index >= 0 else otherwise


def number(value: float) -> str:
    """A number, or a dash where there is none."""
    return amount(value) if np.isfinite(value) else "-"


def city_totals(scenario: Scenario, results: Results, regimes: Sequence[str], w: Words) -> list[Grid]:
    """One table for each regime: the cities' totals, means over the replications that were run."""
    table = cities(scenario, results)
    records = table.records()
    grids = []
    for regime in regimes:
        numbers = {record["replication"] for record in records if record["regime"] == regime}
        rows = []
        for key, city in scenario.cities.items():
            mine = [record for record in records if record["regime"] == regime and record["city"] == key]
            rows.append([w.name(city), *(_mean([record[name] for record in mine]) for name in CITY_SHOWN)])
        headings = [w("table.city")]
        for name in CITY_SHOWN:
            column = CITY_COLUMNS[name]
            plain = column.unit in ("projects", *PLAIN_UNITS)
            label = w.text(column)
            headings.append(label if plain else w("table.with_unit", name=label, unit=w.unit(column.unit)))
        title = w("table.city_totals", regime=regime_title(scenario, regime, w), count=len(numbers))
        grids.append(Grid(title, headings, rows))
    return grids


def _mean(cells: Sequence[object]) -> str:
    values = [float(cell) for cell in cells if isinstance(cell, int | float)]
    return amount(sum(values) / len(values)) if values else "-"
