"""The numbers of a scenario for readers: as a table for files, counted, and grouped by what they are."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from experiments.grid import Grid
from experiments.table_files import TEXT, Field, Table
from experiments.words import Words
from sim.scenario import Number
from sim.scenario.facts import STATUSES
from sim.schema.sources import Status

FILE: Final = "facts.csv"
"""Its name in an output folder."""

FIELDS: Final = ("path", "lever", "value", "unit", "en", "zh", "status", "source", "confidence", "where")
"""What is told of each number."""

_CITY: Final = re.compile(r"^cities\.[a-z0-9_]+\.")
_INDUSTRY: Final = re.compile(r"^(industries|chain)\.[a-z0-9_]+\.|(?<=\.stock\.)[a-z0-9_]+|(?<=\.fit\.)[a-z0-9_]+")
_INDEX: Final = re.compile(r"\[[0-9]+\]")
_TOKEN: Final = re.compile(r"([.\[\]])")

MOST_KEYS: Final = 3
"""Keys that a path names before the rest is only counted."""


def fact_table(numbers: Sequence[Number]) -> Table:
    """One row for each number."""
    fields = {
        name: Field(TEXT if name != "value" else "see column unit", name, name, "number" if name == "value" else "text")
        for name in FIELDS
    }
    return Table("facts", fields, [[getattr(one, name) for name in FIELDS] for one in numbers])


def _section(path: str) -> str:
    return re.split(r"[.\[]", path, maxsplit=1)[0]


def counts(numbers: Sequence[Number], w: Words) -> Grid:
    """How many numbers of each section are what."""
    sections = list(dict.fromkeys(_section(one.path) for one in numbers))
    found = Counter((_section(one.path), one.status) for one in numbers)
    rows = [[section, *(str(found[section, status]) for status in STATUSES)] for section in sections]
    rows.append([w("table.facts.all"), *(str(sum(one.status == status for one in numbers)) for status in STATUSES)])
    headings = [w("table.facts.section"), *(w(f"table.facts.{status}") for status in STATUSES)]
    return Grid(w("table.facts.counts"), headings, rows)


def groups(numbers: Sequence[Number], w: Words) -> list[Grid]:
    """Numbers by status; those of all cities or industries that come from the same source in one row."""
    grids = []
    for status in STATUSES:
        rows = [
            [shown, span(group), group[0].unit, str(len(group)), group[0].where, group[0].source]
            for shown, group in grouped(numbers, status)
        ]
        if rows:
            names = ("path", "value", "unit", "count", "where", "source")
            headings = [w(f"table.facts.{name}") for name in names]
            grids.append(Grid(w(f"table.facts.{status}"), headings, rows, left=frozenset({2, 4, 5})))
    return grids


def grouped(numbers: Sequence[Number], status: Status) -> list[tuple[str, list[Number]]]:
    """Numbers of a status, those of all cities or industries from the same source together, each with a path."""
    found: dict[tuple[str, str], list[Number]] = {}
    for one in numbers:
        if one.status == status:
            found.setdefault((_any(one), one.source), []).append(one)
    alike = Counter(path for path, _ in found)
    return [
        (path if alike[path] == 1 and len(group) > 1 else _those(path, group), group)
        for (path, _), group in found.items()
    ]


def _any(number: Number) -> str:
    """The path with * for the city, the industry and places in lists; levers go by their names."""
    path = _INDEX.sub("[*]", _INDUSTRY.sub(_any_industry, _CITY.sub("cities.*.", number.path)))
    before, levers, behind = path.rpartition(".levers[*]")
    return f"{before}.levers[{number.lever}]{behind}" if levers else path


def _those(path: str, group: Sequence[Number]) -> str:
    """The path with the keys of a group in place of *: `cities.{dazu,hechuan,+3}.wage`."""
    parts = _TOKEN.split(path)
    found = [list(dict.fromkeys(keys)) for keys in zip(*(_TOKEN.split(one.path) for one in group), strict=True)]
    for place, keys in enumerate(found):
        if parts[place] == "*":
            more = [f"+{len(keys) - MOST_KEYS}"] if len(keys) > MOST_KEYS else []
            named = ",".join([*keys[:MOST_KEYS], *more])
            parts[place] = named if len(keys) == 1 else f"{{{named}}}"
    return "".join(parts)


def _any_industry(found: re.Match[str]) -> str:
    return f"{found.group(1)}.*." if found.group(1) else "*"


def span(group: Sequence[Number]) -> str:
    """Their value, or the lowest and the highest."""
    low, high = min(one.value for one in group), max(one.value for one in group)
    return _told(low) if low == high else f"{_told(low)} – {_told(high)}"


def _told(value: int | float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.6g}"
