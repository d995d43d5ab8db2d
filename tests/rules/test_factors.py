"""Wages, talent and R&D capital: closed forms, totals that do not change, and what a run makes of them."""

import numpy as np
import pytest

from sim.rules import research, talent, wages
from sim.streams import Luck
from tests.scenes import region, stepped

RNG = np.random.default_rng(11)


def some_reach(count):
    reach = RNG.random((count, count))
    np.fill_diagonal(reach, 1.0)
    return reach


def test_the_wage_doubles_with_jobs_as_the_elasticity_says():
    wage, workforce = np.array([60_000.0, 65_000.0]), np.array([10_000.0, 40_000.0])
    won = workforce.copy()  # twice the jobs
    assert wages.congested_wage(wage, won, workforce, 0.0).tolist() == wage.tolist()
    assert wages.congested_wage(wage, won, workforce, 0.5) == pytest.approx(np.sqrt(2) * wage)
    assert wages.congested_wage(wage, -2 * workforce, workforce, 0.5).tolist() == [0.0, 0.0]


def test_the_workforce_is_as_given_or_the_jobs_of_the_stocks_and_never_too_small():
    given, jobs = np.array([np.nan, 30_000.0, 5.0, np.nan]), np.array([50_000.0, 1.0, 70_000.0, 0.0])
    assert wages.workforce(given, jobs, 10_000.0).tolist() == [50_000.0, 30_000.0, 10_000.0, 10_000.0]


@pytest.mark.parametrize("count", [1, 2, 5])
def test_reach_moves_talent_and_makes_none(count):
    for _ in range(20):
        supply, demand = RNG.random(count) * 1000, RNG.random(count) * 1000
        demand[RNG.random(count) < 0.2] = 0.0
        reached = talent.reached_talent(supply, demand, some_reach(count))
        assert reached.sum() == pytest.approx(supply.sum())
        assert (reached >= 0).all()
        assert talent.reached_talent(supply, demand, np.eye(count)) == pytest.approx(supply)


def test_with_full_reach_all_cities_are_short_by_the_same_share():
    supply, demand = np.array([100.0, 10.0, 30.0]), np.array([80.0, 90.0, 110.0])
    reached = talent.reached_talent(supply, demand, np.ones((3, 3)))
    assert talent.talent_shortage(reached, demand) == pytest.approx(1 - 140 / 280)
    apart = talent.reached_talent(supply, demand, np.array([[1.0, 1.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 1.0]]))
    assert talent.talent_shortage(apart, demand) == pytest.approx([1 - 110 / 170, 1 - 110 / 170, 1 - 30 / 110])
    alone = talent.talent_shortage(supply, demand)
    assert alone == pytest.approx([0.0, 1 - 10 / 90, 1 - 30 / 110])
    assert talent.talent_shortage(np.array([3.0]), np.array([0.0])).tolist() == [0.0]


def test_nobody_moves_between_cities_that_are_equally_short():
    demand = np.array([1.0, 50.0, 7.0])
    reach = some_reach(3)
    assert talent.reached_talent(0.7 * demand, demand, np.maximum(reach, reach.T)) == pytest.approx(0.7 * demand)


def test_supply_grows_by_itself_and_by_training():
    assert talent.next_supply(np.array([100.0]), 0.21, np.array([8.0]), 0.5) == pytest.approx([114.0])


def test_capital_tends_to_spending_over_depreciation():
    capital = np.array([0.0, 900.0])
    for _ in range(200):
        capital = research.next_capital(capital, 0.15, np.array([30.0, 30.0]), 1.0)
    assert capital == pytest.approx(30.0 / 0.15)


def test_what_gets_old_in_a_year_gets_old_in_its_parts():
    start = np.array([100.0, 40.0])
    whole = research.next_capital(start, 0.15, np.zeros(2), 1.0)
    assert whole == pytest.approx(0.85 * start)
    for parts in (2, 4, 12):
        capital = start
        for _ in range(parts):
            capital = research.next_capital(capital, 0.15, np.zeros(2), 1.0 / parts)
        assert capital == pytest.approx(whole)
    assert research.next_capital(start, 0.0, np.array([8.0, 0.0]), 0.25) == pytest.approx([102.0, 40.0])


