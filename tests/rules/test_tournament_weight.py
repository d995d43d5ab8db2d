"""Political weights answer to investment won, among peers of the same province and rank alone."""

import numpy as np
import pytest

from sim.rules.tournament import political_weight
from tests.scenes import region, stepped

PEERS = np.array([[False, True, False], [True, False, False], [False, False, False]])


def weights(won, base=(0.02, 0.02, 0.02), gdp=(100.0, 200.0, 100.0), **more):
    limits = {"sensitivity": 0.5, "smallest": 0.01, "lowest": 0.0, "highest": 0.08, **more}
    return political_weight(np.array(base), np.array(won, dtype=float), np.array(gdp), PEERS, **limits)


def test_the_formula_by_hand():
    first, second = 10 / 100, 5 / 200
    found = weights([10, 5, 99])
    assert found[0] == pytest.approx(0.02 * np.exp(0.5 * (second - first) / second))
    assert found[1] == pytest.approx(0.02 * np.exp(0.5 * (first - second) / first))
    assert found[2] == 0.02  # no peers: the base


def test_ends_of_the_range():
    assert weights([0, 0, 0]) == pytest.approx([0.02] * 3)
    assert weights([0, 1e6, 0])[0] == pytest.approx(0.02 * np.exp(0.5))
    assert weights([0, 1e6, 0])[1] == pytest.approx(0.0, abs=1e-9)  # far ahead of a peer who won nothing: exp(-25 000)
    assert weights([0, 10, 0], sensitivity=10.0)[0] == 0.08
    assert weights([5, 1, 0], base=(0.0, 0.0, 0.0)).tolist() == [0.0] * 3
    assert weights([5, 1, 0], gdp=(0.0, 200.0, 100.0)).tolist() == [0.02, 0.02, 0.02]


def test_it_runs_on_investment_won_in_the_last_years_and_never_across_the_border():
    city = {"gdp": 10_000.0, "political_weight": 0.02, "rank_band": "district"}
    whole = region(("a", "b", "c", "d"), city=city, time={"periods": 5},
                   tournament={"sensitivity": 0.5, "years": 2})  # fmt: skip
    won = []
    for run, period in stepped(whole):
        recent = np.sum(won[-2:], axis=0) / 10_000.0 if won else np.zeros(4)
        mean = recent[[2, 3, 0, 1]]  # a and c lie in one province, b and d in the other
        lag = (mean - recent) / np.maximum(mean, 0.01)
        assert period.political_weight == pytest.approx(np.clip(0.02 * np.exp(0.5 * lag), 0, 0.08))
        won.append(run.city_blocks[-1]["investment_won"])
        assert run.state.won[-1] == pytest.approx(won[-1])
    assert np.ptp(period.political_weight) > 1e-4


def test_years_of_the_tournament_are_years_however_many_periods_they_have():
    city = {"gdp": 10_000.0, "political_weight": 0.02, "province": "one"}
    whole = region(("a", "b"), city=city, time={"periods": 8, "periods_per_year": 2},
                   tournament={"sensitivity": 0.5, "years": 2})  # fmt: skip
    won = [np.zeros(2)] * 4
    for run, period in stepped(whole):
        recent = np.sum(won[-4:], axis=0) / 10_000.0
        lag = (recent[::-1] - recent) / np.maximum(recent[::-1], 0.01)
        assert period.political_weight == pytest.approx(np.clip(0.02 * np.exp(0.5 * lag), 0, 0.08))
        won.append(run.city_blocks[-1]["investment_won"])
    assert np.ptp(np.array(won[4:]), axis=0).min() > 0
