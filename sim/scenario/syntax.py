"""Strict reading of YAML text into nodes: no anchors, tags or duplicate keys, and limits."""

import re
from collections.abc import Iterator
from typing import Final

import yaml

from sim.scenario.echo import FULL_WIDTH, code_point, half_width, visible
from sim.scenario.node import Node, Origin, Place, Route, Scalar
from sim.scenario.phrase import Phrase, Term, phrase
from sim.scenario.problem import Ledger, Refused
from sim.scenario.scalar import checked_text, plain_word

DEEPEST: Final = 30
"""Levels of nesting."""

MOST_NODES: Final = 50_000
"""Values in one file."""

_QUOTED_OR_COMMENT: Final = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'|(?:^|\s)#.*")
_KEY_WITH_FULL_COLON: Final = re.compile(r"\s*(?:- +)*[A-Za-z_][A-Za-z0-9_]*\s*(：)")


class _Stop(Exception):
    """Reading cannot go on; the ledger says why."""


def read_yaml(text: str, origin: Origin, ledger: Ledger) -> Node | None:
    """The document as a node, or None after a problem that ends reading.

    Args:
        text: The whole file.
        origin: Where it came from.
        ledger: Takes every problem found.
    """
    try:
        # The pure Python parser on purpose: the parser in C can crash on deep nesting.
        parser = yaml.SafeLoader(text)
    except yaml.reader.ReaderError as error:
        before = text[: error.position]
        column = error.position - before.rfind("\n")
        what = phrase("control_character", code=code_point(text[error.position]))
        ledger.add(_at(origin, before.count("\n"), column - 1), (), what)
        return None
    try:
        return _Reader(_events(parser), origin, ledger).document()
    except _Stop:
        pass
    except yaml.MarkedYAMLError as error:
        _syntax_problem(error, text, origin, ledger)
    except (ValueError, OverflowError):  # an escape or a version number out of range
        ledger.add(_at(origin, parser.line, parser.column), (), phrase("not_yaml", reason=Term("bad escape")))
    return None


def _events(parser: yaml.SafeLoader) -> Iterator[yaml.Event]:
    while parser.check_event():
        yield parser.get_event()  # type: ignore[no-untyped-call]


def _at(origin: Origin, line: int, column: int) -> Place:
    """A place from line and column counted from 0."""
    if origin.kind == "set":
        return Place(origin, mark=(line, column))
    return Place(origin, line + 1, column + 1)


