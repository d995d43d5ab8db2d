"""The tax of a firm that moved: half to the city it left, for five years, up to three years of what it had paid."""

import numpy as np
import pytest

from sim.rules.relocation_tax import transfer_in_year, transfer_value
from sim.simulate import simulate
from tests.scenes import region, stepped

WIDE = {"grant_limit": 1.0, "promotion_budget_share": None, "land_stock": None}
BAN = {"lever": "subsidy_ban", "cities": ["b"], "end": "2028-01-01"}
SHARING = {"lever": "revenue_sharing", "members": ["a", "b"], "share": 0.5, "contract": "relocation"}


def scenario(*levers, cap_years=3.0, periods=14, life=15, per_year=1):
    sharing = [{**each, "cap_years": cap_years} if each is SHARING else each for each in levers]
    return region(
        ("a", "b"), by_city={"a": {"retained_share": 0.32}, "b": {"retained_share": 0.51, "wage": 65_000.0}}, city=WIDE,
        watched=[{"key": "plant", "industry": "equipment", "announced_investment": 500.0, "tax": 30.0, "land": 10.0}],
        match=0.0, spillover={"scale": 0.0}, levers=[BAN, *sharing],
        time={"start_year": 2023, "periods": periods, "periods_per_year": per_year},
        life={"mobile_share": 1.0, "moving_cost": 0.02}, economy={"cost_of_public_funds": 0.2, "firm_horizon": life},
    )  # fmt: skip


def test_the_rule_by_hand():
    years = [float(transfer_in_year(np.array(10.0), np.array(0.5), np.array(12.0), year)) for year in range(5)]
    assert years == [5.0, 5.0, 2.0, 0.0, 0.0]
    value = transfer_value(np.array([[10.0]]), np.array([[0.5]]), np.array([[12.0]]), np.array([3.0]), 0.1)
    assert value[0, 0] == pytest.approx(5 / 1.1 + 5 / 1.21 + 2 / 1.331)


@pytest.mark.parametrize("cap_years", [3.0, 1.0, 0.0])
def test_what_is_booked_is_the_rule_and_money_is_conserved(cap_years):
    tax, cap = 30.0 * 0.51, cap_years * 30.0 * 0.32
    paid, left = [], cap
    for _, period in stepped(scenario(SHARING, cap_years=cap_years)):
        booked = period.ledger.flows.get("relocation_transfer", np.zeros(2))
        paid.append(float(booked.sum()))
        assert abs(period.ledger.net.sum()) < 1e-9
    expected = [0.0] * 5
    for _ in range(5):
        expected.append(min(0.5 * tax, left))
        left -= expected[-1]
    assert paid[:10] == pytest.approx(expected)
    assert sum(paid) == pytest.approx(min(cap, 2.5 * tax))


def test_the_new_host_pays_and_the_city_that_was_left_gets_it():
    """The plant moves from a to b after five years, and nothing else happens at a."""
    for number, (_, period) in enumerate(stepped(scenario(SHARING))):
        if number < 5:
            continue
        booked = period.ledger.flows.get("relocation_transfer", np.zeros(2))
        assert booked[0] == 0.0
        assert (booked[1] > 0.0) == (number < 9)
        assert period.ledger.net_of("city")[0] == pytest.approx(booked[1])


@pytest.mark.parametrize("per_year", [2, 4])
def test_a_year_of_it_is_a_year_however_many_periods_it_has(per_year):
    paid = {}
    for each in (1, per_year):
        booked = np.zeros(10)
        for number, (_, period) in enumerate(stepped(scenario(SHARING, periods=10 * each, per_year=each))):
            booked[number // each] += period.ledger.flows.get("relocation_transfer", np.zeros(2)).sum()
        paid[each] = booked
    assert paid[1].sum() > 0.0
    assert paid[per_year] == pytest.approx(paid[1])


def test_it_takes_off_the_new_hosts_bid_and_pays_the_old_host_for_letting_go():
    without, sharing = ([p for _, p in stepped(scenario(*levers))][5] for levers in ((), (SHARING,)))
    owed = [float(transfer_in_year(np.array(15.3), np.array(0.5), np.array(28.8), k)) for k in range(5)]
    value = sum(due * 1.06 ** -(k + 1) for k, due in enumerate(owed))
    assert without.reservation[0] - sharing.reservation[0] == pytest.approx([value, value])
    assert sharing.deal_welfare.city_fiscal.sum() == pytest.approx(without.deal_welfare.city_fiscal.sum() + 1.2 * (
        without.settlement.outcome.concession[0] - sharing.settlement.outcome.concession[0]))  # fmt: skip
    # Both give up the same, so who hosts does not change; the firm gets less.
    assert (without.settlement.outcome.host == sharing.settlement.outcome.host).all()
    assert without.settlement.outcome.concession[0] - sharing.settlement.outcome.concession[0] == pytest.approx(value)


def test_what_is_left_at_the_end_is_what_a_longer_run_books():
    short, long = (scenario(SHARING, periods=n, life=10) for n in (7, 14))  # no second reopening in ten years
    booked = np.zeros(2)
    for number, (_, period) in enumerate(stepped(long)):
        if number >= 7:
            booked += period.ledger.net_of("city") / 1.06 ** (number - 6)
    run = simulate(short, with_planner=False)
    assert run.state.firms.previous.tolist() == [-1, 0]
    assert run.remaining()["city"] == pytest.approx(booked)
