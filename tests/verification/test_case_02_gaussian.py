"""Competition and ban with normal values, independent over cities: the expected values are order statistics.

S = sqrt(sp² + sv² + 2·rho·sp·sv); the gain e_n·(S - sp - rho·sv) is never negative and zero for rho = 1 or sv = 0.
Bands are four standard errors of the sample itself.
"""

from functools import cache

import numpy as np
import pytest

from sim.simulate import simulate_regimes
from tests.scenes import theory
from tests.verification.order_statistics import expected_largest, share_of_other_maxima

DRAWS = 100_000
MEAN = 10.0

# n, sp, sv, rho, W_comp, W_ban, E x, host net, host net under a ban, share of other hosts
TABLE = [
    (2, 1.0, 1.0, 0.0, 20.7979, 20.5642, 8.8032, 1.5958, 10.0000, 0.2500),
    (5, 1.0, 1.0, 0.0, 21.6447, 21.1630, 9.8777, 0.9446, 10.0000, 0.461),
    (5, 1.0, 1.0, -0.8, 20.7355, 20.2326, 9.9453, 0.4224, 9.0696, 0.679),
    (5, 1.0, 1.0, 1.0, 22.3259, 22.3259, 9.8271, 1.3359, 11.1630, 0.0),
    (5, 1.0, 0.25, 0.0, 21.1988, 21.1630, 9.3820, 0.6885, 10.0000, 0.155),
    (5, 1.0, 0.25, -0.9, 20.9102, 20.9013, 9.2358, 0.5228, 9.7383, 0.090),
    (5, 1.0, 0.0, 0.0, 21.1630, 21.1630, 9.3321, 0.6679, 10.0000, 0.0),
]
ROWS = [row[:4] for row in TABLE]


def scenario(count, site_sd, public_sd, rho, mean=MEAN):
    whole = theory(
        "case_02_gaussian",
        f"projects.stylised.per_period={DRAWS}",
        f"projects.stylised.generator.site_mean={mean}",
        f"projects.stylised.generator.public_mean={mean}",
        f"projects.stylised.generator.site_sd={site_sd}",
        f"projects.stylised.generator.public_sd={public_sd}",
        f"projects.stylised.generator.correlation={rho}",
    )
    return whole.model_copy(update={"cities": dict(list(whole.cities.items())[:count])})


@cache
def sample(*row):
    """Both regimes on the same draws, by name of the quantity."""
    runs = simulate_regimes(scenario(*row), ("competition", "ban"), with_planner=False)
    war, ban = runs["competition"].deals, runs["ban"].deals
    return {
        "w_comp": war["welfare_total"],
        "w_ban": ban["welfare_total"],
        "gain": war["welfare_total"] - ban["welfare_total"],
        "x": war["concession"],
        "firm": war["firm_gain"],
        "firm_ban": ban["firm_gain"],
        "net": war["public_net"],
        "net_ban": ban["public_net"],
        "moved": (war["host"] != ban["host"]).astype(float),
    }


@cache
def oracle(count, site_sd, public_sd, rho, mean=MEAN):
    first, second = expected_largest(count)
    spread = np.sqrt(site_sd**2 + public_sd**2 + 2 * rho * site_sd * public_sd)
    along = site_sd + rho * public_sd
    return {
        "w_comp": 2 * mean + spread * first,
        "w_ban": 2 * mean + first * along,
        "gain": first * (spread - along),
        "x": mean + spread * second - first * site_sd * along / spread,
        "firm": 2 * mean + spread * second,
        "firm_ban": mean + site_sd * first,
        "net": spread * (first - second),
        "net_ban": mean + rho * public_sd * first,
        "moved": share_of_other_maxima(count, min(1.0, along / spread)),
    }


@pytest.mark.parametrize("quantity", ["w_comp", "w_ban", "gain", "x", "firm", "firm_ban", "net", "net_ban", "moved"])
@pytest.mark.parametrize("row", ROWS, ids=str)
def test_the_mean_lies_within_four_standard_errors(row, quantity):
    drawn, expected = sample(*row)[quantity], oracle(*row)[quantity]
    assert drawn.size == DRAWS
    if quantity == "moved":
        error = np.sqrt(expected * (1 - expected) / DRAWS)
    else:
        error = drawn.std() / np.sqrt(DRAWS)
    assert abs(drawn.mean() - expected) <= 4 * error + 1e-9


@pytest.mark.parametrize("row", TABLE, ids=str)
def test_the_integrals_agree_with_the_published_digits(row):
    count, site_sd, public_sd, rho, w_comp, w_ban, x, net, net_ban, moved = row
    found = oracle(count, site_sd, public_sd, rho)
    for name, digits in (("w_comp", w_comp), ("w_ban", w_ban), ("x", x), ("net", net), ("net_ban", net_ban)):
        assert found[name] == pytest.approx(digits, abs=6e-5), name
    assert found["moved"] == pytest.approx(moved, abs=2e-3)  # published from 400 000 draws


def test_the_share_of_moved_projects_with_two_cities_is_an_arcsine():
    for r in (-0.5, 0.0, 0.3, 0.9):
        assert share_of_other_maxima(2, r) == pytest.approx(0.5 - np.arcsin(r) / np.pi, abs=1e-4)


@pytest.mark.parametrize("row", [(5, 1.0, 1.0, 1.0), (5, 1.0, 0.0, 0.0)], ids=str)
def test_without_other_public_values_a_ban_loses_nothing(row):
    drawn = sample(*row)
    assert drawn["moved"].max() == 0
    assert drawn["gain"] == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_competition_never_loses_a_project_without_a_cost_of_public_funds(row):
    assert sample(*row)["gain"].min() > -1e-12


# n = 5: the gain is hump-shaped in the correlation, with its peak at max(-1, -sv / (2 sp))
@pytest.mark.parametrize(
    ("public_sd", "rho", "gain"),
    [(1.0, -0.5, 0.581482), (1.0, -1.0, 0.0), (0.25, -0.125, 0.036343), (2.0, -1.0, 2.325928), (3.0, -1.0, 4.651856)],
)
def test_the_gain_is_hump_shaped_in_the_correlation(public_sd, rho, gain):
    drawn = sample(5, 1.0, public_sd, rho, 40.0)["gain"]
    assert abs(drawn.mean() - gain) <= 4 * drawn.std() / np.sqrt(DRAWS) + 1e-6


def test_a_cost_of_public_funds_can_turn_the_sign():
    costly = scenario(5, 1.0, 1.0, 0.0)
    costly = costly.model_copy(update={"economy": costly.economy.model_copy(update={"cost_of_public_funds": 0.2})})
    runs = simulate_regimes(costly, ("competition", "ban"), with_planner=False)
    gain = runs["competition"].deals["welfare_total"] - runs["ban"].deals["welfare_total"]
    assert gain.mean() < -4 * gain.std() / np.sqrt(DRAWS)
