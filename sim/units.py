"""Units and the only conversions between them.

Money is million CNY, land is mu, a land price is 10 000 CNY per mu, jobs are persons, time is years.
"""

from typing import Final

MONEY: Final = "million CNY"
LAND: Final = "mu"
LAND_PRICE: Final = "10k CNY/mu"
PER_YEAR: Final = "per year"

MILLION_PER_LAND_PRICE: Final = 0.01
"""Million CNY per mu in one unit of land price (10 000 CNY per mu)."""

MILLION_PER_CNY: Final = 1e-6
"""Million CNY in one CNY: wages and values per job are stated in CNY per job and year."""

MILLION_PER_100M: Final = 100.0
"""Million CNY in one unit of 100 million CNY (亿元), the unit of Chinese statistics."""

SQUARE_METRES_PER_MU: Final = 2000.0 / 3.0
"""Square metres in one mu."""


def land_money(price: float, area: float) -> float:
    """Money for land: 0.01 · price (10k CNY/mu) · area (mu), in million CNY."""
    return MILLION_PER_LAND_PRICE * price * area


def land_price_from_square_metre(price: float) -> float:
    """Land price in 10k CNY/mu from CNY per square metre: 1 CNY/m² = 0.0667 (10k CNY/mu)."""
    return price * SQUARE_METRES_PER_MU / 10_000.0
