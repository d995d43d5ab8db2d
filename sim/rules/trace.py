"""The ascending contest round by round: who led, who overtook, who dropped out."""

from dataclasses import dataclass

import numpy as np

from sim.rules.choice import best
from sim.rules.contest import Offers, ceilings, coalition_host, options_at_zero, threshold_of


@dataclass(frozen=True, slots=True)
class Round:
    """The state of one round of one contest.

    Attributes:
        number: 0 is the opening at concession 0.
        concession: Standing offer of each city, (C,), million CNY.
        leader: Index of the leading city, -1 for the outside option.
        dropped: Cities that dropped out in this round.
    """

    number: int
    concession: tuple[float, ...]
    leader: int
    dropped: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """A whole ascending contest.

    Attributes:
        rounds: All rounds, the opening first.
        host: Index of the host, -1 if the project left.
        concession: What the host pays, in [x, x + increment] of the closed form and at most its limit.
    """

    rounds: tuple[Round, ...]
    host: int
    concession: float


def trace_contest(offers: Offers, row: int, increment: float, backward: bool = False) -> Trace:
    """Play contest `row` of a block round by round.

    All open at concession 0. In a round each bidder that does not lead raises its score to the lead plus one
    increment, or to its ceiling if that is less and still leads (equal scores: the tie draw decides); else it
    drops out. A coalition bids as one, at its best member's site. Uninvited sites and the outside option stand.

    Algorithm: the contest that `open_contest` solves in closed form.

    Args:
        offers: What the cities bring; one row of it is played.
        row: Index of the project.
        increment: Step of the score, million CNY, > 0.
        backward: Whether the last city speaks first; the end must not depend on it.
    """
    one = _row(offers, row)
    ceiling = ceilings(one)[0]
    tie = np.zeros(ceiling.size) if one.tie is None else one.tie[0]
    site, outside = one.site_value[0], float(one.outside[0])
    bidders = _bidders(one, ceiling, tie)
    order = bidders[::-1] if backward else bidders
    score = options_at_zero(one)[0].copy()
    offer = np.zeros(ceiling.size)
    at_zero = score.copy()
    active = set(bidders)
    rounds = [Round(0, tuple(offer.tolist()), _leader(score, tie, outside), ())]
    while active:
        dropped: list[int] = []
        moved = False
        for bidder in order:
            if bidder not in active:
                continue
            leader = _leader(score, tie, outside)
            lead = outside if leader < 0 else float(score[leader])
            if leader >= 0 and one.coalition[leader] == one.coalition[bidder] and score[bidder] >= lead:
                continue
            target = min(lead + increment, float(ceiling[bidder]))
            if target > lead or (target == lead and (leader < 0 or tie[bidder] > tie[leader])):
                score[bidder], offer[bidder] = target, target - site[bidder]
                moved = True
            else:
                active.discard(bidder)
                score[bidder] = max(score[bidder], at_zero[bidder])
                dropped.append(bidder)
        if not moved and not dropped:
            break
        rounds.append(Round(len(rounds), tuple(offer.tolist()), _leader(score, tie, outside), tuple(dropped)))
    winner = _leader(score, tie, outside)
    return _closed(one, rounds, winner, score, offer)


def _row(offers: Offers, row: int) -> Offers:
    values = {}
    for name in Offers.__dataclass_fields__:
        value = getattr(offers, name)
        whole = name in ("coalition", "disclosure_group", "cost_of_public_funds") or value is None
        values[name] = value if whole else value[row : row + 1]
    return Offers(**values)


def _bidders(one: Offers, ceiling: np.ndarray, tie: np.ndarray) -> list[int]:
    """One bidder for each coalition: its invited member with the highest ceiling."""
    bidders = []
    for label in dict.fromkeys(one.coalition.tolist()):
        able = (one.coalition == label) & one.invited[0] & one.feasible[0] & (one.limit[0] > 0)
        if able.any():
            bidders.append(int(best(np.where(able, ceiling, -np.inf)[None], tie[None])[0]))
    return bidders


def _leader(score: np.ndarray, tie: np.ndarray, outside: float) -> int:
    leader = int(best(score[None], tie[None])[0])
    return leader if leader >= 0 and score[leader] >= outside else -1


def _closed(one: Offers, rounds: list[Round], winner: int, score: np.ndarray, offer: np.ndarray) -> Trace:
    """The host and its price; a coalition hosts where it is best for its members together."""
    if winner < 0:
        return Trace(tuple(rounds), -1, 0.0)
    together = one.coalition == one.coalition[winner]
    if together.sum() == 1:
        return Trace(tuple(rounds), winner, float(offer[winner]))
    ceiling = ceilings(one)
    others = np.where(together, -np.inf, score)[None]
    rival = best(others, one.tie)
    standing = np.where(together, ceiling, others)
    threshold = threshold_of(one, standing, np.array([winner]), rival)
    host = int(coalition_host(one, ceiling, np.array([winner]), threshold)[0])
    paid = max(0.0, float(score[winner]) - float(one.site_value[0, host]))
    return Trace(tuple(rounds), host, min(paid, float(one.limit[0, host])))
