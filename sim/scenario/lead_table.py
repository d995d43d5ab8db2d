"""The CSV table of project leads: one row a project; rows that are refused are told with their lines."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from sim.scenario.echo import joined, visible
from sim.scenario.fence import LARGEST_CSV, read_text
from sim.scenario.names import Names, check_references
from sim.scenario.node import Node, Origin, Place, Route
from sim.scenario.phrase import phrase
from sim.scenario.problem import Ledger, Problem, Refused
from sim.scenario.shape import Shape, fields_of, shape_of
from sim.scenario.table import Cell, rows_of, value_of
from sim.scenario.violations import report
from sim.schema import Lead, Time

REQUIRED: Final = ("key", "industry", "announced_investment")
"""Columns that a table of leads must have."""

EXTRA: Final = ("year", "date", "title_en", "title_zh")
"""Columns that are no fields: when the project arrives in place of `period`, and its name by language."""

LIST: Final = ("projects", "listed")
_SHAPE: Final[Shape] = shape_of(Lead)
_DATE: Final = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?\Z")


@dataclass(frozen=True, slots=True)
class _Table:
    """What rows are read against: header, calendar of the run, names that exist."""

    header: list[Cell]
    time: Time
    names: Mapping[str, Names]


def listed_leads(
    file: Node, time: Time | None, names: Mapping[str, Names], skip: bool, ledger: Ledger
) -> tuple[list[Node], tuple[Problem, ...]]:
    """The good rows of the table as leads, and the problems of rows that were left out.

    Args:
        file: The value that names the table.
        time: The calendar; None where it is not sound.
        names: Cities and industries that exist, by kind.
        skip: Whether bad rows are left out; else they are problems of the scenario.
        ledger: Takes the problems.
    """
    origin, route = file.place.origin, ("projects", "leads_file")
    try:
        if origin.folder is None or origin.fence is None:
            raise Refused(phrase("no_folder", name=visible(str(file.value), 100)), phrase("leads_in_list"))
        path: Path = origin.fence.reach(str(file.value), origin.folder)
    except Refused as reason:
        ledger.refuse(file.place, route, reason)
        return [], ()
    table = Origin(origin.fence.label(path), "csv", path.parent, origin.fence, path)
    before = len(ledger)
    text = read_text(path, LARGEST_CSV, table, ledger, (file.place, route))
    rows = None if text is None else rows_of(text, table, ledger)
    if rows is None or not rows:
        if len(ledger) == before:
            ledger.add(Place(table, 1, 1), (), phrase("empty_file"))
        return [], ()
    if not _header_is_sound(rows[0], ledger) or time is None:
        return [], ()
    refused = Ledger() if skip else ledger
    leads = _leads(_Table(rows[0], time, names), rows[1:], refused)
    if not leads and len(ledger) == before:
        ledger.add(file.place, route, phrase("no_good_leads"))
    return leads, refused.problems() if skip else ()


def _header_is_sound(header: list[Cell], ledger: Ledger) -> bool:
    names, before = [cell.text for cell in header], len(ledger)
    fields = fields_of(Lead)
    known = [name for name in fields if name not in ("number",)]
    if len(names) == 1 and (sign := re.search("[;\t，；|]", names[0])):
        ledger.add(header[0].place, (), phrase("csv_separator", sign="tab" if sign.group() == "\t" else sign.group()))
        return False
    for name in REQUIRED:
        if name not in names:
            allowed = phrase("csv_lead_columns", names=", ".join(REQUIRED))
            ledger.add(header[0].place, (name,), phrase("csv_missing_column", name=name), allowed=allowed)
    for index, cell in enumerate(header):
        if cell.text in names[:index]:
            what = phrase("csv_duplicate_column", name=visible(cell.text, 60), first=names.index(cell.text) + 1)
            ledger.add(cell.place, (cell.text,), what)
        elif cell.text not in (*known, *EXTRA) and not cell.text.startswith("note"):
            spellings = {title: name for name in known for title in fields[name].titles if title}
            ledger.add(
                cell.place, (cell.text,), phrase("csv_unknown_column", name=visible(cell.text, 60)),
                allowed=phrase("csv_lead_columns", names=joined((*known, *EXTRA), 60)),
                suggestions=ledger.close_to(cell.text, (*known, *EXTRA), spellings),
            )  # fmt: skip
    return len(ledger) == before


def _leads(table: _Table, rows: list[list[Cell]], ledger: Ledger) -> list[Node]:
    leads, first = [], dict[str, int]()
    column = [cell.text for cell in table.header].index("key")
    for number, row in enumerate(rows):
        before = len(ledger)
        if len(row) != len(table.header):
            what = phrase("csv_row_length", found=len(row), wanted=len(table.header))
            ledger.add(row[0].place, (*LIST, number), what)
            continue
        key = row[column]
        if key.text in first:
            what = phrase("csv_duplicate_lead", key=visible(key.text, 60), line=first[key.text])
            ledger.add(key.place, (*LIST, number, "key"), what)
            continue
        lead = _lead(table, number, row, ledger)
        if len(ledger) == before:
            _check(lead, number, table, ledger)
        if len(ledger) == before:
            first[key.text] = key.place.line or 0
            leads.append(lead)
    return leads


def _lead(table: _Table, number: int, row: list[Cell], ledger: Ledger) -> Node:
    place, fields = row[0].place, fields_of(Lead)
    entries: dict[str, Node] = {"number": Node(number, place)}
    title: dict[str, Node] = {}
    for cell, column in zip(row, table.header, strict=True):
        name, route = column.text, (*LIST, number, column.text)
        if name.startswith("note") or not cell.text:
            continue
        if name in ("year", "date"):
            period = _period(cell, route, table.time, ledger)
            entries["period"] = Node(period, cell.place)
        elif name == "candidates":
            keys = [part.strip() for part in cell.text.split(";") if part.strip()]
            entries[name] = Node([Node(key, cell.place) for key in keys], cell.place)
        elif name in ("title", "title_en", "title_zh"):
            for language in ("en", "zh") if name == "title" else (name[-2:],):
                title[language] = Node(value_of(cell, None, route, ledger), cell.place)
        else:
            entries[name] = Node(value_of(cell, fields[name], route, ledger), cell.place)
    key = entries.get("key", Node("", place))
    shown = next(iter(title.values()), Node(str(key.value)[:60], key.place))  # a longer key is told once, as a key
    entries["title"] = Node({language: title.get(language, shown) for language in ("en", "zh")}, place)
    return Node(entries, place, place)


def _period(cell: Cell, route: Route, time: Time, ledger: Ledger) -> int | None:
    """The period in which a year or a day lies; None after a problem."""
    found = _DATE.match(cell.text)
    try:
        day = None if found is None else date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        day = None
    if day is None:
        what = phrase("not_a_date", value=visible(cell.text, 60))
        ledger.add(cell.place, route, what, allowed=phrase("year_or_date"))
        return None
    years = day.year - time.start_year + (day.month - 1) / 12 + (day.day - 1) / 372
    period = int(years * time.periods_per_year // 1)
    if not 0 <= period < time.periods:
        last = time.start_year + (time.periods - 1) // time.periods_per_year
        what = phrase("outside_run", value=visible(cell.text, 60), first=str(time.start_year), last=str(last))
        ledger.add(cell.place, route, what)
        return None
    return period


def _check(lead: Node, number: int, table: _Table, ledger: Ledger) -> None:
    """The schema, names, and the end of the run."""
    at = (*LIST, number)
    before = len(ledger)
    check_references(lead, _SHAPE, table.names, ledger, at)
    if len(ledger) > before:
        return
    try:
        checked = Lead.model_validate(lead.plain())
    except ValidationError as error:
        report(error, lead, _SHAPE, at, ledger)
        return
    if checked.period >= table.time.periods:
        place = (lead.get("period") or lead).place
        ledger.add(place, (*at, "period"), phrase("arrives_too_late", period=checked.period))
