"""The credit market inside a run: who hosts has a lender, what is paid to lenders is what site values count."""

import numpy as np
import pytest

from sim.outcomes import run_outcomes
from sim.simulate import simulate, simulate_regimes
from tests.scenes import region, stepped

CREDIT = {
    "enabled": True, "reach": 0.2, "outside_reach": 0.6, "out_of_area": 0.6, "border_premium": 0.008,
    "private_premium": 0.006,
}  # fmt: skip
PIPELINE = {
    "arrivals_per_year": 60, "pool_per_year": 100, "private_share": 0.5, "debt_share": 0.6,
    "origins": {"cities": {"a": 1.0, "b": 2.0}, "coast": 1.0, "abroad": 0.2},
}  # fmt: skip


def market(keys=("a", "b", "c"), **more):
    credit = {**CREDIT, **more.pop("credit", {})}
    pipeline = {**PIPELINE, **more.pop("pipeline", {})}
    return region(keys, pipeline=pipeline, credit=credit, time={"periods": 3}, **more)


@pytest.mark.parametrize("form", ["open", "sealed", "posted"])
def test_who_hosts_has_a_lender_and_the_books_balance(form):
    refused = 0
    for _, period in stepped(market(contest={"format": form})):
        host = period.settlement.outcome.host
        rows = np.flatnonzero(host >= 0)
        assert rows.size > 10
        assert period.loans.financed[rows, host[rows]].all()
        refused += (~period.loans.financed).sum()
    assert refused > 50


def test_what_firms_pay_lenders_is_what_their_site_value_counts():
    whole = market(match=0.0)
    annuity = None
    for run, period in stepped(whole):
        annuity = run.world.firm_annuity
        host = period.settlement.outcome.host
        rows = np.flatnonzero(host >= 0)
        paid = run.state.firms.debt_service[-rows.size :]
        assert -annuity * paid == pytest.approx(period.site_value_parts["credit"][rows, host[rows]])
        assert period.site_value == pytest.approx(sum(period.site_value_parts.values()))


def spread_by_hand(period, row, city):
    """Terms of a financed firm in words: own record, or the mean of all."""
    block, cities = period.block, period.world.cities
    origin = block.origin[row]
    across = origin >= 0 and cities.province[origin] != cities.province[city]
    drawn = block.draw("credit_record")[row, city]
    known = drawn < (CREDIT["outside_reach"] if origin < 0 else CREDIT["reach"] if across else 1.0)
    mean = 0.8 * 0.985 + 0.2 * 0.93
    repayment = (0.985 if block.good[row] else 0.93) if known else mean
    return 1 / repayment - 1 + 0.008 * across + 0.006 * block.private[row]


def test_the_spread_is_that_of_the_firms_record_or_of_the_mean():
    _, period = next(stepped(market()))
    checked = 0
    for row, city in np.argwhere(period.loans.financed):
        assert period.credit_spread[row, city] == pytest.approx(spread_by_hand(period, row, city))
        checked += 1
    assert checked > 80


def test_luck_of_borrowers_depends_on_neither_regime_nor_other_cities():
    levers = {"free": [], "run": [{"lever": "credit_sharing"}]}
    runs = simulate_regimes(market(regimes=levers), ("free", "run"), with_planner=False)
    assert np.array_equal(runs["free"].deals["good"], runs["run"].deals["good"])
    _, small = next(stepped(market()))
    _, large = next(stepped(market(("a", "b", "c", "d"))))
    assert np.array_equal(small.block.good, large.block.good)
    assert np.array_equal(small.loans.answer, large.loans.answer[:, :3])


def test_the_outcomes_of_lending_add_up():
    found = run_outcomes(simulate(market(), with_planner=False))
    run = simulate(market(), with_planner=False)
    deals = run.deals
    hosted = deals["host"] >= 0
    risk = np.where(deals["good"] > 0, 0.015, 0.07)
    lent = (deals["loan"] * hosted).sum()
    assert found["loans"] == pytest.approx(0.6 * deals["investment"][hosted].sum())
    assert found["default_cost"] == pytest.approx((deals["loan"] * hosted * risk).sum())
    assert found["default_rate"] == pytest.approx(found["default_cost"] / lent)
    assert found["lender_share"] == pytest.approx((deals["lenders"] > 0).mean())
    assert found["refusals"] == (3 - deals["lenders"]).sum() > 0
    across = hosted & (deals["origin"] >= 0) & ((deals["origin"] % 2) != (deals["host"] % 2))
    assert found["crossing"] == across.sum() > 0
    assert found["projects_refused"] == (deals["lenders"] == 0).sum()
    repaid = (1 - risk[hosted]) * (1.05 * (1 + deals["credit_spread"][hosted])) - 1.05
    assert found["lenders_margin"] == pytest.approx((deals["loan"][hosted] * repaid).sum())


def test_without_a_credit_market_nothing_of_it_is_reported_or_changes():
    plain = simulate(market(credit={"enabled": False}), with_planner=False)
    other = simulate(market(credit={"enabled": False, "out_of_area": 0.0, "reach": 1.0}), with_planner=False)
    for name, column in plain.deals.items():
        assert np.array_equal(column, other.deals[name], equal_nan=True), name
    names = ("loans", "lender_share", "projects_refused", "refusals", "default_rate", "default_cost", "lenders_margin")
    assert all(np.isnan(run_outcomes(plain)[name]) for name in names)


def test_firms_without_debt_need_no_lender():
    run = simulate(market(pipeline={"debt_share": 0.0}), with_planner=False)
    off = simulate(market(pipeline={"debt_share": 0.0}, credit={"enabled": False}), with_planner=False)
    for name in ("host", "concession", "site_value", "welfare_total"):
        assert np.array_equal(run.deals[name], off.deals[name], equal_nan=True), name


def test_a_lead_may_say_what_borrower_it_is():
    for kind in ("good", "bad"):
        lead = {"key": "plant", "industry": "chips", "announced_investment": 100.0, "origin": "a", "borrower": kind}
        _, period = next(stepped(region(watched=[lead], credit=CREDIT)))
        assert period.block.good.tolist() == [kind == "good"]
