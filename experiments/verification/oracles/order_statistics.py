"""Order statistics of normal draws by numerical integration."""

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import cumulative_simpson
from scipy.special import ndtr

type Floats = NDArray[np.float64]

GRID: Final[Floats] = np.linspace(-9.0, 9.0, 36_001)


def density(at: Floats) -> Floats:
    """Density of the standard normal."""
    return np.exp(-0.5 * at**2) / np.sqrt(2 * np.pi)


@dataclass(frozen=True, slots=True)
class TopTwo:
    """Moments of the largest and second largest of some independent standard normals.

    Attributes:
        first: Expected largest.
        second: Expected second largest.
        first_variance: Variance of the largest.
        second_variance: Variance of the second largest.
        covariance: Their covariance.
    """

    first: float
    second: float
    first_variance: float
    second_variance: float
    covariance: float


@cache
def top_two(count: int) -> TopTwo:
    """Moments of the two largest of `count` draws.

    The largest has density n·φ·Φ^(n-1), the second n(n-1)·φ·Φ^(n-2)·(1 - Φ); as ∫_y^∞ x·φ(x) dx = φ(y), the mean
    product of both is n(n-1)·∫ y·φ(y)²·Φ(y)^(n-2) dy.
    """
    below, here = ndtr(GRID), density(GRID)
    first = count * here * below ** (count - 1)
    second = count * (count - 1) * here * below ** (count - 2) * (1.0 - below)
    product = count * (count - 1) * GRID * here**2 * below ** (count - 2)

    def mean(values: Floats) -> float:
        return float(np.trapezoid(values, GRID))

    one, two = mean(GRID * first), mean(GRID * second)
    return TopTwo(
        one, two, mean(GRID**2 * first) - one**2, mean(GRID**2 * second) - two**2, mean(product) - one * two
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class OtherMaximum:
    """Two standard normals A and B per draw: how far B where A is largest falls short of the largest B.

    Attributes:
        share: Probability that the two are largest on different draws.
        mean: Expected shortfall.
        square: Expected square of the shortfall.
    """

    share: float
    mean: float
    square: float


@cache
def other_maximum(count: int, correlation: float) -> OtherMaximum:
    """The shortfall of B where A is largest among `count` draws with this correlation.

    Given the largest A = a, its B is normal with mean r·a and variance 1 - r², and the others' B have the distribution
    G(t | a) = P(B <= t, A <= a) / Φ(a) each. With M the largest of these, E (M - B)+ = ∫ (1 - G^(n-1))·P(B < t) dt and
    E ((M - B)+)² = 2·∫ (1 - G^(n-1))·E (t - B)+ dt, both integrated over a.
    """
    if correlation >= 1.0:
        return OtherMaximum(0.0, 0.0, 0.0)
    if correlation <= -1.0:
        return _range(count)
    grid = np.linspace(-8.0, 8.0, 401)
    below = ndtr(grid)
    spread = np.sqrt(1.0 - correlation**2)
    gap = (grid[None, :] - correlation * grid[:, None]) / spread
    # joint[i, j] = P(A <= grid[i], B <= grid[j]), by Simpson's rule over A.
    joint = cumulative_simpson(density(grid)[:, None] * ndtr(gap), dx=grid[1] - grid[0], axis=0, initial=0.0)
    short = 1.0 - np.clip(joint / below[:, None], 0.0, 1.0) ** (count - 1)
    weight = count * density(grid) * below ** (count - 1)

    def integral(values: Floats) -> float:
        return float(np.trapezoid(weight * np.trapezoid(short * values, grid, axis=1), grid))

    depth = 2.0 * spread * (gap * ndtr(gap) + density(gap))
    return OtherMaximum(integral(density(gap) / spread), integral(ndtr(gap)), integral(depth))


def _range(count: int) -> OtherMaximum:
    """The same for B = -A: the shortfall is the range, with density n(n-1)·φ(x)·φ(y)·(Φ(x) - Φ(y))^(n-2), x > y."""
    grid = np.linspace(-8.0, 8.0, 801)
    apart = np.maximum(grid[:, None] - grid[None, :], 0.0)
    between = np.maximum(ndtr(grid)[:, None] - ndtr(grid)[None, :], 0.0)
    law = count * (count - 1) * density(grid)[:, None] * density(grid)[None, :] * between ** (count - 2)
    square = float(np.trapezoid(np.trapezoid(apart**2 * law, grid, axis=1), grid))
    return OtherMaximum(1.0, 2.0 * top_two(count).first, square)
