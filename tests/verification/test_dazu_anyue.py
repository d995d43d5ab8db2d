"""The case of Dazu and Anyue: what its page says about lenders, captive firms and who pays."""

import numpy as np
import pytest

from sim.explain import explain, without_luck
from sim.outcomes import run_outcomes
from sim.scenario import load
from sim.simulate import simulate_regimes

REPLICATIONS = 10


@pytest.fixture(scope="module")
def gains():
    """Mean of each outcome under credit sharing less as it is, and its standard error."""
    scenario, rows = load("dazu_anyue_credit"), []
    for number in range(REPLICATIONS):
        runs = simulate_regimes(scenario, ("as_it_is", "credit_sharing"), number, with_planner=False)
        before, after = (run_outcomes(run) for run in runs.values())
        rows.append({name: after[name] - before[name] for name in before})
    columns = {name: np.array([row[name] for row in rows]) for name in rows[0]}
    return {name: (value.mean(), value.std(ddof=1) / np.sqrt(REPLICATIONS)) for name, value in columns.items()}


@pytest.mark.parametrize("outcome", ["crossing", "loans", "concession", "firms_gain", "projects_hosted"])
def test_shared_records_open_the_border_and_raise_the_price(gains, outcome):
    mean, error = gains[outcome]
    assert mean > 2 * error


@pytest.mark.parametrize("outcome", ["refusals", "cities_gain", "default_rate"])
def test_and_the_cities_pay_while_default_falls(gains, outcome):
    mean, error = gains[outcome]
    assert mean < -2 * error


def test_the_food_maker_is_captive_until_its_record_crosses_the_border():
    scenario = without_luck(load("dazu_anyue_credit"))
    before, after = (explain(scenario, "food_maker", key) for key in ("as_it_is", "credit_sharing"))
    assert (before.host, after.host) == ("dazu", "dazu")
    assert (before.bidder("anyue").lender, after.bidder("anyue").lender) == ("out_of_area", "known")
    assert before.concession == 0.0
    assert after.concession == pytest.approx(19.24, abs=0.01)
    assert after.bidder("anyue").credit_spread == pytest.approx(1 / 0.985 - 1 + 0.006 + 0.008)


def test_with_pooled_lending_for_all_sharing_cuts_the_loans_of_bad_borrowers():
    scenario = load("dazu_anyue_credit", overrides=("credit.out_of_area=0", "credit.bad_repayment=0.85"))
    runs = simulate_regimes(scenario, ("as_it_is", "credit_sharing"), with_planner=False)
    before, after = (run_outcomes(run) for run in runs.values())
    assert after["loans"] < before["loans"]
    assert after["default_rate"] < before["default_rate"]
    assert after["lenders_margin"] > before["lenders_margin"]
