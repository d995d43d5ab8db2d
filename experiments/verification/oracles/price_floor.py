"""A floor under prices that are uniform on [low, high]: the price paid is max(p, f), so that dE/df = Pr(p < f)."""

from math import sqrt

from scipy.integrate import quad


def share_at_floor(floor: float, low: float, high: float) -> float:
    """Pr(p < f), which is the pass-through as well."""
    return (floor - low) / (high - low)


def mean_price(floor: float, low: float, high: float) -> float:
    """E max(p, f)."""
    return floor * share_at_floor(floor, low, high) + (high**2 - floor**2) / (2.0 * (high - low))


def price_deviation(floor: float, low: float, high: float) -> float:
    """Standard deviation of max(p, f)."""
    square = floor**2 * share_at_floor(floor, low, high) + (high**3 - floor**3) / (3.0 * (high - low))
    return sqrt(square - mean_price(floor, low, high) ** 2)


def mean_by_quadrature(floor: float, low: float, high: float) -> float:
    """The mean price by numerical integration."""
    value, _ = quad(lambda price: max(price, floor), low, high, points=[floor])
    return float(value) / (high - low)
