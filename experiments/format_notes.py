"""What a reader must know of a format before reading the numbers: heuristics, and rates that came to no rest."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from experiments.results import OUTCOME_INDEX
from experiments.words import Words
from sim.schema import Scenario


def format_notes(scenario: Scenario, outcomes: Mapping[str, NDArray[np.float64]], w: Words) -> list[str]:
    """Sentences on the format of the contest.

    Args:
        scenario: The scenario.
        outcomes: (runs, outcomes) by regime, in the order of `sim.outcomes.OUTCOMES`.
        w: The language.
    """
    said = []
    cities = scenario.cities.values()
    limited = any(city.land_stock is not None or city.promotion_budget_share is not None for city in cities)
    if scenario.contest.format == "open_simultaneous" and limited:
        said.append(w("note.simultaneous"))
    for regime in scenario.regimes:
        values = outcomes.get(regime.key)
        for name in ("posted_unsettled", "posted_several"):
            share = np.nan if values is None else _mean(values[:, OUTCOME_INDEX[name]])
            if share > 0:
                said.append(w(f"note.{name}", regime=w.text(regime.title), share=f"{100.0 * share:.1f}"))
    return said


def _mean(values: NDArray[np.float64]) -> float:
    known = values[np.isfinite(values)]
    return float(known.mean()) if known.size else float("nan")
