"""The bidding ladder of one deal: scores round by round, or the offers where they are handed in once."""

import math
from dataclasses import dataclass
from typing import Any, Final

from demo.charts.look import Options, base, below, bottom, letters, outlined, tooltip, value_axis
from experiments.figures.lettering import amount
from experiments.figures.offers import Shown, shown_bidders
from experiments.figures.palette import INK, INSTRUMENT_COLOURS, OUTSIDE, SOFT, Mark, ink
from experiments.figures.rounds import Line, lines
from experiments.words import Words
from sim.explain import Bidder, Explanation
from sim.rules.trace import Trace
from sim.schema import Scenario

MARKERS: Final = {
    "o": "M0,5 A5,5 0 1,0 10,5 A5,5 0 1,0 0,5 Z",
    "s": "M0.5,0.5 H9.5 V9.5 H0.5 Z",
    "^": "M5,0 L10,10 L0,10 Z",
    "D": "M5,0 L10,5 L5,10 L0,5 Z",
    "v": "M0,0 L10,0 L5,10 Z",
    "P": "M3,0 H7 V3 H10 V7 H7 V10 H3 V7 H0 V3 H3 Z",
    "p": "M5,0 L10,3.8 L8.1,10 L1.9,10 L0,3.8 Z",
    "h": "M5,0 L9.5,2.5 L9.5,7.5 L5,10 L0.5,7.5 L0.5,2.5 Z",
    "<": "M10,0 L10,10 L0,5 Z",
    ">": "M0,0 L10,5 L0,10 Z",
    "*": "M5,0 L6.5,3.4 L10,3.8 L7.4,6.3 L8.1,10 L5,8.2 L1.9,10 L2.6,6.3 L0,3.8 L3.5,3.4 Z",
}
"""Markers of the figures as outlines in a square of ten."""

WIDTH: Final = 2
"""Width of a line in pixels."""

SITE: Final = "#CFCFCF"
"""Colour of what a site is worth."""
LEFT: Final = {"align": "left", "color": SOFT}
"""Name of a vertical axis, so that it does not leave the chart."""


def ladder(explanation: Explanation, scenario: Scenario, w: Words, large: bool = False) -> Options:
    """Scores by round where offers are raised in turn, else the final offers by instrument.

    Args:
        explanation: The deal.
        scenario: The scenario, for names and colours.
        w: The language.
        large: Whether it is for a projector.
    """
    shown = shown_bidders(explanation, scenario, w)
    if explanation.trace is None:
        return _offers(explanation, scenario, shown, w, large)
    return _rounds(explanation, explanation.trace, scenario, shown, w, large)


@dataclass(frozen=True, slots=True)
class Look:
    """How something looks in the ladder, for its legend.

    Attributes:
        name: What it is.
        colour: Colour.
        marker: Outline of its marker, in a square of ten.
        dash: Lengths of dashes and gaps in pixels, empty for a full line; None for what is not a line.
    """

    name: str
    colour: str
    marker: str
    dash: tuple[float, ...] | None = None


def legend(explanation: Explanation, scenario: Scenario, w: Words) -> list[Look]:
    """What the ladder shows: cities where offers are raised in turn, else parts of the score."""
    if explanation.trace is not None:
        shown = shown_bidders(explanation, scenario, w)
        marks = [(shown.names[b.city], shown.marks[b.city]) for b in shown.bidders]
        return [Look(name, mark.colour, MARKERS[mark.marker], dashes(mark)) for name, mark in marks]
    parts = [
        Look(w(f"figure.{name}"), INSTRUMENT_COLOURS[name], MARKERS["s"]) for name in scenario.contest.instrument_order
    ]
    limit = Look(w("page.ladder.limit"), INK, MARKERS["D"])
    return [Look(w("page.ladder.site"), SITE, MARKERS["s"]), *parts, limit]


def dashes(mark: Mark) -> tuple[float, ...]:
    """Dashes and gaps of a city's line in pixels; the figures give them in widths of the line."""
    return tuple(WIDTH * length for length in mark.dash[1])


def _rounds(explanation: Explanation, trace: Trace, scenario: Scenario, shown: Shown, w: Words, large: bool) -> Options:
    courses = lines(explanation, trace, scenario, shown)
    end = max(1, len(trace.rounds) - 1)
    scores = [score for course in courses for score in course.scores[: course.last + 1].tolist()]
    outside = explanation.outside
    near = outside is not None and bool(scores) and _near(outside, min(scores), max(scores))
    series = [_course(course, shown, end, w) for course in courses]
    if near and series:
        side = _clear(courses, outside or 0.0, end)
        series[0]["markLine"] = _line(outside or 0.0, w("figure.outside"), large, side)
    together = explanation.format == "open_simultaneous"
    return {
        **base(large, w("page.ladder.said")),
        "grid": {"left": 14, "right": 24, "top": 2 * letters(large) + 8, "bottom": bottom(large), "containLabel": True},
        "tooltip": tooltip(large, trigger="axis", axisPointer={"type": "line"}, **{":valueFormatter": FORMAT}),
        "xAxis": value_axis(w("figure.ladder.bid" if together else "figure.ladder.round"), large, min=0, max=end,
                            minInterval=1, **below(large), splitLine={"show": False}),
        "yAxis": value_axis(w("figure.ladder.score"), large, scale=True, nameTextStyle=LEFT),
        "series": series,
    }  # fmt: skip


