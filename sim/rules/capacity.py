"""What cities can give in a period, and what projects take from them in order of arrival."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]
type Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Capacities:
    """What is left to give: land in mu, slots, and commitment room for cash in million CNY; inf = no limit.

    (C,) each, (P, C) where each project finds something else, or one for each of some pairs of project and city.
    """

    land: Floats
    slots: Floats
    cash: Floats

    @property
    def unlimited(self) -> bool:
        """Whether nothing can run out."""
        return bool(np.isinf(self.land).all() and np.isinf(self.slots).all() and np.isinf(self.cash).all())

    def of(self, some: Ints | Flags) -> "Capacities":
        """Some of these, such as those of some cities."""
        return Capacities(self.land[some], self.slots[some], self.cash[some])

    def for_each(self, count: int, pairs: tuple[Ints, Ints], found: "Capacities") -> "Capacities":
        """The same for each of some projects, (count, C), but for what some pairs of project and city find."""
        each = Capacities(*(np.tile(left, (count, 1)) for left in (self.land, self.slots, self.cash)))
        each.land[pairs], each.slots[pairs], each.cash[pairs] = found.land, found.slots, found.cash
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
    """What has been taken from each city so far, (C,), or before some projects; units as in `Use`."""

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

    def before(self, use: Use, rows: Ints, cities: Ints, opening: Capacities) -> "Taken":
        """What had been taken from a city when a project came, (pairs,), added up likewise.

        Args:
            use: What all projects take.
            rows: (pairs,) the project.
            cities: (pairs,) the city.
            opening: What there is; what never ends is not counted.
        """
        found = Taken(self.land[cities], self.slots[cities], self.cash[cities])
        hosted = np.flatnonzero(use.host >= 0)
        for name in ("land", "slots", "cash"):
            if not np.isinf(getattr(opening, name)).all():
                steps = np.zeros((use.host.size + 1, self.land.size))
                steps[0] = getattr(self, name)
                steps[1 + hosted, use.host[hosted]] = getattr(use, name)[hosted]
                getattr(found, name)[:] = np.cumsum(steps, axis=0)[rows, cities]
        return found
