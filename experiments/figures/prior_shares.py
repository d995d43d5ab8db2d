"""How often each regime wins over a prior range, standard by standard."""

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from experiments.figures.canvas import LABEL, TICK, key_row, scale, settle, sheet, style, thin
from experiments.figures.data import Estimate, WinShares
from experiments.figures.lettering import wrapped
from experiments.figures.palette import INK, MOST_REGIMES, VERDICT_COLOURS, regime_marks
from experiments.figures.provenance import caption, further, regime_title
from experiments.kinds import all_real
from experiments.words import Language, Words, words
from sim.schema import Scenario

HATCH = "////"
"""Over losses, so that they differ in print without colour."""

BAR, LOWER = 0.5, 0.42
"""Height of a bar, and how far below its middle the sign for the best stands."""


def prior_shares(table: WinShares, scenario: Scenario, language: Language) -> Figure:
    """One panel for each standard, one bar for each regime: shares of points at which it beats, loses, or neither.

    Args:
        table: The shares.
        scenario: The scenario.
        language: "en" or "zh".

    Raises:
        ValueError: If there are no regimes, or more than nine.
    """
    w = words(language)
    keys = [key for key in next(iter(table.best.values())) if key != table.baseline]
    if not 1 <= len(keys) <= MOST_REGIMES:
        raise ValueError(f"choose 1 to {MOST_REGIMES} regimes")
    baseline = regime_title(scenario, table.baseline, w)
    foot = caption(
        scenario, w, baseline=table.baseline, points=table.points, replications=table.replications,
        periods=table.periods,
    )  # fmt: skip
    with style():
        figure = sheet(
            w("figure.shares.title_real" if all_real(scenario, keys) else "figure.shares.title"),
            [w("figure.shares.note", points=table.points, baseline=baseline), *further(table.further, w)],
            foot,
            w,
        )
        key_row(figure, _key(w), sign=1.6)
        panels = figure.subplots(1, len(table.best), sharey=True, squeeze=False).ravel()
        rows = [table.baseline, *keys]
        for axes, name in zip(panels, table.best, strict=True):
            for row, key in enumerate(rows):
                if key != table.baseline:
                    _bar(axes, row, table.gains[name][key], table.losses[name][key])
                _best(axes, row, table.best[name][key])
            axes.set_title(w(f"table.standard.{name}"), size=LABEL)
            axes.set_xlabel(w("figure.shares.axis"), size=TICK)
            axes.set_xlim(0.0, 100.0)
            axes.spines["left"].set_visible(False)
            axes.tick_params(axis="y", length=0, pad=10)
            axes.grid(axis="x")
            scale(axes.xaxis, 4)
        marks = regime_marks(scenario)
        width, lines, size = (20, 3, TICK) if len(keys) <= 6 else (30, 2, TICK - 2.5)
        names = [wrapped(regime_title(scenario, key, w), width, lines) for key in rows]
        panels[0].set_yticks(range(len(rows)), names, size=size)
        for label, key in zip(panels[0].get_yticklabels(), rows, strict=True):
            label.set_color(marks[key].ink)
        panels[0].set_ylim(len(rows) - 0.35, -0.65)
        settle(figure)
        for axes in panels:
            thin(axes.xaxis)
    return figure


def _bar(axes: Axes, row: int, gain: Estimate, loss: Estimate) -> None:
    """Gains from the left, losses from the right, what cannot be told between them."""
    won, lost = 100.0 * gain[0], 100.0 * loss[0]
    axes.barh(row, won, BAR, color=VERDICT_COLOURS["gain"], zorder=2)
    axes.barh(row, 100.0 - won - lost, BAR, left=won, color=VERDICT_COLOURS["open"], zorder=2)
    axes.barh(
        row, lost, BAR, left=100.0 - lost, color=VERDICT_COLOURS["loss"], edgecolor="white", hatch=HATCH, lw=0, zorder=2
    )
    _whisker(axes, row - BAR / 4, (100.0 * gain[1], 100.0 * gain[2]))
    _whisker(axes, row + BAR / 4, (100.0 - 100.0 * loss[2], 100.0 - 100.0 * loss[1]))


def _best(axes: Axes, row: int, best: Estimate) -> None:
    _whisker(axes, row + LOWER, (100.0 * best[1], 100.0 * best[2]))
    axes.plot(100.0 * best[0], row + LOWER, "D", color="white", mec=INK, mew=1.6, ms=7, zorder=5, clip_on=False)


def _whisker(axes: Axes, row: float, ends: tuple[float, float]) -> None:
    axes.plot(ends, [row, row], color=INK, lw=1.4, marker="|", ms=7, mew=1.4, zorder=4, clip_on=False)


def _key(w: Words) -> list[Artist]:
    patches: list[Artist] = [
        Patch(
            facecolor=colour, edgecolor="white", hatch=HATCH if name == "loss" else None, lw=0,
            label=w(f"figure.shares.{name}"),
        )
        for name, colour in VERDICT_COLOURS.items()
    ]  # fmt: skip
    best = Line2D([], [], ls="", marker="D", color="white", mec=INK, mew=1.6, ms=7, label=w("figure.shares.best"))
    return [*patches, best]
