"""Why a value is not what its place wants, and what was probably meant."""

import math
import re
from dataclasses import dataclass
from typing import Final

from sim.scenario.echo import FULL_WIDTH, code_point, half_width, number_text, visible
from sim.scenario.node import Node
from sim.scenario.phrase import Phrase, Term, phrase
from sim.scenario.problem import Refused
from sim.scenario.scalar import number, spells_no_number
from sim.scenario.shape import Shape
from sim.units import LAND_PRICE, MONEY, land_price_from_square_metre

_PERCENT: Final = re.compile(r"\s*([-+]?[0-9.]+)\s*[%％]\s*\Z")
_GROUPED: Final = re.compile(r"\s*[-+]?[0-9]{1,3}(?:[,，_' ][0-9]{3})+(?:\.[0-9]+)?\s*\Z")
_WITH_UNIT: Final = re.compile(r"\s*([-+]?[0-9][0-9.]*)\s*[^\s0-9.].*\Z", re.DOTALL)
_DATE: Final = re.compile(r"\s*([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?\s*\Z")
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,59}\Z")

_SQUARE_METRE: Final = land_price_from_square_metre(1.0)
_MAGNITUDES: Final[tuple[tuple[str, float, str], ...]] = (
    (LAND_PRICE, _SQUARE_METRE, "CNY/m²"),
    (MONEY, 0.01, "10k CNY"),
    (MONEY, 1e-6, "CNY"),
    ("CNY/year", 10_000.0, "10k CNY/year"),
    ("share", 0.01, "percent"),
    ("probability", 0.01, "percent"),
    ("per year", 0.01, "percent"),
    ("index", 0.01, "percent"),
)
"""Unit that a field begins with, size in it of one unit that people confuse it with, and that unit."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What to say about a value."""

    what: Phrase
    hints: tuple[Phrase, ...] = ()
    allowed: Phrase | None = None
    suggestions: tuple[str, ...] = ()


def got(node: Node) -> Phrase:
    """What was found, in words."""
    value = node.value
    if value is None:
        return phrase("got_nothing")
    if isinstance(value, bool):
        return phrase("got_switch", value="true" if value else "false")
    if isinstance(value, int | float):
        return phrase("got_number", value=value)
    if isinstance(value, str):
        return phrase("got_text", value=visible(value, 60))
    return phrase("got_list" if isinstance(value, list) else "got_block")


def full_width_hint(text: str) -> tuple[Phrase, ...]:
    """A sentence about the first full-width character of a text, if there is one."""
    found = FULL_WIDTH.search(text)
    if found is None:
        return ()
    sign = found.group()
    return (phrase("full_width", character=sign, code=code_point(sign), plain=half_width(sign)),)


def wrong_number(node: Node, shape: Shape) -> Reading:
    """About a value that is no number, or not a whole one."""
    value, allowed = node.value, shape.allowed()
    if isinstance(value, float) and not math.isfinite(value):
        return Reading(phrase("not_finite", value=repr(value)), allowed=allowed)
    if isinstance(value, float) and shape.number == "int":
        near = (number_text(int(value)),) if value.is_integer() else ()
        return Reading(phrase("not_whole", value=repr(value)), allowed=allowed, suggestions=near)
    if not isinstance(value, str):
        return Reading(phrase("not_a_number", got=got(node)), allowed=allowed)
    shown = visible(value, 60)
    if spells_no_number(value.strip()):
        return Reading(phrase("not_finite", value=shown), allowed=allowed)
    if wide := full_width_hint(value):
        plain = half_width(value).strip()
        return Reading(
            wide[0], (phrase("not_a_number", got=got(node)),), allowed, (plain,) if _is_number(plain) else ()
        )
    if _is_number(value.strip()):
        return Reading(phrase("quoted_number", value=shown), allowed=allowed, suggestions=(value.strip(),))
    if (percent := _PERCENT.match(value)) and _is_number(percent.group(1)):
        meant = number_text(float(percent.group(1)) / 100)
        return Reading(phrase("percent_sign", value=shown), allowed=allowed, suggestions=(meant,))
    if _GROUPED.match(value):
        meant = re.sub(r"[^-+0-9.]", "", value)
        return Reading(phrase("thousands_separator", value=shown), allowed=allowed, suggestions=(meant,))
    if (start := _WITH_UNIT.match(value)) and _is_number(start.group(1)):
        what = phrase("number_with_unit", value=shown)
        return Reading(what, allowed=allowed, suggestions=(start.group(1),))
    return Reading(phrase("not_a_number", got=got(node)), allowed=allowed)


