"""A number of the region over the periods, under both regimes, with a band over replications."""

from typing import Final

from demo.bands import Bands
from demo.charts.ladder import FORMAT
from demo.charts.look import Options, base, letters, regime_colour, tooltip, value_axis
from demo.film import Film
from experiments.figures.palette import INK
from experiments.words import Words
from sim.columns import CITY_COLUMNS
from sim.schema import RegimeEntry, Scenario

EDGE: Final[Options] = {
    "type": "line", "symbol": "none", "silent": True, "tooltip": {"show": False},
    "lineStyle": {"opacity": 0}, "stackStrategy": "all", "z": 1,
}  # fmt: skip
"""An edge of a band, which is not drawn itself."""

APART: Final = 14
"""Pixels by which two regimes stand to the left and right of each other where there is one period."""

UPRIGHT: Final = """(params, api) => {
  const shift = api.value(3), colour = api.visual('color');
  const low = api.coord([api.value(0), api.value(1)]), high = api.coord([api.value(0), api.value(2)]);
  const line = (x1, y1, x2, y2) => ({type: 'line', shape: {x1: x1 + shift, y1, x2: x2 + shift, y2},
    style: {stroke: colour, lineWidth: 2}});
  return {type: 'group', children: [line(low[0], low[1], high[0], high[1]),
    line(low[0] - 6, low[1], low[0] + 6, low[1]), line(high[0] - 6, high[1], high[0] + 6, high[1])]};
}"""
"""An interval at one period as an upright line with two ends; an area of one point would not be seen."""


def over_time(
    name: str, scenario: Scenario, sides: tuple[RegimeEntry, RegimeEntry], film: Film, bands: Bands, period: int,
    labels: list[str], w: Words, large: bool = False,
) -> Options:  # fmt: skip
    """The chart as options of ECharts.

    Args:
        name: Name of the measure.
        scenario: The scenario, for colours.
        sides: The two regimes.
        film: The film; its run is the line.
        bands: Replications; the middle nine tenths of them are the band.
        period: Period that is shown, marked by a line where there are several.
        labels: Name of each period; a band over a single one is a whisker.
        w: The language.
        large: Whether it is for a projector.
    """
    column = CITY_COLUMNS[name]
    series: list[Options] = []
    alone = len(labels) == 1
    for entry, shift in zip(sides, (-APART, APART), strict=True):
        colour, title = regime_colour(scenario, entry.key), w.text(entry.title)
        found = bands.ranges(entry.key, name) if bands.count else []
        if alone and found and found[0] is not None:
            series.append(_whisker([0, found[0][0], found[0][2], shift], colour))
        elif any(found):
            low = [None if one is None else one[0] for one in found]
            wide = [None if one is None else one[2] - one[0] for one in found]
            series.append({**EDGE, "stack": entry.key, "data": low})
            area = {"color": colour, "opacity": 0.18}
            series.append({**EDGE, "stack": entry.key, "data": wide, "areaStyle": area})
        series.append({
            "type": "line", "name": title, "data": list(film.reels[entry.key].series[name]), "color": colour,
            "symbol": "circle", "symbolSize": 9 if alone else 6, "lineStyle": {"width": 2.5},
            "symbolOffset": [shift if alone else 0, 0], "z": 3,
        })  # fmt: skip
    series[-1]["markLine"] = {
        "silent": True, "symbol": "none", "label": {"show": False}, "data": [] if alone else [{"xAxis": period}],
        "lineStyle": {"color": INK, "type": "dotted", "width": 1.5},
    }  # fmt: skip
    return {
        **base(large, w("page.series.said", name=w.text(column))),
        "grid": {"left": 14, "right": 30, "top": 34, "bottom": 8, "containLabel": True},
        "tooltip": tooltip(large, trigger="axis", **{":valueFormatter": FORMAT}),
        "xAxis": {"type": "category", "data": labels, "boundaryGap": alone,
                  "axisLabel": {"fontSize": letters(large)}},
        "yAxis": value_axis(w.unit(column.unit), large, nameTextStyle={"align": "left"}, min=0),
        "series": series,
    }  # fmt: skip


def _whisker(values: list[float], colour: str) -> Options:
    """The interval of a single period: its place, its ends, and pixels to the side."""
    return {
        "type": "custom", ":renderItem": UPRIGHT, "data": [values], "encode": {"x": 0, "y": [1, 2]}, "color": colour,
        "itemStyle": {"color": colour}, "silent": True, "tooltip": {"show": False}, "z": 4,
    }  # fmt: skip
