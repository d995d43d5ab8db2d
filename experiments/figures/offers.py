"""Final offers of a contest: site value, instruments on top of it, and how far each city could have gone."""

import math
from dataclasses import dataclass

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from experiments.figures.canvas import LABEL, TICK, scale
from experiments.figures.lettering import amount, shorten
from experiments.figures.palette import INK, INSTRUMENT_COLOURS, OUTSIDE, SOFT, Mark, city_marks
from experiments.words import Words
from sim.explain import Bidder, Explanation
from sim.schema import Scenario

MOST_CITIES = 10
"""Cities that a figure shows; the others are counted in a note."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The bidders that a figure shows.

    Attributes:
        bidders: Best score first, the host at the top.
        left_out: How many other cities could have hosted the project.
        names: Name of each city shown, by key.
        marks: Look of each city shown, by key.
    """

    bidders: tuple[Bidder, ...]
    left_out: int
    names: dict[str, str]
    marks: dict[str, Mark]


def shown_bidders(explanation: Explanation, scenario: Scenario, w: Words, width: int = 22) -> Shown:
    """Who took part: invited cities that could host, the host and the runner-up; the best ones if there are many.

    Args:
        explanation: The deal.
        scenario: The scenario, for names and colours.
        w: The language.
        width: Longest name in half-width columns.
    """
    always = {explanation.host, explanation.runner_up}
    able = [b for b in explanation.bidders if b.feasible and math.isfinite(b.score)]
    taking_part = [b for b in able if b.invited or b.city in always]
    ranked = sorted(taking_part, key=lambda b: (b.city != explanation.host, -b.score))
    first = [b for b in ranked if b.city in always]
    rest = [b for b in ranked if b.city not in always]
    kept = {b.city for b in [*first, *rest][:MOST_CITIES]}
    marks = city_marks(scenario)
    return Shown(
        bidders=tuple(b for b in ranked if b.city in kept),
        left_out=len(able) - len(kept),
        names={key: shorten(w.name(scenario.cities[key]), width) for key in kept},
        marks={key: marks[key] for key in kept},
    )


def draw_offers(
    axes: Axes, explanation: Explanation, shown: Shown, scenario: Scenario, w: Words, height: float = 0.56
) -> None:
    """One row for each city: a marker at its site value, instruments up to its score, a tick at its reservation.

    Args:
        axes: Where to draw.
        explanation: The deal.
        shown: Whom to show.
        scenario: The scenario, for the order in which instruments are filled.
        w: The language.
        height: Thickness of the bars, 1 is the distance of two rows.
    """
    ends = []
    for row, b in enumerate(shown.bidders):
        mark, left = shown.marks[b.city], b.site_value
        for name in scenario.contest.instrument_order:
            value = b.instruments[name]
            if value > 0 and math.isfinite(value):
                axes.barh(row, value, height, left=left, color=INSTRUMENT_COLOURS[name], zorder=2)
                left += value
        won = b.city == explanation.host
        if won and left > b.site_value:
            axes.barh(row, left - b.site_value, height, left=b.site_value, fill=False, ec=INK, lw=2, zorder=3)
        axes.plot(b.site_value, row, mark.marker, color=mark.colour, ms=11, mec="white", mew=1, zorder=5)
        end = left
        limit = b.site_value + b.reservation
        if math.isfinite(limit) and max(b.reservation, b.offer) > 0:
            axes.plot([left, max(limit, left)], [row, row], color=SOFT, lw=1.2, ls=":", zorder=1)
            axes.plot([limit, limit], [row - height / 2, row + height / 2], color=INK, lw=1.6, zorder=4)
            end = max(end, limit)
        ends.append(end)
    _scale(axes, explanation, shown, ends, w)
    _amounts(axes, explanation, shown, w)


