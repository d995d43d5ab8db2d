"""Credit with hidden types: sharing always cuts default, and the volume may go either way."""

import math

import numpy as np
import pytest

from sim.outcomes import run_outcomes
from sim.simulate import simulate_regimes
from tests.scenes import stepped, theory

GOOD, P_GOOD, P_BAD, RETURN, FUNDS = 0.7, 0.95, 0.6, 1.25, 0.05
POOLED = GOOD * P_GOOD + (1 - GOOD) * P_BAD
ELSEWHERE = "credit.good_elsewhere={0}", "credit.bad_elsewhere={0}"


def case(gain=0.0):
    return theory("case_18_credit", *(text.format(gain) for text in ELSEWHERE))


def measured(scenario):
    runs = simulate_regimes(scenario, ("pooling", "sharing"), with_planner=False)
    good = runs["pooling"].deals["good"] > 0
    found = {}
    for key, run in runs.items():
        lent = run.deals["host"] >= 0
        found[key] = run_outcomes(run), lent
        assert set(np.asarray(run.deals["host"])[lent]) <= {1}
    assert abs(good.mean() - GOOD) < 4 * math.sqrt(GOOD * (1 - GOOD) / good.size)
    return good, found


def rates(scenario, key):
    _, period = next(stepped(scenario, key))
    return period.block.good, (1 + FUNDS) * (1 + period.credit_spread[:, 1]), period.loans.financed[:, 1]


def test_the_numbers_of_the_case_by_hand():
    assert pytest.approx(0.845) == POOLED
    assert pytest.approx(1.242604, abs=1e-6) == (1 + FUNDS) / POOLED
    assert pytest.approx(0.007027, abs=1e-6) == P_GOOD * (RETURN - (1 + FUNDS) / POOLED)
    assert pytest.approx(1.75) == (1 + FUNDS) / P_BAD


def test_pooled_and_informed_rates():
    good, rate, lent = rates(case(), "pooling")
    assert lent.all()
    assert rate == pytest.approx(1.242604, abs=1e-6)
    good, rate, lent = rates(case(), "sharing")
    assert np.array_equal(lent, good)
    assert rate[good] == pytest.approx(1.105263, abs=1e-6)
    assert P_GOOD * (RETURN - rate[good]) == pytest.approx(0.1375, abs=1e-6)


def test_without_gains_elsewhere_sharing_cuts_default_and_volume():
    good, found = measured(case())
    (pooling, all_of_them), (sharing, some) = found["pooling"], found["sharing"]
    assert all_of_them.all()
    assert np.array_equal(some, good)
    share = good.mean()  # of this draw, .7 in expectation
    assert pooling["default_rate"] == pytest.approx(share * 0.05 + (1 - share) * 0.4)
    assert pooling["default_rate"] == pytest.approx(0.155, abs=4 * 0.35 * math.sqrt(0.21 / good.size))
    assert sharing["default_rate"] == pytest.approx(0.05)
    assert sharing["loans"] / pooling["loans"] == pytest.approx(share)
    assert (pooling["projects_refused"], sharing["projects_refused"]) == (0, (~good).sum())
    assert sharing["lender_share"] == pytest.approx(share)


def test_with_gains_elsewhere_the_good_leave_and_sharing_brings_them_back():
    good, found = measured(case(0.05))
    (pooling, nobody), (sharing, some) = found["pooling"], found["sharing"]
    assert not nobody.any()
    assert np.array_equal(some, good)
    assert (pooling["loans"], sharing["loans"]) == (0.0, pytest.approx(100.0 * good.sum()))
    assert math.isnan(pooling["default_rate"])
    assert sharing["default_rate"] == pytest.approx(0.05)
    assert pooling["default_cost"] == 0.0


@pytest.mark.parametrize("bad", [0.0, 0.02, 0.05])
def test_the_bad_alone_are_too_dear(bad):
    """Whatever the bad gain elsewhere: once the good have left, 1.75 exceeds the return."""
    whole = theory("case_18_credit", ELSEWHERE[0].format(0.05), ELSEWHERE[1].format(bad))
    assert simulate_regimes(whole, ("pooling",), with_planner=False)["pooling"].deals["host"].max() == -1


def test_lenders_break_even_on_average():
    good, found = measured(case())
    lent = 100.0 * good.size
    exact = 100.0 * (good.sum() * P_GOOD + (~good).sum() * P_BAD) * (1 + FUNDS) / POOLED - (1 + FUNDS) * lent
    assert found["pooling"][0]["lenders_margin"] == pytest.approx(exact, abs=1e-6)
    assert abs(found["pooling"][0]["lenders_margin"]) < 4 * lent * 1.25 * 0.35 * math.sqrt(0.21 / good.size)
    assert found["sharing"][0]["lenders_margin"] == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize("reach", [0.0, 0.3, 0.6, 1.0])
def test_default_falls_with_every_further_record(reach):
    levers = f"regimes[1].levers[0].reach={reach}"
    good, _, lent = rates(theory("case_18_credit", levers), "sharing")
    assert lent[good].all()
    refused = (~lent).sum() / (~good).sum()
    assert abs(refused - reach) <= 4 * math.sqrt(reach * (1 - reach) / (~good).sum())
