"""The numbers that a path means: one, or the same field of every city or industry."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from pydantic import BaseModel

from sim.scenario.echo import joined, visible
from sim.scenario.node import Node, Origin, Route, dotted
from sim.scenario.overrides import list_index, route_of, scenario_route
from sim.scenario.phrase import phrase
from sim.scenario.problem import Ledger, Refused
from sim.scenario.python_value import node_of
from sim.scenario.shape import Shape, fields_of, shape_of
from sim.schema import RegimeEntry, Scenario

SCENARIO_SHAPE: Final = shape_of(Scenario)
"""The shape of a scenario whose cities are resolved."""

EVERY: Final = "*"
"""Stands for every city or every industry in a path."""

_LEVER: Final = shape_of(RegimeEntry.model_fields["levers"].annotation).item or SCENARIO_SHAPE
"""The shape of a lever."""

_DEFAULTS: Final = Origin("<default>", "dict")


@dataclass(frozen=True, slots=True)
class Target:
    """The numbers that a path means.

    Attributes:
        path: The path as written.
        routes: Where they stand in a scenario.
        shape: What the schema says about them.
    """

    path: str
    routes: tuple[Route, ...]
    shape: Shape

    def number(self, scenario: Scenario) -> float | None:
        """The number; None where a limit is not set.

        Raises:
            Refused: If there are several and they differ.
        """
        found = {_value(scenario, route) for route in self.routes}
        if len(found) != 1:
            raise Refused(phrase("numbers_differ", path=visible(self.path, 100)))
        return found.pop()


def traced(top: Node, path: str, ledger: Ledger) -> Target:
    """What a path means in a scenario; what a file leaves out has its default.

    Args:
        top: The scenario with its cities resolved.
        path: The path, in which `cities.*` stands for every city, `industries.*` for every industry, and
            `regimes.*.NAME` for the number of that name in every lever that has it, in agreements as well; there may
            be none.
        ledger: Finds similar names.

    Raises:
        Refused: If there is no number at the path.
    """
    route = scenario_route(route_of(path))
    if route[:2] == ("regimes", EVERY):
        return _in_levers(top, route[2:], path, ledger)
    routes = [route]
    if route[:2] in (("cities", EVERY), ("industries", EVERY)):
        block = top.get(route[0])
        if block is not None and block.entries:
            routes = [(route[0], key, *route[2:]) for key in block.entries]
    traces = [_trace(top, one, path, ledger) for one in routes]
    return Target(path, tuple(found for found, _ in traces), traces[0][1])


def _in_levers(top: Node, inside: Route, path: str, ledger: Ledger) -> Target:
    """The number of one name in every lever that has it."""
    shapes = {
        name: shape for model in _LEVER.models for name, shape in fields_of(model).items() if shape.number is not None
    }
    name = str(inside[0]) if len(inside) == 1 else dotted(inside)
    if name not in shapes:
        what = phrase("no_such_path", path=visible(path, 100), at=dotted(("regimes", EVERY, name)))
        raise Refused(what, phrase("one_of", names=joined(sorted(shapes))), ledger.close_to(name, shapes))
    regimes = top.get("regimes")
    routes = [
        (*route, name)
        for index, regime in enumerate(regimes.items if regimes else ())
        for route, lever in _levers(regime, ("regimes", index))
        if (model := _LEVER.model(lever)) is not None and name in fields_of(model)
    ]
    return Target(path, tuple(routes), shapes[name])


def _levers(above: Node, route: Route) -> Iterator[tuple[Route, Node]]:
    """Levers of a regime with where they stand, and those that an agreement wraps."""
    listed = above.get("levers")
    for index, lever in enumerate(listed.items if listed else ()):
        at = (*route, "levers", index)
        yield at, lever
        yield from _levers(lever, at)


def _trace(top: Node, parts: Route, path: str, ledger: Ledger) -> tuple[Route, Shape]:
    node: Node | None = top
    shape = SCENARIO_SHAPE
    route: list[str | int] = []
    for part in parts:
        if node is None and shape.default is not None:
            node = node_of(shape.default, _DEFAULTS, ledger)
        if node is None or not isinstance(node.value, dict | list):
            raise Refused(phrase("no_such_path", path=visible(path, 100), at=dotted(tuple(route))))
        if isinstance(node.value, list):
            found: str | int = list_index(node.value, part)
        else:
            found = str(part)
            model = shape.model(node)
            names = list(node.entries) if model is None else list(fields_of(model))
            if found not in names:
                what = phrase("no_such_path", path=visible(path, 100), at=dotted((*route, found)))
                raise Refused(what, phrase("one_of", names=joined(names)), ledger.close_to(found, names))
        below = shape.below(found, node)
        if below is None:
            raise Refused(phrase("no_such_path", path=visible(path, 100), at=dotted((*route, found))))
        node, shape = node.get(found), below
        route.append(found)
    if shape.number is None:
        raise Refused(phrase("not_a_number_there", path=visible(path, 100)))
    return tuple(route), shape


def _value(scenario: Scenario, route: Route) -> float | None:
    current: Any = scenario
    for part in route:
        current = getattr(current, str(part)) if isinstance(current, BaseModel) else current[part]
    return None if current is None else float(current)
