"""The bidding ladder of a watched deal: open contests round by round, sealed ones offer by offer."""

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from experiments.figures.canvas import LABEL, TICK, key_row, scale, settle, sheet, style
from experiments.figures.lettering import amount
from experiments.figures.offers import (
    Shown,
    draw_offers,
    names_to_the_left,
    offer_key,
    outside_key,
    shown_bidders,
    shows_outside,
)
from experiments.figures.palette import OUTSIDE, SOFT, ink
from experiments.figures.provenance import caption, project_title
from experiments.words import Language, Words, words
from sim.explain import Explanation
from sim.rules.trace import Trace
from sim.schema import Scenario

type Floats = NDArray[np.float64]

TAIL = 1.04
"""Where the axis of rounds ends, in rounds of the contest."""

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
        figure = sheet(title, _said(explanation, shown, w), _caption(explanation, scenario, shown, w), w)
        if explanation.trace is None:
            key_row(figure, [*offer_key(w, order), *outside_key(explanation, shown, w)])
            draw_offers(figure.subplots(), explanation, shown, order, w)
            settle(figure)
        else:
            cross = Line2D([], [], marker="X", ls="", color=SOFT, ms=10, label=w("figure.ladder.dropped"))
            key_row(figure, [cross, *offer_key(w, order)])
            left, right = figure.subplots(1, 2, width_ratios=(1.35, 1.0))
            draw_offers(right, explanation, shown, order, w)
            names_to_the_left(right)
            courses = lines(explanation, explanation.trace, scenario, shown)
            _rounds(left, explanation, explanation.trace, courses, shown, w)
            _leaders(left, explanation.trace, scenario, shown, w)
            settle(figure)
            _link(left, right, courses, shown)
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
        if len(scores) == 1:
            scores = np.repeat(scores, 2)  # nobody may offer anything: a level line
        last = dropped[0] if dropped else len(scores) - 1
        found.append(Line(b.city, scores, last, bool(dropped)))
    return found[::-1]


def _said(explanation: Explanation, shown: Shown, w: Words) -> list[str]:
    host = explanation.host
    if host is None:
        return [w("figure.ladder.left")]
    winner = shown.names[host]
    if explanation.concession <= 1e-9 * max(1.0, explanation.investment):
        return [w("figure.ladder.won_free", winner=winner)]
    fields = {
        "winner": winner,
        "amount": amount(explanation.concession),
        "share": amount(100.0 * explanation.concession / explanation.investment),
    }
    needed = explanation.bidder(host).needed
    if explanation.trace is not None:
        said = [w("figure.ladder.won", round=explanation.trace.rounds[-1].number, **fields)]
    else:
        said = [w("figure.offers.won", **fields)]
        if needed < explanation.concession * (1.0 - 1e-6):
            said.append(w("figure.offers.enough", amount=amount(needed)))
    rival = None if explanation.runner_up is None else explanation.bidder(explanation.runner_up)
    if rival is not None and rival.city in shown.names and rival.offer > explanation.concession * (1.0 + 1e-6):
        said.append(w("figure.ladder.more", rival=shown.names[rival.city], amount=amount(rival.offer)))
    return said


def _caption(explanation: Explanation, scenario: Scenario, shown: Shown, w: Words) -> str:
    text = caption(scenario, w, regime=explanation.regime, replication=explanation.replication)
    if shown.left_out:
        text += w("figure.separator") + w("figure.more_cities", count=shown.left_out)
    return text


def _rounds(axes: Axes, explanation: Explanation, trace: Trace, courses: list[Line], shown: Shown, w: Words) -> None:
    end = max(1, len(trace.rounds) - 1)
    for line in courses:
        _course(axes, line, shown, end)
    scores = np.concatenate([line.scores[: line.last + 1] for line in courses] or [np.zeros(1)])
    low, high = float(scores.min()), float(scores.max())
    if high <= low:
        low, high = low - max(1.0, 0.1 * abs(low)), high + max(1.0, 0.1 * abs(high))
    low, high = _outside(axes, explanation, low, high, w)
    axes.set_ylim(low - 0.06 * (high - low), high + 0.06 * (high - low))
    axes.set_xlim(-0.02 * end, TAIL * end)
    if len(trace.rounds) == 1:
        axes.set_xticks([0])
    else:
        scale(axes.xaxis, 8, integer=True)
    scale(axes.yaxis, 7)
    axes.grid(axis="y")
    axes.set_ylabel(w("figure.ladder.score"), size=LABEL)
    axes.set_xlabel(w("figure.ladder.round"), size=LABEL)


