"""Outcomes under every regime as one number of the scenario moves: levels, or differences from a baseline."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from experiments.figures.canvas import LABEL, TICK, key_row, scale, settle, sheet, style, thin
from experiments.figures.data import OutcomeSweep
from experiments.figures.end_labels import EndLabel, name_ends
from experiments.figures.lettering import shorten, wrapped
from experiments.figures.palette import INK, SOFT, Mark, regime_marks
from experiments.figures.provenance import caption, further, regime_title
from experiments.kinds import all_real
from experiments.words import Language, Words, words
from sim.outcomes import OUTCOMES
from sim.schema import Scenario

KNOWN = {outcome.name: outcome for outcome in OUTCOMES}


def outcome_sweep(result: OutcomeSweep, scenario: Scenario, language: Language) -> Figure:
    """Mean of an outcome with its 95 % interval over the swept number, one line for each regime.

    Args:
        result: The levels.
        scenario: The scenario.
        language: "en" or "zh".

    Raises:
        KeyError: If the outcome is none of `sim.outcomes.OUTCOMES`.
    """
    w = words(language)
    outcome = KNOWN[result.outcome]
    name = w.text(outcome)
    with style():
        figure = sheet(
            w("figure.outcome_sweep.title", outcome=name),
            [w("figure.outcome_sweep.note", count=f"{result.replications:,}"), *further(result.further, w)],
            caption(scenario, w, replications=result.replications),
            w,
        )
        axes = figure.subplots()
        marks = regime_marks(scenario)
        _lines(axes, result, marks)
        labels = [
            EndLabel(float(levels[-1, 0]), shorten(regime_title(scenario, key, w), 30), marks[key].ink)
            for key, levels in result.levels.items()
            if np.isfinite(levels[-1, 0])
        ]
        _scale(axes, result, w, 9)
        axes.set_xlabel(w("figure.axis", name=shorten(w.text(result.title), 70), unit=w.unit(result.unit)), size=LABEL)
        axes.set_ylabel(w("figure.axis", name=shorten(name, 44), unit=w.unit(outcome.unit)), size=LABEL)
        settle(figure)
        name_ends(axes, labels)
    return figure


def welfare_sweep(panels: Sequence[OutcomeSweep], scenario: Scenario, language: Language) -> Figure:
    """Differences of outcomes from the baseline with 95 % intervals over the swept number, side by side.

    Args:
        panels: One outcome each, of the same sweep and the same regimes, with a baseline.
        scenario: The scenario.
        language: "en" or "zh".

    Raises:
        ValueError: If there are no panels, or one has no baseline.
        KeyError: If an outcome is none of `sim.outcomes.OUTCOMES`.
    """
    w = words(language)
    baselines = {panel.baseline for panel in panels}
    if len(baselines) != 1 or None in baselines:
        raise ValueError("differences need outcomes with one baseline")
    first, keys, marks = panels[0], list(panels[0].levels), regime_marks(scenario)
    baseline = str(first.baseline)
    title = w.text(first.title)
    kind = "title_real" if all_real(scenario, keys) else "title"
    with style():
        figure = sheet(
            w(f"figure.welfare_sweep.{kind}", title=title),
            [w("figure.welfare_sweep.note", baseline=regime_title(scenario, baseline, w)), *further(first.further, w)],
            caption(scenario, w, baseline=baseline, replications=first.replications),
            w,
        )
        titles = [shorten(regime_title(scenario, key, w), 44) for key in keys]
        key_row(figure, [_sign(marks[key], name) for key, name in zip(keys, titles, strict=True)], sign=2.6)
        columns = figure.subplots(1, len(panels), squeeze=False).ravel()
        for axes, panel in zip(columns, panels, strict=True):
            outcome = KNOWN[panel.outcome]
            axes.axhline(0.0, color=INK, lw=1.2, zorder=1)
            _lines(axes, panel, marks)
            _scale(axes, panel, w, 6)
            axes.set_title(wrapped(w.text(outcome), 76 // len(panels), 2), size=LABEL, pad=24)
            name = wrapped(title, 76 // len(panels), 2)
            axes.set_xlabel(w("figure.axis", name=name, unit=w.unit(panel.unit)), size=TICK)
            axes.set_ylabel(w.unit(outcome.unit), size=TICK)
        settle(figure)
        for axes in columns:
            thin(axes.xaxis)
    return figure


def _sign(mark: Mark, name: str) -> Line2D:
    """How a regime is drawn, for the key."""
    return Line2D(
        [], [], label=name, color=mark.colour, lw=3, ls=mark.dash, marker=mark.marker, ms=9, mec="white", mew=1
    )


def _lines(axes: Axes, result: OutcomeSweep, marks: Mapping[str, Mark]) -> None:
    """Mean and band of each regime."""
    for number, (key, levels) in enumerate(result.levels.items()):
        mean, low, high = np.asarray(levels, dtype=float).T
        line = _sign(marks[key], "")
        line.set_data(result.values, mean)
        line.set_zorder(3 + number)
        axes.fill_between(result.values, low, high, color=marks[key].colour, alpha=0.16, lw=0, zorder=2)
        axes.add_line(line)
    axes.autoscale_view()


def _scale(axes: Axes, result: OutcomeSweep, w: Words, numbers: int) -> None:
    low, high = float(result.values.min()), float(result.values.max())
    room = 0.02 * (high - low)
    axes.set_xlim(low - room, high + room)
    scale(axes.xaxis, numbers)
    scale(axes.yaxis, 7)
    axes.grid(axis="y")
    if result.current is not None and low <= result.current <= high:
        axes.axvline(result.current, color=SOFT, lw=1.4, ls=(0, (1, 1.5)), zorder=1)
        right = result.current > 0.5 * (low + high)
        axes.annotate(
            w("figure.sweep.current"), (result.current, 1.0), (-5 if right else 5, 3),
            xycoords=("data", "axes fraction"), textcoords="offset points", size=TICK - 1, color=SOFT,
            ha="right" if right else "left", va="bottom",
        )  # fmt: skip
