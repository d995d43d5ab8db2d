"""A contest: what is offered, what an outcome is, and the ascending contest in closed form."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.rules.choice import at, best, best_two_by_label, only, shared_labels

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]
type Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Offers:
    """What the cities bring to a block of contests; (P, C) unless said otherwise, million CNY.

    Attributes:
        site_value: π, the score at concession 0.
        limit: The concession at which the city drops out (open) or that it writes down (sealed); 0 where
            it is not invited or may not support.
        reservation: The largest concession that leaves the city as well off as losing, cut to its room.
        feasible: Whether the project could be hosted there at all.
        invited: Whether the city is asked for an offer.
        outside: (P,) outside option, -inf where the firm cannot leave.
        tie: Tie draws, None where equal scores cannot occur.
        coalition: (C,) labels of those that bid as one.
        disclosure_group: (C,) labels of those that show each other their offers.
        joint_bid_value: Bid value of the host's coalition.
        cost_of_public_funds: λ.
    """

    site_value: Floats
    limit: Floats
    reservation: Floats
    feasible: Flags
    invited: Flags
    outside: Floats
    tie: Floats | None
    coalition: Ints
    disclosure_group: Ints
    joint_bid_value: Floats
    cost_of_public_funds: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """Who got the projects and for what, (P,) unless said otherwise, million CNY.

    Attributes:
        host: Index of the city, -1 if the project left.
        concession: x, present value; 0 if it left.
        runner_up: The best other city outside the host's coalition, -1 for none.
        threshold: R, the score that the host had to reach.
        score: (P, C) score up to which each city was ready to go (open) or which it wrote down (sealed);
            -inf where infeasible.
    """

    host: Ints
    concession: Floats
    runner_up: Ints
    threshold: Floats
    score: Floats


def ceilings(offers: Offers) -> Floats:
    """Highest score of each site, (P, C): site value + limit where invited, site value elsewhere, -inf infeasible.

    Definition.
    """
    return only(offers.feasible, offers.site_value + offers.limit)


def options_at_zero(offers: Offers) -> Floats:
    """Score of each site without a concession, (P, C), -inf where infeasible.

    Definition.
    """
    return only(offers.feasible, offers.site_value)


def coalition_host(offers: Offers, ceiling: Floats, winner: Ints, threshold: Floats) -> Ints:
    """The member that hosts when a coalition wins at `threshold`, (P,).

    Among members that can reach the threshold the one with the largest
    joint bid value - (1+λ)·max(0, R - site_value).

    Assumption: members agree on the host that is best for all of them together.

    Args:
        offers: What the cities bring.
        ceiling: (P, C) from `ceilings`.
        winner: (P,) city with the highest ceiling, -1 for none.
        threshold: (P,) R.
    """
    member = offers.coalition[np.maximum(winner, 0)][:, None] == offers.coalition
    can = member & (ceiling >= threshold[:, None]) & offers.feasible
    cost = np.maximum(0.0, threshold[:, None] - offers.site_value)
    gain = np.where(can, offers.joint_bid_value - (1.0 + offers.cost_of_public_funds) * cost, -np.inf)
    return np.where(winner >= 0, best(gain, offers.tie), -1)


def threshold_of(offers: Offers, ceiling: Floats, winner: Ints, rival: Ints) -> Floats:
    """R, (P,): largest of the outside option, the best outsider's ceiling, the best own member's site at 0.

    Definition: the least that the winner of an ascending contest must reach.

    Args:
        offers: What the cities bring.
        ceiling: (P, C) from `ceilings`.
        winner: (P,) city with the highest ceiling, -1 for none.
        rival: (P,) the best city outside its coalition, -1 for none.
    """
    own = np.maximum(winner, 0)
    if shared_labels(offers.coalition):
        members = offers.coalition[own][:, None] == offers.coalition
        own_at_zero = np.where(members, options_at_zero(offers), -np.inf).max(axis=1)
    else:
        here = np.arange(own.size), own
        own_at_zero = np.where(offers.feasible[here], offers.site_value[here], -np.inf)
    return np.maximum(np.maximum(offers.outside, at(ceiling, rival, -np.inf)), own_at_zero)


def open_contest(offers: Offers, bluff: float = 0.0) -> Outcome:
    """The ascending contest in closed form: the highest ceiling wins and pays what the rest forces it to.

    x = max(0, R - π_w), R the largest of the other ceilings, of all other feasible sites at concession 0 and of
    the outside option; following the truthful equilibrium of Bernheim & Whinston 1986 and Slattery's ascending
    auction. With a bluffing firm x rises by bluff·(reservation - x), unless winner and runner-up show each other
    their offers or there is no rival bidder.

    Args:
        offers: What the cities bring.
        bluff: Share of the winner's slack that the firm extracts.
    """
    ceiling = ceilings(offers)
    winner, rival = best_two_by_label(ceiling, offers.coalition, offers.tie)
    top = at(ceiling, winner, -np.inf)
    winner = np.where((winner >= 0) & (top >= offers.outside), winner, -1)
    threshold = threshold_of(offers, ceiling, winner, rival)
    host = winner
    if shared_labels(offers.coalition):
        host = coalition_host(offers, ceiling, winner, threshold)
    limit = at(offers.limit, host, 0.0)
    concession = np.clip(threshold - at(offers.site_value, host, np.inf), 0.0, limit)
    concession = np.where(host >= 0, concession, 0.0)
    if bluff > 0.0:
        concession = concession + _bluffed(offers, host, rival, limit, concession, bluff)
    return Outcome(host, concession, rival, threshold, ceiling)


def _bluffed(offers: Offers, host: Ints, rival: Ints, limit: Floats, concession: Floats, bluff: float) -> Floats:
    """What a bluff adds, (P,): only where a rival bids and does not show the host its offers."""
    group = offers.disclosure_group
    blind = group[np.maximum(host, 0)] != group[np.maximum(rival, 0)]
    bids = (host >= 0) & (rival >= 0) & blind & at(offers.invited.astype(float), rival, 0.0).astype(bool)
    slack = np.where(np.isfinite(limit), limit - concession, 0.0)
    return np.where(bids, bluff * slack, 0.0)