def _scale(axes: Axes, explanation: Explanation, shown: Shown, ends: list[float], w: Words) -> None:
    starts = [b.site_value for b in shown.bidders]
    low, high = min(starts, default=0.0), max(ends, default=1.0)
    span = max(high - low, 1e-9 * max(1.0, abs(high)))
    outside = explanation.outside
    if outside is not None and shows_outside(explanation, low, high):
        axes.axvline(outside, color=OUTSIDE, lw=2, ls="--", zorder=0)
        low, high = min(low, outside), max(high, outside)
        span = high - low
    axes.set_xlim(low - 0.07 * span, high + 0.04 * span)
    axes.set_ylim(len(starts) - 0.4, -0.8)
    names = [shown.names[b.city] for b in shown.bidders]
    axes.set_yticks(range(len(names)), names, size=TICK)
    for label, b in zip(axes.get_yticklabels(), shown.bidders, strict=True):
        label.set_color(shown.marks[b.city].ink)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    scale(axes.xaxis, 5 if explanation.trace is None else 3)
    axes.grid(axis="x")
    axes.set_xlabel(w("figure.ladder.scale"), size=LABEL)


def names_to_the_left(axes: Axes) -> None:
    """Align the names of the rows at their left, where lines from another panel can reach them."""
    labels = axes.get_yticklabels()
    width = max((label.get_window_extent().width for label in labels), default=0.0)
    figure = axes.get_figure(root=True)
    points = 72.0 / (figure.dpi if figure is not None else 100.0)
    axes.tick_params(axis="y", pad=float(width * points) + 6.0)
    for label in labels:
        label.set_horizontalalignment("left")


def shows_outside(explanation: Explanation, low: float, high: float) -> bool:
    """Whether the outside option is drawn: where it won, or lies so near that the scores can still be read."""
    value, room = explanation.outside, 0.35 * (high - low)
    if value is None:
        return False
    return explanation.host is None or low - room <= value <= high + room


def _amounts(axes: Axes, explanation: Explanation, shown: Shown, w: Words) -> None:
    """The size of each offer, in a column of its own at the right."""
    limits = explanation.trace is not None and explanation.format == "open"
    heading = w("figure.ladder.limit" if limits else "figure.offer")
    axes.annotate(
        heading, (1.0, 1.0), (4, 0), xycoords="axes fraction", textcoords="offset points",
        va="top", ha="left", size=TICK - 1, color=SOFT, annotation_clip=False,
    )  # fmt: skip
    for row, b in enumerate(shown.bidders):
        text = amount(b.offer)
        if b.city == explanation.host:
            text = w("figure.ladder.pays", amount=text)
        elif not b.invited:
            text = w("figure.ladder.not_invited")
        axes.annotate(
            text, (1.0, row), (4, 0), xycoords=("axes fraction", "data"), textcoords="offset points",
            va="center", ha="left", size=TICK, color=shown.marks[b.city].ink, annotation_clip=False,
        )  # fmt: skip


def offer_key(shown: Shown, scenario: Scenario, w: Words) -> list[Artist]:
    """The key to the bars; instruments that nobody uses are left out."""
    order = [name for name in scenario.contest.instrument_order if any(b.instruments[name] > 0 for b in shown.bidders)]
    return [
        Line2D([], [], marker="o", ls="", color=SOFT, ms=9, label=w("figure.site_value")),
        *(Patch(color=INSTRUMENT_COLOURS[name], label=w(f"figure.{name}")) for name in order),
        Line2D([], [], marker="|", ls="", color=INK, ms=15, mew=1.6, label=w("figure.reservation")),
    ]


def outside_key(explanation: Explanation, shown: Shown, w: Words) -> list[Artist]:
    """The key to the outside option; its value in words where it is too far away to be drawn."""
    value = explanation.outside
    if value is None:
        return []
    low = min((b.site_value for b in shown.bidders), default=0.0)
    high = max((b.site_value + max(b.offer, b.reservation) for b in shown.bidders), default=1.0)
    if shows_outside(explanation, low, high):
        return [Line2D([], [], color=OUTSIDE, lw=2, ls="--", label=w("figure.outside"))]
    where = w("figure.outside_right" if value > high else "figure.outside_left", amount=amount(value))
    return [Line2D([], [], ls="", label=where)]
