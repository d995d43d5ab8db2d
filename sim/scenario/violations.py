"""What pydantic refuses, told as problems: found in the files, with bounds, units and near misses."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from pydantic import ValidationError

from sim.scenario.echo import joined, visible
from sim.scenario.misread import (
    Reading,
    bad_date,
    bad_name,
    full_width_hint,
    wrong_number,
    wrong_size,
    wrong_switch,
    wrong_type,
)
from sim.scenario.node import Node, Place, Route
from sim.scenario.phrase import Term, phrase
from sim.scenario.problem import Ledger
from sim.scenario.shape import Shape, fields_of, tagged
from sim.schema import ScenarioFile

_TYPES: Final[dict[str, str]] = {
    "string_type": "not_text",
    "string_unicode": "not_text",
    "tuple_type": "not_a_list",
    "list_type": "not_a_list",
    "dict_type": "not_a_block",
    "model_type": "not_a_block",
    "model_attributes_type": "not_a_block",
}
_NUMBERS: Final = (
    "float_type",
    "int_type",
    "float_parsing",
    "int_parsing",
    "int_from_float",
    "finite_number",
)
_SIZES: Final = ("greater_than_equal", "greater_than", "less_than_equal", "less_than")
_LENGTHS: Final[dict[str, str]] = {
    "too_short": "list_too_short",
    "too_long": "list_too_long",
    "string_too_short": "text_too_short",
    "string_too_long": "text_too_long",
}
_REGIME: Final = re.compile(r"regime (\w+): ")
_FIELD: Final = re.compile(r"[a-z_][a-z0-9_]*(?:\.[a-z0-9_]+)*")


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a location of pydantic leads: the node, its shape, both of its parent, and what has no node."""

    node: Node
    shape: Shape | None
    parent: Node
    around: Shape | None
    route: Route
    rest: Route


def report(
    error: ValidationError, top: Node, shape: Shape, above: Route, ledger: Ledger, skip: str | None = None
) -> None:
    """Note every violation of the schema.

    Args:
        error: What pydantic found.
        top: The value that was checked.
        shape: Its shape.
        above: Route of that value in the scenario.
        ledger: Takes the problems.
        skip: A key at the top whose problems are already known.
    """
    for entry in error.errors(include_url=False):
        if skip is not None and entry["loc"][:1] == (skip,):
            continue
        spot = _walk(tuple(entry["loc"]), top, shape, above)
        _report(str(entry["type"]), entry.get("ctx", {}), str(entry["msg"]), spot, ledger)


def _walk(location: Route, top: Node, shape: Shape, above: Route) -> _Spot:
    """Follow a location; tags of unions stand in it but not in the file, and are skipped."""
    node, parent = top, top
    current: Shape | None = shape
    around: Shape | None = None
    route = above
    tag_next = shape.tag is not None
    for index, part in enumerate(location):
        if tag_next:
            tag_next = False
            continue
        below = node.get(part)
        if below is None:
            return _Spot(node, current, parent, around, route, location[index:])
        parent, around = node, current
        current = None if current is None else current.below(part, node)
        node = below
        route = (*route, part)
        tag_next = current is not None and current.tag is not None
    return _Spot(node, current, parent, around, route, ())


def _report(kind: str, context: Mapping[str, Any], message: str, spot: _Spot, ledger: Ledger) -> None:
    node, shape = spot.node, spot.shape or Shape()
    if kind == "missing":
        _missing(spot, ledger)
    elif spot.rest == ("[key]",):
        if node.spot not in ledger.poisoned:
            _add(ledger, node.spot, spot.route, bad_name(str(spot.route[-1])))
    elif kind == "extra_forbidden":
        _unknown_key(spot, ledger)
    elif node.place in ledger.poisoned:
        return
    elif node.value is None and kind in (*_NUMBERS, *_TYPES, "bool_type", "literal_error"):
        ledger.add(node.place, spot.route, phrase("no_value"), allowed=shape.allowed())
    elif kind == "string_pattern_mismatch":
        reading = bad_date if "{4}" in str(context.get("pattern")) else bad_name
        _add(ledger, node.place, spot.route, reading(str(node.value)))
    elif kind in _NUMBERS:
        _add(ledger, node.place, spot.route, wrong_number(node, shape))
    elif kind in _SIZES and isinstance(node.value, int | float):
        _add(ledger, node.place, spot.route, wrong_size(node.value, shape))
    elif kind == "bool_type":
        _add(ledger, node.place, spot.route, wrong_switch(node))
    elif kind in _TYPES:
        _add(ledger, node.place, spot.route, wrong_type(node, _TYPES[kind], shape))
    elif kind == "literal_error":
        _wrong_word(spot, shape, ledger)
    elif kind in ("union_tag_invalid", "union_tag_not_found"):
        _wrong_tag(spot, shape, ledger)
    elif kind in _LENGTHS:
        _wrong_length(kind, context, spot, ledger)
    elif kind == "value_error":
        _inconsistent(spot, message.removeprefix("Value error, "), ledger)
    else:
        ledger.add(node.place, spot.route, phrase("refused", text=Term(visible(message, 300))))


