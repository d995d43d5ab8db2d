"""What clumsy and hostile hands do to designs and stores: it works, or one clear error says why not."""

import itertools
import os
import sqlite3

import numpy as np
import pytest

from experiments.batch.agenda import Agenda
from experiments.batch.collection import collect, lacks_nothing, whole
from experiments.batch.inspection import inspect, replay
from experiments.batch.journal import Damaged, Journal, Row
from experiments.batch.results import query
from experiments.batch.run import plan_of, run_batch
from experiments.batch.store import reading, writing
from sim.scenario import ScenarioError
from tests.batch.designs import plan, run_here
from tests.batch.executor import Unruly
from tests.batch.test_coordinator import tables

FUNDS = "economy.cost_of_public_funds"
ONE = {"worlds": {"sampling": "one"}, "replications": 2}


def grid(**levels):
    told = {key: {"paths": [path], "values": values} for key, (path, values) in levels.items()}
    return {"sampling": "grid", "levels": told}


def test_worlds_that_are_the_same_are_rows_of_their_own(tmp_path):
    (tmp_path / "worlds.csv").write_text(f"{FUNDS}\n0.1\n0.1\n0.2\n", encoding="utf-8")
    what = plan(tmp_path, worlds={"sampling": "table", "file": "worlds.csv"}, replications=2)
    run_here(what, tmp_path / "store")
    with reading(tmp_path / "store") as opened:
        rows = list(opened.rows())
        assert [row.place for row in rows] == list(itertools.product(range(3), range(2), range(2)))
        first, second = (rows[4 * world : 4 * world + 4] for world in (0, 1))
        assert [row.key for row in first] == [row.key for row in second]
        assert [row.outcomes.tobytes() for row in first] == [row.outcomes.tobytes() for row in second]
        assert inspect(opened, lambda done, total: None) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"policies": {"regimes": ["ban", "ban"]}},
        {"outcomes": ["concession", "concession"]},
        {"series": ["treasury", "treasury"]},
        {"worlds": grid(a=(FUNDS, [0.1, 0.1]))},
        {"worlds": grid(**{f"k{n}": (FUNDS, [i / 1000 for i in range(500)]) for n in range(3)})},
        {"policies": grid(**{f"k{n}": (FUNDS, [i / 1000 for i in range(500)]) for n in range(2)})},
    ],
)  # fmt: skip
def test_what_is_told_twice_or_without_end_is_refused(tmp_path, changes):
    changes.get("policies", {}).pop("sampling", None)
    with pytest.raises(ScenarioError) as error:
        plan(tmp_path, **changes)
    assert "design.yaml" in error.value.text("zh")
    assert not error.value.text("zh").isascii()


def test_numbers_that_do_not_go_together_are_failed_runs(tmp_path):
    """Each is allowed on its own; both are shares of the same revenue."""
    retained, central = "cities.a.retained_share", "cities.a.central_share"
    constants = {retained: 0.05, central: 0.05}
    what = plan(tmp_path, constants=constants, worlds=grid(a=(retained, [0.1, 0.9]), b=(central, [0.0, 0.9])),
                replications=1)  # fmt: skip
    run_here(what, tmp_path / "store")
    with reading(tmp_path / "store") as opened:
        assert opened.journal.counts() == {"done": 6, "error": 2}
        for row in opened.journal.failed(10):
            assert row.place[0] == 3
            assert "must not exceed 1" in row.error.splitlines()[-1]
        assert inspect(opened, lambda done, total: None) == []


def test_memory_does_not_grow_with_replications(tmp_path):
    what = plan(tmp_path, worlds={"sampling": "one"}, replications=10_000_000)
    with Journal.open(tmp_path) as journal:
        agenda = Agenda(what, journal)
        assert len(agenda.take(100)) == 100
        assert len(agenda._queue) < 10_000


def test_a_run_that_is_kept_twice_is_there_once(tmp_path):
    """A signal or a full disk after the transaction makes the coordinator keep the same runs again."""
    what = plan(tmp_path, **ONE)
    run_here(what, tmp_path / "store")
    expected = tables(tmp_path / "store", tmp_path, "a")

    with pytest.MonkeyPatch.context() as patch:
        whole_add, told = Journal.add, []

        def interrupted(self, rows):
            whole_add(self, rows)
            if not told:
                told.append(True)
                raise KeyboardInterrupt

        patch.setattr(Journal, "add", interrupted)
        with pytest.raises(KeyboardInterrupt):
            run_here(what, tmp_path / "other")
    run_here(what, tmp_path / "other")
    assert tables(tmp_path / "other", tmp_path, "b") == expected


