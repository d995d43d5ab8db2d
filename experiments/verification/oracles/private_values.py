"""Independent private values uniform on [0, 1]: Vickrey 1961.

The k-th largest of n is Beta(n + 1 - k, k); the gap between neighbours is Beta(1, n).
"""

from dataclasses import dataclass
from math import prod, sqrt


@dataclass(frozen=True, slots=True)
class Beta:
    """A Beta(a, b) variable times a constant."""

    a: int
    b: int
    times: float = 1.0

    def moment(self, power: int) -> float:
        """E X^k = times^k · Π (a+i)/(a+b+i), i < k."""
        return self.times**power * prod((self.a + i) / (self.a + self.b + i) for i in range(power))

    @property
    def mean(self) -> float:
        """Its mean."""
        return self.moment(1)

    @property
    def deviation(self) -> float:
        """Its standard deviation."""
        return sqrt(self.moment(2) - self.mean**2)

    @property
    def deviation_of_square(self) -> float:
        """Standard deviation of the squared distance to the mean."""
        m = [self.moment(power) for power in range(5)]
        fourth = m[4] - 4 * m[1] * m[3] + 6 * m[1] ** 2 * m[2] - 3 * m[1] ** 4
        return sqrt(fourth - self.deviation**4)


def price(count: int, first: bool) -> Beta:
    """What the winner pays: the second largest value, or (n-1)/n of its own where it pays what it bids."""
    return Beta(count, 1, (count - 1) / count) if first else Beta(count - 1, 2)


def surplus(count: int, first: bool) -> Beta:
    """What the winner keeps: the gap to the second largest value, or 1/n of its own."""
    return Beta(count, 1, 1 / count) if first else Beta(1, count)


def share_deviation(count: int, first: bool) -> float:
    """Standard deviation of one draw behind the firm's share s = E price / E largest value = (n-1)/n, to first order.

    (price - s·largest) / E largest; the covariance of the two largest of n is (n-1)/((n+1)²(n+2)). Where the winner
    pays (n-1)/n of its value the share is the same in every draw.
    """
    if first:
        return 0.0
    largest, second, share = Beta(count, 1), price(count, first), (count - 1) / count
    covariance = (count - 1) / ((count + 1) ** 2 * (count + 2))
    variance = second.deviation**2 + (share * largest.deviation) ** 2 - 2 * share * covariance
    return sqrt(variance) / largest.mean
