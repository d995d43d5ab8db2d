"""What posted rates came to: whether they rest, how many resting points were found, and how efficient they are."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.schedule.period import PostedRates


def _mean(values: list[NDArray[np.float64]]) -> float:
    """Mean over industries and periods, NaN left out; NaN without any."""
    every = np.concatenate(values) if values else np.empty(0)
    known = every[~np.isnan(every)]
    return float(known.mean()) if known.size else float("nan")


def unsettled(posted: Sequence[PostedRates]) -> float:
    """Share of games, one for each industry and period, in which the replies reached no fixed point."""
    return _mean([(~one.solved.converged).astype(float) for one in posted])


def several(posted: Sequence[PostedRates]) -> float:
    """Share of games in which the two starting points led to different fixed points."""
    return _mean([(one.solved.fixed_points > 1).astype(float) for one in posted])


def efficiency(posted: Sequence[PostedRates]) -> float:
    """Mean over games of the expected surplus of the reference project over the largest possible."""
    return _mean([one.efficiency for one in posted])


def worst(posted: Sequence[PostedRates]) -> float:
    """The same at the worst of the fixed points found: the price of anarchy; games without any are left out."""
    return _mean([one.worst_efficiency for one in posted])
