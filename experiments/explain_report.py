"""One deal for readers: winner against runner-up part by part, all bidders, and the bidding round by round."""

from collections.abc import Sequence

import numpy as np

from experiments.figures.lettering import amount, signed, told_apart
from experiments.figures.provenance import regime_title
from experiments.grid import Grid
from experiments.lender_words import REFUSALS, refusals
from experiments.project_names import deal_name
from experiments.words import Words
from sim.explain import Bidder, Explanation
from sim.posted_view import PostedView
from sim.rules.trace import Round
from sim.schema import Scenario

INSTRUMENTS = ("land", "rebate", "cash")
"""Instruments in the order of the table."""


def loser_of(explanation: Explanation) -> Bidder | None:
    """Who came closest: the runner-up, or the best bidder where the project left; None if nobody could host."""
    if explanation.host is not None:
        return explanation.bidder(explanation.runner_up) if explanation.runner_up is not None else None
    able = [bidder for bidder in explanation.bidders if bidder.feasible]
    return max(able, key=lambda bidder: bidder.score, default=None)


def can_afford(bidder: Bidder) -> bool:
    """Whether the smallest offer that wins is within what the city would give and may give."""
    return bidder.needed <= min(bidder.reservation, bidder.room)


def summary(explanation: Explanation, scenario: Scenario, w: Words) -> str:
    """The deal in a few sentences: who got it, for what, whether the other could have, where no lender was."""
    return w("summary.space").join((_who_won(explanation, scenario, w), *refusals(explanation, scenario, w)))


def _who_won(explanation: Explanation, scenario: Scenario, w: Words) -> str:
    fields = {
        "project": deal_name(explanation, scenario, w),
        "regime": regime_title(scenario, explanation.regime, w),
    }
    if explanation.asked != "cities":
        if explanation.host is None:
            return w(f"cli.explain.{explanation.asked}_left", **fields)
        return w(f"cli.explain.{explanation.asked}", winner=_name(scenario, explanation.host, w), **fields)
    loser = loser_of(explanation)
    if explanation.host is None:
        first = w("cli.explain.left", **fields)
    else:
        share = 100.0 * explanation.concession / explanation.investment
        first = w("cli.explain.won", winner=_name(scenario, explanation.host, w), share=f"{share:.1f}",
                  amount=amount(explanation.concession), **fields)  # fmt: skip
    if loser is None:
        return first
    city = _name(scenario, loser.city, w)
    if not np.isfinite(loser.needed):
        return first
    key = _why_not(loser, explanation.format == "open_simultaneous")
    needed, offer, reservation, room = told_apart(loser.needed, loser.offer, loser.reservation, loser.room)
    second = w(f"cli.explain.{key}", city=city, needed=needed, offer=offer, reservation=reservation,
               room=room if np.isfinite(loser.room) else _limit(loser.room, w))  # fmt: skip
    return w("summary.space").join((first, second))


def _why_not(loser: Bidder, together: bool) -> str:
    """Why a city did not make the offer that would have won: a reservation as large as the room is cut by it."""
    if not loser.invited:
        return "uninvited"
    if can_afford(loser):
        return "elsewhere" if together else "affordable"
    return "room" if loser.reservation >= loser.room * (1.0 - 1e-9) else "reservation"


def _name(scenario: Scenario, key: str, w: Words) -> str:
    return w.name(scenario.cities[key])


def _limit(value: float, w: Words) -> str:
    return amount(value) if np.isfinite(value) else w("table.explain.unlimited")


