"""What officials gain from contests, and what it takes to break: against the drop-out score and against long sums."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.rules.compliance import payoffs, value_of_breaking, value_of_keeping
from sim.rules.drop_out import drop_out_score
from sim.simulate import simulate
from tests.scenes import region

FUNDS = 0.25


def shares(draw, count, full):
    rows = np.array([[draw(st.floats(0.0, 1.0)) for _ in range(count)] for _ in range(count)]) + np.eye(count)
    return rows / rows.sum(axis=1, keepdims=True) * (1.0 if full else draw(st.floats(0.3, 1.0)))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_bid_at_the_drop_out_score_leaves_the_official_as_well_off_as_losing(data):
    """The drop-out score and the payoffs are two formulas for one objective: contracts, rivals and weights included."""
    draw, count = data.draw, 3
    number = st.floats(-20.0, 20.0)
    site, shared, own, gain = (np.array([[draw(number) for _ in range(count)]]) for _ in range(4))
    benefit, cost = shares(draw, count, full=False), shares(draw, count, full=True)
    weight = np.array([draw(st.floats(0.0, 0.9)) for _ in range(count)])
    ways = [draw(st.booleans()) for _ in range(3)]  # who counts as a peer of whom has a direction
    peers = np.array([[False, ways[0], False], [ways[1], False, ways[2]], [False, False, False]])
    rival = np.array([[1, 0, 0]])
    together = np.eye(count, dtype=bool)
    score = drop_out_score(
        site_value=site, bid_value=np.diagonal(benefit) * shared + own + gain, own=own, shared=shared, rival=rival,
        benefit_share=benefit, cost_share=cost, together=together, rival_weight=weight, peers=peers,
        cost_of_public_funds=FUNDS,
    )  # fmt: skip

    def payoff(host, to_score, city):
        found = payoffs(
            host=np.array([host]), concession=np.array([to_score - site[0, host]]), shared=shared, own=own, gain=gain,
            benefit_share=benefit, cost_share=cost, rival_weight=weight, peers=peers, cost_of_public_funds=FUNDS,
        )  # fmt: skip
        return found[0, city]

    for city in range(count):
        if abs(score[0, city]) > 1e4:  # nearly full cost sharing: no bid makes a difference
            continue
        at = score[0, city]
        assert payoff(city, at, city) == pytest.approx(payoff(int(rival[0, city]), at, city), abs=1e-6)


@pytest.mark.parametrize("discount", [0.0, 0.4, 0.9])
@pytest.mark.parametrize("lag", [1, 2, 5])
@pytest.mark.parametrize("punishment", [None, 1, 4])
def test_the_closed_forms_are_the_sums_that_they_stand_for(discount, lag, punishment):
    now, alone, punished, kept, today = 7.0, 5.0, 1.0, 3.0, 4.0
    periods = range(1, 2_000)
    keep = today + sum(discount**t * kept for t in periods)
    end = np.inf if punishment is None else lag + punishment
    later = sum(discount**t * (alone if t < lag else punished if t < end else kept) for t in periods)
    assert value_of_keeping(np.array(today), np.array(kept), discount) == pytest.approx(keep)
    found = value_of_breaking(
        np.array(now), alone=np.array(alone), punished=np.array(punished), kept=np.array(kept), discount=discount,
        lag=lag, punishment=punishment, expected_penalty=2.5,
    )  # fmt: skip
    assert found == pytest.approx(now + later - 2.5)


def test_where_nobody_breaks_a_chosen_rule_is_the_rule_itself():
    ban = {"lever": "subsidy_ban"}
    fear = {"compliance": "chosen", "audit_probability": 1.0, "penalty": 1e5}
    whole, chosen = (simulate(region(levers=[{**ban, **more}]), with_planner=False) for more in ({}, fear))
    assert chosen.cities["agreements_broken"].sum() == 0
    assert chosen.cities["agreements_kept"].sum() == chosen.cities["agreements"].sum() > 0
    for name, column in whole.deals.items():
        assert np.array_equal(column, chosen.deals[name], equal_nan=True), name


def test_who_breaks_does_not_depend_on_the_order_of_levers():
    pact = {"lever": "subsidy_cap", "cap": 0.04, "compliance": "chosen", "discount_factor": 0.5, "punishment": 2}
    share = {
        "lever": "agreement", "compliance": "chosen", "discount_factor": 0.3, "implementation": 0.7,
        "levers": [{"lever": "revenue_sharing", "members": ["a", "b"], "share": 0.6}],
    }  # fmt: skip
    found = []
    for levers in ([pact, share], [share, pact]):
        run = simulate(region(time={"periods": 6}, levers=levers), with_planner=False)
        found.append((run.cities["agreements_broken"], run.deals["host"], run.deals["concession"]))
    for one, other in zip(*found, strict=True):
        assert np.array_equal(one, other)
    assert found[0][0].sum() > 0
