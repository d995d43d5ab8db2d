"""What is promised is what is paid: concessions against the accounts, period by period."""

import numpy as np
import pytest

from sim.outcomes import run_outcomes
from sim.schema import Scenario
from sim.simulate import simulate
from tests.scenes import region, stepped

LIFE = 15


def lead(key, **more):
    return {"key": key, "industry": "equipment", "announced_investment": 500.0, "tax": 30.0, **more}


def single(**more) -> Scenario:
    """One project in the first period, watched to the end of its life and beyond."""
    return region(watched=[lead("plant")], time={"periods": LIFE + 3}, match=0.0, spillover={"scale": 0.0}, **more)


MIXES = {
    "all instruments": {"city": {"grant_limit": 1.0, "promotion_budget_share": None}},
    "cash first": {"city": {"grant_limit": 0.05, "promotion_budget_share": None},
                   "contest": {"instrument_order": ["cash", "rebate", "land"]}},
    "rebate only": {"city": {"grant_limit": 0.0, "land_floor": 28.0}},
    "other schedules": {"city": {"leader_rate": 0.09, "grant_limit": 1.0, "promotion_budget_share": None},
                        "economy": {"cost_of_public_funds": 0.2, "grant_years": 4, "rebate_schedule": [0.5, 1.0]}},
}  # fmt: skip


@pytest.mark.parametrize("mix", MIXES)
def test_the_present_value_of_what_is_booked_is_the_concession(mix):
    whole = single(**MIXES[mix])
    booked, paid = {"land_discount": 0.0, "rebate": 0.0, "grant": 0.0}, []
    for number, (_, period) in enumerate(stepped(whole)):
        rate = next(iter(whole.cities.values())).leader_rate
        booked["land_discount"] += period.signing.flows["land_discount"].sum() / (1 + rate) ** number
        for name in ("rebate", "grant"):
            booked[name] += period.ledger.flows[name].sum() / (1 + rate) ** (number + 1)
        paid.append(sum(period.ledger.flows[name].sum() for name in ("rebate", "grant")))
    deals = simulate(whole).deals
    found = {name: deals[name][0] for name in booked}
    assert booked == pytest.approx(found, rel=1e-9, abs=1e-9)
    assert sum(booked.values()) == pytest.approx(deals["concession"][0], rel=1e-9)
    assert deals["concession"][0] > 20.0
    assert max(paid[6:]) == 0.0


def test_the_firm_gains_what_it_was_promised():
    """Profit booked to the owners, at the firm's own rate, is the net present value of the site without the rest."""
    flat = {"leader_rate": 0.10, "grant_limit": 1.0, "promotion_budget_share": None}
    whole = single(city=flat)
    value = 0.0
    for number, (_, period) in enumerate(stepped(whole)):
        for ledger, years in ((period.signing, number), (period.ledger, number + 1)):
            owners = ledger.net_of("owners_inside").sum() + ledger.net_of("owners_outside")[0]
            value += owners / 1.10**years
    deals = simulate(whole).deals
    assert value == pytest.approx(deals["firm_gain"][0], rel=1e-9)
    assert deals["firm_gain"][0] == pytest.approx(deals["site_value"][0] + deals["concession"][0])


def test_after_its_life_a_plant_moves_nothing():
    *_, (_, last) = stepped(single())
    assert last.ledger.gross == 0.0


def test_liabilities_are_what_is_still_to_be_paid_and_run_to_zero():
    several = [lead(f"p{i}", period=i % 3) for i in range(6)]
    city = {"grant_limit": 1.0, "rebate_limit": 0.0, "promotion_budget_share": None}
    whole = region(watched=several, time={"periods": 8}, city=city)
    owed = np.zeros(3)
    path = []
    for run, period in stepped(whole):
        promised = np.zeros(3)
        block = run.deal_blocks[-1]
        for host, grant in zip(block["host"], block["grant"], strict=True):
            if host >= 0:
                promised[host] += grant * 2 / (1 / 1.06 + 1 / 1.06**2)
        owed = owed + promised - period.ledger.flows["grant"]
        assert run.state.liabilities == pytest.approx(owed, abs=1e-9)
        path.append(owed.sum())
    assert max(path) > 30.0
    assert path[-1] == pytest.approx(0.0, abs=1e-9)
    assert run.state.liabilities.max() == pytest.approx(0.0, abs=1e-9)


