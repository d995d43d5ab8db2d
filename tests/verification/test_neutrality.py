"""The neutrality command where the truth is known: how often a ban wins over a uniform prior, and where it loses.

One project, cities A = (10, 4) and B = (6, 12) of site value and public value, open offers, no outside option. Under a
war B wins and pays x = 4 + 4/(1+λ), so everyone together has 18 - λx; under a ban A has the project and everyone
together has 14. The ban wins iff λ² + λ > 1, that is above λ* = (√5 - 1)/2 = .618. For the region without inside owners
competition brings 12 - (1+λ)x = 4 - 4λ and the ban 4: the ban wins at every λ > 0.
"""

import math

import numpy as np
import pytest

from experiments.deciding import Side, box, partial_rank_correlations, thresholds
from experiments.findings import STANDARDS
from experiments.neutrality import explore
from experiments.neutrality_findings import deciding, headline, influences, losing_box, most_losing, tallies
from experiments.prior_points import points
from sim.schema import Prior, PriorRange
from tests.scenes import theory, words

TURNS = (math.sqrt(5.0) - 1.0) / 2.0
COUNT = 64


def drawn(low, high, *paths, whole=False):
    return PriorRange(title=words(), paths=paths, low=low, high=high, unit="share", whole=whole)


def contested(name, *, switched_off=(), **ranges):
    return theory(name).model_copy(update={"prior": Prior(ranges=ranges, switched_off=switched_off)})


@pytest.fixture(scope="module")
def found():
    """Two parameters mean nothing to projects with given values."""
    scenario = contested(
        "case_01_n",
        firm_rate=drawn(0.05, 0.2, "economy.firm_rate"),
        cost=drawn(0.0, 1.0, "economy.cost_of_public_funds"),
        rate=drawn(0.0, 0.4, "cities.*.leader_rate"),
    )
    return explore(scenario, ("competition", "ban"), COUNT, 1)


def test_the_share_of_wins_is_that_of_the_closed_form(found):
    tally = tallies(found, "welfare_total", ["ban"])["ban"]
    wins, losses = 1.0 - TURNS, TURNS
    assert tally.gain.low <= wins <= tally.gain.high
    assert tally.loss.low <= losses <= tally.loss.high
    assert abs(tally.gain.mean - wins) <= 1.0 / COUNT  # one point in each of 64 equal parts of the range
    assert tally.best.mean == tally.gain.mean
    assert tally.open.mean == 0.0


def test_the_standards_differ_as_the_closed_form_says(found):
    for name in ("welfare_region", "cities_gain"):
        tally = tallies(found, name, ["ban"])["ban"]
        assert (tally.gain.mean, tally.loss.mean) == (1.0, 0.0)


def test_gains_are_those_of_the_closed_form(found):
    cost = found.values[:, 1]
    x = 4.0 + 4.0 / (1.0 + cost)
    np.testing.assert_allclose(found.gain("welfare_total", "ban"), 14.0 - (18.0 - cost * x), atol=1e-9)
    np.testing.assert_allclose(found.gain("welfare_region", "ban"), 4.0 * cost, atol=1e-9)


def test_the_only_parameter_that_matters_is_found(found):
    for name in STANDARDS:
        assert deciding(found, name, "ban") == ["cost"]
        assert influences(found, name, "ban")["cost"].mean == pytest.approx(1.0)


def test_the_losing_range_is_found_and_confirmed(found):
    seen = losing_box(found, "welfare_total", "ban")
    assert seen is not None
    assert seen.confirmed
    (side,) = seen.sides
    assert (side.parameter, side.above) == (1, False)
    assert abs(side.threshold - TURNS) <= 0.05
    assert seen.held_back.inside.mean == 1.0
    assert losing_box(found, "welfare_region", "ban") is None
    assert headline(found) == most_losing(found) == "ban"


def test_luck_is_the_same_at_every_point():
    scenario = contested("case_02_gaussian", firm_rate=drawn(0.05, 0.2, "economy.firm_rate"))
    found = explore(scenario, ("competition", "ban"), 4, 2)
    gains = found.outcome("welfare_total", "ban")
    assert np.ptp(gains, axis=0).max() == 0.0
    assert np.ptp(gains, axis=1).min() > 0.0


def test_points_that_the_scenario_refuses_are_recorded_and_the_rest_counts():
    scenario = contested("case_01_n", rate=drawn(0.0, 1.0, "cities.*.leader_rate"))
    found = explore(scenario, ("competition", "ban"), 8, 1)
    kept = found.values[:, 0]
    assert len(kept) == 4 == len(found.failures)
    assert kept.max() <= 0.5
    assert all(failure.number == -1 and "out of bounds" in failure.traceback for failure in found.failures)
    assert not found.complete


def test_a_case_can_leave_out_a_range_that_it_inherits():
    ranges = {"cost": drawn(0.0, 0.5, "economy.cost_of_public_funds"), "gap": None}
    assert list(explore(contested("case_01_n", **ranges), ("competition", "ban"), 2, 1).parameters) == ["cost"]


