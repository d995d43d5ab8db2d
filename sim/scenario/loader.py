"""Reading scenarios: from a file, from a bundled name, or from a mapping of Python."""

import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from sim.scenario.cities import resolved_cities
from sim.scenario.consistency import calendar, check_consistency, lacks_industries
from sim.scenario.echo import joined, visible
from sim.scenario.facts import Number, Records
from sim.scenario.fence import Fence, bundled_fence, require_file, similar_files
from sim.scenario.layers import assembled, read_layer
from sim.scenario.lead_table import listed_leads
from sim.scenario.library import PREFIX, bundled, bundled_folder
from sim.scenario.names import Names, check_references, city_names, industry_names, regime_names
from sim.scenario.node import Node, Origin, Place, dotted
from sim.scenario.overrides import apply, apply_to_every_city
from sim.scenario.phrase import Language, phrase
from sim.scenario.prior import check_prior
from sim.scenario.problem import Ledger, Problem, Refused
from sim.scenario.python_value import node_of
from sim.scenario.shape import Shape, shape_of
from sim.scenario.sweeps import check_sweeps
from sim.scenario.target import SCENARIO_SHAPE
from sim.scenario.violations import report
from sim.schema import CitiesSection, Scenario
from sim.schema.sources import SourceNote, Sources

_CITIES: Final[Shape] = shape_of(CitiesSection)
_SOURCES: Final[Shape] = shape_of(Sources)


type Warn = Callable[[Problem], None]
"""Takes the problems of rows that were left out on request."""


def load(
    source: str | Path, *, overrides: Sequence[str] = (), language: Language = "en", warn: Warn | None = None
) -> Scenario:
    """Read a scenario.

    Args:
        source: Path of a YAML file, or the name of a bundled scenario such as `rongchang_longchang`.
        overrides: Settings of the form `path=value` that replace what the file says.
        language: Language of the error text.
        warn: Called for each problem of a row of leads that is left out; a Python warning if none is given.

    Returns:
        The scenario with its cities resolved.

    Raises:
        ScenarioError: If anything is wrong; it names every mistake with file, line and column.
    """
    return _loaded(source, overrides, language, warn).scenario


def facts(
    source: str | Path, *, overrides: Sequence[str] = (), language: Language = "en", warn: Warn | None = None
) -> list[Number]:
    """Every number of a scenario with its status and source; arguments and errors as in `load`."""
    found = _loaded(source, overrides, language, warn)
    return Records(found.tree, found.notes, found.places, found.origin).all(found.scenario)


@dataclass(frozen=True, slots=True)
class _Loaded:
    """A scenario, the nodes it was made of, and the notes on its sources."""

    scenario: Scenario
    tree: Node
    notes: dict[str, SourceNote]
    places: dict[str, Place]
    origin: Origin


def _loaded(source: str | Path, overrides: Sequence[str], language: Language, warn: Warn | None) -> _Loaded:
    ledger = Ledger()
    place = Place(Origin(str(source), "yaml"))
    try:
        path, origin = _root(str(source), ledger)
    except Refused as reason:
        ledger.refuse(place, (), reason)
        ledger.settle(language)
        raise
    top = read_layer(path, origin, ledger, (Place(origin), ()))
    if top is not None:
        top = assembled(top, path, ledger)
    return _finished(top, overrides, origin, ledger, language, warn)


def from_dict(data: Mapping[str, Any], *, overrides: Sequence[str] = ()) -> Scenario:
    """Read a scenario from a mapping with the structure of a scenario file.

    Args:
        data: The scenario; lists and tuples are both accepted. It can extend only bundled scenarios.
        overrides: Settings of the form `path=value`.

    Raises:
        ScenarioError: If anything is wrong; positions say `<dict>`.
    """
    ledger = Ledger()
    origin = Origin("<dict>", "dict")
    top = node_of(data, origin, ledger)
    if not isinstance(top.value, dict):
        ledger.add(top.place, (), phrase("not_a_scenario"), allowed=phrase("key_value_lines"))
        ledger.settle("en")
    return _finished(assembled(top, None, ledger), overrides, origin, ledger, "en", None).scenario


def _root(source: str, ledger: Ledger) -> tuple[Path, Origin]:
    """The file that `source` means, and how far it may reach."""
    names = bundled()
    name = source.removeprefix(PREFIX)
    try:
        given = Path(source)
        if not given.is_file() and name in names:
            path, fence = names[name].resolve(), bundled_fence()
            return path, Origin(fence.label(path), "yaml", path.parent, fence, path)
        shown = visible(source, 200)
        require_file(given, shown)
        path = given.resolve()
    except Refused as reason:
        close = (*similar_files(given), *ledger.close_to(Path(name).stem, names))
        if reason.what.code == "missing_file":
            reason.allowed = phrase("path_or_bundled", names=joined(names, 40) or "-")
            reason.suggestions = tuple(dict.fromkeys(close))
        raise
    except (OSError, ValueError, RuntimeError):  # a name that the system cannot take
        raise Refused(phrase("missing_file", name=visible(source, 200))) from None
    if path.is_relative_to(bundled_folder().resolve()):
        # Bundled scenarios may share tables, whichever way they are named.
        above = given.parent.as_posix()
        depth = len(path.parent.relative_to(bundled_folder().resolve()).parts)
        prefix = above if depth == 0 else "/".join([above, *[".."] * depth])
        return path, Origin(source, "yaml", path.parent, Fence(bundled_folder().resolve(), _prefix(prefix)), path)
    return path, Origin(source, "yaml", path.parent, Fence(path.parent, _prefix(given.parent.as_posix())), path)


