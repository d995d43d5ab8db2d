"""An open contest round by round: scores, who leads, who drops out."""

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from experiments.figures.canvas import LABEL, TICK, scale
from experiments.figures.lettering import amount
from experiments.figures.offers import Shown, shows_outside
from experiments.figures.palette import OUTSIDE, SOFT, ink
from experiments.words import Words
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
        won: Whether it hosts the project.
    """

    city: str
    scores: Floats
    last: int
    dropped: bool
    won: bool

    @property
    def end(self) -> float:
        """Score at which it stopped."""
        return float(self.scores[self.last])


def lines(explanation: Explanation, trace: Trace, scenario: Scenario, shown: Shown) -> list[Line]:
    """The course of each city shown, the host first, then by the score at which they stop."""
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
        found.append(Line(b.city, scores, last, bool(dropped), b.city == explanation.host))
    return sorted(found, key=lambda line: (not line.won, -line.end))


def draw_rounds(
    axes: Axes, explanation: Explanation, trace: Trace, courses: list[Line], shown: Shown, w: Words
) -> None:
    """Score of each city by round, × where it drops out; the outside option dashed.

    Args:
        axes: Where to draw.
        explanation: The deal.
        trace: Its rounds.
        courses: What `lines` gives.
        shown: The cities.
        w: The language.
    """
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
    together = explanation.format == "open_simultaneous"
    axes.set_xlabel(w("figure.ladder.bid" if together else "figure.ladder.round"), size=LABEL)


def _course(axes: Axes, line: Line, shown: Shown, end: int) -> None:
    mark, stop, won = shown.marks[line.city], line.last, line.won
    rounds, scores = np.arange(stop + 1), line.scores[: stop + 1]
    moved = np.flatnonzero(np.diff(scores, prepend=np.nan) != 0)
    few = end <= PLAIN_ROUNDS
    width = (3.2 if won else 2.2) if few else (2.4 if won else 1.5)
    axes.plot(
        rounds, scores, color=mark.colour, lw=width,
        drawstyle="steps-post", marker=mark.marker, markevery=moved.tolist() if few else [0],
        ms=8, mec="white", mew=0.8, zorder=4 if won else 3,
    )  # fmt: skip
    tail = ([stop, TAIL * end], [line.end, line.end])
    if line.dropped:
        axes.plot(stop, line.end, "X", color=mark.colour, ms=13, mec="white", mew=1, zorder=6)
        axes.plot(*tail, color=mark.colour, lw=1.2, ls=":", zorder=2)
    else:
        axes.plot(*tail, color=mark.colour, lw=width, zorder=4 if won else 3)


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


def draw_leaders(axes: Axes, trace: Trace, scenario: Scenario, shown: Shown, w: Words) -> None:
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
