"""Credit with hidden types beyond the table of the suite: who is refused, by name and number, and partial records."""

import math

import numpy as np
import pytest

from experiments.verification.theory import theory
from sim.outcomes import run_outcomes
from sim.simulate import simulate_regimes
from tests.scenes import stepped

ELSEWHERE = "credit.good_elsewhere={0}", "credit.bad_elsewhere={0}"
CASE = "case_18_credit"


def measured(*settings):
    """Who is good, and by regime the outcomes and who got a loan."""
    runs = simulate_regimes(theory(CASE, *settings), ("pooling", "sharing"), with_planner=False)
    good = runs["pooling"].deals["good"] > 0
    found = {}
    for key, run in runs.items():
        lent = run.deals["host"] >= 0
        found[key] = run_outcomes(run), lent
        assert set(np.asarray(run.deals["host"])[lent]) <= {1}
    return good, found


def test_without_gains_elsewhere_sharing_refuses_exactly_the_bad():
    good, found = measured()
    (pooling, all_of_them), (sharing, some) = found["pooling"], found["sharing"]
    assert all_of_them.all()
    assert np.array_equal(some, good)
    assert pooling["default_rate"] == pytest.approx(good.mean() * 0.05 + (1 - good.mean()) * 0.4)
    assert (pooling["projects_refused"], sharing["projects_refused"]) == (0, (~good).sum())
    assert sharing["loans"] == pytest.approx(100.0 * good.sum())
    assert sharing["lender_share"] == pytest.approx(good.mean())


def test_with_gains_elsewhere_the_good_leave_and_sharing_brings_them_back():
    good, found = measured(*(text.format(0.05) for text in ELSEWHERE))
    (pooling, nobody), (sharing, some) = found["pooling"], found["sharing"]
    assert not nobody.any()
    assert np.array_equal(some, good)
    assert (pooling["loans"], sharing["loans"]) == (0.0, pytest.approx(100.0 * good.sum()))
    assert math.isnan(pooling["default_rate"])
    assert pooling["default_cost"] == 0.0


@pytest.mark.parametrize("bad", [0.0, 0.02, 0.05])
def test_the_bad_alone_are_too_dear(bad):
    """Whatever the bad gain elsewhere: once the good have left, 1.75 exceeds the return."""
    whole = theory(CASE, ELSEWHERE[0].format(0.05), ELSEWHERE[1].format(bad))
    assert simulate_regimes(whole, ("pooling",), with_planner=False)["pooling"].deals["host"].max() == -1


def test_what_lenders_keep_is_what_this_draw_of_borrowers_repays():
    good, found = measured()
    lent = 100.0 * good.size
    exact = 100.0 * (good.sum() * 0.95 + (~good).sum() * 0.6) * 1.05 / 0.845 - 1.05 * lent
    assert found["pooling"][0]["lenders_margin"] == pytest.approx(exact, abs=1e-6)


@pytest.mark.parametrize("reach", [0.0, 0.3, 0.6, 1.0])
def test_default_falls_with_every_further_record(reach):
    _, period = next(stepped(theory(CASE, f"regimes[1].levers[0].reach={reach}"), "sharing"))
    good, lent = period.block.good, period.loans.financed[:, 1]
    assert lent[good].all()
    refused = (~lent).sum() / (~good).sum()
    assert abs(refused - reach) <= 4 * math.sqrt(reach * (1 - reach) / (~good).sum())
