"""Stores in the hands of people: names, places and questions that a program must take or refuse with one line."""

import json

import pytest

from tests.batch.designs import plan, run_here, written

ONE = {"worlds": {"sampling": "one"}, "replications": 2}


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    folder = tmp_path_factory.mktemp("a [1]* b\n重")
    run_here(plan(folder, **ONE), folder / "store")
    return folder


def test_names_of_folders_are_no_patterns(here, finished):
    cities = len(plan(finished, **ONE).scenario.cities)
    told = here("results", str(finished / "store"), "--sql", "select count(*) as n from series", "--json")
    assert json.loads(told.out)["rows"] == [{"n": 4 * cities}]


def test_a_query_writes_nothing_and_any_answer_is_json(here, finished):
    store = finished / "store"
    part = next((store / "series").glob("*.parquet"))
    before = part.read_bytes()
    for bad in (f"copy (select 1) to '{part}'", f"select * from '{part}'", "", ";"):
        done = here("results", str(store), "--sql", bad)
        assert done.code == 2, bad
    assert part.read_bytes() == before
    odd = (
        "select 'nan'::double n, 1.5::decimal d, date '2026-01-02' t, 'x'::blob b, [1.0, null] l, {'k': uuid()} s, 2 n"
    )
    (row,) = json.loads(here("results", str(store), "--sql", odd, "--json").out)["rows"]
    assert (row["n"], row["n_1"], row["t"], row["l"]) == (None, 2, "2026-01-02", [1.0, None])
    part.write_bytes(before[:-1] + b"x")
    try:
        assert here("results", str(store), "--sql", "select * from series").code == 3
        assert here("results", str(store), "--sql", "select count(*) from runs").code == 0
    finally:
        part.write_bytes(before)


def test_places_that_cannot_be_written(here, finished, tmp_path):
    (tmp_path / "folder.csv").mkdir()
    store = str(finished / "store")
    for place, code in ((tmp_path / "folder.csv", 3), (finished / "store" / "batch.csv", 2), ("/dev/null/x.csv", 3)):
        assert here("results", store, "--out", str(place)).code == code
    for folder in ("x" * 300, "/dev/null/x", str(written(tmp_path))):
        assert here("status", folder).code == 3
        assert here("batch", str(written(tmp_path)), "--out", folder).code == 3
