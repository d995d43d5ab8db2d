"""Single numbers of a scenario: read, and changed within their bounds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pydantic import BaseModel, ValidationError

from sim.scenario.consistency import check_consistency
from sim.scenario.echo import number_text, visible
from sim.scenario.node import Node, Origin, Place, Route, dotted, replaced
from sim.scenario.problem import Ledger, Problem, Refused
from sim.scenario.python_value import node_of
from sim.scenario.shape import shape_of
from sim.scenario.target import Target, traced
from sim.scenario.violations import report
from sim.schema import Scenario

HERE: Final = Origin("<scenario>", "dict")
"""Where the numbers of a scenario that is no file stand."""


class _Invalid(Exception):
    """A block that a changed number would make invalid."""

    def __init__(self, route: Route, block: type[BaseModel], error: ValidationError) -> None:
        super().__init__(dotted(route))
        self.route, self.block, self.error = route, block, error


@dataclass(frozen=True, slots=True)
class Move:
    """Another number for some places of a scenario, and where it is written."""

    target: Target
    value: float
    place: Place

    @property
    def number(self) -> float:
        """The number as the field wants it: whole numbers for what counts something."""
        whole = self.target.shape.number == "int" and float(self.value).is_integer()
        return int(self.value) if whole else self.value


def number_at(scenario: Scenario, path: str) -> float | None:
    """The number at a path of a scenario; None where a limit is not set.

    Raises:
        ScenarioError: If there is no such number, or `cities.*` stands for cities that differ.
    """
    ledger = Ledger()
    target = _located(node_of(scenario, HERE, ledger), path, ledger)
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
            `cities.*` stands for every city, `industries.*` for every industry.
        value: The number; a whole one where the field counts something.

    Raises:
        ScenarioError: If there is no such number, or the scenario would not be valid with it.
    """
    return with_numbers(scenario, {path: value})


def with_numbers(scenario: Scenario, values: Mapping[str, float]) -> Scenario:
    """A copy of a scenario with other numbers, set together; as `with_number` for each.

    Args:
        scenario: The scenario.
        values: The number by path.

    Raises:
        ScenarioError: If there is no such number, or the scenario would not be valid with one of them.
    """
    ledger = Ledger()
    top = node_of(scenario, HERE, ledger)
    moves = [
        Move(_located(top, path, ledger), value, Place(Origin(visible(f"{path}={number_text(value)}", 200), "set")))
        for path, value in values.items()
    ]
    changed = _changed(scenario, top, moves, ledger)
    ledger.settle("en")
    return changed


def targets_of(top: Node, listed: Node | None, route: Route, ledger: Ledger) -> list[Target]:
    """What the paths of a list mean."""
    found: list[Target] = []
    for number, item in enumerate(listed.items if listed else ()):
        try:
            found.append(traced(top, str(item.value), ledger))
        except Refused as reason:
            ledger.refuse(item.place, (*route, number), reason)
    return found


def refusal(scenario: Scenario, top: Node, moves: Sequence[Move]) -> Problem | None:
    """Why the scenario would not be valid with other numbers; None if it would."""
    inner = Ledger()
    _changed(scenario, top, moves, inner)
    return next(iter(inner.problems()), None)


def _located(top: Node, path: str, ledger: Ledger) -> Target:
    try:
        return traced(top, path, ledger)
    except Refused as reason:
        ledger.refuse(Place(Origin(visible(path, 200), "set")), (), reason)
        ledger.settle("en")
        raise


def _changed(scenario: Scenario, top: Node, moves: Sequence[Move], ledger: Ledger) -> Scenario:
    """The scenario with other numbers; the old one, with problems noted, if it would not be valid."""
    tree, values = top, dict[Route, float]()
    for move in moves:
        tree = replaced(tree, move.target.routes, Node(move.number, move.place, move.place))
        values |= dict.fromkeys(move.target.routes, move.number)
    try:
        result: Scenario = _rebuilt(scenario, values, ())
    except _Invalid as invalid:
        report(invalid.error, tree.get(*invalid.route) or tree, shape_of(invalid.block), invalid.route, ledger)
        return scenario
    cities = tree.get("cities")
    check_consistency(tree, cities.entries if cities else {}, ledger)
    return result


def _rebuilt(current: Any, values: Mapping[Route, float], above: Route) -> Any:
    """A copy in which every block around new numbers has been validated again."""
    if () in values:
        return values[()]
    groups: dict[str | int, dict[Route, float]] = {}
    for route, value in values.items():
        groups.setdefault(route[0], {})[route[1:]] = value
    if isinstance(current, BaseModel):
        fields = {name: getattr(current, name) for name in type(current).model_fields}
        fields |= {str(k): _rebuilt(fields[str(k)], below, (*above, k)) for k, below in groups.items()}
        try:
            return type(current).model_validate(fields)
        except ValidationError as error:
            raise _Invalid(above, type(current), error) from None
    if isinstance(current, tuple):
        return tuple(_rebuilt(item, groups[i], (*above, i)) if i in groups else item for i, item in enumerate(current))
    return {**current, **{k: _rebuilt(current[k], below, (*above, k)) for k, below in groups.items()}}
