"""The bidding ladder of a watched deal: open contests round by round, sealed ones offer by offer."""

from dataclasses import replace

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from experiments.figures.canvas import key_row, settle, sheet, style
from experiments.figures.lettering import amount, told_apart
from experiments.figures.offers import Shown, draw_offers, names_to_the_left, offer_key, outside_key, shown_bidders
from experiments.figures.palette import SOFT
from experiments.figures.provenance import caption
from experiments.figures.rounds import Line, draw_leaders, draw_rounds, lines
from experiments.lender_words import refusals
from experiments.project_names import deal_name
from experiments.words import Language, Words, words
from sim.explain import Explanation
from sim.rules.trace import Trace
from sim.schema import Scenario


def ladder(explanation: Explanation, scenario: Scenario, language: Language) -> Figure:
    """The course of a contest and its final offers.

    Open contests: score of each city by round (bid by bid where projects are open together), × where it drops out,
    the outside option dashed, a strip that says who leads; beside it the final offers by instrument. Sealed and posted
    contests: the offers alone.

    Args:
        explanation: The deal.
        scenario: The scenario.
        language: "en" or "zh".
    """
    w = words(language)
    shown = shown_bidders(explanation, scenario, w)
    kind = "posted" if explanation.posted is not None else "offers" if explanation.trace is None else "ladder"
    title = w(f"figure.{kind}.title", project=deal_name(explanation, scenario, w))
    with style():
        said = _said(explanation, shown, w) + refusals(explanation, scenario, w) + _steps(explanation, w)
        figure = sheet(title, said, _caption(explanation, scenario, shown, w), w)
        if explanation.trace is None:
            key_row(figure, [*offer_key(shown, scenario, w), *outside_key(explanation, shown, w)])
            draw_offers(figure.subplots(), explanation, shown, scenario, w)
            settle(figure)
        else:
            _open(figure, explanation, explanation.trace, scenario, shown, w)
    return figure


def _open(figure: Figure, explanation: Explanation, trace: Trace, scenario: Scenario, shown: Shown, w: Words) -> None:
    """Rounds at the left, offers at the right, in the order in which the lines of the cities end."""
    courses = lines(explanation, trace, scenario, shown)
    order = [line.city for line in courses]
    shown = replace(shown, bidders=tuple(sorted(shown.bidders, key=lambda b: order.index(b.city))))
    key: list[Artist] = []
    if any(line.dropped for line in courses):
        key = [Line2D([], [], marker="X", ls="", color=SOFT, ms=10, label=w("figure.ladder.dropped"))]
    key_row(figure, [*key, *offer_key(shown, scenario, w)])
    left, right = figure.subplots(1, 2, width_ratios=(1.35, 1.0))
    draw_offers(right, explanation, shown, scenario, w)
    names_to_the_left(right)
    draw_rounds(left, explanation, trace, courses, shown, w)
    draw_leaders(left, trace, scenario, shown, w)
    settle(figure)
    _link(left, right, courses, shown)


def _said(explanation: Explanation, shown: Shown, w: Words) -> list[str]:
    host = explanation.host
    if host is None:
        return [w("figure.ladder.left")]
    winner = shown.names[host]
    if explanation.concession <= 1e-9 * max(1.0, explanation.investment):
        return [w("figure.ladder.won_free", winner=winner)]
    needed = explanation.bidder(host).needed
    rival = None if explanation.runner_up is None else explanation.bidder(explanation.runner_up)
    highest = explanation.concession if rival is None else rival.offer
    paid, enough, more = told_apart(explanation.concession, needed, highest)
    share = amount(100.0 * explanation.concession / explanation.investment)
    fields = {"winner": winner, "amount": paid, "share": share}
    if explanation.trace is not None:
        said = [w("figure.ladder.won", round=explanation.trace.rounds[-1].number, **fields)]
    else:
        said = [w("figure.offers.won", **fields)]
        if explanation.posted is not None:
            (rate,) = (one for one in explanation.posted.rates if one.city == host)
            return [*said, w("figure.posted.chance", winner=winner, chance=amount(100.0 * rate.probability))]
        if needed <= 1e-6 * explanation.concession:
            said.append(w("figure.offers.none_needed"))
        elif needed < explanation.concession * (1.0 - 1e-6):
            said.append(w("figure.offers.enough", amount=enough))
    if rival is not None and rival.city in shown.names and rival.offer > explanation.concession * (1.0 + 1e-6):
        key = "figure.offers.more" if explanation.trace is None else "figure.ladder.more"
        said.append(w(key, rival=shown.names[rival.city], amount=more))
    return said


def _steps(explanation: Explanation, w: Words) -> list[str]:
    """That bids rise in steps, so that crosses and the last round do not lie exactly at limits and at the price."""
    bid_up = explanation.format == "open" and explanation.trace is not None and len(explanation.trace.rounds) > 1
    return [w("figure.ladder.steps", step=amount(explanation.increment))] if bid_up else []


def _caption(explanation: Explanation, scenario: Scenario, shown: Shown, w: Words) -> str:
    text = caption(scenario, w, regime=explanation.regime, replication=explanation.replication, luck=explanation.luck)
    if shown.left_out:
        text += w("figure.separator") + w("figure.more_cities", count=shown.left_out)
    return text


def _link(left: Axes, right: Axes, courses: list[Line], shown: Shown) -> None:
    """Thin lines from where each city ends to its name in the other panel."""
    figure = left.get_figure(root=True)
    if figure is None:
        return
    box = left.get_position()
    left.set_position((box.x0, box.y0, box.width - 0.03, box.height))  # room for the lines
    to_figure = figure.transFigure.inverted()
    by_city = {line.city: line for line in courses}
    start = left.bbox.x1 + 4
    for b, label in zip(shown.bidders, right.get_yticklabels(), strict=True):
        line = by_city[b.city]
        y = float(left.transData.transform((0.0, line.end))[1])
        name = label.get_window_extent()
        ends = to_figure.transform([(start, y), (name.x0 - 6, 0.5 * (name.y0 + name.y1))])
        colour = shown.marks[b.city].colour
        figure.add_artist(Line2D(ends[:, 0], ends[:, 1], color=colour, lw=1.4, alpha=0.8, zorder=0))
