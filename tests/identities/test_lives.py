"""What becomes of firms: building, what is realised, closure, moving on; each against a second route to the number."""

import numpy as np
import pytest

from sim.outcomes import run_outcomes
from sim.rules.accounts import Unbalanced
from sim.simulate import simulate
from tests.scenes import region, stepped

LIFE = 15
WIDE = {"grant_limit": 1.0, "promotion_budget_share": None, "land_stock": None}


def lead(key="plant", **more):
    return {"key": key, "industry": "equipment", "announced_investment": 500.0, "tax": 30.0, **more}


def single(life, **more):
    """One project in the first period, watched beyond the end of its life."""
    given = {"watched": [lead()], "time": {"periods": LIFE + 4}, "match": 0.0, "spillover": {"scale": 0.0},
             "city": WIDE, **more}  # fmt: skip
    return region(life=life, **given)


def owners(period):
    return [
        ledger.net_of("owners_inside").sum() + ledger.net_of("owners_outside")[0]
        for ledger in (period.signing, period.ledger)
    ]


@pytest.mark.parametrize("years", [0, 1, 2, 3])
def test_building_delays_production_and_spreads_capital(years):
    """Profit booked at the firm's own rate is the value of the site with the delay, and the concession is paid."""
    whole = single({"building_years": years}, city={**WIDE, "leader_rate": 0.10})
    value, tax, spent = 0.0, [], []
    for number, (_, period) in enumerate(stepped(whole)):
        start, end = owners(period)
        value += start / 1.10**number + end / 1.10 ** (number + 1)
        tax.append(period.ledger.flows["retained_tax"].sum())
        spent.append(period.signing.flows.get("construction", np.zeros(1)).sum())
    deals = simulate(whole).deals
    assert value == pytest.approx(deals["firm_gain"][0], rel=1e-9)
    assert tax[:years] == [0.0] * years
    assert tax[years : years + 3] == pytest.approx([0.42 * 30.0 / 3, 0.42 * 20.0, 0.42 * 30.0])
    assert tax[years + LIFE :] == [0.0] * (4 - years)
    assert spent[: max(years, 1)] == pytest.approx([500 * 1.005 / max(years, 1)] * max(years, 1))
    assert sum(spent) == pytest.approx(500 * 1.005)


def test_building_time_lowers_the_value_of_a_site_by_the_formula():
    now, later = (simulate(single({"building_years": years})).deals for years in (0, 2))
    annuity = (1 - 1.1**-LIFE) / 0.1
    gap = now["site_value"][0] - later["site_value"][0]
    gross = now["site_value"][0] + 500 * 1.005 + 0.01 * now["land"][0] * 28.0
    capital = 500 * 1.005 * (1 - (1 + 1 / 1.1) / 2)
    assert annuity > 7
    assert gap == pytest.approx(gross * (1 - 1.1**-2) - capital, rel=1e-9)


def test_what_is_realised_has_mean_one_and_moves_flows_but_not_bids():
    plain, spread = (region(("a", "b"), city=WIDE, time={"periods": 40}, life=life)
                     for life in ({}, {"realised_spread": 0.4}))  # fmt: skip
    before, after = simulate(plain).deals, simulate(spread).deals
    for name in ("investment", "concession", "public_value"):
        assert before[name][:20] == pytest.approx(after[name][:20], nan_ok=True)  # the first period: stocks are equal
    factor = (after["realised_investment"] / after["investment"])[after["host"] >= 0]
    error = 4 * np.sqrt((np.exp(0.16) - 1) / factor.size)
    assert factor.mean() == pytest.approx(1.0, abs=error)
    assert np.log(factor).std() == pytest.approx(0.4, abs=4 * 0.4 / np.sqrt(2 * factor.size))
    assert run_outcomes(simulate(spread))["realised_share"] == pytest.approx(
        np.nansum(after["realised_investment"]) / after["investment"][after["host"] >= 0].sum()
    )


