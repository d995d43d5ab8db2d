"""Outcomes of a run added up once more, deal by deal, from what their formulas say."""

from itertools import combinations, product

import numpy as np
import pytest

from sim.outcomes import run_outcomes
from sim.planner import Plan
from sim.simulate import simulate
from tests.scenes import region

FUNDS = 0.2
KEYS = ("a", "b", "c", "d")


@pytest.fixture(scope="module")
def ran():
    """Eager officials of two provinces: some win at a loss, some firms leave, some would have come for nothing."""
    whole = region(
        KEYS, city={"political_weight": 0.08, "promotion_budget_share": None}, gap=0.03, time={"periods": 3},
        pipeline={"contestable_share": 0.7, "arrivals_per_year": 30},
        by_city={"a": {"value_per_job": 40_000.0, "retained_share": 0.3}},
    )  # fmt: skip
    return simulate(whole)


@pytest.fixture(scope="module")
def hosted(ran):
    """The deals that found a host, one dictionary each."""
    deals = [dict(zip(ran.deals, row, strict=True)) for row in zip(*ran.deals.values(), strict=True)]
    found = [deal for deal in deals if deal["host"] >= 0]
    assert 30 < len(found) < len(deals) - 5
    return found


def test_support_over_what_it_bought(ran, hosted):
    found = run_outcomes(ran)
    support = sum(deal["concession"] for deal in hosted)
    assert found["concession"] == pytest.approx(support)
    assert found["concession_share"] == pytest.approx(support / sum(deal["investment"] for deal in hosted))
    assert found["concession_per_job"] == pytest.approx(1e6 * support / sum(deal["jobs"] for deal in hosted))
    assert found["fiscal_net"] == pytest.approx(sum(deal["fiscal_net"] for deal in hosted))
    gained = [deal for deal in hosted if deal["public_value"] > 0]
    paid = (1 + FUNDS) * sum(deal["concession"] for deal in gained)
    assert found["rent_dissipation"] == pytest.approx(paid / sum(deal["public_value"] for deal in gained))


def test_winners_that_lose(ran, hosted):
    found = run_outcomes(ran)
    nets = [deal["public_value"] - (1 + FUNDS) * deal["concession"] for deal in hosted]
    losses = [-net for net in nets if net < -1e-9]
    assert 5 < len(losses) < len(nets) - 5
    assert found["public_net"] == pytest.approx(sum(nets))
    assert found["loss_share"] == pytest.approx(len(losses) / len(nets))
    assert found["winners_loss"] == pytest.approx(sum(losses))


def test_support_that_decided(ran, hosted):
    supported = [deal for deal in hosted if deal["concession"] > 1e-9]
    decided = sum(deal["host"] != deal["host_at_zero"] for deal in supported)
    assert 0 < decided < len(supported) < len(hosted)
    assert run_outcomes(ran)["but_for_share"] == pytest.approx(decided / len(supported))


def test_who_got_the_investment(ran, hosted):
    found, world = run_outcomes(ran), ran.world
    won, by_province, strategic = [0.0] * 4, [0.0] * 2, 0.0
    for deal in hosted:
        won[deal["host"]] += deal["investment"]
        by_province[KEYS.index(KEYS[deal["host"]]) % 2] += deal["investment"]  # odd ones lie across the border
        strategic += deal["investment"] * (world.industries.keys[deal["industry"]] == "chips")
    total = sum(won)
    assert found["investment_hosted"] == pytest.approx(total)
    assert found["strategic_share"] == pytest.approx(strategic / total)
    assert found["province_gap"] == pytest.approx(max(by_province) / min(by_province))
    pairs = sum(2 * abs(x - y) for x, y in combinations(won, 2))
    assert found["gini"] == pytest.approx(pairs / (2 * 4 * total))
    assert found["theil"] == pytest.approx(np.mean([4 * x / total * np.log(4 * x / total) for x in won]))


