"""What cities can give in a period, and what projects take from them in order of arrival."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Capacities:
    """What is left to give: land in mu, slots, and commitment room for cash in million CNY; inf = no limit.

    (C,) each, or (P, C) where each project finds something else.
    """

    land: Floats
    slots: Floats
    cash: Floats

    @property
    def unlimited(self) -> bool:
        """Whether nothing can run out."""
        return bool(np.isinf(self.land).all() and np.isinf(self.slots).all() and np.isinf(self.cash).all())

    def of(self, cities: Ints) -> "Capacities":
        """Those of some cities, (cities,)."""
        return Capacities(self.land[cities], self.slots[cities], self.cash[cities])

    def for_each(self, cities: Ints, found: "Capacities", rows: Ints) -> "Capacities":
        """The same for some projects, (rows, C), which find other capacities (P, cities) in some cities."""
        each = Capacities(*(np.tile(left, (rows.size, 1)) for left in (self.land, self.slots, self.cash)))
        each.land[:, cities], each.slots[:, cities] = found.land[rows], found.slots[rows]
        each.cash[:, cities] = found.cash[rows]
        return each


@dataclass(frozen=True, slots=True)
class Use:
    """What projects take from their hosts, (P,): land in mu, slots, cash in million CNY as it is promised.

    Attributes:
        host: Index of the city, -1 for none.
        land: mu.
        slots: 1 each.
        cash: million CNY.
    """

    host: Ints
    land: Floats
    slots: Floats
    cash: Floats


@dataclass(frozen=True, slots=True)
class Taken:
    """What has been taken from each city so far, (C,), or before each project, (P, C); units as in `Use`."""

    land: Floats
    slots: Floats
    cash: Floats

    @staticmethod
    def nothing(cities: int) -> "Taken":
        """Before the first project."""
        return Taken(np.zeros(cities), np.zeros(cities), np.zeros(cities))

    def left(self, opening: Capacities) -> Capacities:
        """What is left of the capacities at the beginning: opening - Σ of what was taken."""
        cash = np.maximum(opening.cash - self.cash, 0.0)
        return Capacities(opening.land - self.land, opening.slots - self.slots, cash)

    def after(self, use: Use) -> "Taken":
        """What has been taken when these projects have come, added up in their order, (C,)."""
        total = Taken(self.land.copy(), self.slots.copy(), self.cash.copy())
        hosted = np.flatnonzero(use.host >= 0)
        host = use.host[hosted]
        np.add.at(total.land, host, use.land[hosted])
        np.add.at(total.slots, host, use.slots[hosted])
        np.add.at(total.cash, host, use.cash[hosted])
        return total

    def before_each(self, use: Use, cities: Ints) -> "Taken":
        """What had been taken from some cities when each of these projects came, (P, cities), added up likewise."""
        hosts = use.host[:, None] == cities

        def running(start: Floats, amount: Floats) -> Floats:
            steps = np.concatenate([start[None, cities], hosts * amount[:, None]])
            total: Floats = np.cumsum(steps, axis=0)[:-1]
            return total

        return Taken(running(self.land, use.land), running(self.slots, use.slots), running(self.cash, use.cash))
