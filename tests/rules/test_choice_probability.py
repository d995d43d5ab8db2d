"""How likely firms choose each city, against the derivative of what they expect, and against draws."""

import numpy as np
import pytest

from sim.rules.choice_probability import choice_probability, expected_best

LAWS = ("gumbel", "normal", "uniform", "border")
SCORE = np.array([[0.3, -0.4, 0.9], [0.0, 0.0, -np.inf], [1.0, 0.2, 0.1], [-2.0, 3.0, 2.9]])
OUTSIDE = np.array([-np.inf, 0.3, 0.8, -np.inf])
SCALE = np.array([1.0, 0.7, 2.0, 0.4])
HOMES = np.array([0.2, 0.5, 0.3])
DRAWS = 20_000


def drawn(law, row):
    """The best option of many firms, and what it is worth, by drawing."""
    rng = np.random.default_rng(row)
    if law == "border":
        home = rng.choice(3, DRAWS, p=HOMES)
        match, outside = -rng.random(DRAWS)[:, None] * (np.arange(3) != home[:, None]), np.zeros(DRAWS)
    else:
        one = {
            "gumbel": lambda n: -np.log(rng.standard_exponential(n)) - np.euler_gamma,
            "normal": rng.standard_normal,
            "uniform": lambda n: rng.random(n) - 0.5,
        }[law]
        match, outside = one((DRAWS, 3)), one(DRAWS)
    options = np.column_stack([SCORE[row] + SCALE[row] * match, OUTSIDE[row] + SCALE[row] * outside])
    return options.argmax(axis=1), options.max(axis=1)


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("row", range(4))
def test_they_agree_with_draws(law, row):
    chosen, worth = drawn(law, row)
    chance = choice_probability(SCORE, OUTSIDE, SCALE, law, HOMES)[row]
    share = np.bincount(chosen, minlength=4)[:3] / DRAWS
    assert (np.abs(share - chance) <= 4 * np.sqrt(chance * (1 - chance) / DRAWS) + 1e-12).all()
    expected = expected_best(SCORE, OUTSIDE, SCALE, law, HOMES)[row]
    assert worth.mean() == pytest.approx(expected, abs=4 * worth.std() / np.sqrt(DRAWS) + 1e-12)


@pytest.mark.parametrize("law", LAWS)
def test_they_are_the_derivative_of_what_a_firm_expects(law):
    chance = choice_probability(SCORE, OUTSIDE, SCALE, law, HOMES)
    for city in range(3):
        step = np.zeros_like(SCORE)
        step[:, city] = 1e-5
        up, down = (expected_best(SCORE + sign * step, OUTSIDE, SCALE, law, HOMES) for sign in (1, -1))
        assert (up - down) / 2e-5 == pytest.approx(chance[:, city], abs=1e-6)


@pytest.mark.parametrize("law", LAWS)
def test_without_an_outside_option_they_sum_to_one(law):
    chance = choice_probability(SCORE, np.full(4, -np.inf), SCALE, law, HOMES)
    assert chance.sum(axis=1) == pytest.approx(np.ones(4), abs=1e-12)
    assert not choice_probability(np.full((1, 3), -np.inf), np.full(1, -np.inf), np.ones(1), law, HOMES).any()


def test_two_with_a_normal_match_are_a_probit():
    from scipy.stats import norm

    chance = choice_probability(np.array([[1.0, 0.0]]), np.array([-np.inf]), np.array([2.0]), "normal")
    assert chance[0, 0] == pytest.approx(norm.cdf(1.0 / (2.0 * np.sqrt(2.0))), abs=1e-12)
