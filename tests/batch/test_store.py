"""A store that is damaged says so and names the file; what can be mended is run again; nothing mixes in silently."""

import hashlib
import json
import shutil
import sqlite3
import time

import numpy as np
import pyarrow.parquet as pq
import pytest

from experiments.batch import identity
from experiments.batch import store as store_module
from experiments.batch.inspection import OtherModel, inspect, replay
from experiments.batch.journal import Damaged, Journal, Row
from experiments.batch.results import query, runs
from experiments.batch.run import plan_of, run_batch
from experiments.batch.store import reading, writing
from experiments.batch.tables import run_fields
from experiments.folder import FolderRefused
from sim.outcomes import run_outcomes
from sim.scenario import load
from sim.simulate import simulate
from tests.batch.designs import plan, run_here
from tests.batch.executor import Unruly
from tests.batch.test_coordinator import tables


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """A finished batch with its series in parts of ten runs; the plan and the folder."""
    folder = tmp_path_factory.mktemp("sound")
    what = plan(folder)
    before, store_module.RUNS_IN_A_PART = store_module.RUNS_IN_A_PART, 10
    try:
        run_here(what, folder / "store")
    finally:
        store_module.RUNS_IN_A_PART = before
    return what, folder


@pytest.fixture
def store(sound, tmp_path):
    what, folder = sound
    shutil.copytree(folder / "store", tmp_path / "store")
    return what, tmp_path / "store"


def findings(path):
    with reading(path) as opened:
        return inspect(opened, lambda done, total: None)


def test_a_row_says_what_the_simulator_says(store):
    what, path = store
    with reading(path) as opened:
        row = dict(zip(run_fields(what), list(runs(opened))[20], strict=True))
    world, number = row["world"], row["replication"]
    scenario = load(
        "theory/case_02_gaussian",
        overrides=[
            "projects.stylised.per_period=5",
            f"economy.cost_of_public_funds={row['world.funds']}",
            f"projects.stylised.generator.correlation={row['world.rho']}",
        ],
    )
    run = simulate(scenario, row["regime"], number, with_planner=False)
    told = run_outcomes(run)
    assert {name: row[name] for name in what.outcomes} == {name: told[name] for name in what.outcomes}
    series = pq.read_table(path / "series").to_pandas()
    policy = [p.regime for p in what.policies].index(row["regime"])
    own = series[(series.world == world) & (series.policy == policy) & (series.replication == number)]
    assert own.treasury.tolist() == run.cities["treasury"].ravel().tolist()


def test_parts_hold_hundreds_and_are_read_without_this_program(store):
    _, path = store
    files = sorted((path / "series").glob("*.parquet"))
    assert len(files) == 4
    table = pq.read_table(path / "series")
    assert table.num_rows == 36 * len(set(table.column("city").to_pylist()))
    assert table.schema.field("treasury").metadata[b"unit"] == b"million CNY"
    db = sqlite3.connect(path / "journal.sqlite")
    (blob,) = db.execute("select outcomes from runs limit 1").fetchone()
    assert np.frombuffer(blob, "<f8").size == 4


def test_a_sound_store_is_sound(store):
    assert findings(store[1]) == []


@pytest.mark.parametrize(
    ("harm", "why"),
    [
        (lambda file: file.write_bytes(file.read_bytes()[:-7]), "size"),
        (lambda file: file.write_bytes(b""), "size"),
        (lambda file: file.unlink(), "missing"),
        (lambda file: _flip(file, 200), "bytes"),
    ],
    ids=["truncated", "empty", "missing", "flipped"],
)
def test_a_damaged_part_is_named_and_what_it_held_is_run_again(sound, store, tmp_path, harm, why):
    what, path = store
    expected = tables(sound[1] / "store", tmp_path, "all")
    file = sorted((path / "series").glob("*.parquet"))[1]
    harm(file)
    found = findings(path)
    assert (found[0].file, found[0].why) == (f"series/{file.name}", why)
    with pytest.raises(Damaged, match=file.name):
        tables(path, tmp_path, "x")
    with pytest.raises(Damaged, match=file.name):
        run_here(what, path)
    executor = []

    def make(work, limits):
        executor.append(Unruly(work))
        return executor[-1]

    run_batch(what, path, make, lambda standing: None, facts=dict, repair=True)
    assert sum(map(len, executor[0].groups)) == 10
    assert findings(path) == []
    assert tables(path, tmp_path, "all") == expected


