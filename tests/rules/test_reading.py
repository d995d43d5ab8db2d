"""What is read of a scenario is read once for its runs, and no run can change it for the next."""

import numpy as np
import pytest

from sim.regime import baseline
from sim.simulate import simulate
from sim.state import read_cities
from sim.world import build_world
from tests.scenes import region


def test_runs_of_one_scenario_share_what_was_read_and_cannot_change_it():
    whole = region()
    first, second = build_world(whole, "run"), build_world(whole, "run")
    assert first.cities is second.cities
    assert first.leader_weight is second.leader_weight
    assert first.book is not second.book
    for array in (first.cities.wage, first.industries.weight, first.leader_weight, baseline(whole).land_floor):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0.0


def test_another_scenario_is_read_anew_and_the_first_is_read_again_alike():
    low, high = region(city={"wage": 50_000.0}), region(city={"wage": 90_000.0})
    assert read_cities(low).wage.tolist() == 3 * [50_000.0]
    assert read_cities(high).wage.tolist() == 3 * [90_000.0]
    assert read_cities(low).wage.tolist() == 3 * [50_000.0]


def test_runs_that_alternate_between_scenarios_are_those_of_each_alone():
    low, high = region(city={"wage": 50_000.0}), region(city={"wage": 90_000.0})
    alone = simulate(low).deals["concession"]
    simulate(high)
    assert np.array_equal(simulate(low).deals["concession"], alone)
