"""The map: cities by their coordinates, a sketch of the border, and names that do not overlap."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from experiments.figures.lettering import display_width
from sim.schema import Scenario

type Point = tuple[float, float]
type Side = Literal["right", "left", "top", "bottom"]

BORDER: Final[tuple[Point, ...]] = (
    (108.30, 31.90), (108.10, 31.50), (107.95, 31.20), (107.65, 30.90), (107.45, 30.60), (107.20, 30.20),
    (106.95, 30.03), (106.72, 30.03), (106.58, 30.20), (106.35, 30.28), (106.10, 30.33), (105.98, 30.45),
    (105.78, 30.45), (105.62, 30.27), (105.55, 30.10), (105.60, 29.95), (105.48, 29.75), (105.38, 29.60),
    (105.32, 29.48), (105.43, 29.33), (105.52, 29.22), (105.68, 29.18), (105.76, 29.05), (105.90, 28.92),
    (106.10, 28.85), (106.30, 28.65),
)  # fmt: skip
"""Longitude and latitude of some points between Sichuan (north and west) and Chongqing. A sketch by eye so that every
city of the region lies on its own side, not a legal boundary; assumption."""

MARGIN: Final = 0.13
"""Empty room on each side of the cities, as a share of the larger extent."""

LEAST_SPAN: Final = 0.45
"""Smallest extent of a map in degrees of latitude, so that two neighbours do not fill it."""


@dataclass(frozen=True, slots=True)
class Map:
    """Where things are, in degrees of latitude east and north of the middle of the map.

    Attributes:
        places: East and north of each city, by key.
        border: Points of the sketched border.
        east: Half of the extent from west to east.
        north: Half of the extent from south to north.
    """

    places: dict[str, Point]
    border: tuple[Point, ...]
    east: float
    north: float

    @property
    def ratio(self) -> float:
        """Width over height."""
        return self.east / self.north


def project(point: Point, middle: Point) -> Point:
    """Equirectangular: x = (longitude - longitude of the middle)·cos(latitude of the middle), y = latitude - middle."""
    return (point[0] - middle[0]) * math.cos(math.radians(middle[1])), point[1] - middle[1]


def placed(scenario: Scenario) -> Map:
    """The map of a scenario's cities; where all are at one point, as in stylised cases, they stand on a circle."""
    known = {key: (city.longitude, city.latitude) for key, city in scenario.cities.items()}
    if len(set(known.values())) < 2:
        return _framed(_on_a_circle(list(scenario.cities)), ())
    lons, lats = [p[0] for p in known.values()], [p[1] for p in known.values()]
    middle = ((min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2)
    found = {key: project(point, middle) for key, point in known.items()}
    provinces = {city.province for city in scenario.cities.values()}
    line = BORDER if provinces <= {"sichuan", "chongqing"} else ()
    return _framed(found, tuple(project(point, middle) for point in line))


def _on_a_circle(keys: Sequence[str]) -> dict[str, Point]:
    turn = 2 * math.pi / len(keys)
    return {key: (math.sin(i * turn), math.cos(i * turn)) for i, key in enumerate(keys)}


def _framed(places: dict[str, Point], border: tuple[Point, ...], ratio: float = 1.35) -> Map:
    """The smallest frame of a pleasant ratio around the cities."""
    east = max(abs(x) for x, _ in places.values())
    north = max(abs(y) for _, y in places.values())
    room = MARGIN * max(east, north, LEAST_SPAN)
    east, north = max(east, LEAST_SPAN * 0.6) + room, max(north, LEAST_SPAN * 0.4) + room
    if east / north < ratio:
        east = ratio * north
    else:
        north = east / ratio
    return Map(places, border, east, north)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels, y downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Whether the two overlap."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


@dataclass(frozen=True, slots=True)
class Label:
    """Where the name of a city stands.

    Attributes:
        side: On which side of its circle.
        shift: Further pixels to the right and down.
        box: What it covers, in pixels from the upper left corner of the map.
    """

    side: Side
    shift: tuple[float, float]
    box: Box


_NEAR: Final[tuple[tuple[Side, float, float], ...]] = (
    ("right", 0.0, 0.0), ("left", 0.0, 0.0), ("top", 0.0, 0.0), ("bottom", 0.0, 0.0),
)  # fmt: skip

SHIFTS: Final = (
    *_NEAR,
    *((side, 0.0, dy) for dy in (-0.5, 0.5, -0.8, 0.8) for side in (_NEAR[0][0], _NEAR[1][0])),
    *((side, dx, 0.0) for dx in (0.9, -0.9, 1.6, -1.6) for side in (_NEAR[2][0], _NEAR[3][0])),
)
"""Places that are tried for a name, in order: side, and shift in lines."""


def labels(
    where: Map, names: Mapping[str, str], sizes: Mapping[str, float], width: float, letter: float,
    first: Sequence[str] = (), reserved: Sequence[Box] = (),
) -> dict[str, Label]:  # fmt: skip
    """Places for the names of cities such that none covers another or a circle; names without room are left out.

    Those named first choose first, then those with large circles. A greedy search over places beside the circle.

    Args:
        where: The map.
        names: Name of each city.
        sizes: Diameter of each circle in pixels.
        width: Width of the map in pixels.
        letter: Size of the letters in pixels.
        first: Cities whose names matter most.
        reserved: What other texts cover.
    """
    height = width / where.ratio
    centres = {key: pixel(where, point, width) for key, point in where.places.items()}
    circles = {key: _square(centres[key], sizes[key]) for key in names}
    taken: dict[str, Label] = {}
    for key in sorted(names, key=lambda one: (one not in first, -sizes[one], one)):
        wide, high = 0.56 * letter * display_width(names[key]) + 4, 1.25 * letter
        for side, dx, dy in _outwards(where.places[key]):
            shift = (dx * high, dy * high)
            box = _beside(centres[key], sizes[key], side, shift, wide, high)
            inside = box.left >= 0 and box.top >= 0 and box.right <= width and box.bottom <= height
            free = not any(box.meets(other) for other in [*reserved, *(one.box for one in taken.values())])
            clear = not any(box.meets(circle) for other, circle in circles.items() if other != key)
            if inside and free and clear:
                taken[key] = Label(side, shift, box)
                break
    return taken


def corner(
    where: Map, text: str, corners: Sequence[Point], sizes: Mapping[str, float], width: float, letter: float
) -> tuple[Point, Box] | None:
    """The first of some corners in which a text covers no circle: where its middle lies, and what it covers.

    Args:
        where: The map.
        text: The text.
        corners: Middles of the text that are tried, as shares of the extent from -1 to 1, east and north.
        sizes: Diameter of each circle in pixels.
        width: Width of the map in pixels.
        letter: Size of the letters in pixels.
    """
    wide, high = 0.6 * letter * display_width(text) + 8, 1.4 * letter
    half_wide, half_high = wide / width, high * where.ratio / width
    for east, north in corners:
        point = (
            max(-1 + half_wide, min(1 - half_wide, east)) * where.east,
            max(-1 + half_high, min(1 - half_high, north)) * where.north,
        )
        x, y = pixel(where, point, width)
        box = Box(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
        if not any(box.meets(_square(pixel(where, where.places[key], width), size)) for key, size in sizes.items()):
            return point, box
    return None


def _outwards(place: Point) -> list[tuple[Side, float, float]]:
    """The places for a name, those that point away from the middle of the map first: there are fewer arcs."""
    first: Side = "right" if place[0] >= 0 else "left"
    return sorted(SHIFTS, key=lambda shift: (shift[1:] != (0.0, 0.0), shift[0] != first))


def pixel(where: Map, point: Point, width: float) -> Point:
    """A point of the map in pixels from the upper left corner."""
    scale = width / (2 * where.east)
    return (point[0] + where.east) * scale, (where.north - point[1]) * scale


def _square(centre: Point, size: float) -> Box:
    return Box(centre[0] - size / 2, centre[1] - size / 2, centre[0] + size / 2, centre[1] + size / 2)


def _beside(centre: Point, size: float, side: Side, shift: Point, wide: float, high: float) -> Box:
    x, y, gap = centre[0] + shift[0], centre[1] + shift[1], size / 2 + 3
    if side == "right":
        return Box(x + gap, y - high / 2, x + gap + wide, y + high / 2)
    if side == "left":
        return Box(x - gap - wide, y - high / 2, x - gap, y + high / 2)
    if side == "top":
        return Box(x - wide / 2, y - gap - high, x + wide / 2, y - gap)
    return Box(x - wide / 2, y + gap, x + wide / 2, y + gap + high)
