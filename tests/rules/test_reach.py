"""Reach has a direction: what d has counts at c as far as reach[d, c] says, and a lever only ever adds to it."""

import numpy as np
import pytest

from sim.regime_book import compile_regime
from sim.rules.site_value import ln_productivity
from tests.scenes import region

FORWARD = np.array([[1.0, 0.5], [0.0, 1.0]])
"""The first city's stocks count by half at the second, and nothing comes back."""


def productivity(reach_chain, reach_rd):
    return ln_productivity(
        fit=np.zeros((2, 1)), stock=np.array([[4000.0], [1000.0]]), stock_reference=np.array([2000.0]),
        reach_chain=reach_chain, chain=np.zeros((1, 1)), marshall_elasticity=np.array([0.03]),
        chain_elasticity=np.zeros(1), rd_capital=np.array([90.0, 10.0]), rd_reference=40.0, reach_rd=reach_rd,
        rd_elasticity=np.array([0.02]), talent_shortage=np.zeros(2), talent_sensitivity=np.zeros(1),
        agglomeration_scale=1000.0, rd_scale=100.0,
    )[:, 0]  # fmt: skip


def test_stocks_of_the_first_count_at_the_second():
    found = productivity(FORWARD, np.eye(2))
    assert found[0] == pytest.approx(0.03 * np.log(5000 / 3000) + 0.02 * np.log(190 / 140))
    assert found[1] == pytest.approx(0.03 * np.log((1000 + 1000 + 0.5 * 4000) / 3000) + 0.02 * np.log(110 / 140))


def test_research_of_the_first_counts_at_the_second():
    found = productivity(np.eye(2), FORWARD)
    assert found[0] == pytest.approx(0.03 * np.log(5000 / 3000) + 0.02 * np.log(190 / 140))
    assert found[1] == pytest.approx(0.03 * np.log(2000 / 3000) + 0.02 * np.log((100 + 10 + 0.5 * 90) / 140))


@pytest.mark.parametrize(
    ("lever", "quantity"),
    [
        ({"lever": "chain_integration"}, "reach_chain"),
        ({"lever": "shared_rd_platform"}, "reach_rd"),
        ({"lever": "talent_mobility"}, "reach_talent"),
    ],
)
@pytest.mark.parametrize("reach", [0.01, 0.99])
def test_a_lever_does_not_take_away_what_is_within_reach_already(lever, quantity, reach):
    spread = {"decay_km": 200.0, "chain": 0.5, "rd": 0.5, "talent": 0.5, "own_province": 0.9}
    regimes = {"free": [], "run": [{**lever, "cities": ["a", "b"], "reach": reach, "programme_cost": 1.0}]}
    whole = region(regimes=regimes, reach=spread)
    free, run = (getattr(compile_regime(whole, key)[0], quantity) for key in regimes)
    assert 0.01 < free[0, 1] < 0.99
    expected = free.copy()
    expected[0, 1] = expected[1, 0] = max(free[0, 1], reach)
    assert run == pytest.approx(expected)