def _flip(file, place):
    content = bytearray(file.read_bytes())
    content[place] ^= 0x10
    file.write_bytes(bytes(content))


def test_a_changed_row_is_noticed(store):
    what, path = store
    db = sqlite3.connect(path / "journal.sqlite")
    (blob,) = db.execute("select outcomes from runs where world = 3 limit 1").fetchone()
    changed = np.frombuffer(blob, "<f8").copy()
    changed[0] += 1e-9
    db.execute("update runs set outcomes = ? where world = 3 and policy = 0 and replication = 0", (changed.tobytes(),))
    db.commit()
    db.close()
    assert [(one.file, one.why) for one in findings(path)] == [("journal.sqlite", "row")]
    with pytest.raises(Damaged, match=r"journal\.sqlite"):
        run_here(what, path)


def test_a_journal_that_is_no_database_is_named(store):
    what, path = store
    (path / "journal.sqlite").write_bytes(b"not a database at all" * 400)
    for use in (lambda: findings(path), lambda: run_here(what, path)):
        with pytest.raises(Damaged, match=r"journal\.sqlite"):
            use()


def test_a_flipped_bit_anywhere_in_the_journal_never_goes_unnoticed(sound, tmp_path):
    """Results are the same bytes, or the damage is told: never other results."""
    expected = tables(sound[1] / "store", tmp_path, "all")
    whole = (sound[1] / "store" / "journal.sqlite").read_bytes()
    rng = np.random.default_rng(5)
    noticed = 0
    for place in rng.integers(100, len(whole), 25):
        shutil.copytree(sound[1] / "store", tmp_path / "copy", dirs_exist_ok=True)
        _flip_bytes(tmp_path / "copy" / "journal.sqlite", whole, int(place))
        try:
            assert tables(tmp_path / "copy", tmp_path, "x") == expected
        except Damaged:
            noticed += 1
        shutil.rmtree(tmp_path / "copy")
    assert noticed > 0


def _flip_bytes(file, whole, place):
    content = bytearray(whole)
    content[place] ^= 0x04
    file.write_bytes(bytes(content))


@pytest.mark.parametrize("name", ["batch.json", "worlds.parquet", "manifest.json"])
def test_files_of_the_plan_that_are_gone_or_garbled_are_named(store, name):
    _, path = store
    (path / name).write_bytes(b"{")
    with pytest.raises((Damaged, FolderRefused)), reading(path):
        pass
    (path / name).unlink()
    with pytest.raises((Damaged, FolderRefused)), reading(path):
        pass


@pytest.mark.parametrize("name", ["batch.json", "worlds.parquet"])
def test_a_changed_number_of_a_world_or_of_the_plan_is_noticed(store, tmp_path, name):
    what, path = store
    before = (path / name).read_bytes()
    if name == "worlds.parquet":
        table = pq.read_table(path / name)
        pq.write_table(table.set_column(1, table.schema.field(1), [[0.9] * table.num_rows]), path / name)
    else:
        (path / name).write_bytes(before.replace(b'"replications": 3', b'"replications": 4', 1))
    assert (path / name).read_bytes() != before
    with pytest.raises(Damaged, match=name), reading(path):
        pass
    run_here(what, path)  # the design writes both anew
    assert (path / name).read_bytes() == before
    assert findings(path) == []


def test_another_design_is_refused(store, tmp_path):
    other = plan(tmp_path, replications=4)
    with pytest.raises(FolderRefused) as refused:
        run_here(other, store[1])
    assert refused.value.reason == "other_plan"


def test_results_of_another_model_are_refused_and_not_replayed(store, tmp_path, monkeypatch):
    what, path = store
    key = what.run(2, 1, 0).key
    with reading(path) as opened:
        assert replay(opened, key).differing == ()
    monkeypatch.setattr(identity, "version", lambda: "9.9.9")
    identity.model_version.cache_clear()
    try:
        with reading(path) as opened, pytest.raises(OtherModel):
            replay(opened, key)
        with pytest.raises(FolderRefused) as refused:
            run_here(plan(tmp_path), path)
    finally:
        identity.model_version.cache_clear()
    assert refused.value.reason == "other_plan"