def test_at_a_quarter_of_the_points_what_is_off_is_off_and_is_told_apart():
    """Without cost of public funds the ban loses what B is worth more than A: 18 against 14."""
    ranges = {"cost": drawn(0.0, 1.0, "economy.cost_of_public_funds"), "rate": drawn(0.0, 0.4, "cities.*.leader_rate")}
    found = explore(contested("case_01_n", switched_off=("cost", "rate"), **ranges), ("competition", "ban"), 64, 1)
    assert found.off.sum() == 16
    some = found.at(found.off)
    assert (some.values == 0.0).all()
    np.testing.assert_allclose(some.gain("welfare_total", "ban"), -4.0)
    share = tallies(found.at(~found.off), "welfare_total", ["ban"])["ban"].gain
    assert share.low <= 1.0 - TURNS <= share.high


def test_a_tie_is_neither_a_win_nor_a_loss_and_both_are_best():
    scenario = contested("case_01_p", cost=drawn(0.0, 0.5, "economy.firm_rate"))
    found = explore(scenario, ("competition", "ban"), 4, 1)
    tally = tallies(found, "welfare_total", ["ban"])  # at no cost of public funds the concession is a pure transfer
    assert tally["ban"].open.mean == tally["ban"].best.mean == tally["competition"].best.mean == 1.0


@pytest.mark.parametrize("design", ["lhs", "sobol"])
def test_designs_stay_within_their_ranges_and_are_the_same_each_time(design):
    ranges = [drawn(-0.6, 0.6, "a"), drawn(5, 10, "b", whole=True), drawn(0.0, 0.05, "c")]
    first, again = points(ranges, 64, design, 7), points(ranges, 64, design, 7)
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, points(ranges, 64, design, 8))
    assert ((first >= [-0.6, 5, 0.0]) & (first <= [0.6, 10, 0.05])).all()
    assert set(first[:, 1]) == {5, 6, 7, 8, 9, 10}
    for column in (0, 2):  # one point in each of so many equal parts
        low, high = ranges[column].low, ranges[column].high
        parts = np.floor(64 * (first[:, column] - low) / (high - low)).astype(int)
        assert sorted(parts) == list(range(64))


def test_a_sobol_sequence_wants_a_power_of_two():
    with pytest.raises(ValueError, match="power of two"):
        points([drawn(0, 1, "a")], 48, "sobol", 1)


def test_partial_correlation_sees_through_what_moves_along():
    """The response follows a alone; b follows a, so its plain correlation with y is high and its partial one is not."""
    rng = np.random.default_rng(1)
    a = rng.random(200)
    b, c = a + 0.3 * rng.random(200), rng.random(200)
    y = a + 0.1 * rng.random(200)
    of_a, of_b, of_c = partial_rank_correlations(np.column_stack([a, b, c]), y)
    assert of_a.low > 0.5
    for none in (of_b, of_c):
        assert none.low < 0.0 < none.high


def test_partial_correlation_of_two_is_that_of_the_textbook():
    """r_ay.b = (r_ay - r_ab·r_by) / sqrt((1 - r_ab²)(1 - r_by²)), on ranks."""
    from scipy.stats import spearmanr

    rng = np.random.default_rng(2)
    a, b = rng.random(60), rng.random(60)
    y = a - 0.7 * b + 0.3 * rng.random(60)
    r = spearmanr(np.column_stack([a, b, y])).statistic
    expected = (r[0, 2] - r[0, 1] * r[1, 2]) / math.sqrt((1 - r[0, 1] ** 2) * (1 - r[1, 2] ** 2))
    assert partial_rank_correlations(np.column_stack([a, b]), y)[0].mean == pytest.approx(expected, abs=1e-12)


def test_a_planted_box_is_found_and_noise_is_not_confirmed():
    rng = np.random.default_rng(3)
    values = rng.random((400, 5))
    within = (values[:, 1] < 0.4) & (values[:, 3] > 0.5)
    happens = rng.random(400) < np.where(within, 0.9, 0.05)
    cuts = [thresholds(0.0, 1.0)] * 5
    seen = box(values, happens, cuts, 1)
    assert seen is not None
    assert seen.confirmed
    assert seen.sides == (Side(1, False, 0.4), Side(3, True, 0.5))
    assert seen.held_back.inside.low < 0.9 < seen.held_back.inside.high
    noise = [box(values, rng.random(400) < 0.3, cuts, seed) for seed in range(40)]
    assert sum(one is not None and one.confirmed for one in noise) <= 5  # 2 expected of 40 at one in twenty


def test_cuts_of_whole_numbers_lie_between_them():
    assert thresholds(5, 10, whole=True).tolist() == [5.5, 6.5, 7.5, 8.5, 9.5]
    assert thresholds(0.0, 0.5).tolist() == pytest.approx([0.05 * step for step in range(1, 10)])
