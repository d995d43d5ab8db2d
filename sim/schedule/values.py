"""Events: the regime in force, and what sites and projects are worth."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sim.alternatives import plant_weights
from sim.rules import instruments, public_value, welfare
from sim.rules import site_value as site_rules
from sim.rules.public_value import PublicValue
from sim.schedule.factors import talent_shortage
from sim.schedule.period import Period, once

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]
type Flags = NDArray[np.bool_]


def set_regime(p: Period) -> None:
    """Read the regime in force: that of the period, without those who have broken an agreement."""
    p.regime = p.world.book.of(p.state.period, p.absences) if p.absences else p.world.regimes[p.state.period]


def rate_cities(p: Period) -> None:
    """How productive each city is for each industry: A = exp(ln A)."""
    if p.block.stylised:
        return
    p.talent_shortage = talent_shortage(p)
    p.city_productivity = np.exp(ln_productivity(p, p.fit))


def value_sites(p: Period) -> None:
    """What each site is worth to each firm before any concession.

    land_price_c = max(list_price_c, floor_c), site_value = sum of its parts; with a credit market the
    lenders' part is found and added in the next event.
    """
    world, block, cities = p.world, p.block, p.world.cities
    p.land_floor = np.broadcast_to(land_floor(p), (block.count, cities.count))
    p.land_price = np.maximum(cities.list_price, p.land_floor)
    p.match, p.terms = match(p), None
    if block.site_value is not None:
        kept = bool((p.regime.match_share == 1.0).all())
        p.site_value = block.site_value if kept else block.site_value - block.match + p.match
        return
    p.productivity = p.city_productivity.T[block.industry]
    years, capital = weights_of_plants(p)
    p.terms = site_rules.SiteTerms(
        annuity=years[:, None],
        investment=block.investment[:, None],
        capital_return=block.capital_return[:, None],
        productivity=p.productivity,
        jobs=block.jobs[:, None],
        wage_gap=p.state.wage - world.scenario.economy.reference_wage,
        access=access_cost(p),
        compliance=compliance_cost(p) if cities.compliance_cost.any() else np.zeros((1, 1)),
        debt_share=block.debt_share[:, None],
        credit_spread=np.broadcast_to(cities.credit_spread, p.land_price.shape),
        capital=elsewhere(p, (capital * block.capital_needed)[:, None]),
        entry_cost=elsewhere(p, capital[:, None] * entry_cost(p)),
        land=block.land_needed,
        land_price=p.land_price,
        match=p.match,
    )
    if not world.scenario.credit.enabled:
        p.site_value = site_rules.site_value(p.terms)


@once
def weights_of_plants(p: Period) -> tuple[Floats, Floats]:
    """Present value of 1 a year over what is left of each plant's life, and of 1 of capital, (P,) each."""
    scenario = p.world.scenario
    return plant_weights(scenario.economy, scenario.life, p.block.years, p.block.incumbent)


def match(p: Period) -> Floats:
    """Money value of the match, (P, C): the draw, of which a regime may leave a share; the outside keeps its own.

    match_pc = drawn match_pc·match_share_c
    """
    return p.block.match * p.regime.match_share


@once
def access_cost(p: Period) -> Floats:
    """Yearly access cost of each firm at each site, (P, C), share of investment.

    access_pc = access_cost_rate_k·access_cost_c·access_share_c
    """
    left = p.world.cities.access_cost * p.regime.access_share
    return np.outer(p.world.industries.access_cost_rate, left)[p.block.industry]


@once
def compliance_cost(p: Period) -> Floats:
    """Yearly cost of keeping two sets of papers, (P, C), share of investment; none on the home side of the border.

    compliance_pc = [c lies across the border of p's home]·compliance_cost_c·compliance_share_c
    """
    return across_border(p) * (p.world.cities.compliance_cost * p.regime.compliance_share)


@once
def across_border(p: Period) -> Flags:
    """Whether each site lies across the province border of the firm's home, (P, C); firms from elsewhere have none."""
    return p.world.other_province[p.block.origin]


def ln_productivity(p: Period, fit: Floats) -> Floats:
    """Logarithm of A of each site for each industry at this fit, (C, K)."""
    industries, economy = p.world.industries, p.world.scenario.economy
    return site_rules.ln_productivity(
        fit=fit,
        stock=p.state.stock,
        stock_reference=industries.stock_reference,
        reach_chain=p.regime.reach_chain,
        chain=industries.chain,
        marshall_elasticity=industries.marshall_elasticity,
        chain_elasticity=industries.chain_elasticity,
        rd_capital=p.state.rd_capital,
        rd_reference=economy.rd_reference,
        reach_rd=p.regime.reach_rd,
        rd_elasticity=industries.rd_elasticity,
        talent_shortage=talent_shortage(p),
        talent_sensitivity=industries.talent_sensitivity,
        agglomeration_scale=economy.agglomeration_scale,
        rd_scale=economy.rd_scale,
    )


