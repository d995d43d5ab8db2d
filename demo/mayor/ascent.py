"""The ascending contest as far as it can go without the next word of a person.

The course is always `sim.rules.trace.trace_contest`: a person's column holds what that person has agreed to so far, and
where the trace has the person drop out who has not given a last word yet, it stops and asks.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np

from sim.rules.choice import best
from sim.rules.contest import Offers
from sim.rules.trace import Round, Trace, trace_contest

SILENT = float(np.finfo(float).tiny)
"""What stands for a bidder who has offered nothing yet: in the contest, with nothing to raise."""


@dataclass(frozen=True, slots=True)
class Question:
    """The turn of a person who does not lead; concessions in million CNY.

    Attributes:
        city: Index of the city.
        leader: Index of the city that leads, -1 for the outside option.
        above: What a last offer must exceed to lead.
        step: The offer that is one increment above the lead.
    """

    city: int
    leader: int
    above: float
    step: float


@dataclass(frozen=True, slots=True)
class Ascent:
    """An ascending contest up to the point where it waits.

    Attributes:
        rounds: What was offered so far: complete rounds, and the begun one as far as it went.
        question: Whose turn it is; None once the contest is over.
        trace: The whole contest, once it is over.
    """

    rounds: tuple[Round, ...]
    question: Question | None
    trace: Trace | None


def ascend(
    offers: Offers,
    row: int,
    increment: float,
    agreed: Mapping[int, float],
    done: Collection[int],
    backward: bool = False,
) -> Ascent:
    """Play contest `row` until a person must speak.

    Persons who raise step by step, to a last offer that equals the reservation, end as a city that goes up to it.

    Algorithm: `trace_contest` with the persons' columns filled with what they have agreed to.

    Args:
        offers: What the cities bring; the columns of persons are not read.
        row: Index of the project.
        increment: Step of the score, million CNY, > 0.
        agreed: What each person (index of the city) has agreed to so far, 0 for nothing.
        done: Persons who have given their last word.
        backward: Whether the last city speaks first.
    """
    offers = with_persons(offers, row, agreed)
    trace = trace_contest(offers, row, increment, backward)
    for played in trace.rounds:
        for city in played.dropped:
            if city in agreed and city not in done:
                return _asking(offers, row, increment, trace, played, city, backward)
    return Ascent(trace.rounds, None, trace)


def with_persons(offers: Offers, row: int, agreed: Mapping[int, float]) -> Offers:
    """The offers with what persons have agreed to in place of their columns."""
    limit = offers.limit.copy()
    for city, amount in agreed.items():
        limit[row, city] = max(amount, SILENT)
    return replace(offers, limit=limit)


def _asking(offers: Offers, row: int, increment: float, trace: Trace, now: Round, city: int, backward: bool) -> Ascent:
    """The contest stopped at the turn of a person: who speaks later in the round has not spoken yet."""
    before = trace.rounds[now.number - 1]
    spoken = [c > city if backward else c < city for c in range(len(now.concession))]
    standing = tuple(
        new if said else old for new, old, said in zip(now.concession, before.concession, spoken, strict=True)
    )
    site, feasible, outside = offers.site_value[row], offers.feasible[row], float(offers.outside[row])
    score = np.where(feasible, site + np.array(standing), -np.inf)
    leader = int(best(score[None], None if offers.tie is None else offers.tie[row][None])[0])
    leader = leader if leader >= 0 and score[leader] >= outside else -1
    lead = outside if leader < 0 else float(score[leader])
    begun = Round(now.number, standing, leader, tuple(c for c in now.dropped if spoken[c]))
    question = Question(city, leader, lead - float(site[city]), lead + increment - float(site[city]))
    return Ascent((*trace.rounds[: now.number], begun), question, None)
