"""Neijiang, Luzhou and Rongchang: what the case rests on, and that its map can win and lose."""

from itertools import combinations

import pytest

from sim.outcomes import run_outcomes
from sim.regime import baseline, distances_km
from sim.scenario import load
from sim.simulate import simulate
from sim.structure import duplication

NAMED = ("neijiang", "luzhou", "rongchang")


def first_year(*overrides):
    return load("neijiang_luzhou_rongchang", overrides=["time.periods=1", *overrides])


def test_the_three_lie_within_100_km_and_none_contains_another():
    scenario = first_year()
    assert tuple(scenario.cities)[:3] == NAMED
    distance = distances_km(tuple(scenario.cities.values()))
    assert distance.max() < 100
    assert distance[0, 2] == pytest.approx(55, abs=1)
    assert distance[1, 2] == pytest.approx(61, abs=1)


def test_weights_count_how_many_of_the_three_name_an_industry():
    scenario = first_year()
    for key, industry in scenario.industries.items():
        assert industry.weight == sum(scenario.cities[city].stock.get(key, 0.0) > 0 for city in NAMED), key


def test_all_three_count_each_other_and_the_map_gives_every_industry_to_one():
    scenario = first_year()
    reach = baseline(scenario).reach_chain[:3, :3]
    assert (reach >= scenario.pillars.least_reach).all()
    (entry,) = (entry for entry in scenario.regimes if entry.key == "map")
    table = entry.levers[0].table
    assert all(not set(table[one]) & set(table[other]) for one, other in combinations(NAMED, 2))


@pytest.mark.parametrize(("bonus", "map_is_better"), [("0", True), ("0.8", False)])
def test_the_map_wins_without_and_loses_with_a_strong_cluster_bonus(bonus, map_is_better):
    scenario = first_year(f"pillars.cluster_bonus={bonus}")
    runs = {key: simulate(scenario, key, with_planner=False) for key in ("competition", "map")}
    worth = {key: run_outcomes(run)["pillar_efficiency"] for key, run in runs.items()}
    assert (worth["map"] > worth["competition"]) == map_is_better
    assert duplication(runs["map"]) == 0
    assert duplication(runs["competition"]) >= 1


def test_the_zone_is_shut_in_every_other_regime():
    scenario = first_year()
    for entry in scenario.regimes:
        run = simulate(scenario, entry.key, with_planner=False)
        assert (run.cities["projects_won"][0, 3] > 0) == (entry.key == "joint_zone")
