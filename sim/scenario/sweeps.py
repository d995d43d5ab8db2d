"""Single numbers of a scenario: read, changed, and moved by sweeps, each within its bounds."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from sim.scenario.consistency import check_consistency
from sim.scenario.echo import joined, visible
from sim.scenario.misread import wrong_size
from sim.scenario.node import Node, Origin, Place, Route, replaced
from sim.scenario.overrides import list_index, route_of, scenario_route
from sim.scenario.phrase import phrase
from sim.scenario.problem import Ledger, Refused
from sim.scenario.python_value import node_of
from sim.scenario.shape import Shape, fields_of, shape_of
from sim.scenario.violations import report
from sim.schema import Scenario

SCENARIO_SHAPE = shape_of(Scenario)
"""The shape of a scenario whose cities are resolved."""


def number_at(scenario: Scenario, path: str) -> float | None:
    """The number at a path of a scenario; None where a limit is not set.

    Raises:
        ScenarioError: If there is no such number.
    """
    route, _ = _located(scenario, path)
    value = _value(scenario, route)
    return None if value is None else float(value)


def with_number(scenario: Scenario, path: str, value: float) -> Scenario:
    """A copy of a scenario with another number at a path; all checks of reading a file apply.

    Args:
        scenario: The scenario.
        path: Dotted path such as `cities.longchang.list_price` or `regimes.floor.levers[0].level`.
        value: The number; a whole one where the field counts something.

    Raises:
        ScenarioError: If there is no such number, or the scenario would not be valid with it.
    """
    origin = Origin(visible(f"{path}={value}", 200), "set")
    route, tree = _located(scenario, path)
    ledger = Ledger()
    result = _changed(scenario, tree, route, value, Place(origin), ledger)
    ledger.settle("en")
    if result is None:
        raise AssertionError("a change without a result has problems")
    return result


def check_sweeps(top: Node, scenario: Scenario | None, ledger: Ledger) -> None:
    """Report sweeps over numbers that do not exist, and values that the scenario would refuse.

    Args:
        top: The scenario with its cities resolved.
        scenario: The same as a model; None where it has other problems, and only paths and bounds are checked.
        ledger: Takes the problems.
    """
    sweeps = top.get("sweeps")
    for index, sweep in enumerate(sweeps.items if sweeps else ()):
        routes: dict[str, Route] = {}
        for name in ("path", "relative_to"):
            node = sweep.get(name)
            if node is None or not isinstance(node.value, str):
                continue
            try:
                routes[name], shape = traced(top, node.value, ledger)
                if name == "relative_to" and scenario is not None and _value(scenario, routes[name]) is None:
                    raise Refused(phrase("no_number_there", path=visible(node.value, 100)))
                shapes = {name: shape}
            except Refused as reason:
                ledger.refuse(node.place, ("sweeps", index, name), reason)
                routes.pop(name, None)
                break
        else:
            if "path" in routes:
                del shapes
                _check_values(top, scenario, sweep, ("sweeps", index, "values"), routes, ledger)


def _check_values(
    top: Node,
    scenario: Scenario | None,
    sweep: Node,
    above: Route,
    routes: Mapping[str, Route],
    ledger: Ledger,
) -> None: ...


def _value(scenario: Scenario, route: Route) -> Any: ...
