"""What decided a deal: winner against runner-up, part by part."""

from typing import Final

from demo.charts.look import Options, base, below, bottom, letters, tooltip, value_axis, widened
from experiments.figures.lettering import signed
from experiments.figures.palette import INK
from experiments.figures.waterfall import sides, steps
from experiments.words import Words
from sim.explain import Explanation
from sim.schema import Scenario

BAR: Final = """(params, api) => {
  const a = api.coord([api.value(0), api.value(2)]), b = api.coord([api.value(1), api.value(2)]);
  const high = Math.min(26, api.size([0, 1])[1] * 0.62);
  const width = Math.max(1.5, Math.abs(b[0] - a[0]));
  const shape = {x: Math.min(a[0], b[0]), y: a[1] - high / 2, width, height: high};
  const hollow = api.value(3) > 0;
  const colour = api.visual('color');
  return {type: 'rect', shape, style: hollow
    ? {fill: 'none', stroke: colour, lineWidth: 2, lineDash: [5, 4]} : {fill: colour}};
}"""
"""A bar from one value to another; hollow for what is beyond the sum."""


def waterfall(explanation: Explanation, scenario: Scenario, w: Words, large: bool = False) -> Options:
    """The rows of the figure: bars to the right speak for the winner, bars to the left for the rival.

    Args:
        explanation: The deal.
        scenario: The scenario, for names and colours.
        w: The language.
        large: Whether it is for a projector.
    """
    winner, rival = sides(explanation, scenario, w)
    rows = steps(winner, rival, scenario, w)
    data, level = [], 0.0
    for place, row in enumerate(rows):
        start, end = (0.0, row.value) if row.kind == "total" else (level, level + row.value)
        level = end if row.kind != "reserve" else level
        data.append({
            "name": row.label, "value": [start, end, place, 1 if row.kind == "reserve" else 0],
            "itemStyle": {"color": (winner if row.value >= 0 else rival).mark.colour}, "said": signed(row.value),
        })  # fmt: skip
    ends = [float(value) for one in data for value in one["value"][:2]]  # type: ignore[index]
    axis = widened(ends, any(row.value < 0 for row in rows), large)
    labels = [
        {"value": [max(one["value"][:2]) if row.value >= 0 else min(one["value"][:2]), place],  # type: ignore[index]
         "name": one["said"], "label": {"position": "right" if row.value >= 0 else "left"}}
        for place, (row, one) in enumerate(zip(rows, data, strict=True))
    ]  # fmt: skip
    return {
        **base(large, w("page.waterfall.said")),
        "grid": {"left": 16, "right": 16, "top": 3 * letters(large) + 12, "bottom": bottom(large),
                 "containLabel": True},
        "title": [
            _favours("← " + w("figure.waterfall.favours", city=rival.name), rival.mark.ink, "left", 0, large),
            _favours(w("figure.waterfall.favours", city=winner.name) + " →", winner.mark.ink, "right", 1, large),
        ],
        "tooltip": tooltip(large, trigger="item", **{":formatter": SAID}),
        "xAxis": value_axis(w("page.waterfall.axis"), large, **below(large), **axis),
        "yAxis": {"type": "category", "data": [row.label for row in rows], "inverse": True, "axisTick": {"show": False},
                  "axisLine": {"show": False}, "axisLabel": {"fontSize": letters(large), "color": INK}},
        "series": [
            {"type": "custom", ":renderItem": BAR, "data": data, "encode": {"x": [0, 1], "y": 2}, "animation": False,
             "markLine": {"silent": True, "symbol": "none", "data": [{"xAxis": 0}], "label": {"show": False},
                          "lineStyle": {"color": INK, "type": "solid", "width": 1.2}}},
            {"type": "scatter", "data": labels, "symbolSize": 0.1, "silent": True, "animation": False,
             "label": {"show": True, "formatter": "{b}", "color": INK, "fontSize": letters(large),
                       "textBorderColor": "#FFFFFF", "textBorderWidth": 3}},
        ],
    }  # fmt: skip


SAID: Final = "p => p.data.said ? p.name + ': ' + p.data.said : p.name"
"""What the tooltip of a bar says."""


def _favours(text: str, colour: str, side: str, row: int, large: bool) -> Options:
    return {
        "text": text,
        side: 4,
        "top": 2 + row * (letters(large) + 5),
        "textStyle": {"color": colour, "fontSize": letters(large), "fontWeight": 600},
    }
