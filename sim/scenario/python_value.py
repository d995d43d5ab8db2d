"""Values of Python as nodes, held to the rules of the files."""

import math
from collections.abc import Mapping
from numbers import Integral, Real
from typing import Any

from pydantic import BaseModel

from sim.scenario.echo import visible
from sim.scenario.node import Node, Origin, Place, Route, Scalar
from sim.scenario.phrase import phrase
from sim.scenario.problem import Ledger, Refused
from sim.scenario.scalar import checked_text, number
from sim.scenario.syntax import DEEPEST, MOST_NODES


def node_of(value: Any, origin: Origin, ledger: Ledger) -> Node:
    """A value of Python with everything inside it as nodes.

    Args:
        value: Mappings with text keys, lists, tuples, text, numbers, booleans, None, models of the schema.
        origin: The name for problems.
        ledger: Takes the problems.
    """
    return _Maker(origin, ledger).node(value, ())


class _Maker:
    def __init__(self, origin: Origin, ledger: Ledger) -> None:
        self.origin, self.ledger, self.count = origin, ledger, 0

    def node(self, value: Any, route: Route) -> Node:
        place = Place(self.origin, mark=route)
        self.count += 1
        try:
            if len(route) > DEEPEST:
                raise Refused(phrase("too_deep", limit=DEEPEST))
            # A scenario in Python may hold what a file says together with its table of cities.
            if self.count > 20 * MOST_NODES:
                raise Refused(phrase("too_many_values", limit=20 * MOST_NODES))
            if isinstance(value, BaseModel):
                value = value.model_dump()
            if isinstance(value, Mapping):
                return Node(self._entries(value, route, place), place, place)
            if isinstance(value, list | tuple):
                return Node([self.node(item, (*route, i)) for i, item in enumerate(value)], place, place)
            return Node(_scalar(value), place, place)
        except Refused as reason:
            self.ledger.refuse(place, route, reason)
            return Node(None, place, place)

    def _entries(self, value: Mapping[Any, Any], route: Route, place: Place) -> dict[str, Node]:
        entries: dict[str, Node] = {}
        for key, item in value.items():
            if isinstance(key, str):
                entries[key] = self.node(item, (*route, key))
            else:
                self.ledger.add(place, route, phrase("key_not_text", key=visible(repr(key), 60)))
        return entries


def _scalar(value: Any) -> Scalar:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return checked_text(value)
    if isinstance(value, Integral):
        whole = int(value)
        return number(str(whole)) if abs(whole) < 10**40 else number("9" * 40)
    if isinstance(value, Real):
        real = float(value)
        if not math.isfinite(real):
            raise Refused(phrase("not_finite", value=str(real)))
        return real + 0.0
    raise Refused(phrase("unsupported_value", type=visible(type(value).__name__, 60)))
