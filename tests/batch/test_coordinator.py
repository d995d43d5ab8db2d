"""Whatever executors do, a batch ends with the same rows, each once, and failures are rows as well."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from experiments.batch.agenda import checkpoints, enough
from experiments.batch.design import Until
from experiments.batch.results import write_runs, write_series
from experiments.batch.run import run_batch
from experiments.batch.store import reading
from experiments.statistics import student
from tests.batch.designs import plan, run_here
from tests.batch.executor import Unruly


def tables(store, folder, name):
    """Both tables as bytes."""
    with reading(store) as opened:
        write_runs(opened, folder / f"{name}.csv")
        write_series(opened, folder / f"{name}.parquet")
    return (folder / f"{name}.csv").read_bytes(), (folder / f"{name}.parquet").read_bytes()


def unruly(what, store, **options):
    """Run with an unruly executor; the executor, to be looked at."""
    made = []

    def make(work, limits):
        made.append(Unruly(work, **options))
        return made[-1]

    run_batch(what, store, make, lambda standing: None, facts=dict)
    return made[0]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("undisturbed")
    run_here(plan(folder), folder / "store")
    return tables(folder / "store", folder, "all")


@pytest.mark.parametrize("seed", range(4))
def test_any_order_gives_the_same_bytes(tmp_path, undisturbed, seed):
    executor = unruly(plan(tmp_path), tmp_path / "store", seed=seed)
    assert tables(tmp_path / "store", tmp_path, "all") == undisturbed
    assert executor.closed == [False]
    assert Counter(run.key for runs in executor.groups for run in runs).most_common(1)[0][1] == 1  # none twice


@pytest.mark.parametrize("seed", range(3))
def test_interrupted_anywhere_it_goes_on_and_runs_nothing_twice(tmp_path, undisturbed, seed):
    what = plan(tmp_path)
    ended = 0
    for attempt in range(60):
        try:
            executor = unruly(what, tmp_path / "store", seed=seed + attempt, after=3 * attempt)
        except KeyboardInterrupt:
            with reading(tmp_path / "store") as opened:
                now = sum(opened.journal.counts().values())
                assert not opened.manifest["complete"]
            assert now >= ended
            ended = now
        else:
            assert sum(map(len, executor.groups)) == 36 - ended
            break
    assert tables(tmp_path / "store", tmp_path, "all") == undisturbed


def test_groups_that_are_lost_come_back_one_by_one(tmp_path, undisturbed):
    lost = iter([True, False, True, True] + [False] * 500)
    executor = unruly(plan(tmp_path), tmp_path / "store", loses=lambda runs: "death" if next(lost) else None)
    assert tables(tmp_path / "store", tmp_path, "all") == undisturbed
    assert max(map(len, executor.groups)) >= 1


def poisoned(run):
    return run.world == 2 and run.policy == 1 and run.replication == 1


@pytest.mark.parametrize(("how", "status", "tries"), [("death", "crashed", 3), ("time", "timeout", 1)])
def test_a_run_that_kills_is_found_out_and_the_rest_goes_on(tmp_path, how, status, tries):
    executor = unruly(
        plan(tmp_path, time_limit=9.0), tmp_path / "store", loses=lambda runs: how if any(map(poisoned, runs)) else None
    )
    alone = [runs for runs in executor.groups if len(runs) == 1 and poisoned(runs[0])]
    assert len(alone) == tries
    with reading(tmp_path / "store") as opened:
        assert opened.journal.counts() == {status: 1, "done": 35}
        (row,) = [row for row in opened.journal.rows() if not row.done]
        assert row.place == (2, 1, 1)
        assert row.error
        assert not opened.manifest["complete"]


def test_a_failure_is_run_again_when_asked_for_and_only_then(tmp_path, undisturbed):
    what = plan(tmp_path, time_limit=9.0)
    unruly(what, tmp_path / "store", loses=lambda runs: "time" if any(map(poisoned, runs)) else None)
    again = unruly(what, tmp_path / "store")
    assert again.groups == []
    run_here(what, tmp_path / "store", retry_failed=True)
    with reading(tmp_path / "store") as opened:
        assert opened.journal.counts() == {"done": 36}
        assert opened.manifest["complete"]
    assert tables(tmp_path / "store", tmp_path, "all") == undisturbed


RULE = Until(outcome="concession", half_width=2.0, minimum=4, step=3, maximum=13)


def test_checkpoints():
    assert list(checkpoints(RULE)) == [4, 7, 10, 13]
    assert list(checkpoints(RULE.model_copy(update={"maximum": 4}))) == [4]
    assert list(checkpoints(RULE.model_copy(update={"maximum": 12}))) == [4, 7, 10, 12]


@given(st.lists(st.floats(-50, 50), min_size=4, max_size=20), st.floats(0.1, 40))
def test_the_stop_is_students_half_width_of_the_paired_difference(differences, wanted):
    rng = np.random.default_rng(1)
    first = rng.normal(size=len(differences)) * 1000
    known = np.array([first, first + differences])
    gaps = known[1] - known[0]
    half = student(0.95, gaps.size) * gaps.std(ddof=1) / np.sqrt(gaps.size)
    rule = RULE.model_copy(update={"half_width": wanted})
    assert enough(rule, known) == (half <= wanted)


def test_replications_are_added_until_it_is_known_well_enough(tmp_path):
    rule = {"outcome": "concession", "half_width": 1.0, "minimum": 4, "step": 3, "maximum": 40}
    changes = {"replications": ..., "until": rule}
    what = plan(tmp_path, **changes)
    run_here(what, tmp_path / "store")
    counts = {}
    with reading(tmp_path / "store") as opened:
        rows = list(opened.journal.rows())
    index = what.outcomes.index("concession")
    for world in range(6):
        known = np.array(
            [[row.outcomes[index] for row in rows if row.place[:2] == (world, policy)] for policy in (0, 1)]
        )
        counts[world] = n = known.shape[1]
        stops = [count for count in (4, 7, 10, 13, 16, 19, 22, 25, 28, 31, 34, 37, 40) if count <= n]
        halves = {}
        for count in stops:
            gaps = known[1, :count] - known[0, :count]
            halves[count] = student(0.95, count) * gaps.std(ddof=1) / np.sqrt(count)
        assert halves[n] <= 1.0 or n == 40
        assert all(half > 1.0 for count, half in halves.items() if count < n)  # and never later than needed
    assert len(set(counts.values())) > 1
    expected = tables(tmp_path / "store", tmp_path, "all")
    unruly(what, tmp_path / "other", seed=5)
    assert tables(tmp_path / "other", tmp_path, "other") == expected


@settings(max_examples=10, deadline=None)
@given(st.integers(1, 5), st.randoms())
def test_shards_joined_in_any_order_are_the_whole(tmp_path_factory, undisturbed, count, random):
    from experiments.batch.collection import collect, whole
    from experiments.batch.run import plan_of
    from experiments.batch.store import writing

    folder = tmp_path_factory.mktemp("shards")
    order = list(range(1, count + 1))
    random.shuffle(order)
    for number in order:
        run_here(plan(folder, (number, count)), folder / f"shard{number}")
    random.shuffle(order)
    from contextlib import ExitStack

    with ExitStack() as stack:
        opened = [stack.enter_context(reading(folder / f"shard{number}")) for number in order]
        joined = whole(opened)
        for _ in range(2):  # a second time changes nothing
            with writing(folder / "all", plan_of(joined), joined, {}) as store:
                collect(store, opened, lambda done, total: None)
    assert tables(folder / "all", folder, "all") == undisturbed
