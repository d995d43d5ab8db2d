"""Who hosts a project as one number of the scenario moves."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.figures.canvas import LABEL, TICK, scale, settle, sheet, style
from experiments.figures.data import LEFT, Counts, HostSweep
from experiments.figures.end_labels import EndLabel, name_ends
from experiments.figures.lettering import shorten
from experiments.figures.palette import OUTSIDE, SOFT, Mark, city_marks
from experiments.figures.provenance import caption, project_title
from experiments.statistics import wilson
from experiments.words import Language, Words, words
from sim.schema import Scenario

LEFT_MARK = Mark(OUTSIDE, "X", (0, (3, 1.5)))
"""The look of "the project left"."""


def sweep(result: HostSweep, scenario: Scenario, language: Language) -> Figure:
    """Share of draws in which each city hosts the project, with Wilson intervals, over the swept number.

    Cities that never host it are named in a line below the title.

    Args:
        result: The counts.
        scenario: The scenario.
        language: "en" or "zh".
    """
    w = words(language)
    hosting = {key: np.asarray(count) for key, count in result.shares.items() if np.any(count)}
    with style():
        figure = sheet(
            _title(result, scenario, w),
            _note(result, [key for key in result.shares if key not in hosting], scenario, w),
            caption(scenario, w, regime=result.regime, replications=int(np.max(result.n))),
            w,
        )
        axes = figure.subplots()
        marks = city_marks(scenario) | {LEFT: LEFT_MARK}
        draws = np.broadcast_to(np.asarray(result.n), result.values.shape)
        labels = []
        for key, count in hosting.items():
            _line(axes, result, marks[key], count, draws)
            name = w("figure.left") if key == LEFT else w.name(scenario.cities[key])
            last = float(100.0 * count[-1] / draws[-1]) if draws[-1] else 0.0
            labels.append(EndLabel(last, shorten(name, 24), marks[key].ink))
        _scale(axes, result, w)
        settle(figure)
        name_ends(axes, labels)
    return figure


def _title(result: HostSweep, scenario: Scenario, w: Words) -> str:
    if result.project is None:
        return w("figure.sweep.title_all")
    return w("figure.sweep.title", project=project_title(scenario, result.project, w))


def _note(result: HostSweep, never: list[str], scenario: Scenario, w: Words) -> list[str]:
    least, most = int(np.min(result.n)), int(np.max(result.n))
    count = f"{most:,}" if least == most else f"{least:,}-{most:,}"
    said = [w("figure.sweep.note", count=count)]
    names = [w.name(scenario.cities[key]) for key in never if key != LEFT]
    if names:
        said.append(w("figure.sweep.never", cities=w("figure.list").join(names)))
    return said


def _line(axes: Axes, result: HostSweep, mark: Mark, count: Counts, draws: Counts) -> None:
    intervals = [wilson(int(c), int(n)) for c, n in zip(count, draws, strict=True)]
    mean, low, high = (100.0 * np.array([getattr(i, end) for i in intervals]) for end in ("mean", "low", "high"))
    axes.fill_between(result.values, low, high, color=mark.colour, alpha=0.18, lw=0, zorder=2)
    axes.plot(
        result.values, mean, color=mark.colour, lw=3, ls=mark.dash, marker=mark.marker, ms=9, mec="white",
        mew=1, zorder=3, clip_on=False,
    )  # fmt: skip


def _scale(axes: Axes, result: HostSweep, w: Words) -> None:
    low, high = float(result.values.min()), float(result.values.max())
    room = 0.02 * (high - low)
    axes.set_xlim(low - room, high + room)
    axes.set_ylim(-2, 102)
    axes.set_yticks(range(0, 101, 25))
    scale(axes.xaxis, 9)
    axes.grid(axis="y")
    axes.set_ylabel(w("figure.sweep.axis"), size=LABEL)
    title = shorten(w.text(result.title), 70)
    axes.set_xlabel(w("figure.axis", name=title, unit=w.unit(result.unit)), size=LABEL)
    if result.current is not None and low <= result.current <= high:
        axes.axvline(result.current, color=SOFT, lw=1.4, ls=(0, (1, 1.5)), zorder=1)
        right = result.current > 0.5 * (low + high)
        axes.annotate(
            w("figure.sweep.current"), (result.current, 1.0), (-5 if right else 5, 3),
            xycoords=("data", "axes fraction"), textcoords="offset points", size=TICK - 1, color=SOFT,
            ha="right" if right else "left", va="bottom",
        )  # fmt: skip
