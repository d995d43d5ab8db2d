"""Lots: projects whose luck comes from the same streams, such as the pool, one lead, or the suppliers of a year."""

from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.streams import Luck

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
    """

    whose: str
    period: int
    slots: Ints
    columns: Columns
    when: Floats
    rows: Ints

    def draw(self, luck: Luck, stream: str) -> Floats:
        """A stream of one number a project, (rows,)."""
        if not self.slots.size:
            return np.empty(0)
        return luck.draw(stream, self.period, int(self.slots.max()) + 1, self.whose)[self.slots]

    def draw_by_city(self, luck: Luck, stream: str, cities: tuple[str, ...]) -> Floats:
        """A stream "by city", (rows, C)."""
        if not self.slots.size:
            return np.empty((0, len(cities)))
        return luck.draw_by_city(stream, self.period, int(self.slots.max()) + 1, cities, self.whose, self.slots)


def lot(whose: str, period: int, slots: Ints, columns: Columns, when: Floats) -> Lot:
    """A lot that stands by itself."""
    return Lot(whose, period, slots, columns, when, np.arange(slots.size))


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
