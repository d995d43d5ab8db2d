"""The spread shown in figures: percentiles over replications, and intervals of a share."""

import warnings

import numpy as np
from numpy.typing import ArrayLike, NDArray

type Floats = NDArray[np.float64]

NORMAL_95 = 1.959963984540054
"""Two-sided 95 % point of the standard normal."""


def wilson(count: ArrayLike, n: ArrayLike) -> tuple[Floats, Floats]:
    """The 95 % score interval of a share, following Wilson 1927; NaN where n is 0.

    Args:
        count: Successes.
        n: Draws.

    Returns:
        Low and high end, within [0, 1].
    """
    size = np.where(np.asarray(n, dtype=float) > 0, np.asarray(n, dtype=float), np.nan)
    share = np.asarray(count, dtype=float) / size
    z2 = NORMAL_95**2
    centre = (share + z2 / (2.0 * size)) / (1.0 + z2 / size)
    half = NORMAL_95 * np.sqrt(share * (1.0 - share) / size + z2 / (4.0 * size**2)) / (1.0 + z2 / size)
    return np.maximum(centre - half, 0.0), np.minimum(centre + half, 1.0)


def mean_and_band(values: Floats, band: tuple[float, float]) -> tuple[Floats, Floats, Floats]:
    """Mean and two percentiles of each column, without the NaN in it; NaN where a column has nothing else.

    Args:
        values: (replications, periods).
        band: The two percentiles.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a column of NaN
        low, high = np.nanpercentile(values, band, axis=0)
        return np.nanmean(values, axis=0), low, high
