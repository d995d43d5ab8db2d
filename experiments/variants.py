"""Variants of a scenario: the same with one number changed."""

from typing import Any

from sim.scenario import from_dict, resolved
from sim.schema import Scenario


def paths_of(scenario: Scenario, path: str) -> list[str]:
    """The paths that a path means: `cities.*.x` is that field of every city."""
    head, star, tail = path.partition(".*.")
    if not star:
        return [path]
    return [f"{head}.{key}.{tail}" for key in scenario.cities]


def variant(scenario: Scenario, path: str, value: float) -> Scenario:
    """The scenario with another number at a path.

    Raises:
        sim.ScenarioError: If there is no such number or its bounds are violated.
    """
    settings = tuple(f"{single}={value!r}" for single in paths_of(scenario, path))
    return from_dict(resolved(scenario), overrides=settings)


def value_at(scenario: Scenario, path: str) -> float:
    """The number at a path of a scenario; list entries by index or key.

    Raises:
        KeyError: If there is no number.
    """
    place: Any = scenario.model_dump()
    for part in path.replace("cities.set.", "cities.").replace("[", ".").replace("]", "").split("."):
        if isinstance(place, tuple | list):
            keyed = {entry.get("key"): entry for entry in place if isinstance(entry, dict)}
            place = place[int(part)] if part.isdecimal() else keyed[part]
        else:
            place = place[part]
    return float(place)