def test_the_budget_limits_what_is_promised_and_frees_up_as_it_is_paid():
    tight = {"grant_limit": 1.0, "rebate_limit": 0.0, "base_revenue": 100.0, "promotion_budget_share": 0.1}
    whole = region(("a", "b"), watched=[lead(f"p{i}", period=i) for i in range(6)], time={"periods": 6}, city=tight)
    room = 3 * 0.1 * 100.0
    owed = np.zeros(2)
    promised_in_all = 0.0
    for run, period in stepped(whole):
        assert period.commitment_room == pytest.approx(np.maximum(0.0, room - owed))
        block = run.deal_blocks[-1]
        promised = block["grant"][0] * 2 / (1 / 1.06 + 1 / 1.06**2)
        assert promised <= room - owed[block["host"][0]] + 1e-9
        promised_in_all += promised
        owed = run.state.liabilities.copy()
        assert (owed <= room + 1e-9).all()
    assert promised_in_all > room  # more than one period's room: what was paid made room again


def test_land_receipts_are_the_list_price_less_the_discounts():
    whole = region(time={"periods": 4})
    run = simulate(whole)
    deals = run.deals
    for index, city in enumerate(whole.cities.values()):
        for period in range(4):
            won = (deals["host"] == index) & (deals["period"] == period)
            sold = deals["land"][won].sum()
            receipts = (0.01 * deals["land"] * city.list_price - deals["land_discount"])[won].sum()
            assert run.cities["land_receipts"][period, index] == pytest.approx(receipts)
            assert run.cities["land_sold"][period, index] == pytest.approx(sold)
            if won.any():
                price = run.cities["land_price"][period, index]
                assert price == pytest.approx(receipts / (0.01 * sold))
                assert city.land_floor - 1e-9 <= price <= city.list_price + 1e-9
    booked = sum(p.signing.flows["land_sale"].sum() - p.signing.flows["land_discount"].sum() for _, p in stepped(whole))
    assert booked == pytest.approx(run.cities["land_receipts"].sum())
    cost = 0.01 * 28.0 * run.cities["land_sold"].sum()
    assert run_outcomes(run)["land_price_over_cost"] == pytest.approx(run.cities["land_receipts"].sum() / cost)


@pytest.mark.parametrize("kind", ["benefit_only", "leakage"])
def test_the_treasury_is_what_came_in_less_what_went_out(kind):
    """Cash by city, added up from the register instead of the accounts; a and b share, or both lose a part."""
    share = 0.4
    contract = {"lever": "revenue_sharing", "members": ["a", "b"], "share": share, "contract": kind}
    whole = region(time={"periods": 7}, levers=[contract], city={"infrastructure": 0.01})
    run = simulate(whole)
    cities = list(whole.cities.values())
    cash, leaked = np.zeros(3), 0.0
    ramp, schedule = (1 / 3, 2 / 3, 1.0), (1.0, 1.0, 1.0, 0.5, 0.5)
    deals = run.deals
    for row in np.flatnonzero(deals["host"] >= 0):
        host = deals["host"][row]
        city, investment = cities[host], deals["investment"][row]
        cash[host] += 0.01 * deals["land"][row] * (city.list_price - city.land_cost) - deals["land_discount"][row]
        cash[host] -= city.infrastructure * investment
        years = range(7 - deals["period"][row])
        retained = [deals["tax"][row] * city.retained_share * ramp[min(t, 2)] for t in years]
        worth = sum(schedule[t] * ramp[min(t, 2)] / 1.06 ** (t + 1) for t in range(5))
        rebated = deals["rebate"][row] / (worth * deals["tax"][row] * city.retained_share)
        cash[host] += sum(retained)
        cash[host] -= sum(rebated * schedule[t] * flow for t, flow in enumerate(retained) if t < 5)
        cash[host] -= sum(deals["grant"][row] / (1 / 1.06 + 1 / 1.06**2) for t in years if t < 2)
        if host in (0, 1) and kind == "benefit_only":
            moved = share / 2 * sum(retained)
            cash[host] -= moved
            cash[1 - host] += moved
        elif host in (0, 1):
            cash[host] -= share * sum(retained)
            leaked += share * sum(retained)
    assert run.state.treasury == pytest.approx(cash, rel=1e-9, abs=1e-7)
    assert run.cities["treasury"][-1] == pytest.approx(cash, rel=1e-9, abs=1e-7)
    upper = sum(period.ledger.net_of("province").sum() for _, period in stepped(whole))
    own = 0.11 * sum(
        deals["tax"][row] * sum(ramp[min(t, 2)] for t in range(7 - deals["period"][row]))
        for row in np.flatnonzero(deals["host"] >= 0)
    )
    assert upper == pytest.approx(own + leaked)


