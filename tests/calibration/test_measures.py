"""What targets are measured by gives what theory says where theory is sharp."""

import numpy as np
import pytest

from experiments.calibration import bidding, land, places
from experiments.calibration.samples import Calibration
from sim.scenario import load

INDUSTRIES = tuple(load("base").industries)


def test_support_flips_no_host_where_every_place_values_a_firm_alike():
    """Efficient bids end where the site is best: without differences in public value a ban changes nothing."""
    alike = Calibration("alike", ("projects.spillover.scale=0",))
    assert bidding.but_for(alike, replications=6).interval().mean < 0.01
    assert bidding.but_for(Calibration("central"), replications=6).interval().mean > 0.1


def test_a_land_floor_passes_into_no_price_where_nobody_gets_a_discount():
    nobody = Calibration("nobody", ("projects.pipeline.contestable_share=0",))
    found = land.floor_pass_through(nobody, replications=2)
    assert found.under.min() > 0
    assert found.over == pytest.approx(np.zeros(2), abs=1e-9 * found.under.max())


def test_without_localisation_a_plant_changes_nobodys_productivity():
    """The design of Greenstone, Hornbeck & Moretti (2010) must find nothing where there is nothing."""
    none = Calibration(
        "none",
        tuple(f"industries.{key}.{name}_elasticity=0" for key in INDUSTRIES for name in ("marshall", "chain")),
    )
    assert places.winner_runner_up(none, replications=3).over == pytest.approx(np.zeros(3), abs=1e-12)


def test_neighbours_that_coordinate_lie_close_together():
    scenario = load("base")
    distance = bidding.distances(scenario)
    keys = list(scenario.cities)
    groups = bidding.neighbours(scenario)
    assert sorted(key for group in groups for key in group) == sorted(keys)
    for group in groups:
        rows = [keys.index(key) for key in group]
        assert distance[np.ix_(rows, rows)].max() <= bidding.SUB_UNIT_KM
