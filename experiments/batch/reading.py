"""Reading designs: every mistake named and placed, as for scenarios."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from experiments.batch.design import Design
from experiments.batch.naming import designs
from experiments.batch.plan import BatchPlan
from experiments.batch.worlds import policies_of, worlds_of
from sim.columns import CITY_COLUMNS
from sim.outcomes import OUTCOMES
from sim.scenario import Language, ScenarioError, load, with_numbers
from sim.scenario.echo import joined, visible
from sim.scenario.fence import LARGEST_CSV, Fence, read_text, require_file, similar_files
from sim.scenario.layers import read_layer
from sim.scenario.library import PREFIX, bundled
from sim.scenario.node import Node, Origin, Place, Route
from sim.scenario.phrase import phrase
from sim.scenario.problem import Ledger, Problem, Refused
from sim.scenario.scalar import number
from sim.scenario.shape import Shape, shape_of
from sim.scenario.table import Cell, rows_of
from sim.scenario.violations import report
from sim.schema import Scenario

_SHAPE: Final[Shape] = shape_of(Design)


def read_plan(source: str, *, shard: tuple[int, int] = (1, 1), language: Language = "en") -> BatchPlan:
    """Read a design and work out its plan.

    Args:
        source: Path of a YAML file, or the name of a design that comes with the program.
        shard: Which part of the worlds is run, as (number from 1, number of shards).
        language: Language of the error text.

    Raises:
        ScenarioError: If the design, its table or its scenario has mistakes; it names every one with its place.
    """
    ledger = Ledger()
    path, origin = _file(source, ledger, language)
    top = read_layer(path, origin, ledger, (Place(origin), ()))
    design = None if top is None else _validated(top, ledger)
    ledger.settle(language)
    if top is None or design is None:
        raise AssertionError("a design that could not be read has problems")
    scenario = load(_scenario_source(design, top, ledger, language), language=language)
    _check_names(design, top, scenario, ledger)
    scenario = _with_constants(scenario, design, top, ledger)
    ledger.settle(language)
    table = _table(top, scenario, ledger) if design.worlds.sampling == "table" else None
    _check_numbers(top, scenario, ledger)
    ledger.settle(language)
    return BatchPlan(design, scenario, worlds_of(design, scenario, table), policies_of(design, scenario), shard)


def _file(source: str, ledger: Ledger, language: Language) -> tuple[Path, Origin]:
    """The file that a name or path means."""
    given = Path(source)
    known = designs()
    try:
        path = known[source] if source in known and not given.is_file() else given
        require_file(path, visible(source, 200), (*similar_files(path), *ledger.close_to(source, known)))
    except Refused as reason:
        reason.allowed = phrase("path_or_bundled", names=joined(known, 40) or "-")
        ledger.refuse(Place(Origin(source, "yaml")), (), reason)
        ledger.settle(language)
        raise
    above = given.parent.as_posix()
    fence = Fence(path.parent.resolve(), "" if above == "." else above.rstrip("/") + "/")
    return path, Origin(source, "yaml", path.parent.resolve(), fence, path)


def _validated(top: Node, ledger: Ledger) -> Design | None:
    try:
        return Design.model_validate(top.plain())
    except ValidationError as error:
        report(error, top, _SHAPE, (), ledger)
        return None


def _scenario_source(design: Design, top: Node, ledger: Ledger, language: Language) -> str | Path:
    """What to load: a bundled name, or a file below the folder of the design."""
    node = top.entries["scenario"]
    origin, known = node.place.origin, bundled()
    name = design.scenario.removeprefix(PREFIX)
    try:
        if design.scenario.startswith(PREFIX):
            if name not in known:
                allowed = phrase("one_of", names=joined(PREFIX + key for key in known))
                close = tuple(PREFIX + key for key in ledger.close_to(name, known))
                raise Refused(phrase("unknown_bundled", name=visible(design.scenario, 100)), allowed, close)
            return design.scenario
        if origin.fence is None or origin.folder is None:
            raise Refused(phrase("no_folder", name=visible(design.scenario, 100)), phrase("only_bundled"))
        return origin.fence.reach(design.scenario, origin.folder)
    except Refused as reason:
        ledger.refuse(node.place, ("scenario",), reason)
        ledger.settle(language)
        raise


def _check_names(design: Design, top: Node, scenario: Scenario, ledger: Ledger) -> None:
    """Regimes, outcomes and columns that must exist."""
    regimes = [entry.key for entry in scenario.regimes]
    outcomes = [outcome.name for outcome in OUTCOMES]
    _known(top.get("policies", "regimes"), ("policies", "regimes"), regimes, "unknown_regime", ledger)
    _known(top.get("outcomes"), ("outcomes",), outcomes, "unknown_outcome", ledger)
    _known(top.get("series"), ("series",), list(CITY_COLUMNS), "unknown_column", ledger)
    if design.until is not None:
        kept = list(design.outcomes or outcomes)
        node = top.get("until", "outcome")
        if node is not None and design.until.outcome not in kept:
            _unknown(node, ("until", "outcome"), kept, "unknown_outcome", ledger)
    if design.worlds.prior and scenario.prior is None:
        place = top.entries["worlds"].entries["prior"].place
        ledger.add(place, ("worlds", "prior"), phrase("no_prior_declared"))


def _known(listed: Node | None, route: Route, names: Sequence[str], code: str, ledger: Ledger) -> None:
    if listed is None or listed.value is None:
        return
    for index, node in enumerate(listed.items):
        if node.value not in names:
            _unknown(node, (*route, index), names, code, ledger)
        elif node.value in [before.value for before in listed.items[:index]]:
            ledger.add(node.place, (*route, index), phrase("named_twice", name=visible(str(node.value), 60)))


def _unknown(node: Node, route: Route, names: Sequence[str], code: str, ledger: Ledger) -> None:
    name = str(node.value)
    allowed = phrase("one_of", names=joined(names, 60))
    ledger.add(node.place, route, phrase(code, name=visible(name, 60)), allowed=allowed,
               suggestions=ledger.close_to(name, names))  # fmt: skip


def _with_constants(scenario: Scenario, design: Design, top: Node, ledger: Ledger) -> Scenario:
    """The scenario with the constants set."""
    nodes = top.entries["constants"].entries if design.constants else {}
    for path, value in design.constants.items():
        refusal = _refusal(scenario, path, value)
        for problem in refusal:
            ledger.add(nodes[path].spot, ("constants", path), problem.what, hints=problem.hints,
                       allowed=problem.allowed, suggestions=problem.suggestions)  # fmt: skip
        if not refusal:
            scenario = with_numbers(scenario, {path: value})
    return scenario


def _check_numbers(top: Node, scenario: Scenario, ledger: Ledger) -> None:
    """Paths that must mean a number, and values that the scenario must accept."""
    for block, entries in (("worlds", "ranges"), ("worlds", "levels"), ("policies", "levels")):
        node = top.get(block, entries)
        for key, entry in (node.entries if node is not None and isinstance(node.value, dict) else {}).items():
            route = (block, entries, key)
            values: list[tuple[Route, Node]] = [
                ((*route, end), entry.entries[end]) for end in ("low", "high") if end in entry.entries
            ]
            if "values" in entry.entries:
                values = [((*route, "values", at), item) for at, item in enumerate(entry.entries["values"].items)]
            for at, path in enumerate(entry.entries["paths"].items):
                _check_values(scenario, str(path.value), (path.place, (*route, "paths", at)), values, ledger)


def _check_values(
    scenario: Scenario,
    path: str,
    named: tuple[Place, Route],
    values: Iterable[tuple[Route, Node]],
    ledger: Ledger,
) -> None:
    for route, node in values:
        value = float(str(node.value))
        for problem in _refusal(scenario, path, value):
            if problem.kind in ("no_such_path", "not_a_number_there"):
                ledger.add(*named, problem.what, allowed=problem.allowed, suggestions=problem.suggestions)
                return
            what = phrase("sweep_value", value=value, path=path)
            ledger.add(node.place, route, what, hints=(problem.what, *problem.hints), allowed=problem.allowed)


def _refusal(scenario: Scenario, path: str, value: float) -> tuple[Problem, ...]:
    """Why a scenario does not take a number: the first problem, or none."""
    try:
        with_numbers(scenario, {path: value})
    except ScenarioError as error:
        return error.problems[:1]
    return ()


def _table(top: Node, scenario: Scenario, ledger: Ledger) -> tuple[tuple[str, ...], list[list[float]]]:
    """Paths and values of a table of worlds: headings are paths, and each row below is a world."""
    node = top.entries["worlds"].entries["file"]
    origin, route = node.place.origin, ("worlds", "file")
    try:
        if origin.fence is None or origin.folder is None:
            raise Refused(phrase("no_folder", name=visible(str(node.value), 100)))
        path = origin.fence.reach(str(node.value), origin.folder)
    except Refused as reason:
        ledger.refuse(node.place, route, reason)
        return (), []
    table = Origin(origin.fence.label(path), "csv", path.parent, origin.fence, path)
    text = read_text(path, LARGEST_CSV, table, ledger, (node.place, route))
    rows = None if text is None else rows_of(text, table, ledger)
    if rows is None:
        return (), []
    if len(rows) < 2:
        ledger.add(Place(table, 1, 1), (), phrase("empty_file"))
        return (), []
    header = rows[0]
    for index, cell in enumerate(header):
        if cell.text in [each.text for each in header[:index]]:
            ledger.add(cell.place, (), phrase("csv_duplicate_column", name=visible(cell.text, 60), first=index))
    values = [_world(row, header, scenario, ledger) for row in rows[1:]]
    return tuple(cell.text for cell in header), values


def _world(row: list[Cell], header: list[Cell], scenario: Scenario, ledger: Ledger) -> list[float]:
    """The values of one row, each accepted by the scenario."""
    if len(row) != len(header):
        ledger.add(row[0].place, (), phrase("csv_row_length", found=len(row), wanted=len(header)))
        return []
    values = []
    for cell, column in zip(row, header, strict=True):
        try:
            value = number(cell.text)
        except Refused as reason:
            ledger.refuse(cell.place, (), reason)
            continue
        if value is None:
            ledger.add(cell.place, (), phrase("not_a_number", got=visible(cell.text, 60)))
            continue
        for problem in _refusal(scenario, column.text, float(value)):
            at = column.place if problem.kind in ("no_such_path", "not_a_number_there") else cell.place
            ledger.add(at, (), problem.what, hints=problem.hints, allowed=problem.allowed,
                       suggestions=problem.suggestions)  # fmt: skip
        values.append(float(value))
    return values
