"""The oracle of posted concessions against printed numbers, first-order conditions and a second route."""

import numpy as np
import pytest

from experiments.verification.oracles import logit_games as logit


@pytest.mark.parametrize(("count", "x"), [(2, 6.0), (3, 7.0), (5, 7.5), (10, 70 / 9)])
def test_identical_cities(count, x):
    assert logit.alike(10.0, 2.0, count) == pytest.approx(x)
    assert logit.nash([0.0] * count, [10.0] * count, 2.0) == pytest.approx([x] * count, abs=1e-9)


@pytest.mark.parametrize(("funds", "x"), [(1.2, 16 / 3), (1.3, 10 / 1.3 - 3)])
def test_dearer_public_funds(funds, x):
    assert logit.alike(10.0, 2.0, 3, funds=funds) == pytest.approx(x)
    assert logit.nash([0.0] * 3, [10.0] * 3, 2.0, funds=funds) == pytest.approx([x] * 3, abs=1e-9)


@pytest.mark.parametrize(("weight", "two", "five"), [(0.0, 6.0, 7.5), (0.5, 22 / 3, 70 / 9), (1.0, 8.0, 8.0)])
def test_the_tournament(weight, two, five):
    assert logit.alike(10.0, 2.0, 2, rival_weight=weight) == pytest.approx(two)
    assert logit.alike(10.0, 2.0, 5, rival_weight=weight) == pytest.approx(five)


@pytest.mark.parametrize(
    ("share", "net", "benefit"), [(0.0, 6.0, 6.0), (0.25, 16 / 3, 3.5), (0.5, 4.0, 1.0), (0.75, 0.0, -1.5)]
)
def test_contracts(share, net, benefit):
    assert logit.alike(10.0, 2.0, 2, net_share=share) == pytest.approx(net)
    assert logit.alike(10.0, 2.0, 2, benefit_share=share) == pytest.approx(benefit)


def test_the_mean_of_the_others_counts_in_the_tournament_as_the_formula_says():
    """Own payoff less κ times the mean of the others', maximised on a grid, n = 3."""
    x, kappa, grid = logit.alike(10.0, 2.0, 3, rival_weight=0.5), 0.5, np.linspace(7.0, 7.8, 80_001)
    share = np.exp(grid / 2) / (np.exp(grid / 2) + 2 * np.exp(x / 2))
    gain = share * (10 - grid) - kappa * (1 - share) / 2 * (10 - x)
    assert grid[gain.argmax()] == pytest.approx(x, abs=1e-4)


@pytest.mark.parametrize("terms", [{}, {"funds": 1.3}, {"outside": 3.0}])
def test_an_equilibrium_satisfies_its_first_order_conditions(terms):
    site, value = np.array([4.0, 0.0, 1.0]), np.array([10.0, 6.0, 9.0])
    x = logit.nash(site, value, 1.5, **terms)
    share = logit.shares(site + x, 1.5, terms.get("outside"))
    assert x == pytest.approx(value / terms.get("funds", 1.0) - 1.5 / (1 - share), abs=1e-9)


@pytest.mark.parametrize("start", [0.0, 20.0])
@pytest.mark.parametrize("in_turn", [True, False])
def test_replies_end_at_the_same_point_wherever_they_begin(start, in_turn):
    for site, value in (([0.0, 0.0], [10.0, 10.0]), ([4.0, 0.0], [6.0, 10.0]), ([4.0, 0.0], [10.0, 6.0])):
        found, _ = logit.settle(site, value, 1.5, start=start, in_turn=in_turn)
        assert found == pytest.approx(logit.nash(site, value, 1.5), abs=1e-9)


@pytest.mark.parametrize("start", [0.0, 20.0])
def test_one_after_the_other_two_cities_rest_within_18_sweeps_and_all_at_once_within_30(start):
    """Near rest a reply moves by the share P of the other's move: by 1/2 a sweep all at once, by 1/4 in turn."""
    games = [([0.0] * n, [10.0] * n, 2.0) for n in (2, 3, 5, 10)] + [([4.0, 0.0], [6.0, 10.0], 1.5)]
    for game in games:
        assert logit.settle(*game, start=start, still=1e-8)[1] <= 18
        assert logit.settle(*game, start=start, still=1e-8, in_turn=False)[1] <= 30


