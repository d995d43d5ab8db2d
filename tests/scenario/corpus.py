"""Malformed scenarios, each with a different mistake; « stands where the mistake must be reported."""

from dataclasses import dataclass, field
from typing import Any

MARK = "«"

BASE = """\
schema_version: 1
title: { en: Test, zh: 测试 }
seed: 1
time: { start_year: 2023, periods: 4 }
economy:
  firm_rate: 0.1
industries:
  chips:
    title: { en: Chips, zh: 芯片 }
  autos:
    title: { en: Autos, zh: 汽车 }
cities:
  defaults:
    gdp: 50000
  set:
    rongchang:
      name_en: Rongchang
      name_zh: 荣昌
      list_price: 28
      fit: { chips: 0.1 }
    longchang:
      name_en: Longchang
      name_zh: 隆昌
      list_price: 26
projects:
  pipeline:
    arrivals_per_year: 10
    pool_per_year: 20
  watched:
    - key: plant
      title: { en: Plant, zh: 工厂 }
      period: 1
      industry: chips
      announced_investment: 900
contest: { format: open }
regimes:
  - key: competition
    title: { en: Competition, zh: 竞争 }
  - key: cap
    title: { en: Cap, zh: 上限 }
    levers:
      - lever: subsidy_cap
        cap: 0.08
"""
"""A scenario without mistakes."""

TABLE = """\
key,name_en,name_zh,list_price,wage,land_grade,fit.chips,source,confidence,note_1
rongchang,Rongchang,荣昌,28,65000,12,0.1,yearbook,A,
longchang,Longchang,隆昌,26,62000,,,"estimate, from memory",M,x
dazu,Dazu,大足,,,,,,,
"""
"""A table of cities without mistakes."""

CITIES = BASE[BASE.index("cities:") : BASE.index("projects:")]
PROJECTS = BASE[BASE.index("projects:") : BASE.index("contest:")]
REGIMES = BASE[BASE.index("regimes:") :]

WITH_TABLE = BASE.replace(
    CITIES, "cities:\n  defaults: { gdp: 50000 }\n  file: data/cities.csv\n  include: [rongchang, longchang]\n"
)
"""The scenario with its cities in a table."""


@dataclass(frozen=True)
class Case:
    """A malformed scenario and what must be said about it."""

    name: str
    kind: str
    files: dict[str, bytes]
    file: str = "main.yaml"
    line: int | None = None
    column: int | None = None
    path: str = ""
    allowed: str | None = None
    meant: str | None = None
    overrides: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    links: dict[str, str] = field(default_factory=dict)


CASES: list[Case] = []


def unmarked(text: str) -> tuple[bytes, int | None, int | None]:
    """The text without its mark, and the line and column of the mark."""
    before, mark, after = text.partition(MARK)
    if not mark:
        return text.encode(), None, None
    return (before + after).encode(), before.count("\n") + 1, len(before) - before.rfind("\n")


def changed(text: str, old: str, new: str) -> str:
    """The text with its only occurrence of `old` replaced."""
    assert text.count(old) == 1, old
    return text.replace(old, new)


def case(name: str, kind: str, files: dict[str, str | bytes], **expected: Any) -> None:
    """Add a case; the file that holds the mark is the one that must be named."""
    contents: dict[str, bytes] = {}
    for file, text in files.items():
        if isinstance(text, bytes):
            contents[file] = text
            continue
        contents[file], line, column = unmarked(text)
        if line is not None:
            expected = {"file": file, "line": line, "column": column, **expected}
    CASES.append(Case(name, kind, contents, **expected))


def edit(name: str, kind: str, old: str, new: str, **expected: Any) -> None:
    """Add a case that changes one spot of the base scenario."""
    case(name, kind, {"main.yaml": changed(BASE, old, new)}, **expected)


def table(name: str, kind: str, old: str, new: str, **expected: Any) -> None:
    """Add a case that changes one spot of the table of cities."""
    case(name, kind, {"main.yaml": WITH_TABLE, "data/cities.csv": changed(TABLE, old, new)}, **expected)


def reference(name: str, kind: str, old: str, new: str, **expected: Any) -> None:
    """Add a case that changes how the scenario refers to its table of cities."""
    case(name, kind, {"main.yaml": changed(WITH_TABLE, old, new), "data/cities.csv": TABLE}, **expected)


def sweep(name: str, kind: str, over: str, values: str = "0.05, 0.2", more: str = "", **expected: Any) -> None:
    """Add a case with a sweep."""
    entry = f"{{ key: s, title: {{ en: S, zh: 扫描 }}, unit: share, path: {over}, values: [{values}]{more} }}"
    edit(name, kind, "seed: 1", f"sweeps: [{entry}]\nseed: 1", **expected)


def prior(
    name: str, kind: str, paths: str, low: str = "0.05", high: str = "0.2", more: str = "", **expected: Any
) -> None:
    """Add a case with a prior range over one path, or over a list of paths."""
    listed = paths if paths.startswith("«[") else f"[{paths}]"
    entry = f"{{ title: {{ en: P, zh: 先验 }}, unit: share, paths: {listed}, low: {low}, high: {high} }}"
    edit(name, kind, "seed: 1", f"prior: {{ ranges: {{ p: {entry} }}{more} }}\nseed: 1", **expected)


def child(name: str, kind: str, target: str, **expected: Any) -> None:
    """Add a case of a scenario that builds on another."""
    files = expected.pop("files", {})
    case(name, kind, {"main.yaml": f"extends: «{target}\nseed: 3\n", **files}, path="extends", **expected)


def setting(name: str, kind: str, text: str, **expected: Any) -> None:
    """Add a case with an override."""
    case(name, kind, {"main.yaml": BASE}, overrides=(text,), file=f"--set {text}", **expected)
