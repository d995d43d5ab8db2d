"""Many projects open together and one slot in each city, against the optimum and the lowest prices that support it."""

from itertools import permutations

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment, linprog

from sim.simulate import simulate
from tests.scenes import generated, hosts, region, stepped, stylised, theory

SURPLUS = np.array([[14.0, 9.0, 7.0], [12.0, 13.0, 6.0], [10.0, 8.0, 9.0]])
INCREMENT = 0.1
"""A thousandth of the investment of 100."""
ARRIVAL = {"123": 36, "132": 36, "213": 36, "231": 30, "312": 25, "321": 30}


def lowest_supports(surplus):
    """The optimum and, of all supports that leave no pair better off, the lowest: the city-optimal end of the core.

    A linear programme: cities' payoffs v and projects' supports u >= 0 with u_p + v_c >= surplus, total the optimum,
    Σ u as small as can be.
    """
    projects, cities = surplus.shape
    rows, columns = linear_sum_assignment(-surplus)
    pairs = [(p, c) for p in range(projects) for c in range(cities)]
    above = np.array([[-(p == q) for q in range(projects)] + [-(c == d) for d in range(cities)] for p, c in pairs])
    found = linprog(
        np.r_[np.ones(projects), np.zeros(cities)], A_ub=above, b_ub=[-surplus[pair] for pair in pairs],
        A_eq=np.ones((1, projects + cities)), b_eq=[surplus[rows, columns].sum()], bounds=(0, None),
    )  # fmt: skip
    return columns[np.argsort(rows)], found.x[:projects]


def case(rows=(0, 1, 2), form="open_simultaneous"):
    """The file with some of its projects in some order."""
    whole = theory("case_16_simultaneous", f"contest.format={form}")
    table = whole.projects.stylised
    chosen = table.model_copy(update={"each": tuple(table.each[row] for row in rows)})
    return whole.model_copy(update={"projects": whole.projects.model_copy(update={"stylised": chosen})})


def total(run):
    return float(np.nansum(run.deals["public_value"]))


def test_enough_projects_for_the_slots_cost_nothing():
    run = simulate(case())
    assert hosts(run) == ["a", "b", "c"]
    assert run.deals["concession"].tolist() == [0.0, 0.0, 0.0]
    assert run.deals["public_net"].tolist() == [14.0, 13.0, 9.0]
    assert run.plans[0].value == pytest.approx(36.0)


def test_two_projects_for_three_slots_cost_something_and_leave_a_city_with_nothing():
    """Ordering 1 of R15, against the lowest supports by linear programming."""
    run = simulate(case((0, 1)))
    host, supports = lowest_supports(SURPLUS[:2])
    assert run.deals["host"].tolist() == host.tolist() == [0, 1]
    assert (supports > 1.0).all()
    assert run.deals["concession"] == pytest.approx(supports, abs=3 * INCREMENT)
    assert run.cities["projects_won"].tolist() == [[1.0, 1.0, 0.0]]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_order_of_arrival_costs_what_competition_does_not(order):
    assert total(simulate(case(order, "open"))) == ARRIVAL["".join(str(i + 1) for i in order)]
    assert total(simulate(case(order))) == 36.0


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
    rows, columns = linear_sum_assignment(-surplus)
    assert total(run) == pytest.approx(float(surplus[rows, columns].sum()), abs=0.02 * (projects + cities))
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
