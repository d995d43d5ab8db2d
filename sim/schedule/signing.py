"""Events: welfare of the deals, contracts and the register of firms."""

import numpy as np
from numpy.typing import NDArray

from sim import booking
from sim.rules import welfare
from sim.rules.choice import at, mean_over
from sim.schedule.lives import closures, end_contracts, keep_mobile, lifetime, mobile, realised
from sim.schedule.moving import relocation_transfers, terms_of_move
from sim.schedule.period import Period
from sim.schedule.values import access_cost, compliance_cost, entry_cost, possible_sites, weights
from sim.state import Firms

type Floats = NDArray[np.float64]
type Flags = NDArray[np.bool_]


def count_welfare(p: Period) -> None:
    """Deal welfare under three standards."""
    outcome, block, value = p.settlement.outcome, p.block, p.social_value
    funds = 1.0 + p.world.cost_of_public_funds
    p.public_elsewhere = public_elsewhere(p)
    social = relocation_transfers(p, p.world.scenario.economy.social_rate)
    p.deal_welfare = welfare.deal_welfare(
        host=outcome.host,
        concession=outcome.concession,
        site_value=p.site_value,
        outside=block.outside,
        inside_share=block.inside_share,
        fiscal=value.fiscal,
        residents=value.residents,
        retained_tax=value.shared / funds,
        upper=p.upper,
        outside_public=p.public_elsewhere,
        benefit_share=None if p.regime.identity_contract else p.regime.benefit_share,
        cost_share=None if p.regime.identity_contract else p.regime.cost_share,
        cost_of_public_funds=p.world.cost_of_public_funds,
        left=block.incumbent,
        paid_to_left=None if social is None else at(social, outcome.host, 0.0),
    )


def public_elsewhere(p: Period) -> Floats:
    """v_out of each project, (P,): χ·mean over the sites where it could go of public value + upper tiers."""
    block = p.block
    if block.stylised:
        return np.zeros(block.count)
    share = np.where(block.domestic, p.world.scenario.projects.outside.public_share, 0.0)
    upper = (1.0 + p.world.cost_of_public_funds) * (p.upper.provincial + p.upper.central)
    return share * mean_over(p.social_value.total + upper, possible_sites(p))


def draw_up_contracts(p: Period) -> None:
    """The contract of each project that found a host; stylised projects have none."""
    if p.block.stylised:
        return
    host = p.settlement.outcome.host
    rows = np.flatnonzero(host >= 0)
    p.signed, p.fresh = register(p, rows, host[rows]), p.block.incumbent[rows] != host[rows]


def sign_contracts(p: Period) -> None:
    """Land is transferred, cash is promised, firms enter the register; who asked again ends the old contract."""
    world, state, block, host = p.world, p.state, p.block, p.deals["host"]
    rows = np.flatnonzero(host >= 0)
    h = host[rows]
    state.land_left = p.left.land
    if block.stylised:
        fiscal = p.social_value.fiscal[rows, h] - _fund(p, rows, h)
        p.treasury_flow = p.treasury_flow + booking.book_stylised(
            p.signing, h, p.site_value[rows, h], fiscal, p.deals["concession"][rows], block.inside_share[rows],
            p.regime,
        )  # fmt: skip
        _pay_fund(p, rows, h)
        return
    end_contracts(p, p.register_row[p.register_row >= 0])
    promised = np.bincount(h, p.signed.grant * world.grant_nominal[h], world.cities.count)
    state.liabilities = state.liabilities + promised
    keep_mobile(p, rows)
    state.firms = state.firms.extended(p.signed)
    fresh = np.where(block.incumbent[rows] == h, 0.0, block.investment[rows])
    p.treasury_flow = p.treasury_flow + booking.book_signing(
        p.signing, world, p.signed, fresh * world.cities.infrastructure[h]
    )
    booking.book_building(p.signing, world, state.firms, state.period)
    _pay_fund(p, rows, h)


def _fund(p: Period, rows: NDArray[np.intp], h: NDArray[np.int64]) -> Floats:
    """What the upper tier pays for each hosted project, (rows,), million CNY."""
    paid: Floats = p.regime.fund_rate[h, p.block.industry[rows]] * p.block.investment[rows]
    return paid


def _pay_fund(p: Period, rows: NDArray[np.intp], h: NDArray[np.int64]) -> None:
    """The regional fund pays the hosts when contracts are signed."""
    if p.regime.fund_rate.any():
        paid = np.bincount(h, _fund(p, rows, h), p.world.cities.count)
        p.signing.book("regional_fund", "province", "city", paid)
        p.treasury_flow = p.treasury_flow + paid


def register(p: Period, rows: NDArray[np.intp], h: NDArray[np.int64]) -> Firms:
    """Rows of the register for the projects hosted in this period, as they turn out."""
    block, settled, world, life = p.block, p.settlement, p.world, p.world.scenario.life
    cities, stays, new = world.cities, block.incumbent[rows] == h, block.incumbent[rows] < 0
    turned_out = realised(p)[rows]
    invested, tax = block.investment[rows] * turned_out, block.tax[rows] * turned_out * life.tax_realised
    schedule = weights(p, world.rebate_weight, world.rebate_weight_running)
    full = block.tax[rows] * (cities.retained_share * schedule)[rows if schedule.ndim > 1 else ..., h]
    rebate, founded = settled.rebate[rows], block.founded[rows]
    again = p.state.period + len(world.scenario.economy.rebate_schedule) * world.per_year
    planned = lifetime(p, founded)
    ends = np.minimum(planned, closures(p, block)[rows])
    reopens = np.where(new, again + world.delay * world.per_year, again)
    returns, terms = block.years[rows] > 0, terms_of_move(p, rows, h)

    def there(table: Floats) -> Floats:
        """What stands in a table (P, C) at the hosts, (rows,)."""
        return at(table, settled.outcome.host, 0.0)[rows]

    return Firms(
        period=np.full(rows.size, p.state.period),
        slot=block.slot[rows],
        host=h,
        industry=block.industry[rows],
        investment=invested,
        land=np.where(stays, 0.0, block.land[rows]),
        jobs=block.jobs[rows] * turned_out,
        tax=tax,
        cash_return=invested * block.capital_return[rows] * there(p.productivity),
        inside_share=block.inside_share[rows],
        land_price=there(p.land_price),
        land_discount=settled.land[rows],
        rebate=rebate,
        rebate_share=np.divide(rebate, full, out=np.zeros_like(rebate), where=full > 0),
        grant=settled.cash[rows] * np.minimum(turned_out, 1.0),
        access=invested * there(access_cost(p)),
        compliance=invested * there(compliance_cost(p)),
        wage=p.state.wage[h],
        debt_service=invested * block.debt_share[rows] * there(p.credit_spread),
        contract=np.where(stays, -1, world.book.number(p.regime)),
        founded=founded,
        ends=ends,
        reopens=np.where(mobile(p, block)[rows] & returns & (reopens < planned), reopens, -1),
        construction=invested * np.where(stays, 0.0, block.capital_needed[rows] + there(entry_cost(p))),
        previous=np.where(terms["share"] > 0, block.incumbent[rows], -1),
        moved_share=terms["share"],
        moved_cap=terms["cap"],
        moved_years=terms["years"],
        match=there(p.match),
        spillover=there(p.spillover),
    )
