"""Going through the projects of a period stretch by stretch finds what going through them at once finds."""

import importlib
import tracemalloc
from dataclasses import fields

import numpy as np
import pytest
from numpy.typing import NDArray

from benchmarks.ladder import Size, made
from sim.scenario import load
from sim.schedule import Period
from sim.schedule.stretches import separable
from sim.schema import Scenario
from sim.simulate import Run, project_source, simulate
from sim.state import COLUMNS
from sim.strategies import BidderView, Strategy
from sim.world import build_world, opening_state

type Floats = NDArray[np.float64]

FEW = ("projects.pipeline.arrivals_per_year=60", "projects.pipeline.pool_per_year=100")
CASES = {
    "region": (*FEW, "time.periods=9"),
    "base": ("contest.format=sealed", *FEW, "time.periods=3"),
    "chengdu_chongqing": ("time.periods=3",),
    "border_war_truce": (),
    "border_war_truce, alike nearby": ("projects.match.correlation_km=50",),
    "base, alike nearby": (*FEW, "time.periods=3", "projects.match.correlation_km=50"),
    "levers/chain_integration_helps": (),
}
"""Scenarios and what is changed in them: sharing contracts, sealed offers, suppliers, matches that are alike nearby,
and firms that ask again, alone or among new ones."""


def cut(monkeypatch: pytest.MonkeyPatch, pairs: int) -> None:
    module = importlib.import_module("sim.schedule.stretches")
    monkeypatch.setattr(module, "PAIRS", pairs)
    monkeypatch.setattr(module, "DRAWN", 3 * pairs)


def same(one: Run, other: Run) -> None:
    for name, column in one.deals.items():
        np.testing.assert_array_equal(column, other.deals[name], err_msg=name)
    for name, column in one.cities.items():
        np.testing.assert_array_equal(column, other.cities[name], err_msg=name)
    for name in COLUMNS:
        np.testing.assert_array_equal(getattr(one.state.firms, name), getattr(other.state.firms, name), err_msg=name)
    for mine, theirs in zip(one.welfare, other.welfare, strict=True):
        for each in fields(mine):
            np.testing.assert_equal(getattr(mine, each.name), getattr(theirs, each.name), err_msg=each.name)


@pytest.mark.parametrize("pairs", [150, 900])
@pytest.mark.parametrize("name", CASES)
def test_no_result_hangs_on_where_a_stretch_ends(name: str, pairs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = load(f"scenarios/{name.split(',')[0]}.yaml", overrides=CASES[name])
    regime = scenario.regimes[-1].key
    at_once = simulate(scenario, regime, with_planner=False)
    assert at_once.deals["host"].size > 100
    cut(monkeypatch, pairs)
    same(at_once, simulate(scenario, regime, with_planner=False))


@pytest.mark.parametrize("pairs", [1, 60, 200])
def test_nor_does_it_where_land_is_sold_out(pairs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = made(Size(5, 40))
    at_once = simulate(scenario, with_planner=False)
    assert (at_once.cities["land_left"][-1] < 0.05 * scenario_land(scenario)).any()
    cut(monkeypatch, pairs)
    same(at_once, simulate(scenario, with_planner=False))


def scenario_land(scenario: Scenario) -> Floats:
    return np.array([city.land_stock for city in scenario.cities.values()])


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("rongchang_longchang", ()),
        ("base", ("contest.format=posted",)),
        ("base", ("contest.format=open_simultaneous",)),
        ("levers/agreement_helps", ()),
    ],
)
def test_whoever_needs_the_whole_period_gets_it(name: str, change: tuple[str, ...]) -> None:
    scenario = load(f"scenarios/{name}.yaml", overrides=change)
    world = build_world(scenario, scenario.regimes[-1].key)
    p = Period(world, opening_state(world), project_source(scenario, 0).period(0))
    assert not separable(p)


class AboutTheMean(Strategy):
    """A user's own strategy that looks at all projects of a period and says nothing about it."""

    title = ("About the mean", "参照均值")
    idea = ("Offers hang on the mean project", "报价取决于平均项目")
    rule = "offer = reservation·min(1, mean investment / investment)"
    sources = "this test"
    name: str = "about_the_mean"

    def offers(self, view: BidderView) -> Floats:
        return view.reservation * np.minimum(1.0, view.investment.mean() / view.investment)


def test_a_strategy_that_says_nothing_is_shown_the_whole_period(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = load("scenarios/long_run.yaml", overrides=(*FEW, "time.periods=3"))
    own = dict.fromkeys(scenario.cities, AboutTheMean())
    at_once = simulate(scenario, strategies=own, with_planner=False)
    cut(monkeypatch, 100)
    same(at_once, simulate(scenario, strategies=own, with_planner=False))


def test_what_a_caller_gets_has_the_table_of_all_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    cut(monkeypatch, 1)
    scenario = load("scenarios/long_run.yaml", overrides=("time.periods=1",))
    world = build_world(scenario, scenario.regimes[0].key)
    run = Run(world, 0, opening_state(world))
    block = project_source(scenario, 0).period(0)
    assert run.step(block).site_value.shape == (block.count, world.cities.count)


def test_going_in_stretches_takes_a_fraction_of_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = made(Size(100, 600), years=1)

    def peak(pairs: int) -> int:
        cut(monkeypatch, pairs)
        tracemalloc.start()
        simulate(scenario, with_planner=False)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(10_000)  # what is read of the scenario is kept from here on
    assert peak(10_000) < 0.5 * peak(10_000_000)
