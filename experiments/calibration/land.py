"""Targets about land: what a floor does to prices, how many parcels lie at it, whose advantage it is."""

from typing import Final

import numpy as np

from experiments.calibration.samples import Calibration, Sample, measured, regimes, runs, sample
from sim.simulate import Run
from sim.units import MILLION_PER_LAND_PRICE, land_price_from_square_metre

FLOOR_STEP: Final = land_price_from_square_metre(100.0)
"""By how much floors are raised, 10k CNY/mu: 100 CNY/m², the step of the study."""

JUST_ABOVE: Final = 0.05
"""Parcels count as bunched up to this share above the floor (assumption)."""

NATIONAL_FLOOR: Final = [{"lever": "land_price_floor", "holds": 0.84, "priority_share": 0.7}]
"""The floor by land grade as it is kept: central values of the lever."""


def floor_pass_through(calibration: Calibration, replications: int = 20) -> Sample:
    """Change of what is paid for land over what the rise of all floors by `FLOOR_STEP` would add if it bound.

    Δ Σ receipts / (Σ land · Δ floor), following the question of Lin, Qin, Yang & Zhu (2020).
    """
    before = calibration.load("base", *regimes(now=[]))
    raised = (f"cities.{key}.land_floor={city.land_floor + FLOOR_STEP}" for key, city in before.cities.items())
    after = calibration.load("base", *regimes(now=[]), *raised)
    pairs = []
    for here, there in zip(runs(before, replications), runs(after, replications), strict=True):
        old, new = here["now"].cities, there["now"].cities
        paid = float(new["land_receipts"].sum() - old["land_receipts"].sum())
        pairs.append((paid, float(MILLION_PER_LAND_PRICE * FLOOR_STEP * new["land_sold"].sum())))
    return sample(pairs)


def _parcels(calibration: Calibration, low: float, high: float) -> Sample:
    """Share of hosted projects that pay between these multiples of the national floor, low included."""
    table = calibration.load("base")
    floors = np.array([city.land_floor for city in table.cities.values()])
    prices = np.array([city.list_price for city in table.cities.values()])
    scenario = calibration.load("base", "cities.*.land_floor=0", *regimes(now=NATIONAL_FLOOR))

    def read(found: dict[str, Run]) -> tuple[float, float]:
        deals = found["now"].deals
        hosted = (deals["host"] >= 0) & (deals["land"] > 0)
        host, land = deals["host"][hosted], deals["land"][hosted]
        paid = prices[host] - deals["land_discount"][hosted] / (MILLION_PER_LAND_PRICE * land)
        ratio = paid / floors[host]
        return float(((ratio >= low - 1e-9) & (ratio < high - 1e-9)).sum()), float(hosted.sum())

    return measured(scenario, 20, read)


def below_floor(calibration: Calibration) -> Sample:
    """Share of parcels sold below the national floor of their place."""
    return _parcels(calibration, -np.inf, 1.0)


def bunched(calibration: Calibration) -> Sample:
    """Share of parcels sold at the national floor or at most 5 % above it."""
    return _parcels(calibration, 1.0, 1.0 + JUST_ABOVE)


def weak_advantage(calibration: Calibration) -> Sample:
    """Change of the counties' share of investment when core districts may cut their prices too, over that share.

    Everybody's other instruments are shut: only the price of land is cut.
    """
    table = calibration.load("base")
    core = [key for key, city in table.cities.items() if city.rank_band == "core"]
    county = np.array([city.rank_band == "county" for city in table.cities.values()])
    land_only = [{"lever": "rebate_limit", "limit": 0.0}, {"lever": "grant_limit", "limit": 0.0}]
    at_list = {"lever": "land_price_floor", "basis": "list_price", "cities": core}
    scenario = calibration.load("base", *regimes(weak=[*land_only, at_list], both=land_only))

    def read(found: dict[str, Run]) -> tuple[float, float]:
        weak, both = (found[key].cities["investment_won"].sum(axis=0) for key in ("weak", "both"))
        share = float(weak[county].sum() / weak.sum())
        return float(both[county].sum() / both.sum()) - share, share

    return measured(scenario, 20, read)
