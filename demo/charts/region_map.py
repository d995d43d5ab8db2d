"""The map of one regime in one period: circles for industry stock, arcs for deals, colours for industries."""

import math
import re
from collections.abc import Mapping
from typing import Final

from demo.charts.look import INDUSTRY_COLOURS, OTHER_INDUSTRY, Options, base, letters, tooltip
from demo.film import Deal, Film, Frame
from demo.geography import Box, Map, corner, labels, placed
from experiments.figures.lettering import amount
from experiments.figures.palette import INK, SOFT
from experiments.figures.provenance import regime_title
from experiments.project_names import project_name
from experiments.words import Words
from sim.schema import Scenario

LARGEST: Final = 0.085
"""Diameter of the largest circle, as a share of the map's width."""
SMALLEST: Final = 7.0
"""Diameter of the smallest circle in pixels."""
BRACKETS: Final = re.compile(r"\s*[(（/]")
"""Where a remark or a second name behind the name of a city begins; the map leaves it out."""
CORNERS: Final = {
    "sichuan": ((-1.0, 1.0), (-1.0, -1.0), (-0.3, 1.0), (-1.0, 0.5), (-1.0, 0.0)),
    "chongqing": ((1.0, -1.0), (0.5, -1.0), (1.0, -0.5), (1.0, 0.0), (1.0, 0.5)),
}
"""Where the names of the provinces may stand, as shares of the extent, the best place first."""


def industry_colours(scenario: Scenario, film: Film) -> dict[str, str]:
    """Colour of every industry that has stock or a deal; the largest at the start have the clearest colours."""
    total = {kind: sum(stock[kind] for stock in film.opening.values()) for kind in scenario.industries}
    seen = {deal.industry for reel in film.reels.values() for frame in reel.frames for deal in frame.deals}
    kinds = sorted((kind for kind in total if total[kind] > 0 or kind in seen), key=lambda kind: -total[kind])
    return {
        kind: INDUSTRY_COLOURS[rank] if rank < len(INDUSTRY_COLOURS) else OTHER_INDUSTRY
        for rank, kind in enumerate(kinds)
    }


def leading(stock: Mapping[str, float]) -> str | None:
    """The industry with the largest stock; None where there is none."""
    best = max(stock, key=lambda kind: stock[kind], default=None)
    return best if best is not None and stock[best] > 0 else None


def diameters(film: Film, frame: Frame, width: float) -> dict[str, float]:
    """Diameter of each circle in pixels: its area goes with the stock; the scale is the same over all periods."""
    frames = [frame for reel in film.reels.values() for frame in reel.frames]
    most = max((sum(stock.values()) for one in frames for stock in one.stock.values()), default=0.0)
    if most <= 0:
        return dict.fromkeys(frame.stock, 2 * SMALLEST)
    return {
        city: max(SMALLEST, LARGEST * width * math.sqrt(sum(stock.values()) / most))
        for city, stock in frame.stock.items()
    }


def region_map(
    scenario: Scenario, film: Film, regime: str, period: int, w: Words, *, width: float = 520, large: bool = False,
    followed: str | None = None,
) -> Options:  # fmt: skip
    """The map as options of ECharts.

    Args:
        scenario: The scenario, for names and places.
        film: The film.
        regime: Key of the regime.
        period: Index of the period.
        w: The language.
        width: Width in pixels.
        large: Whether it is for a projector.
        followed: Key of the deal that is followed; its arc stands out.
    """
    where, frame = placed(scenario), film.frame(regime, period)
    colours = industry_colours(scenario, film)
    shown = [key for key, city in scenario.cities.items() if not city.opens_with_joint_park or _used(frame, key)]
    sizes = {key: size for key, size in diameters(film, frame, width).items() if key in shown}
    names = {key: BRACKETS.split(w.name(scenario.cities[key]))[0] for key in shown}
    provinces = _provinces(where, sizes, width, large, w)
    pair = [city for deal in frame.deals if deal.key == followed for city in (deal.host, deal.runner_up) if city]
    texts = labels(where, names, sizes, width, letters(large), pair, [box for _, box in provinces])
    cities = []
    for key in shown:
        kind = leading(frame.stock[key])
        label = texts.get(key)
        x, y = where.places[key]
        cities.append({
            "name": names[key], "value": [x, y], "symbolSize": sizes[key], "key": key,
            "said": _city_said(scenario, frame, key, w),
            "itemStyle": {"color": colours.get(kind or "", OTHER_INDUSTRY), "borderColor": "#FFF", "borderWidth": 1.5},
            "label": {"show": False} if label is None else {
                "show": True, "position": label.side, "offset": list(label.shift), "distance": 3,
            },
        })  # fmt: skip
    return {
        **base(large, w("page.map.said", regime=regime_title(scenario, regime, w), period=period + 1)),
        "animation": True, "animationDuration": 300, "animationDurationUpdate": 300,
        "grid": {"left": 0, "right": 0, "top": 0, "bottom": 0},
        "xAxis": {"type": "value", "min": -where.east, "max": where.east, "show": False},
        "yAxis": {"type": "value", "min": -where.north, "max": where.north, "show": False},
        "tooltip": tooltip(large, trigger="item", **{":formatter": "p => p.data.said || ''"}),
        "series": [
            _border(where),
            {
                "type": "lines", "id": "deals", "coordinateSystem": "cartesian2d", "z": 3,
                "data": _arcs(scenario, where, frame, colours, followed, w), "symbol": ["none", "arrow"],
                "symbolSize": 9 if not large else 13, "animation": False,
            },
            {
                "type": "scatter", "id": "cities", "data": cities, "z": 4, "cursor": "default",
                "label": {"formatter": "{b}", "fontSize": letters(large), "color": INK, "textBorderColor": "#FFFFFF",
                          "textBorderWidth": 3},
            },
            *(series for series, _ in provinces),
        ],
    }  # fmt: skip


