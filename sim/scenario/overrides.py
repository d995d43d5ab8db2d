"""Paths of values, and `path=value` settings laid over a scenario."""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Final

from sim.scenario.echo import joined, visible
from sim.scenario.node import Node, Origin, Place, Route
from sim.scenario.phrase import phrase
from sim.scenario.problem import Ledger, Refused
from sim.scenario.syntax import read_yaml

_PART: Final = re.compile(r"\.?([^.\[\]=\s]+)|\[([0-9]{1,9})\]")
_SECTION: Final = ("file", "include", "defaults", "set")
_EVERY_CITY: Final = ("cities", "set", "*")
LONGEST_PATH: Final = 300
"""Characters of a path."""


def route_of(path: str) -> Route:
    """The parts of a dotted path; list indices as `[i]` or `.i`, list entries also by their key.

    Raises:
        Refused: If it is not a path.
    """
    parts: list[str | int] = []
    position = 0
    while position < len(path) <= LONGEST_PATH:
        match = _PART.match(path, position)
        if match is None or (path[position] in ".[") == (position == 0):
            break
        parts.append(match.group(1) if match.group(2) is None else int(match.group(2)))
        position = match.end()
    if not parts or position < len(path):
        raise Refused(phrase("not_a_path", path=visible(path, 100)), phrase("path_form"))
    return tuple(parts)


def file_route(route: Route) -> Route:
    """A route as files have it: `cities.x` is `cities.set.x`."""
    if route[0] == "cities" and len(route) > 1 and route[1] not in _SECTION:
        return ("cities", "set", *route[1:])
    return route


def scenario_route(route: Route) -> Route:
    """A route as a resolved scenario has it: `cities.set.x` is `cities.x`."""
    return ("cities", *route[2:]) if route[:2] == ("cities", "set") else route


def list_index(items: Sequence[Node], part: str | int) -> int:
    """The index of a list entry given by number or by its key.

    Raises:
        Refused: If there is none.
    """
    keys = [key.value for item in items if (key := item.get("key")) and isinstance(key.value, str)]
    if str(part).isdecimal() and int(part) < len(items):
        return int(part)
    for index, item in enumerate(items):
        key = item.get("key")
        if key is not None and key.value == part:
            return index
    close = tuple(get_close_matches(str(part), keys, n=1))
    span = f"0–{len(items) - 1}" if items else "-"
    allowed = phrase("one_of", names=", ".join((span, joined(keys))) if keys else span)
    raise Refused(phrase("no_list_entry", part=visible(str(part), 60)), allowed, close)


def apply(top: Node, overrides: Sequence[str], origin: Origin, ledger: Ledger) -> None:
    """Lay settings over a scenario, in order.

    Args:
        top: The scenario; changed in place.
        overrides: Settings of the form `path=value`; values follow the rules of the files.
        origin: The scenario file, which lends the settings its folder.
        ledger: Takes the problems.
    """
    for route, value, place in _settings(overrides, origin, ledger):
        if route[:3] != _EVERY_CITY:
            _set(top, route, value, place, ledger)


def apply_to_every_city(cities: Mapping[str, Node], overrides: Sequence[str], origin: Origin, ledger: Ledger) -> None:
    """Lay the settings of `cities.*` over all cities, after every other setting.

    Args:
        cities: The cities; changed in place.
        overrides: All settings.
        origin: The scenario file.
        ledger: Takes the problems.
    """
    for route, value, place in _settings(overrides, origin, ledger):
        if route[:3] == _EVERY_CITY and len(route) > 3:
            for city in cities.values():
                _set(city, route[3:], value, place, ledger)


def _settings(overrides: Sequence[str], origin: Origin, ledger: Ledger) -> Iterator[tuple[Route, Node, Place]]:
    for text in overrides:
        here = Origin(f"--set {text}", "set", origin.folder, origin.fence)
        path, sign, value_text = text.partition("=")
        place = Place(here)
        if not sign:
            ledger.add(place, (), phrase("no_equals_sign"), allowed=phrase("path_form"))
            continue
        try:
            route = file_route(route_of(path.strip()))
        except Refused as reason:
            ledger.refuse(place, (), reason)
            continue
        before = len(ledger)
        value = read_yaml(value_text, here, ledger)
        if len(ledger) == before:
            yield route, value or Node(None, place), place


def _set(top: Node, route: Route, value: Node, place: Place, ledger: Ledger) -> None:
    if route[0] == "extends":
        ledger.add(place, route, phrase("extends_by_set"))
        return
    node = top
    for depth, part in enumerate(route):
        last = depth == len(route) - 1
        if node.value is None:
            node.value, node.place = {}, place
        if isinstance(node.value, list):
            try:
                index = list_index(node.value, part)
            except Refused as reason:
                ledger.refuse(place, route[: depth + 1], reason)
                return
            if last:
                node.value[index] = value
            else:
                node = node.value[index]
        elif isinstance(node.value, dict):
            name = str(part)
            if last:
                node.value[name] = Node(value.value, value.place, place)
            else:
                node = node.value.setdefault(name, Node({}, place, place))
        else:
            ledger.add(place, route[: depth + 1], phrase("nothing_below", part=visible(str(part), 60)))
            return
