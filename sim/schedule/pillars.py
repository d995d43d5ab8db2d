"""Events: cities choose the industries that they promote."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.reference import expected_size
from sim.rules import pillars as rules
from sim.rules import public_value
from sim.schedule.period import Period
from sim.schedule.values import ln_productivity
from sim.schema import Pillars
from sim.units import MILLION_PER_100M, MILLION_PER_LAND_PRICE

type Floats = NDArray[np.float64]
type Flags = NDArray[np.bool_]

ORDERS: Final = 4
"""Orders of moving that are tried: the first is the run's, the others look for further equilibria."""


def choose_pillars(p: Period) -> None:
    """At the start and every few years each city chooses its pillars, and they add what they add to fit."""
    spec, state = p.world.scenario.pillars, p.state
    p.pillars, p.pillar_choice, p.fit = state.pillars, None, p.world.cities.fit
    if spec is None:
        return
    near = in_reach(p, spec)
    further = np.array([(spec.bonus_by_industry or {}).get(k, spec.cluster_bonus) for k in p.world.industries.keys])
    bonus = rules.cluster_bonus(p.world.cities.count, further, spec.bonus_cap, spec.bonus_table)
    every = spec.years * p.world.scenario.time.periods_per_year
    if state.period % every == 0:
        value, shareable = (p.regime.site_open[:, None] * each for each in industry_values(p, spec))
        orders, tie = _draws(p)
        p.pillar_choice = rules.choose(
            value=value,
            stakes=stakes(p, value, shareable, officials_gain(p, spec)),
            allowed=p.regime.support_allowed & p.regime.site_open[:, None],
            near=near,
            bonus=bonus,
            number=spec.number,
            present=state.pillars,
            orders=orders,
            tie=tie,
        )
        p.pillars = p.pillar_choice.chosen
    if spec.fit_gain > 0 or spec.bonus_real > 0:
        p.fit = p.fit + spec.fit_gain * p.pillars + _real_bonus(p, spec, near, bonus)


def keep_pillars(p: Period) -> None:
    """The pillars stay until the next choice."""
    p.state.pillars = p.pillars


def in_reach(p: Period, spec: Pillars) -> Flags:
    """Whether d counts as in reach of c, (C, C): it can host, and its supply chains reach c by `least_reach`."""
    cities = p.world.cities
    hosts = (cities.land_stock > 0.0) & (cities.slots >= 1) & p.regime.site_open
    near: Flags = (p.regime.reach_chain >= spec.least_reach) & hosts[:, None]
    return near | np.eye(p.world.cities.count, dtype=bool)


def industry_values(p: Period, spec: Pillars) -> tuple[Floats, Floats]:
    """V_ck, what all projects of an industry together are worth to a city in a year, and its shareable part, (C, K).

    V_ck = projects a year · share of the industry · mean investment I
           · [public value / I + a(r_f, H_f)·g_k·(A_ck - 1)],

    0 where that is negative: the public value of the typical project, and what the place's productivity adds to the
    firm and can be won from it (assumption). Given by number, it is the same for all cities and can be shared whole.
    """
    cities, industries = p.world.cities, p.world.industries
    if spec.value is not None:
        given = np.array([spec.value.get(key, 0.0) for key in industries.keys])
        value = np.repeat(given[None, :], cities.count, axis=0)
        return value, value
    public, shared = _public_value(p)
    advantage = p.world.firm_annuity * industries.capital_return * np.expm1(ln_productivity(p, cities.fit))
    volume = _investment_per_year(p)
    value = np.maximum(0.0, volume * (public + advantage))
    return value, np.minimum(volume * shared, value)


def _public_value(p: Period) -> tuple[Floats, Floats]:
    """Public value per unit of investment of each industry in each city, and its shareable part, (C, K)."""
    cities, industries = p.world.cities, p.world.industries
    count = len(industries.keys)
    value = public_value.public_value(
        tax=industries.tax_share,
        retained_share=cities.retained_share,
        weight=p.world.leader_weight,
        land=1.0 / (MILLION_PER_LAND_PRICE * industries.investment_per_mu)[:, None],
        land_price=np.maximum(cities.list_price, p.regime.land_floor),
        land_cost=cities.land_cost,
        infrastructure=cities.infrastructure,
        investment=np.ones(count),
        jobs=industries.jobs_per_100m / MILLION_PER_100M,
        value_per_job=cities.value_per_job,
        spillover=np.zeros((count, cities.count)),
        cost_of_public_funds=p.world.cost_of_public_funds,
    )
    return value.total.T, value.shared.T


def _investment_per_year(p: Period) -> Floats:
    """Expected investment of each industry's projects, (K,), million CNY/year."""
    pipeline, weight = p.world.scenario.projects.pipeline, p.world.industries.weight
    if pipeline is None:
        return np.zeros(weight.size)
    return pipeline.arrivals_per_year * pipeline.realised_share * expected_size(pipeline.size) * weight / weight.sum()


def officials_gain(p: Period, spec: Pillars) -> Floats:
    """What officials gain from an industry's projects beyond public value, (C, K), million CNY/year.

    It moves the choice as it moves bids, and never enters the worth of the pillars; 0 where values are given.
    """
    cities, industries = p.world.cities, p.world.industries
    if spec.value is not None or not p.political_weight.any():
        return np.zeros(cities.stock.shape)
    volume = _investment_per_year(p)
    return public_value.political_value(p.political_weight, p.regime.quality_weight, volume, industries.quality).T


def stakes(p: Period, value: Floats, shareable: Floats, officials: Floats) -> Floats:
    """What industry k in city d is worth to those who choose for c, (c, d, K), million CNY/year.

    Own value of the host and what its officials gain, plus K[d, c] of the shareable part; members of a coalition
    count each other's, and a joint park counts its owners' (assumption).
    """
    own = np.eye(len(value))[:, :, None] * (value - shareable + officials)
    shared = p.regime.benefit_share.T[:, :, None] * shareable
    return np.einsum("ec,edk->cdk", p.regime.together.astype(float), own + shared)


def _draws(p: Period) -> tuple[NDArray[np.int64], Floats]:
    """Orders of moving, (ORDERS, C), and the order of industries of the same value, (C, K)."""
    cities, industries, luck = p.world.cities.keys, p.world.industries.keys, p.block.luck
    moving = luck.draw_by_city("pillar_order", p.state.period, ORDERS, cities)
    tie = [[luck.draw("pillar_tie", p.state.period, 1, f"{c}/{k}")[0] for k in industries] for c in cities]
    return np.argsort(moving, axis=1), np.array(tie).reshape(len(cities), len(industries))


def _real_bonus(p: Period, spec: Pillars, near: Flags, bonus: Floats) -> Floats:
    """Rise of ln productivity with which the stated share of the cluster bonus comes true, (C, K).

    A value V·g needs (g - 1)·v more per unit of investment, v = V per unit: A rises by (g - 1)·v / (a·g_k).
    """
    if spec.bonus_real == 0.0:
        return np.zeros_like(p.fit)
    public, _ = _public_value(p)
    returns = p.world.firm_annuity * p.world.industries.capital_return
    productivity = np.exp(ln_productivity(p, p.world.cities.fit))
    worth = np.maximum(0.0, public + returns * (productivity - 1.0))
    m = rules.promoters(p.pillars, near)
    more = np.where(p.pillars, spec.bonus_real * (rules.at_count(bonus, m) - 1.0) * worth / returns, 0.0)
    return np.log1p(np.maximum(more / productivity, -0.99))
