"""Worlds and policies that a design means."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import product

import numpy as np

from experiments.batch.design import Design, Levels
from experiments.batch.plan import Policy, Worlds
from experiments.prior_points import points, prior_of
from sim.schema import PriorRange, Scenario


def worlds_of(design: Design, scenario: Scenario, table: tuple[tuple[str, ...], list[list[float]]] | None) -> Worlds:
    """The states of the world of a design.

    Args:
        design: The design.
        scenario: Its scenario.
        table: Paths and rows of its table, for sampling by table.
    """
    match design.worlds.sampling:
        case "one":
            return Worlds((), (), (), np.empty((1, 0)))
        case "table":
            paths, rows = table or ((), [])
            return Worlds(paths, tuple((path,) for path in paths), ("-",) * len(paths), np.array(rows))
        case "grid":
            levels = design.worlds.levels
            values = np.array(list(product(*(each.values for each in levels.values()))))
            return Worlds(tuple(levels), *_columns(levels.values()), values)
        case "lhs" | "sobol" as spread:
            ranges = _ranges(design, scenario)
            values = points(list(ranges.values()), design.worlds.points, spread, design.worlds.seed)
            return Worlds(tuple(ranges), *_columns(ranges.values()), values)


def _ranges(design: Design, scenario: Scenario) -> Mapping[str, PriorRange]:
    return prior_of(scenario).parameters if design.worlds.prior else design.worlds.ranges


def _columns(entries: Iterable[Levels | PriorRange]) -> tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]:
    """Paths and unit of each uncertain number."""
    listed = list(entries)
    return tuple(each.paths for each in listed), tuple(each.unit for each in listed)


def policies_of(design: Design, scenario: Scenario) -> tuple[Policy, ...]:
    """The policies of a design: each regime crossed with the levels that concern it."""
    keys = design.policies.regimes or tuple(entry.key for entry in scenario.regimes)
    return tuple(policy for key in keys for policy in _crossed(key, design.policies.levels))


def _crossed(regime: str, levels: Mapping[str, Levels]) -> Iterator[Policy]:
    """A regime under every combination of the levels that belong to it or to all."""
    own = {key: entry for key, entry in levels.items() if _belongs(entry, regime)}
    for values in product(*(entry.values for entry in own.values())):
        told = tuple(zip(own, values, strict=True))
        numbers = tuple(
            (path, value) for entry, value in zip(own.values(), values, strict=True) for path in entry.paths
        )
        yield Policy(regime, told, numbers)


def _belongs(levels: Levels, regime: str) -> bool:
    """Whether levels concern a regime: paths below another regime do not."""
    owners = {path.split(".")[1] for path in levels.paths if path.startswith("regimes.") and path.count(".") > 1}
    return not owners or regime in owners
