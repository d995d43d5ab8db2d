"""The floor: the draws are the model's own, and it is given what the run settles."""

from benchmarks.floor import Counts, floor, pooled, settled
from sim.scenario import load
from sim.simulate import project_source, simulate

EVERY_SLOT = [
    "projects.pipeline.arrivals_per_year=80", "projects.pipeline.pool_per_year=80", "time.periods=2", "sweeps=[]",
    "projects.watched=[]",
]  # fmt: skip


def test_it_chooses_the_city_of_the_best_match_that_the_model_draws():
    # With every slot of the pool in use, project i of the model is slot i of the floor.
    scenario = load("rongchang_longchang", overrides=EVERY_SLOT)
    blocks = [project_source(scenario, 3).period(period) for period in range(2)]
    counts = Counts(tuple(block.count for block in blocks), ("rongchang", "longchang"))
    assert counts.total == 160
    assert floor(scenario, counts, 3) == sum(int(block.match.argmax(axis=1).sum()) for block in blocks)


def test_it_is_given_every_project_that_the_run_settles_and_the_cities_that_are_open():
    scenario = load("rongchang_longchang")
    run = simulate(scenario, with_planner=False)
    counts = settled(run)
    assert counts.total == run.deals["host"].size
    assert len(counts.projects) == scenario.time.periods
    assert counts.cities == ("rongchang", "longchang")


def test_a_site_that_is_shut_is_no_city_to_choose():
    from experiments.comparison import shortened

    region = load("region")
    cut = shortened(region, (region.regimes[0].key,), 1)
    assert "neirong_park" in region.cities
    assert "neirong_park" not in settled(simulate(cut, with_planner=False)).cities


def test_the_slots_of_the_pool_stand_beside_it():
    scenario = load("rongchang_longchang")
    pool = scenario.projects.pipeline.pool_per_year
    assert pooled(scenario, Counts((3, pool + 5), ("a",))) == Counts((pool, pool + 5), ("a",))
