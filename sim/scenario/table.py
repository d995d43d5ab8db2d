"""The CSV table of cities: cells with their positions, and what a header may say."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sim.scenario.echo import FULL_WIDTH, joined, visible
from sim.scenario.fence import LARGEST_CSV, read_text
from sim.scenario.misread import full_width_hint
from sim.scenario.node import Node, Origin, Place, Route, Scalar
from sim.scenario.phrase import phrase
from sim.scenario.problem import Ledger, Refused
from sim.scenario.scalar import checked_text, number
from sim.scenario.shape import Shape

REQUIRED: Final = ("key", "source", "confidence")
"""Columns that a table of cities must have."""

TABLES: Final = ("fit", "stock")
"""Fields that have one column for each industry, such as fit.electronics."""

_CELL: Final = re.compile(r'[ \t]*"([^"]*(?:""[^"]*)*)"[ \t]*(?=[,\n]|\Z)|([^,\n]*)')
_INDUSTRY: Final = re.compile(r"(fit|stock)\.([a-z][a-z0-9_]*)\Z")


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of a cell without surrounding blanks, and where it begins."""

    text: str
    place: Place


def read_table(
    path: Path, origin: Origin, fields: Mapping[str, Shape], ledger: Ledger, at: tuple[Place, Route]
) -> dict[str, Node] | None:
    """The rows of a table as mappings by key, blank cells left out; None after a problem with the whole file.

    Args:
        path: The file.
        origin: Its name.
        fields: Shapes of the fields of a city.
        ledger: Takes the problems.
        at: Where a file that cannot be read is reported.
    """
    text = read_text(path, LARGEST_CSV, origin, ledger, at)
    rows = None if text is None else rows_of(text, origin, ledger)
    if rows is None:
        return None
    if not rows:
        ledger.add(Place(origin, 1, 1), (), phrase("empty_file"))
        return None
    header = rows[0]
    routes = _header(header, fields, ledger)
    if routes is None:
        return None
    table: dict[str, Node] = {}
    for row in rows[1:]:
        if len(row) != len(header):
            what = phrase("csv_row_length", found=len(row), wanted=len(header))
            ledger.add(row[0].place, (), what)
            continue
        key = row[0]
        if not key.text:
            ledger.add(key.place, (), phrase("csv_no_key"))
        elif key.text in table:
            first = table[key.text].place.line or 0
            ledger.add(
                key.place,
                ("cities", key.text),
                phrase("csv_duplicate_row", key=visible(key.text, 60), line=first),
            )
        else:
            table[key.text] = _row(row, header, routes, fields, ledger)
    return table


def rows_of(text: str, origin: Origin, ledger: Ledger) -> list[list[Cell]] | None:
    """The cells of a CSV text row by row, empty lines left out; None after quotation marks that do not fit."""
    rows: list[list[Cell]] = []
    row: list[Cell] = []
    line, line_start, position = 1, 0, 0
    while position <= len(text):
        match = _CELL.match(text, position)
        quoted = match.group(1) if match else None
        place = Place(origin, line, position - line_start + 1)
        if match is None or (quoted is None and match.group(2).lstrip(" \t").startswith('"')):
            ledger.add(place, (), phrase("csv_quote"))
            return None
        content = match.group(2) if quoted is None else quoted.replace('""', '"')
        row.append(Cell(content.strip(" \t"), place))
        breaks = match.group().count("\n")
        if breaks:
            line, line_start = line + breaks, position + match.group().rindex("\n") + 1
        position = match.end() + 1
        if match.end() == len(text) or text[match.end()] == "\n":
            if len(row) > 1 or row[0].text:
                rows.append(row)
            row, line, line_start = [], line + 1, position
    return rows


def _header(header: list[Cell], fields: Mapping[str, Shape], ledger: Ledger) -> list[Route | None] | None:
    names = [cell.text for cell in header]
    before = len(ledger)
    if len(names) == 1 and (sign := re.search("[;\t，；|]", names[0])):
        hints = full_width_hint(sign.group()) if FULL_WIDTH.match(sign.group()) else ()
        what = phrase("csv_separator", sign="tab" if sign.group() == "\t" else sign.group())
        ledger.add(header[0].place, (), what, hints=hints)
        return None
    if names[0] != "key":
        ledger.add(header[0].place, (), phrase("csv_first_column", name=visible(names[0], 60)))
        return None
    for name in REQUIRED[1:]:
        if name not in names:
            allowed = phrase("csv_required", names=", ".join(REQUIRED))
            ledger.add(header[0].place, (name,), phrase("csv_missing_column", name=name), allowed=allowed)
    known = [name for name, shape in fields.items() if not (shape.models or shape.value or shape.item)]
    routes: list[Route | None] = [None]
    for index, cell in enumerate(header[1:], start=1):
        industry = _INDUSTRY.match(cell.text)
        if cell.text in names[:index]:
            what = phrase("csv_duplicate_column", name=visible(cell.text, 60), first=names.index(cell.text) + 1)
            ledger.add(cell.place, (cell.text,), what)
        if cell.text in known:
            routes.append((cell.text,))
        elif industry:
            routes.append(industry.groups())
        elif cell.text.startswith("note"):
            routes.append(None)
        else:
            spellings = {title: name for name in known for title in fields[name].titles if title}
            names_known = (*known, *(f"{field}.INDUSTRY" for field in TABLES))
            suggestions = ledger.close_to(cell.text, names_known, spellings)
            allowed = phrase("csv_columns", names=joined(known))
            what = phrase("csv_unknown_column", name=visible(cell.text, 60))
            hints = full_width_hint(cell.text)
            ledger.add(cell.place, (), what, hints=hints, allowed=allowed, suggestions=suggestions)
    return routes if len(ledger) == before else None


def _row(
    row: list[Cell],
    header: list[Cell],
    routes: list[Route | None],
    fields: Mapping[str, Shape],
    ledger: Ledger,
) -> Node:
    place = row[0].place
    entries: dict[str, Node] = {}
    for cell, column, route in zip(row, header, routes, strict=True):
        if route is None or not cell.text:
            continue
        field = fields[str(route[0])]
        shape = field if len(route) == 1 else field.value
        node = Node(value_of(cell, shape, ("cities", row[0].text, *route), ledger), cell.place)
        if len(route) == 1:
            entries[str(route[0])] = node
        else:
            node.key_place = column.place
            inside = entries.setdefault(str(route[0]), Node({}, cell.place))
            inside.entries[str(route[1])] = node
    return Node(entries, place, place)


def value_of(cell: Cell, shape: Shape | None, route: Route, ledger: Ledger) -> Scalar:
    """The value of a cell: a number or a switch where its shape wants one, else text."""
    try:
        if shape is not None and shape.number:
            value = number(cell.text)
            return checked_text(cell.text) if value is None else value
        if shape is not None and shape.switch and cell.text in ("true", "false"):
            return cell.text == "true"
        return checked_text(cell.text)
    except Refused as reason:
        ledger.refuse(cell.place, route, reason)
        return None
