"""A process that ends at any step of writing leaves a store that the same command finishes, byte for byte."""

import os
from contextlib import ExitStack, contextmanager

import pytest

from experiments.batch import store as store_module
from experiments.batch.collection import collect, lacks_nothing, whole
from experiments.batch.journal import Journal
from experiments.batch.run import plan_of
from experiments.batch.store import reading, writing
from tests.batch.designs import plan, run_here
from tests.batch.test_coordinator import tables

TINY = {"worlds": {"sampling": "one"}, "replications": 7}


class Ended(BaseException):
    """The process is no more: nothing that it would still do is done."""


@contextmanager
def ending(monkeypatch, step):
    """End at a step: the one before a file is moved into place, after it, before a transaction or after it."""
    taken = 0

    def counted(whole):
        def count(*arguments, **more):
            nonlocal taken
            for moment in ("before", "after"):
                if taken >= step:
                    raise Ended
                taken += 1
                if moment == "before":
                    found = whole(*arguments, **more)
            return found

        return count

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", counted(os.replace))
        for name in ("add", "add_part", "adopt", "forget_part"):
            patch.setattr(Journal, name, counted(getattr(Journal, name)))
        yield


def finish(monkeypatch, work):
    """Do some work that is ended one step later each time, until it comes to its end; how often it was ended."""
    for ends in range(200):
        try:
            with ending(monkeypatch, ends):
                work()
        except Ended:
            continue
        return ends
    raise AssertionError("it never comes to its end")


@pytest.fixture
def small_parts(monkeypatch):
    monkeypatch.setattr(store_module, "RUNS_IN_A_PART", 4)
    monkeypatch.setattr("experiments.batch.coordinator.COMMIT_RUNS", 3)


def test_a_batch_that_ends_at_every_step_comes_to_the_same_end(tmp_path, monkeypatch, small_parts):
    what = plan(tmp_path, **TINY)
    run_here(what, tmp_path / "undisturbed")
    expected = tables(tmp_path / "undisturbed", tmp_path, "a")
    for step in range(200):
        try:
            with ending(monkeypatch, step):
                run_here(what, tmp_path / str(step))
        except Ended:
            run_here(what, tmp_path / str(step))
            assert tables(tmp_path / str(step), tmp_path, "b") == expected
            with reading(tmp_path / str(step)) as opened:
                assert opened.manifest["complete"]
                assert {file.name for file in (tmp_path / str(step) / "series").iterdir()} == set(
                    opened.journal.parts()
                )
        else:
            break
    assert step > 20


def test_it_goes_on_however_soon_it_ends_each_time(tmp_path, monkeypatch, small_parts):
    what = plan(tmp_path, **TINY)
    run_here(what, tmp_path / "undisturbed")
    assert finish(monkeypatch, lambda: run_here(what, tmp_path / "store")) > 5
    assert tables(tmp_path / "store", tmp_path, "a") == tables(tmp_path / "undisturbed", tmp_path, "b")


def test_shards_are_joined_however_soon_it_ends_each_time(tmp_path, monkeypatch, small_parts):
    """Shards of two divisions at once: what they have in common is taken over once, and lies in one part only."""
    changes = {"replications": 3}
    run_here(plan(tmp_path, **changes), tmp_path / "undisturbed")
    shards = [(1, 2), (2, 3), (1, 3), (3, 3)]
    for shard in shards:
        run_here(plan(tmp_path, shard, **changes), tmp_path / "{}of{}".format(*shard))

    def join():
        with ExitStack() as stack:
            opened = [stack.enter_context(reading(tmp_path / "{}of{}".format(*shard))) for shard in shards]
            joined = whole(opened)
            with writing(tmp_path / "all", plan_of(joined), joined, {}) as store:
                collect(store, opened, lambda done, total: None)
                store.finish(lacks_nothing(store, joined), {})

    assert finish(monkeypatch, join) > 5
    assert tables(tmp_path / "all", tmp_path, "a") == tables(tmp_path / "undisturbed", tmp_path, "b")
    with reading(tmp_path / "all") as opened:
        assert opened.manifest["complete"]
        assert sum(runs for runs, _, _ in opened.journal.parts().values()) <= 36
        import pyarrow.parquet as pq

        series = pq.read_table(tmp_path / "all" / "series").to_pandas()
        assert not series.duplicated(["world", "policy", "replication", "period", "city"]).any()
