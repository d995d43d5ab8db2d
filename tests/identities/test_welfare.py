"""Welfare under three standards, added up party by party from closed forms."""

import numpy as np
import pytest

from sim.outcomes import run_outcomes
from sim.simulate import simulate
from tests.identities.oracle import RAMP, annuity, ramped
from tests.scenes import generated, region, stepped

FUNDS = 0.2
SOCIAL_RATE, SOCIAL_YEARS = 0.04, 12
ECONOMY = {"cost_of_public_funds": FUNDS, "social_rate": SOCIAL_RATE, "social_horizon": SOCIAL_YEARS}
LEADER = {"leader_rate": 0.09, "leader_horizon": 5, "infrastructure": 0.01}
CONTRACTS = {
    "none": [],
    "benefit only": [{"lever": "revenue_sharing", "members": ["a", "b", "d"], "share": 0.6}],
    "net split": [{"lever": "revenue_sharing", "members": ["a", "b"], "share": 0.8, "contract": "net_split"}],
    "leakage": [
        {"lever": "revenue_sharing", "members": ["a", "c"], "share": 0.5, "contract": "leakage", "paid_share": 0.5}
    ],
}
KEYS = ("a", "b", "c", "d")


def contract_of(name):
    """Shares of benefit and cost by host, written down from the text of the contract."""
    benefit, cost = np.eye(4), np.eye(4)
    for lever in CONTRACTS[name]:
        inside = [KEYS.index(key) for key in lever["members"]]
        owed = lever["share"] * lever.get("paid_share", 1.0)
        for d in inside:
            benefit[d, d] = 1 - owed
            if lever.get("contract") != "leakage":
                for c in inside:
                    benefit[d, c] += owed / len(inside)
            if lever.get("contract") == "net_split":
                cost[d] = benefit[d]
    return benefit, cost


def public_parts(city, deals, rate, years):
    """Fiscal value, residents' value, provincial and central tax of hosting every project in one city."""
    weight = ramped(rate, years, RAMP)
    retained = weight * deals["tax"] * city.retained_share
    fiscal = retained + 0.01 * deals["land"] * (city.list_price - city.land_cost)
    fiscal = fiscal - city.infrastructure * deals["investment"]
    residents = weight * deals["jobs"] * city.value_per_job * 1e-6
    provincial = weight * deals["tax"] * (1 - city.retained_share - city.central_share)
    return retained, fiscal, residents, provincial, weight * deals["tax"] * city.central_share


@pytest.mark.parametrize("abroad", [0.0, 0.7])
@pytest.mark.parametrize("contract", CONTRACTS)
def test_deal_welfare_is_the_sum_of_its_parties(contract, abroad):
    whole = region(
        KEYS, city=LEADER, economy=ECONOMY, levers=CONTRACTS[contract], spillover={"scale": 0.0}, gap=0.02,
        abroad=abroad, time={"periods": 2},
        pipeline={"domestic_alternative_share": 0.5, "inside_share": 0.3, "arrivals_per_year": 40},
    )  # fmt: skip
    benefit, cost = contract_of(contract)
    for run, period in stepped(whole):
        deals = run.deal_blocks[-1]
        count = deals["host"].size
        parts = [public_parts(city, deals, SOCIAL_RATE, SOCIAL_YEARS) for city in whole.cities.values()]
        worth = [(1 + FUNDS) * fiscal + residents for _, fiscal, residents, _, _ in parts]
        upper = [(1 + FUNDS) * (provincial + central) for *_, provincial, central in parts]
        elsewhere = np.where(period.block.domestic, abroad, 0.0) * np.mean(
            [w + u for w, u in zip(worth, upper, strict=True)], axis=0
        )
        total, in_region, regional = np.zeros(count), np.zeros(count), np.zeros(count)
        by_city = np.zeros((count, 4))
        for row in range(count):
            host, x = deals["host"][row], deals["concession"][row]
            if host < 0:
                total[row] = deals["outside"][row] + elsewhere[row]
                regional[row] = 0.3 * deals["outside"][row]
                continue
            retained, fiscal, residents, provincial, central = (each[row] for each in parts[host])
            firm = deals["site_value"][row] + x
            treasury = np.zeros(4)
            treasury[host] = fiscal - retained
            treasury += benefit[host] * retained - cost[host] * x
            leak = (1 - benefit[host].sum()) * retained
            by_city[row] = (1 + FUNDS) * treasury
            by_city[row, host] += residents
            tiers = (1 + FUNDS) * (provincial + leak), (1 + FUNDS) * central
            total[row] = in_region[row] = firm + by_city[row].sum() + sum(tiers)
            regional[row] = 0.3 * firm + by_city[row].sum() + tiers[0]
        assert deals["welfare_total"] == pytest.approx(total)
        assert deals["welfare_total_in_region"] == pytest.approx(in_region)
        assert deals["welfare_region"] == pytest.approx(regional)
        assert deals["cities_gain"] == pytest.approx(by_city.sum(axis=1))
        assert run.cities["welfare_city"][-1] == pytest.approx(by_city.sum(axis=0))
        if contract == "none":
            nets = [worth[h][i] - (1 + FUNDS) * deals["concession"][i] for i, h in enumerate(deals["host"]) if h >= 0]
            assert deals["public_net"][deals["host"] >= 0] == pytest.approx(nets)
    assert 5 < (run.deals["host"] < 0).sum() < run.deals["host"].size - 20


