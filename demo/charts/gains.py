"""Who gains and who pays: the right regime less the left one, party by party."""

import math
from typing import Final

from demo.bands import Bands
from demo.charts.look import NARROW, Options, base, below, bottom, folded, letters, outlined, value_axis, widened
from experiments.drawings import PARTIES
from experiments.figures.lettering import signed
from experiments.figures.palette import INK, VERDICT_COLOURS
from experiments.findings import ONE_YUAN
from experiments.statistics import Interval
from experiments.words import Words

WHISKER: Final = """(params, api) => {
  const a = api.coord([api.value(0), api.value(2)]), b = api.coord([api.value(1), api.value(2)]);
  const style = {stroke: '#222222', lineWidth: 1.6};
  const line = (x1, y1, x2, y2) => ({type: 'line', shape: {x1, y1, x2, y2}, style});
  return {type: 'group', children: [line(a[0], a[1], b[0], b[1]), line(a[0], a[1] - 5, a[0], a[1] + 5),
    line(b[0], b[1] - 5, b[0], b[1] + 5)]};
}"""
"""An interval as a line with two ends."""


def verdict_colour(found: Interval) -> str:
    """Blue for a gain, orange for a loss, grey where the interval holds zero or there is none yet."""
    if math.isfinite(found.low) and found.low > ONE_YUAN:
        return VERDICT_COLOURS["gain"]
    if math.isfinite(found.high) and found.high < -ONE_YUAN:
        return VERDICT_COLOURS["loss"]
    return VERDICT_COLOURS["open"]


def gains(bands: Bands, regime: str, w: Words, large: bool = False) -> Options:
    """The chart as options of ECharts; empty before the first replication.

    Args:
        bands: Replications.
        regime: Key of the regime that is compared with the baseline.
        w: The language.
        large: Whether it is for a projector.
    """
    parties = list(PARTIES)
    found = {party: bands.gain(regime, party) for party in parties} if bands.count else {}
    bars, whiskers, texts = [], [], []
    for place, one in enumerate(found.values()):
        if not math.isfinite(one.mean):
            continue
        low, high = (end if math.isfinite(end) else one.mean for end in (one.low, one.high))
        bars.append({"value": [one.mean, place], "itemStyle": outlined(verdict_colour(one))})
        whiskers.append([low, high, place])
        right = one.mean >= 0
        texts.append({
            "value": [max(high, 0.0) if right else min(low, 0.0), place], "name": signed(one.mean),
            "label": {"position": "right" if right else "left"},
        })  # fmt: skip
    ends = [end for low, high, _ in whiskers for end in (low, high)]
    left = any(one.mean < 0 for one in found.values())
    axis, title = widened(ends, left, large), w("page.gains.axis")
    tight = {"grid": {"bottom": bottom(large) + letters(large)}, "xAxis": {
        "name": folded(title), **widened(ends, left, large, 0.75 if left else 0.45),
    }}  # fmt: skip
    wide = {"grid": {"bottom": bottom(large)}, "xAxis": {"name": title, **axis}}
    return {
        **base(large, w("page.gains.said")),
        "grid": {"left": 16, "right": 16, "top": 10, "bottom": bottom(large), "containLabel": True},
        "media": [{"query": {"maxWidth": NARROW}, "option": tight}, {"option": wide}],
        "xAxis": value_axis(title, large, **below(large), **axis),
        "yAxis": {"type": "category", "data": [w(f"figure.party.{party}") for party in parties], "inverse": True,
                  "axisTick": {"show": False}, "axisLine": {"onZero": True},
                  "axisLabel": {"fontSize": letters(large), "color": INK}, "offset": 0, "position": "left"},
        "series": [
            {"type": "bar", "data": bars, "barMaxWidth": 26, "cursor": "default"},
            {"type": "scatter", "data": texts, "symbolSize": 0.1, "silent": True, "animation": False,
             "label": {"show": True, "formatter": "{b}", "color": INK, "fontSize": letters(large)}},
            {"type": "custom", ":renderItem": WHISKER, "data": whiskers, "encode": {"x": [0, 1], "y": 2},
             "silent": True, "z": 5},
        ],
    }  # fmt: skip
