"""The map: every city on its side of the border, and names that cover neither each other nor a circle."""

from itertools import combinations, pairwise

import pytest

from demo.catalogue import CASES, catalogue
from demo.charts.region_map import BRACKETS, diameters, region_map
from demo.document import document, scenario_of
from demo.film import shoot
from demo.geography import BORDER, labels, pixel, placed, project
from demo.preset import Preset
from demo.words import say
from sim.scenario import load

OFFERED = catalogue()


def south_east(point):
    """Whether a point lies on Chongqing's side: an even-odd count of crossings going east."""
    x, y = point
    crossings = 0
    for (x1, y1), (x2, y2) in pairwise(BORDER):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
            crossings += 1
    return crossings % 2 == 0


def test_every_government_of_the_region_lies_on_its_side_of_the_sketch():
    for key, city in load("region").cities.items():
        if key != "neirong_park":  # on both sides by definition
            assert south_east((city.longitude, city.latitude)) == (city.province == "chongqing"), key


def test_a_degree_of_latitude_is_as_long_as_it_is_wide_at_the_equator_and_shorter_by_the_cosine():
    east, north = project((106.0, 31.0), (105.0, 30.0))
    assert north == 1.0
    assert east == pytest.approx(0.8660254037844387)


@pytest.mark.parametrize("width", [340, 520, 800])
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", ["region", "chengdu_chongqing", "rongchang_longchang", "border_war_truce"])
def test_no_name_covers_another_or_a_circle(name, language, width):
    scenario, w = load(name), say(language)
    film = shoot(scenario_of(document(Preset(name, periods=1), OFFERED)))
    where, sizes = placed(scenario), diameters(film, next(iter(film.reels.values())).frames[0], width)
    names = {key: BRACKETS.split(w.name(city))[0] for key, city in scenario.cities.items()}
    found = labels(where, names, sizes, width, 13)
    for one, other in combinations(found, 2):
        assert not found[one].box.meets(found[other].box), (one, other)
    for key, label in found.items():
        assert 0 <= label.box.left < label.box.right <= width
        assert label.box.top >= 0
        for city, point in where.places.items():
            x, y = pixel(where, point, width)
            inside = label.box.left < x < label.box.right and label.box.top < y < label.box.bottom
            assert city == key or not inside
    assert len(found) >= (0.5 if width == 340 else 0.7) * len(names)


def test_the_pair_of_a_deal_has_its_names_first():
    scenario = load("region")
    where = placed(scenario)
    names = {key: city.name_en for key, city in scenario.cities.items()}
    crowded = [key for key in names if key not in labels(where, names, dict.fromkeys(names, 20.0), 400, 16)]
    assert crowded
    assert crowded[0] in labels(where, names, dict.fromkeys(names, 8.0), 400, 13, [crowded[0]])


@pytest.mark.parametrize("name", CASES)
def test_maps_of_all_cases_are_drawn_in_both_languages(name):
    import json

    scenario = load(name)
    film = shoot(scenario_of(document(Preset(name, periods=1), OFFERED)))
    for language in ("en", "zh"):
        for regime in film.reels:
            options = region_map(scenario, film, regime, 0, say(language), large=language == "zh")
            assert json.dumps(options, allow_nan=False)
            (cities,) = (one["data"] for one in options["series"] if one.get("id") == "cities")
            assert len({city["key"] for city in cities}) == len(cities) > 0
