"""`citybid batch` and the commands that read its stores, as a user meets them."""

import csv
import json
import shutil

import pytest

from tests.batch.designs import plan, run_here, written


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    folder = tmp_path_factory.mktemp("finished")
    run_here(plan(folder), folder / "store")
    return folder


@pytest.fixture
def store(finished, tmp_path):
    shutil.copytree(finished / "store", tmp_path / "store")
    return tmp_path / "store"


def test_from_design_to_table(here, tmp_path):
    design, out = str(written(tmp_path)), tmp_path / "store"
    done = here("batch", design, "--out", str(out), "--executor", "here")
    assert (done.code, "36" in done.out) == (0, True)
    assert here("batch", design, "--out", str(out), "--executor", "here").code == 0
    told = json.loads(here("status", str(out), "--json").out)
    assert (told["complete"], told["runs"], told["runs_at_most"]) == (True, {"done": 36}, 36)
    table = tmp_path / "runs.csv"
    assert here("results", str(out), "--out", str(table)).code == 0
    rows = list(csv.DictReader(table.open(encoding="utf-8")))
    assert len(rows) == 36
    assert rows[0]["world.funds"] == "0.0"
    meaning = json.loads(table.with_suffix(".columns.json").read_text(encoding="utf-8"))
    assert meaning["runs"]["welfare_total"]["unit"] == "million CNY"
    same = here("replay", str(out), rows[7]["key"])
    assert (same.code, "bit" in same.out) == (0, True)
    assert here("verify-store", str(out)).code == 0


def test_a_dry_run_tells_and_does_nothing(here, tmp_path):
    done = here("batch", str(written(tmp_path)), "--dry-run")
    assert done.code == 0
    assert "36" in done.out
    assert sorted(file.name for file in tmp_path.iterdir()) == ["design.yaml"]
    told = json.loads(here("batch", str(written(tmp_path)), "--dry-run", "--json").out)
    assert told["plan"]["runs_at_most"] == 36


def test_in_processes_it_is_the_same(here, tmp_path, finished):
    out = tmp_path / "store"
    assert here("batch", str(written(tmp_path)), "--out", str(out), "--jobs", "2").code == 0
    for name, path in (("a.csv", out), ("b.csv", finished / "store")):
        assert here("results", str(path), "--out", str(tmp_path / name)).code == 0
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("command", ["status", "results", "verify-store"])
def test_both_languages(here, store, command, lang):
    done = here(command, str(store), "--lang", lang)
    assert done.code == 0
    assert ("情境" in done.out or "次" in done.out) == (lang == "zh")


def test_rows_on_the_screen(here, store):
    done = here("results", str(store), "--rows", "3", "--json")
    assert len(json.loads(done.out)["rows"]) == 3
    assert len(json.loads(here("results", str(store), "--rows", "0", "--json").out)["rows"]) == 36
    sql = here("results", str(store), "--sql", "select count(*) as n from runs", "--json")
    assert json.loads(sql.out)["rows"] == [{"n": 36}]


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("batch", "DESIGN"), 2, "--out"),
        (("batch", "nothing.yaml", "--out", "x"), 2, "two_districts"),
        (("batch", "DESIGN", "--out", "OTHER"), 3, "other"),
        (("batch", "DESIGN", "--out", "x", "--shard", "4/3"), 2, "4/3"),
        (("batch", "DESIGN", "--out", "x", "--shard", "0/3"), 2, "0/3"),
        (("batch", "DESIGN", "--out", "x", "--shard", "a"), 2, "a"),
        (("batch", "DESIGN", "--out", "x", "--scheduler", "tcp://127.0.0.1:1"), 2, "--executor dask"),
        (("batch", "DESIGN", "--out", "x", "--executor", "ray"), 2, "ray"),
        (("status", "missing"), 3, "missing"),
        (("status", "OTHER"), 3, "other"),
        (("results", "STORE", "--out", "runs.xlsx"), 2, ".parquet"),
        (("results", "STORE", "--sql", "selec"), 2, "selec"),
        (("replay", "STORE", "ffff"), 2, "ffff"),
        (("collect", "STORE", "OTHER", "--out", "y"), 3, "other"),
    ],
)
def test_mistakes_end_with_one_clear_line(here, store, tmp_path, arguments, code, told):
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "something.txt").write_text("x", encoding="utf-8")
    names = {"DESIGN": str(written(tmp_path)), "STORE": str(store), "OTHER": str(tmp_path / "other")}
    arguments = [names.get(argument, argument) for argument in arguments]
    arguments = [str(tmp_path / one) if one in ("x", "y", "runs.xlsx", "missing") else one for one in arguments]
    done = here(*arguments)
    assert done.code == code, done.err
    assert told in done.err
    assert "Traceback" not in done.err
    assert not (tmp_path / "x").exists()


def test_damage_is_told_with_the_file(here, store, tmp_path):
    part = next((store / "series").glob("*.parquet"))
    part.write_bytes(part.read_bytes()[:100])
    for command in (("verify-store", str(store)), ("batch", str(written(tmp_path)), "--out", str(store))):
        done = here(*command)
        assert done.code == 3
        assert part.name in done.err
    assert here("batch", str(written(tmp_path)), "--out", str(store), "--repair", "--executor", "here").code == 0
    assert here("verify-store", str(store)).code == 0


def test_failed_runs_are_rows_with_their_reason(here, tmp_path, monkeypatch):
    import experiments.batch.work as work

    whole = work.simulate

    def failing(scenario, regime, replication, **more):
        if regime == "ban" and replication == 1:
            raise ValueError("a bug for the test")
        return whole(scenario, regime, replication, **more)

    monkeypatch.setattr(work, "simulate", failing)
    out = tmp_path / "store"
    done = here("batch", str(written(tmp_path)), "--out", str(out), "--executor", "here")
    assert done.code == 1
    assert "a bug for the test" in done.out
    told = json.loads(here("status", str(out), "--json").out)
    assert told["runs"] == {"done": 30, "error": 6}
    assert here("status", str(out)).code == 1
    here("results", str(out), "--out", str(tmp_path / "r.csv"))
    failed = [row for row in csv.DictReader((tmp_path / "r.csv").open(encoding="utf-8")) if row["status"] == "error"]
    assert len(failed) == 6
    assert all("a bug for the test" in row["error"] and row["welfare_total"] == "" for row in failed)
    assert all(row["world.funds"] and row["regime"] == "ban" for row in failed)
    monkeypatch.setattr(work, "simulate", whole)
    assert here("batch", str(written(tmp_path)), "--out", str(out), "--executor", "here").code == 1  # not by itself
    assert here("batch", str(written(tmp_path)), "--out", str(out), "--executor", "here", "--retry-failed").code == 0


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_number_that_is_not_finite_is_no_result(here, tmp_path, monkeypatch, value):
    import experiments.batch.work as work

    whole = work.run_outcomes
    monkeypatch.setattr(work, "run_outcomes", lambda run: {**whole(run), "welfare_total": value})
    out = tmp_path / "store"
    assert here("batch", str(written(tmp_path)), "--out", str(out), "--executor", "here").code == 1
    assert json.loads(here("status", str(out), "--json").out)["runs"] == {"not_finite": 36}


def test_validate_takes_designs(here, tmp_path):
    design = str(written(tmp_path))
    assert here("validate", design).code == 0
    told = json.loads(here("validate", "--json", design, "two_districts").out)
    assert [entry["runs_at_most"] for entry in told["files"]] == [36, 512]
    bad = here("validate", str(written(tmp_path, outcomes=["nothing"])))
    assert bad.code == 2
    assert "design.yaml:" in bad.err
