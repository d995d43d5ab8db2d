"""Homogenisation as a choice: a market-sharing game, following Vetta 2002; cases 11a and R7."""

from itertools import combinations, product

import numpy as np
import pytest

from experiments.verification.oracles.market_sharing import outcomes
from experiments.verification.theory import theory
from sim.outcomes import run_outcomes
from sim.rules import pillars
from sim.simulate import simulate


def chosen(values, cities, *, bonus=1.0, number=1, allowed=None, seed=0):
    value = np.tile(np.array(values, dtype=float), (cities, 1))
    near = np.ones((cities, cities), dtype=bool)
    draws = np.random.default_rng(seed)
    return pillars.choose(
        value=value,
        stakes=np.eye(cities)[:, :, None] * value,
        allowed=np.ones(value.shape, dtype=bool) if allowed is None else allowed,
        near=near,
        bonus=pillars.cluster_bonus(cities, 0.0, 10.0, (1.0, bonus)),
        number=number,
        present=np.zeros(value.shape, dtype=bool),
        orders=np.array([draws.permutation(cities) for _ in range(4)]),
        tie=draws.random(value.shape),
    )


@pytest.mark.parametrize(
    ("values", "cities", "equilibrium", "optimum"),
    [((10, 6), 2, 16, 16), ((10, 3, 3), 3, 10, 16), ((10, 4), 2, 10, 14)],
)
def test_the_table_by_enumeration(values, cities, equilibrium, optimum):
    stable, best = outcomes(values, cities)
    assert set(stable) == {equilibrium}
    assert best == optimum
    found = chosen(values, cities)
    assert (found.worth, found.optimum) == (equilibrium, optimum)
    assert (found.worst, found.best) == (equilibrium, equilibrium)
    assert found.equilibria == len(stable)
    assert found.settled
    assert found.exact
    assert found.complete


@pytest.mark.parametrize("seed", range(8))
def test_against_brute_force_with_several_equilibria(seed):
    draws = np.random.default_rng(seed)
    values = tuple(draws.integers(2, 12, 4).astype(float))
    bonus = float(draws.choice([0.5, 1.0, 1.4, 1.9]))
    stable, best = outcomes(values, 3, bonus)
    found = chosen(values, 3, bonus=bonus, seed=seed)
    assert found.equilibria == len(stable)
    if stable:
        assert (found.worst, found.best) == pytest.approx((min(stable), max(stable)))
        if found.settled:
            assert min(abs(found.worth - value) for value in stable) < 1e-9
    assert found.optimum == pytest.approx(best)


@pytest.mark.parametrize("seed", range(4))
def test_a_bonus_of_its_own_for_each_industry_against_brute_force(seed):
    """V_k·g_k(m)/m: every profile, every deviation, with g_k from a table for each industry."""
    draws = np.random.default_rng(50 + seed)
    value, g = draws.integers(2, 12, 3).astype(float), 1.0 + draws.choice([0.0, 0.3, 0.9], 3)[:, None] * np.arange(3)
    stable, best = outcomes(value, 3, g)
    near, every = np.ones((3, 3), dtype=bool), np.tile(value, (3, 1))
    found = pillars.choose(
        value=every, stakes=np.eye(3)[:, :, None] * every, allowed=near, near=near,
        bonus=pillars.cluster_bonus(3, g[:, 1] - 1.0, 10.0), number=1, present=~near,
        orders=np.array([draws.permutation(3) for _ in range(4)]), tie=draws.random((3, 3)),
    )  # fmt: skip
    assert found.equilibria == len(stable)
    assert found.optimum == pytest.approx(best)
    if stable:
        assert (found.worst, found.best) == pytest.approx((min(stable), max(stable)))


def test_an_industry_with_a_bonus_of_its_own_is_shared_and_the_next_is_not():
    """Values 10 and 6: alone nobody shares; with g(2) = 1.4 in the first alone 10·1.4/2 = 7 beats 6."""
    for bonus, duplicated in (("0", 0), ("0.4", 1)):
        setting = f"pillars.bonus_by_industry={{first: {bonus}}}"
        scenario = theory("case_11a_market_sharing", "pillars.value={first: 10, second: 6}", setting)
        assert run_outcomes(simulate(scenario, "competition"))["duplication"] == duplicated


