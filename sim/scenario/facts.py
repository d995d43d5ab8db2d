"""Every number of a scenario with what it is: a fact, derived, or an assumption, and where that is said."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final, cast

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from sim.scenario.node import Node, Origin, Place, Route, dotted
from sim.scenario.problem import Ledger
from sim.scenario.table import rows_of
from sim.schema import Scenario
from sim.schema.regimes import written_out
from sim.schema.sources import SourceNote, Status

_LETTER: Final = re.compile(r"\(([ABCDM])(?:/[ABCDM])?\)")
_LETTERS: Final[dict[str, Status]] = {"A": "fact", "B": "fact", "C": "fact", "D": "derived", "M": "assumption"}
STATUSES: Final[tuple[Status, ...]] = ("fact", "derived", "assumption")
"""What a number can be."""

_COMMENT: Final = re.compile(r"(?:^|\s)#\s*(.*)$")


@dataclass(frozen=True, slots=True)
class Number:
    """One number of a scenario.

    Attributes:
        path: Path in the scenario.
        lever: Name of the lever that it belongs to, empty for others.
        value: The number; a whole one where the field counts something.
        unit: Its unit.
        en: What it is, in English.
        zh: What it is, in Chinese.
        status: Fact, derived or assumption.
        source: Publisher, title and date of a fact; the rule of a derived number; what is assumed and why.
        confidence: Letter of the source, empty where none is given.
        where: File and line that say the number, "default" for the schema's own.
    """

    path: str
    lever: str
    value: int | float
    unit: str
    en: str
    zh: str
    status: Status
    source: str
    confidence: str
    where: str


@dataclass
class Records:
    """Classifies numbers: by notes of the scenario, by the table of cities, by comments, by the schema.

    Attributes:
        tree: The scenario as nodes, its cities resolved.
        notes: Notes by path.
        places: Where each note is written.
        top: The scenario file itself.
    """

    tree: Node
    notes: dict[str, SourceNote]
    places: dict[str, Place]
    top: Origin

    def all(self, scenario: Scenario) -> list[Number]:
        """Every number, in the order of the scenario."""
        return [
            self._number(route, _lever(scenario, route), value, unit, info)
            for route, value, unit, info in _numbers(scenario, ())
        ]

    def _number(self, route: Route, lever: str, value: int | float, unit: str, info: FieldInfo) -> Number:
        at = self._written_at.get(route[:4], route[:4]) + route[4:]
        node = self.tree.get(*at)
        extra: dict[str, Any] = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
        declared = str(extra.get("source", "assumption"))
        status, source = self._found(at, node, value, declared, extra.get("range"))
        letter = _LETTER.search(source)
        return Number(
            dotted(route), lever, value, unit, info.title or "", str(extra.get("title_zh", "")), status, source,
            letter.group(1) if letter else "", "default" if node is None else _shown(node.place),
        )  # fmt: skip

    @cached_property
    def _written_at(self) -> dict[Route, Route]:
        """Where levers are written that a regime has from another one that it is like."""
        node = self.tree.get("regimes")
        regimes = [
            {name: entry.plain() for name, entry in regime.entries.items() if name != "levers"}
            | {"levers": [
                {"lever": lever.plain().get("lever"), "at": ("regimes", i, "levers", j)}
                for j, lever in enumerate((regime.get("levers") or Node([], regime.place)).items)
            ]}
            for i, regime in enumerate(node.items if node else ())
        ]  # fmt: skip
        return {
            ("regimes", i, "levers", j): lever["at"]
            for i, regime in enumerate(written_out(regimes))
            for j, lever in enumerate(regime["levers"])
        }

    def _found(
        self, route: Route, node: Node | None, value: float, declared: str, span: dict[str, Any] | None
    ) -> tuple[Status, str]:
        note = self._note(route, node)
        if note is not None:
            return note.status, note.source
        if node is not None and node.place.origin.kind == "csv":
            return self._of_table(node.place, route, declared)
        central = None if span is None else span.get("central")
        if node is None:
            if central is not None and value != central:
                return "assumption", "neutral: switched off"
            # A source speaks for the central value, not for a default that nobody set, nor for a lever's unused fields.
            if _status(declared) == "assumption" or (central is not None and route[0] != "regimes"):
                return _status(declared), declared
            return "assumption", f"default of the schema; declared source: {declared}"
        comment = "" if node.place.origin.path is None else self._comment(node.place)
        if comment:
            said = _said(comment)
            if said is not None:
                more = said != "assumption" and not declared.startswith("assumption")
                return said, f"{comment}; {declared}" if more else comment
        if central is not None and value == central:
            return _status(declared), declared
        return "assumption", comment or f"set by the scenario; declared source: {declared}"

    def _note(self, route: Route, node: Node | None) -> SourceNote | None:
        """The most specific note that was written with the number, or later in the file that is read."""
        best: tuple[int, int] | None = None
        found = None
        for path, note in self.notes.items():
            parts = path.split(".")
            words = self._names(route)
            if len(parts) > len(words) or any(p != "*" and p not in w for p, w in zip(parts, words, strict=False)):
                continue
            origin = self.places[path].origin
            if node is not None and origin not in (node.place.origin, self.top):
                continue
            if node is not None and node.place.origin.kind in ("csv", "set") and len(parts) < len(words) - 1:
                continue  # a note on a whole block says nothing about a table or a setting
            rank = (len(parts), -parts.count("*"))
            if best is None or rank > best:
                best, found = rank, note
        return found

    def _names(self, route: Route) -> list[tuple[str, ...]]:
        """How each part of a route may be called in a path: list entries by number or by their key."""
        names: list[tuple[str, ...]] = []
        node: Node | None = self.tree
        for part in route:
            node = None if node is None else node.get(part)
            key = None if node is None or isinstance(part, str) else node.get("key")
            names.append((str(part),) if key is None else (str(part), str(key.value)))
        return names

    def _of_table(self, place: Place, route: Route, declared: str) -> tuple[Status, str]:
        """What the row of a table says about one of its fields: a column note.FIELD, else its letter and source."""
        row = self._rows(place.origin).get(place.line or 0, {})
        field = str(route[2] if route[0] == "cities" else route[-1])
        text = row.get(f"note.{field}", "")
        for word in STATUSES:
            if text.startswith(f"{word}: "):
                return word, text.removeprefix(f"{word}: ")
        source, letter = row.get("source", ""), row.get("confidence", "")
        if source and letter in _LETTERS:
            return _LETTERS[letter], f"{source} ({letter})"
        return "assumption", source or f"row of the table; declared source: {declared}"

    def _rows(self, origin: Origin) -> dict[int, dict[str, str]]:
        """Cells of a table by line and column name."""
        if origin not in self._tables:
            rows = None if origin.path is None else rows_of(_text(origin.path), origin, Ledger())
            cells = {} if not rows else {
                row[0].place.line or 0: {h.text: cell.text for h, cell in zip(rows[0], row, strict=False)}
                for row in rows[1:]
            }  # fmt: skip
            self._tables[origin] = cells
        return self._tables[origin]

    @cached_property
    def _tables(self) -> dict[Origin, dict[int, dict[str, str]]]:
        return {}

    @cached_property
    def _lines(self) -> dict[Path, list[str]]:
        return {}

    def _comment(self, place: Place) -> str:
        """The comment behind a value on its line."""
        path = place.origin.path
        if path is None or place.line is None:
            return ""
        if path not in self._lines:
            self._lines[path] = _text(path).split("\n")
        lines = self._lines[path]
        found = _COMMENT.search(lines[place.line - 1][(place.column or 1) - 1 :]) if place.line <= len(lines) else None
        return found.group(1).strip() if found else ""


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig")


def _said(comment: str) -> Status | None:
    """The status that a comment begins with."""
    for word in STATUSES:
        if comment.startswith(word):
            return word
    return None


def _status(source: str) -> Status:
    """The status that the source of a field in the schema amounts to."""
    if source.startswith("assumption") or "assum" in source or "remembered" in source:
        return "assumption"
    if "derived" in source:
        return "derived"
    letter = _LETTER.search(source)
    return _LETTERS[letter[1]] if letter else "assumption"


def _shown(place: Place) -> str:
    return place.origin.label if place.line is None else f"{place.origin.label}:{place.line}"


def _lever(scenario: Scenario, route: Route) -> str:
    """Name of the innermost lever on the way to a number, empty without one."""
    name, thing = "", cast(Any, scenario)
    for part in route if route[0] == "regimes" else ():
        thing = getattr(thing, part) if isinstance(part, str) and isinstance(thing, BaseModel) else thing[part]
        name = str(getattr(thing, "lever", name))
    return name


def _numbers(model: BaseModel, route: Route) -> Iterator[tuple[Route, int | float, str, FieldInfo]]:
    """Route, value, unit and field of every number below a model; switches are no numbers."""
    for name, info in type(model).model_fields.items():
        extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
        yield from _below(getattr(model, name), (*route, name), str(extra.get("unit", "-")), info)


def _below(value: Any, route: Route, unit: str, info: FieldInfo) -> Iterator[tuple[Route, int | float, str, FieldInfo]]:
    if isinstance(value, BaseModel):
        yield from _numbers(value, route)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _below(inner, (*route, key), unit, info)
    elif isinstance(value, tuple | list):
        for index, inner in enumerate(value):
            yield from _below(inner, (*route, index), unit, info)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield route, value, unit, info
