"""Batches and single runs: what is measured does what it says, and the tables follow from the samples."""

import pytest

from benchmarks import batches as of_batches
from benchmarks.batches import batches, in_citybid, in_mesa
from benchmarks.clock import Sample
from benchmarks.runs import Subject, measured, subjects
from experiments.comparison import shortened
from sim.scenario import load
from sim.schema import Scenario


@pytest.fixture(scope="module")
def region() -> Scenario:
    """The first year of the region."""
    whole = load("region")
    return shortened(whole, (whole.regimes[0].key,), 1).model_copy(update={"sweeps": (), "prior": None})


def test_a_batch_runs_all_its_runs(region):
    in_citybid(region, 2, 1)


def test_a_batch_whose_runs_fail_is_no_measurement(region):
    wrong = region.model_copy(update={"cities": {}})
    with pytest.raises(RuntimeError, match="2 of 2 runs failed"):
        in_citybid(wrong, 2, 1)


def test_mesa_runs_the_twin_once_for_each_replication(region, monkeypatch):
    seen: list[int] = []

    class Watched(of_batches.TwinModel):
        def __init__(self, scenario, regime, replication, rng=None):
            seen.append(replication)
            super().__init__(scenario, regime, replication, rng)

    monkeypatch.setattr(of_batches, "TwinModel", Watched)
    in_mesa(region, 2, 1)
    assert seen == [0, 1]


def test_throughput_is_runs_over_seconds_and_scaling_a_ratio_of_each_round(region, monkeypatch):
    seconds = {"citybid 1": (12.0, 24.0), "citybid 2": (6.0, 16.0), "mesa 1": (40.0, 40.0), "mesa 2": (20.0, 20.0)}

    def instead(cases, rounds, title):
        assert list(cases) == list(seconds)
        return {name: [Sample(wall, 0.0) for wall in walls] for name, walls in seconds.items()}

    monkeypatch.setattr(of_batches, "interleaved", instead)
    found = batches(region, 2.0 / 3.0, 2)
    assert [row["runs"] for row in found["rows"]] == [24, 24, 4, 4]
    assert [row["per_second"]["median"] for row in found["rows"]] == pytest.approx([1.5, 2.75, 0.1, 0.2])
    assert found["scaling"]["median"] == pytest.approx((2.0 + 1.5) / 2)


def test_a_run_is_measured_beside_the_twin_and_the_floor():
    found = measured("two cities", Subject(load("rongchang_longchang"), 1, 1))
    assert found["cities"] == 2
    assert found["years"] == 8
    assert 200 < found["projects"] < found["slots"] == 640
    cpu = {name: entry["median"] for name, entry in found["cpu"].items()}
    assert found["ratios"]["twin"]["median"] == pytest.approx(cpu["twin"] / cpu["simulate"])
    assert found["ratios"]["floor"]["median"] == pytest.approx(cpu["simulate"] / cpu["floor"])
    assert cpu["floor"] < cpu["simulate"]
    assert found["ratios"]["compiled"]["median"] == pytest.approx(cpu["simulate"] / cpu["compiled"])
    assert found["ratios"]["compiled_twin"]["median"] == pytest.approx(cpu["twin"] / cpu["compiled"])
    assert found["ratios"]["compiled_floor"]["median"] == pytest.approx(cpu["compiled"] / cpu["floor"])


def test_the_two_city_case_is_measured_at_the_sizes_that_the_targets_name():
    for projects in (100, 1_000):
        scenario = subjects(1)[f"two_cities_{projects}"].scenario
        assert scenario.projects.pipeline.arrivals_per_year == projects
        assert scenario.time.periods_per_year == 1
