"""The Mesa twin against the simulator: the same hosts, prices, land and money on every scenario that it follows."""

from collections.abc import Callable
from typing import Any

import mesa
import numpy as np
import pytest

from benchmarks.twin import BeyondTwin, CityAgent, TwinModel, simulate_twin
from sim.scenario import from_dict, load, resolved
from sim.schema import Scenario
from sim.simulate import Run, simulate

SAME = {"rtol": 1e-9, "atol": 1e-6}


def cut(
    name: str,
    years: int,
    projects: int,
    every_city: dict[str, Any],
    count: int | None = None,
    moving: float = 0.25,
    gap: float = -0.12,
) -> Scenario:
    """A bundled scenario with fewer years and projects, numbers of every city replaced, its first regime alone.

    With a `count` its rows of cities are copied, or left out, until there are that many.
    """
    data = resolved(load(name))
    data["sweeps"], data["regimes"] = [], data["regimes"][:1]
    data.pop("prior")
    data["time"]["periods"] = years
    data["life"]["moving_cost"], data["projects"]["outside"]["gap"] = moving, gap
    data["projects"]["pipeline"] |= {"arrivals_per_year": float(projects), "pool_per_year": projects * 2}
    rows = list(data["cities"]["set"].items())
    if count is not None:
        rows = [(f"{rows[n % len(rows)][0]}_{n}", rows[n % len(rows)][1]) for n in range(count)]
    data["cities"]["set"] = {key: row | every_city for key, row in rows}
    return from_dict(data)


def agree(scenario: Scenario, replication: int = 0, share: bool = True) -> Run:
    """Assert that simulator and twin agree, and hand back the simulator's run."""
    run = simulate(scenario, scenario.regimes[0].key, replication, with_planner=False)
    twin = simulate_twin(scenario, scenario.regimes[0].key, replication, share=share)
    deals, state = run.deals, run.state
    np.testing.assert_array_equal(twin.hosts, deals["host"])
    np.testing.assert_allclose(twin.concessions, deals["concession"], **SAME)
    np.testing.assert_allclose(twin.treasury, state.treasury, **SAME)
    np.testing.assert_allclose(twin.land_left, state.land_left, **SAME)
    for name in ("liabilities", "wage", "rd_capital", "talent", "stock"):
        mine = [getattr(city, name) for city in twin.model.cities]
        np.testing.assert_allclose(mine, getattr(state, name), **SAME, err_msg=name)
    table = twin.model.datacollector.get_agenttype_vars_dataframe(CityAgent)

    def by_year_and_city(name: str) -> np.ndarray:
        return table[name].to_numpy(dtype=float).reshape(len(run.city_blocks), -1)

    for name in ("projects_won", "investment_won", "concession", "fiscal_net", "residents_gain", "commitment_room"):
        np.testing.assert_allclose(by_year_and_city(name), run.cities[name], **SAME, err_msg=name)
    flows = {party: np.array([year.ending[party] for year in run.welfare]) for party in run.welfare[0].ending}
    np.testing.assert_allclose(by_year_and_city("profit_inside"), flows["owners_inside"], **SAME)
    np.testing.assert_allclose(by_year_and_city("residents_income"), flows["residents"], **SAME)
    outside = (by_year_and_city("profit") - by_year_and_city("profit_inside")).sum(axis=1)
    np.testing.assert_allclose(outside, flows["owners_outside"][:, 0], **SAME)
    np.testing.assert_allclose(by_year_and_city("central_tax").sum(axis=1), flows["central"][:, 0], **SAME)
    np.testing.assert_allclose(by_year_and_city("provincial_tax").sum(axis=1), flows["province"].sum(axis=1), **SAME)
    totals = twin.model.datacollector.get_model_vars_dataframe()
    np.testing.assert_allclose(totals["firm_gain"].sum(), deals["firm_gain"].sum(), **SAME)
    np.testing.assert_allclose(totals["elsewhere_gain"].sum(), deals["elsewhere_gain"].sum(), **SAME)
    return run