def test_loose_series_of_a_large_commit_are_all_read(tmp_path, monkeypatch):
    """A process may end between a commit of many runs and their part."""
    what = plan(tmp_path, **ONE)
    monkeypatch.setattr("experiments.batch.store.RUNS_IN_A_PART", 1)
    monkeypatch.setattr("experiments.batch.store.Store.compact", lambda self: None)
    monkeypatch.setattr(Journal, "loose_count", lambda self: 0)
    run_here(what, tmp_path / "store")
    with reading(tmp_path / "store") as opened:
        assert len(list(opened.series())) == 4
        assert query(opened, "select count(*) from series")[1][0][0] == 4 * len(what.scenario.cities)


def test_a_reader_sees_one_moment(tmp_path):
    what = plan(tmp_path, **ONE)
    rows = [Row((0, 0, number), f"k{number}", "error", 0.0, np.empty(0), "x") for number in range(3)]
    with writing(tmp_path / "store", plan_of(what), what, {}) as store:
        store.add(rows[:2])
        with reading(tmp_path / "store") as opened:
            store.add(rows[2:])
            assert opened.journal.counts() == {"error": 2}
            assert len(list(opened.journal.rows())) == 2
        with reading(tmp_path / "store") as opened:
            assert opened.journal.counts() == {"error": 3}


def test_a_journal_that_was_deleted_is_no_new_batch(tmp_path):
    what = plan(tmp_path, **ONE)
    run_here(what, tmp_path / "store")
    for file in (tmp_path / "store").glob("journal.sqlite*"):
        file.unlink()
    with pytest.raises(Damaged, match=r"journal\.sqlite"):
        run_here(what, tmp_path / "store")
    assert list((tmp_path / "store" / "series").glob("*.parquet"))  # left alone
    run_here(what, tmp_path / "store", repair=True)
    with reading(tmp_path / "store") as opened:
        assert opened.journal.counts() == {"done": 4}


def test_a_journal_that_is_deleted_meanwhile_stops_the_batch(tmp_path):
    what = plan(tmp_path, **ONE)

    def make(work, limits):
        os.unlink(tmp_path / "store" / "journal.sqlite")
        return Unruly(work)

    with pytest.raises(Damaged, match=r"journal\.sqlite"):
        run_batch(what, tmp_path / "store", make, lambda standing: None, facts=dict)


def test_a_log_that_cannot_be_read_hides_no_runs(tmp_path, monkeypatch):
    """In a folder that cannot be written SQLite may have to leave the log out; then it is an error, not fewer runs."""
    run_here(plan(tmp_path, **ONE), tmp_path / "store")
    (tmp_path / "store" / "journal.sqlite-wal").write_bytes(b"runs")
    whole_connect = sqlite3.connect

    def refused(where, **more):
        if "mode=ro" in str(where):
            raise sqlite3.OperationalError("unable to open database file")
        return whole_connect(where, **more)

    monkeypatch.setattr(sqlite3, "connect", refused)
    with pytest.raises(Damaged, match="wal"), reading(tmp_path / "store"):
        pass


def test_shards_come_one_after_the_other(tmp_path):
    """The joined store is complete once it holds all, whichever call brought the last."""
    changes = {"replications": 1}
    for number in (1, 2):
        run_here(plan(tmp_path, (number, 2), **changes), tmp_path / f"shard{number}")
    for number, complete in ((1, False), (2, True)):
        with reading(tmp_path / f"shard{number}") as shard:
            joined = whole([shard])
            with writing(tmp_path / "all", plan_of(joined), joined, {}) as store:
                collect(store, [shard], lambda done, total: None)
                assert lacks_nothing(store, joined) == complete


def test_a_failed_run_is_replayed_as_a_failure(tmp_path):
    what = plan(tmp_path, **ONE, time_limit=0.001)
    unruly = Unruly(None, loses=lambda runs: "time")
    run_batch(what, tmp_path / "store", lambda work, limits: unruly, lambda standing: None, facts=dict)
    with reading(tmp_path / "store") as opened:
        again = replay(opened, what.run(0, 1, 1).key)
        assert (again.row.status, again.status, again.differing) == ("timeout", "timeout", ())