FORMAT: Final = "v => v == null ? '' : Number(v).toLocaleString('en', {maximumSignificantDigits: 4})"
"""Numbers in tooltips."""


def _course(course: Line, shown: Shown, end: int, w: Words) -> Options:
    mark = shown.marks[course.city]
    points = [[number, float(score)] for number, score in enumerate(course.scores[: course.last + 1])]
    if not course.dropped and points[-1][0] < end:
        points.append([end, points[-1][1]])
    found: Options = {
        "type": "line", "name": shown.names[course.city], "data": points, "step": "end", "z": 4 if course.won else 3,
        "color": mark.colour, "symbol": f"path://{MARKERS[mark.marker]}", "symbolSize": 9, "symbolKeepAspect": True,
        "showSymbol": len(points) <= 30,
        "lineStyle": {"width": 3.5 if course.won else WIDTH, "type": list(dashes(mark)) or "solid"},
        "markPoint": {"data": []}, "markLine": {"data": []},
    }  # fmt: skip
    if course.dropped:
        found["markPoint"] = {
            "symbol": CROSS, "symbolSize": 13, "itemStyle": {"color": mark.colour}, "silent": True,
            "data": [{"coord": points[-1], "value": w("figure.ladder.dropped")}], "label": {"show": False},
        }  # fmt: skip
    return found


CROSS: Final = "path://M2,0 L5,3 L8,0 L10,2 L7,5 L10,8 L8,10 L5,7 L2,10 L0,8 L3,5 L0,2 Z"
"""Where a city drops out."""


def _clear(courses: list[Line], value: float, end: int) -> str:
    """Where the name of a horizontal line covers the fewest points of the courses, such as "insideStartTop"."""
    points = [
        (number / end, float(score)) for one in courses for number, score in enumerate(one.scores[: one.last + 1])
    ]
    span = max((abs(score - value) for _, score in points), default=1.0) or 1.0
    found = {}
    for across, low, high in (("Start", 0.0, 0.35), ("End", 0.65, 1.0), ("Middle", 0.33, 0.67)):
        for over, sign in (("Top", 1), ("Bottom", -1)):
            near = [1 for x, score in points if low <= x <= high and -0.05 <= sign * (score - value) / span <= 0.3]
            found[f"inside{across}{over}"] = len(near)
    return min(found, key=lambda place: found[place])


def _line(value: float, name: str, large: bool, side: str = "insideStartTop") -> Options:
    return {
        "silent": True, "symbol": "none", "data": [{"yAxis": value}],
        "lineStyle": {"color": OUTSIDE, "type": "dashed", "width": 2},
        "label": {"formatter": name, "position": side, "color": ink(OUTSIDE)},
    }  # fmt: skip


def _near(value: float, low: float, high: float) -> bool:
    """Whether a line would not squeeze the rest of the chart."""
    span = max(high - low, 1e-9)
    return low - 0.6 * span <= value <= high + 0.6 * span


def _offers(explanation: Explanation, scenario: Scenario, shown: Shown, w: Words, large: bool) -> Options:
    """Bars from the lowest site value: what the site is worth more than that, then the offer by instrument."""
    bidders = [b for b in shown.bidders if math.isfinite(b.site_value)]
    floor = min((b.site_value for b in bidders), default=0.0)
    names = [shown.names[b.city] for b in bidders]
    series: list[Options] = [_stack(w("page.ladder.site"), SITE, [b.site_value - floor for b in bidders])]
    for name in scenario.contest.instrument_order:
        series.append(_stack(w(f"figure.{name}"), INSTRUMENT_COLOURS[name], [b.instruments[name] for b in bidders]))
    series.append({
        "type": "scatter", "name": w("page.ladder.limit"), "symbol": "diamond", "symbolSize": 13, "z": 5,
        "itemStyle": {"color": INK}, "data": [
            [b.site_value - floor + b.reservation, i] for i, b in enumerate(bidders) if _bid(b)
        ],
    })  # fmt: skip
    outside = explanation.outside
    tops = [b.score - floor for b in bidders if math.isfinite(b.score)]
    if outside is not None and tops and _near(outside - floor, 0.0, max(tops)):
        series[0]["markLine"] = {**_line(0, w("figure.outside"), large), "data": [{"xAxis": outside - floor}]}
    return {
        **base(large, w("page.ladder.said")),
        "grid": {"left": 16, "right": 24, "top": 8, "bottom": bottom(large),
                 "containLabel": True},
        "tooltip": tooltip(large, trigger="item", **{":valueFormatter": FORMAT}),
        "xAxis": value_axis(w("page.ladder.scale", amount=amount(floor)), large, **below(large)),
        "yAxis": {"type": "category", "data": names, "inverse": True, "axisTick": {"show": False},
                  "axisLabel": {"fontSize": letters(large), "color": INK}},
        "series": series,
    }  # fmt: skip


def _bid(b: Bidder) -> bool:
    return math.isfinite(b.reservation) and max(b.reservation, b.offer) > 0


def _stack(name: str, colour: str, values: list[float]) -> Options:
    data: list[Any] = [value if math.isfinite(value) and value != 0 else None for value in values]
    return {
        "type": "bar", "name": name, "stack": "score", "data": data, "itemStyle": outlined(colour),
        "barMaxWidth": 34, "animation": False,
    }  # fmt: skip
