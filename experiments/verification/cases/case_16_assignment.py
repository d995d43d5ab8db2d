"""Case 16: many projects, one slot in each city; open together they cost nothing, in order of arrival some are lost."""

from collections.abc import Iterator, Sequence
from itertools import permutations
from typing import Final

import numpy as np

from experiments.verification.check import Case, Check
from experiments.verification.oracles.assignment import in_order, lowest_supports, optimum
from experiments.verification.theory import hosts, theory
from sim.schema import Scenario
from sim.separation import separate_run
from sim.simulate import simulate

SURPLUS: Final = np.array([[14.0, 9.0, 7.0], [12.0, 13.0, 6.0], [10.0, 8.0, 9.0]])
"""Worth of each project (row) to each city."""
CITIES: Final = "abc"
INCREMENT: Final = 0.1
"""A thousandth of the investment of 100."""
ORDERS: Final = tuple(permutations(range(3)))


def case(rows: Sequence[int] = (0, 1, 2), form: str = "open_simultaneous") -> Scenario:
    """The theory scenario with some of its projects in some order."""
    each = [
        f"{{site_value: {{a: 0.0, b: 0.0, c: 0.0}}, public_value: {_values(SURPLUS[row])}}}" for row in rows
    ]  # fmt: skip
    together = f"projects.stylised.each=[{', '.join(each)}]"
    return theory("case_16_simultaneous", f"contest.format={form}", together)


def _values(row: Sequence[float]) -> str:
    return "{" + ", ".join(f"{city}: {value}" for city, value in zip(CITIES, row, strict=True)) + "}"


def label(order: Sequence[int]) -> str:
    """An order of projects, counted from 1."""
    return "".join(str(row + 1) for row in order)


def checks() -> Iterator[Check]:
    """Together: every order, and two projects at a time. One after the other: every order, and what it costs."""
    for rows in (*ORDERS, (0, 1), (0, 2), (1, 2)):
        yield from _together(rows)
    worst = 0.0
    for order in ORDERS:
        run = simulate(case(order, "open"))
        expected, prices = in_order(SURPLUS, order)
        row = f"{label(order)}, open"
        total = float(run.deals["public_value"].sum())
        worst = max(worst, 1 - total / optimum(SURPLUS))
        for number, (host, price) in enumerate(zip(expected, prices, strict=True)):
            one = f"{row}, {order[number] + 1}"
            yield Check(one, "host", CITIES[host], hosts(run)[number])
            yield Check(one, "concession", price, float(run.deals["concession"][number]))
        yield Check(row, "surplus", float(SURPLUS[list(order), expected].sum()), total)
        yield Check(row, "planned_surplus", optimum(SURPLUS), run.plans[0].value)
        (apart,) = separate_run(case(order, "open"), "competition")
        yield Check(row, "separated_sequential", float(SURPLUS[list(order), expected].sum()), apart.sequential)
        yield Check(row, "separated_simultaneous", optimum(SURPLUS), apart.simultaneous)
    totals = [float(SURPLUS[list(order), in_order(SURPLUS, order)[0]].sum()) for order in ORDERS]
    yield Check("open", "loss_of_order", 1 - min(totals) / optimum(SURPLUS), worst)


def _together(rows: Sequence[int]) -> Iterator[Check]:
    """Hosts exact, supports within one increment times the number of cities."""
    run, surplus = simulate(case(rows), with_planner=False), SURPLUS[list(rows)]
    expected, supports = lowest_supports(surplus)
    row = f"{label(rows)}, open_simultaneous"
    for number, (host, support) in enumerate(zip(expected, supports, strict=True)):
        one = f"{row}, {rows[number] + 1}"
        yield Check(one, "host", CITIES[host], hosts(run)[number])
        paid = float(run.deals["concession"][number])
        yield Check(one, "concession", float(support), paid, len(CITIES) * INCREMENT)
    yield Check(row, "surplus", optimum(surplus), float(run.deals["public_value"].sum()))
    yield Check(row, "cities_without_project", 3.0 - len(rows), float((run.cities["projects_won"][0] == 0).sum()))


CASE: Final = Case(
    "16", "Shapley & Shubik 1972; Demange, Gale & Sotomayor 1986", "simulator", checks, ("case_16_simultaneous",)
)
