"""The recalibration: few numbers, inside their ranges, fitted on few targets, and a case's own values stay."""

import numpy as np
import pytest

from experiments.calibration import patterns
from experiments.calibration.calibrations import CALIBRATIONS, DEFAULT, RECALIBRATED, moved
from experiments.calibration.recalibrate import FITTED, MOVED, bounds, fitted, loss, miss, settings
from experiments.calibration.targets import targets
from experiments.calibration.verdicts import as_interval, verdict
from experiments.lever_pages import differences
from sim.scenario import load, number_at

AFTER = CALIBRATIONS[1]


def test_the_scenario_moves_these_numbers_and_nothing_else():
    found = {path: (old, new) for path, old, new in differences(load("base"), load("recalibrated"))}
    assert set(found) == set(MOVED)
    assert moved() == tuple(f"{path}={new}" for path, (_, new) in sorted(found.items(), key=lambda one: order(one[0])))
    text = RECALIBRATED.read_text(encoding="utf-8")
    for old, new in found.values():
        assert f": {new} # was {old:g}; fitted on" in text


def order(path):
    return [one.split("=")[0] for one in moved()].index(path)


def test_they_stay_inside_their_declared_ranges():
    low, high = bounds()
    values = np.array([number_at(load("recalibrated"), path) for path in MOVED])
    central = np.array([number_at(load("base"), path) for path in MOVED])
    assert ((low <= values) & (values <= high)).all()
    assert ((low <= central) & (central <= high)).all()
    assert (values != central).any()


def test_what_it_was_fitted_on_cannot_be_told_from_a_fit_on_other_draws():
    values = patterns.read()["calibrations"][AFTER.key]["values"]
    for target in fitted():
        assert verdict(target, as_interval(values[target.measured_by])) != "outside", target.key


def test_most_targets_are_held_back():
    roles = [target.role for target in targets()]
    assert {target.measured_by for target in fitted()} == set(FITTED)
    assert roles.count("held_out") > 20


def test_the_loss_is_nought_only_where_all_fits_and_nothing_moved():
    central = np.array([number_at(load("base"), path) for path in MOVED])
    fits = {"but_for": 0.12, "one_more_open": 0.4, "floor_pass_through": 0.45}
    assert loss(central, fits, central) == 0.0
    assert loss(central, fits | {"floor_pass_through": 0.26}, central) > 0.0
    lowest = bounds()[0]
    assert 0.0 < loss(lowest, fits, central) <= 0.01 * len(MOVED)
    for target in fitted():
        assert miss(target, (target.low + target.high) / 2) == 0.0
        assert miss(target, target.low) > 0.0
    assert settings(central) == tuple(f"{path}={number_at(load('base'), path)}" for path in MOVED)


@pytest.mark.parametrize(
    ("name", "kept"),
    [("base", 4), ("long_run", 4), ("rongchang_longchang", 3), ("border_war_truce", 0)],
)
def test_a_case_that_has_a_value_of_its_own_keeps_it(name, kept):
    assert DEFAULT.settings_of(name) == ()
    there, here, base = AFTER.load(name, "sweeps=[]"), load(name), load("base")
    shared = [
        path for path in MOVED if number_at(here, path) == number_at(base, path) and here.projects.spillover.scale
    ]
    assert len(shared) == kept
    for path in MOVED:
        if path not in shared and here.projects.spillover.scale:
            assert number_at(there, path) == number_at(here, path)