@pytest.mark.parametrize("seed", range(6))
def test_every_equilibrium_without_a_bonus_reaches_half_of_the_optimum(seed):
    draws = np.random.default_rng(100 + seed)
    found = chosen(draws.exponential(1.0, 6), 3, number=int(draws.integers(1, 3)), seed=seed)
    assert found.settled
    assert found.worst >= found.optimum / 2 - 1e-12


@pytest.mark.parametrize("seed", range(4))
def test_the_optimum_with_several_pillars_and_reach_agrees_with_brute_force(seed):
    draws = np.random.default_rng(seed)
    value, near = draws.exponential(1.0, (3, 4)), np.eye(3, dtype=bool) | (draws.random((3, 3)) < 0.6)
    near |= near.T
    bonus = pillars.cluster_bonus(3, 0.3, 1.5)
    sets = [s for size in range(3) for s in combinations(range(4), size)]
    best = 0.0
    for profile in product(sets, repeat=3):
        flags = np.array([[k in s for k in range(4)] for s in profile])
        best = max(best, pillars.realised(value, flags, near, bonus).sum())
    assert pillars.optimum(value, near, bonus, 2) == pytest.approx(best)


def test_all_crowd_in_exactly_while_the_share_beats_the_next_best_and_a_tie_stays():
    for second, crowded in ((4.9, True), (5.0, True), (5.1, False)):
        stable, _ = outcomes((10.0, second), 2)
        found = chosen((10.0, second), 2)
        assert found.equilibria == len(stable)
        assert (found.worst == 10.0) == crowded


@pytest.mark.parametrize("bonus", [0, 0.39, 0.41, 1])
def test_pillars_overlap_without_a_map_and_not_with_one(bonus):
    scenario = theory("case_11a_market_sharing", f"pillars.cluster_bonus={bonus}")
    found = {key: run_outcomes(simulate(scenario, key)) for key in ("competition", "map")}
    assert found["competition"]["pillar_overlap"] == 1
    assert found["map"]["pillar_overlap"] == 0
    assert all(each["pillar_unsettled"] == 0 for each in found.values())


def test_sharing_revenue_and_bidding_as_one_take_the_neighbour_into_account():
    def worth(lever):
        scenario = theory("case_11a_market_sharing", f"regimes.1.levers=[{lever}]")
        return simulate(scenario, "map").pillar_choices[0].worth

    assert worth("{lever: revenue_sharing, members: [a, b], share: 0.2, contract: benefit_only}") == 10.0
    assert worth("{lever: revenue_sharing, members: [a, b], share: 0.8, contract: benefit_only}") == 14.0
    assert worth("{lever: joint_negotiation, members: [a, b]}") == 14.0


def test_cities_out_of_reach_do_not_count():
    scenario = theory("case_11a_market_sharing", "reach.own_province=0.05")
    run = simulate(scenario, "competition")
    assert run.pillar_choices[0].worth == run.pillar_choices[0].optimum == 20.0
    assert run_outcomes(run)["duplication"] == 0
    assert run_outcomes(run)["pillar_overlap"] == 1


def test_best_replies_that_go_round_are_reported():
    near = np.array([[True, True], [True, True]])
    value = np.array([[10.0, 9.0], [10.0, 9.0]])
    # The second city wants company, the first wants to be alone: it gains from the neighbour's loss.
    stakes = np.eye(2)[:, :, None] * value
    stakes[1, 0] = -3.0 * value[0]
    found = pillars.settle(
        stakes, np.ones((2, 2), dtype=bool), near, pillars.cluster_bonus(2, 0.0, 1.0), 1,
        np.zeros((2, 2), dtype=bool), np.array([0, 1]), np.zeros((2, 2)),
    )  # fmt: skip
    assert not found.settled
    assert found.rounds == pillars.MOST_ROUNDS
