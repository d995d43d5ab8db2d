"""What a site is worth to a firm before any concession."""

from collections.abc import Iterable

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


def site_value_parts(
    *,
    annuity: Floats,
    investment: Floats,
    capital_return: Floats,
    productivity: Floats,
    jobs: Floats,
    wage: Floats,
    reference_wage: float,
    access: Floats,
    debt_share: Floats,
    credit_spread: Floats,
    capital: Floats,
    entry_cost: Floats,
    land: Floats,
    land_price: Floats,
    match: Floats,
) -> dict[str, Floats]:
    """Net present value of a firm at each site before any concession, part by part, (P, C), million CNY.

    site_value = a(r_f, H_f)·[I·g·A - J·(wage - wage_ref) - I·b·access - I·debt_share·credit_spread]
                 - I·(capital + entry_cost) - 0.01·L·land_price + match

    Definition of a net present value; that its parts are linear in I, J and L is an assumption.

    Args:
        annuity: (P, 1) a(r_f, H_f), or what is left of it, years.
        investment: (P,) I, million CNY.
        capital_return: (P,) g, per year.
        productivity: (P, C) A, 1 at the reference site.
        jobs: (P,) J, persons.
        wage: (C,) CNY per year.
        reference_wage: CNY per year.
        access: (P, C) b_k·access_cost_c, per year.
        debt_share: (P,) share.
        credit_spread: (C,) per year.
        capital: (P, 1) or (P, C) capital to be spent, share of investment: 1 for a plant without building time.
        entry_cost: (P, C) share of investment.
        land: (P,) L, mu.
        land_price: (P, C) before any discount: the list price, or a floor above it, 10k CNY/mu.
        match: (P, C) million CNY.
    """
    invested = investment[:, None]
    return {
        "returns": annuity * (investment * capital_return)[:, None] * productivity,
        "wages": -annuity * MILLION_PER_CNY * jobs[:, None] * (wage - reference_wage),
        "access": -annuity * invested * access,
        "credit": -annuity * (investment * debt_share)[:, None] * credit_spread,
        "investment": -invested * capital * np.ones_like(wage),
        "entry": -invested * entry_cost,
        "land": -MILLION_PER_LAND_PRICE * land * land_price,
        "match": match,
    }


def together(parts: Iterable[Floats]) -> Floats:
    """Sum of arrays of one shape, in order.

    Algorithm: the order is fixed, so that rounding is the same wherever it is called.
    """
    first, *others = parts
    total = first.copy()
    for part in others:
        total += part
    return total
