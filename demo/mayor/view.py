"""What one city may see of a contest, and what everybody may see: nothing else leaves the server."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from demo.mayor.contest import Contest
from demo.mayor.record import Record, ambition_of, key_of
from sim.lots import KINDS
from sim.rules.trace import Round
from sim.schedule.bids import promotion_budget

type Turn = Literal["yours", "waiting", "leading", "done", "over", "not_invited"]

OUTSIDE = "outside"
"""Stands for the outside option where a city would stand."""


@dataclass(frozen=True, slots=True)
class Project:
    """The project, as its maker announces it.

    Attributes:
        key: Key of the watched lead, or "period/slot".
        kind: Kind of project, in the words of `sim.lots.KINDS`.
        industry: Key of its industry.
        period: Index of the period.
        investment: Expected, million CNY.
        land: mu.
        jobs: Persons.
        tax: Yearly tax of all tiers at maturity, million CNY.
        format: "open" or "sealed".
        pays_offer: Whether the winner pays what it wrote down.
        increment: Step of open bidding, million CNY.
        invited: How many cities are asked for offers.
    """

    key: str
    kind: str
    industry: str
    period: int
    investment: float
    land: float
    jobs: float
    tax: float
    format: str
    pays_offer: bool
    increment: float
    invited: int


@dataclass(frozen=True, slots=True)
class Rung:
    """One round of open bidding as all can see it.

    Attributes:
        number: 0 is the opening.
        offers: Standing offers by city, million CNY; of invited cities that have bid.
        leader: Key of the city that leads; `OUTSIDE` while nobody offers enough to keep the firm.
        dropped: Cities that dropped out in it.
    """

    number: int
    offers: Mapping[str, float]
    leader: str
    dropped: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the firm asks of the city whose turn it is, million CNY: see `demo.mayor.ascent.Question`."""

    leader: str
    above: float
    step: float


@dataclass(frozen=True, slots=True)
class Own:
    """What a city knows about itself; million CNY, present value, by its own judgement.

    Attributes:
        city: Its key.
        judged: What the project is worth to it.
        parts: The same part by part: tax, land, jobs, spillover (with whatever is misjudged), ambition, contract.
        reservation: The largest offer that leaves it no worse off than losing, within its instruments.
        highest: The largest offer that its instruments allow.
        rooms: By instrument: land, rebate, cash.
        cost_of_public_funds: λ: an offer of x costs it (1+λ)x.
        land_price: List price, 10k CNY/mu.
        land_cost: 10k CNY/mu.
        land_left: mu; None without a limit.
        budget: Promotion budget, million CNY/year; None without a limit.
        commitment_room: Cash that may still be promised in this period; None without a limit.
        liabilities: Grants promised and not yet paid.
    """

    city: str
    judged: float
    parts: Mapping[str, float]
    reservation: float
    highest: float
    rooms: Mapping[str, float]
    cost_of_public_funds: float
    land_price: float
    land_cost: float
    land_left: float | None
    budget: float | None
    commitment_room: float | None
    liabilities: float