def test_announced_tax_that_does_not_come_makes_winners_lose():
    """The announcement curse: all bid on 6 %, 2 % come; public net turns negative without any political weight."""
    honest, cursed = (run_outcomes(simulate(region(("a", "b"), city=WIDE, time={"periods": 3}, life=life)))
                      for life in ({}, {"tax_realised": 1 / 3}))  # fmt: skip
    assert honest["loss_share"] == 0.0
    assert honest["concession"] == pytest.approx(cursed["concession"])
    assert cursed["loss_share"] > 0.3
    assert cursed["public_net"] < honest["public_net"]


def test_closures_follow_the_hazard_and_end_all_flows():
    hazard, periods = 0.1, 12
    whole = region(("a", "b"), city=WIDE, time={"periods": periods}, life={"closure_hazard": hazard},
                   pipeline={"arrivals_per_year": 200, "pool_per_year": 200})  # fmt: skip
    run = simulate(whole, with_planner=False)
    firms = run.state.firms
    ages = periods - firms.period  # years in which a plant may have closed: production lasts ceil(E / hazard) years
    expected = (1 - np.exp(-hazard * (ages - 1))).sum()
    closed = run.cities["closures"].sum()
    assert closed == pytest.approx(expected, abs=4 * np.sqrt(expected))
    assert closed == (firms.ends < periods).sum()
    total = run.state.stock.sum() - sum(sum(c.stock.values()) for c in whole.cities.values())
    assert total == pytest.approx(firms.investment[firms.ends >= periods].sum())


def test_closures_are_expected_by_governments_only():
    """PV of tax with survival exp(-h·(k-1)) in year k; the firm's hurdle rate holds its own risk."""
    plain, risky = (simulate(single({"closure_hazard": h}, city={**WIDE, "value_per_job": 0.0})) for h in (0.0, 0.1))
    assert plain.deals["site_value"][0] == pytest.approx(risky.deals["site_value"][0])
    ramp = [1 / 3, 2 / 3] + [1.0] * 8
    lost = sum(r * (1 - np.exp(-0.1 * k)) / 1.06 ** (k + 1) for k, r in enumerate(ramp)) * 30.0 * 0.42 * 1.2
    assert plain.deals["public_value"][0] - risky.deals["public_value"][0] == pytest.approx(lost, rel=1e-9)


def test_remaining_value_is_what_a_longer_run_would_book():
    """Cut a run short: what the tail says is what the following years bring, closures and building included."""
    life = {"building_years": 2, "closure_hazard": 0.6, "realised_spread": 0.3}
    watched = [lead(f"p{i}", period=i % 4) for i in range(8)]
    short, long = (
        region(("a", "b"), watched=watched, time={"periods": n}, city=WIDE, life=life) for n in (4, LIFE + 8)
    )
    parties = ("city", "residents", "owners_inside", "owners_outside", "province", "central")
    booked = dict.fromkeys(parties, 0.0)
    for number, (run, _) in enumerate(stepped(long)):
        if number < 4:
            continue
        flows = run.welfare[-1]
        for party in parties:
            start, end = 1.06 ** -(number - 4), 1.06 ** -(number - 3)
            booked[party] += start * flows.signing[party].sum() + end * flows.ending[party].sum()
    remaining = simulate(short).remaining()
    for party in parties:
        assert remaining[party].sum() == pytest.approx(booked[party], rel=1e-9, abs=1e-6), party


MOVING = {"mobile_share": 1.0, "moving_cost": 0.02}


