"""What is left to give in a year: land and slots, city by city, as firms look them up."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.twin.city import CityAgent


class Market:
    """Land and slots that are left.

    Attributes:
        land_left: By city, mu.
        least_land: The smallest of them: who needs no more need not look.
        full: Cities without a slot.
    """

    def __init__(self, cities: Sequence["CityAgent"]) -> None:
        """Read what the cities have."""
        self.land_left = [city.land_left for city in cities]
        self.least_land = min(self.land_left)
        self.full = [city.index for city in cities if city.slots_left < 1.0]

    def update(self, city: "CityAgent") -> None:
        """Read again what a city has that has won a firm."""
        before, left = self.land_left[city.index], city.land_left
        if left != before:
            self.land_left[city.index] = left
            if left < self.least_land:
                self.least_land = left
        if city.slots_left < 1.0 and city.index not in self.full:
            self.full.append(city.index)