@pytest.mark.parametrize("reach", [0.2, 0.5, 1.0])
def test_a_platform_lowers_what_both_can_use_where_free_riding_is_large(reach):
    """Two equal cities in the long run: (1 - f·r)·(1 + r) against 1; the sign flips at f = 1 / (1 + r)."""

    def usable(free_riding):
        capital = research.effort_kept(reach, free_riding, 0.0)
        return capital * (1.0 + reach)

    flip = 1.0 / (1.0 + reach)
    assert usable(flip) == pytest.approx(1.0)
    assert usable(0.9 * flip) > 1.0 > usable(1.1 * flip)
    assert research.effort_kept(reach, flip, 1.0) == 1.0
    assert research.effort_kept(reach, 50.0, 0.0) == 0.0


@pytest.mark.parametrize("teams", [1, 2, 5])
def test_the_best_of_several_teams_is_the_mean_of_the_largest_exponential(teams):
    x = np.linspace(0.0, 60.0, 600_001)
    mean = np.trapezoid(1.0 - (1.0 - np.exp(-x)) ** teams, x)
    assert research.best_of(teams) == pytest.approx(mean, rel=1e-6)


def test_teams_win_in_proportion_to_their_strength_and_only_if_they_enter():
    strength, entered = np.array([1.0, 3.0, 50.0, 6.0]), np.array([True, True, False, True])
    draws = Luck(5, 0).draw_by_city("challenge", 0, 20_000, ("a", "b", "c", "d"))
    winners = research.challenge_winners(strength, entered, draws)
    shares = np.bincount(winners, minlength=4) / winners.size
    expected = np.array([0.1, 0.3, 0.0, 0.6])
    assert (np.abs(shares - expected) <= 4 * np.sqrt(expected * (1 - expected) / winners.size) + 1e-12).all()
    nobody = research.challenge_winners(strength, np.zeros(4, dtype=bool), draws[:3])
    assert nobody.tolist() == [-1, -1, -1]


GROWING = {
    "time": {"periods": 4},
    "wages": {"elasticity": 0.5, "smallest_workforce": 20_000.0},
    "talent": {"growth": 0.02},
    "research": {"depreciation": 0.2},
    "city": {"rd_capital": 300.0, "rd_intensity": 0.02, "gdp": 5_000.0, "talent_supply": 0.1},
}  # fmt: skip
LEVERS = [
    {"lever": "shared_rd_platform", "reach": 0.5, "free_riding": 0.8, "joint_spending": 5.0, "conversion": 0.6,
     "cities": ["a", "b"], "programme_cost": 1.0},
    {"lever": "open_challenge", "prize": 7.0, "challenges_per_year": 2.0, "form": "horse_race", "teams": 2,
     "cities": ["a", "c"], "programme_cost": 0.5},
    {"lever": "talent_mobility", "reach": 0.6, "training": 40.0, "shared_services": 10.0, "programme_cost": 0.0},
]  # fmt: skip


def test_factors_of_a_run_follow_the_rules_and_are_felt_in_the_next_period():
    whole = region(**GROWING, levers=LEVERS)
    wage = capital = people = None
    for run, p in stepped(whole):
        state, cities = run.state, run.world.cities
        jobs = np.bincount(state.firms.host, state.firms.jobs, 3)
        assert jobs.sum() > 100
        assert state.wage == pytest.approx(cities.wage * (1 + jobs / cities.workforce) ** 0.5)
        before = cities.rd_capital if capital is None else capital
        kept = np.array([1 - 0.8 * 0.5, 1 - 0.8 * 0.5, 1.0])
        sure = 0.8 * before + kept * 0.02 * 5_000.0 + np.array([3.0, 3.0, 0.0])
        prizes = state.rd_capital - sure
        assert prizes.sum() == pytest.approx(2 * 7.0 * 1.5)  # two tasks, the better of two teams
        assert (prizes > -1e-9).all()
        assert prizes[1] == pytest.approx(0.0)
        supply = cities.talent if people is None else people
        assert state.talent == pytest.approx(1.02 * supply + 40.0)
        cost = np.array([1.0 + 5.0 + 0.5 + 14.0, 1.0 + 5.0, 0.5 + 14.0]) + 40 * 0.05 + 10 * 0.01
        assert p.programmes == pytest.approx(cost)
        assert p.ledger.flows["programme_cost"] == pytest.approx(cost)
        wage_gap = -p.site_value_parts["wages"] / run.world.firm_annuity / p.block.jobs[:, None] * 1e6
        expected = cities.wage if wage is None else wage
        assert wage_gap == pytest.approx(np.broadcast_to(expected - 65_000.0, wage_gap.shape), abs=1e-6)
        wage, capital, people = state.wage, state.rd_capital.copy(), state.talent.copy()