def test_a_firm_asks_again_when_its_concessions_end_and_the_old_host_loses_its_flows():
    # At first b may support nobody; from the fifth year on it may, and the firm is worth more to it.
    ban = {"lever": "subsidy_ban", "cities": ["b"], "end": "2028-01-01"}
    by_city = {"a": {"retained_share": 0.32}, "b": {"retained_share": 0.51, "wage": 65_000.0}}
    banned = region(("a", "b"), by_city=by_city, city=WIDE, watched=[lead(land=10.0)], match=0.0, life=MOVING,
                    spillover={"scale": 0.0}, time={"start_year": 2023, "periods": 8}, levers=[ban])  # fmt: skip
    run = simulate(banned, with_planner=False)
    deals = run.deals
    assert deals["incumbent"].tolist() == [-1, 0]
    assert deals["host"].tolist() == [0, 1]
    assert deals["period"].tolist() == [0, 5]  # three years in full, two by half
    for number, (_, period) in enumerate(stepped(banned)):
        tax = period.ledger.flows["retained_tax"]
        assert (tax > 0).tolist() == ([True, False] if number < 5 else [False, True])
    out = run_outcomes(run)
    assert (out["relocations"], out["jobs_moved"], out["net_new_jobs"]) == (1.0, 400.0, 400.0)
    assert run.state.stock[0, 0] == banned.cities["a"].stock["equipment"]


def test_without_a_better_offer_a_mobile_firm_stays_where_it_is():
    whole = region(("a", "b"), city=WIDE, watched=[lead()], match=0.0, spillover={"scale": 0.0}, time={"periods": 7},
                   life={"mobile_share": 1.0, "moving_cost": 1.0})  # fmt: skip
    run = simulate(whole, with_planner=False)
    out = run_outcomes(run)
    assert (out["relocations"], out["retentions"], out["projects_hosted"]) == (0.0, 1.0, 1.0)
    assert run.deals["concession"][1] == 0.0
    assert run.state.firms.count == 2
    assert run.state.firms.ends.tolist() == [5, LIFE]


def test_who_moves_at_what_cost_follows_from_the_rest_of_the_life():
    """The reopened contest by hand: annuity over ten years, moving cost, entry and land at the new site."""
    whole = region(("a", "b"), city=WIDE, watched=[lead()], match=0.0, spillover={"scale": 0.0}, time={"periods": 6},
                   life={"mobile_share": 1.0, "moving_cost": 0.25})  # fmt: skip
    periods = [period for _, period in stepped(whole)]
    first, again = periods[0], periods[5]
    home = int(again.block.incumbent[0])
    ten, fifteen = ((1 - 1.1**-n) / 0.1 for n in (10, LIFE))
    running = (first.site_value_parts["returns"] + first.site_value_parts["wages"])[0] / fifteen * ten
    a = again.productivity[0] / first.productivity[0]
    running = (
        first.site_value_parts["returns"][0] / fifteen * ten * a + first.site_value_parts["wages"][0] / fifteen * ten
    )
    away = 1 - home
    assert again.site_value[0, home] == pytest.approx(running[home])
    land = 0.01 * again.block.land[0] * 28.0
    assert again.site_value[0, away] == pytest.approx(running[away] - 500 * (0.25 + 0.005) - land)
    tax = sum(1.06**-k for k in range(1, 11)) * 30.0 * 0.42
    jobs = sum(1.06**-k for k in range(1, 11)) * 400 * 5000e-6
    assert again.leader_value.total[0] == pytest.approx(np.full(2, 1.2 * tax + jobs))
    assert again.rooms.land[0, home] == 0.0
    assert again.rooms.rebate[0, home] == pytest.approx(
        sum(s / 1.06 ** (k + 1) for k, s in enumerate((1, 1, 1, 0.5, 0.5))) * 12.6
    )


def test_luck_stays_with_the_firm():
    """Match and spillover of a reopened contest are those of the first, for what is left of the plant's life."""
    whole = region(("a", "b", "c"), city=WIDE, time={"periods": 11}, life=MOVING)
    seen, again = {}, 0
    for _, period in stepped(whole):
        block = period.block
        for row in range(block.count):
            key = (int(block.founded[row]), int(block.slot[row]))
            lucky = np.array([period.site_value_parts["match"][row], period.spillover[row]]) / block.investment[row]
            if block.incumbent[row] < 0:
                seen[key] = lucky
            else:
                assert lucky == pytest.approx(seen[key] * block.years[row] / LIFE)
                again += 1
    assert len(seen) > 100 < 2 * again