def duel(explanation: Explanation, scenario: Scenario, w: Words) -> Grid | None:
    """Winner and runner-up side by side; the loser alone if the project left; None if nobody could host.

    Where the firm asked nobody it shows what the sites are worth, and nothing where the project was assigned.
    """
    if explanation.asked == "assigned":
        return None
    sides = [explanation.bidder(explanation.host)] if explanation.host is not None else []
    loser = loser_of(explanation)
    if loser is not None:
        sides.append(loser)
    if not sides:
        return None
    rows: list[list[str]] = []

    def row(label: str, values: Sequence[float], plain: bool = False) -> None:
        cells = [_limit(value, w) if plain else amount(value) for value in values]
        gap = values[0] - values[1] if len(values) == 2 and np.isfinite(values).all() else np.nan
        rows.append([label, *cells, *([signed(gap) if np.isfinite(gap) else "-"] if len(values) == 2 else [])])

    for part in sides[0].parts:
        values = [side.parts[part] for side in sides]
        if any(values):
            row(w(part_key(part)), values)
    row(w("table.explain.site_value"), [side.site_value for side in sides])
    if explanation.asked == "cities":
        for name in INSTRUMENTS:
            values = [side.instruments[name] for side in sides]
            if any(values):
                row("+ " + w(f"figure.{name}"), values)
        row(w("table.explain.score"), [side.score for side in sides])
        row(w("table.explain.public_value"), [side.public_value for side in sides])
        row(w("table.explain.reservation"), [side.reservation for side in sides], plain=True)
        row(w("table.explain.room"), [side.room for side in sides], plain=True)
    headings = [w("table.explain.item"), *(_name(scenario, side.city, w) for side in sides)]
    if len(sides) == 2:
        headings.append(w("table.explain.gap"))
        title = w("table.explain.parts", winner=headings[1], rival=headings[2])
    else:
        title = w("table.explain.alone" if explanation.host else "table.explain.closest", winner=headings[1])
    if explanation.outside is not None:
        rows.append([w("table.explain.outside"), amount(explanation.outside), *[""] * (len(headings) - 2)])
    return Grid(title, headings, rows)


def bidders(explanation: Explanation, scenario: Scenario, w: Words) -> Grid | None:
    """All open sites, the best score first, with the smallest offer that would have won; None without bidding."""
    if explanation.asked != "cities":
        return None
    ordered = sorted(open_sites(explanation), key=lambda bidder: (not bidder.feasible, -bidder.score))
    rows = []
    for bidder in ordered:
        yes = w("table.explain.yes" if bidder.invited else "table.explain.no")
        won = bidder.city == explanation.host
        needed = amount(bidder.needed) if bidder.feasible and not won and np.isfinite(bidder.needed) else "-"
        afford = (
            "-"
            if needed == "-" or not bidder.invited
            else w("table.explain.yes" if can_afford(bidder) else "table.explain.no")
        )
        rows.append(
            [
                _name(scenario, bidder.city, w) + (" *" if won else ""), yes, amount(bidder.site_value),
                amount(bidder.offer), amount(bidder.score), amount(bidder.reservation) if bidder.invited else "-",
                _limit(bidder.room, w), needed,
                afford,
            ]
        )  # fmt: skip
    headings = [w("table.city")] + [
        w(f"table.explain.{name}")
        for name in ("invited", "site", "offered", "total", "reservation", "room", "needed", "afford")
    ]
    return Grid(w("table.explain.bidders"), headings, rows, w("table.explain.winner"))


def open_sites(explanation: Explanation) -> list[Bidder]:
    """The cities, and the parks that are open under the regime."""
    return [bidder for bidder in explanation.bidders if bidder.open]


def sites(explanation: Explanation, scenario: Scenario, w: Words) -> Grid | None:
    """What the sites are worth to a firm that asked nobody, the best first; None for others."""
    if explanation.asked != "nobody":
        return None
    able = sorted((one for one in explanation.bidders if one.feasible), key=lambda one: -one.site_value)
    rows = [
        [_name(scenario, one.city, w) + (" *" if one.city == explanation.host else ""), amount(one.site_value)]
        for one in able
    ]
    headings = [w("table.city"), w("table.explain.site")]
    return Grid(w("table.explain.sites"), headings, rows, w("table.explain.winner") if explanation.host else "")


