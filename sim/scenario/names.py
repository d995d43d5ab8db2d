"""The names that a scenario defines, and the places that must refer to one of them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sim.scenario.echo import joined, visible
from sim.scenario.misread import full_width_hint
from sim.scenario.node import Node, Place, Route
from sim.scenario.phrase import phrase
from sim.scenario.problem import Ledger
from sim.scenario.shape import Shape, fields_of


@dataclass(frozen=True, slots=True)
class Names:
    """Names of one kind.

    Attributes:
        kind: "city", "industry" or "regime".
        keys: The names that exist.
        spellings: Name for each title, in both languages.
    """

    kind: str
    keys: tuple[str, ...]
    spellings: Mapping[str, str]


def city_names(cities: Mapping[str, Node]) -> Names:
    """Keys and names of the cities."""
    return _names("city", cities, (("name_en",), ("name_zh",)))


def industry_names(industries: Mapping[str, Node]) -> Names:
    """Keys and titles of the industries."""
    return _names("industry", industries, (("title", "en"), ("title", "zh")))


def regime_names(regimes: Iterable[Node]) -> Names:
    """Keys and titles of the regimes."""
    nodes = {key.value: node for node in regimes if (key := node.get("key")) and isinstance(key.value, str)}
    return _names("regime", nodes, (("title", "en"), ("title", "zh")))


def _names(kind: str, nodes: Mapping[str, Node], routes: Iterable[Route]) -> Names:
    spellings: dict[str, str] = {}
    for key, node in nodes.items():
        for route in routes:
            title = node.get(*route)
            if title is not None and isinstance(title.value, str):
                spellings.setdefault(title.value, key)
    return Names(kind, tuple(nodes), spellings)


def check_references(top: Node, shape: Shape, known: Mapping[str, Names], ledger: Ledger, above: Route = ()) -> None:
    """Report names that do not exist or stand twice in a list, wherever the schema says `refers_to`.

    Nothing more is said of them.

    Args:
        top: The scenario, or a part of it.
        shape: Its shape.
        known: The names by kind; a kind that is missing is not checked.
        ledger: Takes the problems.
        above: Route of the part.
    """
    sets = {kind: frozenset(names.keys) for kind, names in known.items()}
    listed: set[tuple[Route, str]] = set()
    for kind, name, place, route in _references(top, shape, above):
        if kind not in known:
            continue
        if name in sets[kind]:
            if isinstance(route[-1], int):
                if (route[:-1], name) in listed:
                    ledger.add(place, route, phrase("named_twice", name=visible(name, 60)), poison=True)
                listed.add((route[:-1], name))
            continue
        names = known[kind]
        ledger.add(
            place,
            route,
            phrase(f"unknown_{kind}", name=visible(name, 60)),
            hints=full_width_hint(name),
            allowed=phrase("one_of", names=joined(names.keys)) if names.keys else phrase("none_defined"),
            suggestions=ledger.close_to(name, names.keys, names.spellings),
            poison=True,
        )


def _references(node: Node, shape: Shape, route: Route) -> Iterator[tuple[str, str, Place, Route]]:
    if shape.refers_to is not None:
        kind, _, inner = shape.refers_to.partition(":")
        yield from _named(node, route, kind, inner)
    elif isinstance(node.value, list):
        if shape.item is not None:
            for index, item in enumerate(node.value):
                yield from _references(item, shape.item, (*route, index))
    elif isinstance(node.value, dict):
        model = shape.model(node)
        known = {} if model is None else fields_of(model)
        for key, below in node.value.items():
            inside = shape.value or known.get(key)
            if inside is not None and (inside.refers_to or isinstance(below.value, dict | list)):
                yield from _references(below, inside, (*route, key))


def _named(node: Node, route: Route, kind: str, inner: str) -> Iterator[tuple[str, str, Place, Route]]:
    if isinstance(node.value, str):
        yield kind, node.value, node.place, route
    for index, item in enumerate(node.items):
        if isinstance(item.value, str):
            yield kind, item.value, item.place, (*route, index)
    for key, below in node.entries.items():
        yield kind, key, below.spot, (*route, key)
        if inner:
            yield from _named(below, (*route, key), inner, "")
