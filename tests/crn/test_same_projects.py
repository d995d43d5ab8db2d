"""The same projects with the same luck, whatever the policy, the order, the company or the machine."""

import os
import subprocess
import sys

import numpy as np
import pytest

from sim.regime import baseline
from sim.regime_book import compile_regime
from sim.simulate import project_source, simulate, simulate_regimes
from tests.scenes import firm_score, generated, region, stepped

DRAWN = ("slot", "lead", "industry", "investment", "land", "jobs", "tax", "contestable", "domestic", "outside")
BY_CITY = ("match", "candidate")
LUCKY = ("tie", "judgement", "planner", "spillover", "floor_holds")

LEAD = {"key": "plant", "industry": "chips", "announced_investment": 500.0, "period": 1}
REGIMES = {
    "empty": [],
    "ban": [{"lever": "subsidy_ban", "start": "2024-01-01"}],
    "map": [{"lever": "industrial_map", "designate": "planner", "planner_error": 0.5}],
    "floor": [{"lever": "land_price_floor", "basis": "land_cost", "holds": 0.5}],
    "together": [
        {"lever": "joint_negotiation", "members": ["a", "b"]},
        {"lever": "revenue_sharing", "members": ["a", "c"], "share": 0.5},
    ],
}
KEYS = ("a", "b", "c", "d")


def scene(keys=KEYS, **more):
    """Judgement errors, a binding budget, and a watched plant among the pipeline."""
    settings = {
        "time": {"periods": 3}, "watched": [LEAD], "pipeline": {"contestable_share": 0.8},
        "city": {"judgement_error": 0.2, "promotion_budget_share": 0.02}, "regimes": REGIMES, **more,
    }  # fmt: skip
    return region(keys, **settings)


def blocks(whole, replication=0):
    source = project_source(whole, replication)
    return [source.period(number) for number in range(whole.time.periods)]


def assert_same_projects(first, second, columns=None):
    """Two lists of blocks hold the same projects; `columns` says which cities of the second are the first's."""
    for one, other in zip(first, second, strict=True):
        for name in DRAWN:
            assert np.array_equal(getattr(one, name), getattr(other, name)), name
        pick = slice(None) if columns is None else columns
        for name in BY_CITY:
            assert np.array_equal(getattr(one, name), getattr(other, name)[:, pick]), name
        for stream in LUCKY:
            assert np.array_equal(one.draw(stream), other.draw(stream)[:, pick]), stream


# ---------------------------------------------------------------- the projects


@pytest.mark.parametrize(
    "more",
    [{}, {"pipeline": None}, {"credit": {"enabled": True}}],
    ids=["pipeline", "watched", "credit"],
)
def test_periods_made_together_are_those_made_one_by_one(more, monkeypatch):
    whole = scene(time={"periods": 5}, **more)
    apart = blocks(whole)
    for size in (1, 10_000, 200):
        monkeypatch.setattr("sim.projects.MOST_TOGETHER", size)
        together = list(project_source(whole, 0).periods(range(5)))
        assert [block.period for block in together] == [0, 1, 2, 3, 4]
        assert_same_projects(apart, together)
        for one, other in zip(apart, together, strict=True):
            for name in ("kind", "good", "founded", "years", "inside_share", "origin"):
                assert np.array_equal(getattr(one, name), getattr(other, name)), name
            assert np.array_equal(one.draw_once("project_realised"), other.draw_once("project_realised"))


def test_another_replication_and_another_seed_are_other_projects():
    first = blocks(scene())
    for other in (blocks(scene(), 1), blocks(scene(seed=2))):
        assert not np.array_equal(first[0].slot, other[0].slot)
        common = np.intersect1d(first[0].slot, other[0].slot)
        at = [np.flatnonzero(np.isin(each[0].slot, common)) for each in (first, other)]
        assert (first[0].investment[at[0]] != other[0].investment[at[1]]).all()


def test_the_order_of_cities_moves_columns_and_nothing_else():
    assert_same_projects(blocks(scene(("c", "a", "d", "b"))), blocks(scene(KEYS)), [2, 0, 3, 1])


def test_removing_a_city_moves_no_other_citys_luck():
    assert_same_projects(blocks(scene(("a", "b", "d"))), blocks(scene(KEYS)), [0, 1, 3])


@pytest.mark.parametrize("more", [{}, {"correlation_km": 40.0}])
@pytest.mark.parametrize("law", ["gumbel", "normal", "uniform", "border"])
def test_under_every_law_of_the_match(law, more):
    if law == "border":
        more = {"home": "b"}

    def with_law(keys):
        whole = scene(keys, by_city={key: {"latitude": 29.0 + 0.3 * KEYS.index(key)} for key in keys})
        match = {"law": law, "scale": 0.1, **more}
        projects = whole.projects.model_copy(update={"match": type(whole.projects.match).model_validate(match)})
        return blocks(whole.model_copy(update={"projects": projects}))

    assert_same_projects(with_law(("d", "b")), with_law(KEYS), [3, 1])
    for block in with_law(KEYS):
        assert np.ptp(block.match) > 0


