"""Events and readings of what cities have to offer: wages, talent and R&D capital, felt from the next period on."""

import numpy as np
from numpy.typing import NDArray

from sim.rules import research, talent, wages
from sim.schedule.period import Period
from sim.units import MILLION_PER_100M

type Floats = NDArray[np.float64]


def talent_shortage(p: Period) -> Floats:
    """Share of skilled jobs that find nobody, (C,): as given where a city states no supply of talent.

    demand_c = Σ_k stock_ck·jobs_per_100m_k·skilled_share_k / 100, supply_c = talent_c + shared services_c
    """
    cities, industries = p.world.cities, p.world.industries
    stated = ~np.isnan(cities.talent)
    if not stated.any():
        return cities.talent_shortage
    skilled_jobs = p.state.stock @ (industries.jobs_per_100m * industries.skilled_share) / MILLION_PER_100M
    demand = np.where(stated, skilled_jobs, 0.0)
    supply = np.where(stated, p.state.talent + p.regime.talent_services, 0.0)
    reached = talent.reached_talent(supply, demand, p.regime.reach_talent)
    return np.where(stated, talent.talent_shortage(reached, demand), cities.talent_shortage)


def programmes(p: Period) -> Floats:
    """What programmes cost each city in this period, (C,), million CNY."""
    return p.regime.programme_cost * p.world.period_years


def grow_factors(p: Period) -> None:
    """Wages follow the jobs won, talent and R&D capital grow."""
    if p.block.stylised:
        return
    state, scenario, years = p.state, p.world.scenario, p.world.period_years
    if scenario.wages.elasticity:
        state.wage = wages.congested_wage(
            p.world.cities.wage, jobs_won(p), p.world.cities.workforce, scenario.wages.elasticity
        )
    if scenario.talent.growth or p.regime.talent_training.any():
        state.talent = talent.next_supply(state.talent, scenario.talent.growth, p.regime.talent_training, years)
    if scenario.research.depreciation is not None:
        spending = rd_spending(p) + challenge_results(p) / years
        state.rd_capital = research.next_capital(state.rd_capital, scenario.research.depreciation, spending, years)


def jobs_won(p: Period) -> Floats:
    """Jobs of the firms that are there when the next period begins beyond those of the start, (C,), persons."""
    firms, count = p.state.firms, p.world.cities.count
    there, before = firms.ends > p.state.period + 1, np.flatnonzero(firms.period < 0)
    return np.bincount(firms.host, firms.jobs * there, count) - np.bincount(
        firms.host[before], firms.jobs[before], count
    )


def rd_spending(p: Period) -> Floats:
    """R&D of a city's own, of firms that came and of programmes, (C,), million CNY per year.

    spending_c = rd_effort_kept_c·own effort_c + R&D of new stock_c + joint spending_c
    """
    cities, industries, spec = p.world.cities, p.world.industries, p.world.scenario.research
    firms = research.spending_of_firms(p.state.stock, cities.stock, spec.output_share, industries.rd_intensity)
    return p.regime.rd_effort_kept * cities.rd_effort + firms + p.regime.rd_spending


def challenge_results(p: Period) -> Floats:
    """R&D capital that this period's contests for research money bring to the cities that win, (C,), million CNY.

    strength_c = R0 + Σ_d reach_rd[d,c]·R_d
    """
    regime, years = p.regime, p.world.period_years
    won = np.zeros(p.world.cities.count)
    strength = p.world.scenario.economy.rd_scale + regime.reach_rd.T @ p.state.rd_capital
    for group in np.unique(regime.challenge_group[regime.challenge_group >= 0]):
        entered = regime.challenge_group == group
        yearly = float(regime.challenges[entered].max())
        number = int((p.state.period + 1) * yearly * years + 1e-9) - int(p.state.period * yearly * years + 1e-9)
        drawn = p.block.luck.draw_by_city("challenge", p.state.period, number, p.block.cities)
        winners = research.challenge_winners(strength, entered, drawn)
        np.add.at(won, winners, regime.challenge_result[winners] / yearly)
    return won