def test_new_projects_are_the_same_whatever_moved_before():
    regimes = {"open": [], "ban": [{"lever": "subsidy_ban"}]}
    whole = region(("a", "b"), city=WIDE, time={"periods": 8}, life=MOVING, regimes=regimes)
    first, second = (simulate(whole, key, with_planner=False).deals for key in ("open", "ban"))
    assert (first["incumbent"][first["period"] < 5] == -1).all()
    for name in ("period", "slot", "investment", "outside"):
        ones, others = (deals[name][deals["incumbent"] < 0] for deals in (first, second))
        assert np.array_equal(ones, others)


def test_incumbents_are_there_from_the_start_and_move_on_when_their_contracts_end():
    whole = region(("a", "b"), city=WIDE, pipeline={"arrivals_per_year": 0}, time={"periods": 5}, match=0.1,
                   life={"mobile_share": 1.0, "moving_cost": 0.05})  # fmt: skip
    raw = whole.model_dump(exclude_none=True)
    raw["projects"]["incumbents"] = {"by_city": {"a": 40, "b": 30}, "within_years": 5}
    scenario = type(whole).model_validate(raw)
    run = simulate(scenario, with_planner=False)
    deals = run.deals
    assert deals["period"].size == 70
    assert set(deals["period"].tolist()) == {0, 1, 2, 3, 4}
    out = run_outcomes(run)
    assert out["projects_hosted"] == 0.0
    assert out["relocations"] + out["retentions"] + out["firms_gone"] == 70.0
    assert out["relocations"] > 5
    assert out["net_new_jobs"] <= 0.0
    in_minus_out = (run.cities["jobs_moved_in"] - run.cities["jobs_moved_out"]).sum(axis=0)
    assert in_minus_out.sum() == pytest.approx(out["net_new_jobs"])
    opening = sum(sum(c.stock.values()) for c in scenario.cities.values())
    assert run.state.stock.sum() - opening == pytest.approx(run.state.firms.investment[run.state.firms.ends >= 5].sum())


def test_incumbents_whose_contracts_run_for_long_have_been_there_all_the_time():
    """However far the ends of their contracts lie ahead, they produce from the first period on, and have been built."""
    raw = region(("a", "b"), pipeline={"arrivals_per_year": 0}, time={"periods": 3}).model_dump(exclude_none=True)
    taxes = []
    for within in (5, 60):
        raw["projects"]["incumbents"] = {"by_city": {"a": 40}, "within_years": within}
        raw["life"]["building_years"] = 2
        ran = list(stepped(type(region()).model_validate(raw)))
        run = ran[0][0]
        assert (run.state.firms.founded <= -3).all()
        taxes.append([period.ledger.flows["retained_tax"].sum() for _, period in ran])
    assert min(taxes[1]) > 0.0
    assert taxes[1][2] == pytest.approx(run.state.firms.tax.sum() * 0.42)


def test_a_year_without_contracts_is_a_year_of_the_tournament():
    """Where nobody can host anything, officials who are ranked go on."""
    raw = region(("a", "b"), city={"political_weight": 0.02, "gdp": 5e4, "slots": 0}, time={"periods": 3})
    whole = type(raw).model_validate({**raw.model_dump(exclude_none=True), "tournament": {"sensitivity": 0.5}})
    run = simulate(whole, with_planner=False)
    assert (run.deals["host"] < 0).all()
    assert all(won.dtype == float and not won.any() for won in run.state.won)


def test_industry_stocks_are_checked_in_every_period():
    """Opening stock and the plants that stand, through closures, moves and ends of lives; a stray million is found."""
    whole = region(
        ("a", "b", "c"), city=WIDE, time={"periods": 19}, pipeline={"arrivals_per_year": 6},
        life={"building_years": 1, "closure_hazard": 0.05, "mobile_share": 0.5, "moving_cost": 0.02,
              "retention_support": False},
    )  # fmt: skip
    for run, period in stepped(whole):
        closed, number = run.cities["closures"].sum(), period.state.period
    assert number == 19
    assert closed > 5
    assert run_outcomes(run)["relocations"] > 0
    steps = stepped(whole)
    run, _ = next(steps)
    run.state.stock[1, 0] += 1.0
    with pytest.raises(Unbalanced, match="industry stock"):
        next(steps)