@pytest.mark.parametrize("replication", range(4))
def test_two_cities_with_sealed_offers_that_learn(replication: int) -> None:
    run = agree(load("rongchang_longchang"), replication)
    assert (run.deals["lead"] >= 0).sum() == 1
    assert not np.allclose(run.state.memory, 0.75)


@pytest.mark.parametrize("share", [True, False])
def test_region_with_all_that_works_over_years(share: bool) -> None:
    run = agree(cut("region", 13, 300, {}, moving=0.02), share=share)
    deals = run.deals
    again = deals["incumbent"] >= 0
    assert (again & (deals["host"] >= 0) & (deals["host"] != deals["incumbent"])).sum() > 5
    assert (again & (deals["host"] == deals["incumbent"])).sum() > 50
    assert {0, 1, 2, 3} == set(deals["kind"])
    assert deals["refusals"].sum() > 0
    assert run.cities["closures"].sum() > 50
    assert run.cities["grant"].sum() > 0
    assert (run.cities["talent_shortage"] > 0).any()


def test_region_where_everything_runs_out() -> None:
    scarce = {
        "land_stock": 700.0, "slots": 12, "promotion_budget_share": 0.02, "debt": 600.0, "debt_limit": 0.2,
        "package_cap": 0.15, "infrastructure": 0.02, "access_cost": 0.5, "credit_spread": 0.002,
    }  # fmt: skip
    run = agree(cut("region", 9, 300, scarce, moving=0.02), replication=3)
    assert (run.deals["host"] < 0).sum() > 100
    assert (run.state.land_left < 20.0).sum() > 10
    assert (run.cities["projects_won"] == 12).any()
    assert (run.cities["debt"] > 0).any()


def test_region_that_firms_leave_when_they_ask_again() -> None:
    run = agree(cut("region", 9, 300, {"package_cap": 0.02}, moving=0.02, gap=0.25))
    assert ((run.deals["incumbent"] >= 0) & (run.deals["host"] < 0)).any()


@pytest.mark.parametrize(("cities", "projects"), [(2, 100), (28, 400), (60, 150)])
def test_ladder_where_land_runs_short(cities: int, projects: int) -> None:
    run = agree(cut("base", 3, projects, {"land_stock": 60.0 * projects / cities}, cities))
    assert (run.deals["host"] < 0).any()
    assert (run.state.land_left < 0.05 * 60.0 * projects / cities).any()


def test_region_in_full_for_two_years() -> None:
    agree(cut("region", 2, 3000, {}), replication=1)


def test_nothing_depends_on_mesas_own_generator() -> None:
    scenario = cut("base", 2, 100, {})
    runs = []
    for rng in (1, 2):
        model = TwinModel(scenario, rng=rng)
        model.run_model()
        runs.append((model.hosts, model.concessions, [city.treasury for city in model.cities]))
    assert runs[0] == runs[1]


def test_batch_run_of_mesa_runs_it() -> None:
    found = mesa.batch_run(
        TwinModel, {"scenario": "rongchang_longchang", "replication": [0, 1]}, display_progress=False, rng=[None]
    )
    for replication in range(2):
        rows = [row for row in found if row["replication"] == replication]
        twin = simulate_twin("rongchang_longchang", replication=replication)
        last = twin.model.datacollector.get_model_vars_dataframe().iloc[-1]
        assert rows[0]["projects"] == last["projects"]
        assert rows[0]["firm_gain"] == last["firm_gain"]


@pytest.mark.parametrize(
    ("scenario", "regime", "words"),
    [
        (lambda: load("rongchang_longchang"), "ban", "levers"),
        (lambda: load("base", overrides=["cities.defaults.political_weight=0.02"]), "competition", "interests"),
        (lambda: load("base", overrides=["contest.format=posted"]), "competition", "format"),
        (lambda: load("base", overrides=["projects.match.correlation_km=50"]), "competition", "Gumbel"),
        (lambda: load("base", overrides=["cities.defaults.leader_horizon=5"]), "competition", "discount"),
    ],
)
def test_what_it_does_not_follow_it_refuses(scenario: Callable[[], Scenario], regime: str, words: str) -> None:
    with pytest.raises(BeyondTwin, match=words):
        TwinModel(scenario(), regime)
