"""Every number of every bundled scenario is a fact, derived or an assumption, and says where that comes from."""

import csv
import json

import pytest

from experiments.cli.entry import run
from sim.scenario import ScenarioError, bundled, facts, load

SMALL = """
title: {en: t, zh: t}
cities:
  file: places.csv
  set:
    b: {name_en: B, name_zh: B, wage: 61000.0}
projects:
  watched:
    - {key: plant, title: {en: p, zh: p}, industry: tools, announced_investment: 500.0} # fact: ground-breaking (B)
  match: {law: gumbel, scale: 0.06}
industries: {tools: {title: {en: t, zh: t}, tax_share: 0.05}}
economy:
  cost_of_public_funds: 0.3 # chosen for the test
  firm_horizon: 12 # derived: mean of two
regimes: [{key: free, title: {en: f, zh: f}}]
sources:
  projects.watched.plant: {status: fact, source: "Bureau of Tests, the plant, 1 May 2020 (A)"}
  cities.*.wage: {status: derived, source: a rule}
  cities.b.wage: {status: assumption, source: set by hand}
"""
TABLE = """key,name_en,name_zh,wage,gdp,base_revenue,source,confidence,note.gdp,note_x
a,A,A,60000,100,5,Yearbook 2020,B,"fact: Yearbook, Bureau of Tests, 2020 (A)",-
"""


def numeric_leaves(value, path=""):
    """Paths of all numbers of plain data, found without the schema."""
    if isinstance(value, dict):
        for key, below in value.items():
            yield from numeric_leaves(below, f"{path}.{key}" if path else key)
    elif isinstance(value, list | tuple):
        for index, below in enumerate(value):
            yield from numeric_leaves(below, f"{path}[{index}]")
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield path


@pytest.mark.parametrize("name", [name for name in bundled() if not name.startswith("theory/")])
def test_every_number_is_classified_once_and_facts_have_a_source(name):
    found = facts(name)
    assert sorted(one.path for one in found) == sorted(numeric_leaves(load(name).model_dump()))
    for one in found:
        assert one.status in ("fact", "derived", "assumption")
        assert one.source.strip(), one.path
        if one.status == "fact":
            said = one.source.removeprefix("fact").strip(" :;,")
            assert len(said) > 12, f"{one.path}: {one.source!r} names no source"
        if one.status == "derived":
            assert len(one.source) > len("derived"), one.path


@pytest.fixture
def small(tmp_path):
    (tmp_path / "s.yaml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "places.csv").write_text(TABLE, encoding="utf-8")
    return tmp_path / "s.yaml"


def test_notes_tables_comments_and_the_schema_are_asked_in_this_order(small):
    found = {one.path: one for one in facts(small)}
    plant = found["projects.watched[0].announced_investment"]
    assert (plant.status, plant.confidence) == ("fact", "A")
    assert plant.source.startswith("Bureau of Tests")
    assert found["cities.a.gdp"].source == "Yearbook, Bureau of Tests, 2020 (A)"
    assert (found["cities.a.base_revenue"].status, found["cities.a.base_revenue"].source) == (
        "fact",
        "Yearbook 2020 (B)",
    )
    assert found["cities.a.gdp"].where.endswith("places.csv:2")
    assert (found["cities.a.wage"].status, found["cities.b.wage"].status) == ("derived", "assumption")
    assert found["economy.firm_horizon"].status == "derived"
    lam = found["economy.cost_of_public_funds"]
    assert (lam.status, lam.source) == ("assumption", "chosen for the test")
    assert found["projects.match.scale"].where.endswith("s.yaml:10")
    assert found["cities.a.retained_share"].where == "default"


def test_a_setting_of_the_command_line_is_an_assumption(small):
    for path in ("economy.firm_horizon", "cities.a.gdp"):
        (one,) = [n for n in facts(small, overrides=[f"{path}=20"]) if n.path == path]
        assert (one.status, one.value, one.where) == ("assumption", 20.0, f"--set {path}=20")


def test_a_wrong_note_is_told_with_its_place(tmp_path, small):
    small.write_text(SMALL.replace("status: derived", "status: guess"), encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load(small)
    (problem,) = caught.value.problems
    line = next(i for i, text in enumerate(SMALL.split("\n"), 1) if "status: derived" in text)
    assert (problem.kind, problem.line) == ("not_one_of", line)


def test_notes_change_nothing_of_the_scenario(small):
    with_notes = load(small)
    small.write_text(SMALL.partition("sources:")[0], encoding="utf-8")
    assert load(small) == with_notes


def test_levers_go_by_name_cities_by_key_and_counts_are_whole(small, monkeypatch, capsys):
    floor = "{lever: land_price_floor, basis: list_price}"
    levers = f"[{{lever: subsidy_cap, cap: 0.08}}, {{lever: agreement, levers: [{floor}]}}]"
    text = SMALL.replace(
        "[{key: free, title: {en: f, zh: f}}]", f"[{{key: capped, title: {{en: f, zh: f}}, levers: {levers}}}]"
    )
    small.write_text(f"seed: 20240101\n{text}", encoding="utf-8")
    (small.parent / "places.csv").write_text(TABLE + "c,C,C,60000,100,5,Another yearbook,B,-,-\n", encoding="utf-8")
    found = {one.path: one for one in facts(small)}
    assert found["regimes[0].levers[0].cap"].lever == "subsidy_cap"
    assert found["regimes[0].levers[1].levers[0].level"].lever == "land_price_floor"
    assert found["regimes[0].levers[1].discount_factor"].lever == "agreement"
    assert {one.lever for one in found.values() if not one.path.startswith("regimes")} == {""}
    monkeypatch.setenv("COLUMNS", "200")
    assert run(["facts", str(small), "--lang", "en"]) == 0
    shown = capsys.readouterr().out
    for label in ("levers[subsidy_cap].cap", "].levers[land_price_floor].level"):
        assert label in shown
    assert {"cities.a.base_revenue", "cities.c.base_revenue"} <= set(shown.split())
    assert "cities.*.base_revenue" not in shown
    assert "20240101" in shown.split()
    assert run(["facts", str(small), "--csv"]) == 0
    rows = list(csv.DictReader(capsys.readouterr().out.splitlines()))
    (seed,) = (row for row in rows if row["path"] == "seed")
    assert seed["value"] == "20240101"
    assert {row["lever"] for row in rows if "levers[1].levers" in row["path"]} == {"land_price_floor"}


def test_no_two_rows_of_a_table_have_the_same_path(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    assert run(["facts", "region", "--lang", "en", "--only", "fact"]) == 0
    names = [line.split()[0] for line in capsys.readouterr().out.splitlines() if line.startswith("cities.")]
    assert len(names) == len(set(names)) > 3


def test_the_command_lists_filters_and_writes(small, tmp_path, capsys):
    assert run(["facts", str(small), "--lang", "en"]) == 0
    shown = capsys.readouterr().out
    assert "Facts" in shown
    assert "Bureau of Tests" in shown
    assert run(["facts", str(small), "--json", "--only", "fact"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {one["status"] for one in told["numbers"]} == {"fact"}
    assert sum(told["counts"].values()) == len(facts(small))
    assert run(["facts", str(small), "--csv"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(facts(small)) + 1
    assert run(["facts", str(small), "--out", str(tmp_path / "f.csv"), "--lang", "zh"]) == 0
    assert (tmp_path / "f.csv").read_text("utf-8").splitlines() == lines