def test_welfare_of_the_correlated_cities():
    site, negative = (4.0, 0.0), (6.0, 10.0)
    assert logit.nash(site, negative, 1.5) == pytest.approx([3.0, 7.0], abs=1e-9)
    assert logit.welfare(site, negative, [3.0, 7.0], 1.5) == pytest.approx(11.0397, abs=5e-5)
    assert logit.welfare(site, negative, negative, 1.5) == pytest.approx(11.0397, abs=5e-5)
    assert logit.welfare(site, negative, [0.0, 0.0], 1.5) == pytest.approx(10.3606, abs=5e-5)
    share = logit.shares(site, 1.5)
    assert float(share @ negative) == pytest.approx(6.2599, abs=5e-5)


def test_mean_and_spread_of_welfare_over_drawn_firms():
    site, value, x = np.array([4.0, 0.0]), np.array([10.0, 6.0]), np.array([2.0, 4.0])
    draws = np.random.default_rng(5).gumbel(-np.euler_gamma * 1.5, 1.5, (400_000, 2))
    host = (site + x + draws).argmax(axis=1)
    welfare = (site + value)[host] + draws[np.arange(host.size), host]
    deviation = logit.welfare_deviation(site, value, x, 1.5)
    assert welfare.mean() == pytest.approx(logit.welfare(site, value, x, 1.5), abs=4 * deviation / np.sqrt(host.size))
    assert welfare.std() == pytest.approx(deviation, rel=0.01)


OUTSIDE = [(0.0, 6.0908, 0.9768, 3.8183, 1.0926, 0.7755, 6.9074, 0.6667, 6.6667),
           (4.0, 6.4535, 0.8721, 3.0930, 4.0000, 0.6667, 4.0000, 0.2130, 2.1301)]  # fmt: skip


@pytest.mark.parametrize("row", OUTSIDE)
def test_the_outside_region(row):
    outside, *expected = row
    found = []
    for x in (
        logit.nash([0.0] * 2, [10.0] * 2, 2.0, outside=outside)[0],
        logit.joint_optimum(10.0, 2.0, 2, outside),
        0,
    ):
        stay = float(logit.shares([x] * 2, 2.0, outside).sum())
        found += [x, stay, stay * (10.0 - x)]
    del found[6]
    assert found == pytest.approx(expected, abs=6e-5)


def test_the_joint_optimum_by_two_routes():
    assert logit.joint_of([0.0] * 2, [10.0] * 2, 2.0, 3.0) == pytest.approx(
        logit.joint_optimum(10.0, 2.0, 2, 3.0), abs=1e-5
    )


def test_a_coalition_of_one_is_the_equilibrium_and_of_nearly_all_the_optimum():
    alone, _ = logit.members_and_outsiders(1, 10, 10.0, 2.0)
    assert alone == pytest.approx([logit.alike(10.0, 2.0, 10)] * 2, abs=1e-9)
    (member, outsider), _ = logit.members_and_outsiders(3, 4, 10.0, 2.0)
    assert outsider == pytest.approx(logit.reply([0.0] * 4, [10.0] * 4, [member] * 3 + [0.0], 3, 2.0), abs=1e-9)


@pytest.mark.parametrize(("agreed", "critical"), [(0.0, 0.2213), (2.0, 0.1721)])
def test_pacts(agreed, critical):
    assert logit.critical_discount_factor(10.0, 2.0, agreed, 2) == pytest.approx(critical, abs=5e-5)
    assert agreed or logit.one_shot_deviation(10.0, 2.0, 0.0, 2)[0] == pytest.approx(2.147, abs=5e-4)


@pytest.mark.parametrize("agreed", [0.0, 2.0])
def test_spread_of_a_critical_discount_factor_that_is_reckoned_on_draws(agreed):
    value, scale, draws, found = 10.0, 2.0, np.random.default_rng(8), []
    best, _ = logit.one_shot_deviation(value, scale, agreed, 2)
    for _ in range(400):
        today, later = (draws.gumbel(0.0, scale, (2_000, 2)) for _ in range(2))
        mine, then = today[:, 0] > today[:, 1], later[:, 0] > later[:, 1]
        left = today[:, 0] + best - agreed > today[:, 1]
        gain = (left * (value - best) - mine * (value - agreed)).mean()
        loss = (then * (value - agreed) - then * (value - 6.0)).mean()
        found.append(gain / (gain + loss))
    expected = logit.critical_deviation(value, scale, agreed, 2) / np.sqrt(2_000)
    assert np.std(found) == pytest.approx(expected, rel=4 / np.sqrt(2 * 400))
    assert np.mean(found) == pytest.approx(
        logit.critical_discount_factor(value, scale, agreed, 2), abs=4 * expected / 20
    )
