"""The same city and the same regime look the same everywhere."""

import itertools

import pytest

from experiments.figures import palette
from tests.figures.specimens import scene

# Matrices for linear RGB of Machado, Oliveira & Fernandes 2009, severity 1.
DEFICIENCIES = {
    "none": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
}


def linear(colour: str) -> list[float]:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


def lab(colour: str, deficiency: str) -> list[float]:
    rgb = [sum(m * c for m, c in zip(row, linear(colour), strict=True)) for row in DEFICIENCIES[deficiency]]
    r, g, b = (min(max(c, 0.0), 1.0) for c in rgb)
    x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505
    y = 0.2126 * r + 0.7152 * g + 0.0722 * b
    z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)]


def distance(one: str, other: str, deficiency: str) -> float:
    return sum((a - b) ** 2 for a, b in zip(lab(one, deficiency), lab(other, deficiency), strict=True)) ** 0.5


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
@pytest.mark.parametrize(
    "colours", [palette.CITY_COLOURS, palette.REGIME_COLOURS, tuple(palette.INSTRUMENT_COLOURS.values())]
)
def test_colours_differ_for_readers_with_a_colour_vision_deficiency(colours, deficiency):
    pairs = itertools.combinations(colours, 2)
    close = {pair: round(distance(*pair, deficiency), 1) for pair in pairs if distance(*pair, deficiency) < 10.0}
    assert close == {}


def test_colours_go_by_the_order_of_keys():
    few, many = palette.city_marks(scene(2)), palette.city_marks(scene(7))
    assert {key: many[key] for key in few} == few
    assert list(palette.regime_marks(scene(2))) == [regime.key for regime in scene(2).regimes]


def test_every_city_of_a_large_scenario_has_a_look_of_its_own():
    marks = palette.city_marks(scene(12)).values()
    assert len({(mark.colour, mark.marker) for mark in marks}) == 12


def test_cities_and_regimes_share_no_colour():
    assert not set(palette.CITY_COLOURS) & set(palette.REGIME_COLOURS)


@pytest.mark.parametrize("colour", [*palette.CITY_COLOURS, *palette.REGIME_COLOURS, palette.OUTSIDE])
def test_names_in_colour_can_be_read_on_white(colour):
    r, g, b = linear(palette.ink(colour))
    assert 1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05) >= 4.45