def test_talent_of_cities_that_state_none_is_short_as_given():
    whole = region(by_city={"a": {"talent_supply": 0.0}, "b": {"talent_shortage": 0.4}}, city={"talent_shortage": 0.2})
    _, p = next(stepped(whole))
    assert p.talent_shortage.tolist() == [0.0, 0.4, 0.2]  # no industry of the scene wants skilled people


def test_growth_is_off_by_default():
    whole = region(time={"periods": 3}, city={"rd_capital": 50.0, "rd_intensity": 0.1, "gdp": 1000.0})
    for run, _ in stepped(whole):
        cities, state = run.world.cities, run.state
        assert state.wage.tolist() == cities.wage.tolist()
        assert state.rd_capital.tolist() == cities.rd_capital.tolist()
        assert np.isnan(state.talent).all()


def test_only_firms_that_came_later_add_research_of_their_own():
    stock, opening = np.array([[50.0, 20.0], [5.0, 0.0]]), np.array([[10.0, 20.0], [10.0, 0.0]])
    spending = research.spending_of_firms(stock, opening, 1.75, np.array([0.02, 0.01]))
    assert spending == pytest.approx([40.0 * 1.75 * 0.02, 0.0])


def test_without_an_intensity_the_effort_is_what_built_the_capital():
    """A capital of spending/(depreciation + growth) stays where nothing grew, and tends to 1 + growth/depreciation."""
    still = region(time={"periods": 3}, city={"rd_capital": 80.0}, research={"depreciation": 0.15})
    *_, (run, _) = stepped(still)
    assert run.state.rd_capital == pytest.approx([80.0] * 3)
    grown = region(
        ("a",), time={"periods": 100}, city={"rd_capital": 80.0}, pipeline={"arrivals_per_year": 0},
        research={"depreciation": 0.15, "past_growth": 0.1},
    )  # fmt: skip
    *_, (run, _) = stepped(grown)
    assert run.state.rd_capital == pytest.approx([80.0 * (1 + 0.1 / 0.15)], rel=1e-5)


def test_a_later_rise_of_the_wage_goes_from_firms_to_residents():
    """Labour costs what it did at signing; the rise since then is a transfer within the period, and to the end."""
    whole = region(("a", "b"), time={"periods": 3}, wages={"elasticity": 1.0, "smallest_workforce": 5_000.0})
    signed, jobs, hosts = [], [], []
    current = None
    for run, p in stepped(whole):
        used = run.world.cities.wage if current is None else current
        won = p.block.jobs[p.settlement.outcome.host >= 0]
        host = p.settlement.outcome.host[p.settlement.outcome.host >= 0]
        rise = sum(
            (np.bincount(h, j * (used[h] - w), 2) for h, j, w in zip(hosts, jobs, signed, strict=True)), np.zeros(2)
        )
        assert p.ledger.flows.get("wage_rise", np.zeros(2)) == pytest.approx(1e-6 * rise)
        premium = sum(
            (np.bincount(h, j * (w - 65_000.0), 2) for h, j, w in zip(hosts, jobs, signed, strict=True)),
            np.bincount(host, won * (used[host] - 65_000.0), 2),
        )
        assert p.ledger.flows["wage_premium"] == pytest.approx(1e-6 * premium)
        hosts.append(host)
        jobs.append(won)
        signed.append(used[host])
        current = run.state.wage.copy()
    assert rise.min() > 0
    kept, state = run.remaining(), run.state
    state.firms.wage[:] = state.wage[state.firms.host]  # as if all had signed today
    flat = run.remaining()
    owners = ("owners_inside", "owners_outside")
    assert sum(kept[name].sum() for name in owners) == pytest.approx(sum(flat[name].sum() for name in owners))
    assert kept["residents"].sum() - flat["residents"].sum() == pytest.approx(
        flat["labour"].sum() - kept["labour"].sum()
    )
    assert (kept["residents"] > flat["residents"]).all()
