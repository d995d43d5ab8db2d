"""At its drop-out score a city is indifferent between hosting and losing to its rival."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.rules.drop_out import drop_out_score, plain_drop_out_score, rivals
from tests.rules.contests import labels
from tests.scenes import region, stepped

FUNDS = 0.25


@st.composite
def games(draw):
    """Values, contracts, weights, peers and coalitions of a few cities and two projects."""
    count = draw(st.integers(2, 5))
    luck = np.random.default_rng(draw(st.integers(0, 10**6)))
    benefit, cost = np.eye(count), np.eye(count)
    if draw(st.booleans()):
        benefit = luck.dirichlet(np.ones(count + 1), count)[:, :count] * 0.5 + 0.5 * np.eye(count)
    if draw(st.booleans()):
        cost = luck.dirichlet(np.ones(count), count) * 0.6 + 0.4 * np.eye(count)
    return {
        "count": count,
        "site_value": luck.normal(0, 5, (2, count)),
        "shared": luck.uniform(0, 10, (2, count)),
        "own": luck.uniform(-2, 5, (2, count)),
        "officials": luck.uniform(0, 2, (2, count)),
        "benefit": benefit,
        "cost": cost,
        "coalition": draw(labels(count)) if draw(st.booleans()) else np.arange(count),
        "weight": luck.choice([0.0, 0.3, 0.9], count),
        "peers": (luck.random((count, count)) < 0.6) & ~np.eye(count, dtype=bool),
        "feasible": luck.random((2, count)) < 0.9,
        "outside": luck.choice([-np.inf, 0.0, 8.0], 2),
        "tie": luck.random((2, count)),
    }


def naive_rival(g, project, city):
    """The best feasible city outside the coalition by plain score; none if the project would rather leave."""
    score = {
        d: g["site_value"][project, d]
        + (g["shared"][project, d] + g["own"][project, d] + g["officials"][project, d]) / (1 + FUNDS)
        for d in range(g["count"])
        if g["feasible"][project, d] and g["coalition"][d] != g["coalition"][city]
    }
    if not score or max(score.values()) < g["outside"][project]:
        return None
    return max(score, key=score.get)


def found(g):
    plain = g["shared"] + g["own"] + g["officials"]
    rival = rivals(g["site_value"], plain, g["outside"], g["feasible"], g["coalition"], g["tie"], FUNDS)
    together = g["coalition"][:, None] == g["coalition"]
    kept = (g["benefit"] * together).sum(axis=1)
    score = drop_out_score(
        site_value=g["site_value"], bid_value=kept * g["shared"] + g["own"] + g["officials"], own=g["own"],
        shared=g["shared"], rival=rival, benefit_share=g["benefit"], cost_share=g["cost"], together=together,
        rival_weight=g["weight"], peers=g["peers"], cost_of_public_funds=FUNDS,
    )  # fmt: skip
    return rival, score


@given(games())
@settings(max_examples=200)
def test_hosting_and_losing_pay_the_same_at_the_drop_out_score(g):
    rival, score = found(g)
    for project in range(2):
        for city in range(g["count"]):
            expected = naive_rival(g, project, city)
            assert (None if rival[project, city] < 0 else rival[project, city]) == expected
            team = [d for d in range(g["count"]) if g["coalition"][d] == g["coalition"][city]]
            s = score[project, city]
            price = (1 + FUNDS) * (s - g["site_value"][project, city])
            hosting = sum(g["benefit"][city, m] for m in team) * g["shared"][project, city]
            hosting += g["own"][project, city] + g["officials"][project, city]
            hosting -= sum(g["cost"][city, m] for m in team) * price
            losing = 0.0
            if expected is not None:
                r, paid = expected, (1 + FUNDS) * (s - g["site_value"][project, expected])
                losing = sum(g["benefit"][r, m] for m in team) * g["shared"][project, r]
                losing -= sum(g["cost"][r, m] for m in team) * paid
                weight = g["weight"][city] if g["peers"][r, city] else 0.0
                gain = g["benefit"][r, r] * g["shared"][project, r] + g["own"][project, r] - g["cost"][r, r] * paid
                losing -= weight * gain
            if np.isfinite(s):
                assert hosting == pytest.approx(losing, rel=1e-6, abs=1e-6)


def test_a_full_split_has_no_price_at_which_the_better_site_drops_out():
    half = np.full((2, 2), 0.5)
    site, value = np.array([[10.0, 6.0]]), np.array([[4.0, 12.0]])
    score = drop_out_score(
        site_value=site, bid_value=0.5 * value, own=0 * value, shared=value, rival=np.array([[1, 0]]),
        benefit_share=half, cost_share=half, together=np.eye(2, dtype=bool), rival_weight=np.zeros(2),
        peers=np.zeros((2, 2), dtype=bool), cost_of_public_funds=0.0,
    )  # fmt: skip
    assert score.tolist() == [[-np.inf, np.inf]]


def test_the_plain_score_is_the_general_one_without_contract_coalition_and_weight():
    luck = np.random.default_rng(1)
    site, value = luck.normal(0, 5, (6, 3)), luck.uniform(0, 9, (6, 3))
    general = drop_out_score(
        site_value=site, bid_value=value, own=0 * value, shared=value, rival=np.tile([1, 2, 0], (6, 1)),
        benefit_share=np.eye(3), cost_share=np.eye(3), together=np.eye(3, dtype=bool), rival_weight=np.zeros(3),
        peers=np.ones((3, 3), dtype=bool), cost_of_public_funds=FUNDS,
    )  # fmt: skip
    assert general == pytest.approx(site + value / (1 + FUNDS))
    assert plain_drop_out_score(site, value, FUNDS) == pytest.approx(general)


def test_a_rival_weight_counts_the_whole_gain_of_real_peers():
    """Two districts of one province: S_c' = (S_c + kappa·S_r) / (1 + kappa), jobs and land included."""
    kappa = 0.4
    whole = region(
        ("a", "b"), gap=None,
        city={"province": "one", "rival_weight": kappa, "grant_limit": None, "promotion_budget_share": None},
    )  # fmt: skip
    for _, period in stepped(whole):
        plain = period.site_value + period.leader_value.total / 1.2
        assert period.leader_value.own.std() > 0
        assert period.drop_out_score == pytest.approx((plain + kappa * plain[:, ::-1]) / (1 + kappa))