def test_of_a_match_that_was_booked_for_a_life_the_years_that_are_left_go_back():
    """Plants close and move: what went in at each contract comes out in proportion to the time it was made for."""
    whole = region(
        ("a", "b", "c"), city=WIDE, time={"periods": 12}, match=0.1, pipeline={"arrivals_per_year": 8},
        life={"closure_hazard": 0.06, "mobile_share": 1.0, "moving_cost": 0.02},
    )  # fmt: skip
    again = 0
    for number, (run, period) in enumerate(stepped(whole)):
        firms = run.state.firms
        fresh, over = firms.period == number, (firms.ends == number) & (firms.founded + LIFE > number)
        expected = firms.match[fresh].sum()
        for row in np.flatnonzero(over):
            end = firms.founded[row] + LIFE
            expected -= firms.match[row] * (end - number) / (end - firms.period[row])
            again += int(firms.period[row] > firms.founded[row])
        assert -period.signing.net_of("match")[0] == pytest.approx(expected)
    assert again > 3


@pytest.mark.parametrize("years", [0, 2])
def test_concessions_of_a_plant_end_when_its_rebates_have_been_paid(years):
    """Rebates run for five years of production: a plant that is built for two asks again after seven."""
    whole = region(
        ("a", "b"), city=WIDE, watched=[lead()], time={"periods": 9},
        life={"mobile_share": 1.0, "moving_cost": 0.05, "building_years": years},
    )  # fmt: skip
    deals = simulate(whole, with_planner=False).deals
    assert deals["period"].tolist() == [0, 5 + years]
    assert deals["incumbent"].tolist() == [-1, deals["host"][0]]


def test_jobs_of_firms_that_move_leave_and_come_by_hand():
    """A region that some firms leave: support for those that asked again over what they brought, firm by firm."""
    raw = region(
        ("a", "b", "c"), city=WIDE, gap=0.2, match=0.1, pipeline={"arrivals_per_year": 6}, time={"periods": 6},
        life={"mobile_share": 1.0, "moving_cost": 0.02}, by_city={"c": {"wage": 52_000.0}},
    ).model_dump(exclude_none=True)  # fmt: skip
    raw["projects"]["incumbents"] = {"by_city": {"a": 20, "b": 20, "c": 20}, "within_years": 5}
    run = simulate(type(region()).model_validate(raw), with_planner=False)
    moved = new = gone = support = 0.0
    gains = [0.0] * 3
    for home, host, jobs, x in zip(*(run.deals[k] for k in ("incumbent", "host", "jobs", "concession")), strict=True):
        if home < 0:
            new += jobs * (host >= 0)
            continue
        support += x
        if host != home:
            gains[home] -= jobs
            if host >= 0:
                gains[host] += jobs
                moved += jobs
            else:
                gone += jobs
    found = run_outcomes(run)
    assert min(moved, new, gone, max(gains)) > 0.0
    assert found["jobs_moved"] == pytest.approx(moved)
    assert found["net_new_jobs"] == pytest.approx(new - gone)
    assert found["cost_per_moved_job"] == pytest.approx(1e6 * support / moved)
    assert found["cost_per_net_job"] == pytest.approx(1e6 * support / max(gains))


def test_what_is_realised_is_told_of_new_projects_alone():
    whole = region(
        ("a", "b"), city=WIDE, time={"periods": 8},
        life={"mobile_share": 1.0, "moving_cost": 0.02, "realised_spread": 0.4},
    )  # fmt: skip
    run = simulate(whole, with_planner=False)
    new, hosted = run.deals["incumbent"] < 0, run.deals["host"] >= 0
    expected, came = (run.deals[name] for name in ("investment", "realised_investment"))
    assert (~new & hosted).sum() > 20
    assert came[~new & hosted] == pytest.approx(expected[~new & hosted])
    assert run_outcomes(run)["realised_share"] == pytest.approx(came[new & hosted].sum() / expected[new & hosted].sum())