@pytest.mark.parametrize("funds", [0.0, 0.3])
@pytest.mark.parametrize("inside", [0.0, 0.4, 1.0])
def test_stylised_welfare_by_its_formulas(funds, inside):
    project = {"site_sd": 3.0, "public_mean": 6.0, "public_sd": 2.0, "outside_option": 6.0, "inside_share": inside}
    whole = generated(3, 400, project=project, economy={"cost_of_public_funds": funds})
    for run, period in stepped(whole):
        host, x = run.deals["host"], run.deals["concession"]
        rows = np.flatnonzero(host >= 0)
        site, public = (values[rows, host[rows]] for values in (period.block.site_value, period.block.public_value))
        assert 50 < rows.size < 350
        total, regional = np.full(400, 6.0), np.full(400, inside * 6.0)
        total[rows] = site + public - funds * x[rows]
        regional[rows] = public - (1 + funds) * x[rows] + inside * (site + x[rows])
        assert run.deals["welfare_total"] == pytest.approx(total)
        assert run.deals["welfare_region"] == pytest.approx(regional)
        assert run.deals["welfare_total_in_region"][host < 0].max() == 0.0
        numbers = run_outcomes(run)
        assert numbers["run_welfare_total"] == pytest.approx(total.sum())
        assert numbers["run_welfare_region"] == pytest.approx(regional.sum())


LIFE = 15


def closed_form(whole, run, contract):
    """Run welfare of both standards straight from the table of deals, each plant to the end of its life."""
    benefit, _ = contract_of(contract)
    deals = run.deals
    total = regional = 0.0
    schedule = (1.0, 1.0, 1.0, 0.5, 0.5)
    for row in np.flatnonzero(deals["host"] >= 0):
        host = deals["host"][row]
        city = list(whole.cities.values())[host]
        start = (1 + SOCIAL_RATE) ** -float(deals["period"][row])
        tax, land, invested = (deals[name][row] for name in ("tax", "land", "investment"))
        weight = ramped(SOCIAL_RATE, LIFE, RAMP)
        retained = weight * tax * city.retained_share
        # support as paid: a share of the tax actually paid, and equal instalments of the grant
        own = [schedule[t] * RAMP[min(t, 2)] for t in range(5)]
        at_leader = sum(f / (1 + city.leader_rate) ** (t + 1) for t, f in enumerate(own))
        at_social = sum(f / (1 + SOCIAL_RATE) ** (t + 1) for t, f in enumerate(own))
        rebate = deals["rebate"][row] / at_leader * at_social
        grant = deals["grant"][row] / annuity(city.leader_rate, 2) * annuity(SOCIAL_RATE, 2)
        sale = 0.01 * land * city.list_price - deals["land_discount"][row]
        treasuries = sale - 0.01 * land * city.land_cost - city.infrastructure * invested - rebate - grant
        treasuries += retained * benefit[host].sum()
        leak = retained * (1 - benefit[host].sum())
        provincial = weight * tax * (1 - city.retained_share - city.central_share) + leak
        central = weight * tax * city.central_share
        residents = weight * deals["jobs"][row] * city.value_per_job * 1e-6
        # before support the firm earns its site value at the firm's own rate: take the yearly flow out of it
        yearly = deals["site_value"][row] + invested * (1 + city.entry_cost) + 0.01 * land * city.list_price
        profit = yearly / annuity(0.10, LIFE) * annuity(SOCIAL_RATE, LIFE)
        profit += rebate + grant - invested * (1 + city.entry_cost) - sale
        total += start * ((1 + FUNDS) * (treasuries + provincial + central) + residents + profit)
        regional += start * ((1 + FUNDS) * (treasuries + provincial) + residents + 0.3 * profit)
    for row in np.flatnonzero(deals["host"] < 0):
        start = (1 + SOCIAL_RATE) ** -float(deals["period"][row])
        total += start * deals["outside"][row]
        regional += start * 0.3 * deals["outside"][row]
    return total, regional


