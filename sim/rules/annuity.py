"""Present values of level and ramped yearly flows."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray


def annuity(rate: float, years: float) -> float:
    """Present value of 1 a year, paid at the end of each year: a(r, H) = (1 - (1+r)^-H) / r, a(0, H) = H.

    Definition of a present value.
    """
    return float(years) if rate == 0 else (1.0 - (1.0 + rate) ** -years) / rate


@lru_cache(maxsize=4096)
def ramp_value(rate: float, years: int, ramp: tuple[float, ...], hold: bool) -> float:
    """Present value of a yearly flow of `ramp[t]` in year t+1 over `years`.

    Definition of a present value: Σ_t ramp[t]·(1+r)^-(t+1).

    Args:
        rate: Discount rate per year.
        years: Number of years counted.
        ramp: Share of the full flow, year by year.
        hold: Whether the last share lasts for ever (build-up) or the flow ends with the ramp (schedule).
    """
    total = 0.0
    for year in range(years):
        share = ramp[year] if year < len(ramp) else (ramp[-1] if hold else 0.0)
        total += share * (1.0 + rate) ** -(year + 1)
    return total


def ramp_values(
    rates: NDArray[np.float64], years: NDArray[np.float64], ramp: Sequence[float], hold: bool = True
) -> NDArray[np.float64]:
    """`ramp_value` for each city, (C,).

    Definition of a present value, with the rate and the years of each city.
    """
    shares = tuple(ramp)
    return np.array([ramp_value(float(r), int(h), shares, hold) for r, h in zip(rates, years, strict=True)])


def build_up_share(build_up: Sequence[float], year: int) -> float:
    """Share of full output in a year of production (0 = first): 1/3, 2/3, 1, 1 ...

    Assumption: output builds up in the stated steps and stays.
    """
    return build_up[year] if year < len(build_up) else build_up[-1]
