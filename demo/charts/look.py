"""What all charts share: letters, lines, colours of industries."""

import re
from collections.abc import Sequence
from typing import Any, Final

from experiments.figures.palette import GRID, INK, REGIME_COLOURS, SOFT, ink, regime_marks
from sim.schema import Scenario

type Options = dict[str, Any]

FONT: Final = (
    "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', "
    "'WenQuanYi Micro Hei', sans-serif"
)
"""Letters that systems have; the browser brings the Chinese ones."""

INDUSTRY_COLOURS: Final = (
    "#1965B0", "#DC050C", "#4EB265", "#F1932D", "#882E72", "#7BAFDE", "#F6C141", "#AE76A3", "#90C987", "#E8601C",
    "#5289C7", "#CAE0AB", "#D1BBD7", "#F7F056",
)  # fmt: skip
"""Colours of industries, in an order in which the first ones differ most; those of the discrete rainbow that Tol 2021
made for readers with a colour vision deficiency. Names in the legend and in the tables say the same without colour."""

OTHER_INDUSTRY: Final = "#9A9A9A"
"""Colour of an industry beyond those, and of projects without one."""


def regime_colour(scenario: Scenario, key: str) -> str:
    """Colour of a regime, as in the figures; one that the page adds has that of the first after the baseline."""
    marks = regime_marks(scenario)
    return marks[key].colour if key in marks else REGIME_COLOURS[1]


def letters(large: bool) -> int:
    """Size of the letters of charts in pixels."""
    return 19 if large else 13


def base(large: bool, said: str) -> Options:
    """Options that every chart starts from.

    Args:
        large: Whether it is for a projector.
        said: What the chart shows, for those who cannot see it.
    """
    return {
        "textStyle": {"fontFamily": FONT, "fontSize": letters(large), "color": INK},
        "animation": False,
        "aria": {"enabled": True, "label": {"enabled": True, "description": said}},
    }


def outlined(colour: str) -> Options:
    """A fill with an edge that stands out from white by 3:1, as WCAG 2 asks of what must be seen."""
    return {"color": colour, "borderColor": ink(colour, 3.2), "borderWidth": 1}


def widened(ends: Sequence[float], left: bool, large: bool, share: float = 0.3) -> Options:
    """An axis that leaves room for numbers beside bars; what would be written at its ends is left out.

    Args:
        ends: Ends of the bars.
        left: Whether a number stands to the left of a bar.
        large: Whether it is for a projector.
        share: Room on a side on which a number stands, as a share of what the bars span.
    """
    low, high = min([0.0, *ends]), max([0.0, *ends])
    room = share * (high - low or 1.0)
    names = {"fontSize": letters(large), "color": SOFT, "showMinLabel": False, "showMaxLabel": False}
    return {"min": low - (room if left else room / 5), "max": high + room, "axisLabel": {**names, "hideOverlap": True}}


def value_axis(name: str, large: bool, **more: Any) -> Options:
    """A numeric axis with its name and unit."""
    return {
        "type": "value", "name": name, "nameTextStyle": {"color": SOFT, "fontSize": letters(large)},
        "axisLabel": {"fontSize": letters(large), "color": SOFT, "hideOverlap": True},
        "splitLine": {"lineStyle": {"color": GRID}},
        "axisLine": {"show": False}, "axisTick": {"show": False}, **more,
    }  # fmt: skip


NARROW: Final = 480
"""Width in pixels below which a chart gives its numbers more room and breaks the name of its axis."""


def folded(name: str) -> str:
    """The name of an axis with its unit in a second line."""
    return re.sub(r"\s*([(（])", r"\n\1", name, count=1)


def below(large: bool) -> Options:
    """An axis name in the middle below it."""
    return {"nameLocation": "middle", "nameGap": 2 * letters(large)}


def bottom(large: bool) -> int:
    """Room below a chart for such a name, in pixels."""
    return int(2.4 * letters(large)) + 6


def tooltip(large: bool, **more: Any) -> Options:
    """A tooltip that stays inside the window; charts never put texts into it as HTML."""
    return {
        "renderMode": "richText", "confine": True, "transitionDuration": 0,
        "textStyle": {"fontSize": letters(large), "color": INK, "fontFamily": FONT}, **more,
    }  # fmt: skip
