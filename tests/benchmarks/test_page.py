"""Verdicts with known answers, and the page: what its JSON file gives, word for word."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from benchmarks import performance
from benchmarks.page import number, page, seconds
from benchmarks.performance import NUMBERS, PAGE, rounded
from benchmarks.profile import DRAWS
from benchmarks.tried import Tried, tried
from benchmarks.verdicts import TARGETS, Reading, reached, verdicts


def spread(value: float) -> dict[str, Any]:
    return {"median": value, "low": 0.9 * value, "high": 1.1 * value, "count": 3}


def run(simulate: float, twin: float, floor: float) -> dict[str, Any]:
    cases = {"simulate": simulate, "twin": twin, "twin_shared": twin / 2, "floor": floor, "floor_pool": 2 * floor}
    times = {name: spread(value) for name, value in cases.items()}
    ratios = {
        "twin": twin / simulate,
        "twin_shared": twin / simulate / 2,
        "floor": simulate / floor,
        "floor_pool": simulate / floor / 2,
    }
    return {
        "cities": 32, "years": 20, "projects": 68_548, "slots": 100_000, "wall": times, "cpu": times,
        "ratios": {name: spread(value) for name, value in ratios.items()},
    }  # fmt: skip


@pytest.fixture
def found() -> dict[str, Any]:
    """Measurements that reach every target by a little."""
    rung = {"cities": 28, "projects": 10_000, "years": 3, "settled": 30_000, "hosted": 20_000, "cpu": spread(0.1),
            "wall": spread(0.1), "floor": spread(0.02), "peak": 250_000_000}  # fmt: skip
    fit = {"fixed": 0.01, "each": 1e-5, "residuals": [0.1, -0.1], "worst": 0.1, "sizes": [300, 30_000]}
    facts: dict[str, Any] = {
        "machine": {"model": "0.1.0+0123456789ab", "date": "2026-01-01", "processor": "a processor", "cores": 2,
                    "system": "Linux", "python": "3.13", "numpy": "2", "mesa": "3", "load": 0.1},
        "runs": {"region": run(0.4, 30.0, 0.09), "two_cities": run(0.02, 0.1, 0.001),
                 "two_cities_100": run(0.02, 0.1, 0.001), "two_cities_1000": run(0.04, 1.0, 0.01)},
        "ladder": [rung],
        "fits": {"by_projects": fit, "by_cities": fit, "flatness": 0.15},
        "profile": {
            "total": 0.4, "runs": 3, "left_over": 0.099, "sections": {"sign_contracts": 0.2, DRAWS: 0.1, "grow": 0.001},
        },
        "batches": {"years": 20, "scaling": spread(1.9),
                    "rows": [{"what": "citybid 1", "runs": 24, "per_second": spread(2.0)}]},
        "startup": [{"what": "import sim", "wall": spread(0.05), "cpu": spread(0.04)}],
    }  # fmt: skip
    return {**facts, "verdicts": verdicts(facts)}


@pytest.fixture
def both(found: dict[str, Any]) -> dict[str, Any]:
    """The same, with compiled passes that take half the time."""
    facts = {**found, "machine": {**found["machine"], "numba": "0.68.1"}, "compiled_fits": found["fits"]}
    facts["ladder"] = [{**rung, "compiled": spread(0.05), "compiled_peak": 299_000_000} for rung in found["ladder"]]
    facts["runs"] = {}
    for key, one in found["runs"].items():
        times, of = one["cpu"], {name: entry["median"] for name, entry in one["ratios"].items()}
        times = {**times, "compiled": spread(times["simulate"]["median"] / 2)}
        ratios = {"compiled": 2.0, "compiled_twin": 2 * of["twin"], "compiled_floor": of["floor"] / 2}
        ratios |= of
        facts["runs"][key] = {
            **one, "cpu": times, "wall": times, "ratios": {name: spread(value) for name, value in ratios.items()},
        }  # fmt: skip
    return {**facts, "verdicts": verdicts(facts)}


def test_compiled_passes_are_on_the_page_where_they_were_measured(found, both):
    plain, shown = page(found, []), page(both, [])
    assert "compiled |" not in plain
    assert "CITYBID_COMPILED" not in plain
    assert "| The region | 2.00 (1.80–2.20) | 150 (135–165) | 2.22 (2.00–2.44) |" in shown
    assert "0.68.1" in shown
    assert "| 250 MB | 50.0 ms (45.0 ms–55.0 ms) | 299 MB |" in shown
    assert shown.count("- **Flat") == 2
    for text in (plain, shown):
        tables = [part.splitlines() for part in text.split("\n\n") if part.startswith("|")]
        assert all(len({row.count("|") for row in rows}) == 1 for rows in tables)


def test_targets_are_read_once_more_with_compiled_passes(both):
    keys = [row["key"] for row in both["verdicts"]]
    assert keys[: len(TARGETS)] == [target.key for target in TARGETS]
    assert keys[len(TARGETS) :] == [f"compiled_{key}" for key in keys if key != "two_workers"][: len(TARGETS) - 1]
    assert all(row["reached"] for row in both["verdicts"])
    heavier = [{**rung, "compiled_peak": 301_000_000} for rung in both["ladder"]]
    rows = verdicts({**both, "ladder": heavier, "compiled_fits": {**both["compiled_fits"], "flatness": 0.3}})
    assert [row["key"] for row in rows if not row["reached"]] == ["compiled_flat", "compiled_memory"]


def test_measurements_that_reach_everything_are_told_so(found):
    assert [row["key"] for row in found["verdicts"] if not row["reached"]] == []
    assert "missed" not in page(found, [])


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.key)
def test_a_target_is_reached_at_the_number_itself_and_missed_beyond(target):
    beyond = target.needed * (0.999 if target.at_least else 1.001)
    assert reached(target, Reading(target.needed, 0.0, 0.0))
    assert not reached(target, Reading(beyond, 0.0, 0.0))
    assert not reached(target, None)


def spoilt(found: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Measurements that miss one target each."""
    yield "twin_region", {**found, "runs": {**found["runs"], "region": run(0.4, 20.0, 0.09)}}
    yield "floor_region", {**found, "runs": {**found["runs"], "region": run(0.4, 30.0, 0.07)}}
    yield "flat", {**found, "fits": {**found["fits"], "flatness": 0.21}}
    yield "linear", {**found, "fits": {**found["fits"], "by_cities": {}}}
    yield "memory", {**found, "ladder": [*found["ladder"], {**found["ladder"][0], "peak": 301_000_000}]}


