"""Talent: skilled people against the skilled jobs that want them, shared between cities without making more."""

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]


def reached_talent(supply: Floats, demand: Floats, reach: Floats) -> Floats:
    """Skilled people at work in each city, (C,), persons: their sum is that of the supply, whatever the reach.

    reached_c = supply_c + Σ_d (flow[d,c] - flow[c,d]), flow[d,c] = supply_d·reach[d,c]·demand_c / max(M_d, M_c),
    M_d = Σ_j reach[d,j]·demand_j. Assumption: people go where they are scarcer. With equal reach both ways nobody
    moves on balance between cities that are equally short; with full reach all are short by the same share.

    Args:
        supply: (C,) skilled people of each city, persons.
        demand: (C,) skilled jobs of each city, persons.
        reach: (C, C) how far d's people count as at hand at c; own reach 1.
    """
    pull = reach * demand
    within = pull.sum(axis=1)
    scale = np.maximum.outer(within, within)
    flow = supply[:, None] * pull / np.where(scale > 0, scale, 1.0)
    return np.asarray(supply + flow.sum(axis=0) - flow.sum(axis=1))


def talent_shortage(reached: Floats, demand: Floats) -> Floats:
    """Share of skilled jobs that find nobody, (C,): max(0, 1 - reached/demand), 0 without demand.

    Definition.
    """
    wanted = demand > 0
    return np.where(wanted, np.maximum(0.0, 1.0 - reached / np.where(wanted, demand, 1.0)), 0.0)


def next_supply(supply: Floats, growth: float, training: Floats, years: float) -> Floats:
    """Skilled people a period later, (C,): supply·(1 + growth)^years + training·years.

    Accounting identity of a stock; its rate of growth is an assumption.

    Args:
        supply: (C,) persons.
        growth: Of the city's own supply, per year.
        training: (C,) trained by programmes, persons per year.
        years: Length of the period.
    """
    return supply * (1.0 + growth) ** years + training * years
