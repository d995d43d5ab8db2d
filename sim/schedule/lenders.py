"""Event: which sites have a lender for which firm, and at what spread."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sim.rules import credit
from sim.rules.site_value import gross_return, site_value
from sim.schedule.period import Period, once_for_all

type Floats = NDArray[np.float64]
type Flags = NDArray[np.bool_]


def find_lenders(p: Period) -> None:
    """Lenders look at firms at open sites; without a credit market all find one at the city's own spread.

    A record reaches site c with the chance reach_credit[home, c], for firms from elsewhere outside_reach; without it
    the out-of-area rule shuts c with the chance out_of_area[home, c]. The cost of credit joins the parts of site value.

    premium_pc = credit_spread_c + [other credit system than p's home]·border_premium + [p private]·private_premium_c
    """
    block, cities, spec = p.block, p.world.cities, p.world.scenario.credit
    p.candidate = block.candidate if p.regime.site_open.all() else block.candidate & p.regime.site_open
    p.loans = None
    p.credit_spread = np.broadcast_to(cities.credit_spread, p.land_price.shape)
    if not spec.enabled:
        return
    reach, out_of_area = chances(p)
    abroad = p.world.other_system[block.origin]
    p.loans = credit.loans(
        gross_return=1.0 + block.capital_return[:, None] if p.terms is None else gross_return(p.terms),
        good=block.good,
        known=happens(p, "credit_record", reach),
        barred=happens(p, "credit_area", out_of_area),
        premium=cities.credit_spread + abroad * spec.border_premium + block.private[:, None] * p.regime.private_premium,
        needed=block.debt_share > 0,
        terms=credit.Lending(
            spec.cost_of_funds,
            spec.good_share,
            spec.good_repayment,
            spec.bad_repayment,
            spec.good_elsewhere,
            spec.bad_elsewhere,
        ),
        held=block.at_home,
    )
    p.candidate = p.candidate & p.loans.financed
    p.credit_spread = p.loans.spread
    if p.terms is not None:
        p.terms = replace(p.terms, credit_spread=p.credit_spread)
        p.site_value = site_value(p.terms)


@once_for_all
def chances(p: Period) -> tuple[Floats, Floats]:
    """Chance that a record reaches each site and that the out-of-area rule shuts it, (C + 1, C) each, by home."""
    # The last row is that of firms from elsewhere, whose home has the number -1.
    elsewhere = np.ones((1, p.world.cities.count))
    reach = np.append(p.regime.reach_credit, p.world.scenario.credit.outside_reach * elsewhere, axis=0)
    return reach, np.append(p.regime.out_of_area, 0.0 * elsewhere, axis=0)


def happens(p: Period, stream: str, chance: Floats) -> Flags:
    """Whether something of this chance happens to each firm at each site, (P, C); without draws the likelier does.

    Args:
        p: The period.
        stream: Name of the stream that decides.
        chance: (C + 1, C) by the firm's home; the last row is that of firms from elsewhere.
    """
    home = p.block.origin
    if not p.world.scenario.credit.drawn:
        return (chance > 0.5)[home]
    certain = (chance == 0.0) | (chance == 1.0)
    if certain[home].all():
        return (chance == 1.0)[home]
    return p.block.draw(stream) < chance[home]