def test_a_target_that_is_missed_stays_in_the_table_as_missed(found):
    for key, facts in spoilt(found):
        rows = verdicts(facts)
        assert [row["key"] for row in rows if not row["reached"]] == [key]
        assert page({**facts, "verdicts": rows}, []).count("**missed**") == 1


def test_a_size_that_failed_misses_the_target_and_is_on_the_page(found):
    failed = {"cities": 1_000, "projects": 10_000, "years": 3, "failed": "more than 8 GB"}
    facts = {**found, "ladder": [*found["ladder"], failed]}
    rows = verdicts(facts)
    assert [row["measured"] for row in rows if row["key"] == "memory"] == [None]
    shown = page({**facts, "verdicts": rows}, [])
    assert "failed: more than 8 GB" in shown
    assert "could not be measured | **missed**" in shown


def test_what_was_tried_is_on_the_page_word_for_word(found):
    assert "| one stream | 4 % | luck |" in page(found, [Tried("one stream", "4 %", "luck")])


def test_the_list_of_what_was_tried_can_be_read():
    assert all(one.what and one.brought and one.why for one in tried())


@pytest.mark.parametrize("text", ["what: a", "- what: a\n  brought: b", "- what: a\n  brought: b\n  why: 3"])
def test_an_entry_that_is_not_whole_is_refused(tmp_path, text):
    file = tmp_path / "tried.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"tried\.yaml"):
        tried(file)


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.0, "0"), (0.001234, "0.00123"), (0.5, "0.500"), (1.0, "1.00"), (9.876, "9.88"), (66.04, "66.0"),
     (123.4, "123"), (68_548.0, "68,548")],
)  # fmt: skip
def test_numbers_have_three_digits(value, shown):
    assert number(value) == shown


@pytest.mark.parametrize(("value", "shown"), [(1.5, "1.50 s"), (0.0123, "12.3 ms"), (3.4e-6, "3.40 µs")])
def test_times_have_the_unit_that_reads_well(value, shown):
    assert seconds(value) == shown


def test_rounding_reaches_every_number():
    assert rounded({"a": [1.23456, {"b": 0.000123456}], "c": 123_456, "d": "x"}) == {
        "a": [1.235, {"b": 0.0001235}], "c": 123_456, "d": "x",
    }  # fmt: skip


def test_the_page_and_the_verdicts_are_what_the_numbers_give():
    found = json.loads(NUMBERS.read_text(encoding="utf-8"))
    again = "run `python -m benchmarks.performance --page`"
    assert PAGE.read_text(encoding="utf-8") == page(found, tried()), again
    assert rounded(verdicts(found)) == found["verdicts"], again


def test_the_command_writes_numbers_and_the_page_that_they_give(both, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(performance, "NUMBERS", tmp_path / "performance.json")
    monkeypatch.setattr(performance, "PAGE", tmp_path / "performance.md")
    monkeypatch.setattr("benchmarks.runs.measured", lambda name, subject: both["runs"][name])
    monkeypatch.setattr("benchmarks.profile.profiled", lambda scenario: both["profile"])
    monkeypatch.setattr("benchmarks.ladder.climb", lambda folder, rounds: both["ladder"])
    monkeypatch.setattr("benchmarks.fits.fits", lambda ladder, time="cpu": both["fits"])
    monkeypatch.setattr("benchmarks.batches.batches", lambda *asked: both["batches"])
    monkeypatch.setattr("benchmarks.startup.startups", lambda rounds: both["startup"])
    assert performance.main(["--rounds", "2"]) == 0
    written = json.loads((tmp_path / "performance.json").read_text(encoding="utf-8"))
    assert written["rounds"] == 2
    assert written["runs"] == rounded(both["runs"])
    assert (tmp_path / "performance.md").read_text(encoding="utf-8") == page(written, tried())
    assert "targets missed: none" in capsys.readouterr().err
