"""Plain words of YAML 1.2 (core schema): null, true, false, numbers; everything else is text."""

import math
import re
from typing import Final

from sim.scenario.echo import FORBIDDEN_IN_TEXT, code_point
from sim.scenario.phrase import phrase
from sim.scenario.problem import Refused

_INTEGER: Final = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\Z")
_NUMBER: Final = re.compile(r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_NOT_FINITE: Final = re.compile(r"(?:[-+]?\.?(?:inf|infinity)|[-+]?\.?nan)\Z", re.IGNORECASE)
_DIGITS: Final = 30
_WORDS: Final[dict[str, bool | None]] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip


def number(text: str) -> int | float | None:
    """The number that a text spells, or None.

    Raises:
        Refused: If it is not finite or has too many digits.
    """
    if _INTEGER.match(text):
        if len(text) > _DIGITS:
            raise Refused(phrase("number_too_long", digits=len(text.lstrip("+-"))))
        return int(text)
    if _NUMBER.match(text):
        value = float(text)
        if not math.isfinite(value):
            raise Refused(phrase("not_finite", value=text[:_DIGITS]))
        return value + 0.0  # no negative zero: equal scenarios have equal hashes
    return None


def spells_no_number(text: str) -> bool:
    """Whether a text spells NaN or infinity, as YAML or as programs print it."""
    return bool(_NOT_FINITE.match(text))


def plain_word(text: str) -> str | int | float | bool | None:
    """The value of an unquoted word of YAML.

    Raises:
        Refused: If it is a number that is not finite or has too many digits.
    """
    if text in _WORDS:
        return _WORDS[text]
    if "." in text[:2] and spells_no_number(text):
        raise Refused(phrase("not_finite", value=text))
    value = number(text)
    return text if value is None else value


def checked_text(text: str) -> str:
    """The text itself.

    Raises:
        Refused: If it holds control or bidirectional characters.
    """
    found = FORBIDDEN_IN_TEXT.search(text)
    if found:
        raise Refused(phrase("control_character", code=code_point(found.group())))
    return text