@pytest.mark.parametrize("periods", [3, 12])
@pytest.mark.parametrize("contract", CONTRACTS)
def test_run_welfare_is_the_discounted_sum_over_all_plants(contract, periods):
    whole = region(
        KEYS, city=LEADER, economy=ECONOMY, levers=CONTRACTS[contract], spillover={"scale": 0.0}, match=0.0, gap=-0.01,
        abroad=0.0, time={"periods": periods}, pipeline={"inside_share": 0.3, "arrivals_per_year": 10},
    )  # fmt: skip
    run = simulate(whole)
    numbers = run_outcomes(run)
    total, regional = closed_form(whole, run, contract)
    assert numbers["run_welfare_total"] == pytest.approx(total, rel=1e-9)
    assert numbers["run_welfare_region"] == pytest.approx(regional, rel=1e-9)
    assert run.deals["concession"].sum() > 0


def test_what_is_left_at_the_end_is_what_a_longer_run_would_book():
    watched = [
        {"key": f"p{i}", "industry": "chips", "announced_investment": 300.0 + 50 * i, "period": i % 2} for i in range(5)
    ]
    numbers = []
    for periods in (2, 5, 20):
        whole = region(
            KEYS, city=LEADER, economy=ECONOMY, watched=watched, time={"periods": periods}, spillover={"scale": 0.05},
            levers=CONTRACTS["benefit only"],
        )  # fmt: skip
        run = simulate(whole)
        found = run_outcomes(run)
        numbers.append((found["run_welfare_total"], found["run_welfare_region"]))
        left = sum(float(np.abs(value).sum()) for value in run.remaining().values())
        assert left == 0.0 if periods == 20 else left > 100.0
    assert numbers[1] == pytest.approx(numbers[0], rel=1e-9)
    assert numbers[2] == pytest.approx(numbers[0], rel=1e-9)


def test_deal_and_run_welfare_agree_when_horizons_and_rates_do():
    """Same rate for all, life = horizon: the sum over deals is the sum over flows, project by project."""
    same = {"leader_rate": 0.10, "leader_horizon": 15}
    economy = {"cost_of_public_funds": FUNDS, "social_rate": 0.10, "social_horizon": 15}
    whole = region(KEYS, city=same, economy=economy, gap=0.2)
    numbers = run_outcomes(simulate(whole))
    assert numbers["projects_left"] > 0
    assert numbers["run_welfare_total"] == pytest.approx(numbers["welfare_total"], rel=1e-9)
    assert numbers["run_welfare_region"] == pytest.approx(numbers["welfare_region"], rel=1e-9)


def test_what_officials_gain_is_in_no_welfare():
    """Political weight and error raise one city's offers; where they move no host, only the price of money changes."""
    eagerness = {"political_weight": 0.05, "judgement_error": 0.3, "rival_weight": 0.5}
    plain, eager = (simulate(region(("a", "b"), city=city)).deals for city in ({}, eagerness))
    same = (plain["host"] == eager["host"]) & (plain["host"] >= 0)
    more = eager["concession"][same] - plain["concession"][same]
    assert same.sum() > 10
    assert np.abs(more).max() > 1.0
    assert (eager["public_value"][same] == plain["public_value"][same]).all()
    assert eager["welfare_total"][same] == pytest.approx(plain["welfare_total"][same] - FUNDS * more)
    assert eager["public_net"][same] == pytest.approx(plain["public_net"][same] - (1 + FUNDS) * more)
