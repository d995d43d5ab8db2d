"""Names of lines, written at their right ends so that no key has to be looked up."""

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from experiments.figures.canvas import RIGHT, TICK, text_width
from experiments.figures.placement import spread

GAP, LINE_HEIGHT = 30.0, TICK * 1.35 * 100.0 / 72.0
"""Pixels of the slide: from the axes to the names, and from one name to the next."""


@dataclass(frozen=True, slots=True)
class EndLabel:
    """The name of one line.

    Attributes:
        value: Where the line ends, on the scale of the axes.
        text: The name.
        ink: Its colour.
    """

    value: float
    text: str
    ink: str


def name_ends(axes: Axes, labels: Sequence[EndLabel]) -> None:
    """Make room at the right of axes that are settled, and name their lines there.

    Names that would overlap are moved apart; a thin line leads from each end to its name.

    Args:
        axes: The axes; they become narrower.
        labels: What to write, in any order.
    """
    figure = axes.get_figure(root=True)
    if figure is None or not labels:
        return
    width = max(text_width(axes, label.text) for label in labels)
    box = axes.get_position()
    right = RIGHT - (width + GAP) / figure.bbox.width
    axes.set_position((box.x0, box.y0, min(box.x1, right) - box.x0, box.height))
    ends = [float(axes.transData.transform((0.0, label.value))[1]) for label in labels]
    half = 0.5 * LINE_HEIGHT
    placed = spread(ends, LINE_HEIGHT, axes.bbox.y0 + half, axes.bbox.y1 - half)
    start, to_figure = axes.bbox.x1, figure.transFigure.inverted()
    for label, end, y in zip(labels, ends, placed, strict=True):
        points = to_figure.transform([(start + 3.0, end), (start + GAP - 6.0, y), (start + GAP, y)])
        figure.add_artist(Line2D(points[:2, 0], points[:2, 1], color=label.ink, lw=1.2))
        figure.text(points[2, 0], points[2, 1], label.text, color=label.ink, size=TICK, va="center")
