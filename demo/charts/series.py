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
        period: Period that is shown, marked by a line.
        labels: Name of each period.
        w: The language.
        large: Whether it is for a projector.
    """
    column = CITY_COLUMNS[name]
    series: list[Options] = []
    for entry in sides:
        colour, title = regime_colour(scenario, entry.key), w.text(entry.title)
        found = bands.ranges(entry.key, name) if bands.count else []
        if any(found):
            low = [None if one is None else one[0] for one in found]
            wide = [None if one is None else one[2] - one[0] for one in found]
            series.append({**EDGE, "stack": entry.key, "data": low})
            area = {"color": colour, "opacity": 0.18}
            series.append({**EDGE, "stack": entry.key, "data": wide, "areaStyle": area})
        series.append({
            "type": "line", "name": title, "data": list(film.reels[entry.key].series[name]), "color": colour,
            "symbol": "circle", "symbolSize": 6, "lineStyle": {"width": 2.5},
            "z": 3,
        })  # fmt: skip
    series[-1]["markLine"] = {
        "silent": True, "symbol": "none", "label": {"show": False}, "data": [{"xAxis": period}],
        "lineStyle": {"color": INK, "type": "dotted", "width": 1.5},
    }  # fmt: skip
    return {
        **base(large, w("page.series.said", name=w.text(column))),
        "grid": {"left": 14, "right": 30, "top": 34, "bottom": 8, "containLabel": True},
        "tooltip": tooltip(large, trigger="axis", **{":valueFormatter": FORMAT}),
        "xAxis": {"type": "category", "data": labels, "boundaryGap": len(labels) == 1,
                  "axisLabel": {"fontSize": letters(large)}},
        "yAxis": value_axis(w.unit(column.unit), large, nameTextStyle={"align": "left"}, min=0),
        "series": series,
    }  # fmt: skip
