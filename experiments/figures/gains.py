"""Who gains and who pays under each regime, against the first one."""

import math

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from experiments.figures.canvas import LABEL, TICK, settle, sheet, style, text_width
from experiments.figures.data import PARTIES, Estimate, Gains
from experiments.figures.lettering import signed, tick, wrapped
from experiments.figures.palette import INK, SOFT, Mark, regime_marks
from experiments.figures.provenance import caption, regime_title
from experiments.words import Language, words
from sim.schema import Scenario

MOST_IN_A_ROW, MOST = 5, 10
"""Regimes side by side, and in one figure."""


def gains(table: Gains, scenario: Scenario, language: Language) -> Figure:
    """One panel for each regime, one bar for each party, with 95 % intervals; all on one scale.

    Args:
        table: The differences.
        scenario: The scenario.
        language: "en" or "zh".

    Raises:
        ValueError: If there are no regimes, more than ten, or a party that `PARTIES` does not hold.
    """
    w = words(language)
    keys = [key for key in table.differences if key != table.baseline]
    if not 1 <= len(keys) <= MOST:
        raise ValueError(f"choose 1 to {MOST} regimes besides the baseline, not {len(keys)}")
    named = {party for key in keys for party in table.differences[key]}
    if named - set(PARTIES):
        raise ValueError(f"unknown party: {', '.join(sorted(named - set(PARTIES)))}")
    parties = [party for party in PARTIES if party in named]
    baseline = regime_title(scenario, table.baseline, w)
    marks = regime_marks(scenario)
    with style():
        figure = sheet(
            w("figure.gains.title"),
            w("figure.gains.note", baseline=baseline),
            caption(scenario, w, baseline=table.baseline, replications=table.replications),
        )
        rows = math.ceil(len(keys) / MOST_IN_A_ROW)
        columns = math.ceil(len(keys) / rows)
        panels = figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False).ravel()
        figure.supxlabel(w("figure.gains.axis"), size=LABEL)
        for axes, key in zip(panels, keys, strict=False):
            title = wrapped(regime_title(scenario, key, w), max(14, 70 // columns))
            axes.set_title(title, color=marks[key].ink, size=LABEL)
            _panel(axes, [table.differences[key].get(party) for party in parties], marks[key])
        for axes in panels[len(keys) :]:
            axes.set_visible(False)
        first: Axes = panels[0]
        first.set_yticks(range(len(parties)), [w(f"figure.party.{party}") for party in parties], size=TICK)
        first.set_ylim(len(parties) - 0.45, -0.55)
        if "total" in parties and len(parties) > 1:
            for axes in panels[: len(keys)]:
                axes.axhline(parties.index("total") - 0.5, color=SOFT, lw=0.8)
        _numbers(figure, list(panels), [[table.differences[key].get(p) for p in parties] for key in keys])
    return figure


def _panel(axes: Axes, values: list[Estimate | None], mark: Mark) -> None:
    for row, estimate in enumerate(values):
        if estimate is None or not math.isfinite(estimate[0]):
            continue
        mean, low, high = estimate
        axes.barh(row, mean, 0.55, color=mark.colour, zorder=2)
        if math.isfinite(low) and math.isfinite(high):
            axes.errorbar(
                mean, row, xerr=[[mean - low], [high - mean]], color=INK, lw=1.6, capsize=5, capthick=1.6, zorder=3
            )
    axes.axvline(0.0, color=INK, lw=1.2, zorder=4)
    axes.grid(axis="x")
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)


def _numbers(figure: Figure, panels: list[Axes], values: list[list[Estimate | None]]) -> None:
    """Write the means beyond the whiskers, and widen the common scale until they have room."""
    known = [e for panel in values for e in panel if e is not None and math.isfinite(e[0])]
    ends = np.array([[np.nanmin(e), np.nanmax(e)] for e in known] or [[0.0, 0.0]])
    low, high = min(0.0, float(ends[:, 0].min())), max(0.0, float(ends[:, 1].max()))
    if high <= low:
        low, high = -1.0, 1.0
    first = panels[0]
    first.xaxis.set_major_locator(MaxNLocator(3))
    first.xaxis.set_major_formatter(lambda value, _: tick(value))
    first.set_xlim(low, high)
    settle(figure)
    widest = max((text_width(first, signed(e[0]), TICK - 1) for e in known), default=0.0) + 10.0
    share = min(0.4, widest / float(first.bbox.width))
    left = share if any(e[0] < 0 for e in known) else 0.02
    right = share if any(e[0] >= 0 for e in known) else 0.02
    span = (high - low) / (1.0 - left - right)
    first.set_xlim(low - left * span, high + right * span)
    for axes, panel in zip(panels, values, strict=False):
        for row, e in enumerate(panel):
            if e is None or not math.isfinite(e[0]):
                continue
            below = e[0] < 0
            axes.annotate(
                signed(e[0]), (float(np.nanmin(e) if below else max(0.0, np.nanmax(e))), row),
                (-5 if below else 5, 0), textcoords="offset points", ha="right" if below else "left",
                va="center", size=TICK - 1,
            )  # fmt: skip
