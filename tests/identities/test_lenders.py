"""The credit market inside a run: who hosts has a lender, what is paid to lenders is what site values count."""

import numpy as np
import pytest

from sim.outcomes import run_outcomes
from sim.rules.credit import ANSWERS
from sim.simulate import simulate, simulate_regimes
from tests.properties.test_invariance import times
from tests.scenes import hosts, region, stepped

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


def test_a_plant_that_takes_time_to_build_pays_for_credit_as_long_as_it_earns():
    for _, period in stepped(market(life={"building_years": 2})):
        parts, block = period.site_value_parts, period.block
        ratio = parts["returns"] / (block.investment * block.capital_return)[:, None] / period.productivity
        paid = -ratio * (block.investment * block.debt_share)[:, None] * period.credit_spread
        assert parts["credit"] == pytest.approx(paid)


def test_a_firm_that_asks_again_keeps_its_loan_and_is_known_where_it_is():
    again = 0
    life = {"mobile_share": 1.0, "moving_cost": 0.25}
    whole = market(life=life, economy={"rebate_schedule": [1.0]}, credit={"out_of_area": 1.0, "reach": 0.0})
    for _, period in stepped(whole.model_copy(update={"time": whole.time.model_copy(update={"periods": 5})})):
        rows = np.flatnonzero(period.block.incumbent >= 0)
        answer = period.loans.answer[rows, period.block.incumbent[rows]]
        assert (answer == ANSWERS.index("known")).all()
        again += rows.size
    assert again > 20


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


def test_results_follow_the_names_and_not_the_order_of_cities():
    forward, backward = (market(keys) for keys in (("a", "b", "c"), ("c", "b", "a")))
    placed = dict(forward.cities)
    backward = backward.model_copy(update={"cities": {key: placed[key] for key in ("c", "b", "a")}})
    one, other = (simulate(whole, with_planner=False) for whole in (forward, backward))
    assert hosts(one) == hosts(other)
    for name in ("loan", "lenders", "refusals", "credit_spread", "good"):
        assert np.array_equal(one.deals[name], other.deals[name], equal_nan=True), name


def test_lending_scales_with_money():
    one, many = (run_outcomes(simulate(whole, with_planner=False)) for whole in (market(), times(market(), 8.0)))
    for name in ("loans", "default_cost", "lenders_margin"):
        assert many[name] == pytest.approx(8.0 * one[name])
    for name in ("crossing", "refusals", "projects_refused", "default_rate", "lender_share"):
        assert many[name] == pytest.approx(one[name])


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
