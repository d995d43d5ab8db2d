"""Readings of a period: what a firm that moves costs its new host in tax shared with the old one."""

import numpy as np
from numpy.typing import NDArray

from sim.rules.relocation_tax import transfer_value
from sim.schedule.period import Period

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]


def relocation_transfers(p: Period, rate: Floats | float) -> Floats | None:
    """Present value of what each new host would pay the city that each firm leaves, (P, C); None if nobody pays.

    Args:
        p: The period.
        rate: (C,) or one number, per year.
    """
    home = p.block.incumbent
    if not p.regime.move_share.any() or (home < 0).all():
        return None
    old = np.maximum(home, 0)
    kept = p.world.cities.retained_share
    share = np.where((home >= 0)[:, None], p.regime.move_share[:, old].T, 0.0)
    cap = p.regime.move_cap * (p.block.tax * kept[old])[:, None]
    return transfer_value(p.block.tax[:, None] * kept, share, cap, p.regime.move_years, rate)


def terms_of_move(p: Period, rows: NDArray[np.intp], h: Ints) -> dict[str, Floats]:
    """Share, cap (million CNY) and years of what hosts owe the cities that firms left, (rows,) each."""
    home = p.block.incumbent[rows]
    moved, old = (home >= 0) & (home != h), np.maximum(home, 0)
    paid = p.block.tax[rows] * p.world.cities.retained_share[old]
    return {
        "share": np.where(moved, p.regime.move_share[h, old], 0.0),
        "cap": np.where(moved, p.regime.move_cap[h] * paid, 0.0),
        "years": np.where(moved, p.regime.move_years[h], 0.0),
    }
