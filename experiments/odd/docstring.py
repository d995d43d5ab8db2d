"""Docstrings as the pages show them: summary, equations, arguments, and on what a rule rests."""

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

BASES: Final[dict[str, re.Pattern[str]]] = {
    "a source": re.compile(r"\b[Ff]ollowing\s+\w|\b(?:1[89]|20)\d\d\b"),
    "an assumption": re.compile(r"\b[Aa]ssumptions?\b"),
    "a definition": re.compile(r"\b[Dd]efinitions?\b"),
    "an accounting identity": re.compile(r"\b[Aa]ccounting\s+identity\b"),
    "an algorithm": re.compile(r"\b[Aa]lgorithm\b"),
}
"""On what a rule can rest, and the words by which its docstring says so."""

_BARE: Final = frozenset({"Definition.", "Algorithm.", "Accounting identity."})
"""Paragraphs that say on what a rule rests and nothing else."""

_SECTION: Final = re.compile(r"^(Args|Attributes|Returns|Raises):$")
_ENTRY: Final = re.compile(r"^    (\*{0,2}\w+): ?(.*)$")
_EQUATION: Final = re.compile(r"^(Σ|max |[^\s=]{1,24}( [^\s=]{1,12})? (=|≤) )")


@dataclass
class Docstring:
    """A docstring taken apart.

    Attributes:
        summary: First sentence or line.
        paragraphs: Paragraphs behind it, as lines.
        sections: Entries by section, name and text; for `Returns` the name is empty.
    """

    summary: str
    paragraphs: list[list[str]] = field(default_factory=list)
    sections: dict[str, list[tuple[str, str]]] = field(default_factory=dict)


def read(thing: Callable[..., Any] | type) -> Docstring:
    """The docstring of a function or class, taken apart.

    Raises:
        ValueError: If it has none.
    """
    text = inspect.getdoc(thing)
    if not text:
        raise ValueError(f"{thing.__module__}.{thing.__name__} has no docstring")
    found = Docstring("")
    section = None
    paragraphs: list[list[str]] = [[]]
    for line in text.splitlines():
        heading = _SECTION.match(line)
        if heading:
            section = heading[1]
            found.sections[section] = []
        elif section is not None:
            _enter(found.sections[section], line, named=section != "Returns")
        elif line:
            paragraphs[-1].append(line)
        elif paragraphs[-1]:
            paragraphs.append([])
    first, *rest = [paragraph for paragraph in paragraphs if paragraph]
    found.summary = " ".join(first)
    found.paragraphs = rest
    return found


def _enter(entries: list[tuple[str, str]], line: str, named: bool) -> None:
    """Add a line of a section to its entries: a new one, or more of the last."""
    new = _ENTRY.match(line) if named else None
    if new:
        entries.append((new[1], new[2]))
    elif line.strip():
        name, text = entries.pop() if entries else ("", "")
        entries.append((name, f"{text} {line.strip()}".strip()))


def bases(thing: Callable[..., Any] | type) -> list[str]:
    """On what a rule rests by its own docstring: keys of `BASES`; empty if it does not say."""
    text = inspect.getdoc(thing) or ""
    return [basis for basis, words in BASES.items() if words.search(text)]


def markdown(found: Docstring) -> list[str]:
    """A docstring as lines of Markdown: equations as they stand, sections as lists, without what `bases` tells."""
    lines = [found.summary]
    for paragraph in found.paragraphs:
        if " ".join(paragraph) in _BARE:
            continue  # the line above the summary says so
        equation = _is_equation(paragraph)
        lines += ["", *(["```text", *paragraph, "```"] if equation else paragraph)]
    for section, entries in found.sections.items():
        if entries and section != "Raises":
            told = (f"- `{name}`: {text}" if name else f"- {section.lower()}: {text}" for name, text in entries)
            lines += ["", *told]
    return lines


def _is_equation(paragraph: list[str]) -> bool:
    """Whether a paragraph is set off as an equation: indented, or one statement in symbols and nothing else."""
    if all(line.startswith("    ") for line in paragraph):
        return True
    ends = paragraph[0].endswith(".") or any(". " in line for line in paragraph)
    return bool(_EQUATION.match(paragraph[0])) and not ends
