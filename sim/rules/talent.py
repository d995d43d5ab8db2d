"""Talent: skilled people against the skilled jobs that want them, shared between cities without making more."""

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]


def reached_talent(supply: Floats, demand: Floats, reach: Floats) -> Floats:
    """Skilled people at work in each city, (C,), persons: their sum is that of the supply, whatever the reach.

    reached_c = Σ_d supply_d·reach[d,c]·demand_c / Σ_j reach[d,j]·demand_j; where nobody wants them they stay.
    Assumption: a gravity rule. With own reach alone everyone stays at home, with full reach all cities are short
    by the same share.

    Args:
        supply: (C,) skilled people of each city, persons.
        demand: (C,) skilled jobs of each city, persons.
        reach: (C, C) how far d's people count as at hand at c; own reach 1.
    """
    pull = reach * demand
    total = pull.sum(axis=1, keepdims=True)
    share = np.where(total > 0, pull / np.where(total > 0, total, 1.0), np.eye(supply.size))
    return np.asarray(supply @ share)


def talent_shortage(reached: Floats, demand: Floats) -> Floats:
    """Share of skilled jobs that find nobody, (C,): max(0, 1 - reached/demand), 0 without demand."""
    wanted = demand > 0
    return np.where(wanted, np.maximum(0.0, 1.0 - reached / np.where(wanted, demand, 1.0)), 0.0)


def next_supply(supply: Floats, growth: float, training: Floats, years: float) -> Floats:
    """Skilled people a period later, (C,): supply·(1 + growth)^years + training·years.

    Args:
        supply: (C,) persons.
        growth: Of the city's own supply, per year.
        training: (C,) trained by programmes, persons per year.
        years: Length of the period.
    """
    return supply * (1.0 + growth) ** years + training * years
