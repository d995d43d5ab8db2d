"""Ban, war and cooperation under an outside threat, and coalitions of some cities only."""

from itertools import pairwise

import numpy as np
import pytest

from tests.verification.posted_games import joint_of, joint_optimum, logit, members_and_outsiders, nash, posted

ROWS = [(0.0, 6.0908, 0.9768, 3.8183, 1.0926, 0.7755, 6.9074, 0.6667, 6.6667),
        (4.0, 6.4535, 0.8721, 3.0930, 4.0000, 0.6667, 4.0000, 0.2130, 2.1301)]  # fmt: skip


def outcome(regime, outside):
    x, run = posted("case_04_outside", regime, f"projects.stylised.outside_option={outside}")
    one = run.posted[0].solved
    return x, float(one.probability.sum()), float(one.payoff.sum())


@pytest.mark.parametrize("row", ROWS)
def test_the_table(row):
    outside, *expected = row
    found = []
    for regime in ("war", "cooperation", "ban"):
        x, captured, joint = outcome(regime, outside)
        assert x[0] == pytest.approx(x[1], abs=1e-6)
        found += [captured, joint] if regime == "ban" else [x[0], captured, joint]
    assert found == pytest.approx(expected, abs=6e-5)


@pytest.mark.parametrize("outside", [0.0, 2.0, 4.0, 8.0])
def test_war_and_cooperation_by_other_routes(outside):
    assert outcome("war", outside)[0] == pytest.approx(nash([0.0] * 2, [10.0] * 2, 2.0, outside=outside), abs=1e-6)
    joint = joint_optimum(10.0, 2.0, 2, outside)
    assert outcome("cooperation", outside)[0] == pytest.approx([joint, joint], abs=1e-6)


def test_the_signs():
    gains = []
    for outside in (0.0, 4.0, 8.0, 12.0):
        war, joint, ban = (outcome(regime, outside)[2] for regime in ("war", "cooperation", "ban"))
        assert joint >= war
        assert (ban > war) == (outside == 0.0)
        gains.append(joint - war)
    assert (np.diff(gains) < 0).all()


def test_firms_leave_as_often_as_the_formula_says():
    _, run = posted("case_04_outside", "war", "projects.stylised.per_period=20000")
    left = float((run.deals["host"] < 0).mean())
    chance = 1.0 - float(run.posted[0].solved.probability.sum())
    assert left == pytest.approx(chance, abs=4 * np.sqrt(chance * (1 - chance) / 20_000))


def test_unequal_cities_together():
    settings = ("projects.stylised.site_value.a=3.0", "projects.stylised.public_value.b=7.0")
    x, _ = posted("case_04_outside", "cooperation", *settings, "projects.stylised.outside_option=6.0")
    assert x == pytest.approx(joint_of([3.0, 0.0], [10.0, 7.0], 2.0, 6.0), abs=1e-5)


@pytest.mark.parametrize("members", [1, 2, 4])
def test_some_members_of_ten(members):
    """The logit twin of case 9."""
    x, run = posted("case_09_coalition", f"members_{members}")
    expected, payoff = members_and_outsiders(members, 10, 10.0, 2.0)
    assert x == pytest.approx([expected[0]] * members + [expected[1]] * (10 - members), abs=1e-6)
    assert run.posted[0].solved.payoff[0][[0, -1]] == pytest.approx(payoff, abs=1e-6)


def test_all_gain_from_a_larger_coalition_and_outsiders_more():
    payoffs = [posted("case_09_coalition", f"members_{m}")[1].posted[0].solved.payoff[0] for m in (1, 2, 4)]
    for before, after in pairwise(payoffs):
        assert (after > before + 1e-4).all()
        assert after[-1] > after[0]


CAPS = {
    "free": ([7.9131, 7.0255, 5.6141], [0.5106, 0.3276, 0.1618], 12.7047, 7.2504, 3.4473),
    "cap_7": ([7.0, 6.7821, 5.5015], [0.4220, 0.3785, 0.1995], 12.5518, 6.6186, 3.8264),
    "cap_5": ([5.0] * 3, [1 / 3] * 3, 12.1972, 5.0, 5.0),
    "cap_4": ([4.0] * 3, [1 / 3] * 3, 12.1972, 4.0, 6.0),
}
LIMITS = {"free": np.inf, "cap_7": 7.0, "cap_5": 5.0, "cap_4": 4.0}
"""Case 5c: concessions, shares, welfare, transfers, the cities' net."""


@pytest.mark.parametrize("regime", CAPS)
def test_a_common_cap(regime):
    x, run = posted("case_05c_posted_cap", regime)
    rates, shares, total, transfers, net = CAPS[regime]
    solved, values = run.posted[0].solved, np.array([12.0, 10.0, 8.0])
    chance = solved.probability[0]
    assert x == pytest.approx(rates, abs=6e-5)
    assert x == pytest.approx(nash([0.0] * 3, values, 2.0, cap=LIMITS[regime]), abs=1e-6)
    assert chance == pytest.approx(shares, abs=6e-5)
    assert float((chance * values).sum() - 2.0 * (chance * np.log(chance)).sum()) == pytest.approx(total, abs=6e-5)
    assert float((chance * x).sum()) == pytest.approx(transfers, abs=6e-5)
    assert float(solved.payoff.sum()) == pytest.approx(net, abs=6e-5)
    assert chance == pytest.approx(logit(x, 2.0), abs=1e-9)