def wrong_size(value: float, shape: Shape) -> Reading:
    """About a number out of bounds; names the unit and the unit that it was probably given in."""
    what = phrase("out_of_bounds", value=value)
    hints: list[Phrase] = []
    suggestions: tuple[str, ...] = ()
    large = (shape.le is not None and value > shape.le) or (shape.lt is not None and value >= shape.lt)
    for unit, factor, other in _MAGNITUDES:
        if not shape.unit.startswith(unit) or suggestions:
            continue
        meant = float(f"{value * factor:.4g}")
        fits = shape.admits(meant) and large == (factor < 1) and meant != 0 and abs(value) >= 1
        if fits:
            suggestions = (number_text(meant),)
        if unit == LAND_PRICE:
            size = float(f"{factor:.3g}")
            hints.append(phrase("magnitude", other=Term(other), size=size, unit=Term(shape.unit)))
        if fits:
            hints.append(phrase("looks_like", value=value, other=Term(other)))
    return Reading(what, tuple(hints), shape.allowed(), suggestions)


def wrong_switch(node: Node) -> Reading:
    """About a value that is neither true nor false."""
    word = str(node.value).lower()
    meant = {"yes": "true", "on": "true", "1": "true", "true": "true", "是": "true"}
    meant |= {"no": "false", "off": "false", "0": "false", "false": "false", "否": "false"}
    what = phrase("not_true_or_false", got=got(node))
    suggestions = (meant[word],) if word in meant else ()
    return Reading(what, allowed=phrase("one_of", names="true, false"), suggestions=suggestions)


def wrong_type(node: Node, code: str, shape: Shape) -> Reading:
    """About a value of the wrong kind where text, a list or a block is wanted."""
    value = node.value
    hints: tuple[Phrase, ...] = full_width_hint(value) if isinstance(value, str) else ()
    if hints:
        return Reading(hints[0], (phrase(code, got=got(node)),), shape.allowed())
    suggestions: tuple[str, ...] = ()
    if code == "not_a_list" and isinstance(value, str | int | float):
        suggestions = (f"[{visible(str(value), 60)}]",)
    elif code == "not_a_block" and shape.tag is not None and isinstance(value, str):
        suggestions = (f"{{{shape.tag}: {visible(value, 60)}}}",)
    elif code == "not_text" and isinstance(value, int | float):
        suggestions = (f'"{number_text(value) if not isinstance(value, bool) else str(value).lower()}"',)
    return Reading(phrase(code, got=got(node)), (), shape.allowed(), suggestions)


def bad_name(text: str) -> Reading:
    """About a text that is no name."""
    plain = re.sub(r"[^a-z0-9_]+", "_", half_width(text).strip().lower()).strip("_")
    suggestions = (plain,) if _NAME.match(plain) else ()
    what = phrase("bad_name", name=visible(text, 60))
    return Reading(what, full_width_hint(text), phrase("name_form"), suggestions)


def bad_date(text: str) -> Reading:
    """About a text that is no date."""
    found = _DATE.match(half_width(text))
    suggestions = (f"{found.group(1)}-{int(found.group(2)):02d}-{int(found.group(3)):02d}",) if found else ()
    what = phrase("not_a_date", value=visible(text, 60))
    return Reading(what, full_width_hint(text), phrase("date_form"), () if suggestions == (text,) else suggestions)


def _is_number(text: str) -> bool:
    try:
        return number(text) is not None
    except Refused:
        return False
