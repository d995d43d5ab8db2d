"""What each regime changes: paired differences from the baseline, outcome by outcome."""

import math

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.figures.canvas import LABEL, TICK, scale, settle, sheet, style, thin
from experiments.figures.data import Differences, Estimate
from experiments.figures.lettering import signed, wrapped
from experiments.figures.palette import INK, MOST_REGIMES, SOFT, regime_marks
from experiments.figures.provenance import caption, further, regime_title
from experiments.kinds import all_real
from experiments.words import Language, Words, words
from sim.outcomes import OUTCOMES, Outcome
from sim.schema import Scenario

BACKGROUND = {"facecolor": "white", "edgecolor": "none", "pad": 0.5}
"""Behind numbers, so that the line at zero does not cross them."""

MOST_OUTCOMES = 4
"""Panels side by side."""

FEW = 8
"""Up to this many rows there is room for large names and for numbers."""


def regimes(table: Differences, scenario: Scenario, language: Language) -> Figure:
    """A forest plot: one panel for each outcome, one row for each regime, mean and 95 % interval.

    Args:
        table: The differences.
        scenario: The scenario.
        language: "en" or "zh".

    Raises:
        ValueError: If there are no outcomes or regimes, more than four outcomes, or more than nine regimes.
        KeyError: If an outcome is none of `sim.outcomes.OUTCOMES`.
    """
    w = words(language)
    known = {outcome.name: outcome for outcome in OUTCOMES}
    shown = [known[name] for name in table.outcomes]
    keys = list(dict.fromkeys(key for rows in table.outcomes.values() for key in rows if key != table.baseline))
    if not 1 <= len(shown) <= MOST_OUTCOMES or not 1 <= len(keys) <= MOST_REGIMES:
        raise ValueError(f"choose 1 to {MOST_OUTCOMES} outcomes and 1 to {MOST_REGIMES} regimes")
    with style():
        figure = sheet(
            w("figure.regimes.title_real" if all_real(scenario, keys) else "figure.regimes.title"),
            [w("figure.regimes.note", baseline=regime_title(scenario, table.baseline, w)), *further(table.further, w)],
            caption(scenario, w, baseline=table.baseline, replications=table.replications),
            w,
        )
        panels = figure.subplots(1, len(shown), sharey=True, squeeze=False).ravel()
        marks = regime_marks(scenario)
        for axes, outcome in zip(panels, shown, strict=True):
            rows = table.outcomes[outcome.name]
            for row, key in enumerate(keys):
                _row(axes, row, rows.get(key), marks[key].colour, marks[key].marker, w, len(keys) <= FEW)
            _scale(axes, outcome, [rows[key] for key in keys if key in rows], w, len(shown))
        first: Axes = panels[0]
        width, lines, size = (20, 3, TICK) if len(keys) <= FEW else (30, 2, TICK - 2.5)
        names = [wrapped(regime_title(scenario, key, w), width, lines) for key in keys]
        first.set_yticks(range(len(keys)), names, size=size)
        for label, key in zip(first.get_yticklabels(), keys, strict=True):
            label.set_color(marks[key].ink)
        first.set_ylim(len(keys) - 0.4, -0.6)
        settle(figure)
        for axes in panels:
            thin(axes.xaxis)
    return figure


def _row(
    axes: Axes, row: int, estimate: Estimate | None, colour: str, marker: str, w: Words, with_number: bool
) -> None:
    if estimate is None or not math.isfinite(estimate[0]):
        axes.annotate(
            w("figure.no_value"), (0.5, row), xycoords=("axes fraction", "data"), ha="center", va="center",
            size=TICK - 1, color=SOFT, bbox=BACKGROUND,
        )  # fmt: skip
        return
    mean, low, high = estimate
    if math.isfinite(low) and math.isfinite(high):
        axes.plot([low, high], [row, row], color=colour, lw=4, solid_capstyle="butt", zorder=2)
    axes.plot(mean, row, marker, color=colour, ms=12, mec="white", mew=1.2, zorder=3)
    if with_number:
        axes.annotate(
            signed(mean),
            (mean, row),
            (0, 9),
            textcoords="offset points",
            ha="center",
            va="bottom",
            size=TICK - 1,
            bbox=BACKGROUND,
        )


def _scale(axes: Axes, outcome: Outcome, values: list[Estimate], w: Words, panels: int) -> None:
    ends = [end for estimate in values for end in estimate if math.isfinite(end)] + [0.0]
    low, high = float(np.min(ends)), float(np.max(ends))
    if high <= low:
        low, high = -1.0, 1.0
    room = 0.22 * (high - low)  # numbers are centred on the points
    axes.set_xlim(low - room, high + room)
    axes.axvline(0.0, color=INK, lw=1.2, zorder=1)
    axes.grid(axis="x")
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    scale(axes.xaxis, 3)
    axes.set_title(wrapped(w.text(outcome), 76 // panels, 2), size=LABEL)
    unit = wrapped(w.unit(outcome.unit), 76 // panels, 2)
    if outcome.better != "neither":
        unit += "\n" + w(f"figure.regimes.{outcome.better}")
    axes.set_xlabel(unit, size=TICK)