def test_a_larger_pool_keeps_the_first_candidates():
    """Twice the candidates and twice the arrivals: the first half of the pool is the old pool."""
    small = blocks(scene(pipeline={"arrivals_per_year": 20, "pool_per_year": 40}))
    large = blocks(scene(pipeline={"arrivals_per_year": 40, "pool_per_year": 80}))
    for one, other in zip(small, large, strict=True):
        kept = other.slot < 40
        assert kept.sum() < other.slot.size
        for name in (*DRAWN, *BY_CITY):
            assert np.array_equal(getattr(one, name), getattr(other, name)[kept]), name


def test_more_arrivals_of_one_pool_only_add():
    few = blocks(scene(pipeline={"arrivals_per_year": 10, "pool_per_year": 60}))
    many = blocks(scene(pipeline={"arrivals_per_year": 30, "pool_per_year": 60}))
    for one, other in zip(few, many, strict=True):
        assert set(one.slot) < set(other.slot)
        assert np.array_equal(one.investment, other.investment[np.isin(other.slot, one.slot)])


def test_a_watched_plant_is_the_same_plant_with_and_without_a_pipeline():
    alone = region(KEYS, watched=[LEAD], time={"periods": 2})
    among = region(KEYS, watched=[{**LEAD, "key": "other", "period": 1}, LEAD], pipeline={}, time={"periods": 2})
    one, other = blocks(alone)[1], blocks(among)[1]
    row = int(np.flatnonzero(other.lead == 1)[0])
    assert np.array_equal(one.match[0], other.match[row])
    assert one.outside[0] == other.outside[row]
    assert not np.array_equal(other.match[row], other.match[1 - row])
    for stream in LUCKY:
        assert np.array_equal(one.draw(stream)[0], other.draw(stream)[row]), stream


def test_stylised_projects_have_their_luck_by_key_too():
    project = {"site_sd": 1.0, "public_sd": 1.0, "correlation": 0.5}
    whole = generated(4, 30, project=project)
    fewer = whole.model_copy(update={"cities": {k: v for k, v in whole.cities.items() if k != "c1"}})
    (one,), (other,) = blocks(fewer), blocks(whole)
    for name in ("site_value", "public_value"):
        assert np.array_equal(getattr(one, name), getattr(other, name)[:, [0, 2, 3]])


def test_luck_is_not_touched_by_strategies():
    learned = simulate(scene(contest={"format": "sealed"}, city={"strategy": {"name": "directional"}}))
    plain = simulate(scene(contest={"format": "sealed"}, city={"strategy": {"name": "truthful"}}))
    for name in ("slot", "investment", "outside", "jobs"):
        assert np.array_equal(learned.deals[name], plain.deals[name]), name
    assert not np.array_equal(learned.deals["concession"], plain.deals["concession"])


# ---------------------------------------------------------------- regimes


def assert_same_run(first, second):
    for name, column in first.deals.items():
        assert np.array_equal(column, second.deals[name], equal_nan=True), name
    for name, table in first.cities.items():
        assert np.array_equal(table, second.cities[name], equal_nan=True), name


@pytest.mark.parametrize("key", REGIMES)
def test_regimes_alone_or_together_are_the_same_bit_for_bit(key):
    alone = simulate(scene(), key)
    for order in (tuple(REGIMES), tuple(REGIMES)[::-1], (key, "empty")):
        assert_same_run(alone, simulate_regimes(scene(), order)[key])


def test_other_regimes_in_the_file_change_nothing():
    assert_same_run(simulate(scene(), "floor"), simulate(scene(regimes={"floor": REGIMES["floor"]}), "floor"))


def test_the_empty_regime_is_the_world_as_it_is():
    whole = scene()
    for found in compile_regime(whole, "empty"):
        for name in type(found).__dataclass_fields__:
            assert np.array_equal(getattr(found, name), getattr(baseline(whole), name)), name
    null = [{"lever": "revenue_sharing", "members": ["a", "b"], "share": 0.0}]
    assert_same_run(simulate(whole, "empty"), simulate(scene(regimes={"null": null}), "null"))


def test_a_replication_is_the_same_alone_and_after_others():
    later = [simulate(scene(), replication=number) for number in range(4)][3]
    assert_same_run(later, simulate(scene(), replication=3))


def test_stepping_with_and_without_the_planner_is_the_same():
    *_, (stepped_run, _) = stepped(scene())
    assert_same_run(stepped_run, simulate(scene(), with_planner=False))


