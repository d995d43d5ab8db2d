"""Where over a prior range a regime gains and where it loses: one map for each standard."""

from collections.abc import Sequence

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from experiments.figures.canvas import LABEL, TICK, key_row, scale, settle, sheet, style, thin
from experiments.figures.data import PriorAxis, PriorMap
from experiments.figures.lettering import wrapped
from experiments.figures.palette import INK, SOFT, VERDICT_COLOURS
from experiments.figures.provenance import caption, regime_title
from experiments.words import Language, Words, words
from sim.schema import Scenario

MARKERS = {"gain": "o", "open": "s", "loss": "v"}
"""Shapes, so that signs differ without colour."""

SMALLEST, LARGEST = 22.0, 190.0
"""Areas of signs, square points."""


def prior_map(
    panels: Sequence[PriorMap],
    scenario: Scenario,
    regime: str,
    baseline: str,
    runs: tuple[int, int],
    language: Language,
) -> Figure:
    """Points of the prior range over two contested parameters, by what the difference to the baseline says there.

    Args:
        panels: One for each standard.
        scenario: The scenario.
        regime: Key of the regime.
        baseline: Key of the regime that it is compared with.
        runs: Replications at each point, and periods of each.
        language: "en" or "zh".

    Raises:
        ValueError: If there are no panels.
    """
    if not panels:
        raise ValueError("there are no panels")
    w = words(language)
    points = len(panels[0].gains)
    with style():
        figure = sheet(
            w("figure.map.title", regime=regime_title(scenario, regime, w)),
            [w("figure.map.note", baseline=regime_title(scenario, baseline, w), points=points)],
            caption(scenario, w, baseline=baseline, points=points, replications=runs[0], periods=runs[1]),
            w,
        )
        key_row(figure, _key(w, any(panel.box is not None for panel in panels)), sign=1.6)
        columns = figure.subplots(1, len(panels), squeeze=False).ravel()
        for axes, panel in zip(columns, panels, strict=True):
            _panel(axes, panel, w)
            losses = panel.verdicts.count("loss")
            title = w(f"table.standard.{panel.outcome}") + "\n" + w("figure.map.count", losses=losses, points=points)
            axes.set_title(title, size=LABEL)
        settle(figure)
        for axes in columns:
            thin(axes.xaxis)
    return figure


def _panel(axes: Axes, panel: PriorMap, w: Words) -> None:
    if panel.box is not None:
        left, right, low, high = panel.box
        axes.add_patch(
            Rectangle(
                (left, low), right - left, high - low, facecolor=VERDICT_COLOURS["loss"], alpha=0.16, lw=0, zorder=1
            )
        )
        axes.add_patch(
            Rectangle((left, low), right - left, high - low, fill=False, edgecolor=SOFT, lw=1.2, ls="--", zorder=1.5)
        )
    sizes = np.abs(panel.gains)
    largest = max(float(np.max(sizes, initial=0.0)), 1e-12)
    areas = SMALLEST + (LARGEST - SMALLEST) * sizes / largest
    said = np.array([one if one in ("gain", "loss") else "open" for one in panel.verdicts])
    for name in ("open", "gain", "loss"):
        these = said == name
        axes.scatter(
            panel.across.values[these], panel.upwards.values[these], s=areas[these], c=VERDICT_COLOURS[name],
            marker=MARKERS[name], edgecolors=INK, linewidths=0.7, alpha=0.9, zorder=3, clip_on=False,
        )  # fmt: skip
    _axis(axes.xaxis, panel.across, w)
    _axis(axes.yaxis, panel.upwards, w)
    axes.set_xlim(*_ends(panel.across))
    axes.set_ylim(*_ends(panel.upwards))


def _ends(axis: PriorAxis) -> tuple[float, float]:
    room = 0.03 * (axis.high - axis.low)
    return axis.low - room, axis.high + room


def _axis(axis: Axis, shown: PriorAxis, w: Words) -> None:
    name = w("figure.axis", name=w.text(shown.title), unit=w.unit(shown.unit))
    axis.set_label_text(wrapped(name, 34, 3), size=TICK)
    scale(axis, 5)


def _key(w: Words, boxed: bool) -> list[Artist]:
    signs: list[Artist] = [
        Line2D(
            [], [], ls="", marker=MARKERS[name], ms=10, color=VERDICT_COLOURS[name], mec=INK, mew=0.7,
            label=w(f"figure.map.{name}"),
        )
        for name in ("gain", "open", "loss")
    ]  # fmt: skip
    if boxed:
        colour = VERDICT_COLOURS["loss"]
        signs.append(Patch(facecolor=colour + "29", edgecolor=SOFT, ls="--", label=w("figure.map.box")))
    return signs
