"""Every figure, in both languages: nothing overlaps, nothing is cut off, no character is missing."""

import warnings
from collections.abc import Callable
from itertools import combinations

import matplotlib
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Text

from experiments.figures.canvas import style
from experiments.figures.gains import gains
from experiments.figures.ladder import ladder
from experiments.figures.land_prices import land_prices
from experiments.figures.palette import city_marks
from experiments.figures.regimes import regimes
from experiments.figures.sweep import sweep
from experiments.figures.waterfall import waterfall
from experiments.words import Language
from tests.figures.specimens import changed, deal, gained, prices, scene, swept
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


@pytest.fixture(params=DRAWINGS)
def drawing(request) -> Drawing:
    return DRAWINGS[request.param]


@pytest.fixture(params=["en", "zh"])
def language(request) -> Language:
    return request.param


@pytest.fixture
def figure(drawing, language) -> Figure:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure = drawing(language)
        with style():
            figure.canvas.draw()
    return figure


def test_every_text_lies_inside_and_none_covers_another(figure):
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts(figure)]
    width, height = figure.bbox.width, figure.bbox.height
    out = [text for text, box in boxes if box.x0 < 0 or box.y0 < 0 or box.x1 > width or box.y1 > height]
    assert out == []
    overlapping = [
        (one, other)
        for (one, a), (other, b) in combinations(boxes, 2)
        if min(a.x1, b.x1) - max(a.x0, b.x0) > 1.0 and min(a.y1, b.y1) - max(a.y0, b.y0) > 2.0
    ]
    assert overlapping == []


def test_axes_have_names_and_texts_are_large_enough(figure):
    sizes = {text.get_text(): float(text.get_fontsize()) for text in texts(figure)}
    assert min(sizes.values()) >= 8.0
    assert all(size >= 9.5 for text, size in sizes.items() if "citybid" not in text)
    assert all(axes.get_xlabel() for axes in figure.axes)


def test_english_has_no_chinese_and_chinese_is_translated(figure, language):
    for text in texts(figure):
        if language == "en":
            assert not CHINESE.search(text.get_text())
        else:
            words = [
                word for word in text.get_text().replace("citybid", "").split() if word.isascii() and word.isalpha()
            ]
            assert words == [], text.get_text()


def test_the_line_below_says_what_was_run(figure, language):
    lowest = min(texts(figure), key=lambda text: text.get_window_extent().y0).get_text()
    assert scene(2).title.model_dump()[language] in lowest
    assert "20240101" in lowest
    assert "citybid" in lowest


def test_drawing_leaves_no_settings_behind(drawing):
    before = dict(matplotlib.rcParams)
    drawing("zh")
    assert dict(matplotlib.rcParams) == before


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
