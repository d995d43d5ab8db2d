"""What a site is worth to a firm before any concession."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.units import MILLION_PER_CNY, MILLION_PER_LAND_PRICE

type Floats = NDArray[np.float64]


def ln_productivity(
    *,
    fit: Floats,
    stock: Floats,
    stock_reference: Floats,
    reach_chain: Floats,
    chain: Floats,
    marshall_elasticity: Floats,
    chain_elasticity: Floats,
    rd_capital: Floats,
    rd_reference: float,
    reach_rd: Floats,
    rd_elasticity: Floats,
    talent_shortage: Floats,
    talent_sensitivity: Floats,
    agglomeration_scale: float,
    rd_scale: float,
) -> Floats:
    """Productivity of a site for each industry, (C, K).

    ln A_ck = fit_ck + θ_k·s_ck + ω_k·Σ_j io_kj·s_cj + ρ_k·ln((R0 + R̃_c)/(R0 + R_ref)) - ν_k·shortage_c
    with s_ck = ln((X0 + X̃_ck)/(X0 + X_ref,k)), X̃_ck = Σ_d reach_chain[d,c]·X_dk and R̃ alike.

    θ following Rosenthal & Strange 2004, ρ following Hall, Mairesse & Mohnen 2010; ω and ν are assumptions.

    Args:
        fit: (C, K) ln productivity that stocks do not explain.
        stock: (C, K) industry stocks, million CNY.
        stock_reference: (K,) constants of the scenario, million CNY.
        reach_chain: (C, C) how far d's stocks count at c; own reach 1.
        chain: (K, K) input-output shares, rows sum to at most 1.
        marshall_elasticity: (K,) θ.
        chain_elasticity: (K,) ω.
        rd_capital: (C,) million CNY.
        rd_reference: Reference R&D capital, million CNY.
        reach_rd: (C, C) how far d's R&D capital counts at c.
        rd_elasticity: (K,) ρ.
        talent_shortage: (C,) 0 to 1.
        talent_sensitivity: (K,) ν.
        agglomeration_scale: X0, million CNY.
        rd_scale: R0, million CNY.
    """
    agglomerated = agglomeration(
        stock=stock,
        stock_reference=stock_reference,
        reach_chain=reach_chain,
        chain=chain,
        marshall_elasticity=marshall_elasticity,
        chain_elasticity=chain_elasticity,
        agglomeration_scale=agglomeration_scale,
    )
    research = np.log((rd_scale + reach_rd.T @ rd_capital) / (rd_scale + rd_reference))
    productivity: Floats = (
        fit + agglomerated + np.outer(research, rd_elasticity) - np.outer(talent_shortage, talent_sensitivity)
    )
    return productivity


def agglomeration(
    *,
    stock: Floats,
    stock_reference: Floats,
    reach_chain: Floats,
    chain: Floats,
    marshall_elasticity: Floats,
    chain_elasticity: Floats,
    agglomeration_scale: float,
) -> Floats:
    """What industry stocks add to ln productivity, (C, K): θ_k·s_ck + ω_k·Σ_j io_kj·s_cj.

    Arguments as in `ln_productivity`.

    Definition: two terms of `ln_productivity`.
    """
    reached = reach_chain.T @ stock
    cluster: Floats = np.log((agglomeration_scale + reached) / (agglomeration_scale + stock_reference))
    added: Floats = marshall_elasticity * cluster + chain_elasticity * (cluster @ chain.T)
    return added


@dataclass(frozen=True, slots=True)
class SiteTerms:
    """What the value of sites is made of; they go together as (P, C).

    Attributes:
        annuity: (P, 1) a(r_f, H_f), or what is left of it, years.
        investment: (P, 1) I, million CNY.
        capital_return: (P, 1) g, per year.
        productivity: (P, C) A, 1 at the reference site.
        jobs: (P, 1) J, persons.
        wage_gap: (C,) wage - wage_ref, CNY per year.
        access: (P, C) b_k·access_cost_c, per year.
        compliance: (P, C) yearly cost of keeping two sets of papers, share of investment; (1, 1) where nobody has any.
        debt_share: (P, 1) share.
        credit_spread: (P, C) per year.
        capital: (P, 1) or (P, C) capital to be spent, share of investment: 1 for a plant without building time.
        entry_cost: (P, C) share of investment.
        land: (P, 1) or (P, C) L, mu.
        land_price: (P, C) before any discount: the list price, or a floor above it, 10k CNY/mu.
        match: (P, C) million CNY.
    """

    annuity: Floats
    investment: Floats
    capital_return: Floats
    productivity: Floats
    jobs: Floats
    wage_gap: Floats
    access: Floats
    compliance: Floats
    debt_share: Floats
    credit_spread: Floats
    capital: Floats
    entry_cost: Floats
    land: Floats
    land_price: Floats
    match: Floats


def returns(annuity: Floats, investment: Floats, capital_return: Floats, productivity: Floats) -> Floats:
    """Present value of what the capital brings: a·I·g·A.

    Definition.
    """
    return annuity * (investment * capital_return) * productivity


def wages(annuity: Floats, jobs: Floats, wage_gap: Floats) -> Floats:
    """Present value of wages beyond those of the reference site, as a cost: -a·J·(wage - wage_ref).

    Definition.
    """
    return -annuity * MILLION_PER_CNY * jobs * wage_gap


def yearly_cost(annuity: Floats, investment: Floats, share: Floats) -> Floats:
    """Present value of a yearly cost that is a share of investment: -a·I·share.

    Definition.
    """
    return -annuity * investment * share


def credit(annuity: Floats, investment: Floats, debt_share: Floats, credit_spread: Floats) -> Floats:
    """Present value of the cost of credit beyond the cost of funds: -a·I·debt_share·credit_spread.

    Definition.
    """
    return -annuity * (investment * debt_share) * credit_spread


def at_once(investment: Floats, share: Floats) -> Floats:
    """A cost at the beginning that is a share of investment: -I·share.

    Definition.
    """
    return -investment * share


def land(area: Floats, price: Floats) -> Floats:
    """What the land costs before any discount: -0.01·L·land_price.

    Definition.
    """
    return -MILLION_PER_LAND_PRICE * area * price


def site_value(terms: SiteTerms) -> Floats:
    """Net present value of a firm at each site before any concession, (P, C), million CNY.

    site_value = a(r_f, H_f)·[I·g·A - J·(wage - wage_ref) - I·b·access - I·debt_share·credit_spread - I·compliance]
                 - I·(capital + entry_cost) - 0.01·L·land_price + match

    Definition of a net present value; that its parts are linear in I, J and L is an assumption.
    """
    t = terms
    return (
        returns(t.annuity, t.investment, t.capital_return, t.productivity)
        + wages(t.annuity, t.jobs, t.wage_gap)
        + yearly_cost(t.annuity, t.investment, t.access)
        + credit(t.annuity, t.investment, t.debt_share, t.credit_spread)
        + at_once(t.investment, t.capital)
        + at_once(t.investment, t.entry_cost)
        + land(t.land, t.land_price)
        + t.match
        + yearly_cost(t.annuity, t.investment, t.compliance)
    )


def gross_return(terms: SiteTerms) -> Floats:
    """X, what a unit of investment yields in a year before credit, gross, (P, C).

    X = 1 + g·A - J·(wage - wage_ref)/I - b·access - compliance

    Definition.
    """
    t = terms
    earned = (
        returns(t.annuity, t.investment, t.capital_return, t.productivity)
        + wages(t.annuity, t.jobs, t.wage_gap)
        + yearly_cost(t.annuity, t.investment, t.access)
        + yearly_cost(t.annuity, t.investment, t.compliance)
    )
    return 1.0 + earned / (t.annuity * t.investment)


def parts_of(terms: SiteTerms) -> dict[str, Floats]:
    """The parts of the value of each site, (P, C) each, million CNY.

    Definition: the terms of `site_value`, as they are added up.
    """
    t, shape = terms, terms.productivity.shape
    found = {
        "returns": returns(t.annuity, t.investment, t.capital_return, t.productivity),
        "wages": wages(t.annuity, t.jobs, t.wage_gap),
        "access": yearly_cost(t.annuity, t.investment, t.access),
        "credit": credit(t.annuity, t.investment, t.debt_share, t.credit_spread),
        "investment": at_once(t.investment, t.capital),
        "entry": at_once(t.investment, t.entry_cost),
        "land": land(t.land, t.land_price),
        "match": t.match,
    }
    if t.compliance.shape == shape:
        found["compliance"] = yearly_cost(t.annuity, t.investment, t.compliance)
    return {name: np.broadcast_to(part, shape) for name, part in found.items()}
