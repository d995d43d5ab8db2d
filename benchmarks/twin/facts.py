"""What stays fixed in a run, as plain numbers."""

from dataclasses import dataclass

from benchmarks.twin.rules import CreditTerms, annuity
from sim.world import World


@dataclass(frozen=True, slots=True)
class Facts:
    """Numbers of a scenario that belong to no city; units as in `sim.schema`.

    Attributes:
        funds: 1 + cost of public funds.
        firm_rate: Discount rate of firms.
        life: Years that a plant produces.
        building_years: Years of building before.
        longest_life: Years after founding in which a plant can move any money.
        new_annuity: a(r, H) of a new plant from signing on.
        capital_factor: Present value of 1 of capital of a new plant.
        moving_cost: Share of capital spent again at another site.
        schedule_years: Years of the rebate schedule.
        grant_years: Years in which grants are paid.
        budgets_ahead: Yearly budgets that may be promised.
        bailout_share: Share of the room beyond a debt limit that is left.
        interest_rate: On debt.
        reference_wage: CNY per year.
        outside_gap: Outside option less the reference site, share of investment; None if no firm can leave.
        outside_land_price: Of the reference site.
        outside_public_share: Public value elsewhere that counts.
        match_scale: Share of investment.
        spillover_scale: Share of investment.
        shortlist_size: Cities invited.
        sealed: Whether offers are sealed.
        learning: Whether any city learns.
        credit: Terms of lenders, None without a credit market.
        funds_lent: 1 + lenders' cost of funds.
        border_premium: On loans into another credit system.
        wage_elasticity, talent_growth, rd_depreciation, rd_output_share: Growth of factors.
        rd_reference, rd_scale, agglomeration_scale: Constants of productivity.
        provinces, credit_systems: By city.
        and one number for each industry: jobs and land and tax per unit of investment, and elasticities.
    """

    funds: float
    firm_rate: float
    life: int
    building_years: int
    longest_life: int
    new_annuity: float
    capital_factor: float
    moving_cost: float
    schedule_years: int
    grant_years: int
    budgets_ahead: float
    bailout_share: float
    interest_rate: float
    reference_wage: float
    outside_gap: float | None
    outside_land_price: float
    outside_public_share: float
    match_scale: float
    spillover_scale: float
    shortlist_size: int | None
    sealed: bool
    learning: bool
    credit: CreditTerms | None
    funds_lent: float
    border_premium: float
    wage_elasticity: float
    talent_growth: float
    rd_depreciation: float | None
    rd_output_share: float
    rd_reference: float
    rd_scale: float
    agglomeration_scale: float
    provinces: list[int]
    credit_systems: list[str]
    jobs: list[float]
    land: list[float]
    tax: list[float]
    access_cost_rate: list[float]
    stock_reference: list[float]
    marshall_elasticity: list[float]
    chain_elasticity: list[float]
    chain: list[list[float]]
    rd_elasticity: list[float]
    talent_sensitivity: list[float]
    rd_intensity: list[float]
    skilled_jobs: list[float]


def facts_of(world: World) -> Facts:
    """The numbers of a scenario under one regime."""
    scenario, industries = world.scenario, world.industries
    economy, life, credit, projects = scenario.economy, scenario.life, scenario.credit, scenario.projects
    delay, rate = world.delay, economy.firm_rate
    return Facts(
        funds=1.0 + economy.cost_of_public_funds,
        firm_rate=rate,
        life=world.life,
        building_years=delay,
        longest_life=max(delay + world.life, economy.grant_years),
        new_annuity=annuity(rate, world.life) * (1.0 + rate) ** -delay,
        capital_factor=sum((1.0 + rate) ** -year for year in range(delay)) / delay if delay else 1.0,
        moving_cost=life.moving_cost,
        schedule_years=len(economy.rebate_schedule),
        grant_years=economy.grant_years,
        budgets_ahead=economy.commitment_share * economy.commitment_years,
        bailout_share=scenario.debt.bailout_share,
        interest_rate=scenario.debt.rate,
        reference_wage=economy.reference_wage,
        outside_gap=projects.outside.gap,
        outside_land_price=projects.outside.reference_list_price,
        outside_public_share=projects.outside.public_share,
        match_scale=projects.match.scale,
        spillover_scale=projects.spillover.scale,
        shortlist_size=scenario.contest.shortlist_size,
        sealed=scenario.contest.format == "sealed",
        learning=any(strategy.learns for strategy in world.strategies),
        credit=CreditTerms(
            credit.good_repayment, credit.bad_repayment, credit.good_share, credit.good_elsewhere, credit.bad_elsewhere
        )
        if credit.enabled
        else None,
        funds_lent=1.0 + credit.cost_of_funds,
        border_premium=credit.border_premium,
        wage_elasticity=scenario.wages.elasticity,
        talent_growth=scenario.talent.growth,
        rd_depreciation=scenario.research.depreciation,
        rd_output_share=scenario.research.output_share,
        rd_reference=economy.rd_reference,
        rd_scale=economy.rd_scale,
        agglomeration_scale=economy.agglomeration_scale,
        provinces=world.provinces.tolist(),
        credit_systems=world.cities.credit_system.tolist(),
        jobs=(industries.jobs_per_100m / 100.0).tolist(),
        land=(100.0 / industries.investment_per_mu).tolist(),
        tax=industries.tax_share.tolist(),
        access_cost_rate=industries.access_cost_rate.tolist(),
        stock_reference=industries.stock_reference.tolist(),
        marshall_elasticity=industries.marshall_elasticity.tolist(),
        chain_elasticity=industries.chain_elasticity.tolist(),
        chain=industries.chain.tolist(),
        rd_elasticity=industries.rd_elasticity.tolist(),
        talent_sensitivity=industries.talent_sensitivity.tolist(),
        rd_intensity=industries.rd_intensity.tolist(),
        skilled_jobs=(industries.jobs_per_100m * industries.skilled_share / 100.0).tolist(),
    )
