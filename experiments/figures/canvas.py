"""The slide: 16:9, a title that can be read from the last row, and a small grey line that says what was run."""

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import Final

import matplotlib
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.text import Text
from matplotlib.ticker import FixedLocator, MaxNLocator

from experiments.figures.lettering import clean, paragraph, tick
from experiments.figures.palette import GRID, INK, SOFT
from experiments.fonts import register
from experiments.words import Words

SIZE: Final = (12.8, 7.2)
"""Inches; at 160 dots per inch 2048 x 1152 pixels."""

TITLE, SUBTITLE, LABEL, TICK, CAPTION = 22.0, 15.0, 15.0, 14.0, 10.5
LEFT, RIGHT = 0.025, 0.975

# What a viewer of an SVG without our fonts takes instead; pictures are drawn with the first two families.
_VIEWER: Final = ["DejaVu Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "WenQuanYi Micro Hei"]


@contextmanager
def style() -> Iterator[None]:
    """Settings of matplotlib under which every figure is drawn and saved; undone afterwards."""
    settings = {
        "font.family": [*register(), "sans-serif"],
        "font.sans-serif": _VIEWER,
        "font.size": TICK,
        "text.color": INK,
        "text.parse_math": False,
        "axes.unicode_minus": False,
        "axes.edgecolor": SOFT,
        "axes.labelcolor": INK,
        "axes.labelsize": LABEL,
        "axes.titlesize": LABEL,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.axisbelow": True,
        "xtick.color": SOFT,
        "ytick.color": SOFT,
        "xtick.labelcolor": INK,
        "ytick.labelcolor": INK,
        "grid.color": GRID,
        "hatch.linewidth": 0.8,
        "legend.frameon": False,
        "legend.fontsize": TICK - 1,
        "svg.fonttype": "none",
        "svg.hashsalt": "citybid",
    }
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(settings)  # type: ignore[arg-type]
        yield


def sheet(title: str, sentences: Sequence[str], caption: str, w: Words) -> Figure:
    """An empty slide with its texts; axes added to it fill the space between.

    Args:
        title: One line.
        sentences: What the picture says and how to read it, at most three lines together.
        caption: What was run, small and grey at the bottom.
        w: The language.
    """
    figure = Figure(figsize=SIZE, dpi=100)
    FigureCanvasAgg(figure)
    fit(figure.text(LEFT, 0.965, clean(title), size=TITLE, va="top"))
    rows = paragraph(sentences, 112 if w.language == "zh" else 98, w("figure.sentence_gap"))
    for number, row in enumerate(rows):
        fit(figure.text(LEFT, 0.895 - 0.039 * number, row, size=SUBTITLE, color=SOFT, va="top"))
    fit(figure.text(LEFT, 0.022, clean(caption), size=CAPTION, color=SOFT, va="bottom"))
    top = 0.885 - 0.04 * len(rows)
    engine = ConstrainedLayoutEngine(rect=(0.019, 0.062, 0.962, top - 0.062), w_pad=0.08, h_pad=0.06, wspace=0.03)
    figure.set_layout_engine(engine)
    return figure


def scale(axis: Axis, count: int, integer: bool = False) -> None:
    """Round numbers on an axis, thousands separated."""
    axis.set_major_locator(MaxNLocator(count, steps=[1, 2, 5, 10], integer=integer, min_n_ticks=1 if integer else 2))
    axis.set_major_formatter(lambda value, _: tick(value))


def thin(axis: Axis, gap: float = 12.0) -> None:
    """Every other number off a horizontal axis that is settled, zero kept, until they stand that many pixels apart."""
    low, high = sorted(axis.get_view_interval())
    places = [float(place) for place in axis.get_ticklocs() if low <= place <= high]
    while len(places) > 1:
        axis.set_major_locator(FixedLocator(places))
        boxes = [label.get_window_extent() for label in axis.get_ticklabels()]
        if all(after.x0 - before.x1 >= gap for before, after in pairwise(boxes)):
            return
        nearest = min(range(len(places)), key=lambda i: abs(places[i]))
        places = places[nearest % 2 :: 2]
    axis.set_major_locator(FixedLocator(places))


def key_row(figure: Figure, handles: Sequence[Artist], sign: float = 1.3) -> None:
    """The key to the signs, so many letters wide, in as few rows as they fit into, between the texts and the axes."""
    engine = figure.get_layout_engine()
    if not isinstance(engine, ConstrainedLayoutEngine):
        raise TypeError("the key goes in before the axes are settled")
    left, bottom, width, height = engine.get()["rect"]
    for columns in dict.fromkeys(math.ceil(len(handles) / rows) for rows in range(1, len(handles) + 1)):
        legend = figure.legend(
            handles=list(handles), loc="upper left", bbox_to_anchor=(left, bottom + height), ncols=columns,
            borderaxespad=0.0, borderpad=0.2, handlelength=sign, handletextpad=0.6, columnspacing=1.4,
        )  # fmt: skip
        box = legend.get_window_extent()
        if box.x1 <= RIGHT * figure.bbox.width or columns <= 1:
            break
        legend.remove()
    engine.set(rect=(left, bottom, width, height - box.height / figure.bbox.height - 0.005))


def settle(figure: Figure) -> None:
    """Lay the axes out once and keep them there, so that labels can be placed by what is on the canvas."""
    figure.draw_without_rendering()
    figure.set_layout_engine("none")


def fit(text: Text, right: float = RIGHT, smallest: float = 0.78) -> None:
    """Make a text smaller, and then shorter, until it ends before `right`, a share of the figure's width."""
    figure = text.get_figure(root=True)
    if figure is None or not text.get_text():
        return
    edge = right * figure.bbox.width
    least = smallest * float(text.get_fontsize())
    while text.get_window_extent().x1 > edge and float(text.get_fontsize()) > least:
        text.set_fontsize(float(text.get_fontsize()) - 0.25)
    while text.get_window_extent().x1 > edge and len(text.get_text()) > 4:
        rows = text.get_text().split("\n")
        longest = max(len(row) for row in rows)
        text.set_text("\n".join(row if len(row) < longest else shortened(row) for row in rows))


def shortened(row: str) -> str:
    """A text one character shorter, with an ellipsis at its end."""
    return row.removesuffix("…")[:-1].rstrip() + "…"


def text_width(axes: Axes, text: str, size: float = TICK) -> float:
    """Width of a text in pixels."""
    artist = axes.text(0, 0, text, size=size)
    width = float(artist.get_window_extent().width)
    artist.remove()
    return width
