"""What the worked comparisons say under each calibration: regimes against competition, three welfare standards."""

from collections.abc import Mapping
from typing import Final

import numpy as np

from experiments.calibration.samples import Calibration, Levers, regimes, runs
from experiments.statistics import Interval, interval
from sim.outcomes import run_outcomes
from sim.scenario import load
from sim.schema import Scenario

STANDARDS: Final = ("welfare_total", "welfare_region", "cities_gain")
"""Outcomes that are compared: everyone, the region, the cities."""

BASELINE: Final = "competition"

CASES: Final[Mapping[str, int]] = {"base": 30, "rongchang_longchang": 30}
"""Scenarios that are compared, with their replications."""

BASE_REGIMES: Final[Mapping[str, Levers]] = {
    BASELINE: [],
    "ban": [{"lever": "subsidy_ban"}],
    "cap": [{"lever": "subsidy_cap", "cap": 0.05}],
    "land_floor": [{"lever": "land_price_floor", "basis": "land_cost"}],
    "land_floor_cap": [
        {"lever": "land_price_floor", "basis": "land_cost"},
        {"lever": "subsidy_cap", "cap": 0.05},
    ],
}
"""Regimes of the base scenario's comparison, which itself has competition and ban alone."""


BASE_TITLES: Final = {
    BASELINE: "Competition",
    "ban": "Ban on special offers",
    "cap": "Cap at 5 % of investment",
    "land_floor": "Land floor at cost",
    "land_floor_cap": "Land floor at cost and cap",
}


def scenario(case: str, calibration: Calibration) -> Scenario:
    """A case under a calibration, without sweeps."""
    if case == "base":
        return calibration.load("base", *regimes(**BASE_REGIMES))
    return calibration.load(case, "sweeps=[]")


def titles(case: str) -> dict[str, str]:
    """English title of each regime of a case."""
    if case == "base":
        return dict(BASE_TITLES)
    return {regime.key: regime.title.en for regime in load(case).regimes}


def compared(case: str, calibration: Calibration) -> dict[str, dict[str, Interval]]:
    """By regime and standard: the level under competition, and each other regime's paired difference to it."""
    values: dict[str, list[list[float]]] = {}
    for found in runs(scenario(case, calibration), CASES[case]):
        for key, run in found.items():
            outcomes = run_outcomes(run)
            values.setdefault(key, []).append([outcomes[name] for name in STANDARDS])
    tables = {key: np.array(rows) for key, rows in values.items()}
    level = tables[BASELINE]
    return {
        key: {
            name: interval(table[:, index] - (0.0 if key == BASELINE else level[:, index]))
            for index, name in enumerate(STANDARDS)
        }
        for key, table in tables.items()
    }
