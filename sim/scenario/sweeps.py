"""Single numbers of a scenario: read, changed, and moved by sweeps, each within its bounds."""

from typing import Any, Final

from pydantic import BaseModel, ValidationError

from sim.scenario.consistency import check_consistency
from sim.scenario.echo import joined, number_text, visible
from sim.scenario.node import Node, Origin, Place, Route, dotted, replaced
from sim.scenario.overrides import list_index, route_of, scenario_route
from sim.scenario.phrase import phrase
from sim.scenario.problem import Ledger, Refused
from sim.scenario.python_value import node_of
from sim.scenario.shape import Shape, fields_of, shape_at, shape_of
from sim.scenario.violations import report
from sim.schema import Scenario

SCENARIO_SHAPE: Final = shape_of(Scenario)
"""The shape of a scenario whose cities are resolved."""

_HERE: Final = Origin("<scenario>", "dict")


class _Invalid(Exception):
    """A block that a changed number would make invalid."""

    def __init__(self, route: Route, error: ValidationError) -> None:
        super().__init__(dotted(route))
        self.route, self.error = route, error


def number_at(scenario: Scenario, path: str) -> float | None:
    """The number at a path of a scenario; None where a limit is not set.

    Raises:
        ScenarioError: If there is no such number.
    """
    ledger = Ledger()
    route, _ = _located(node_of(scenario, _HERE, ledger), path, ledger)
    return _value(scenario, route)


def with_number(scenario: Scenario, path: str, value: float) -> Scenario:
    """A copy of a scenario with another number at a path; the checks of reading a file apply.

    Args:
        scenario: The scenario.
        path: Dotted path such as `cities.longchang.list_price` or `regimes.floor.levers[0].level`.
        value: The number; a whole one where the field counts something.

    Raises:
        ScenarioError: If there is no such number, or the scenario would not be valid with it.
    """
    ledger = Ledger()
    top = node_of(scenario, _HERE, ledger)
    route, shape = _located(top, path, ledger)
    place = Place(Origin(visible(f"{path}={number_text(value)}", 200), "set"))
    changed = _changed(scenario, top, route, shape, value, place, ledger)
    ledger.settle("en")
    return changed


def check_sweeps(top: Node, scenario: Scenario | None, ledger: Ledger) -> None:
    """Report sweeps over numbers that do not exist, and values that the scenario would refuse.

    Args:
        top: The scenario with its cities resolved.
        scenario: The same as a model; None where it has other problems, and only paths are checked.
        ledger: Takes the problems.
    """
    sweeps = top.get("sweeps")
    for index, sweep in enumerate(sweeps.items if sweeps else ()):
        path = _swept(top, sweep, index, "path", ledger)
        base = _swept(top, sweep, index, "relative_to", ledger)
        values = sweep.get("values")
        if scenario is None or path is None or values is None:
            continue
        start = 0.0
        if base is not None:
            found = _value(scenario, base[0])
            if found is None:
                place = sweep.entries["relative_to"].place
                ledger.add(place, ("sweeps", index, "relative_to"), phrase("nothing_set", path=dotted(base[0])))
                continue
            start = found
        for number, item in enumerate(values.items):
            if isinstance(item.value, int | float) and not isinstance(item.value, bool):
                inner = Ledger()
                _changed(scenario, top, path[0], path[1], start + item.value, item.place, inner)
                for problem in inner.problems()[:1]:
                    what = phrase("sweep_value", value=item.value, path=dotted(path[0]))
                    hints = (problem.what, *problem.hints)
                    ledger.add(
                        item.place,
                        ("sweeps", index, "values", number),
                        what,
                        hints=hints,
                        allowed=problem.allowed,
                    )


def _swept(top: Node, sweep: Node, index: int, name: str, ledger: Ledger) -> tuple[Route, Shape] | None:
    node = sweep.get(name)
    if node is None or not isinstance(node.value, str):
        return None
    try:
        return traced(top, node.value, ledger)
    except Refused as reason:
        ledger.refuse(node.place, ("sweeps", index, name), reason)
        return None


def traced(top: Node, path: str, ledger: Ledger) -> tuple[Route, Shape]:
    """The route and shape of a number given by its path; what a file leaves out has its default.

    Raises:
        Refused: If there is no number at the path.
    """
    node: Node | None = top
    shape = SCENARIO_SHAPE
    route: list[str | int] = []
    for part in scenario_route(route_of(path)):
        if node is None and shape.default is not None:
            node = node_of(shape.default, _HERE, ledger)
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


def _located(top: Node, path: str, ledger: Ledger) -> tuple[Route, Shape]:
    try:
        return traced(top, path, ledger)
    except Refused as reason:
        ledger.refuse(Place(Origin(visible(path, 200), "set")), (), reason)
        ledger.settle("en")
        raise


def _value(scenario: Scenario, route: Route) -> float | None:
    current: Any = scenario
    for part in route:
        current = getattr(current, str(part)) if isinstance(current, BaseModel) else current[part]
    return None if current is None else float(current)


def _changed(
    scenario: Scenario, top: Node, route: Route, shape: Shape, value: float, place: Place, ledger: Ledger
) -> Scenario:
    """The scenario with another number; the old one, with problems noted, if it would not be valid."""
    whole = shape.number == "int" and float(value).is_integer()
    new = int(value) if whole else value
    tree = replaced(top, route, Node(new, place, place))
    try:
        result: Scenario = _rebuilt(scenario, route, new, ())
    except _Invalid as invalid:
        at = shape_at(SCENARIO_SHAPE, tree, invalid.route) or SCENARIO_SHAPE
        report(invalid.error, tree.get(*invalid.route) or tree, at, invalid.route, ledger)
        return scenario
    cities = tree.get("cities")
    check_consistency(tree, cities.entries if cities else {}, ledger)
    return result


def _rebuilt(current: Any, route: Route, value: float, above: Route) -> Any:
    """A copy in which every block around the new number has been validated again."""
    if not route:
        return value
    first, rest = route[0], route[1:]
    here = (*above, first)
    if isinstance(current, BaseModel):
        fields = {name: getattr(current, name) for name in type(current).model_fields}
        fields[str(first)] = _rebuilt(fields[str(first)], rest, value, here)
        try:
            return type(current).model_validate(fields)
        except ValidationError as error:
            raise _Invalid(above, error) from None
    if isinstance(current, tuple):
        changed = _rebuilt(current[int(first)], rest, value, here)
        return (*current[: int(first)], changed, *current[int(first) + 1 :])
    return {**current, first: _rebuilt(current[first], rest, value, here)}
