"""Case 9's message in open contests: outsiders gain at least as much from restraint as those who keep it.

An open contest has no strategic complements: the runner-up's ceiling is the price, whoever it is. So a few members
that hold back only lose, where among posting cities they gain; and bidding as one leaves outsiders exactly where they
were, for the coalition's highest ceiling is the highest of its members.
"""

import pytest

from sim.outcomes import run_outcomes
from sim.simulate import simulate
from tests.scenes import generated

MANY = 20_000
VALUES = {"site_mean": 10.0, "site_sd": 2.0, "public_mean": 10.0, "public_sd": 2.0}


def gains(count, members, lever):
    """Gain of the average member and of the average outsider, million CNY for each project."""
    keys = [f"c{i}" for i in range(members)]
    named = {"members": keys} if lever["lever"] == "joint_negotiation" else {}
    agreement = {"lever": "agreement", "members": keys, "levers": [{**lever, **named}]}
    found = run_outcomes(simulate(generated(count, MANY, project=VALUES, levers=[agreement]), with_planner=False))
    return found["members_gain"] / MANY, found["outsiders_gain"] / MANY


@pytest.mark.parametrize(("count", "members", "cap"), [(5, 2, 0.05), (10, 4, 0.05), (3, 2, 0.05)])
def test_a_few_that_hold_back_lose_and_the_others_gain(count, members, cap):
    member, outsider = gains(count, members, {"lever": "subsidy_cap", "cap": cap})
    assert member < -0.1
    assert outsider > 0.1


def test_where_most_hold_back_all_gain_and_outsiders_more():
    member, outsider = gains(5, 4, {"lever": "subsidy_cap", "cap": 0.08})
    assert 0 < 5 * member < outsider


def test_bidding_as_one_leaves_outsiders_where_they_were():
    member, outsider = gains(5, 3, {"lever": "joint_negotiation"})
    assert member > 0.1
    assert outsider == pytest.approx(0.0, abs=1e-9)
