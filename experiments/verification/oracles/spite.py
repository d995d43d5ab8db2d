"""Bidders who mind the winner's surplus: closed forms, indifference, and payoffs by integration.

Following Morgan, Steiglitz & Reis 2003 for sealed second-price auctions, values uniform on [0, 1]; the drop-out rule
of an ascending auction with known values is derived.
"""

from math import sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import quad
from scipy.optimize import brentq

type Floats = NDArray[np.float64]


def bid[T: (float, Floats)](value: T, spite: float) -> T:
    """b(v) = ((1 + a)·v + a)/(1 + 2a), whatever the number of bidders."""
    return ((1.0 + spite) * value + spite) / (1.0 + 2.0 * spite)


def mean_price(spite: float, bidders: int) -> float:
    """Offer at the expected second highest of n uniform values, (n - 1)/(n + 1)."""
    return bid((bidders - 1) / (bidders + 1), spite)


def price_deviation(spite: float, bidders: int) -> float:
    """Standard deviation of the price: the slope of b times that of the second highest value."""
    second = sqrt(2.0 * (bidders - 1) / ((bidders + 1) ** 2 * (bidders + 2)))
    return (1.0 + spite) / (1.0 + 2.0 * spite) * second


def payoff(value: float, offer: float, spite: float) -> float:
    """Expected payoff of an offer against one rival who bids b: surplus if it wins, -a times the rival's if not."""
    slope = (1.0 + spite) / (1.0 + 2.0 * spite)
    beaten = min(max((offer - bid(0.0, spite)) / slope, 0.0), 1.0)
    won, _ = quad(lambda other: value - bid(other, spite), 0.0, beaten)
    lost, _ = quad(lambda other: other - offer, beaten, 1.0)
    return float(won - spite * lost)


def drop_out_price(first: float, second: float, spite: float) -> float:
    """Price at which the bidder of the lower value is indifferent: v2 - x = -κ·(v1 - x), by a root finder."""
    return float(brentq(lambda price: second - price + spite * (first - price), second - 1.0, first + 1.0))
