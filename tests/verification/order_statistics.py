"""Normal order statistics and the share of equal maxima by numerical integration; nothing of the model is used."""

from functools import cache

import numpy as np
from scipy.special import ndtr

GRID = np.linspace(-9.0, 9.0, 36_001)
DENSITY = np.exp(-0.5 * GRID**2) / np.sqrt(2 * np.pi)


@cache
def expected_largest(count: int) -> tuple[float, float]:
    """Expected largest and second largest of `count` independent standard normals."""
    below = ndtr(GRID)
    first = count * DENSITY * below ** (count - 1)
    second = count * (count - 1) * DENSITY * below ** (count - 2) * (1.0 - below)
    return float(np.trapezoid(GRID * first, GRID)), float(np.trapezoid(GRID * second, GRID))


def share_of_other_maxima(count: int, correlation: float) -> float:
    """Probability that the maxima of two normals with this correlation over `count` draws fall on different draws.

    1 - n·E[P(A < a, B < b)^(n-1)] with A = a, B = b the own pair, integrated over both.
    """
    nodes, weights = np.polynomial.hermite_e.hermegauss(80)
    weights = weights / weights.sum()
    if correlation >= 1.0:
        return 0.0
    spread = np.sqrt(1.0 - correlation**2)
    step = np.linspace(-9.0, 9.0, 3_001)
    density = np.exp(-0.5 * step**2) / np.sqrt(2 * np.pi)
    same = 0.0
    for a, weight in zip(nodes, weights, strict=True):
        b = correlation * a + spread * nodes
        inner = density * ndtr((b[:, None] - correlation * step) / spread)
        smooth = np.clip((a - step) / (step[1] - step[0]) + 0.5, 0.0, 1.0)
        joint = (inner * smooth).sum(axis=1) * (step[1] - step[0])
        same += weight * float(weights @ joint ** (count - 1))
    return 1.0 - count * same
