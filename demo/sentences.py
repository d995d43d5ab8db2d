"""The economics of a deal in one sentence, computed from its explanation.

Who raised what to which limit, who dropped out, and the term that decided.
"""

import math
from collections.abc import Mapping
from typing import Final

from experiments.explain_report import loser_of, summary
from experiments.figures.lettering import amount, told_apart
from experiments.words import Words
from sim.explain import Bidder, Explanation
from sim.schema import Scenario

SMALL: Final = 1e-6
"""Million CNY that count as nothing: one yuan."""


def economics(explanation: Explanation, scenario: Scenario, w: Words, funds: float) -> str:
    """The sentence.

    Args:
        explanation: The deal.
        scenario: The scenario, for names.
        w: The language.
        funds: 1+λ, what a yuan of public money costs.
    """
    if explanation.asked != "cities":
        return summary(explanation, scenario, w)
    loser = loser_of(explanation)
    if explanation.host is None:
        return _left(loser, scenario, w)
    winner = explanation.bidder(explanation.host)
    fields = {"winner": w.name(scenario.cities[winner.city])}
    if loser is None:
        return w("deal.alone", amount=amount(explanation.concession), **fields)
    fields["loser"] = w.name(scenario.cities[loser.city])
    if explanation.concession <= SMALL:
        key = "deal.free" if loser.offer <= SMALL else "deal.free_over"
        return w(key, offer=amount(loser.offer), because=because(explanation, winner, loser, w, funds), **fields)
    paid, offered = told_apart(explanation.concession, loser.offer)
    fields |= {"paid": paid, "offer": offered, "with": _with(winner, w)}
    rest = because(explanation, winner, loser, w, funds)
    less = explanation.concession < loser.offer - SMALL
    fields["although"] = w("deal.although", winner=fields["winner"]) if less else ""
    if explanation.trace is not None:
        key = "deal.to_limit" if _at_limit(winner) else "deal.raised"
        return w(key, reserve=amount(max(0.0, ready(winner) - winner.offer)), because=rest, **fields)
    said = w("deal.written", because=rest, **fields)
    enough = max(0.0, winner.needed)
    if explanation.format == "sealed" and math.isfinite(enough) and enough < explanation.concession - SMALL:
        over = amount(explanation.concession - enough)
        said += w("summary.space") + w("deal.enough", enough=amount(enough), over=over)
    return said


def ready(bidder: Bidder) -> float:
    """How far a city would go at most: what losing is worth to it, within its instruments."""
    return min(bidder.reservation, bidder.room)


def terms(explanation: Explanation, winner: Bidder, loser: Bidder, funds: float) -> dict[str, float]:
    """What separates the two, winner less loser, million CNY; in sum the gap of what they were ready to score.

    Parts of the site value; parts of what hosting is worth, per yuan of public money; `instruments` where limits cut
    a reservation; `losing`, what a city gets without hosting; `held`, what it kept back of what it would have given.
    """
    return {
        name: _terms(explanation, winner, funds)[name] - value
        for name, value in _terms(explanation, loser, funds).items()
    }


def _terms(explanation: Explanation, bidder: Bidder, funds: float) -> dict[str, float]:
    found = {f"site.{name}": value for name, value in bidder.parts.items() if name != "investment"}
    found["site.investment"] = bidder.site_value - sum(found.values())
    worth = {f"value.{name}": value / funds for name, value in bidder.bid_parts.items()}
    rest = ready(bidder) - sum(worth.values())
    cut = bidder.reservation >= bidder.room * (1.0 - 1e-9)
    reached = ready(bidder) if explanation.format == "open" else bidder.offer
    return {
        **found, **worth, "instruments": rest if cut else 0.0, "losing": 0.0 if cut else rest,
        "held": reached - ready(bidder),
    }  # fmt: skip


def deciding(explanation: Explanation, winner: Bidder, loser: Bidder, funds: float) -> tuple[str, float]:
    """The largest term in favour of the winner, and what it is worth, million CNY."""
    found = terms(explanation, winner, loser, funds)
    finite = {name: value for name, value in found.items() if math.isfinite(value)}
    best = max(finite, key=lambda name: finite[name])
    return best, finite[best]


def because(explanation: Explanation, winner: Bidder, loser: Bidder, w: Words, funds: float) -> str:
    """Why the loser lost: the term that decided, and what it is worth."""
    name, worth = deciding(explanation, winner, loser, funds)
    gap = sum(value for value in terms(explanation, winner, loser, funds).values() if math.isfinite(value))
    if worth <= SMALL:
        return w("deal.because.tie")
    worth_text, gap_text = told_apart(worth, gap)
    return w(f"deal.because.{name}") + w("deal.worth", worth=worth_text, gap=gap_text)


def _at_limit(winner: Bidder) -> bool:
    return winner.offer >= ready(winner) * (1.0 - 1e-3) - SMALL


def _with(bidder: Bidder, w: Words) -> str:
    """The instruments that an offer consists of, the largest first."""
    used: Mapping[str, float] = {name: value for name, value in bidder.instruments.items() if value > SMALL}
    ordered = sorted(used, key=lambda name: -used[name])
    texts = [w(f"deal.with.{name}", amount=amount(used[name])) for name in ordered]
    return w("figure.list").join(texts) or w("deal.with.none")


def _left(best: Bidder | None, scenario: Scenario, w: Words) -> str:
    if best is None:
        return w("deal.left_nobody")
    name = w.name(scenario.cities[best.city])
    short = best.needed - best.offer
    if not math.isfinite(short):
        return w("deal.left_nobody")
    return w("deal.left", best=name, offer=amount(best.offer), short=amount(max(0.0, short)))
