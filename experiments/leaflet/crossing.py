"""Points for the knobs that are computed for the page: values of a few numbers of the scenario, all crossed."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

from experiments.comparison import compare
from experiments.findings import STANDARDS
from experiments.leaflet.boards import Board, Knob
from experiments.statistics import Paired
from sim.quantity import Text
from sim.scenario import Number, number_at, with_numbers
from sim.schema import Scenario

MOST_POINTS: Final = 120
"""Points that are computed for one page."""

MOST_REPLICATIONS: Final = 20
"""Replications at each point."""


class GridRefused(Exception):
    """A grid that cannot be computed.

    Attributes:
        reason: Key of the words below `leaflet.grid.`.
        fields: What the message needs.
    """

    def __init__(self, reason: str, **fields: object) -> None:
        """Keep reason and fields."""
        super().__init__(reason, fields)
        self.reason, self.fields = reason, fields


@dataclass(frozen=True, slots=True)
class Axis:
    """Values of one number.

    Attributes:
        paths: Paths that take the value.
        values: The values, in order.
    """

    paths: tuple[str, ...]
    values: tuple[float, ...]


def axes_of(scenario: Scenario, asked: Sequence[str]) -> tuple[Axis, ...]:
    """The axes that the options ask for.

    Args:
        scenario: The scenario.
        asked: Each `PATH=VALUE,VALUE,…`, or `auto` alone.

    Raises:
        GridRefused: If they cannot be understood, move the same number, or cross to too many points.
        sim.ScenarioError: If the scenario has no such number or does not take a value.
    """
    axes = _automatic(scenario) if list(asked) == ["auto"] else tuple(_axis(one) for one in asked)
    paths = [path for axis in axes for path in axis.paths]
    for path in paths:
        if paths.count(path) > 1:
            raise GridRefused("twice", path=path)
    count = math.prod(len(axis.values) for axis in axes)
    if count > MOST_POINTS:
        raise GridRefused("too_many", points=count, most=MOST_POINTS)
    for point in product(*(axis.values for axis in axes)):
        _moved(scenario, axes, point)
    return axes


def _axis(asked: str) -> Axis:
    path, _, values = asked.partition("=")
    try:
        found = sorted({float(value) for value in values.split(",")})
    except ValueError:
        raise GridRefused("form", given=asked) from None
    if not path.strip() or len(found) < 2 or not all(map(math.isfinite, found)):
        raise GridRefused("form", given=asked)
    return Axis((path.strip(),), tuple(found))


def _automatic(scenario: Scenario) -> tuple[Axis, ...]:
    """Both ends of the first two ranges of the prior, and the scenario's own value where it lies between."""
    if scenario.prior is None:
        raise GridRefused("no_prior")
    axes = []
    for each in list(scenario.prior.parameters.values())[:2]:
        own = None if "*" in each.paths[0] else number_at(scenario, each.paths[0])
        between = [float(own)] if own is not None and each.low < own < each.high else []
        axes.append(Axis(each.paths, (each.low, *between, each.high)))
    return tuple(axes)


def _moved(scenario: Scenario, axes: Sequence[Axis], point: Sequence[float]) -> Scenario:
    numbers = {path: value for axis, value in zip(axes, point, strict=True) for path in axis.paths}
    return with_numbers(scenario, numbers)


def crossed(
    scenario: Scenario,
    regimes: tuple[str, ...],
    axes: Sequence[Axis],
    numbers: Sequence[Number],
    replications: int,
    jobs: int,
    progress: Callable[[int, int], None],
) -> Board:
    """Compare the regimes at every point, on the same projects with the same luck.

    Args:
        scenario: The scenario.
        regimes: Keys of the regimes, the baseline first.
        axes: What is moved.
        numbers: Numbers of the scenario, for their names and units.
        replications: Replications at each point, at most `MOST_REPLICATIONS`.
        jobs: Number of processes.
        progress: Called with points done and points in all.
    """
    points = list(product(*(axis.values for axis in axes)))
    count = min(replications, MOST_REPLICATIONS)
    found: dict[str, dict[str, list[Paired]]] = {key: {name: [] for name in STANDARDS} for key in regimes[1:]}
    for number, point in enumerate(points):
        progress(number, len(points))
        moved = _moved(scenario, axes, point)
        compared = compare(moved, count, regimes=regimes, jobs=jobs, with_sweeps=False, with_planner=False)
        for key in regimes[1:]:
            for name in STANDARDS:
                found[key][name].append(compared.difference(name, key))
    progress(len(points), len(points))
    knobs = tuple(_knob(scenario, axis, numbers) for axis in axes)
    return Board(knobs, count, None, found)


def _knob(scenario: Scenario, axis: Axis, numbers: Sequence[Number]) -> Knob:
    """The knob of an axis, named as in the prior range, else by the scenario's own field."""
    path = axis.paths[0]
    own = None if "*" in path else number_at(scenario, path)
    value = math.nan if own is None else float(own)
    for each in scenario.prior.parameters.values() if scenario.prior is not None else ():
        if each.paths == axis.paths:
            return Knob(each.title, each.unit, axis.values, value)
    for one in numbers:
        if one.path == path:
            return Knob(Text(en=f"{one.en} ({path})", zh=f"{one.zh}（{path}）"), one.unit, axis.values, value)
    return Knob(Text(en=path, zh=path), "-", axis.values, value)
