"""Names as persons type them, made fit to be shown: they are text, never markup, and stay on their line."""

import unicodedata
from typing import Final

from demo.mayor.refusal import Refused

LONGEST: Final = 24
"""Characters of a name."""

MARKS: Final = 2
"""Combining marks in a row at most: more would climb over other lines."""


def cleaned(text: object) -> str:
    """A name without control, format and direction characters, in one line, cut to its length.

    Raises:
        Refused: If nothing is left, or it is no text.
    """
    if not isinstance(text, str):
        raise Refused("name")
    kept: list[str] = []
    marks = 0
    for character in unicodedata.normalize("NFC", text[: 20 * LONGEST]):
        kind = unicodedata.category(character)
        marks = marks + 1 if kind in ("Mn", "Me") else 0
        if kind.startswith("Z") or character in "\t\n\r":
            kept.append(" ")
        elif not kind.startswith("C") and marks <= MARKS:
            kept.append(character)
    name = " ".join("".join(kept).split())[:LONGEST].strip()
    if not any(unicodedata.category(character)[0] in "LNSP" for character in name):
        raise Refused("name")
    return name
