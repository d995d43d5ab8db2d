"""Fixed points, cycles and leaders of posted concessions; reference projects; how strategies play with them."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import lognorm

from sim.outcomes import run_outcomes
from sim.reference import expected_size
from sim.rules import posted as rules
from sim.rules.best_reply import Game, best_replies, payoffs
from sim.rules.posted import solve_posted
from sim.schema import Size
from sim.simulate import simulate
from tests.scenes import hosts, region, theory


def game(site, value, *, law="gumbel", scale=1.0, high=None, **rest):
    site, value = np.atleast_2d(site).astype(float), np.atleast_2d(value).astype(float)
    rows, cities = value.shape
    top = 2 * value.max(axis=1, keepdims=True) if high is None else high
    return Game(
        site_value=site, outside=np.full(rows, -np.inf), scale=np.full(rows, scale), shared=value,
        own=np.zeros_like(value), low=np.zeros_like(value), high=np.broadcast_to(top, value.shape).copy(),
        benefit_share=np.eye(cities), cost_share=np.eye(cities), rival_weight=np.zeros(cities),
        peers=~np.eye(cities, dtype=bool), coalition=np.arange(cities), cost_of_public_funds=0.0, law=law, **rest,
    )  # fmt: skip


def border_payoffs(site, value, homes, x, y):
    """Payoffs of two cities that post x and y, firm by firm on a line of 1: the crossing costs what the distance is."""
    lead = (site[1] + y) - (site[0] + x)
    stay_a, stay_b = 1 - np.clip(lead, 0, 1), 1 - np.clip(-lead, 0, 1)
    first = homes[0] * stay_a + homes[1] * (1 - stay_b)
    return (value[0] - x) * first, (value[1] - y) * (1 - first)


BORDER = np.array([0.16, 0.84])
"""Where the firms live in the two border games below."""


def best_by_enumeration(site, value, x, y):
    """Each city's best concession against the other's, to a ten-thousandth of the range, and what it gains."""
    grid = np.linspace(0.0, 2 * max(value), 10_001)
    first, second = border_payoffs(site, value, BORDER, grid, y)[0], border_payoffs(site, value, BORDER, x, grid)[1]
    return (grid[first.argmax()], grid[second.argmax()]), (first.max(), second.max())


def test_a_cycle_of_replies_is_reported_as_one():
    site, value = (1.783, 1.014), (2.7, 4.894)
    one = game(site, value, law="border", home_share=BORDER)
    found = solve_posted(one, np.zeros((1, 2)), np.ones(2, dtype=bool))
    assert not found.converged[0]
    assert found.fixed_points[0] == 0
    assert found.cycle[0] > 1
    assert np.isnan(found.other).all()
    spot = found.concession
    for _ in range(int(found.cycle[0])):
        enumerated, _ = best_by_enumeration(site, value, *spot[0])
        reply = best_replies(one, spot, np.ones(2, dtype=bool))
        assert reply[0] == pytest.approx(enumerated, abs=3e-3)
        assert np.abs(reply - spot).max() > 0.01
        spot = reply
    assert spot == pytest.approx(found.concession, abs=1e-4)


def test_several_resting_points_are_counted_and_never_averaged(monkeypatch):
    """Replies that stay low from below and high from above: both ends rest, and the first is what is posted."""
    monkeypatch.setattr(rules, "best_replies", lambda one, posted, free: np.where(posted < 5.0, 1.0, 9.0))
    found = solve_posted(game((0.0, 0.0), (10.0, 10.0)), np.zeros((1, 2)), np.ones(2, dtype=bool))
    assert (found.converged[0], found.fixed_points[0], found.cycle[0]) == (True, 2, 0)
    assert found.concession[0].tolist() == [1.0, 1.0]
    assert found.other[0].tolist() == [9.0, 9.0]


@pytest.mark.parametrize("length", [2, 3, 5])
def test_the_length_of_a_cycle(monkeypatch, length):
    monkeypatch.setattr(rules, "best_replies", lambda one, posted, free: (np.round(posted) + 1) % length)
    found = solve_posted(game((0.0, 0.0), (10.0, 10.0)), np.zeros((1, 2)), np.ones(2, dtype=bool))
    assert (found.converged[0], found.fixed_points[0], found.cycle[0]) == (False, 0, length)


def test_a_city_that_cannot_win_stands_at_what_hosting_is_worth():
    """And the winner posts just what keeps its rival out: 1.5 less its lead of 4, but the crossing costs 1."""
    one = game((5.0, 1.0), (8.0, 1.5), law="border", home_share=np.array([0.5, 0.5]))
    found = solve_posted(one, np.zeros((1, 2)), np.ones(2, dtype=bool))
    assert found.converged[0]
    assert found.concession[0] == pytest.approx([0.0, 1.5], abs=1e-6)
    assert found.probability[0] == pytest.approx([1.0, 0.0])


def test_resting_points_are_best_replies_on_a_grid():
    rng = np.random.default_rng(3)
    for law in ("gumbel", "uniform"):
        one = game(rng.uniform(0, 2, (4, 3)), rng.uniform(1, 6, (4, 3)), law=law)
        found = solve_posted(one, np.zeros((4, 3)), np.ones(3, dtype=bool))
        assert found.converged.all()
        for city in range(3):
            best = found.payoff[:, city].copy()
            for tried in np.linspace(0.0, 1.0, 101):
                posted = found.concession.copy()
                posted[:, city] = tried * one.high[:, city]
                best = np.maximum(best, payoffs(one, posted)[:, city])
            assert best == pytest.approx(found.payoff[:, city], abs=1e-5)


@pytest.mark.parametrize("count", [2, 3, 5])
@pytest.mark.parametrize("funds", [0.0, 0.25])
def test_what_identical_cities_post_and_gain(count, funds):
    """They post v/(1+λ) - μ·n/(n-1) and gain (1+λ)·μ/(n-1): the logit oligopoly of Anderson, de Palma & Thisse."""
    alike = replace(game([0.0] * count, [10.0] * count, scale=1.5), cost_of_public_funds=funds)
    found = solve_posted(alike, np.zeros((1, count)), np.ones(count, dtype=bool))
    assert found.concession[0] == pytest.approx(np.full(count, 10 / (1 + funds) - 1.5 * count / (count - 1)), abs=1e-6)
    assert found.payoff[0] == pytest.approx(np.full(count, (1 + funds) * 1.5 / (count - 1)), abs=1e-6)


@pytest.mark.parametrize("count", [2, 4])
def test_a_rival_weight_falls_on_the_mean_of_the_peers(count):
    """They post v - μ·n/(n-1+κ): with κ = 1 that is v - μ, however many there are."""
    for weight in (0.5, 1.0):
        envious = replace(game([0.0] * count, [10.0] * count, scale=1.5), rival_weight=np.full(count, weight))
        found = solve_posted(envious, np.zeros((1, count)), np.ones(count, dtype=bool))
        assert found.concession[0] == pytest.approx(np.full(count, 10 - 1.5 * count / (count - 1 + weight)), abs=1e-6)


def test_a_city_that_does_not_reply_keeps_what_it_posts():
    one = game((0.0, 0.0, 0.0), (10.0, 10.0, 10.0), scale=2.0)
    found = solve_posted(one, np.full((1, 3), 2.5), np.array([True, True, False]))
    assert found.concession[0, 2] == 2.5
    assert found.concession[0, 0] == pytest.approx(found.concession[0, 1])
    assert found.concession[0, 0] < 7.0


def test_truthful_and_best_response_reply_and_other_strategies_post_their_offer():
    whole = theory("case_03_posted", "cities.set.c.strategy={name: shaded, share: 0.3}",
                   "cities.set.b.strategy={name: best_response}")  # fmt: skip
    (posted,) = simulate(whole, with_planner=False).posted
    assert posted.replies.tolist() == [True, True, False]
    assert posted.solved.concession[0, 2] == pytest.approx(3.0)
    assert posted.solved.concession[0, 0] == pytest.approx(posted.solved.concession[0, 1])


POSTED = {"contest": {"format": "posted"}, "time": {"periods": 2}}


def test_projects_of_an_industry_get_one_rate_and_every_site_is_an_option():
    whole = region(**POSTED, pipeline={"contestable_share": 0.0}, city={"promotion_budget_share": None})
    run = simulate(whole, with_planner=False)
    for period, posted in enumerate(run.posted):
        mine = (run.deals["period"] == period) & (run.deals["host"] >= 0)
        industry, host = run.deals["industry"][mine], run.deals["host"][mine]
        row = np.searchsorted(posted.industry, industry)
        rate = run.deals["concession"][mine] / run.deals["investment"][mine]
        assert rate == pytest.approx(posted.rate[row, host], abs=1e-9)
        assert posted.solved.converged.all()
    assert run.deals["concession"].sum() > 0


def test_the_order_of_cities_changes_the_order_only():
    keys = ("a", "b", "c")
    same = {key: {"wage": 60_000.0 + 1_000.0 * i, "province": "x", "latitude": 29.0, "fit": {}, "stock": {}}
            for i, key in enumerate(keys)}  # fmt: skip
    one, other = (simulate(region(order, by_city=same, **POSTED), with_planner=False) for order in (keys, keys[::-1]))
    assert hosts(one) == hosts(other)
    assert one.deals["concession"] == pytest.approx(other.deals["concession"], rel=1e-6)


def test_outcomes_say_whether_rates_rest():
    calm = run_outcomes(simulate(theory("case_03c_correlation")))
    assert (calm["posted_unsettled"], calm["posted_several"]) == (0.0, 0.0)
    assert calm["posted_efficiency"] == pytest.approx(1.0, abs=1e-9)
    assert calm["posted_worst"] == pytest.approx(calm["posted_efficiency"])
    assert np.isnan(run_outcomes(simulate(theory("case_01_n")))["posted_efficiency"])


def test_the_efficiency_of_posted_rates_is_that_of_the_table():
    """Case 5c: W 12.7047 free and 12.1972 under a cap of 5; the optimum posts what hosting is worth."""
    free, capped = (run_outcomes(simulate(theory("case_05c_posted_cap"), key)) for key in ("free", "cap_5"))
    best = 2.0 * np.log(np.exp(np.array([12.0, 10.0, 8.0]) / 2.0).sum())
    assert free["posted_efficiency"] == pytest.approx(12.7047 / best, abs=1e-5)
    assert capped["posted_efficiency"] == pytest.approx(12.1972 / best, abs=1e-5)


@pytest.mark.parametrize(("median", "spread", "low", "high"), [(200.0, 1.27, 10.0, 1e4), (50.0, 0.4, 40.0, 60.0)])
def test_the_reference_project_has_the_mean_size(median, spread, low, high):
    law = lognorm(s=spread, scale=median)
    inner = quad(lambda x: x * law.pdf(x), low, high, limit=200)[0]
    expected = low * law.cdf(low) + inner + high * law.sf(high)
    size = Size(median=median, log_sd=spread, smallest=low, largest=high)
    assert expected_size(size) == pytest.approx(expected, rel=1e-6)
    assert expected_size(Size(median=5.0, log_sd=0.0, smallest=10.0)) == 10.0
