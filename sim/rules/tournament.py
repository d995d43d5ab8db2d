"""Political weights that answer to investment won: the tournament for promotion."""

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]


def political_weight(
    base: Floats, won: Floats, gdp: Floats, peers: NDArray[np.bool_], *, sensitivity: float, smallest: float,
    lowest: float, highest: float,
) -> Floats:  # fmt: skip
    """Political weight of each city, (C,): clip(base·exp(η·(m - y)/max(m, y_min)), lowest, highest).

    y is realised investment won over GDP and m the mean of the peers' y; cities without peers, or without GDP, keep
    their base. Who lags behind wants investment more; a base of 0 stays 0. Assumption, after Zhou 2004 and
    Yu, Zhou & Zhu 2016 (rivals are those of the same province and rank).

    Args:
        base: (C,) share of investment.
        won: (C,) realised investment won in the years that count, million CNY.
        gdp: (C,) million CNY/year.
        peers: (C, C) whether d is a peer of c, symmetric.
        sensitivity: η.
        smallest: y_min, smallest mean of the peers in the denominator.
        lowest: Lower end of the clip, share of investment.
        highest: Upper end of the clip.
    """
    known = gdp > 0
    result = np.divide(won, gdp, out=np.zeros_like(won), where=known)
    counted = peers & known
    number = counted.sum(axis=1)
    mean = (counted * result).sum(axis=1) / np.maximum(number, 1)
    lag = np.clip((mean - result) / np.maximum(mean, smallest), -50.0, 50.0)
    answer = np.clip(base * np.exp(sensitivity * lag), lowest, highest)
    return np.where((number > 0) & known & (base > 0), answer, base)
