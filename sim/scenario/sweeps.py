"""Single numbers of a scenario: read, changed, and moved by sweeps, each within its bounds."""

from collections.abc import Sequence
from typing import Any, Final

from pydantic import BaseModel, ValidationError

from sim.scenario.consistency import check_consistency
from sim.scenario.echo import number_text, visible
from sim.scenario.node import Node, Origin, Place, Route, by_first, dotted, replaced
from sim.scenario.phrase import phrase
from sim.scenario.problem import Ledger, Refused
from sim.scenario.python_value import node_of
from sim.scenario.shape import shape_at
from sim.scenario.target import SCENARIO_SHAPE, Target, traced
from sim.scenario.violations import report
from sim.schema import Scenario

_HERE: Final = Origin("<scenario>", "dict")


class _Invalid(Exception):
    """A block that a changed number would make invalid."""

    def __init__(self, route: Route, error: ValidationError) -> None:
        super().__init__(dotted(route))
        self.route, self.error = route, error


def number_at(scenario: Scenario, path: str) -> float | None:
    """The number at a path of a scenario; None where a limit is not set.

    Raises:
        ScenarioError: If there is no such number, or `cities.*` stands for cities that differ.
    """
    ledger = Ledger()
    target = _located(node_of(scenario, _HERE, ledger), path, ledger)
    try:
        return target.number(scenario)
    except Refused as reason:
        ledger.refuse(Place(Origin(visible(path, 200), "set")), (), reason)
        ledger.settle("en")
        raise


def with_number(scenario: Scenario, path: str, value: float) -> Scenario:
    """A copy of a scenario with another number at a path; the checks of reading a file apply.

    Args:
        scenario: The scenario.
        path: Dotted path such as `cities.longchang.list_price` or `regimes.floor.levers[0].level`;
            `cities.*` stands for every city.
        value: The number; a whole one where the field counts something.

    Raises:
        ScenarioError: If there is no such number, or the scenario would not be valid with it.
    """
    ledger = Ledger()
    top = node_of(scenario, _HERE, ledger)
    target = _located(top, path, ledger)
    place = Place(Origin(visible(f"{path}={number_text(value)}", 200), "set"))
    changed = _changed(scenario, top, target, value, place, ledger)
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
        target = _swept(top, sweep, index, "path", ledger)
        further = _also(top, sweep, index, ledger)
        base = _swept(top, sweep, index, "relative_to", ledger)
        values = sweep.get("values")
        if scenario is None or target is None or values is None:
            continue
        start = 0.0
        if base is not None:
            relative_to = sweep.entries["relative_to"]
            try:
                start = base.number(scenario) or 0.0
                if base.number(scenario) is None:
                    raise Refused(phrase("nothing_set", path=base.path))
            except Refused as reason:
                ledger.refuse(relative_to.place, ("sweeps", index, "relative_to"), reason)
                continue
        for number, item in enumerate(values.items):
            if isinstance(item.value, int | float) and not isinstance(item.value, bool):
                inner = Ledger()
                for moved in (target, *further):
                    _changed(scenario, top, moved, start + item.value, item.place, inner)
                for problem in inner.problems()[:1]:
                    what = phrase("sweep_value", value=item.value, path=target.path)
                    hints = (problem.what, *problem.hints)
                    ledger.add(
                        item.place, ("sweeps", index, "values", number), what, hints=hints, allowed=problem.allowed
                    )


def _also(top: Node, sweep: Node, index: int, ledger: Ledger) -> list[Target]:
    """The further numbers that a sweep sets to the same value."""
    found: list[Target] = []
    listed = sweep.get("also")
    for number, item in enumerate(listed.items if listed else ()):
        try:
            found.append(traced(top, str(item.value), ledger))
        except Refused as reason:
            ledger.refuse(item.place, ("sweeps", index, "also", number), reason)
    return found


def _swept(top: Node, sweep: Node, index: int, name: str, ledger: Ledger) -> Target | None:
    node = sweep.get(name)
    if node is None or not isinstance(node.value, str):
        return None
    try:
        return traced(top, node.value, ledger)
    except Refused as reason:
        ledger.refuse(node.place, ("sweeps", index, name), reason)
        return None


def _located(top: Node, path: str, ledger: Ledger) -> Target:
    try:
        return traced(top, path, ledger)
    except Refused as reason:
        ledger.refuse(Place(Origin(visible(path, 200), "set")), (), reason)
        ledger.settle("en")
        raise


def _changed(scenario: Scenario, top: Node, target: Target, value: float, place: Place, ledger: Ledger) -> Scenario:
    """The scenario with another number; the old one, with problems noted, if it would not be valid."""
    whole = target.shape.number == "int" and float(value).is_integer()
    new = int(value) if whole else value
    tree = replaced(top, target.routes, Node(new, place, place))
    try:
        result: Scenario = _rebuilt(scenario, target.routes, new, ())
    except _Invalid as invalid:
        at = shape_at(SCENARIO_SHAPE, tree, invalid.route) or SCENARIO_SHAPE
        report(invalid.error, tree.get(*invalid.route) or tree, at, invalid.route, ledger)
        return scenario
    cities = tree.get("cities")
    check_consistency(tree, cities.entries if cities else {}, ledger)
    return result


def _rebuilt(current: Any, routes: Sequence[Route], value: float, above: Route) -> Any:
    """A copy in which every block around a new number has been validated again."""
    if () in routes:
        return value
    groups = by_first(routes)
    if isinstance(current, BaseModel):
        fields = {name: getattr(current, name) for name in type(current).model_fields}
        fields |= {str(k): _rebuilt(fields[str(k)], below, value, (*above, k)) for k, below in groups.items()}
        try:
            return type(current).model_validate(fields)
        except ValidationError as error:
            raise _Invalid(above, error) from None
    if isinstance(current, tuple):
        return tuple(
            _rebuilt(item, groups[i], value, (*above, i)) if i in groups else item for i, item in enumerate(current)
        )
    return {**current, **{k: _rebuilt(current[k], below, value, (*above, k)) for k, below in groups.items()}}
