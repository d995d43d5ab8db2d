"""Paired comparison of two regimes on the same projects with the same luck."""

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean and its two-sided interval; NaN where undefined."""

    mean: float
    low: float
    high: float
    n: int

    @property
    def half_width(self) -> float:
        """Half of the interval's width."""
        return (self.high - self.low) / 2.0


@dataclass(frozen=True, slots=True)
class Paired:
    """Difference of a regime to the baseline.

    Attributes:
        difference: Mean of the paired differences with its interval.
        correlation: Correlation of the two regimes over replications; NaN where one does not vary.
        needed: Replications for a half-width of `precision` times the absolute mean difference; NaN for none.
    """

    difference: Interval
    correlation: float
    needed: float


@cache
def student(level: float, n: int) -> float:
    """Quantile of Student's t for a two-sided interval of that level with n observations."""
    from scipy.special import stdtrit

    return float(stdtrit(n - 1, 0.5 + level / 2.0))


def interval(values: Floats, level: float = 0.95) -> Interval:
    """Mean and t interval over replications; NaN entries are left out and counted in n."""
    kept = values[np.isfinite(values)]
    n = kept.size
    if n == 0:
        return Interval(np.nan, np.nan, np.nan, 0)
    mean = float(kept.mean())
    if n == 1:
        return Interval(mean, np.nan, np.nan, 1)
    half = student(level, n) * float(kept.std(ddof=1)) / math.sqrt(n)
    return Interval(mean, mean - half, mean + half, n)


def paired(values: Floats, baseline: Floats, level: float = 0.95, precision: float = 0.1) -> Paired:
    """Compare a regime with the baseline, replication by replication.

    Args:
        values: (replications,) of the regime.
        baseline: (replications,) of the baseline, on the same luck.
        level: Level of the interval.
        precision: Half-width asked for, as a share of the absolute mean difference.
    """
    both = np.isfinite(values) & np.isfinite(baseline)
    a, b = values[both], baseline[both]
    difference = interval(a - b, level)
    correlation = np.nan
    if a.size > 2 and a.std() > 0 and b.std() > 0:
        correlation = float(np.corrcoef(a, b)[0, 1])
    needed = np.nan
    if a.size > 1 and difference.mean != 0:
        spread = float((a - b).std(ddof=1))
        needed = float(np.ceil((student(level, a.size) * spread / (precision * abs(difference.mean))) ** 2))
    return Paired(difference, correlation, max(needed, 2.0) if np.isfinite(needed) else needed)


def wilson(count: int, n: int, level: float = 0.95) -> Interval:
    """Wilson score interval of a share."""
    if n == 0:
        return Interval(np.nan, np.nan, np.nan, 0)
    from scipy.special import ndtri

    z = float(ndtri(0.5 + level / 2.0))
    share = count / n
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return Interval(share, max(0.0, centre - half), min(1.0, centre + half), n)
