"""What is kept of a contest that is over: who offered what, what it was worth, and who paid."""

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.lots import KINDS
from sim.rules.choice import at
from sim.rules.public_value import political_value
from sim.rules.sealed import needed_to_win
from sim.schedule import Period
from sim.schedule.deals import possible_surplus
from sim.schedule.lives import realised
from sim.schedule.signing import count_welfare

type Floats = NDArray[np.float64]

PARTIES: Final = ("firm", "cities", "province", "centre", "elsewhere")
"""Who gains or pays in a deal: the firm's owners, cities with their residents, upper tiers, the public elsewhere."""


@dataclass(frozen=True, order=True, slots=True)
class Appointment:
    """A project that persons deal with themselves: its period and its number in it, as in `sim.block.Block`."""

    period: int
    slot: int


@dataclass(frozen=True, slots=True)
class CityResult:
    """One city in one contest; million CNY, present value.

    Attributes:
        invited: Whether it was asked for an offer.
        offer: How far it was ready to go (open), or what it wrote down (sealed).
        reservation: What it could offer, by its own judgement, without being worse off than losing.
        needed: The smallest offer with which it would have won, given what the others did.
        judged: What its officials took the project to be worth to them.
        value: What hosting was worth to the city: public value at the social rate, without error or ambition.
        error: What the error in judging added.
        ambition: What the political weight added.
        payoff: What it got: its part of deal welfare (public value less (1+λ)·concession if it hosts, and transfers).
        judged_payoff: The same by its own judgement: judged - (1+λ)·concession if it hosts.
    """

    invited: bool
    offer: float
    reservation: float
    needed: float
    judged: float
    value: float
    error: float
    ambition: float
    payoff: float
    judged_payoff: float


@dataclass(frozen=True, slots=True)
class Shares:
    """What each party has of a deal, million CNY.

    Attributes:
        host: Key of the city, None if the project left.
        concession: What the host pays.
        parties: By name of `PARTIES`.
        total: Their sum, W_total.
    """

    host: str | None
    concession: float
    parties: Mapping[str, float]
    total: float


@dataclass(frozen=True, slots=True)
class Record:
    """One contest.

    Attributes:
        appointment: Which project it was.
        key: Key of the watched lead, or "period/slot", as `sim.explain.explain` takes it.
        kind: Kind of project, in the words of `sim.lots.KINDS`.
        industry: Key of its industry.
        investment: Expected, million CNY.
        realised: Realised over expected investment; 1 where the scenario lets nothing differ, or nobody hosts.
        host: Key of the host, None if the project left.
        runner_up: Key of the best other city, None without one.
        concession: What the host pays, million CNY.
        instruments: The same by instrument: land, rebate, cash.
        cities: By key.
        outcome: Who got what.
        efficient: Who would have got what at the host where the surplus over the outside option is largest, paid just
            enough for the firm to come.
    """

    appointment: Appointment
    key: str
    kind: str
    industry: str
    investment: float
    realised: float
    host: str | None
    runner_up: str | None
    concession: float
    instruments: Mapping[str, float]
    cities: Mapping[str, CityResult]
    outcome: Shares
    efficient: Shares


def record_of(p: Period, row: int, appointment: Appointment, offered: Mapping[str, float]) -> Record:
    """Keep a contest of a settled period.

    Args:
        p: The period after its contests; its welfare is counted here.
        row: Row of the project.
        appointment: Which project it is.
        offered: What seats are ready to give, by city; of the other cities the settled offers say it.
    """
    count_welfare(p)
    outcome, offers, keys, block = p.settlement.outcome, p.settlement.offers, p.world.cities.keys, p.block
    host, x = int(outcome.host[row]), float(outcome.concession[row])
    runner_up = int(outcome.runner_up[row])
    funds = 1.0 + p.world.cost_of_public_funds
    ambition = ambition_of(p)[row]
    needed = needed_to_win(outcome, offers)[row]
    cities = {
        key: CityResult(
            invited=bool(offers.invited[row, c]),
            offer=float(offered.get(key, offers.limit[row, c])),
            reservation=float(offers.reservation[row, c]),
            needed=float(needed[c]),
            judged=float(p.bid_value[row, c]),
            value=float(p.social_value.total[row, c]),
            error=float(p.officials_gain[row, c] - ambition[c]),
            ambition=float(ambition[c]),
            payoff=float(p.deal_welfare.city[row, c]),
            judged_payoff=float(p.bid_value[row, c]) - funds * x if c == host else 0.0,
        )
        for c, key in enumerate(keys)
    }
    instruments = {name: float(getattr(p.settlement, name)[row]) for name in ("land", "rebate", "cash")}
    return Record(
        appointment=appointment,
        key=key_of(p, row),
        kind=KINDS[block.kind[row]],
        industry=p.world.industries.keys[block.industry[row]],
        investment=float(block.investment[row]),
        realised=float(realised(p)[row]) if host >= 0 else 1.0,
        host=keys[host] if host >= 0 else None,
        runner_up=keys[runner_up] if runner_up >= 0 else None,
        concession=x,
        instruments=instruments,
        cities=cities,
        outcome=_shares(p, row),
        efficient=_shares(at_efficient_host(p, row), row),
    )


def key_of(p: Period, row: int) -> str:
    """Key of a project: that of its watched lead, or "period/slot"."""
    lead = int(p.block.lead[row])
    return p.world.scenario.projects.watched[lead].key if lead >= 0 else f"{p.block.period}/{p.block.slot[row]}"


def ambition_of(p: Period) -> Floats:
    """What the political weight adds to each bid, (P, C), million CNY."""
    if not p.political_weight.any():
        return np.zeros_like(p.bid_value)
    quality = p.world.industries.quality[p.block.industry]
    return political_value(p.political_weight, p.regime.quality_weight, p.block.investment, quality)


def _shares(p: Period, row: int) -> Shares:
    host, welfare = int(p.settlement.outcome.host[row]), p.deal_welfare
    parties = {
        "firm": float(welfare.firm[row]),
        "cities": float(welfare.city[row].sum()),
        "province": float(welfare.provincial[row]),
        "centre": float(welfare.central[row]),
        "elsewhere": float(welfare.outside_public[row]),
    }
    return Shares(
        host=p.world.cities.keys[host] if host >= 0 else None,
        concession=float(p.settlement.outcome.concession[row]),
        parties=parties,
        total=float(welfare.total[row]),
    )


def at_efficient_host(p: Period, row: int) -> Period:
    """The period as if each project went where its surplus over the outside option is largest, or left.

    The host pays max(0, outside option - site value), so that the firm comes.

    Args:
        p: A settled period.
        row: Project whose feasible sites count; the others stay as they are.
    """
    feasible, outside = p.settlement.offers.feasible[row], float(p.block.outside[row])
    surplus = np.where(feasible, possible_surplus(p)[row], -np.inf)
    best = int(surplus.argmax())
    stays = np.isneginf(outside) and np.isfinite(surplus[best])
    host, x = p.settlement.outcome.host.copy(), p.settlement.outcome.concession.copy()
    host[row] = best if stays or surplus[best] > 0.0 else -1
    x[row] = max(0.0, outside - float(at(p.site_value, host, np.inf)[row]))
    q = copy(p)
    q.settlement = replace(p.settlement, outcome=replace(p.settlement.outcome, host=host, concession=x))
    count_welfare(q)
    return q
