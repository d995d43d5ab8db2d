"""The sealed contest: offers are written down unseen."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sim.rules.choice import at, best, best_two_by_label, highest, shared_labels
from sim.rules.contest import Offers, Outcome, ceilings, options_at_zero, threshold_of

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]
type Flags = NDArray[np.bool_]


def sealed_contest(offers: Offers, payment: str) -> Outcome:
    """The best score takes the project if it beats the outside option.

    `first`: the host pays its own offer. `second`: it pays max(0, R - π_w), R the best of the other scores, of all
    sites at concession 0 and of the outside option. Members of a disclosure group first bid openly among
    themselves; a coalition hands in one offer only, that of its best member.

    Definition of the sealed auctions at the first and the second price.

    Args:
        offers: What the cities bring; `limit` is what they write down.
        payment: "first" or "second".
    """
    shown, out = disclosed(offers)
    written = one_offer_for_each_coalition(shown)
    score = ceilings(written)
    winner = best(np.where(out, -np.inf, score), offers.tie)
    rival = best(_others(score, winner, offers.coalition), offers.tie)
    top = at(score, winner, -np.inf)
    host = np.where((winner >= 0) & (top >= offers.outside), winner, -1)
    threshold = threshold_of(written, score, host, rival)
    paid = at(written.limit, host, 0.0)
    if payment == "second":
        paid = np.clip(threshold - at(offers.site_value, host, np.inf), 0.0, paid)
    return Outcome(host, np.where(host >= 0, paid, 0.0), rival, threshold, score)


def _others(score: Floats, winner: Ints, coalition: Ints) -> Floats:
    """Scores of the cities outside each winner's coalition, -inf for the rest."""
    return np.where(coalition[np.maximum(winner, 0)][:, None] == coalition, -np.inf, score)


def disclosed(offers: Offers) -> tuple[Offers, Flags]:
    """What is written down when some cities show each other their offers.

    Within a group the contest is open: the member with the highest ceiling (site value + reservation) stays,
    and offers what it takes to beat the other members' ceilings; where bidders outside the group are invited it
    offers at least what it would have written down unseen, where there are none at least what beats the options
    that all can see (sites at concession 0, outside option). The other members end at their reservations and are out.

    Assumption: who sees the others' offers bids as in an open contest.

    Returns:
        The offers, and who dropped out in the open part, (P, C).
    """
    group = offers.disclosure_group
    limit, out = offers.limit, np.zeros(offers.limit.shape, dtype=bool)
    groups = shared_labels(group)
    if not groups:
        return offers, out
    for label in groups:
        member = (group == label) & offers.invited
        several = member.sum(axis=1) > 1
        ceiling = np.where(member, offers.site_value + offers.reservation, -np.inf)
        leader, second = best_two_by_label(ceiling, np.arange(group.size), offers.tie)
        outsiders = (offers.invited & ~member).any(axis=1)
        seen = np.maximum(highest(options_at_zero(offers)), offers.outside)
        against = np.where(outsiders, at(offers.site_value + offers.limit, leader, -np.inf), seen)
        needed = np.maximum(at(ceiling, second, -np.inf), against) - at(offers.site_value, leader, 0.0)
        leading = np.clip(needed, 0.0, at(offers.reservation, leader, 0.0))
        leads = np.arange(group.size) == leader[:, None]
        shown = np.where(leads, leading[:, None], offers.reservation)
        limit = np.where(member & several[:, None], shown, limit)
        out |= member & several[:, None] & ~leads
    return replace(offers, limit=limit), out


def one_offer_for_each_coalition(offers: Offers) -> Offers:
    """Within each coalition only the member with the best score keeps its offer; the others stand at 0.

    Assumption: a coalition hands in one offer.
    """
    limit, coalitions = offers.limit, shared_labels(offers.coalition)
    if not coalitions:
        return offers
    for label in coalitions:
        member = offers.coalition == label
        chosen = best(np.where(member, ceilings(offers), -np.inf), offers.tie)
        silent = member & (np.arange(member.size) != chosen[:, None])
        limit = np.where(silent, 0.0, limit)
    return replace(offers, limit=limit)


def needed_to_win(outcome: Outcome, offers: Offers) -> Floats:
    """The smallest offer with which each city would have won, (P, C), given what the others brought.

    The best of the other coalitions' scores, of the sites at concession 0 and of the outside option,
    less the city's own site value; at least 0.

    Definition.
    """
    first, second = best_two_by_label(outcome.score, offers.coalition, None)  # of equal scores either will do
    by_own = offers.coalition.take(first) == offers.coalition[:, None]  # (C, P), long rows: cities may be few
    rival = np.where(by_own, at(outcome.score, second, -np.inf), at(outcome.score, first, -np.inf))
    seen = np.maximum(offers.outside, highest(options_at_zero(offers)))
    needed: Floats = np.maximum(np.maximum(rival, seen) - offers.site_value.T, 0.0).T
    return needed