def test_a_sharing_contract_binds_the_deals_signed_under_it_and_no_others():
    """In force in the second and third year: their plants share for as long as they pay tax, all others never."""
    lever = {
        "lever": "revenue_sharing",
        "members": ["a", "b"],
        "share": 0.6,
        "start": "2024-01-01",
        "end": "2026-01-01",
    }
    whole = region(time={"periods": 6}, levers=[lever])
    ramp = (1 / 3, 2 / 3, 1.0)
    shared = 0.0
    for run, period in stepped(whole):
        now, deals, expected = period.block.period, run.deals, np.zeros(3)
        for row in np.flatnonzero((deals["host"] == 0) | (deals["host"] == 1)):
            signed = deals["period"][row]
            if signed in (1, 2):
                expected[deals["host"][row]] += 0.3 * 0.42 * deals["tax"][row] * ramp[min(now - signed, 2)]
        assert period.ledger.flows.get("benefit_transfer", np.zeros(3)) == pytest.approx(expected)
        shared += expected.sum()
    assert shared > 10.0


@pytest.mark.parametrize("limit", [0.0, 0.3, 1.0])
def test_rebates_are_at_most_their_share_of_the_tax_kept_over_the_schedule(limit):
    city = {"rebate_limit": limit, "grant_limit": 0.0, "land_floor": 28.0, "value_per_job": 30_000.0}
    deals = simulate(region(city={**city, "political_weight": 0.5}, contest={"format": "sealed"})).deals
    schedule = sum(
        s * r / 1.06 ** (t + 1)
        for t, (s, r) in enumerate(zip((1, 1, 1, 0.5, 0.5), (1 / 3, 2 / 3, 1, 1, 1), strict=True))
    )
    room = limit * 0.42 * deals["tax"] * schedule
    hosted = deals["host"] >= 0
    assert hosted.sum() > 10
    assert deals["rebate"][hosted] == pytest.approx(room[hosted])  # who offers all it may offers all of it
    assert deals["concession"][hosted] == pytest.approx(room[hosted])


@pytest.mark.parametrize("per_year", [1, 4])
def test_a_calendar_year_moves_the_same_money_however_many_periods_it_has(per_year):
    whole = region(
        watched=[lead("plant")], time={"periods": 6 * per_year, "periods_per_year": per_year},
        city={"grant_limit": 1.0, "promotion_budget_share": None}, match=0.0, spillover={"scale": 0.0},
    )  # fmt: skip
    moved = {}
    for _, period in stepped(whole):
        for ledger in (period.signing, period.ledger):
            for name, flow in ledger.flows.items():
                moved[name] = moved.get(name, 0.0) + flow.sum()
    yearly = {}
    for _, period in stepped(whole.model_copy(update={"time": type(whole.time)(periods=6)})):
        for ledger in (period.signing, period.ledger):
            for name, flow in ledger.flows.items():
                yearly[name] = yearly.get(name, 0.0) + flow.sum()
    assert moved == pytest.approx(yearly, rel=1e-9, abs=1e-9)


def test_with_four_periods_a_year_the_booked_support_is_still_worth_the_concession():
    whole = region(
        watched=[lead("plant")], time={"periods": 24, "periods_per_year": 4},
        city={"grant_limit": 1.0, "promotion_budget_share": None}, match=0.0,
    )  # fmt: skip
    worth = 0.0
    for number, (_, period) in enumerate(stepped(whole)):
        worth += period.signing.flows["land_discount"].sum() / 1.06 ** (number / 4)
        worth += sum(period.ledger.flows[n].sum() for n in ("rebate", "grant")) / 1.06 ** ((number + 1) / 4)
    assert worth == pytest.approx(simulate(whole).deals["concession"][0], rel=1e-6)


def test_a_plant_that_closes_before_its_rebates_end_gets_what_it_was_promised():
    whole = single(economy={"firm_horizon": 3, "firm_rate": 0.0}, city={"grant_limit": 0.0, "value_per_job": 50_000.0})
    worth = sum(p.ledger.flows["rebate"].sum() / 1.06 ** (number + 1) for number, (_, p) in enumerate(stepped(whole)))
    assert worth == pytest.approx(simulate(whole).deals["rebate"][0], rel=1e-6)
