"""Every figure, in both languages: nothing overlaps, nothing is cut off, no character is missing."""

import warnings
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import combinations

import matplotlib
import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Text

from experiments.explain_report import rounds, summary
from experiments.figures.canvas import style
from experiments.figures.data import Differences, Gains, LandPrices
from experiments.figures.gains import gains
from experiments.figures.ladder import ladder
from experiments.figures.land_prices import land_prices
from experiments.figures.lettering import amount
from experiments.figures.offers import shown_bidders
from experiments.figures.outcome_sweep import outcome_sweep, welfare_sweep
from experiments.figures.palette import city_marks
from experiments.figures.regimes import regimes
from experiments.figures.rounds import lines
from experiments.figures.sweep import sweep
from experiments.figures.waterfall import sides, steps, waterfall
from experiments.words import Language, words
from sim.explain import Explanation
from tests.figures.specimens import changed, deal, differing, gained, moved, prices, scene, swept
from tests.figures.test_words import CHINESE

type Drawing = Callable[[Language], Figure]

DRAWINGS: dict[str, Drawing] = {
    "ladder of 2": lambda lang: ladder(deal(2), scene(2), lang),
    "ladder of 7": lambda lang: ladder(deal(7), scene(7), lang),
    "ladder of 8, long": lambda lang: ladder(
        deal(8, increment=0.0005, match=0.005), scene(8, increment=0.0005, match=0.005), lang
    ),
    "ladder of 12": lambda lang: ladder(deal(12), scene(12), lang),
    "ladder of 1": lambda lang: ladder(deal(1), scene(1), lang),
    "ladder under a ban": lambda lang: ladder(deal(4, regime="ban"), scene(4), lang),
    "ladder of a coalition": lambda lang: ladder(deal(4, regime="joint"), scene(4), lang),
    "ladder, the project leaves": lambda lang: ladder(deal(4, gap=0.5), scene(4, gap=0.5), lang),
    "ladder, outside option near": lambda lang: ladder(deal(4, gap=-0.02), scene(4, gap=-0.02), lang),
    "sealed offers of 2": lambda lang: ladder(deal(2, "sealed"), scene(2, "sealed"), lang),
    "sealed offers of 7": lambda lang: ladder(deal(7, "sealed"), scene(7, "sealed"), lang),
    "waterfall of 2": lambda lang: waterfall(deal(2), scene(2), lang),
    "waterfall of 7": lambda lang: waterfall(deal(7), scene(7), lang),
    "waterfall, sealed": lambda lang: waterfall(deal(2, "sealed"), scene(2, "sealed"), lang),
    "waterfall under a ban": lambda lang: waterfall(deal(4, regime="ban"), scene(4), lang),
    "waterfall, the project leaves": lambda lang: waterfall(deal(4, gap=0.5), scene(4, gap=0.5), lang),
    "waterfall of 1": lambda lang: waterfall(deal(1), scene(1), lang),
    "land prices of 2": lambda lang: land_prices(prices(2), scene(2), lang),
    "land prices of 6": lambda lang: land_prices(prices(6), scene(7), lang),
    "land prices, one period": lambda lang: land_prices(prices(6, 1), scene(7), lang),
    "gains of 1": lambda lang: gains(gained(1), scene(2), lang),
    "gains of 5": lambda lang: gains(gained(5), scene(7), lang),
    "regimes of 1": lambda lang: regimes(changed(1), scene(2), lang),
    "regimes of 5": lambda lang: regimes(changed(5), scene(7), lang),
    "outcome over a sweep, 2": lambda lang: outcome_sweep(moved(2), scene(2), lang),
    "outcome over a sweep, 6": lambda lang: outcome_sweep(moved(6), scene(7), lang),
    "welfare over a sweep, 1": lambda lang: welfare_sweep(differing(1), scene(2), lang),
    "welfare over a sweep, 5": lambda lang: welfare_sweep(differing(5), scene(7), lang),
    "sweep of 2": lambda lang: sweep(swept(2), scene(2), lang),
    "sweep of 7": lambda lang: sweep(swept(7), scene(7), lang),
    "sweep of all projects": lambda lang: sweep(swept(12, None), scene(12), lang),
}


def texts(figure: Figure) -> list[Text]:
    """What can be read in a figure."""
    found = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]
    inside = []
    for text in found:
        box = text.get_window_extent()
        ticks = {label for axes in figure.axes for axis in (axes.xaxis, axes.yaxis) for label in axis.get_ticklabels()}
        if text in ticks and not any(drawn(text, axes) for axes in figure.axes):
            continue
        if box.width > 0:
            inside.append(text)
    return inside


def drawn(label: Text, axes: matplotlib.axes.Axes) -> bool:
    """Whether a tick label lies in the range of its axis; matplotlib keeps some beyond it."""
    for axis, index in ((axes.xaxis, 0), (axes.yaxis, 1)):
        if label in axis.get_ticklabels():
            low, high = sorted(axis.get_view_interval())
            margin = 1e-9 * (high - low)
            return low - margin <= label.get_position()[index] <= high + margin
    return False


