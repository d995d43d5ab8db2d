"""Many projects open together and one slot in each city, against the optimum and the lowest prices that support it."""

import numpy as np
import pytest

from experiments.verification.cases.case_16_assignment import case
from experiments.verification.oracles.assignment import lowest_supports, optimum
from sim.simulate import simulate
from tests.scenes import generated, hosts, region, stepped, stylised


def total(run):
    return float(np.nansum(run.deals["public_value"]))


def test_enough_projects_for_the_slots_cost_nothing():
    run = simulate(case())
    assert hosts(run) == ["a", "b", "c"]
    assert run.deals["concession"].tolist() == [0.0, 0.0, 0.0]
    assert run.deals["public_net"].tolist() == [14.0, 13.0, 9.0]
    assert run.plans[0].value == pytest.approx(36.0)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("projects", "cities"), [(5, 5), (4, 7), (9, 6)])
def test_random_tables_against_assignment_and_linear_programme(seed, projects, cities):
    surplus = np.random.default_rng(seed).uniform(5.0, 25.0, (projects, cities))
    keys = [f"c{i}" for i in range(cities)]
    each = [{"site_value": dict.fromkeys(keys, 0.0), "public_value": dict(zip(keys, row, strict=True))}
            for row in surplus.tolist()]  # fmt: skip
    whole = stylised(
        dict.fromkeys(keys, 0.0), {}, city={"slots": 1},
        project={"site_value": None, "public_value": None, "each": each, "outside_option": 0.0},
        contest={"format": "open_simultaneous", "increment": 2e-4},
    )  # fmt: skip
    run = simulate(whole, with_planner=False)
    assert total(run) == pytest.approx(optimum(surplus), abs=0.02 * (projects + cities))
    if projects <= cities:
        host, supports = lowest_supports(surplus)
        assert run.deals["host"].tolist() == host.tolist()
        assert run.deals["concession"] == pytest.approx(supports, abs=0.02 * (projects + cities))


@pytest.mark.parametrize("slots", [1, 2, 4])
def test_several_slots_reach_the_planners_optimum(slots):
    whole = generated(
        4, 10, city={"slots": slots}, contest={"format": "open_simultaneous", "increment": 1e-3},
        project={"site_mean": 5.0, "public_mean": 10.0, "public_sd": 4.0, "outside_option": 5.0},
    )  # fmt: skip
    run = simulate(whole)
    assert float(run.deals["surplus"].sum()) == pytest.approx(run.plans[0].value, rel=1e-2)
    assert (run.cities["projects_won"] <= slots).all()


def test_without_capacities_every_contest_is_an_open_one():
    settings = {"project": {"public_mean": 10.0, "public_sd": 3.0, "site_sd": 3.0, "outside_option": 2.0}}
    apart = simulate(generated(5, 200, **settings), with_planner=False)
    together = simulate(generated(5, 200, contest={"format": "open_simultaneous"}, **settings), with_planner=False)
    assert together.deals["host"].tolist() == apart.deals["host"].tolist()
    over = together.deals["concession"] - apart.deals["concession"]
    assert (over >= -1e-9).all()
    assert (over <= 5 * 1.0 + 1e-9).all()


def test_nobody_pays_more_than_it_would_and_capacities_hold():
    whole = region(contest={"format": "open_simultaneous"}, city={"land_stock": 150.0, "slots": 6}, time={"periods": 2})
    for run, period in stepped(whole):
        outcome, offers = period.settlement.outcome, period.settlement.offers
        hosted = np.flatnonzero(outcome.host >= 0)
        host = outcome.host[hosted]
        assert (outcome.concession[hosted] <= offers.limit[hosted, host] + 1e-9).all()
        assert (np.bincount(host, minlength=3) <= 6).all()
        assert (run.state.land_left >= -1e-9).all()
        assert (period.settlement.left.cash >= -1e-9).all()
        score = period.site_value[hosted, host] + outcome.concession[hosted]
        assert (score >= period.block.outside[hosted] - 1e-9).all()


def test_the_end_does_not_depend_on_the_order_of_the_cities():
    keys = ("a", "b", "c", "d")
    one, other = (
        simulate(region(order, contest={"format": "open_simultaneous"}, city={"land_stock": 300.0, "province": "x",
                        "wage": 60_000.0, "latitude": 29.0, "fit": {}, "stock": {}}), with_planner=False)
        for order in (keys, keys[::-1])
    )  # fmt: skip
    assert hosts(one) == hosts(other)
    assert one.deals["concession"] == pytest.approx(other.deals["concession"])
