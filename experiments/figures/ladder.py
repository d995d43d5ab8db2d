"""The bidding ladder of a watched deal: open contests round by round, sealed ones offer by offer."""

import math
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FixedLocator, MaxNLocator
from numpy.typing import NDArray

from experiments.figures.canvas import LABEL, TICK, settle, sheet, style, text_width
from experiments.figures.lettering import amount
from experiments.figures.offers import Shown, draw_offers, offer_legend, shown_bidders
from experiments.figures.palette import OUTSIDE, SOFT, ink
from experiments.figures.placement import spread
from experiments.figures.provenance import caption, project_title
from experiments.words import Language, Words, words
from sim.explain import Explanation
from sim.rules.trace import Trace
from sim.schema import Scenario

type Floats = NDArray[np.float64]

PLAIN_ROUNDS = 30
"""Up to this many rounds every raise gets a marker."""


@dataclass(frozen=True, slots=True)
class Line:
    """The course of one city through the rounds.

    Attributes:
        city: Key.
        scores: (rounds,) its standing score, million CNY.
        last: Round in which it dropped out; the last round of the contest if it did not.
        dropped: Whether it dropped out.
    """

    city: str
    scores: Floats
    last: int
    dropped: bool


def ladder(explanation: Explanation, scenario: Scenario, language: Language) -> Figure:
    """The course of a contest and its final offers.

    Open contests: score of each city by round, × where it drops out, the outside option dashed, a strip that says
    who leads; beside it the final offers by instrument. Sealed contests: the written offers alone.

    Args:
        explanation: The deal.
        scenario: The scenario.
        language: "en" or "zh".
    """
    w = words(language)
    shown = shown_bidders(explanation, scenario, w)
    order = scenario.contest.instrument_order
    sealed = explanation.trace is None
    kind = "offers" if sealed else "ladder"
    title = w(f"figure.{kind}.title", project=project_title(scenario, explanation.project, w))
    with style():
        figure = sheet(title, _subtitle(explanation, shown, w), _caption(explanation, scenario, shown, w))
        if explanation.trace is None:
            axes = figure.subplots()
            draw_offers(axes, explanation, shown, order, w)
            offer_legend(axes, w, order, explanation.outside is not None, 6)
            settle(figure)
        else:
            left, right = figure.subplots(1, 2, width_ratios=(1.45, 1.0))
            draw_offers(right, explanation, shown, order, w)
            right.set_xlabel(w("figure.ladder.scale"), size=TICK)
            offer_legend(right, w, order, False, 2)
            _rounds(left, explanation, explanation.trace, scenario, shown, w)
    return figure


def lines(explanation: Explanation, trace: Trace, scenario: Scenario, shown: Shown) -> list[Line]:
    """The course of each city shown, winner last so that it is drawn on top."""
    index = {key: i for i, key in enumerate(scenario.cities)}
    concession = np.array([r.concession for r in trace.rounds])
    found = []
    for b in shown.bidders:
        i = index[b.city]
        dropped = [r.number for r in trace.rounds if i in r.dropped]
        scores = b.site_value + concession[:, i]
        last = dropped[0] if dropped else len(trace.rounds) - 1
        found.append(Line(b.city, scores, last, bool(dropped)))
    return found[::-1]


def _subtitle(explanation: Explanation, shown: Shown, w: Words) -> str:
    host = explanation.host
    if host is None:
        return w("figure.ladder.left")
    winner = shown.names[host]
    if explanation.concession <= 1e-9 * max(1.0, explanation.investment):
        return w("figure.ladder.won_free", winner=winner)
    fields = {
        "winner": winner,
        "amount": amount(explanation.concession),
        "share": amount(100.0 * explanation.concession / explanation.investment),
    }
    if explanation.trace is not None:
        return w("figure.ladder.won", round=explanation.trace.rounds[-1].number, **fields)
    needed = explanation.bidder(host).needed
    text = w("figure.offers.won", **fields)
    if needed < explanation.concession * (1.0 - 1e-6):
        gap = " " if w.language == "en" else ""
        text += gap + w("figure.offers.enough", amount=amount(needed))
    return text


def _caption(explanation: Explanation, scenario: Scenario, shown: Shown, w: Words) -> str:
    text = caption(scenario, w, regime=explanation.regime, replication=explanation.replication)
    if shown.left_out:
        text += w("figure.separator") + w("figure.more_cities", count=shown.left_out)
    return text


