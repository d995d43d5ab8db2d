"""One outcome under every regime as one number of the scenario moves."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.figures.canvas import LABEL, TICK, scale, settle, sheet, style
from experiments.figures.data import OutcomeSweep
from experiments.figures.end_labels import EndLabel, name_ends
from experiments.figures.lettering import shorten
from experiments.figures.palette import SOFT, regime_marks
from experiments.figures.provenance import caption, regime_title
from experiments.words import Language, Words, words
from sim.outcomes import OUTCOMES
from sim.schema import Scenario


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
    outcome = {outcome.name: outcome for outcome in OUTCOMES}[result.outcome]
    name = w.text(outcome)
    with style():
        figure = sheet(
            w("figure.outcome_sweep.title", outcome=name),
            [w("figure.outcome_sweep.note", count=f"{result.replications:,}")],
            caption(scenario, w, replications=result.replications),
            w,
        )
        axes = figure.subplots()
        marks, labels = regime_marks(scenario), []
        for number, (key, levels) in enumerate(result.levels.items()):
            mean, low, high = np.asarray(levels, dtype=float).T
            mark = marks[key]
            axes.fill_between(result.values, low, high, color=mark.colour, alpha=0.16, lw=0, zorder=2)
            axes.plot(
                result.values, mean, color=mark.colour, lw=3, ls=mark.dash, marker=mark.marker, ms=9, mec="white",
                mew=1, zorder=3 + number,
            )  # fmt: skip
            if np.isfinite(mean[-1]):
                labels.append(EndLabel(float(mean[-1]), shorten(regime_title(scenario, key, w), 30), mark.ink))
        _scale(axes, result, w)
        axes.set_ylabel(w("figure.axis", name=shorten(name, 44), unit=w.unit(outcome.unit)), size=LABEL)
        settle(figure)
        name_ends(axes, labels)
    return figure


def _scale(axes: Axes, result: OutcomeSweep, w: Words) -> None:
    low, high = float(result.values.min()), float(result.values.max())
    room = 0.02 * (high - low)
    axes.set_xlim(low - room, high + room)
    scale(axes.xaxis, 9)
    scale(axes.yaxis, 7)
    axes.grid(axis="y")
    axes.set_xlabel(w("figure.axis", name=shorten(w.text(result.title), 70), unit=w.unit(result.unit)), size=LABEL)
    if result.current is not None and low <= result.current <= high:
        axes.axvline(result.current, color=SOFT, lw=1.4, ls=(0, (1, 1.5)), zorder=1)
        right = result.current > 0.5 * (low + high)
        axes.annotate(
            w("figure.sweep.current"), (result.current, 1.0), (-5 if right else 5, 3),
            xycoords=("data", "axes fraction"), textcoords="offset points", size=TICK - 1, color=SOFT,
            ha="right" if right else "left", va="bottom",
        )  # fmt: skip
