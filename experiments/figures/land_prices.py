"""The race to the bottom: land price over land cost by period under each regime."""

import warnings

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from experiments.figures.canvas import LABEL, scale, settle, sheet, style
from experiments.figures.data import LandPrices
from experiments.figures.end_labels import EndLabel, name_ends
from experiments.figures.lettering import shorten, tick
from experiments.figures.palette import INK, SOFT, Mark, regime_marks
from experiments.figures.provenance import caption, further, regime_title
from experiments.words import Language, Words, words
from sim.schema import Scenario

type Floats = NDArray[np.float64]


def land_prices(series: LandPrices, scenario: Scenario, language: Language) -> Figure:
    """Mean and band over replications by period; a line at the land cost, and at the floor if there is one.

    Args:
        series: The ratios.
        scenario: The scenario.
        language: "en" or "zh".
    """
    w = words(language)
    low, high = (tick(p) for p in series.band)
    with style():
        figure = sheet(
            w("figure.land_prices.title"),
            [w("figure.land_prices.note", low=low, high=high), *further(series.further, w)],
            caption(scenario, w, replications=series.replications),
            w,
        )
        axes = figure.subplots()
        labels = _lines(axes, series, scenario, w)
        axes.axhline(1.0, color=INK, lw=1.6, ls=(0, (1, 1.5)), zorder=1)
        labels.append(EndLabel(1.0, w("figure.land_prices.cost"), INK))
        if series.floor is not None:
            axes.axhline(series.floor, color=SOFT, lw=1.6, ls=(0, (5, 2, 1, 2)), zorder=1)
            labels.append(EndLabel(series.floor, w("figure.land_prices.floor"), SOFT))
        _scale(axes, series, scenario, w)
        settle(figure)
        name_ends(axes, labels)
    return figure


def mean_and_band(values: Floats, band: tuple[float, float]) -> tuple[Floats, Floats, Floats]:
    """Mean and two percentiles of each column, without the NaN in it; NaN where a column has nothing else.

    Args:
        values: (replications, periods).
        band: The two percentiles.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a column of NaN
        low, high = np.nanpercentile(values, band, axis=0)
        return np.nanmean(values, axis=0), low, high


def _lines(axes: Axes, series: LandPrices, scenario: Scenario, w: Words) -> list[EndLabel]:
    marks, labels = regime_marks(scenario), []
    count = len(series.ratios)
    for number, (key, values) in enumerate(series.ratios.items()):
        mark = marks[key]
        mean, low, high = mean_and_band(values, series.band)
        years = _years(values.shape[1], scenario)
        if years.size == 1:
            years = years + 0.12 * (number - 0.5 * (count - 1))
            axes.vlines(years, low, high, color=mark.colour, lw=5, alpha=0.4)
        _one(axes, mark, years, mean, low, high, number)
        known = mean[np.isfinite(mean)]
        if known.size:
            name = shorten(regime_title(scenario, key, w), 44)
            labels.append(EndLabel(float(known[-1]), name, mark.ink))
    return labels


def _one(axes: Axes, mark: Mark, years: Floats, mean: Floats, low: Floats, high: Floats, number: int) -> None:
    """One regime; periods without a sale leave a gap, a period between two gaps is a point."""
    axes.fill_between(years, low, high, color=mark.colour, alpha=0.16, lw=0, zorder=2)
    axes.plot(
        years, mean, color=mark.colour, lw=3, ls=mark.dash, marker=mark.marker, ms=9, mec="white", mew=1,
        zorder=3 + number,
    )  # fmt: skip


def _years(periods: int, scenario: Scenario) -> Floats:
    return scenario.time.start_year + np.arange(periods) / scenario.time.periods_per_year


def _scale(axes: Axes, series: LandPrices, scenario: Scenario, w: Words) -> None:
    years = _years(max(values.shape[1] for values in series.ratios.values()), scenario)
    room = 0.5 if years.size == 1 else 0.02 * (years[-1] - years[0])
    axes.set_xlim(years[0] - room, years[-1] + room)
    if years.size == 1:
        axes.set_xticks(years)
    else:
        scale(axes.xaxis, 10, integer=True)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:.10g}")
    low, high = axes.get_ylim()
    axes.set_ylim(min(low, 1.0 - 0.05), max(high, 1.0 + 0.05))
    scale(axes.yaxis, 7)
    axes.grid(axis="y")
    axes.set_xlabel(w("figure.year"), size=LABEL)
    axes.set_ylabel(w("figure.land_prices.axis"), size=LABEL)
