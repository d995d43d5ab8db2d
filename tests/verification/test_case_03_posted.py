"""Logit firms and posted concessions: symmetric, correlated, tournament and contracts."""

import numpy as np
import pytest

from sim.simulate import simulate
from tests.scenes import stylised, theory
from tests.verification.posted_games import logit, logit_welfare, nash, posted


def alike(count, *, scale=2.0, funds=0.0, law="gumbel", value=10.0, projects=1, **city):
    """Identical cities that post."""
    keys = [f"c{i}" for i in range(count)]
    whole = stylised(
        dict.fromkeys(keys, 0.0), dict.fromkeys(keys, value), city=city, project={"per_period": projects},
        contest={"format": "posted"}, economy={"cost_of_public_funds": funds},
    )  # fmt: skip
    match = type(whole.projects.match).model_validate({"law": law, "scale_money": scale})
    return whole.model_copy(update={"projects": whole.projects.model_copy(update={"match": match})})


def solved(scenario):
    (one,) = simulate(scenario, with_planner=False).posted
    assert one.solved.converged.all()
    assert one.solved.fixed_points.tolist() == [1]
    return one.solved


@pytest.mark.parametrize(("count", "x", "payoff"), [(2, 6.0, 2.0), (3, 7.0, 1.0), (5, 7.5, 0.5), (10, 70 / 9, 2 / 9)])
def test_identical_cities(count, x, payoff):
    found = solved(alike(count))
    assert found.concession == pytest.approx(np.full((1, count), x), abs=1e-6)
    assert found.payoff == pytest.approx(np.full((1, count), payoff), abs=1e-6)


def test_a_further_city_raises_the_concession_by_less_and_less():
    x = [solved(alike(count)).concession[0, 0] for count in (2, 3, 4, 5)]
    assert np.diff(x) == pytest.approx([1.0, 1 / 3, 1 / 6], abs=1e-6)


@pytest.mark.parametrize(("funds", "x"), [(0.0, 7.0), (0.2, 16 / 3), (0.3, 10 / 1.3 - 3)])
def test_dearer_public_funds(funds, x):
    found, run = posted("case_03_posted", "competition", f"economy.cost_of_public_funds={funds}")
    assert found == pytest.approx(np.full(3, x), abs=1e-6)
    assert run.deals["concession"] == pytest.approx(np.full(1000, x), abs=1e-6)


@pytest.mark.parametrize(("scale", "x"), [(4.0, 4.0), (2.0, 7.0), (1.0, 8.5), (0.5, 9.25), (0.1, 9.85)])
def test_more_mobile_firms_mean_higher_concessions(scale, x):
    """Property 4 and the posted half of property 6."""
    found, _ = posted("case_03_posted", "competition", f"projects.match.scale_money={scale}")
    assert found == pytest.approx(np.full(3, x), abs=1e-6)


def test_firms_choose_as_often_as_the_formula_says():
    run = simulate(alike(3, projects=20_000), with_planner=False)
    share = np.bincount(run.deals["host"], minlength=3) / 20_000
    assert share == pytest.approx(np.full(3, 1 / 3), abs=4 * np.sqrt(2 / 9 / 20_000))
    assert run.deals["public_net"] == pytest.approx(np.full(20_000, 3.0), abs=1e-6)


@pytest.mark.parametrize(("law", "margin"), [("normal", 2.0 * np.sqrt(np.pi)), ("uniform", 1.0)])
def test_other_laws_of_the_match(law, margin):
    """Two alike: v - x = P / P', P = 1/2 and P' = ∫ f² / scale, 1 / (2 √π) for normal draws and 1 for uniform ones."""
    assert solved(alike(2, law=law)).concession == pytest.approx(np.full((1, 2), 10.0 - margin), abs=1e-5)


def test_posted_for_a_normal_match_firms_choose_as_often_as_the_quadrature_says():
    whole = alike(3, law="normal", projects=20_000)
    table = whole.projects.stylised.model_copy(update={"site_value": {"c0": 1.0, "c1": 0.0, "c2": -0.5}})
    whole = whole.model_copy(update={"projects": whole.projects.model_copy(update={"stylised": table})})
    run = simulate(whole, with_planner=False)
    expected = run.posted[0].solved.probability[0]
    share = np.bincount(run.deals["host"], minlength=3) / 20_000
    assert (np.abs(share - expected) < 4 * np.sqrt(expected * (1 - expected) / 20_000)).all()
    assert expected.sum() == pytest.approx(1.0, abs=1e-12)


NEGATIVE, POSITIVE = ([4.0, 0.0], [6.0, 10.0]), ([4.0, 0.0], [10.0, 6.0])
SWAP = ("projects.stylised.public_value.a=10.0", "projects.stylised.public_value.b=6.0")


def expected_welfare(run, site, value):
    share = run.posted[0].solved.probability[0]
    return float((share * (np.array(site) + value)).sum() - 1.5 * (share * np.log(share)).sum())