@cache
def finished(drawing: str, language: Language) -> Figure:
    """A figure after all of it was drawn; any warning is an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure = DRAWINGS[drawing](language)
        with style():
            figure.canvas.draw()
    return figure


@pytest.fixture(params=DRAWINGS)
def drawing(request) -> str:
    return request.param


@pytest.fixture(params=["en", "zh"])
def language(request) -> Language:
    return request.param


@pytest.fixture
def figure(drawing, language) -> Figure:
    return finished(drawing, language)


def overlaps(figure: Figure) -> list[tuple[str, str]]:
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts(figure)]
    return [
        (one, other)
        for (one, a), (other, b) in combinations(boxes, 2)
        if min(a.x1, b.x1) - max(a.x0, b.x0) > 1.0 and min(a.y1, b.y1) - max(a.y0, b.y0) > 2.0
    ]


def test_overlapping_texts_are_found():
    figure = ladder(deal(2), scene(2), "en")
    title = figure.texts[0]
    figure.text(*title.get_position(), "in the way", va="top")
    assert overlaps(figure) == [(title.get_text(), "in the way")]


def test_every_text_lies_inside_and_none_covers_another(figure):
    width, height = figure.bbox.width, figure.bbox.height
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts(figure)]
    out = [text for text, box in boxes if box.x0 < 0 or box.y0 < 0 or box.x1 > width or box.y1 > height]
    assert out == []
    assert overlaps(figure) == []


def test_axes_have_names_and_texts_are_large_enough(figure):
    sizes = {text.get_text(): float(text.get_fontsize()) for text in texts(figure)}
    assert min(sizes.values()) >= 8.0
    assert all(size >= 9.0 for text, size in sizes.items() if "citybid" not in text)
    assert all(axes.get_xlabel() for axes in figure.axes)


def test_english_has_no_chinese_and_chinese_is_translated(figure, language):
    for text in texts(figure):
        if language == "en":
            assert not CHINESE.search(text.get_text())
        else:
            left = [
                word for word in text.get_text().replace("citybid", "").split() if word.isascii() and word.isalpha()
            ]
            assert left == [], text.get_text()


def test_the_line_below_says_what_was_run(figure, language):
    lowest = min(texts(figure), key=lambda text: text.get_window_extent().y0).get_text()
    assert scene(2).title.model_dump()[language] in lowest
    assert "20240101" in lowest
    assert "citybid" in lowest


def test_drawing_leaves_no_settings_behind():
    before = dict(matplotlib.rcParams)
    sweep(swept(2), scene(2), "zh")
    ladder(deal(2), scene(2), "en")
    assert dict(matplotlib.rcParams) == before


def test_a_contest_that_nobody_could_enter_is_still_drawn():
    bidders = tuple(replace(bidder, feasible=False, invited=False) for bidder in deal(2).bidders)
    nobody = replace(deal(2), bidders=bidders, host=None, runner_up=None, concession=0.0)
    for explanation in (nobody, replace(nobody, trace=None, format="sealed", outside=None)):
        assert texts(ladder(explanation, scene(2), "en"))
        assert texts(waterfall(explanation, scene(2), "zh"))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_empty_tables_are_still_drawn(language):
    none, zero, sweep_of_2 = np.full((3, 4), np.nan), (0.0, 0.0, 0.0), swept(2)
    nothing = {key: 0 * count for key, count in sweep_of_2.shares.items()}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for figure in (
            land_prices(LandPrices({"competition": none, "ban": none}), scene(2), language),
            gains(Gains({"ban": {"owners": zero, "residents": (np.nan,) * 3}}, "competition", 1), scene(2), language),
            regimes(Differences({"efficiency": {"ban": (np.nan,) * 3}}, "competition", 1), scene(2), language),
            regimes(Differences({"similarity": {"ban": zero}}, "competition", 1), scene(2), language),
            sweep(replace(sweep_of_2, shares=nothing), scene(2), language),
        ):
            figure.canvas.draw()
            assert overlaps(figure) == []


def test_a_subtitle_says_what_the_loser_would_have_needed():
    said = " ".join(text.get_text() for text in texts(waterfall(deal(2), scene(2), "en")))
    loser = deal(2).bidder("longchang")
    assert loser.reservation < loser.needed < loser.room
    assert f"more than {amount(loser.needed)} million CNY" in said
    assert f"allowed {amount(loser.room)}, but above {amount(loser.reservation)} losing was better" in said
    said = " ".join(text.get_text() for text in texts(waterfall(deal(2, "sealed"), scene(2, "sealed"), "en")))
    assert "still worth it and within its instruments" in said


def nearly_tied(form: str, gap: float) -> Explanation:
    """The deal of two with a loser that missed what it needed by that much."""
    explanation = deal(2, form)
    loser = explanation.bidder("longchang")
    tied = replace(loser, offer=366.98, needed=366.98 + gap, reservation=366.98, room=400.0)
    bidders = tuple(tied if one is loser else one for one in explanation.bidders)
    return replace(explanation, bidders=bidders)


@pytest.mark.parametrize("form", ["open", "sealed"])
def test_what_was_needed_and_what_was_offered_read_differently_when_nearly_tied(form):
    explanation, scenario = nearly_tied(form, 0.06), scene(2, form)
    said = " ".join(text.get_text() for text in texts(waterfall(explanation, scenario, "en")))
    assert "more than 367.04 million CNY; its own offer was 366.98." in said
    assert "allowed 400, but above 366.98 losing was better" in said
    assert "367.04" in summary(explanation, scenario, words("en"))
    assert "above 366.98 losing" in summary(explanation, scenario, words("en"))


def test_a_winner_that_paid_hardly_more_than_enough_is_told_so_with_two_numbers():
    explanation = deal(2, "sealed")
    host = explanation.bidder(explanation.host)
    bidders = tuple(replace(one, needed=366.98) if one is host else one for one in explanation.bidders)
    close = replace(explanation, bidders=bidders, concession=367.04)
    said = " ".join(text.get_text() for text in texts(ladder(close, scene(2, "sealed"), "en")))
    assert "pays 367.04 million CNY" in said
    assert "366.98 would have been enough" in said


@pytest.mark.parametrize("cities", [2, 7])
def test_crosses_and_the_last_round_keep_to_what_the_note_about_steps_says(cities):
    """A cross lies at or below the limit of its city, the last bid at most one step above the price."""
    explanation, scenario = deal(cities), scene(cities)
    trace = explanation.trace
    assert trace is not None
    for line in lines(explanation, trace, scenario, shown_bidders(explanation, scenario, words("en"))):
        bidder = explanation.bidder(line.city)
        assert line.end <= bidder.site_value + min(bidder.reservation, bidder.room) + 1e-9
    last = trace.rounds[-1].concession[list(scenario.cities).index(explanation.host)]
    assert explanation.concession - 1e-9 <= last <= explanation.concession + explanation.increment + 1e-9
    step = amount(explanation.increment)
    said = " ".join(text.get_text() for text in texts(finished(f"ladder of {cities}", "en")))
    assert (
        f"Bids rise by {step}: × may lie below a city's limit, and the last bid up to {step} above the price." in said
    )
    assert f"Bids rise by {step} million CNY at a time" in rounds(explanation, scenario, words("en")).note
    sealed = texts(finished("sealed offers of 2", "en"))
    assert "Bids rise" not in " ".join(text.get_text() for text in sealed)


@pytest.mark.parametrize(("cities", "form", "gap"), [(2, "open", -0.12), (7, "sealed", -0.12), (4, "open", 0.5)])
def test_the_steps_of_a_waterfall_add_up(cities, form, gap):
    w, scenario, explanation = words("en"), scene(cities, form, gap=gap), deal(cities, form, gap=gap)
    winner, rival = sides(explanation, scenario, w)
    rows = steps(winner, rival, scenario, w)
    lead = [row for row in rows if row.kind == "total"][-1]
    assert sum(row.value for row in rows if row.kind == "part") == pytest.approx(lead.value, abs=1e-6)
    assert lead.value == pytest.approx(winner.score - rival.score)


def colour_of_name(figure: Figure, name: str) -> str:
    (colour,) = {to_hex(text.get_color()) for text in texts(figure) if text.get_text() == name}
    return colour


def test_a_city_has_the_same_colour_in_every_figure():
    for key, name in (("rongchang", "Rongchang"), ("longchang", "Longchang")):
        drawings = [ladder(deal(2), scene(2), "en"), ladder(deal(7, "sealed"), scene(7, "sealed"), "en")]
        colours = {colour_of_name(figure, name) for figure in [*drawings, sweep(swept(7), scene(7), "en")]}
        assert colours == {city_marks(scene(2))[key].ink.lower()}


def test_a_regime_has_the_same_colour_in_every_figure():
    name = "Ban on special offers"
    one, other = land_prices(prices(6), scene(2), "en"), regimes(changed(5), scene(7), "en")
    broken = [text for text in texts(other) if text.get_text().replace("\n", " ") == name]
    assert to_hex(broken[0].get_color()) == colour_of_name(one, name)


def test_too_many_regimes_and_unknown_names_are_refused():
    table = gained(5)
    with pytest.raises(ValueError, match="choose"):
        gains(type(table)({}, "competition", 1), scene(2), "en")
    with pytest.raises(ValueError, match="dogs"):
        gains(type(table)({"ban": {"dogs": (0.0, 0.0, 0.0)}}, "competition", 1), scene(2), "en")
    with pytest.raises(KeyError):
        regimes(type(changed(1))({"happiness": {}}, "competition", 1), scene(2), "en")
