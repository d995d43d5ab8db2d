"""Short versions of the faults; `python -m tests.batch.torture` runs the long ones."""

import contextlib
import errno
import json
import random
import subprocess
import time
from functools import partial

import pytest

from experiments.batch.executors.local import LocalExecutor
from experiments.batch.journal import Journal
from experiments.batch.reading import read_plan
from experiments.batch.run import limits_of, run_batch
from experiments.batch.store import reading
from tests.batch.designs import plan, run_here
from tests.batch.faults import batch, compared, design, kill_everything, kill_workers, tables
from tests.batch.poisoned import POISON, Poisoned
from tests.batch.test_coordinator import tables as all_tables


def test_processes_killed_at_random_moments(tmp_path):
    file = design(tmp_path, 40)
    run_here(read_plan(str(file)), tmp_path / "undisturbed")
    killing = partial(kill_everything, tmp_path, file, 4, random.Random(0), group=None, latest=2.0)
    seen = compared(tmp_path, file, killing, "killed")
    assert (seen.kills, seen.runs) == (4, 480)
    seen = compared(tmp_path, file, partial(kill_workers, tmp_path, file, 3, random.Random(3)), "workers")
    assert seen.runs == 480
    assert seen.kills >= 1


def test_a_second_batch_on_a_store_is_refused_at_once(tmp_path):
    file, store = design(tmp_path, 40), tmp_path / "store"
    first = batch(file, store, "--jobs", "1")
    try:
        while not (store / "journal.sqlite").exists() and first.poll() is None:
            time.sleep(0.05)
        second = batch(file, store, "--jobs", "1")
        _, told = second.communicate(timeout=60)
        assert second.returncode == 3
        assert b"in use" in told
        assert first.poll() is None
    finally:
        first.kill()
        first.communicate(timeout=60)
    run_here(read_plan(str(file)), store)  # nothing to unlock


def test_a_full_disk_ends_with_a_message_and_costs_nothing(tmp_path):
    """SQLite is told that the disk ends after so many pages, and says what it says on a full disk."""
    what, store = plan(tmp_path, replications=25), tmp_path / "store"
    whole = Journal.open.__func__

    def small(cls, folder):
        journal = whole(cls, folder)
        journal._db.execute("pragma max_page_count = 24")
        return journal

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Journal, "open", classmethod(small))
        with pytest.raises(OSError, match="full") as full:
            run_here(what, store)
    assert full.value.errno == errno.ENOSPC
    with reading(store) as opened:
        kept = opened.journal.counts()["done"]
        assert 0 < kept < 300
        assert opened.journal.sound()
    run_here(what, store)
    run_here(what, tmp_path / "other")
    assert all_tables(store, tmp_path, "a") == all_tables(tmp_path / "other", tmp_path, "b")


@contextlib.contextmanager
def mounted(folder, options):
    """A small file system in memory, where this user may mount one."""
    folder.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], capture_output=True, check=False
    )
    try:
        yield done.returncode == 0
    finally:
        if done.returncode == 0:
            subprocess.run(["umount", str(folder)], check=True)


def test_a_store_on_a_file_system_that_is_full(tmp_path):
    """The same on a real file system of 300 kB; where none can be mounted, a limit on the size of files stands in."""
    file = design(tmp_path, 40)
    with mounted(tmp_path / "disk", "size=300k") as really:
        store = (tmp_path / "disk" if really else tmp_path) / "store"
        if really:
            process = batch(file, store, "--jobs", "1")
        else:
            process = subprocess.Popen(
                ["sh", "-c", 'trap "" XFSZ; ulimit -f 150; exec "$@"', "sh", *batch_words(file, store)],
                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            )  # fmt: skip
        _, told = process.communicate(timeout=120)
        assert process.returncode in (3, 4), told
        assert b"Traceback" not in told
        assert told.strip()
        if really:
            subprocess.run(["mount", "-o", "remount,size=64m", str(tmp_path / "disk")], check=True)
        run_here(read_plan(str(file)), store)
        run_here(read_plan(str(file)), tmp_path / "other")
        assert tables(store, tmp_path) == tables(tmp_path / "other", tmp_path)


def batch_words(file, store):
    import sys

    return [sys.executable, "-m", "experiments.cli", "batch", str(file), "--out", str(store), "--progress", "none",
            "--jobs", "1"]  # fmt: skip


def test_a_store_that_cannot_be_written_can_be_read(tmp_path):
    file = design(tmp_path, 2)
    with mounted(tmp_path / "disk", "size=16m") as really:
        store = (tmp_path / "disk" if really else tmp_path) / "store"
        run_here(read_plan(str(file)), store)
        if really:
            subprocess.run(["mount", "-o", "remount,ro", str(tmp_path / "disk")], check=True)
        else:
            for path in (store, store / "series", *store.glob("*")):
                path.chmod(0o555 if path.is_dir() else 0o444)
        process = batch(file, store, "--jobs", "1")
        _, told = process.communicate(timeout=60)
        assert process.returncode == 3
        assert b"Traceback" not in told
        assert b"store" in told
        assert tables(store, tmp_path)[0].count(b"\n") == 25
        for path in (store, store / "series"):
            with contextlib.suppress(OSError):
                path.chmod(0o755)


def test_poison_runs_are_one_failure_each_and_the_rest_completes(tmp_path):
    what = plan(tmp_path, replications=6, time_limit=6.0, memory_limit=512.0)
    run_here(plan(tmp_path, replications=6), tmp_path / "clean")

    def make(work, limits):
        return LocalExecutor(Poisoned(work), 2, limits)

    run_batch(what, tmp_path / "store", make, lambda standing: None, facts=dict)
    with reading(tmp_path / "store") as opened:
        rows = list(opened.journal.rows())
    failed = {row.place: row for row in rows if not row.done}
    assert {place: failed[place].status for place in failed} == {place: status for place, (_, status) in POISON.items()}
    assert all(row.error for row in failed.values())
    with reading(tmp_path / "clean") as opened:
        clean = {row.place: row.outcomes.tobytes() for row in opened.journal.rows()}
    assert {row.place: row.outcomes.tobytes() for row in rows if row.done} == {
        place: told for place, told in clean.items() if place not in POISON
    }
    assert limits_of(what).seconds == 6.0


def test_the_manifest_is_whole_or_not_there(tmp_path):
    """It is replaced in one move: whatever moment a process ends in, a reader finds a whole one."""
    run_here(plan(tmp_path), tmp_path / "store")
    told = json.loads((tmp_path / "store" / "manifest.json").read_text(encoding="utf-8"))
    assert told["complete"]
    assert not list((tmp_path / "store").rglob("*.tmp"))
