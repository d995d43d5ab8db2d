"""Two cities of unequal size at a border that price land against each other, following Kanbur & Keen 1993.

Firms stand evenly on either side, θ for each one of the large side, and cross if the difference of prices exceeds δ
times their distance: closed forms, and prices by enumeration. Arrays are (small, large).
"""

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]


def taken(small: Floats | float, large: Floats | float, theta: float, delta: float = 1.0) -> tuple[Floats, Floats]:
    """Firms that settle in the small and in the large city, where 1 live at the large one, by where each stands."""
    lead = (np.asarray(large, dtype=float) - small) / delta
    to_small, to_large = np.clip(lead, 0.0, 1.0), theta * np.clip(-lead, 0.0, 1.0)
    return theta + to_small - to_large, 1.0 + to_large - to_small


def prices(theta: float, delta: float = 1.0) -> Floats:
    """Equilibrium prices: δ·(1 + 2θ)/3 < δ·(2 + θ)/3."""
    return np.array([delta * (1.0 + 2.0 * theta) / 3.0, delta * (2.0 + theta) / 3.0])


def receipts(theta: float, delta: float = 1.0) -> Floats:
    """Receipts in equilibrium: δ·(1 + 2θ)²/9 and δ·(2 + θ)²/9."""
    return delta * np.array([(1.0 + 2.0 * theta) ** 2, (2.0 + theta) ** 2]) / 9.0


def small_reply(large: float, theta: float, delta: float = 1.0) -> float:
    """Best price of the small city: it undercuts where the large price is above δ·√θ, and jumps there."""
    return (large + delta * theta) / 2.0 if large > delta * np.sqrt(theta) else (large + delta) / 2.0


def floored(floor: float, theta: float, delta: float = 1.0) -> tuple[Floats, Floats]:
    """Prices and receipts under a floor between the small city's price and δ."""
    large = (floor + delta) / 2.0
    gained = np.array([floor * (theta + (delta - floor) / (2.0 * delta)), (floor + delta) ** 2 / (4.0 * delta)])
    return np.array([floor, large]), gained


def small_reply_on_grid(large: float, theta: float, highest: float, points: int = 200_001) -> float:
    """The same by enumeration."""
    tried = np.linspace(0.0, highest, points)
    return float(tried[(tried * taken(tried, large, theta)[0]).argmax()])


def led_freely(theta: float, delta: float = 1.0) -> Floats:
    """Prices where the large city posts first and lives with being undercut: T = δ·(2 + θ)/2, t = (T + δ·θ)/2."""
    large = delta * (2.0 + theta) / 2.0
    return np.array([(large + delta * theta) / 2.0, large])


def led(floor: float, theta: float, highest: float, points: int = 200_001) -> Floats:
    """Prices where the large city posts first, at δ = 1: its best one by enumeration, the reply in closed form."""
    large = np.linspace(floor, highest, points)
    under, above = np.clip((large + theta) / 2.0, floor, large), np.maximum((large + 1.0) / 2.0, floor)
    cheap, dear = under * taken(under, large, theta)[0], above * taken(above, large, theta)[0]
    reply = np.where(cheap > dear, under, above)
    best = int((large * taken(reply, large, theta)[1]).argmax())
    return np.array([reply[best], large[best]])
