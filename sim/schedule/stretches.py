"""Stretches: projects of a period that are looked at together, so many that their table stays small."""

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass, fields
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.rules.capacity import Capacities
from sim.schedule.period import Earlier, Period, Tallies
from sim.state import COLUMNS, Firms

type Floats = NDArray[np.float64]
type Flags = NDArray[np.bool_]

PAIRS: Final = 160_000
"""Pairs of project and city in a stretch, about."""

DRAWN: Final = 500_000
"""Pairs for which random numbers are drawn at once, about."""


def separable(p: Period) -> bool:
    """Whether all that concerns a project follows from its own row and from what those before it have taken.

    Posted rates and contests that are open together look at all projects of the period; so do members of agreements,
    cities that learn or look back, and rules of offers that say so.
    """
    strategies = p.world.strategies
    return (
        p.world.scenario.contest.format in ("open", "sealed")
        and not p.block.stylised
        and not p.world.pacts
        and all(each.by_project and not each.learns and not each.looks_back() for each in strategies)
    )


@dataclass(frozen=True, slots=True)
class Found:
    """What is kept of a stretch once its contracts are drawn up; fields as in `Period`."""

    commitment_room: Floats
    opening_land: Floats
    left: Capacities
    tallies: Tallies
    signed: Firms
    fresh: Flags
    price_there: Floats
    deals: dict[str, NDArray[Any]]

    @staticmethod
    def of(part: Period) -> "Found":
        """What a stretch found, without its table."""
        return Found(**{each.name: getattr(part, each.name) for each in fields(Found)})


def in_stretches(p: Period) -> Iterator[Period]:
    """The projects of a period in order of arrival, stretch by stretch; each knows what those before it have taken."""
    earlier = None
    for piece in spans(p.block.count, p.world.cities.count, DRAWN):
        block = p.block if piece == slice(0, p.block.count) else p.block.between(piece, apart=True)
        for span in spans(block.count, p.world.cities.count, PAIRS):
            part = copy(p)
            part.block = block if span == slice(0, block.count) else block.between(span)
            part.register_row = p.register_row[piece][span]
            part.readings, part.earlier = {}, earlier
            yield part
            earlier = Earlier(part.settlement.taken, part.tallies)


def spans(count: int, cities: int, most: int) -> list[slice]:
    """Projects cut into spans of about one size, each of at most so many pairs of project and city if it can be."""
    number = max(1, min(count, -(-count * cities // most)))
    return [slice(count * place // number, count * (place + 1) // number) for place in range(number)]


def join(p: Period, parts: Sequence[Found]) -> None:
    """Put together what stretches found: their deals and contracts in order, and what is left after the last."""
    last = parts[-1]
    p.commitment_room, p.opening_land = last.commitment_room, last.opening_land
    p.left, p.tallies = last.left, last.tallies
    contracts: dict[str, Any] = {
        name: np.concatenate([getattr(part.signed, name) for part in parts]) for name in COLUMNS
    }
    p.signed = Firms(**contracts)
    p.fresh = np.concatenate([part.fresh for part in parts])
    p.price_there = np.concatenate([part.price_there for part in parts])
    # Column by column out of the parts, so that they are not held twice.
    p.deals = {name: np.concatenate([part.deals.pop(name) for part in parts]) for name in tuple(last.deals)}
