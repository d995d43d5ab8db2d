"""The ladder: scenarios of the size that is asked for, and workers that tell their own peak memory."""

import pickle

import numpy as np
import pytest

from benchmarks import ladder
from benchmarks.ladder import Size, climb, made, worker
from sim.simulate import simulate


def test_a_scenario_has_the_size_that_is_asked_for():
    scenario = made(Size(50, 300))
    assert len(scenario.cities) == 50
    assert scenario.projects.pipeline.arrivals_per_year == 300.0
    assert scenario.projects.match.law == "gumbel"
    assert scenario.contest.format == "open"
    assert scenario.time.periods == ladder.YEARS


def test_a_copy_of_a_city_is_far_from_it_and_else_the_same():
    cities = made(Size(40, 100)).cities
    one, other = cities["rongchang"], cities["rongchang_1"]
    assert abs(one.latitude - other.latitude) + abs(one.longitude - other.longitude) >= 4.0
    assert one.wage == other.wage
    assert one.land_stock == other.land_stock


def test_land_is_sold_out_in_the_last_year_and_not_before():
    run = simulate(made(Size(28, 1_000)), with_planner=False)
    left = run.cities["land_left"].sum(axis=1) / sum(city.land_stock for city in run.world.scenario.cities.values())
    assert left[1] > 0.02
    assert left[2] < 0.01
    assert (run.deal_blocks[2]["host"] < 0).any()


def test_a_worker_tells_its_own_peak_not_that_of_its_parent(tmp_path):
    file = tmp_path / "small.pickle"
    file.write_bytes(pickle.dumps(made(Size(2, 100), 1)))
    large = np.ones(60_000_000)  # 480 MB, here
    told = worker(file)
    assert large[-1] == 1.0
    assert 30e6 < told["peak"] < 300e6
    assert told["settled"] > 50
    assert 0 < told["cpu"] <= told["first"]
    assert told["compiled"] > 0
    assert told["peak"] < told["compiled_peak"] < told["peak"] + 300e6


def test_a_worker_that_fails_says_why_and_the_ladder_goes_on(tmp_path, monkeypatch):
    good = {"cpu": 1.0, "wall": 2.0, "floor": 0.5, "peak": 5, "settled": 9, "hosted": 4}
    told = iter([{"failed": "more than 8 GB"}, good])
    asked: list[str] = []
    monkeypatch.setattr(ladder, "worker", lambda file: asked.append(file.stem) or dict(next(told)))
    sizes = [Size(2, 100), Size(3, 100)]
    first, second = climb(tmp_path, 1, sizes)
    assert asked == ["2x100", "3x100"]
    assert first["failed"] == "more than 8 GB"
    assert second["cpu"]["median"] == 1.0
    assert "compiled" not in second


@pytest.mark.parametrize("content", [b"", b"nothing that can be read"])
def test_what_a_dead_worker_said_last_is_kept(tmp_path, content):
    file = tmp_path / "broken.pickle"
    file.write_bytes(content)
    assert "Error" in worker(file)["failed"]


def test_a_worker_that_takes_too_long_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(ladder, "PATIENCE", 0.1)
    assert worker(tmp_path / "any.pickle") == {"failed": "more than 0 s"}
