"""The bidding of an open contest round by round, as options of ECharts."""

from typing import Final

from demo.charts.look import Options, base, letters, tooltip, value_axis
from demo.mayor.phrases import standing
from demo.mayor.view import Rung
from experiments.figures.lettering import amount
from experiments.figures.palette import SOFT, city_marks
from experiments.words import Words
from sim.schema import Scenario

SYMBOLS: Final = ("circle", "rect", "triangle", "diamond", "roundRect", "arrow", "pin")
"""Markers of ECharts, in the order of the cities that are asked."""


def ladder_chart(scenario: Scenario, ladder: tuple[Rung, ...], w: Words, large: bool = False) -> Options:
    """Standing offers over rounds: a line for each city that is asked, a filled marker where it leads.

    Args:
        scenario: The scenario, for names and colours.
        ladder: The public course.
        w: The language.
        large: Whether it is for a projector.
    """
    marks = city_marks(scenario)
    cities = list(ladder[0].offers) if ladder else []
    series = []
    for place, city in enumerate(cities):
        colour, data = marks[city].colour, []
        for rung in ladder:
            leads = rung.leader == city
            point: Options = {
                "value": [rung.number, round(rung.offers[city], 6)],
                "symbolSize": 13 if leads else 8,
                "itemStyle": {"color": colour if leads else "#FFFFFF", "borderColor": colour, "borderWidth": 2},
            }  # fmt: skip
            data.append(point)
            if city in rung.dropped:
                point |= {"symbol": "path://M0,0 L10,10 M10,0 L0,10", "symbolSize": 11}
                break
        series.append({
            "type": "line", "id": city, "name": w.name(scenario.cities[city]), "step": "end", "data": data,
            "symbol": SYMBOLS[place % len(SYMBOLS)], "lineStyle": {"color": colour, "width": 2.5},
            "itemStyle": {"color": colour},
        })  # fmt: skip
    size = letters(large)
    return {
        **base(large, w("mayor.ladder.said", standing=standing(scenario, ladder, w))),
        "legend": {"top": 0, "type": "scroll", "textStyle": {"fontSize": size}},
        "grid": {"left": 12, "right": 26, "top": 66, "bottom": 34, "containLabel": True},
        "tooltip": tooltip(large, trigger="axis", valueFormatter=None),
        "xAxis": value_axis(
            w("mayor.ladder.round"), large, minInterval=1, min=0, max=max(1, len(ladder) - 1), nameLocation="middle",
            nameGap=28,
        ),
        "yAxis": value_axis(w("mayor.ladder.axis"), large, nameTextStyle={"align": "left", "color": SOFT,
                            "fontSize": size}, min=0),
        "series": series,
    }  # fmt: skip


def rounds_table(scenario: Scenario, ladder: tuple[Rung, ...], w: Words) -> list[list[str]]:
    """The same as rows: city, standing offer, state."""
    if not ladder:
        return []
    dropped = {city for rung in ladder for city in rung.dropped}
    last = ladder[-1]
    rows = []
    for city, offer in last.offers.items():
        if city == last.leader:
            state = w("mayor.ladder.leads")
        else:
            state = w("mayor.ladder.dropped") if city in dropped else w("mayor.ladder.in")
        rows.append([w.name(scenario.cities[city]), amount(offer), state])
    return rows
