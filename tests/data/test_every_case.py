"""Every bundled scenario of people and places runs, balances its accounts in every period, and can be drawn."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from experiments.comparison import compare
from experiments.drawings import of_comparison
from sim.outcomes import OUTCOMES
from sim.scenario import bundled, load
from sim.schema import Scenario

CASES = sorted(name for name in bundled() if "/" not in name)
MOST_REGIMES = 4
"""Regimes that are drawn; every lever is run in a scene of its own elsewhere."""


def short(name: str) -> Scenario:
    """Two periods, without sweeps; the region's pipeline is thinned out."""
    whole = load(name)
    time = whole.time.model_copy(update={"periods": min(whole.time.periods, 2)})
    watched = tuple(lead.model_copy(update={"period": min(lead.period, 1)}) for lead in whole.projects.watched)
    pipeline = whole.projects.pipeline
    if pipeline is not None and pipeline.arrivals_per_year > 400:
        pipeline = pipeline.model_copy(update={"arrivals_per_year": 200.0, "pool_per_year": 400})
    projects = whole.projects.model_copy(update={"watched": watched, "pipeline": pipeline})
    return whole.model_copy(update={"time": time, "projects": projects, "sweeps": (), "replications": 2})


@pytest.mark.parametrize("name", CASES)
def test_it_runs_and_is_drawn_in_both_languages(name, tmp_path):
    whole = short(name)
    regimes = [entry.key for entry in whole.regimes][:MOST_REGIMES]
    found = compare(whole, regimes=regimes)
    assert found.failures == ()  # a run whose accounts do not balance fails
    names = [outcome.name for outcome in OUTCOMES]
    for regime in regimes:
        values = dict(zip(names, found.outcomes[regime].T, strict=True))
        assert np.isfinite(values["welfare_total"]).all()
        assert np.isfinite(values["run_welfare_region"]).all()
    drawings = {language: dict(of_comparison(found, language)) for language in ("en", "zh")}
    assert set(drawings["en"]) == set(drawings["zh"]) != set()
    for number, key in enumerate(drawings["en"]):
        picture = drawings["zh" if number % 2 else "en"][key]()
        path = tmp_path / f"{key}.png"
        picture.savefig(path, dpi=40)  # a glyph that is missing is an error, see the settings of the tests
        assert path.stat().st_size > 1_000
        plt.close(picture)
