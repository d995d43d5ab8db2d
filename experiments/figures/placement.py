"""Labels side by side: where they go so that none covers another."""

from collections.abc import Sequence

import numpy as np


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Positions at least `gap` apart within [low, high], as near as possible to the wanted ones.

    Least squares: with z_i = y_i - i·gap the distances become an order, so that z is the isotonic regression of
    the wanted positions less i·gap, cut to the interval. If they do not fit, they are spaced evenly.

    Args:
        wanted: Positions.
        gap: Smallest distance of neighbours.
        low: Lower end.
        high: Upper end.

    Returns:
        The positions, in the order of `wanted`.
    """
    count = len(wanted)
    if count == 0:
        return []
    if (count - 1) * gap > high - low:
        gap = (high - low) / (count - 1)
    order = sorted(range(count), key=lambda i: (wanted[i], i))
    blocks: list[tuple[float, int]] = []
    for rank, i in enumerate(order):
        mean, size = wanted[i] - rank * gap, 1
        while blocks and blocks[-1][0] >= mean:
            before, members = blocks.pop()
            mean, size = (before * members + mean * size) / (members + size), members + size
        blocks.append((mean, size))
    z = np.repeat([mean for mean, _ in blocks], [size for _, size in blocks])
    z = np.clip(z, low, high - (count - 1) * gap)
    placed = [0.0] * count
    for rank, i in enumerate(order):
        placed[i] = float(z[rank] + rank * gap)
    return placed