def test_a_ban_changes_no_host_that_it_does_not_touch():
    """Projects that went to the best site anyway, without a rival's offer in play, stay where they are."""
    runs = simulate_regimes(scene(time={"periods": 1}), ("empty", "floor"))
    first, second = runs["empty"].deals, runs["floor"].deals
    assert np.array_equal(first["host_at_zero"], second["host_at_zero"])
    untouched = (first["concession"] == 0) & (second["concession"] == 0)
    assert untouched.any()
    assert np.array_equal(first["host"][untouched], second["host"][untouched])


@pytest.mark.parametrize(
    "lever",
    [
        *(pytest.param(levers, id=key) for key, levers in REGIMES.items() if key not in ("empty", "floor")),
        pytest.param([{"lever": "subsidy_ban"}], id="ban at once"),
        pytest.param([{"lever": "subsidy_cap", "cap": 0.01}, {"lever": "grant_limit", "limit": 0.0}], id="limits"),
        pytest.param([{"lever": "information_sharing", "members": ["a", "b", "c"]}], id="disclosure"),
    ],
)
def test_no_lever_of_the_contest_touches_what_luck_made_a_project_worth(lever):
    """Worth to the firm, to the public and to officials, errors included, and the way out: the same to the last bit."""
    regimes = {"free": [], "run": lever}
    free, run = (next(stepped(scene(regimes=regimes), key))[1] for key in regimes)
    pairs = {
        "site value": (free.site_value, run.site_value),
        "match": (free.site_value_parts["match"], run.site_value_parts["match"]),
        "spillover": (free.spillover, run.spillover),
        "public value": (free.leader_value.total, run.leader_value.total),
        "judgement": (free.officials_gain, run.officials_gain),
        "outside option": (free.block.outside, run.block.outside),
    }
    for name, (first, second) in pairs.items():
        assert first.std() > 0, name
        assert np.array_equal(first, second), name


# ---------------------------------------------------------------- causes


def test_removing_a_city_changes_only_the_deals_it_had_a_part_in():
    """A city that neither hosted nor set a price leaves no trace; where it did, the deal changes."""
    slack = {"promotion_budget_share": None, "land_stock": None, "judgement_error": 0.2}
    many = {"arrivals_per_year": 100, "pool_per_year": 200}
    whole = scene(time={"periods": 1}, city=slack, watched=[], pipeline=many, regimes={"run": []}, abroad=0.0)
    with_it = simulate(whole, with_planner=False)
    changed = spared = 0
    for gone in KEYS:
        rest = tuple(key for key in KEYS if key != gone)
        fewer = whole.model_copy(update={"cities": {key: whole.cities[key] for key in rest}})
        without = simulate(fewer, with_planner=False)
        index = KEYS.index(gone)
        part = (with_it.deals["host"] == index) | (with_it.deals["runner_up"] == index)
        names = np.array([*KEYS, "left"])
        before, after = names[with_it.deals["host"]], np.array([*rest, "left"])[without.deals["host"]]
        assert np.array_equal(before[~part], after[~part])
        for name in ("concession", "site_value", "public_value", "welfare_total", "grant", "outside"):
            assert with_it.deals[name][~part] == pytest.approx(
                without.deals[name][~part], nan_ok=True, rel=1e-12, abs=1e-9
            )
        assert (firm_score(without) <= firm_score(with_it) + 1e-9).all()
        spared += int((~part).sum())
        changed += int((before[part] != after[part]).sum())
    assert spared > 100
    assert changed > 50


def test_the_same_luck_makes_comparisons_sharp():
    """Paired differences of two regimes scatter far less than those of independent runs."""
    first, second = [], []
    for replication in range(12):
        runs = simulate_regimes(scene(time={"periods": 1}), ("empty", "floor"), replication, with_planner=False)
        first.append(runs["empty"].deals["welfare_total"].sum())
        second.append(runs["floor"].deals["welfare_total"].sum())
    paired = np.std(np.subtract(first, second))
    shifted = np.std(np.subtract(first, np.roll(second, 1)))
    assert paired < 0.2 * shifted
    assert np.corrcoef(first, second)[0, 1] > 0.98


# ---------------------------------------------------------------- processes

PROGRAM = """
from tests.crn.test_same_projects import scene
from sim.simulate import simulate_regimes
for key, run in simulate_regimes(scene(), ("map", "empty", "floor"), 2).items():
    print(key, repr([float(x) for x in run.deals["concession"]]), run.deals["host"].tolist())
"""


def test_another_process_finds_the_same_numbers():
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    printed = set()
    for hash_seed in ("0", "4242"):
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": root}
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, env=environment, cwd=root
        )
        printed.add(done.stdout)
    here = "".join(
        f"{key} {[float(x) for x in run.deals['concession']]!r} {run.deals['host'].tolist()}\n"
        for key, run in simulate_regimes(scene(), ("floor", "map", "empty"), 2).items()
    )
    assert len(printed) == 1
    assert sorted(printed.pop().splitlines()) == sorted(here.splitlines())
