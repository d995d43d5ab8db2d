"""Who gains and who pays under each regime, against the first one."""

import math

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from experiments.figures.canvas import LABEL, TICK, key_row, scale, settle, sheet, style, text_width
from experiments.figures.data import PARTIES, Estimate, Gains
from experiments.figures.lettering import shorten, signed
from experiments.figures.palette import GRID, INK, MOST_REGIMES, SOFT, regime_marks
from experiments.figures.provenance import caption, further, regime_title
from experiments.kinds import all_real
from experiments.words import Language, words
from sim.schema import Scenario

type Bar = tuple[float, str, Estimate]
"""Where a bar is drawn, its colour and what it shows."""


def gains(table: Gains, scenario: Scenario, language: Language) -> Figure:
    """One group of bars for each party, one bar for each regime, with 95 % intervals.

    Args:
        table: The differences.
        scenario: The scenario.
        language: "en" or "zh".

    Raises:
        ValueError: If there are no regimes, more than nine, or a party that `PARTIES` does not hold.
    """
    w = words(language)
    keys = [key for key in table.differences if key != table.baseline]
    if not 1 <= len(keys) <= MOST_REGIMES:
        raise ValueError(f"choose 1 to {MOST_REGIMES} regimes besides the baseline, not {len(keys)}")
    named = {party for key in keys for party in table.differences[key]}
    if named - set(PARTIES):
        raise ValueError(f"unknown party: {', '.join(sorted(named - set(PARTIES)))}")
    parties = [party for party in PARTIES if party in named]
    marks = regime_marks(scenario)
    thickness = 0.82 / len(keys)
    bars: list[Bar] = []
    for number, key in enumerate(keys):
        place = (number - 0.5 * (len(keys) - 1)) * thickness
        for row, party in enumerate(parties):
            estimate = table.differences[key].get(party)
            if estimate is not None and math.isfinite(estimate[0]):
                bars.append((row + place, marks[key].colour, estimate))
    with style():
        figure = sheet(
            w("figure.gains.title_real" if all_real(scenario, keys) else "figure.gains.title"),
            [w("figure.gains.note", baseline=regime_title(scenario, table.baseline, w)), *further(table.further, w)],
            caption(scenario, w, baseline=table.baseline, replications=table.replications),
            w,
        )
        titles = [shorten(regime_title(scenario, key, w), 44) for key in keys]
        key_row(figure, [Patch(color=marks[key].colour, label=title) for key, title in zip(keys, titles, strict=True)])
        axes = figure.subplots()
        axes.set_yticks(range(len(parties)), [w(f"figure.party.{party}") for party in parties], size=TICK)
        axes.set_ylim(len(parties) - 0.45, -0.55)
        axes.set_xlabel(w("figure.gains.axis"), size=LABEL)
        _groups(axes, parties)
        _bars(axes, bars, thickness)
        settle(figure)
        _numbers(axes, bars, thickness)
    return figure


def _groups(axes: Axes, parties: list[str]) -> None:
    """Every other party on a grey band; the sum of all below a line."""
    for row in range(1, len(parties), 2):
        axes.axhspan(row - 0.5, row + 0.5, color=GRID, alpha=0.45, lw=0, zorder=0)
    if "total" in parties and len(parties) > 1:
        axes.axhline(parties.index("total") - 0.5, color=SOFT, lw=1.4)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x")


def _bars(axes: Axes, bars: list[Bar], thickness: float) -> None:
    cap = 4 if thickness > 0.13 else 2  # whiskers of thin bars must not touch
    for y, colour, (mean, low, high) in bars:
        axes.barh(y, mean, 0.86 * thickness, color=colour, zorder=2)
        if math.isfinite(low) and math.isfinite(high):
            axes.errorbar(
                mean, y, xerr=[[mean - low], [high - mean]], color=INK, lw=1.4, capsize=cap, capthick=1.4, zorder=3
            )
    axes.axvline(0.0, color=INK, lw=1.2, zorder=4)
    ends = np.array([[np.nanmin(estimate), np.nanmax(estimate)] for *_, estimate in bars] or [[-1.0, 1.0]])
    low, high = min(0.0, float(ends[:, 0].min())), max(0.0, float(ends[:, 1].max()))
    axes.set_xlim((low, high) if high > low else (-1.0, 1.0))
    scale(axes.xaxis, 8)


def _numbers(axes: Axes, bars: list[Bar], thickness: float) -> None:
    """The means beyond the whiskers where the bars leave room to read them; the axis widens for them."""
    pitch = thickness * float(axes.bbox.height) / abs(float(np.diff(axes.get_ylim())[0])) * 0.72  # in points
    size = min(TICK - 1.0, pitch)
    readable = size >= 9.0
    low, high = axes.get_xlim()
    widest = max((text_width(axes, signed(e[0]), size) for *_, e in bars), default=0.0) + 12.0
    share = widest / float(axes.bbox.width) if readable else 0.02
    left = share if any(e[0] < 0 for *_, e in bars) else 0.02
    right = share if any(e[0] >= 0 for *_, e in bars) else 0.02
    span = (high - low) / (1.0 - left - right)
    axes.set_xlim(low - left * span, high + right * span)
    for y, _, estimate in bars if readable else []:
        below = estimate[0] < 0
        end = float(min(0.0, np.nanmin(estimate)) if below else max(0.0, np.nanmax(estimate)))
        axes.annotate(
            signed(estimate[0]), (end, y), (-6 if below else 6, 0), textcoords="offset points",
            ha="right" if below else "left", va="center", size=size,
        )  # fmt: skip