def _prefix(folder: str) -> str:
    return "" if folder == "." else folder.rstrip("/") + "/"


def _finished(
    top: Node | None,
    overrides: Sequence[str],
    origin: Origin,
    ledger: Ledger,
    language: Language,
    warn: Warn | None,
) -> _Loaded:
    """Settings, cities, the schema, and everything that must agree."""
    if top is None:
        ledger.settle(language)
        raise AssertionError("a scenario that could not be read has problems")
    apply(top, overrides, origin, ledger)
    notes, places = _notes(top, ledger)
    section = top.get("cities")
    cities = None
    if section is not None:
        cities = resolved_cities(section, ledger)
        apply_to_every_city(cities or {}, overrides, origin, ledger)
        _validate_section(section, ledger)
    tree = _with_cities(top, cities)
    names: dict[str, Names] = {}
    if cities is not None:
        names["city"] = city_names(cities)
    industries = tree.get("industries")
    if not lacks_industries(tree, ledger) and (industries is None or isinstance(industries.value, dict)):
        names["industry"] = industry_names({} if industries is None else industries.entries)
    if (regimes := tree.get("regimes")) is not None and isinstance(regimes.value, list):
        names["regime"] = regime_names(regimes.value)
    tree, left_out = _with_leads(tree, names, ledger)
    check_references(tree, SCENARIO_SHAPE, names, ledger)
    check_consistency(tree, cities, ledger)
    scenario = _validated(tree, section is not None and cities is None, ledger)
    sound = scenario if len(ledger) == 0 else None
    check_sweeps(tree, sound, ledger)
    check_prior(tree, sound, ledger)
    if scenario is not None and len(ledger) == 0:
        _check_conflicts(scenario, tree, ledger)
    ledger.settle(language)
    if scenario is None:
        raise AssertionError("a scenario that is not valid has problems")
    for problem in left_out:
        if warn is None:
            warnings.warn(problem.text(language), stacklevel=3)
        else:
            warn(problem)
    return _Loaded(scenario, tree, notes, places, origin)


def _notes(top: Node, ledger: Ledger) -> tuple[dict[str, SourceNote], dict[str, Place]]:
    """The notes on sources, taken out of the scenario: they say nothing to the model."""
    node = top.entries.pop("sources", None)
    if node is None:
        return {}, {}
    block = Node({"sources": node}, node.place)
    try:
        notes = Sources.model_validate(block.plain()).sources
    except ValidationError as error:
        report(error, block, _SOURCES, (), ledger)
        return {}, {}
    return notes, {path: entry.spot for path, entry in node.entries.items()}


def _with_leads(tree: Node, names: Mapping[str, Names], ledger: Ledger) -> tuple[Node, tuple[Problem, ...]]:
    """The scenario with the rows of its table of leads, and the problems of rows that were left out."""
    file, projects = tree.get("projects", "leads_file"), tree.get("projects")
    if file is None or projects is None or not isinstance(file.value, str):
        return tree, ()
    if file.place.origin.folder is None and tree.get("projects", "listed") is not None:
        return tree, ()  # a resolved scenario, which has the rows of its table
    skip = tree.get("projects", "skip_bad_leads")
    leads, left_out = listed_leads(file, calendar(tree), names, skip is not None and skip.value is True, ledger)
    listed = Node(leads, file.place, file.key_place)
    filled = Node({**projects.entries, "listed": listed}, projects.place, projects.key_place)
    return Node({**tree.entries, "projects": filled}, tree.place, tree.key_place), left_out


def _with_cities(top: Node, cities: Mapping[str, Node] | None) -> Node:
    section = top.get("cities")
    if section is None:
        return top
    entries = {key: node for key, node in top.entries.items() if key != "cities" or cities is not None}
    if cities is not None:
        entries["cities"] = Node(dict(cities), section.place, section.key_place)
    return Node(entries, top.place, top.key_place)


def _validate_section(section: Node, ledger: Ledger) -> None:
    try:
        CitiesSection.model_validate(section.plain())
    except ValidationError as error:
        report(error, section, _CITIES, ("cities",), ledger)


def _validated(tree: Node, cities_reported: bool, ledger: Ledger) -> Scenario | None:
    try:
        return Scenario.model_validate(tree.plain())
    except ValidationError as error:
        # Cities that could not be resolved have been reported; they are not missing.
        skip = "cities" if cities_reported else None
        report(error, tree, SCENARIO_SHAPE, (), ledger, skip)
        return None


def _check_conflicts(scenario: Scenario, tree: Node, ledger: Ledger) -> None:
    """Report levers of a regime that set the same thing."""
    if all(
        len(regime.levers) < 2 and not hasattr(lever, "levers")
        for regime in scenario.regimes
        for lever in regime.levers
    ):
        return
    from sim.regime_book import conflicts  # imports numpy code that reading alone does not need

    for clash in conflicts(scenario):
        first, second = (
            ("regimes", clash.regime, *(part for number in place for part in ("levers", number)))
            for place in (clash.first, clash.second)
        )
        node, other = tree.nearest(second), tree.nearest(first)
        kinds = [node.get("lever") for node in (other, node)]
        what = phrase(
            "levers_conflict",
            second=_named(kinds[1]),
            first=_named(kinds[0]),
            first_path=dotted(first),
            first_place=_shown(other.place),
            quantity=clash.quantity,
            city=clash.city,
            period=clash.period,
        )
        ledger.add(node.place, second, what)


def _named(node: Node | None) -> str:
    return "" if node is None else visible(str(node.value), 60)


def _shown(place: Place) -> str:
    label = visible(place.origin.label, 200)
    return label if place.line is None else f"{label}:{place.line}:{place.column}"
