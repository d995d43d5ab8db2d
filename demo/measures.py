"""What the page draws over periods, for all cities together: ratios and sums of the table of cities and periods."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.units import MILLION_PER_CNY, MILLION_PER_LAND_PRICE

type Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Measure:
    """A number of the region in each period.

    Attributes:
        name: Its name, that of a column of `sim.columns.CITY_COLUMNS`, which has label and unit.
        value: From the columns, (periods, C) each, and the cities' land cost, (C,): (periods,), NaN where undefined.
    """

    name: str
    value: Callable[[Mapping[str, Floats], Floats], Floats]


def land_price_over_cost(cities: Mapping[str, Floats], land_cost: Floats) -> Floats:
    """Land receipts over the cost of the land sold, (periods,); NaN where none was sold."""
    cost = MILLION_PER_LAND_PRICE * (cities["land_sold"] * land_cost).sum(axis=1)
    return _ratio(cities["land_receipts"].sum(axis=1), cost)


def concession_per_job(cities: Mapping[str, Floats], land_cost: Floats) -> Floats:
    """Σ concession / Σ jobs won, (periods,), CNY per job; NaN without jobs."""
    return _ratio(cities["concession"].sum(axis=1) / MILLION_PER_CNY, cities["jobs_won"].sum(axis=1))


def _total(name: str) -> Callable[[Mapping[str, Floats], Floats], Floats]:
    return lambda cities, land_cost: np.asarray(cities[name].sum(axis=1), dtype=float)


def _ratio(over: Floats, under: Floats) -> Floats:
    return np.divide(over, under, out=np.full(over.shape, np.nan), where=under > 0)


MEASURES: Final = (
    Measure("land_price_over_cost", land_price_over_cost),
    Measure("concession_per_job", concession_per_job),
    Measure("commitment_room", _total("commitment_room")),
    Measure("debt", _total("debt")),
)
"""What is drawn, in order."""


def series(cities: Mapping[str, Floats], land_cost: Floats) -> dict[str, tuple[float | None, ...]]:
    """All measures by name over the periods; None where one is undefined or without limit."""
    return {one.name: finite(one.value(cities, land_cost)) for one in MEASURES}


def finite(values: Floats) -> tuple[float | None, ...]:
    """Numbers as JSON takes them: None in place of what is not finite."""
    return tuple(float(value) if np.isfinite(value) else None for value in values)