def test_what_each_city_reports_are_the_deals_it_hosts(ran, hosted):
    sums = {
        "investment_won": "investment", "jobs_won": "jobs", "concession": "concession", "rebate": "rebate",
        "land_discount": "land_discount", "grant": "grant", "fiscal_net": "fiscal_net", "public_net": "public_net",
        "losses": "loss",
    }  # fmt: skip
    for period, city in product(range(3), range(4)):
        here = [deal for deal in hosted if (deal["period"], deal["host"]) == (period, city)]
        table = {name: column[period, city] for name, column in ran.cities.items()}
        assert table["projects_won"] == len(here) > 0
        for name, column in sums.items():
            assert table[name] == pytest.approx(sum(deal[column] for deal in here)), name
        support = table["concession"]
        assert table["concession_share"] == pytest.approx(support / table["investment_won"])
        assert table["concession_per_job"] == pytest.approx(1e6 * support / table["jobs_won"])
        gained = [deal for deal in here if deal["public_value"] > 0]
        paid = (1 + FUNDS) * sum(deal["concession"] for deal in gained)
        if gained:
            assert table["rent_dissipation"] == pytest.approx(paid / sum(deal["public_value"] for deal in gained))


def test_ratios_of_a_deal(hosted):
    for deal in hosted:
        assert deal["concession_share"] == pytest.approx(deal["concession"] / deal["investment"])
        assert deal["concession_per_job"] == pytest.approx(1e6 * deal["concession"] / deal["jobs"])
        if deal["public_value"] > 1e-9:
            assert deal["rent_dissipation"] == pytest.approx((1 + FUNDS) * deal["concession"] / deal["public_value"])
        assert deal["concession"] == pytest.approx(deal["land_discount"] + deal["rebate"] + deal["grant"])


def test_bids_that_were_lost(ran):
    """All cities that were asked bid: all but the host lose to it, and all of them where the firm leaves."""
    neighbour = outside = 0
    for host, invited in zip(ran.deals["host"], ran.deals["invited"], strict=True):
        neighbour += max(0, invited - 1) if host >= 0 else 0
        outside += invited if host < 0 else 0
    found = run_outcomes(ran)
    assert found["lost_to_neighbour"] == neighbour > 0
    assert found["lost_outside"] == outside > 0


def test_concentration_of_what_cities_have(ran):
    shares = [[stock / sum(row) for stock in row] for row in ran.state.stock.tolist()]
    assert run_outcomes(ran)["concentration"] == pytest.approx(np.mean([sum(s * s for s in row) for row in shares]))


def test_efficiency_is_measured_by_the_plan_and_bounded_by_its_bound(ran, hosted):
    """Where a plan is not proven the three numbers lie apart: surplus over value, over bound, and with λx."""
    surplus = sum(deal["surplus"] for deal in hosted)
    support = sum(deal["concession"] for deal in hosted)
    kept = list(ran.plans)
    try:
        ran.plans[:] = [Plan(np.array([0]), 0.5 * surplus, surplus), Plan(np.array([0]), surplus, 3.0 * surplus)]
        found = run_outcomes(ran)
    finally:
        ran.plans[:] = kept
    assert surplus > 0 < support
    assert found["efficiency"] == pytest.approx(1 / 1.5)
    assert found["efficiency_bound"] == pytest.approx(1 / 4)
    assert found["allocative_efficiency"] == pytest.approx((surplus + FUNDS * support) / (1.5 * surplus))


def test_agreements_kept_are_counted_by_member_and_by_period():
    """A cap that one of two members breaks in the second period, that fails for two, and is kept again."""
    pact = {
        "lever": "subsidy_cap", "cap": 0.1, "cities": ["a", "b"], "compliance": "chosen", "discount_factor": 0.5,
        "punishment": 2, "detection_lag": 1, "audit_probability": 1.0, "penalty": 30.0,
    }  # fmt: skip
    few = {"arrivals_per_year": 6, "pool_per_year": 12}
    run = simulate(region(("a", "b", "c"), time={"periods": 6}, levers=[pact], pipeline=few), with_planner=False)
    bound, kept = run.cities["agreements"], run.cities["agreements_kept"]
    assert bound.tolist() == [[1.0, 1.0, 0.0]] * 6
    whole = sum(row[0] == row[1] == 1.0 for row in kept.tolist())
    found = run_outcomes(run)
    assert found["breaches"] == run.cities["agreements_broken"].sum() > 0
    assert found["agreements_kept"] == pytest.approx(kept.sum() / 12)
    assert found["periods_kept"] == pytest.approx(whole / 6)
    assert 0 < 2 * whole < kept.sum() < 12