def elsewhere(p: Period, amount: Floats) -> Floats:
    """An amount that is spent at new sites and nowhere where the firm is already, (P, 1) or (P, C)."""
    home = p.block.at_home
    return amount if home is None else np.where(home, 0.0, amount)


def weights(p: Period, new: Floats, running: Floats) -> Floats:
    """Years that count at each site: (C,) for new projects, (P, C) where firms that produce already are among them.

    Args:
        p: The period.
        new: (C,) of a new plant.
        running: (life + 1, C) of a plant in full production, by years left.
    """
    again = p.block.incumbent >= 0
    if not again.any():
        return new
    years = np.tile(new, (p.block.count, 1))
    years[again] = running[p.block.years[again].astype(np.int64)]
    return years


@once
def possible_sites(p: Period) -> Flags:
    """Where each project could go if it came first of all, (P, C): no regime changes it.

    candidate, land ≤ land stock of c, and at least one slot.
    """
    cities, block = p.world.cities, p.block
    candidate = block.candidate if block.everywhere is None else block.everywhere
    return candidate & (block.land_needed <= cities.land_stock) & (cities.slots >= 1)


@once
def entry_cost(p: Period) -> Floats:
    """Entry cost of each firm at each site, (P, C), share of investment; dearer across the border of its home.

    entry_pc = entry_cost_c + [c lies across the border of p's home]·border_entry_cost_c·border_entry_share_c
    """
    cities = p.world.cities
    return cities.entry_cost + across_border(p) * (cities.border_entry_cost * p.regime.border_entry_share)


def value_projects(p: Period) -> None:
    """What hosting each project is worth to each city: as leaders see it, and as welfare counts it."""
    _public_values(p)
    if p.regime.fund_rate.any():
        fund = p.regime.fund_rate.T[p.block.industry] * p.block.investment[:, None]
        same = p.leader_value is p.social_value
        p.leader_value = p.leader_value.with_money(fund, p.world.cost_of_public_funds)
        p.social_value = p.leader_value if same else p.social_value.with_money(fund, p.world.cost_of_public_funds)
        p.upper = replace(p.upper, provincial=p.upper.provincial - fund)


def _public_values(p: Period) -> None:
    world, block, cities = p.world, p.block, p.world.cities
    count = cities.count
    if block.public_value is not None:
        tax = np.outer(block.tax, cities.retained_share * world.leader_weight)
        value = public_value.stylised_value(block.public_value, tax, world.cost_of_public_funds)
        p.spillover = np.zeros_like(p.site_value)
        p.leader_value = p.social_value = value
        p.upper = welfare.upper_tiers(np.zeros(block.count), 0.0, cities.retained_share, cities.central_share)
        return
    spec = world.scenario.projects.spillover
    normal = block.draw("spillover") if spec.scale > 0 else p.site_value
    p.spillover = public_value.spillover(
        spec.scale, spec.correlation, block.investment * block.share_left, p.site_value, normal, possible_sites(p)
    )

    def at_weight(weight: Floats, tax: Floats) -> PublicValue:
        value = public_value.public_value(
            tax=tax,
            retained_share=cities.retained_share,
            weight=weight,
            land=block.land_needed,
            land_price=p.land_price,
            land_cost=cities.land_cost,
            infrastructure=elsewhere(p, np.broadcast_to(cities.infrastructure, p.site_value.shape)),
            investment=block.investment,
            jobs=block.jobs,
            value_per_job=cities.value_per_job,
            spillover=p.spillover,
            cost_of_public_funds=world.cost_of_public_funds,
        )
        home = block.at_home
        return value if home is None else public_value.kept_by_host(value, home)

    realised = block.tax * world.scenario.life.tax_realised
    leader = weights(p, world.leader_weight, world.leader_weight_running)
    society = np.broadcast_to(world.social_weight, count), world.social_weight_running[:, None]
    social = weights(p, *society)
    p.leader_value = at_weight(leader, block.tax)
    same = world.scenario.life.tax_realised == 1.0 and bool((leader == social).all())
    p.social_value = p.leader_value if same else at_weight(social, realised)
    p.upper = welfare.upper_tiers(
        realised, social if social.ndim > 1 else world.social_weight, cities.retained_share, cities.central_share
    )


def land_floor(p: Period) -> Floats:
    """Lowest price of land for each project, (P, C) or (C,), 10k CNY/mu."""
    regime = p.regime
    uncertain = bool((regime.raised_floor_holds < 1.0).any() and regime.raised_floor.any())
    return instruments.effective_floor(
        regime.land_floor,
        regime.raised_floor,
        regime.raised_floor_priority_share,
        regime.raised_floor_holds,
        p.block.priority,
        p.block.draw("floor_holds") if uncertain else None,
    )
