"""What a run keeps: one row for each deal, one for each city and period, and the flows of welfare."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim import relocations
from sim.rules.accounts import PROVINCE, Ledger
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
        return {party: ledger.of_province() if party == PROVINCE else ledger.net_of(party) for party in PARTIES}

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
    deals, tallies, block, cities = p.deals, p.tallies, p.block, p.world.cities
    host, x, worth = deals["host"], deals["concession"], deals["public_value"]
    rows = np.flatnonzero(host >= 0)
    h = host[rows]

    def won(amount: Floats) -> Floats:
        return np.bincount(h, amount[rows], cities.count)

    land, invested, concession = won(block.land), won(block.investment), won(x)
    jobs, discount = won(block.jobs), won(deals["land_discount"])
    sold = won(MILLION_PER_LAND_PRICE * block.land * p.price_there) - discount
    price = np.divide(sold, MILLION_PER_LAND_PRICE * land, out=np.full(cities.count, np.nan), where=land > 0)
    funds = 1.0 + p.world.cost_of_public_funds

    def ratio(over: Floats, under: Floats) -> Floats:
        return np.divide(over, under, out=np.full(cities.count, np.nan), where=under > 0)

    return {
        "projects_won": np.bincount(h, np.ones(h.size), cities.count),
        "lost_to_neighbour": tallies.bids - tallies.bids_for_left - tallies.bids_won,
        "lost_outside": tallies.bids_for_left,
        "investment_won": invested,
        "jobs_won": jobs,
        "land_sold": land,
        "land_receipts": sold,
        "land_price": price,
        "land_price_over_cost": np.divide(
            price, cities.land_cost, out=np.full(cities.count, np.nan), where=cities.land_cost > 0
        ),
        "concession": concession,
        "land_discount": discount,
        "rebate": won(deals["rebate"]),
        "grant": won(deals["grant"]),
        "public_net": won(deals["public_net"]),
        "losses": won(deals["loss"].astype(float)),
        "fiscal_net": won(deals["fiscal_net"]),
        "concession_share": ratio(concession, invested),
        "concession_per_job": ratio(concession / MILLION_PER_CNY, jobs),
        "rent_dissipation": ratio(funds * won(np.where(worth > 0, x, 0.0)), won(np.maximum(worth, 0.0))),
        "welfare_city": tallies.welfare - funds * (p.programmes - p.fund_budget),
        "fiscal_gain": tallies.fiscal - funds * (p.programmes - p.fund_budget),
        "residents_gain": tallies.residents,
        "treasury": p.state.treasury.copy(),
        "liabilities": p.state.liabilities.copy(),
        "commitment_room": p.commitment_room.copy(),
        "land_left": p.state.land_left.copy(),
        "programme_cost": p.programmes,
        "fund_budget": p.fund_budget,
        "wage": p.state.wage.copy(),
        "rd_capital": p.state.rd_capital.copy(),
        "talent": p.state.talent.copy(),
        "talent_shortage": np.full(cities.count, np.nan) if block.stylised else p.talent_shortage.copy(),
        **agreement_columns(p),
        **relocations.city_columns(p),
    }


def agreement_columns(p: Period) -> dict[str, Floats]:
    """Agreements in force, kept and broken by each city in a period, and what they brought its officials, (C,)."""
    count = p.world.cities.count
    bound, kept = np.zeros(count), np.zeros(count)
    for number, pact in p.world.pacts:
        if p.block.period in p.world.book.active[number]:
            members = p.world.book.members_of(pact)
            bound += members
            kept += members & ~p.absences[number].out
    broken = np.bincount([breach.city for breach in p.breaches], minlength=count).astype(float)
    return {
        "agreements": bound,
        "agreements_kept": kept,
        "agreements_broken": broken,
        "agreement_gain": p.agreement_gain,
    }