@dataclass(frozen=True, slots=True)
class CityView:
    """All that the player of a city is shown while a contest runs.

    Attributes:
        project: The project.
        own: What the city knows about itself.
        turn: What the city can do now.
        agreed: What it has agreed to (open) or written down (sealed), million CNY.
        up_to: Up to where its office raises without asking, None if it asks each time.
        asked: What is asked of it if it is its turn.
        ladder: The offers so far where they are open, else empty.
    """

    project: Project
    own: Own
    turn: Turn
    agreed: float
    up_to: float | None
    asked: Asked | None
    ladder: tuple[Rung, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What becomes public when a contest is over.

    Attributes:
        host: Key of the host, None if the project left.
        concession: What it pays, million CNY.
        key: Key of the watched lead, or "period/slot".
        kind: Kind of project, in the words of `sim.lots.KINDS`.
        industry: Key of the industry.
        period: Index of the period.
        investment: million CNY.
    """

    host: str | None
    concession: float
    key: str
    kind: str
    industry: str
    period: int
    investment: float


@dataclass(frozen=True, slots=True)
class OwnResult:
    """What a city learns besides: its own side, and what would have won.

    Attributes:
        offer: How far it was ready to go, or what it wrote down, million CNY.
        needed: The smallest offer with which it would have won, million CNY.
        judged_payoff: What it got by its own judgement, million CNY.
        invited: Whether it was asked for an offer.
    """

    offer: float
    needed: float
    judged_payoff: float
    invited: bool


def project_of(contest: Contest) -> Project:
    """The project of a contest."""
    p, row = contest.standing.p, contest.standing.row
    block, scenario = p.block, p.world.scenario
    return Project(
        key=key_of(p, row),
        kind=KINDS[block.kind[row]],
        industry=p.world.industries.keys[block.industry[row]],
        period=block.period,
        investment=contest.investment,
        land=float(block.land[row]),
        jobs=float(block.jobs[row]),
        tax=float(block.tax[row]),
        format=scenario.contest.format,
        pays_offer=scenario.contest.payment == "first" and not contest.open,
        increment=contest.increment,
        invited=int(p.settlement.offers.invited[row].sum()),
    )


def ladder_of(contest: Contest) -> tuple[Rung, ...]:
    """The public course of an open contest so far; empty where offers are sealed."""
    if contest.ascent is None:
        return ()
    keys, invited = contest.standing.p.world.cities.keys, contest.standing.p.settlement.offers.invited
    bidders = [c for c in range(len(keys)) if invited[contest.standing.row, c]]
    return tuple(_rung(played, keys, bidders) for played in contest.ascent.rounds)


def _rung(played: Round, keys: tuple[str, ...], bidders: list[int]) -> Rung:
    return Rung(
        number=played.number,
        offers={keys[c]: played.concession[c] for c in bidders},
        leader=OUTSIDE if played.leader < 0 else keys[played.leader],
        dropped=tuple(keys[c] for c in played.dropped),
    )


def view_for(contest: Contest, city: str) -> CityView:
    """What the player of a city may see.

    Args:
        contest: The contest.
        city: Key of the city.
    """
    keys = contest.standing.p.world.cities.keys
    index, question = keys.index(city), contest.question
    asked = None
    if question is not None and question.city == index:
        leader = OUTSIDE if question.leader < 0 else keys[question.leader]
        asked = Asked(leader, question.above, question.step)
    return CityView(
        project=project_of(contest),
        own=own_of(contest, index),
        turn=_turn(contest, index),
        agreed=contest.agreed.get(index, 0.0),
        up_to=contest.up_to.get(index),
        asked=asked,
        ladder=ladder_of(contest),
    )


def _turn(contest: Contest, index: int) -> Turn:
    if index not in contest.persons:
        return "not_invited"
    if contest.over:
        return "over"
    if index in contest.pending():
        return "yours"
    if index in contest.done:
        return "done"
    return "leading" if contest.ascent is not None and contest.ascent.rounds[-1].leader == index else "waiting"


def own_of(contest: Contest, index: int) -> Own:
    """What a city knows about itself and the project, by its own judgement."""
    p, row = contest.standing.p, contest.standing.row
    value, funds = p.leader_value, 1.0 + p.world.cost_of_public_funds
    total, judged = float(value.total[row, index]), float(p.bid_value[row, index])
    tax, spillover = float(value.shared[row, index]), float(p.spillover[row, index])
    residents = float(value.residents[row, index])
    land = funds * float(value.fiscal[row, index] - value.retained_tax[row, index])
    gain, ambition = float(p.officials_gain[row, index]), float(ambition_of(p)[row, index])
    parts = {
        "tax": tax,
        "land": land,
        "jobs": residents - spillover,
        # Nobody tells a mayor which part of an estimate is an error.
        "spillover": spillover + gain - ambition,
        "ambition": ambition,
        "contract": judged - total - gain,
    }
    rooms, budget = contest.rooms, float(promotion_budget(p)[index])
    land_sold, cash_promised = _given_before(contest, index)
    left = float(p.state.land_left[index]) - land_sold
    commitment = max(0.0, float(p.commitment_room[index]) - cash_promised)
    return Own(
        city=p.world.cities.keys[index],
        judged=judged,
        parts=parts,
        reservation=float(p.settlement.offers.reservation[row, index]),
        highest=contest.highest(index),
        rooms={name: float(getattr(rooms, name)[index]) for name in ("land", "rebate", "cash")},
        cost_of_public_funds=p.world.cost_of_public_funds,
        land_price=float(p.land_price[row, index]),
        land_cost=float(p.world.cities.land_cost[index]),
        land_left=left if np.isfinite(left) else None,
        budget=budget if np.isfinite(budget) else None,
        commitment_room=commitment if np.isfinite(commitment) else None,
        liabilities=float(p.state.liabilities[index]) + cash_promised,
    )


def _given_before(contest: Contest, index: int) -> tuple[float, float]:
    """Land in mu, and nominal cash in million CNY, that a city gave to earlier projects of the period."""
    p, row = contest.standing.p, contest.standing.row
    won = np.flatnonzero(p.settlement.outcome.host[:row] == index)
    land = np.broadcast_to(p.block.land_needed, p.site_value.shape)[won, index].sum()
    return float(land), float((p.settlement.cash[won] * p.world.grant_nominal[index]).sum())


def result_of(record: Record) -> Result:
    """The public side of a contest that is over."""
    return Result(
        host=record.host,
        concession=record.concession,
        key=record.key,
        kind=record.kind,
        industry=record.industry,
        period=record.appointment.period,
        investment=record.investment,
    )


def own_result_of(record: Record, city: str) -> OwnResult:
    """What a city learns of a contest besides, when it is over."""
    own = record.cities[city]
    return OwnResult(own.offer, own.needed, own.judged_payoff, own.invited)