def test_replay_tells_what_differs(store):
    what, path = store
    key = what.run(2, 1, 0).key
    with Journal.open(path) as journal:
        row = journal.row(key)
        changed = row.outcomes.copy()
        changed[2] += 1.0
        journal._db.execute("delete from runs where key = ?", (key,))
        journal.add([Row(row.place, key, "done", row.seconds, changed, part=row.part)])
    with reading(path) as opened:
        assert replay(opened, key).differing == (what.outcomes[2],)


def test_a_part_without_its_transaction_is_swept_away(store):
    what, path = store
    stray = path / "series" / "part-000099.parquet"
    stray.write_bytes(b"half a part")
    scratch = path / "series" / ".citybid-abc.tmp"
    scratch.write_bytes(b"")
    run_here(what, path)
    assert not stray.exists()
    assert not scratch.exists()
    assert findings(path) == []


def test_two_batches_on_one_store_at_once(store):
    what, path = store
    with writing(path, plan_of(what), what, {}), pytest.raises(FolderRefused) as refused:
        run_here(what, path)
    assert refused.value.reason == "busy"
    run_here(what, path)  # nothing to unlock


def test_reading_while_it_is_written(store):
    what, path = store
    with writing(path, plan_of(what), what, {}) as held, reading(path) as opened:
        assert opened.journal.counts() == {"done": 36}
        row = held.journal.row(what.run(0, 0, 0).key)
        held.compact()
        assert opened.journal.row(row.key).digest() == row.digest()


def test_a_clock_that_jumps_changes_nothing(tmp_path, sound, monkeypatch):
    expected = tables(sound[1] / "store", tmp_path, "all")
    jumps = iter([1e9, -1e9, 0.0, 5e8] * 100_000)
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + next(jumps))
    run_here(plan(tmp_path), tmp_path / "store")
    assert tables(tmp_path / "store", tmp_path, "all") == expected


def test_questions_in_sql(store):
    what, path = store
    with reading(path) as opened:
        names, rows = query(opened, "select policy, count(*) as n from runs group by policy order by policy")
        assert (names, rows) == (["policy", "n"], [("ban", 18), ("competition", 18)])
        cities = len(what.scenario.cities)
        assert query(opened, "select count(*) from series")[1] == [(36 * cities,)]
        joined = "select count(*) from runs join series using (world, replication) where runs.policy = 'ban'"
        assert query(opened, joined)[1] == [(18 * 2 * cities,)]
        for bad in ("select nothing from runs", "select * from '/etc/passwd'", "copy runs to '/tmp/x.csv'",
                    "attach '/tmp/x.db'", "install httpfs", "set enable_external_access = true"):  # fmt: skip
            with pytest.raises(ValueError, match=r".+"):
                query(opened, bad)


def test_the_digest_covers_what_the_row_says():
    row = Row((1, 2, 3), "k", "done", 0.5, np.array([1.0, np.nan]))
    told = {row.digest()}
    for other in (
        Row((1, 2, 4), "k", "done", 0.5, np.array([1.0, np.nan])),
        Row((1, 2, 3), "l", "done", 0.5, np.array([1.0, np.nan])),
        Row((1, 2, 3), "k", "error", 0.5, np.array([1.0, np.nan])),
        Row((1, 2, 3), "k", "done", 0.5, np.array([1.0, 0.0])),
        Row((1, 2, 3), "k", "done", 0.5, np.array([1.0, np.nan]), "x"),
    ):
        told.add(other.digest())
    assert len(told) == 6


def test_the_plan_is_kept_in_full(store):
    what, path = store
    with reading(path) as opened:
        assert opened.plan.digest() == what.digest()
        assert opened.plan.run(5, 1, 2) == what.run(5, 1, 2)
    told = json.loads((path / "manifest.json").read_text(encoding="utf-8"))
    assert told["complete"] is True
    for name, facts in told["files"].items():
        assert hashlib.sha256((path / name).read_bytes()).hexdigest() == facts["sha256"]
