"""Promotion on credit: interest on what is owed, and no cash promised beyond the limit."""

import numpy as np
import pytest

from sim.outcomes import run_outcomes
from sim.rules.debt import interest, room_within
from sim.simulate import simulate
from tests.scenes import region, stepped

POOR = {"value_per_job": 60_000.0, "retained_share": 0.2, "grant_limit": 0.5, "base_revenue": 400.0, "debt": 50.0,
        "promotion_budget_share": 1.0}  # fmt: skip
"""Officials who pay for jobs with money that tax does not bring back."""


def test_the_rule_by_hand():
    room, headroom = np.array([10.0, 10.0, 10.0, np.inf, np.inf]), np.array([20.0, 4.0, -3.0, 7.0, np.inf])
    assert room_within(room, headroom, 0.0).tolist() == [10.0, 4.0, 0.0, 7.0, np.inf]
    assert room_within(room, headroom, 0.5).tolist() == [10.0, 7.0, 5.0, 7.0, np.inf]
    assert interest(np.array([100.0]), 0.06, 0.5)[0] == pytest.approx(100 * (1.06**0.5 - 1))


def test_debt_is_what_the_accounts_say_and_carries_interest():
    whole = region(("a", "b"), city=POOR, time={"periods": 6}, debt={"rate": 0.05})
    owed = np.full(2, 50.0)
    for run, period in stepped(whole):
        assert period.debt == pytest.approx(owed)
        assert period.ledger.flows["interest"] == pytest.approx(0.05 * owed)
        owed = np.maximum(0.0, 50.0 - run.state.treasury)
    assert owed.min() > 50.0
    assert run.cities["debt"][-1] == pytest.approx(owed)
    assert run_outcomes(run)["debt"] == pytest.approx(owed.sum())


@pytest.mark.parametrize("bailout", [0.0, 0.4])
def test_at_the_limit_no_cash_is_promised_unless_somebody_helps(bailout):
    limit, rate = 400.0 * 0.5, 0.05
    city = {**POOR, "debt_limit": 0.5}
    spec = {"rate": rate, "bailout_share": bailout}
    whole = region(("a", "b"), city=city, time={"periods": 8}, debt=spec)
    free = region(("a", "b"), city=POOR, time={"periods": 8}, debt={"rate": rate})
    beyond = False
    for run, period in stepped(whole):
        h, grants = run.deal_blocks[-1]["host"], run.deal_blocks[-1]["grant"]
        nominal = np.bincount(h[h >= 0], (grants * 1.0)[h >= 0], 2) * run.world.grant_nominal
        owed_before = run.state.liabilities + period.ledger.flows["grant"] - nominal
        headroom = limit - period.debt - owed_before
        budget = np.maximum(0.0, 3 * 400.0 - owed_before)
        assert period.commitment_room == pytest.approx(room_within(budget, headroom, bailout))
        assert (nominal <= period.commitment_room + 1e-6).all()
        if bailout == 0.0:
            assert (period.debt + owed_before + nominal <= np.maximum(limit, period.debt + owed_before) + 1e-6).all()
        beyond = beyond or bool(((headroom <= 0) & (nominal > 0)).any())
    assert beyond == (bailout > 0)
    assert run_outcomes(simulate(free))["grant"] > run_outcomes(simulate(whole))["grant"]


def test_what_is_promised_and_not_yet_paid_counts_against_the_limit():
    """Grants are paid in five years: the room is what the limit leaves after debt and all that is still owed."""
    city = {**POOR, "debt": 0.0, "debt_limit": 1.0, "retained_share": 0.35}
    whole = region(("a", "b"), city=city, time={"periods": 6}, economy={"grant_years": 5}, debt={"rate": 0.0},
                   pipeline={"arrivals_per_year": 6, "pool_per_year": 24})  # fmt: skip
    promised, counted = np.zeros((6, 2)), 0
    for number, (run, period) in enumerate(stepped(whole)):
        years = number - np.arange(number)
        owed = (promised[:number] * (1 - np.minimum(years, 5) / 5)[:, None]).sum(axis=0)
        limit = np.maximum(0.0, 400.0 - period.debt - owed)
        assert period.commitment_room == pytest.approx(np.minimum(limit, np.maximum(0.0, 3 * 400.0 - owed)))
        counted += int(((owed > 1.0) & (limit > 1.0)).sum())
        host, grant = (run.deal_blocks[-1][name] for name in ("host", "grant"))
        promised[number] = np.bincount(host[host >= 0], grant[host >= 0], 2) * run.world.grant_nominal
    assert counted > 2