def lenders(explanation: Explanation, scenario: Scenario, w: Words) -> Grid | None:
    """What the firm finds at each site, and the premium on its credit; None without a credit market."""
    if all(bidder.lender is None for bidder in explanation.bidders):
        return None
    rows = [
        [
            _name(scenario, bidder.city, w),
            w(f"table.explain.lender.{bidder.lender}"),
            "-" if bidder.lender in REFUSALS or bidder.lender == "not_needed" else f"{100 * bidder.credit_spread:.2f}",
        ]
        for bidder in open_sites(explanation)
    ]
    headings = [w("table.city"), w("table.explain.lender"), w("table.explain.spread")]
    return Grid(w("table.explain.lenders"), headings, rows, left=frozenset({1}))


def posted(explanation: Explanation, scenario: Scenario, w: Words) -> Grid | None:
    """What the cities posted for the reference project, and whether it came to rest; None in other formats."""
    found = explanation.posted
    if found is None:
        return None
    rows = [
        [
            _name(scenario, one.city, w) + (" *" if one.city == found.leader else ""),
            f"{100.0 * one.rate:.2f}", amount(one.concession),
            w("table.explain.reply" if one.best_reply else "table.explain.own_offer"),
            f"{100.0 * one.probability:.1f}", amount(one.payoff),
        ]
        for one in sorted(found.rates, key=lambda one: -one.probability)
    ]  # fmt: skip
    if explanation.outside is not None:
        rows.append([w("table.explain.outside"), "", "", "", f"{100.0 * found.leaves:.1f}", ""])
    names = ("rate", "posted_money", "how", "chance", "expected")
    industry = w("table.stylised") if found.industry is None else w.text(scenario.industries[found.industry].title)
    title = w("table.explain.posted", industry=industry, investment=amount(found.investment))
    return Grid(title, [w("table.city"), *(w(f"table.explain.{name}") for name in names)], rows, _rest(found, w),
                left=frozenset({3}))  # fmt: skip


def _rest(found: PostedView, w: Words) -> str:
    """How the replies ended."""
    if not any(one.best_reply for one in found.rates):
        return ""
    if found.fixed_points > 1:
        said = w("table.explain.several", sweeps=found.sweeps)
    elif found.converged:
        said = w("table.explain.rested", sweeps=found.sweeps)
    elif found.cycle:
        said = w("table.explain.cycle", length=found.cycle)
    else:
        said = w("table.explain.restless", sweeps=found.sweeps)
    return said if found.leader is None else w("summary.space").join((said, w("table.explain.led")))


def rounds(explanation: Explanation, scenario: Scenario, w: Words) -> Grid | None:
    """Rounds in which the lead changes hands or a city drops out; None where there is no bidding in rounds."""
    if explanation.trace is None or explanation.asked != "cities":
        return None
    every = explanation.trace.rounds
    kept = [
        one
        for before, one in zip((None, *every[:-1]), every, strict=True)
        if before is None or one.leader != before.leader or one.dropped or one is every[-1]
    ]
    rows = [_round(one, explanation, scenario, w) for one in kept]
    headings = [w(f"table.explain.{name}") for name in ("round", "leader", "lead_offer", "dropped")]
    together = explanation.format == "open_simultaneous"
    title = w("table.explain.bids" if together else "table.explain.rounds", shown=len(kept), count=len(every))
    steps = explanation.format == "open" and len(every) > 1
    note = w("table.explain.steps", step=amount(explanation.increment)) if steps else ""
    return Grid(title, headings, rows, note, left=frozenset({1, 3}))


def _round(one: Round, explanation: Explanation, scenario: Scenario, w: Words) -> list[str]:
    names = [_name(scenario, bidder.city, w) for bidder in explanation.bidders]
    leads = one.leader >= 0
    leader = names[one.leader] if leads else w("table.explain.outside")
    offer = amount(one.concession[one.leader]) if leads else "-"
    return [str(one.number), leader, offer, w("figure.list").join(names[city] for city in one.dropped)]


def part_key(part: str) -> str:
    """Key of the name of a part of the site value; the figures do not name what is the same everywhere."""
    return "table.part.investment" if part == "investment" else f"figure.part.{part}"
