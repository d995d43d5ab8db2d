"""Values that remember where they were written, and how later layers replace earlier ones."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from sim.scenario.fence import Fence

type Scalar = str | int | float | bool | None
type Route = tuple[str | int, ...]
"""Names and list indices from the top of a scenario down to a value."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where text came from, and from where it may refer to further files.

    Attributes:
        label: The name to show.
        kind: A YAML file, a CSV file, an override or a Python mapping.
        folder: Folder that relative paths start from; None where there is none.
        fence: The folder tree that must not be left; None where nothing may be read.
        path: The file itself; None where there is none.
    """

    label: str
    kind: Literal["yaml", "csv", "set", "dict"]
    folder: Path | None = None
    fence: "Fence | None" = None
    path: Path | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A position in an origin, line and column from 1; `mark` tells places apart where there are no lines."""

    origin: Origin
    line: int | None = None
    column: int | None = None
    mark: Route = ()


@dataclass(slots=True)
class Node:
    """A value with the place where it was written and, in a mapping, the place of its key."""

    value: "dict[str, Node] | list[Node] | Scalar"
    place: Place
    key_place: Place | None = None

    @property
    def spot(self) -> Place:
        """The place of the key, or of the value where there is no key."""
        return self.key_place or self.place

    @property
    def entries(self) -> "dict[str, Node]":
        """The entries of a mapping; empty for anything else."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def items(self) -> "list[Node]":
        """The items of a list; empty for anything else."""
        return self.value if isinstance(self.value, list) else []

    def get(self, *route: str | int) -> "Node | None":
        """The node at the end of a route below this one, or None."""
        node: Node | None = self
        for part in route:
            if node is None:
                return None
            if isinstance(part, int):
                node = node.items[part] if 0 <= part < len(node.items) else None
            else:
                node = node.entries.get(part)
        return node

    def nearest(self, route: Route) -> "Node":
        """The last node on a route that exists."""
        node = self
        for part in route:
            below = node.get(part)
            if below is None:
                break
            node = below
        return node

    def plain(self) -> Any:
        """The value without positions."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value


def merged(base: Node, top: Node, name: str = "") -> Node:
    """`top` laid over `base`: mappings merge key by key, anything else is replaced.

    A strategy of another name replaces the whole strategy, whose parameters mean nothing to it.
    """
    if not isinstance(base.value, dict) or not isinstance(top.value, dict):
        return top
    if name == "strategy" and "name" in top.value and _name(base) != _name(top):
        return top
    entries = dict(base.value)
    for key, node in top.value.items():
        entries[key] = merged(entries[key], node, key) if key in entries else node
    return Node(entries, top.place, top.key_place)


def _name(node: Node) -> object:
    name = node.get("name")
    return None if name is None else name.value


def by_first(routes: Iterable[Route]) -> dict[str | int, list[Route]]:
    """Routes grouped by their first part, which is taken off."""
    groups: dict[str | int, list[Route]] = {}
    for route in routes:
        groups.setdefault(route[0], []).append(route[1:])
    return groups


def replaced(node: Node, routes: Sequence[Route], value: Node) -> Node:
    """A copy with another value at the end of routes; mappings that do not exist are made."""
    if () in routes:
        return Node(value.value, value.place, node.key_place or value.key_place)
    items, entries = list(node.items), dict(node.entries)
    for first, below in by_first(routes).items():
        if isinstance(first, int):
            items[first] = replaced(items[first], below, value)
        else:
            entries[first] = replaced(entries.get(first) or Node({}, value.place, value.place), below, value)
    return Node(items if items else entries, node.place, node.key_place)


def dotted(route: Route) -> str:
    """A route as text, such as regimes[0].levers[1].cap."""
    text = ""
    for part in route:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text