def _add(ledger: Ledger, place: Place, route: Route, reading: Reading) -> None:
    hints, allowed = reading.hints, reading.allowed
    ledger.add(place, route, reading.what, hints=hints, allowed=allowed, suggestions=reading.suggestions)


def _missing(spot: _Spot, ledger: Ledger) -> None:
    name = str(spot.rest[-1] if spot.rest else "")
    wanted = None if spot.shape is None else spot.shape.below(name, spot.node)
    what = phrase("missing_key", key=name)
    ledger.add(spot.node.spot, (*spot.route, name), what, allowed=None if wanted is None else wanted.allowed())


def _unknown_key(spot: _Spot, ledger: Ledger) -> None:
    key = str(spot.route[-1])
    model = None if spot.around is None else spot.around.model(spot.parent)
    fields = dict(fields_of(model)) if model is not None else {}
    if len(spot.route) == 1:
        fields |= fields_of(ScenarioFile)
    spellings = {title: name for name, field in fields.items() for title in field.titles if title}
    left = [name for name in fields if name not in spot.parent.entries]
    ledger.add(
        spot.node.spot,
        spot.route,
        phrase("unknown_key", key=visible(key, 60)),
        hints=full_width_hint(key),
        allowed=phrase("one_of", names=joined(left)) if left else None,
        suggestions=ledger.close_to(key, fields, spellings),
    )


def _wrong_word(spot: _Spot, shape: Shape, ledger: Ledger) -> None:
    node = spot.node
    word = str(node.value).lower() if isinstance(node.value, bool) else str(node.plain())
    ledger.add(
        node.place,
        spot.route,
        phrase("not_one_of", value=visible(word, 60)),
        hints=full_width_hint(word),
        allowed=shape.allowed(),
        suggestions=ledger.close_to(word, shape.words),
    )


def _wrong_length(kind: str, context: Mapping[str, Any], spot: _Spot, ledger: Ledger) -> None:
    short = "min_length" in context
    if short and not isinstance(spot.node.value, str) and len(spot.node.plain() or ()) >= context["min_length"]:
        return  # entries that were refused are not counted
    limit = phrase("at_least" if short else "at_most", x=context["min_length" if short else "max_length"])
    allowed = phrase("characters" if kind.startswith("string") else "entries", count=limit)
    ledger.add(spot.node.place, spot.route, phrase(_LENGTHS[kind]), allowed=allowed)


def _wrong_tag(spot: _Spot, shape: Shape, ledger: Ledger) -> None:
    tag = shape.tag or ""
    kind = "lever" if tag == "lever" else "strategy"
    models = tagged(shape)
    allowed = phrase("one_of", names=joined(models))
    chosen = spot.node.get(tag)
    if chosen is not None and chosen.place in ledger.poisoned:
        return
    if chosen is None or chosen.value is None:
        ledger.add(spot.node.spot, (*spot.route, tag), phrase(f"which_{kind}"), allowed=allowed)
        return
    word = str(chosen.plain())
    spellings = {title: name for name, model in models.items() for title in getattr(model, "title", ())}
    ledger.add(
        chosen.place,
        (*spot.route, tag),
        phrase(f"unknown_{kind}", name=visible(word, 60)),
        hints=full_width_hint(word),
        allowed=allowed,
        suggestions=ledger.close_to(word, models, spellings),
    )


def _inconsistent(spot: _Spot, text: str, ledger: Ledger) -> None:
    if text.endswith("need different keys"):
        return  # found before, with the place of the second one
    node, route = _regime_meant(spot, text)
    for word in _FIELD.findall(text):
        if (named := node.get(*word.split("."))) is not None:
            node, route = named, (*route, *word.split("."))
            break
    if node.place in ledger.poisoned:
        return
    ledger.add(node.spot, route, phrase("inconsistent", text=Term(visible(text, 300))))


def _regime_meant(spot: _Spot, text: str) -> tuple[Node, Route]:
    """The regime that a sentence on the whole scenario begins with, or the value itself."""
    regimes = spot.node.get("regimes")
    meant = _REGIME.match(text)
    for index, regime in enumerate(regimes.items if regimes and meant else ()):
        key = regime.get("key")
        if meant and key is not None and key.value == meant[1]:
            return regime, (*spot.route, "regimes", index)
    return spot.node, spot.route
