"""What a run keeps: one row for each deal, one for each city and period, and the flows of welfare."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim import relocations
from sim.rules.accounts import Ledger
from sim.schedule import Period
from sim.units import MILLION_PER_CNY, MILLION_PER_LAND_PRICE

type Floats = NDArray[np.float64]


@dataclass(frozen=True)
class WelfareFlows:
    """Who received what in one period, million CNY: (C,) by host city, or numbers; undiscounted."""

    signing: dict[str, Floats]
    ending: dict[str, Floats]
    elsewhere_owners: float
    elsewhere_public: float
    elsewhere_owners_inside: float


PARTIES = ("city", "residents", "owners_inside", "owners_outside", "province", "central")
"""Parties whose flows count in run welfare."""


def welfare_flows(p: Period) -> WelfareFlows:
    """Net flows of each party in a period."""

    def parties(ledger: Ledger) -> dict[str, Floats]:
        return {party: ledger.net_of(party) for party in PARTIES}

    left = p.deals["host"] < 0
    away = np.where(left & np.isfinite(p.block.outside), p.block.outside, 0.0)
    return WelfareFlows(
        signing=parties(p.signing),
        ending=parties(p.ledger),
        elsewhere_owners=float(away.sum()),
        elsewhere_public=float(p.deals["elsewhere_gain"].sum()),
        elsewhere_owners_inside=float((away * p.block.inside_share).sum()),
    )


def city_columns(p: Period) -> dict[str, Floats]:
    """One value for each city, (C,); units in `sim.columns.CITY_COLUMNS`."""
    deals, tallies, state, cities = p.deals, p.tallies, p.state, p.world.cities
    (rows,) = (deals["host"] >= 0).nonzero()
    h = deals["host"].take(rows)

    def of_hosts(amount: Floats) -> Floats:
        return np.bincount(h, amount, cities.count)

    def won(name: str) -> Floats:
        return of_hosts(deals[name].take(rows))

    land, invested, concession = won("land"), won("investment"), won("concession")
    jobs, discount = won("jobs"), won("land_discount")
    sold = of_hosts(MILLION_PER_LAND_PRICE * deals["land"].take(rows) * p.price_there.take(rows)) - discount
    price = _ratio(sold, MILLION_PER_LAND_PRICE * land)
    worth, cost = deals["public_value"].take(rows), deals["concession"].take(rows)
    funds = 1.0 + p.world.cost_of_public_funds
    programmes = funds * (p.programmes - p.fund_budget)
    return {
        "projects_won": of_hosts(np.ones(h.size)),
        "lost_to_neighbour": tallies.bids - tallies.bids_for_left - tallies.bids_won,
        "lost_outside": tallies.bids_for_left,
        "investment_won": invested,
        "jobs_won": jobs,
        "land_sold": land,
        "land_receipts": sold,
        "land_price": price,
        "land_price_over_cost": _ratio(price, cities.land_cost),
        "concession": concession,
        "land_discount": discount,
        "rebate": won("rebate"),
        "grant": won("grant"),
        "public_net": won("public_net"),
        "losses": won("loss"),
        "fiscal_net": won("fiscal_net"),
        "concession_share": _ratio(concession, invested),
        "concession_per_job": _ratio(concession / MILLION_PER_CNY, jobs),
        "rent_dissipation": _ratio(funds * of_hosts(np.where(worth > 0, cost, 0.0)), of_hosts(np.maximum(worth, 0.0))),
        "welfare_city": tallies.gains.total - programmes,
        "fiscal_gain": tallies.gains.fiscal - programmes,
        "residents_gain": tallies.gains.residents,
        "treasury": state.treasury.copy(),
        "liabilities": state.liabilities.copy(),
        "commitment_room": p.commitment_room.copy(),
        "land_left": state.land_left.copy(),
        "programme_cost": p.programmes,
        "fund_budget": p.fund_budget,
        "wage": state.wage.copy(),
        "rd_capital": state.rd_capital.copy(),
        "talent": state.talent.copy(),
        "talent_shortage": np.full(cities.count, np.nan) if p.block.stylised else p.talent_shortage.copy(),
        **agreement_columns(p),
        **relocations.city_columns(p),
    }


def _ratio(over: Floats, under: Floats) -> Floats:
    """Numbers over others, (C,); NaN where those are not above 0."""
    return np.divide(over, under, out=np.full(under.size, np.nan), where=under > 0)


def agreement_columns(p: Period) -> dict[str, Floats]:
    """Agreements in force, kept and broken by each city in a period, and what they brought its officials, (C,)."""
    count = p.world.cities.count
    bound, kept, broken = np.zeros(count), np.zeros(count), np.zeros(count)
    for number, pact in p.world.pacts:
        if p.block.period in p.world.book.active[number]:
            members = p.world.book.members_of(pact)
            bound += members
            kept += members & ~p.absences[number].out
    for breach in p.breaches:
        broken[breach.city] += 1.0
    return {
        "agreements": bound,
        "agreements_kept": kept,
        "agreements_broken": broken,
        "agreement_gain": p.agreement_gain,
    }
