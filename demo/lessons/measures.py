"""Numbers of a run as lessons name them, over the replications of a comparison."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from demo.lessons.schema import Measure
from experiments.results import CITY_INDEX, Comparison

type Floats = NDArray[np.float64]

HOSTS: Final = ("host", "host_at_zero")
"""Fields of a watched deal that are cities; measured as 1 where it is the city asked about, else 0."""

LEAVES: Final = "leaves"
"""In place of a city: the project leaves the region."""

PERCENT: Final = 100.0


def measured(comparison: Comparison, measure: Measure, regime: str) -> Floats:
    """A number under a regime in each replication, (replications,); NaN where undefined."""
    scale = PERCENT if measure.percent else 1.0
    if measure.outcome is not None:
        return scale * comparison.outcome(measure.outcome, regime)
    if measure.lead is not None:
        return scale * _of_lead(comparison, measure, regime)
    above = _total(comparison, str(measure.cities), measure, regime)
    if measure.over is None:
        return scale * above
    below = _total(comparison, measure.over, measure, regime)
    return scale * np.divide(above, below, out=np.full(above.shape, np.nan), where=below > 0)


def _of_lead(comparison: Comparison, measure: Measure, regime: str) -> Floats:
    leads = [lead.key for lead in comparison.scenario.projects.watched]
    values = comparison.watched_field(str(measure.field), regime, leads.index(str(measure.lead)))
    if measure.field not in HOSTS:
        return values
    cities = list(comparison.scenario.cities)
    host = -1 if measure.city == LEAVES else cities.index(str(measure.city))
    return np.where(np.isfinite(values), values == host, np.nan)


def _total(comparison: Comparison, field: str, measure: Measure, regime: str) -> Floats:
    """A field summed over the cities and periods that are asked for."""
    values = comparison.cities[regime][:, CITY_INDEX[field]]
    if measure.city is not None:
        index = list(comparison.scenario.cities).index(measure.city)
        values = values[:, :, index : index + 1]
    if measure.periods is not None:
        if max(measure.periods) >= values.shape[1]:  # the run as it stands is shorter than that of the lesson
            return np.full(values.shape[0], np.nan)
        values = values[:, list(measure.periods)]
    return np.nansum(values, axis=(1, 2))