def _used(frame: Frame, city: str) -> bool:
    return any(deal.host == city for deal in frame.deals) or sum(frame.stock[city].values()) > 0


def _city_said(scenario: Scenario, frame: Frame, key: str, w: Words) -> str:
    """What the tooltip of a city says: its largest industries, and what it won."""
    stock, numbers = frame.stock[key], frame.cities[key]
    largest = sorted((kind for kind in stock if stock[kind] > 0), key=lambda kind: -stock[kind])[:3]
    lines = [w.name(scenario.cities[key]), w("page.map.stock", amount=amount(sum(stock.values())))]
    lines += [f"  {w.text(scenario.industries[kind].title)} {amount(stock[kind])}" for kind in largest]
    lines.append(
        w("page.map.won", count=amount(numbers["projects_won"] or 0.0), amount=amount(numbers["concession"] or 0.0))
    )
    return "\n".join(lines)


def _border(where: Map) -> Options:
    return {
        "type": "line", "id": "border", "data": [list(point) for point in where.border], "symbol": "none", "z": 1,
        "smooth": 0.3, "silent": True, "lineStyle": {"color": "#B9B9B9", "width": 2, "type": [8, 5]}, "clip": True,
        "animation": False,
    }  # fmt: skip


def _provinces(
    where: Map, sizes: Mapping[str, float], width: float, large: bool, w: Words
) -> list[tuple[Options, Box]]:
    """Names of the two provinces in corners on their side of the border, and what they cover."""
    found = []
    for province, corners in CORNERS.items() if where.border else ():
        text = w(f"page.map.{province}")
        place = corner(where, text, corners, sizes, width, letters(large) + 1)
        if place is not None:
            point, box = place
            series = {
                "type": "scatter", "id": province, "silent": True, "symbolSize": 0.1, "z": 1, "animation": False,
                "data": [{"value": list(point), "name": text}],
                "label": {"show": True, "formatter": "{b}", "position": "inside", "color": SOFT,
                          "fontSize": letters(large) + 1, "fontStyle": "italic"},
            }  # fmt: skip
            found.append((series, box))
    return found


def _arcs(
    scenario: Scenario, where: Map, frame: Frame, colours: Mapping[str, str], followed: str | None, w: Words
) -> list[Options]:
    """An arc for each deal from the runner-up to the host, wider for larger projects."""
    found = []
    hosted = [deal for deal in frame.deals if deal.host is not None and deal.runner_up is not None]
    largest = max((deal.numbers["investment"] or 0.0 for deal in hosted), default=1.0)
    for rank, deal in enumerate(hosted):
        if deal.host is None or deal.runner_up is None:
            continue
        chosen = deal.key == followed
        size = math.sqrt((deal.numbers["investment"] or 0.0) / largest)
        bow = 0.12 + 0.11 * (rank // 2)
        found.append({
            "key": deal.key, "said": deal_said(scenario, deal, w),
            "coords": [list(where.places[deal.runner_up]), list(where.places[deal.host])],
            "lineStyle": {
                "color": colours.get(deal.industry or "", OTHER_INDUSTRY),
                "width": (3 if chosen else 1) + 3.5 * size,
                "opacity": 1.0 if chosen else 0.5,
                "curveness": curved(where, deal.runner_up, deal.host, min(0.8, bow) * (1 if rank % 2 else -1)),
            },
        })  # fmt: skip
    return found


def curved(where: Map, start: str, end: str, bow: float) -> float:
    """How much an arc between two cities bows: as asked, or less until it stays on the map.

    An arc is a parabola; its middle lies half of `bow` times the distance beside the middle of the straight line.
    """
    (x0, y0), (x1, y1) = where.places[start], where.places[end]
    while abs(bow) > 0.01:
        turn = ((x0 + x1) / 2 - (y1 - y0) * bow, (y0 + y1) / 2 + (x1 - x0) * bow)
        steps = [i / 10 for i in range(11)]
        east = max(abs((1 - t) ** 2 * x0 + 2 * t * (1 - t) * turn[0] + t**2 * x1) for t in steps)
        north = max(abs((1 - t) ** 2 * y0 + 2 * t * (1 - t) * turn[1] + t**2 * y1) for t in steps)
        if east <= 0.98 * where.east and north <= 0.97 * where.north:
            return bow
        bow *= 0.8
    return 0.0


def deal_said(scenario: Scenario, deal: Deal, w: Words) -> str:
    """A deal in two lines."""
    name = project_name(scenario, deal.key, deal.kind, deal.industry, w)
    if deal.host is None:
        return f"{name}\n{w('page.map.left')}"
    paid, size = deal.numbers["concession"] or 0.0, deal.numbers["investment"] or 0.0
    share = amount(100.0 * paid / size) if size > 0 else "0"
    return f"{name}\n" + w(
        "page.map.deal",
        host=w.name(scenario.cities[deal.host]),
        investment=amount(size),
        concession=amount(paid),
        share=share,
    )
