"""Targets, and whether the measurements reach them: a missed one stays in the table as missed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from benchmarks.clock import Facts

type Measured = Mapping[str, Any]
"""The measurements as they stand in the JSON file."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A measured number with its quartiles; without them where it is one number.

    Attributes:
        value: The number that is compared with what is needed.
        low: First quartile, or the number itself.
        high: Third quartile, or the number itself.
    """

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Target:
    """What is asked of the program.

    Attributes:
        key: Short name.
        what: What is measured, in words.
        needed: The number that it must reach.
        at_least: Whether more is better; else it must not be above.
        unit: Unit, written after the number.
        read: Takes the number from the measurements; None where it could not be measured.
    """

    key: str
    what: str
    needed: float
    at_least: bool
    unit: str
    read: Callable[[Measured], Reading | None]


def reached(target: Target, reading: Reading | None) -> bool:
    """Whether a reading reaches its target; what could not be measured does not."""
    if reading is None:
        return False
    return reading.value >= target.needed if target.at_least else reading.value <= target.needed


def _of(spread: Measured) -> Reading:
    return Reading(spread["median"], spread["low"], spread["high"])


def _one(value: float | None) -> Reading | None:
    return None if value is None else Reading(value, value, value)


def _ratio(case: str, name: str) -> Callable[[Measured], Reading | None]:
    return lambda found: _of(found["runs"][case]["ratios"][name])


def _highest_peak(name: str) -> Callable[[Measured], Reading | None]:
    """The largest peak, MB; None if a size failed."""

    def read(found: Measured) -> Reading | None:
        if any("failed" in rung for rung in found["ladder"]):
            return None
        return _one(max(rung[name] for rung in found["ladder"]) / 1e6)

    return read


def _percent(of: Callable[[Measured], float | None]) -> Callable[[Measured], Reading | None]:
    def read(found: Measured) -> Reading | None:
        share = of(found)
        return _one(None if share is None else 100.0 * share)

    return read


TARGETS: Final = (
    Target("twin_region", "Mesa twin over `simulate`, a run of the region", 60.0, True, "×", _ratio("region", "twin")),
    Target("twin_two_100", "Mesa twin over `simulate`, two cities, 100 projects a period", 3.0, True, "×",
           _ratio("two_cities_100", "twin")),
    Target("twin_two_1000", "Mesa twin over `simulate`, two cities, 1,000 projects a period", 20.0, True, "×",
           _ratio("two_cities_1000", "twin")),
    Target("floor_region", "`simulate` over the floor, a run of the region", 5.0, False, "×",
           _ratio("region", "floor")),
    Target("region_cpu", "A run of the region on one core, processor time", 0.5, False, " s",
           lambda found: _of(found["runs"]["region"]["cpu"]["simulate"])),
    Target("region_wall", "A run of the region on one core, wall-clock time", 0.5, False, " s",
           lambda found: _of(found["runs"]["region"]["wall"]["simulate"])),
    Target("two_workers", "Throughput of a batch, 2 workers over 1", 1.8, True, "×",
           lambda found: _of(found["batches"]["scaling"])),
    Target("flat", "Cost of a project at 28 cities from 10,000 projects a year up, largest over smallest, less 1", 20.0,
           False, " %", _percent(lambda found: found["fits"]["flatness"])),
    Target("constant", "Distance from a fixed cost and a constant per project (28 cities), largest", 20.0, False, " %",
           _percent(lambda found: found["fits"]["by_projects"].get("worst"))),
    Target("linear", "Distance from a line in the number of cities (10,000 projects a year), largest", 20.0, False,
           " %", _percent(lambda found: found["fits"]["by_cities"].get("worst"))),
    Target("memory", "Peak memory of a worker, the largest of the ladder", 300.0, False, " MB",
           _highest_peak("peak")),
)  # fmt: skip
"""All targets, in the order of the table."""

READ_COMPILED: Final[Mapping[str, Callable[[Measured], Reading | None]]] = {
    "twin_region": _ratio("region", "compiled_twin"),
    "twin_two_100": _ratio("two_cities_100", "compiled_twin"),
    "twin_two_1000": _ratio("two_cities_1000", "compiled_twin"),
    "floor_region": _ratio("region", "compiled_floor"),
    "region_cpu": lambda found: _of(found["runs"]["region"]["cpu"]["compiled"]),
    "region_wall": lambda found: _of(found["runs"]["region"]["wall"]["compiled"]),
    "flat": _percent(lambda found: found["compiled_fits"]["flatness"]),
    "constant": _percent(lambda found: found["compiled_fits"]["by_projects"].get("worst")),
    "linear": _percent(lambda found: found["compiled_fits"]["by_cities"].get("worst")),
    "memory": _highest_peak("compiled_peak"),
}
"""Where the same targets are read with compiled passes."""

COMPILED: Final = tuple(
    replace(target, key=f"compiled_{target.key}", what=f"{target.what}; compiled", read=READ_COMPILED[target.key])
    for target in TARGETS if target.key in READ_COMPILED
)  # fmt: skip
"""The targets of runs and sizes once more, with compiled passes."""


def verdicts(found: Measured) -> list[Facts]:
    """One row for each target, and one for each that was also measured with compiled passes."""
    rows: list[Facts] = []
    for target in (*TARGETS, *(COMPILED if "compiled_fits" in found else ())):
        reading = target.read(found)
        rows.append(
            {
                "key": target.key, "what": target.what, "needed": target.needed, "at_least": target.at_least,
                "unit": target.unit, "reached": reached(target, reading),
                "measured": None if reading is None else [reading.value, reading.low, reading.high],
            }
        )  # fmt: skip
    return rows
