"""Competition and ban with normal values, independent over cities: means and standard deviations of one draw.

π ~ N(m_π, sp²) and v ~ N(m_v, sv²) with correlation rho within a city, n cities, λ the cost of public funds. With
m = v/(1+λ) the scores s = π + m have mean M and spread S, and r = (sp + rho·sm)/S is their correlation with π. All
follows from z1 and z2, the largest and the second largest of n standard normals, e1 and e2 their means, and from the
part of π that the score does not explain. m_v is taken to be so large that x > 0.
"""

from dataclasses import dataclass
from math import sqrt

from experiments.verification.oracles.order_statistics import other_maximum, top_two


@dataclass(frozen=True, slots=True)
class Moment:
    """Mean and standard deviation of one draw."""

    mean: float
    deviation: float


def moments(
    count: int, site_sd: float, public_sd: float, rho: float, mean: float, funds: float = 0.0
) -> dict[str, Moment]:
    """Moments by name of the quantity, `_ban` where it is under a ban; the gain only without a cost of public funds.

    Competition: W = (1+λ)·s_w - λ·R with R the second score, x = R - π_w, the firm has R and the host nets
    (1+λ)·(s_w - R). Ban: the largest π hosts. The gain is S times how far the score where π is largest falls short of
    the largest score: e1·(S - sp - rho·sv) on average, never negative, zero for rho = 1 or sv = 0.
    """
    top = top_two(count)
    value_sd, value_mean = public_sd / (1 + funds), mean / (1 + funds)
    spread = sqrt(site_sd**2 + value_sd**2 + 2 * rho * site_sd * value_sd)
    along = (site_sd + rho * value_sd) / spread if spread > 0 else 1.0
    center = mean + value_mean

    def combined(weight: float, other: float) -> float:
        """Standard deviation of weight·z1 + other·z2."""
        variance = weight**2 * top.first_variance + other**2 * top.second_variance
        return sqrt(max(0.0, variance + 2 * weight * other * top.covariance))

    unexplained = site_sd**2 * max(0.0, 1 - along**2)
    price_sd = sqrt(combined(-site_sd * along, spread) ** 2 + unexplained)
    # Under a ban what comes with the largest π: its mean moves along with it, the rest is free.
    joint, free = site_sd + rho * public_sd, public_sd**2 * (1 - rho**2)
    first_sd = sqrt(top.first_variance)
    found = {
        "welfare_total": Moment(
            (1 + funds) * (center + spread * top.first) - funds * (center + spread * top.second),
            combined((1 + funds) * spread, -funds * spread),
        ),
        "welfare_total_ban": Moment(2 * mean + joint * top.first, sqrt((joint * first_sd) ** 2 + free)),
        "concession": Moment(value_mean + spread * top.second - site_sd * along * top.first, price_sd),
        "firm_gain": Moment(center + spread * top.second, combined(0.0, spread)),
        "firm_gain_ban": Moment(mean + site_sd * top.first, site_sd * first_sd),
        "public_net": Moment(
            (1 + funds) * spread * (top.first - top.second), combined((1 + funds) * spread, -(1 + funds) * spread)
        ),
        "public_net_ban": Moment(
            mean + rho * public_sd * top.first, sqrt((rho * public_sd * first_sd) ** 2 + free)
        ),
    }  # fmt: skip
    if spread > 0:
        other = other_maximum(count, min(1.0, max(-1.0, along)))
        found["share_relocating"] = Moment(other.share, sqrt(other.share * (1 - other.share)))
        if funds == 0.0:
            gain = top.first * (spread - joint)
            found["gain"] = Moment(gain, sqrt(max(0.0, spread**2 * other.square - gain**2)))
    return found
