"""Options of charts: bidders that can be told apart, intervals and arcs that can be seen."""

import numpy as np
import pytest

from demo.bands import Bands, sample
from demo.catalogue import catalogue
from demo.charts.ladder import SITE, ladder, legend
from demo.charts.look import outlined
from demo.charts.region_map import region_map
from demo.charts.series import over_time
from demo.document import document, scenario_of
from demo.film import shoot
from demo.geography import pixel, placed
from demo.preset import Preset
from demo.words import say
from experiments.figures.palette import INSTRUMENT_COLOURS, VERDICT_COLOURS, city_marks
from sim.explain import explain

OFFERED = catalogue()
FRAMES = {name: scenario_of(document(Preset(name, periods=1), OFFERED)) for name in ("region", "yongchuan_contest")}


@pytest.mark.parametrize(("name", "deal"), [("region", (0, 825)), ("yongchuan_contest", "vehicle_plant")])
def test_no_two_bidders_of_a_ladder_look_alike_and_the_legend_shows_each_as_drawn(name, deal):
    scenario = FRAMES[name]
    told = explain(scenario, deal, scenario.regimes[0].key, 0)
    courses, signs = ladder(told, scenario, say("en"))["series"], legend(told, scenario, say("en"))
    looks = {one["name"]: (one["color"], str(one["lineStyle"]["type"]), one["symbol"]) for one in courses}
    assert len(looks) == len(courses) >= 4
    assert len({look[:2] for look in looks.values()}) == len(looks)  # without markers, which long courses leave out
    said = {one.name: (one.colour, str(list(one.dash or ()) or "solid"), f"path://{one.marker}") for one in signs}
    assert said == looks


def test_no_two_cities_of_the_region_share_colour_and_dash():
    marks = city_marks(FRAMES["region"]).values()
    assert len({(mark.colour, mark.dash) for mark in marks}) == len(FRAMES["region"].cities) == len(marks)


def test_one_period_has_its_interval_as_a_whisker_at_the_percentiles():
    scenario = FRAMES["yongchuan_contest"]
    sides = (scenario.regimes[0], scenario.regimes[1])
    bands = Bands(tuple(entry.key for entry in scenario.regimes))
    bands.add(sample(scenario, range(4)), 4)
    chart = over_time("debt", scenario, sides, shoot(scenario), bands, 0, ["2018"], say("en"))
    found = [one["data"][0] for one in chart["series"] if one["type"] == "custom"]
    for (_, low, high, _), entry in zip(found, sides, strict=True):
        values = [bands.samples[number].series[entry.key]["debt"][0] for number in range(4)]
        assert [low, high] == pytest.approx(np.quantile(values, [0.05, 0.95]).tolist())
    assert found[0][3] == -found[1][3] != 0


def contrast(colour: str) -> float:
    """Contrast with white as WCAG 2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 1.05 / (sum(share * c for share, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True)) + 0.05)


@pytest.mark.parametrize("colour", [SITE, *INSTRUMENT_COLOURS.values(), *VERDICT_COLOURS.values()])
def test_every_bar_has_an_edge_that_stands_out_from_white(colour):
    assert contrast(outlined(colour)["borderColor"]) >= 3.0


def test_arcs_stay_on_the_map():
    """Along the curve as ECharts draws it, in pixels downwards."""
    scenario, width = FRAMES["region"], 520.0
    where, film = placed(scenario), shoot(scenario)
    height = width / where.ratio
    for regime in film.reels:
        series = region_map(scenario, film, regime, 0, say("en"), width=width)["series"]
        (deals,) = (one["data"] for one in series if one["id"] == "deals")
        assert deals
        for one in deals:
            (x1, y1), (x2, y2) = (pixel(where, (x, y), width) for x, y in one["coords"])
            bow = one["lineStyle"]["curveness"]
            turn = (x1 + x2) / 2 - (y1 - y2) * bow, (y1 + y2) / 2 - (x2 - x1) * bow
            for t in (i / 50 for i in range(51)):
                x, y = (
                    (1 - t) ** 2 * a + 2 * t * (1 - t) * b + t**2 * c
                    for a, b, c in ((x1, turn[0], x2), (y1, turn[1], y2))
                )
                assert 0 <= x <= width
                assert 0 <= y <= height