def _rounds(
    axes: Axes, explanation: Explanation, trace: Trace, scenario: Scenario, shown: Shown, w: Words
) -> None:
    courses = lines(explanation, trace, scenario, shown)
    end = max(1, len(trace.rounds) - 1)
    for line in courses:
        _course(axes, line, shown, end)
    low, high, outside = _range(courses, explanation)
    if outside is not None:
        axes.axhline(outside, color=OUTSIDE, lw=2, ls="--", zorder=1)
    axes.set_ylim(low - 0.06 * (high - low), high + 0.06 * (high - low))
    axes.yaxis.set_major_locator(MaxNLocator(7))
    axes.yaxis.set_major_formatter(lambda value, _: amount(round(value, 9)))
    axes.grid(axis="y")
    axes.set_ylabel(w("figure.ladder.score"), size=LABEL)
    axes.set_xlabel(w("figure.ladder.round"), size=LABEL)
    axes.set_xlim(-0.02 * end, end)
    if any(line.dropped for line in courses):
        handle = Line2D([], [], marker="X", ls="", color=SOFT, ms=10, label=w("figure.ladder.dropped"))
        axes.legend(handles=[handle], loc="upper left", borderaxespad=0.2, handlelength=1.0)
    _leaders(axes, trace, scenario, shown, end)
    settle(axes.figure)  # type: ignore[arg-type]
    labels = [(line.scores[line.last], shown.names[line.city], shown.marks[line.city].ink) for line in courses]
    if outside is not None:
        labels.append((outside, w("figure.outside"), ink(OUTSIDE)))
    _names(axes, labels, end, w)


def _course(axes: Axes, line: Line, shown: Shown, end: int) -> None:
    mark, stop = shown.marks[line.city], line.last
    rounds, scores = np.arange(stop + 1), line.scores[: stop + 1]
    moved = np.flatnonzero(np.diff(scores, prepend=np.nan) != 0)
    every = moved[:: max(1, math.ceil(len(moved) / PLAIN_ROUNDS))]
    won = not line.dropped
    axes.plot(
        rounds, scores, color=mark.colour, lw=3.2 if won else 2.2, drawstyle="steps-post", marker=mark.marker,
        markevery=every.tolist(), ms=8 if end <= PLAIN_ROUNDS else 6, mec="white", mew=0.8, zorder=4 if won else 3,
    )  # fmt: skip
    if line.dropped:
        axes.plot(stop, scores[-1], "X", color=mark.colour, ms=13, mec="white", mew=1, zorder=6)
        axes.plot([stop, end], [scores[-1]] * 2, color=mark.colour, lw=1.2, ls=":", zorder=2)


def _range(courses: list[Line], explanation: Explanation) -> tuple[float, float, float | None]:
    """Ends of the scale, and the outside option if it lies near enough to be shown."""
    scores = np.concatenate([line.scores[: line.last + 1] for line in courses] or [np.zeros(1)])
    low, high = float(scores.min()), float(scores.max())
    span = high - low if high > low else max(1.0, abs(high))
    outside = explanation.outside
    if outside is not None and not low - 0.6 * span <= outside <= high + 0.6 * span:
        outside = None
    if outside is not None:
        low, high = min(low, outside), max(high, outside)
    return (low, high, outside) if high > low else (low - 0.5 * span, high + 0.5 * span, outside)


def _leaders(axes: Axes, trace: Trace, scenario: Scenario, shown: Shown, end: int) -> None:
    """A strip above the axes: who leads in each round."""
    keys = list(scenario.cities)
    transform = axes.get_xaxis_transform()
    for r in trace.rounds:
        key = keys[r.leader] if r.leader >= 0 else ""
        colour = shown.marks[key].colour if key in shown.marks else OUTSIDE
        right = min(r.number + 1, end) if r.number < end else end
        axes.fill_between(
            [r.number, right], 1.01, 1.045, transform=transform, color=colour, lw=0, clip_on=False
        )


def _names(axes: Axes, labels: list[tuple[float, str, str]], end: int, w: Words) -> None:
    """Names at the right of the lines, moved apart where they would overlap."""
    lead = w("figure.ladder.lead")
    room = max(text_width(axes, text) for _, text, _ in [*labels, (0.0, lead, SOFT)]) + 46
    share = min(0.6, room / axes.bbox.width)
    right = end / (1.0 - share)
    axes.set_xlim(-0.02 * right, right)
    ticks = MaxNLocator(8, integer=True, min_n_ticks=1).tick_values(0, end)
    axes.xaxis.set_major_locator(FixedLocator([tick for tick in ticks if 0 <= tick <= end]))
    pixels = [float(axes.transData.transform((0.0, value))[1]) for value, _, _ in labels]
    placed = spread(pixels, TICK * 1.32 * 100 / 72, axes.bbox.y0, axes.bbox.y1)
    inverse = axes.transData.inverted()
    per_pixel = right * 1.02 / axes.bbox.width
    for (value, text, colour), y in zip(labels, placed, strict=True):
        at = float(inverse.transform((0.0, y))[1])
        axes.plot([end + 6 * per_pixel, end + 26 * per_pixel], [value, at], color=colour, lw=1, clip_on=False)
        axes.text(end + 30 * per_pixel, at, text, color=colour, size=TICK, va="center", ha="left")
    axes.text(
        end + 30 * per_pixel, 1.0275, lead, color=SOFT, size=TICK - 1, va="center", ha="left",
        transform=axes.get_xaxis_transform(),
    )  # fmt: skip