def test_negative_correlation_competition_attains_the_optimum():
    x, run = posted("case_03c_correlation", "competition")
    _, ban = posted("case_03c_correlation", "ban")
    site, value = NEGATIVE
    assert x == pytest.approx([3.0, 7.0], abs=1e-6)
    assert run.posted[0].solved.probability[0] == pytest.approx([0.5, 0.5], abs=1e-6)
    efficient = logit_welfare(site, value, np.array(value), 1.5)
    assert expected_welfare(run, site, value) == pytest.approx(11.0397, abs=1e-4)
    assert efficient == pytest.approx(11.0397, abs=1e-4)
    assert expected_welfare(ban, site, value) == pytest.approx(10.3606, abs=1e-4)
    assert run.posted[0].solved.payoff.sum() == pytest.approx(3.0, abs=1e-6)
    assert ban.posted[0].solved.payoff.sum() == pytest.approx(6.2599, abs=1e-4)


def test_positive_correlation_competition_is_worse_than_a_ban():
    x, run = posted("case_03c_correlation", "competition", *SWAP)
    _, ban = posted("case_03c_correlation", "ban", *SWAP)
    site, value = POSITIVE
    assert x == pytest.approx(nash(site, value, 1.5), abs=1e-6)
    competition, banned = expected_welfare(run, site, value), expected_welfare(ban, site, value)
    assert competition == pytest.approx(logit_welfare(site, value, nash(site, value, 1.5), 1.5), abs=1e-6)
    assert competition < banned < logit_welfare(site, value, np.array(value), 1.5)


@pytest.mark.parametrize(("weight", "two", "five"), [(0.0, 6.0, 7.5), (0.5, 22 / 3, 70 / 9), (0.999999, 8.0, 8.0)])
def test_a_tournament_raises_concessions(weight, two, five):
    found, _ = posted("case_03d_tournament", None, f"cities.defaults.rival_weight={weight}")
    assert found == pytest.approx(np.full(2, two), abs=1e-5)
    assert solved(alike(5, rival_weight=weight)).concession == pytest.approx(np.full((1, 5), five), abs=1e-5)


def test_rivals_across_the_province_border_do_not_count():
    across = theory("case_03d_tournament", "cities.set.a.province=chongqing", "cities.set.b.province=sichuan")
    assert solved(across).concession == pytest.approx(np.full((1, 2), 6.0), abs=1e-6)


CONTRACTS = {
    "none": 6.0, "net_0_25": 16 / 3, "net_0_5": 4.0, "net_0_75": 0.0,
    "benefit_0_25": 3.5, "benefit_0_5": 1.0, "benefit_0_75": -1.5,
}  # fmt: skip


@pytest.mark.parametrize("regime", CONTRACTS)
def test_contracts(regime):
    found, run = posted("case_03e_pooling", regime)
    assert found == pytest.approx(np.full(2, CONTRACTS[regime]), abs=1e-6)
    assert run.deals["concession"] == pytest.approx(np.full(1000, CONTRACTS[regime]), abs=1e-6)


def test_without_charges_the_contract_ends_at_zero():
    found, run = posted("case_03e_pooling", "benefit_0_75", "contest.posted_min=0")
    assert found.tolist() == [0.0, 0.0]
    assert not run.deals["concession"].any()


def test_a_charge_is_asked_with_the_price_of_land():
    _, run = posted("case_03e_pooling", "benefit_0_75")
    assert run.deals["land_discount"] == pytest.approx(np.full(1000, -1.5), abs=1e-6)
    assert not run.deals["rebate"].any()
    assert not run.deals["grant"].any()


def test_the_oracle_agrees_with_the_formula():
    assert nash([0.0, 0.0], [10.0, 10.0], 2.0) == pytest.approx([6.0, 6.0], abs=1e-9)
    assert logit([0.0, 0.0], 2.0, 0.0) == pytest.approx([1 / 3, 1 / 3])


LAND = ("contest.format=posted", "projects.match={law: gumbel, scale_money: 2.0}")


def test_a_land_floor_alone_is_undone_by_cash():
    """Case 5b at posted concessions, R4: 7 in all whatever the land rule; floor and cap leave min(cap, 7)."""
    mix = {}
    for regime in ("free", "land_floor", "floor_and_cap"):
        found, run = posted("case_05b_waterbed", regime, *LAND)
        mix[regime] = (found[0], run.deals["land_discount"][0], run.deals["grant"][0])
    assert mix["free"] == pytest.approx((7.0, 5.0, 2.0), abs=1e-6)
    assert mix["land_floor"] == pytest.approx((7.0, 0.0, 7.0), abs=1e-6)
    assert mix["floor_and_cap"] == pytest.approx((6.0, 0.0, 6.0), abs=1e-6)


def test_a_further_competitor_raises_concessions_by_two_fifths_at_the_calibrated_scale():
    """The scale solves mu / 2 = .4 (10 - 2 mu); the two fifths are an estimate of Mast for one more close rival."""
    two, three = (solved(alike(count, scale=40 / 13)).concession[0, 0] for count in (2, 3))
    assert (two, three) == (pytest.approx(3.8462, abs=1e-4), pytest.approx(5.3846, abs=1e-4))
    assert three / two == pytest.approx(1.4, abs=1e-6)
