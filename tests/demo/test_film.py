"""Films, measures and bands against the simulator's own runs."""

import json

import numpy as np
import pytest

from demo.bands import GAINS, Bands, sample
from demo.catalogue import CASES, catalogue
from demo.document import document, scenario_of
from demo.film import MOST_DEALS, shoot
from demo.measures import MEASURES
from demo.preset import Preset
from experiments.comparison import compare
from experiments.results import OUTCOME_INDEX
from sim.outcomes import run_outcomes
from sim.scenario import load
from sim.simulate import simulate

OFFERED = catalogue()


@pytest.mark.parametrize("name", ["rongchang_longchang", "yongchuan_contest", "border_war_truce", "gaozhu_joint_park"])
def test_a_film_shows_the_simulators_own_run(name):
    scenario = scenario_of(document(Preset(name, periods=4), OFFERED))
    own = load(name, overrides=[f"time.periods={min(4, load(name).time.periods)}"])
    film = shoot(scenario, 3)
    for regime, reel in film.reels.items():
        run = simulate(own, regime, 3, with_planner=False)
        deals, cities = run.deals, run.cities
        new = deals["incumbent"] < 0
        keys = list(scenario.cities)
        for period, frame in enumerate(reel.frames):
            here = deals["period"] == period
            assert frame.hosted == int((here & new & (deals["host"] >= 0)).sum())
            assert frame.left == int((here & new & (deals["host"] < 0)).sum())
            again = here & ~new & (deals["host"] >= 0)
            assert frame.asked_again == int((here & ~new).sum())
            assert frame.moved == int((again & (deals["host"] != deals["incumbent"])).sum())
            paid = [frame.cities[key]["concession"] for key in keys]
            assert paid == cities["concession"][period].tolist()
            for deal in frame.deals:
                (row,) = np.flatnonzero(here & (deals["slot"] == deal.slot))
                assert deal.host == (keys[deals["host"][row]] if deals["host"][row] >= 0 else None)
                assert deal.numbers["concession"] == float(deals["concession"][row])
        assert sum(frame.moved for frame in reel.frames) == reel.outcomes["relocations"]
        assert {name: value for name, value in reel.outcomes.items() if value is not None} == {
            name: value for name, value in run_outcomes(run).items() if np.isfinite(value)
        }
        assert reel.frames[-1].stock[keys[0]] == dict(
            zip(scenario.industries, run.state.stock[0].tolist(), strict=True)
        )


def test_both_sides_show_the_same_projects():
    film = shoot(scenario_of(document(Preset("rongchang_longchang", right="ban"), OFFERED)))
    left, right = film.reels.values()
    for one, other in zip(left.frames, right.frames, strict=True):
        assert [deal.key for deal in one.deals] == [deal.key for deal in other.deals]
        assert len(one.deals) <= MOST_DEALS
    assert left.frames[3].deals[0].key == "electronics_plant"


@pytest.mark.parametrize("name", CASES)
def test_films_travel_as_json(name):
    film = shoot(scenario_of(document(Preset(name, periods=1), OFFERED)))
    assert json.loads(json.dumps(film.plain(), allow_nan=False))["replication"] == 0


def test_measures_over_one_period_are_the_outcomes_of_the_run():
    """Where a run has one period its ratios are those of that period."""
    scenario = scenario_of(document(Preset("rongchang_longchang", periods=1), OFFERED))
    film = shoot(scenario)
    for reel in film.reels.values():
        for name in ("land_price_over_cost", "concession_per_job", "debt"):
            assert reel.series[name][0] == pytest.approx(reel.outcomes[name])


def test_bands_are_those_of_a_comparison_in_whatever_order_they_come():
    scenario = scenario_of(document(Preset("rongchang_longchang", right="ban", periods=2), OFFERED))
    keys = tuple(entry.key for entry in scenario.regimes)
    bands, other = Bands(keys), Bands(keys)
    parts = [sample(scenario, (0, 1)), sample(scenario, (2,)), sample(scenario, (3, 4))]
    for part in parts:
        bands.add(part, len(part))
    for part in reversed(parts):
        other.add(part, len(part))
    found = compare(scenario, 5, with_sweeps=False, with_planner=False)
    for party, name in GAINS.items():
        assert name in OUTCOME_INDEX
        assert bands.gain("ban", party) == other.gain("ban", party) == found.difference(name, "ban").difference
    for measure in MEASURES:
        assert bands.ranges("ban", measure.name) == other.ranges("ban", measure.name)
    paid = found.by_period("concession", "competition").sum(axis=2) * 1e6
    per_job = paid / found.by_period("jobs_won", "competition").sum(axis=2)
    for period, band in enumerate(bands.ranges("competition", "concession_per_job")):
        assert band == pytest.approx(tuple(np.quantile(per_job[:, period], (0.05, 0.5, 0.95))))


def test_replications_that_fail_are_counted():
    bands = Bands(("competition", "ban"))
    bands.add([], 2)
    assert (bands.count, bands.failed) == (0, 2)
