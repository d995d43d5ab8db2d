"""Event: what the other fixed point of posted rates would have been worth."""

from copy import copy

import numpy as np

from sim.schedule.contests import settle_contests
from sim.schedule.period import Period
from sim.schedule.signing import count_welfare


def weigh_fixed_points(p: Period) -> None:
    """Settle the contests again where posted rates have a second fixed point, and keep what W_total differs by.

    The state stays as it is: what counts is what the same period would have brought from there.
    """
    posted = p.posted
    if posted is None or not (posted.solved.fixed_points > 1).any():
        return
    several = (posted.solved.fixed_points > 1)[:, None]
    rate = np.where(several, posted.solved.other / posted.investment[:, None], posted.rate)
    view = copy(p)
    row = np.searchsorted(posted.industry, p.block.industry)
    view.offer = np.minimum(rate[row] * p.block.investment[:, None], p.rooms.total())
    settle_contests(view)
    count_welfare(view)
    p.other_fixed_point = float(view.deal_welfare.total.sum() - p.deal_welfare.total.sum())