class _Reader:
    """Builds nodes from parser events; recursion is bounded by the limit on nesting."""

    def __init__(self, events: Iterator[yaml.Event], origin: Origin, ledger: Ledger) -> None:
        self.events, self.origin, self.ledger = events, origin, ledger
        self.count = 0

    def document(self) -> Node | None:
        """The only document, or None if there is none."""
        top: Node | None = None
        for event in self.events:
            if isinstance(event, yaml.NodeEvent):
                top = self._node(event, ())
            elif isinstance(event, yaml.DocumentStartEvent) and top is not None:
                self._stop(event, (), phrase("several_documents"))
        return top

    def _node(self, event: yaml.NodeEvent, route: Route, key_place: Place | None = None) -> Node:
        self.count += 1
        if self.count > MOST_NODES:
            self._stop(event, route, phrase("too_many_values", limit=MOST_NODES))
        place = self._place(event)
        self._refuse_specials(event, place, route)
        if isinstance(event, yaml.CollectionStartEvent):
            if len(route) >= DEEPEST:
                self._stop(event, route, phrase("too_deep", limit=DEEPEST))
            if isinstance(event, yaml.MappingStartEvent):
                return Node(self._mapping(route), place, key_place)
            return Node(self._sequence(route), place, key_place)
        return Node(self._scalar(event, place, route), place, key_place)

    def _sequence(self, route: Route) -> list[Node]:
        items: list[Node] = []
        while isinstance(event := next(self.events), yaml.NodeEvent):
            items.append(self._node(event, (*route, len(items))))
        return items

    def _mapping(self, route: Route) -> dict[str, Node]:
        entries: dict[str, Node] = {}
        while isinstance(event := next(self.events), yaml.NodeEvent):
            place = self._place(event)
            key = self._key(event, place, route)
            value = next(self.events)
            if not isinstance(value, yaml.NodeEvent):  # never: the parser gives an empty value
                break
            node = self._node(value, route if key is None else (*route, key), place)
            if key is None:
                continue
            if key in entries:
                first = entries[key].spot
                what = phrase("duplicate_key", key=visible(key, 60), line=first.line or 0, column=first.column or 0)
                self.ledger.add(place, (*route, key), what)
            else:
                entries[key] = node
        return entries

    def _key(self, event: yaml.NodeEvent, place: Place, route: Route) -> str | None:
        if not isinstance(event, yaml.ScalarEvent):
            self._node(event, (*route, "?"))
            self.ledger.add(place, route, phrase("key_not_a_name"))
            return None
        self._refuse_specials(event, place, route)
        if event.value == "<<" and event.implicit[0]:
            self.ledger.add(place, (*route, "<<"), phrase("merge_key"), hints=(phrase("use_extends"),))
            return None
        return str(event.value)

    def _refuse_specials(self, event: yaml.NodeEvent, place: Place, route: Route) -> None:
        if isinstance(event, yaml.AliasEvent):
            self.ledger.add(place, route, phrase("alias", name=visible(event.anchor or "", 60)), poison=True)
            return
        if event.anchor is not None:
            hints = (phrase("use_extends"),)
            self.ledger.add(place, route, phrase("anchor", name=visible(event.anchor, 60)), hints=hints)
        tag = getattr(event, "tag", None)
        if isinstance(tag, str):
            tag = tag.replace("tag:yaml.org,2002:", "!!")
            self.ledger.add(place, route, phrase("tag", name=visible(tag, 60)), poison=True)

    def _scalar(self, event: yaml.NodeEvent, place: Place, route: Route) -> Scalar:
        if not isinstance(event, yaml.ScalarEvent):
            return None
        try:
            if event.style in (None, ""):
                value = plain_word(event.value)
                return checked_text(value) if isinstance(value, str) else value
            return checked_text(event.value)
        except Refused as reason:
            self.ledger.refuse(place, route, reason)
            return None

    def _stop(self, event: yaml.Event, route: Route, what: Phrase) -> None:
        self.ledger.add(self._place(event), route, what)
        raise _Stop

    def _place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        return _at(self.origin, mark.line if mark else 0, mark.column if mark else 0)


def _syntax_problem(error: yaml.MarkedYAMLError, text: str, origin: Origin, ledger: Ledger) -> None:
    mark, opening = error.problem_mark or error.context_mark, error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    start = min(line, opening.line if opening else line)
    reason = phrase("not_yaml", reason=Term(visible(error.problem or "", 200)))
    found = _full_width(text, max(start, line - 3), line)
    if found is not None:
        line, column, character = found
        what = phrase("full_width", character=character, code=code_point(character), plain=half_width(character))
        ledger.add(_at(origin, line, column), (), what, hints=(reason,))
    elif "'\\t'" in (error.problem or ""):
        ledger.add(_at(origin, line, column), (), phrase("tab"))
    elif opening is not None and "end of stream" in (error.problem or "").replace("stream end", "end of stream"):
        ledger.add(_at(origin, opening.line, opening.column), (), reason)
    else:
        far = opening is not None and opening.line < line and "flow" in (error.context or "")
        hints = (phrase("begun_at", line=opening.line + 1, column=opening.column + 1),) if far and opening else ()
        ledger.add(_at(origin, line, column), (), reason, hints=hints)


def _full_width(text: str, first: int, last: int) -> tuple[int, int, str] | None:
    """The full-width character that most probably broke the syntax: (line, column, character) from 0."""
    lines = text.split("\n")[: last + 1]
    bare = {n: _QUOTED_OR_COMMENT.sub(lambda m: " " * len(m.group()), lines[n]) for n in range(first, len(lines))}
    for n, line in bare.items():
        if key := _KEY_WITH_FULL_COLON.match(line):
            return n, key.start(1), key.group(1)
    for n in (last, last - 1):
        if n in bare and (sign := FULL_WIDTH.search(bare[n])):
            return n, sign.start(), sign.group()
    return None
