"""What decided a contest: winner against runner-up, part by part."""

import math
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.figures.canvas import LABEL, TICK, scale, settle, sheet, style, text_width
from experiments.figures.lettering import amount, shorten, signed, told_apart
from experiments.figures.palette import GRID, INK, OUTSIDE, SOFT, Mark, city_marks
from experiments.figures.provenance import caption
from experiments.lender_words import refusals
from experiments.project_names import deal_name
from experiments.words import Language, Words, words
from sim.explain import Bidder, Explanation
from sim.schema import Scenario

PARTS = ("returns", "wages", "access", "credit", "compliance", "entry", "land", "match", "given")
"""Parts of the site value in the order of the figure; the investment is the same everywhere."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two that are compared.

    Attributes:
        name: Name.
        mark: Look.
        bidder: The bidder; None for the outside option.
        score: Score, million CNY.
    """

    name: str
    mark: Mark
    bidder: Bidder | None
    score: float


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the waterfall.

    Attributes:
        label: What it is.
        value: Winner minus rival, million CNY.
        kind: "part" of the sum, "total" so far, or "reserve" beyond it.
    """

    label: str
    value: float
    kind: str


def waterfall(explanation: Explanation, scenario: Scenario, language: Language) -> Figure:
    """The difference of winner and runner-up: parts of the site value, instruments, and what is left of it.

    A bar to the right speaks for the winner and has its colour, a bar to the left has the rival's. If the project
    left, or nobody else could host it, the outside option stands on the other side. The hollow bar at the end is
    how much more the winner could have paid.

    Args:
        explanation: The deal.
        scenario: The scenario.
        language: "en" or "zh".
    """
    w = words(language)
    winner, rival = sides(explanation, scenario, w)
    rows = steps(winner, rival, scenario, w)
    with style():
        figure = sheet(
            w("figure.waterfall.title", project=deal_name(explanation, scenario, w)),
            _said(explanation, scenario, winner, rival, w),
            caption(scenario, w, regime=explanation.regime, replication=explanation.replication, luck=explanation.luck),
            w,
        )
        axes = figure.subplots()
        _scale(axes, rows, winner, rival, w)
        settle(figure)
        _bars(axes, rows, winner, rival)
    return figure


def sides(explanation: Explanation, scenario: Scenario, w: Words) -> tuple[Side, Side]:
    """Winner and rival: host and runner-up, or one of them against the outside option (0 if there is none)."""
    marks = city_marks(scenario)

    def city(key: str) -> Side:
        b = explanation.bidder(key)
        return Side(shorten(w.name(scenario.cities[key]), 24), marks[key], b, b.score)

    known = explanation.outside is not None
    name = w("figure.elsewhere" if known else "figure.nothing")
    outside = Side(name, Mark(OUTSIDE, "X", (0, ())), None, explanation.outside or 0.0)
    if explanation.host is None:
        able = [b for b in explanation.bidders if b.feasible and math.isfinite(b.score)]
        best = max(able or explanation.bidders, key=lambda b: b.score)
        return outside, city(best.city)
    return city(explanation.host), outside if explanation.runner_up is None else city(explanation.runner_up)


def steps(winner: Side, rival: Side, scenario: Scenario, w: Words) -> list[Step]:
    """The rows from top to bottom; parts in which the two do not differ are left out."""
    a, b = winner.bidder, rival.bidder
    least = 1e-9 * max(1.0, abs(winner.score), abs(rival.score))
    if a is not None and b is not None:
        names = [*PARTS, *(name for name in a.parts if name not in (*PARTS, "investment"))]
        parts = {name: a.parts.get(name, 0.0) - b.parts.get(name, 0.0) for name in names}
        site = a.site_value - b.site_value
    else:
        site = (winner.score if a is None else a.site_value) - (rival.score if b is None else b.site_value)
        parts = {"outside": site}
    rows = [Step(w(f"figure.part.{name}"), value, "part") for name, value in parts.items() if abs(value) > least]
    if len(rows) > 1:
        rows.append(Step(w("figure.waterfall.site"), site, "total"))
    for name in scenario.contest.instrument_order:
        value = (a.instruments[name] if a else 0.0) - (b.instruments[name] if b else 0.0)
        if abs(value) > least:
            rows.append(Step(w(f"figure.{name}"), value, "part"))
    rows.append(Step(w("figure.waterfall.lead"), winner.score - rival.score, "total"))
    if a is not None and math.isfinite(a.reservation) and a.reservation - a.offer > least:
        rows.append(Step(w("figure.waterfall.reserve"), a.reservation - a.offer, "reserve"))
    return rows


def _said(explanation: Explanation, scenario: Scenario, winner: Side, rival: Side, w: Words) -> list[str]:
    if explanation.asked != "cities":
        key = "left" if explanation.host is None else "went"
        return [w(f"figure.waterfall.alone_{key}"), *refusals(explanation, scenario, w)]
    if explanation.host is None:
        said = [w("figure.waterfall.left", rival=rival.name)]
    elif explanation.concession <= 1e-9 * max(1.0, explanation.investment):
        said = [w("figure.ladder.won_free", winner=winner.name)]
    else:
        fields = {"winner": winner.name, "rival": rival.name, "amount": amount(explanation.concession)}
        said = [w("figure.waterfall.won", **fields)]
    loser = rival.bidder
    if loser is not None:
        needed, offer, room, reservation = told_apart(loser.needed, loser.offer, loser.room, loser.reservation)
        said.append(w("figure.waterfall.needed", loser=rival.name, needed=needed, offer=offer))
        said.append(_why_not(explanation, loser, room, reservation, w))
    return said + refusals(explanation, scenario, w)


def _why_not(explanation: Explanation, loser: Bidder, room: str, reservation: str, w: Words) -> str:
    """Whether the smallest offer with which the loser would have won was worth it and allowed; numbers as text."""
    if not loser.invited:
        return w("figure.waterfall.uninvited")
    if loser.needed <= loser.reservation:
        elsewhere = explanation.format == "open_simultaneous"
        return w("figure.waterfall.elsewhere" if elsewhere else "figure.waterfall.affordable")
    if loser.needed > loser.room:
        return w("figure.waterfall.not_allowed", room=room)
    if math.isinf(loser.room):
        return w("figure.waterfall.too_dear_unlimited", reservation=reservation)
    return w("figure.waterfall.too_dear", room=room, reservation=reservation)


def _extent(rows: list[Step]) -> list[tuple[float, float]]:
    """Where each bar starts and ends."""
    ends, level = [], 0.0
    for row in rows:
        if row.kind == "total":
            ends.append((0.0, row.value))
            level = row.value
        else:
            ends.append((level, level + row.value))
            level += row.value
    return ends


def _scale(axes: Axes, rows: list[Step], winner: Side, rival: Side, w: Words) -> None:
    ends = [0.0, *(end for pair in _extent(rows) for end in pair)]
    low, high = min(ends), max(ends)
    span = high - low or 1.0
    axes.set_xlim(low - 0.16 * span, high + 0.16 * span)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_yticks(range(len(rows)), [row.label for row in rows], size=TICK)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    scale(axes.xaxis, 8)
    axes.grid(axis="x")
    axes.set_xlabel(w("figure.waterfall.axis", winner=winner.name, rival=rival.name), size=LABEL)
    axes.set_title("← " + w("figure.waterfall.favours", city=rival.name), loc="left", color=rival.mark.ink)
    axes.set_title(w("figure.waterfall.favours", city=winner.name) + " →", loc="right", color=winner.mark.ink)


def _bars(axes: Axes, rows: list[Step], winner: Side, rival: Side) -> None:
    extent = _extent(rows)
    pixel = (axes.get_xlim()[1] - axes.get_xlim()[0]) / float(axes.bbox.width)
    for row, (step, (start, end)) in enumerate(zip(rows, extent, strict=True)):
        colour = (winner if step.value >= 0 else rival).mark.colour
        if step.kind == "total":
            axes.axhspan(row - 0.5, row + 0.5, color=GRID, alpha=0.6, lw=0, zorder=0)
        look = {"color": colour} if step.kind != "reserve" else {"fill": False, "ec": colour, "ls": "--", "lw": 2}
        axes.barh(row, end - start, 0.62, left=start, zorder=3, **look)
        if row + 1 < len(rows) and step.kind != "reserve":
            axes.plot([end, end], [row, row + 1], color=SOFT, lw=1, zorder=2)
        text = signed(step.value)
        right = _on_the_right(start, end, (text_width(axes, text) + 12.0) * pixel)
        x = max(start, end) if right else min(start, end)
        axes.annotate(
            text, (x, row), (6 if right else -6, 0), textcoords="offset points", va="center",
            ha="left" if right else "right", size=TICK, color=INK, zorder=5,
        )  # fmt: skip
    axes.axvline(0.0, color=INK, lw=1.2, zorder=4)


def _on_the_right(start: float, end: float, width: float) -> bool:
    """On which side of a bar its number goes: where it points, unless the line at zero would cross the number."""
    low, high = min(start, end), max(start, end)
    if end >= start:
        return not high < 0.0 < high + width
    return low - width < 0.0 < low
