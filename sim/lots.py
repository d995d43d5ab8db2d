"""Lots: projects whose luck comes from the same streams, such as the pool, one lead, or the suppliers of a year."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import accumulate
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.streams import Luck, Reel

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]
type Columns = dict[str, NDArray[Any]]

CONTESTED: Final = 0
UNCONTESTED: Final = 1
ANCHOR: Final = 2
SUPPLIER: Final = 3
ASSIGNED: Final = 4

KINDS: Final = ("contested", "uncontested", "anchor", "supplier", "assigned")
"""Kinds of projects, in the order of their numbers."""


@dataclass(frozen=True)
class Lot:
    """Projects that draw from the same streams.

    Attributes:
        whose: What stands before the key of the city in the names of streams; empty for the pool.
        period: Period of the streams.
        slots: (rows,) slots in the streams.
        columns: Fields of the projects, (rows,) each.
        when: (rows,) when in the period they arrive, in [0, 1); below 0 before all others.
        rows: (rows,) where they stand in the block, once there is one.
        whole: Lot that these projects are part of, if its draws are made once for all its parts.
        within: (rows,) where they stand in it.
        drawn: What has been drawn for all parts, by stream, luck and cities.
        reels: Streams that are read piece by piece, likewise.
    """

    whose: str
    period: int
    slots: Ints
    columns: Columns
    when: Floats
    rows: Ints
    whole: "Lot | None" = None
    within: Ints | None = None
    drawn: dict[tuple[str, Luck, tuple[str, ...]], Floats] = field(default_factory=dict)
    reels: dict[tuple[str, Luck, tuple[str, ...]], Reel] = field(default_factory=dict)

    @cached_property
    def length(self) -> int:
        """How many numbers of a stream reach its last slot."""
        return int(self.slots.max(initial=-1)) + 1

    def draw(self, luck: Luck, stream: str) -> Floats:
        """A stream of one number a project, (rows,)."""
        if not self.slots.size:
            return np.empty(0)
        if self.whole is not None and self.within is not None:
            return self.whole._shared(luck, stream, ())[self.within]
        return luck.draw(stream, self.period, self.length, self.whose)[self.slots]

    def draw_by_city(self, luck: Luck, stream: str, cities: tuple[str, ...]) -> Floats:
        """A stream "by city", (rows, C)."""
        if not self.slots.size:
            return np.empty((0, len(cities)))
        if self.whole is not None and self.within is not None:
            return self.whole._shared(luck, stream, cities)[self.within]
        return luck.draw_by_city(stream, self.period, self.length, cities, self.whose, self.slots)

    def draw_some(self, luck: Luck, stream: str, cities: tuple[str, ...], chosen: Ints) -> Floats:
        """A stream "by city" for some of these projects, (chosen, C): read on from where it was read last."""
        if self.whole is not None and self.within is not None:
            return self.whole._shared(luck, stream, cities)[self.within[chosen]]
        name = stream, luck, cities
        if name not in self.reels:
            self.reels[name] = Reel(luck, stream, self.period, cities, self.whose)
        return self.reels[name].read(self.slots[chosen])

    def behind(self, rows: int) -> "Lot":
        """The same projects in a block where so many rows more stand before them."""
        return Lot(
            self.whose, self.period, self.slots, self.columns, self.when, self.rows + rows, self.whole, self.within,
            self.drawn,
        )  # fmt: skip

    def part(self, chosen: Ints, when: Floats) -> "Lot":
        """Some of these projects as a lot that stands by itself; all parts share what is drawn."""
        columns = {name: value[chosen] for name, value in self.columns.items()}
        return Lot(self.whose, self.period, self.slots[chosen], columns, when, np.arange(chosen.size), self, chosen)

    def _shared(self, luck: Luck, stream: str, cities: tuple[str, ...]) -> Floats:
        """Draws for all parts: of one number a project without cities."""
        name = stream, luck, cities
        if name not in self.drawn:
            self.drawn[name] = self.draw_by_city(luck, stream, cities) if cities else self.draw(luck, stream)
        return self.drawn[name]


def lot(whose: str, period: int, slots: Ints, columns: Columns, when: Floats) -> Lot:
    """A lot that stands by itself."""
    return Lot(whose, period, slots, columns, when, np.arange(slots.size))


def drawn(lots: Sequence[Lot], luck: Luck, stream: str) -> Floats:
    """A stream of one number a project for the projects of some lots, one lot behind the other."""
    return np.concatenate([one.draw(luck, stream) for one in lots])


def marked(lots: Sequence[Lot], luck: Luck, stream: str, share: float) -> NDArray[np.bool_]:
    """Which of those projects belong to a share of all, by a stream of uniform numbers."""
    if not 0.0 < share < 1.0:  # the numbers lie in [0, 1)
        return np.full(sum(one.slots.size for one in lots), share >= 1.0)
    return drawn(lots, luck, stream) < share


def in_turn(counts: Iterable[int]) -> list[slice]:
    """Where so many rows each stand, one part behind the other."""
    numbers = list(counts)
    return [slice(end - number, end) for number, end in zip(numbers, accumulate(numbers), strict=True)]


def placed(lots: list[Lot]) -> tuple[Columns, tuple[Lot, ...]]:
    """The columns of all projects in order of arrival, and the lots with their rows."""
    filled = [one for one in lots if one.slots.size] or lots[-1:]
    if len(filled) == 1:
        return filled[0].columns, tuple(filled)
    order = np.argsort(np.concatenate([one.when for one in filled]), kind="stable")
    columns = {name: np.concatenate([one.columns[name] for one in filled])[order] for name in filled[0].columns}
    position = np.empty(order.size, dtype=np.int64)
    position[order] = np.arange(order.size)
    ends = np.cumsum([one.slots.size for one in filled])
    rows = (position[end - one.slots.size : end] for one, end in zip(filled, ends, strict=True))
    return columns, tuple(replace(one, rows=row) for one, row in zip(filled, rows, strict=True))
