"""Event: which sites have a lender for which firm, and at what spread."""

import numpy as np
from numpy.typing import NDArray

from sim.rules import credit
from sim.rules.site_value import together
from sim.schedule.period import Period

type Floats = NDArray[np.float64]
type Flags = NDArray[np.bool_]


def find_lenders(p: Period) -> None:
    """Lenders look at firms at open sites; without a credit market all find one at the city's own spread."""
    block, cities, spec = p.block, p.world.cities, p.world.scenario.credit
    p.candidate = block.candidate if p.regime.site_open.all() else block.candidate & p.regime.site_open
    p.loans = None
    p.credit_spread = np.broadcast_to(cities.credit_spread, p.site_value.shape)
    if not spec.enabled:
        return
    home = np.maximum(block.origin, 0)
    inside = (block.origin >= 0)[:, None]
    across = inside & (cities.credit_system[home][:, None] != cities.credit_system)
    reach = np.where(inside, p.regime.reach_credit[home], spec.outside_reach)
    p.loans = credit.loans(
        gross_return=gross_return(p),
        good=block.good,
        known=drawn(p, "credit_record") < reach,
        barred=inside & (drawn(p, "credit_area") < p.regime.out_of_area[home]),
        premium=cities.credit_spread + across * spec.border_premium + block.private[:, None] * p.regime.private_premium,
        needed=block.debt_share > 0,
        terms=credit.Lending(
            spec.cost_of_funds,
            spec.good_share,
            spec.good_repayment,
            spec.bad_repayment,
            spec.good_elsewhere,
            spec.bad_elsewhere,
        ),
    )
    p.candidate = p.candidate & p.loans.financed
    p.credit_spread = p.loans.spread
    if not block.stylised:
        cost = -p.world.firm_annuity * (block.investment * block.debt_share)[:, None] * p.credit_spread
        p.site_value_parts = {**p.site_value_parts, "credit": cost}
        p.site_value = together(p.site_value_parts.values())


def drawn(p: Period, stream: str) -> Floats:
    """A stream of the credit market, (P, C), or its middle where the likelier happens."""
    return p.block.draw(stream) if p.world.scenario.credit.drawn else np.full(p.site_value.shape, 0.5)


def gross_return(p: Period) -> Floats:
    """X, yearly gross return of each project at each site on a unit of investment before credit, (P, C)."""
    block = p.block
    if block.stylised:
        return np.broadcast_to(1.0 + block.capital_return[:, None], p.site_value.shape)
    yearly = ("returns", "wages", "access", "compliance")
    earned = together(p.site_value_parts[name] for name in yearly if name in p.site_value_parts)
    return 1.0 + earned / (p.world.firm_annuity * block.investment[:, None])
