"""The highest point of many functions of one number at once: global search, then polish."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]

PEAKS = 3
"""Local maxima of the global search that are polished."""
ZOOMS, ZOOM_POINTS = 9, 9
"""Each zoom narrows the bracket to a quarter."""


def highest(
    gain: Callable[[Floats], Floats], low: Floats, high: Floats, points: int, step: Floats, also: Floats
) -> Floats:
    """Where `gain` is highest on [low, high], (N,); among equals the lowest place.

    A grid of `points`; its best local maxima are narrowed down by ever finer grids; a parabola through three points
    `step` apart then finds the top of a smooth peak to more digits than comparing values can (a corner is left as
    it is).

    Algorithm.

    Args:
        gain: Maps candidates (N, G) to values (N, G), row by row.
        low: (N,) lower ends.
        high: (N,) upper ends.
        points: Points of the grid.
        step: (N,) distance of the three points of the parabola.
        also: (N,) a place around which to look in any case.
    """
    spot = low[:, None] + (high - low)[:, None] * np.linspace(0.0, 1.0, points)
    value = gain(spot)
    padded = np.pad(value, ((0, 0), (1, 1)), constant_values=-np.inf)
    peak = np.where((value >= padded[:, :-2]) & (value >= padded[:, 2:]), value, -np.inf)
    most = int(np.isfinite(peak).sum(axis=1).max(initial=1))
    order = np.argsort(-peak, axis=1, kind="stable")[:, : min(PEAKS, most)]
    spacing = (high - low)[:, None] / max(points - 1, 1)
    centres = np.concatenate([np.take_along_axis(spot, order, axis=1), also[:, None]], axis=1)
    found, worth = _narrowed(gain, centres, spacing, low, high)
    best = worth.argmax(axis=1)[:, None]
    top = np.take_along_axis(found, best, axis=1)
    return _rounded(gain, top, np.take_along_axis(worth, best, axis=1), low, high, step)


def _narrowed(
    gain: Callable[[Floats], Floats], centre: Floats, width: Floats, low: Floats, high: Floats
) -> tuple[Floats, Floats]:
    """Each of the candidates (N, M) moved to the highest point around it, and the value there."""
    count = centre.shape[0]
    offset = np.linspace(-1.0, 1.0, ZOOM_POINTS)
    value = np.full(centre.shape, -np.inf)
    for _ in range(ZOOMS):
        spot = np.clip(centre[:, :, None] + width[:, :, None] * offset, low[:, None, None], high[:, None, None])
        values = gain(spot.reshape(count, -1)).reshape(spot.shape)
        index = values.argmax(axis=2)[:, :, None]
        centre = np.take_along_axis(spot, index, axis=2)[:, :, 0]
        value = np.take_along_axis(values, index, axis=2)[:, :, 0]
        width = width * (2.0 / (ZOOM_POINTS - 1))
    return centre, value


def _rounded(
    gain: Callable[[Floats], Floats], top: Floats, worth: Floats, low: Floats, high: Floats, step: Floats
) -> Floats:
    left, right = top - step[:, None], top + step[:, None]
    around = gain(np.concatenate([left, right], axis=1))
    bend = around[:, :1] - 2.0 * worth + around[:, 1:]
    lean = around[:, :1] - around[:, 1:]
    curved = bend < 0.0
    move = np.where(curved, 0.5 * lean / np.where(curved, bend, 1.0), 0.0) * step[:, None]
    better = top + np.clip(move, -step[:, None], step[:, None])
    inside = (left >= low[:, None]) & (right <= high[:, None])
    close = gain(better) >= worth - 1e-13 * np.maximum(np.abs(worth), 1e-300)
    place: Floats = np.where(inside & curved & close, better, top)[:, 0]
    return place