def _course(axes: Axes, line: Line, shown: Shown, end: int) -> None:
    mark, stop, won = shown.marks[line.city], line.last, not line.dropped
    rounds, scores = np.arange(stop + 1), line.scores[: stop + 1]
    moved = np.flatnonzero(np.diff(scores, prepend=np.nan) != 0)
    few = end <= PLAIN_ROUNDS
    axes.plot(
        rounds, scores, color=mark.colour, lw=(3.2 if won else 2.2) if few else (2.4 if won else 1.5),
        drawstyle="steps-post", marker=mark.marker, markevery=moved.tolist() if few else [0],
        ms=8, mec="white", mew=0.8, zorder=4 if won else 3,
    )  # fmt: skip
    if won:
        axes.plot([stop, TAIL * end], [scores[-1]] * 2, color=mark.colour, lw=3.2 if few else 2.4, zorder=4)
    else:
        axes.plot(stop, scores[-1], "X", color=mark.colour, ms=13, mec="white", mew=1, zorder=6)
        axes.plot([stop, TAIL * end], [scores[-1]] * 2, color=mark.colour, lw=1.2, ls=":", zorder=2)


def _outside(axes: Axes, explanation: Explanation, low: float, high: float, w: Words) -> tuple[float, float]:
    """The outside option as a dashed line, or in words if it is far away; the ends that the scale should show."""
    value = explanation.outside
    if value is None:
        return low, high
    drawn = shows_outside(explanation, low, high)
    above = value > 0.5 * (low + high)
    text = w("figure.outside")
    if drawn:
        axes.axhline(value, color=OUTSIDE, lw=2, ls="--", zorder=1)
    else:
        text = w("figure.ladder.above" if above else "figure.ladder.below", amount=amount(value))
    axes.annotate(
        text, (0.01 if above else 0.99, value if drawn else float(above)), (0, -4 if above else 4),
        xycoords=("axes fraction", "data" if drawn else "axes fraction"), textcoords="offset points",
        size=TICK - 1, color=ink(OUTSIDE), va="top" if above else "bottom", ha="left" if above else "right",
    )  # fmt: skip
    if drawn:
        return min(low, value), max(high, value)
    room = 0.1 * (high - low)
    return (low, high + room) if above else (low - room, high)


def _leaders(axes: Axes, trace: Trace, scenario: Scenario, shown: Shown, w: Words) -> None:
    """A strip above the axes: who leads in each round."""
    keys, end = list(scenario.cities), max(1, len(trace.rounds) - 1)
    for r in trace.rounds:
        key = keys[r.leader] if r.leader >= 0 else ""
        colour = shown.marks[key].colour if key in shown.marks else OUTSIDE
        axes.fill_between(
            [r.number, min(r.number + 1.0, TAIL * end)], 1.01, 1.045,
            transform=axes.get_xaxis_transform(), color=colour, lw=0, clip_on=False,
        )  # fmt: skip
    axes.text(0.02, 1.06, w("figure.ladder.lead"), color=SOFT, size=TICK - 1, transform=axes.transAxes)


def _link(left: Axes, right: Axes, courses: list[Line], shown: Shown) -> None:
    """Thin lines from where each city ends to its name in the other panel."""
    figure = left.get_figure(root=True)
    if figure is None:
        return
    box = left.get_position()
    left.set_position((box.x0, box.y0, box.width - 0.03, box.height))  # room for the lines
    to_figure = figure.transFigure.inverted()
    by_city = {line.city: line for line in courses}
    start = left.bbox.x1 + 4
    for b, label in zip(shown.bidders, right.get_yticklabels(), strict=True):
        line = by_city[b.city]
        y = float(left.transData.transform((0.0, line.scores[line.last]))[1])
        name = label.get_window_extent()
        ends = to_figure.transform([(start, y), (name.x0 - 6, 0.5 * (name.y0 + name.y1))])
        colour = shown.marks[b.city].colour
        figure.add_artist(Line2D(ends[:, 0], ends[:, 1], color=colour, lw=1.4, alpha=0.8, zorder=0))
