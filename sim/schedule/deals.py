"""Event: what is kept of each deal, and what a period adds up to in each city."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.rules.choice import at, best, marked
from sim.rules.contest import options_at_zero
from sim.rules.welfare import CityGains
from sim.schedule.lives import realised
from sim.schedule.period import Period, Tallies
from sim.schedule.values import possible_sites
from sim.units import MILLION_PER_CNY, MILLION_PER_LAND_PRICE

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]
type Flags = NDArray[np.bool_]
type Columns = dict[str, NDArray[Any]]

LOSS: Final = 1e-9
"""Public net below minus this counts as a loss, million CNY."""


def record_deals(p: Period) -> None:
    """Keep a row for each deal and what the cities add up to; nothing else of the sites is needed from here on."""
    p.deals, p.tallies = deal_columns(p), tallies(p)
    p.price_there = at(p.land_price, p.settlement.outcome.host, 0.0)


def tallies(p: Period) -> Tallies:
    """Bids of each city, and its welfare from these deals and those of the period before them."""
    outcome, offers, count = p.settlement.outcome, p.settlement.offers, p.world.cities.count
    host, nothing = outcome.host, np.zeros(count)
    before = Tallies(nothing, nothing, nothing, CityGains(nothing, nothing, nothing))
    if p.earlier is not None:
        before = p.earlier.tallies
    bid = offers.invited & offers.feasible
    won, left = np.flatnonzero(host >= 0), np.flatnonzero(host < 0)
    return Tallies(
        bids=before.bids + marked(bid, "c"),
        bids_for_left=before.bids_for_left + marked(bid[left], "c"),
        bids_won=before.bids_won + np.bincount(host[won], bid[won, host[won]], count),
        gains=p.deal_welfare.by_city(before.gains),
    )


def deal_columns(p: Period) -> Columns:
    """One row for each project of a period; units in `sim.columns.DEAL_COLUMNS`."""
    outcome, offers, block, welfare = p.settlement.outcome, p.settlement.offers, p.block, p.deal_welfare
    host, x = outcome.host, outcome.concession
    possible = possible_sites(p)
    sites = marked(possible, "p")
    lenders = sites if p.loans is None else marked(p.loans.financed & possible, "p")
    invited = marked(offers.invited, "p")
    funds = 1.0 + p.world.cost_of_public_funds
    value = p.social_value
    public = at(value.total, host, np.nan)
    fiscal_net = at(value.fiscal, host, np.nan) - x
    public_net = public - funds * x
    zero = options_at_zero(offers)
    best_at_zero = best(zero, offers.tie)
    opening = at(zero, best_at_zero, -np.inf)
    hosted = host >= 0
    public_paid = np.where(hosted, public, 1.0) > 0
    return {
        "period": np.full(block.count, block.period),
        "slot": block.slot,
        "lead": block.lead,
        "kind": block.kind,
        "incumbent": block.incumbent,
        "industry": block.industry,
        "investment": block.investment,
        "land": block.land,
        "jobs": block.jobs,
        "tax": block.tax,
        "host": host,
        "runner_up": outcome.runner_up,
        "host_at_zero": np.where(opening >= block.outside, best_at_zero, -1),
        "productivity": np.full(block.count, np.nan) if block.stylised else at(p.productivity, host, np.nan),
        "invited": invited,
        "rounds": _rounds(p, invited > 0, opening),
        "site_value": at(p.site_value, host, np.nan),
        "threshold": outcome.threshold,
        "outside": block.outside,
        "concession": x,
        "land_discount": p.settlement.land,
        "rebate": p.settlement.rebate,
        "grant": p.settlement.cash,
        "reservation": at(p.reservation, host, np.nan),
        "public_value": public,
        "fiscal_net": fiscal_net,
        "public_net": public_net,
        "loss": (public_net < -LOSS).astype(np.int64),
        "officials_payoff": at(p.bid_value, host, np.nan) - funds * x,
        "concession_share": np.where(hosted, x / block.investment, np.nan),
        "concession_per_job": np.divide(
            x / MILLION_PER_CNY, block.jobs, out=np.full(block.count, np.nan), where=hosted & (block.jobs > 0)
        ),
        "land_price_over_cost": land_price_over_cost(p),
        "rent_dissipation": np.where(
            hosted & public_paid, funds * x / np.where(hosted & public_paid, public, 1.0), np.nan
        ),
        "welfare_total": welfare.total,
        "welfare_total_in_region": welfare.total_in_region,
        "welfare_region": welfare.region,
        "firm_gain": welfare.firm,
        "cities_gain": welfare.cities,
        "province_gain": welfare.provincial,
        "centre_gain": welfare.central,
        "elsewhere_gain": welfare.outside_public,
        "origin": block.origin,
        "loan": block.investment * block.debt_share,
        "lenders": lenders,
        "refusals": sites - lenders,
        "credit_spread": at(p.credit_spread, host, np.nan),
        "good": block.good.astype(np.int64),
        "realised_investment": np.where(hosted, block.investment * (1.0 if block.stylised else realised(p)), np.nan),
        "surplus": surplus(p),
    }


def rounds_of(p: Period) -> Floats:
    """How often a contest is raised by one increment, (P,): from where it opens to the score to reach.

    (R - best score at concession 0, or the outside option) / (increment·I), rounded up, in open contests; with two
    bidders that is the number of rounds. Sealed and posted offers are handed in once. 0 where nobody was invited.
    """
    offers = p.settlement.offers
    zero = options_at_zero(offers)
    return _rounds(p, offers.invited.any(axis=1), at(zero, best(zero, None), -np.inf))


def _rounds(p: Period, asked: Flags, best_score: Floats) -> Floats:
    """The same, from who was asked by anybody and the best score at concession 0, (P,) each."""
    outcome, contest = p.settlement.outcome, p.world.scenario.contest
    if contest.format in ("sealed", "posted"):
        return asked.astype(float)
    opening = np.maximum(best_score, p.block.outside)
    reach = np.where((outcome.host >= 0) & asked, outcome.threshold, -np.inf)
    known = np.isfinite(reach) & np.isfinite(opening)
    climbed = np.where(known, reach - np.where(known, opening, 0.0), 0.0)
    return np.ceil(np.maximum(climbed, 0.0) / (contest.increment * p.block.investment) - 1e-9)


def land_price_over_cost(p: Period) -> Floats:
    """What the host gets for the land over what the land costs it, (P,); NaN without land or host."""
    host, block = p.settlement.outcome.host, p.block
    cost = MILLION_PER_LAND_PRICE * block.land * np.where(host >= 0, p.world.cities.land_cost[host], 0.0)
    paid = MILLION_PER_LAND_PRICE * block.land * at(p.land_price, host, 0.0) - p.settlement.land
    return np.divide(paid, cost, out=np.full(block.count, np.nan), where=cost > 0)


def surplus(p: Period) -> Floats:
    """Surplus over the outside option that each deal realised, (P,): W_total less W_total had the project left."""
    left = outside_welfare(p)
    return np.where(p.settlement.outcome.host >= 0, p.deal_welfare.total - left, 0.0)


def outside_welfare(p: Period) -> Floats:
    """W_total of each project had it left, (P,): u0 + v_out; a firm that cannot leave counts 0."""
    block = p.block
    alternative = np.where(np.isfinite(block.outside), block.outside, 0.0)
    return alternative + p.public_elsewhere


def possible_surplus(p: Period) -> Floats:
    """Surplus over the outside option of each project at each site without any transfer, (P, C).

    surplus_pc = π_pc + public_value_pc + (1+λ)·(provincial_pc + central_pc) - u0_p - v_out_p
    """
    funds = 1.0 + p.world.cost_of_public_funds
    upper = p.upper.provincial + p.upper.central
    hosted = p.site_value + p.social_value.total + funds * upper
    return hosted - outside_welfare(p)[:, None]
