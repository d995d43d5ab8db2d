"""Every malformed scenario is refused with one line that says where, what, and what is allowed."""

import os
import re
from collections import Counter
from pathlib import Path

import pytest

from sim.scenario import Problem, ScenarioError, load
from tests.scenario import corpus_files, corpus_meaning, corpus_values
from tests.scenario.corpus import BASE, CASES, TABLE, WITH_TABLE, Case

CHINESE = re.compile("[\u4e00-\u9fff]")
MODULES = (corpus_values, corpus_meaning, corpus_files)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with valid scenarios outside of it."""
    for name in ("outside.yaml", "other.yaml"):
        (tmp_path / name).write_text(BASE, encoding="utf-8")
    inside = tmp_path / "inside"
    inside.mkdir()
    monkeypatch.chdir(inside)
    return inside


def written(case: Case, folder: Path) -> None:
    for name, content in case.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    for name, target in case.links.items():
        os.symlink(target, folder / name)


def the_problem(case: Case, folder: Path) -> Problem:
    written(case, folder)
    with pytest.raises(ScenarioError) as caught:
        load("main.yaml", overrides=case.overrides)
    problems = caught.value.problems
    assert Counter(p.kind for p in problems) == Counter((case.kind, *case.others)), caught.value
    return next(p for p in problems if p.kind == case.kind)


def test_the_corpus_is_large_and_varied():
    assert len(MODULES) == 3
    assert len(CASES) >= 200
    assert len({case.name for case in CASES}) == len(CASES)
    assert len({case.kind for case in CASES}) >= 80


def test_the_scenarios_that_are_spoilt_are_sound(folder: Path):
    (folder / "main.yaml").write_text(BASE, encoding="utf-8")
    assert list(load("main.yaml").cities) == ["rongchang", "longchang"]
    (folder / "main.yaml").write_text(WITH_TABLE, encoding="utf-8")
    (folder / "data").mkdir()
    (folder / "data" / "cities.csv").write_text(TABLE, encoding="utf-8")
    assert list(load("main.yaml").cities) == ["rongchang", "longchang"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.replace(" ", "_"))
def test_a_mistake_is_placed_and_explained(case: Case, folder: Path):
    problem = the_problem(case, folder)
    assert problem.file == case.file
    assert problem.line == case.line
    if case.column is not None:
        assert problem.column == case.column
    assert case.path in problem.path
    assert case.allowed is None or case.allowed in problem.allowed.render("en")
    assert case.meant is None or case.meant in problem.suggestions

    english, chinese = problem.text("en"), problem.text("zh")
    position = ":".join(str(part) for part in (case.file, problem.line, problem.column) if part is not None)
    assert english.startswith(f"{position}: ")
    assert chinese.startswith(f"{position}: ")
    assert (problem.allowed is None) == ("; allowed: " not in english) == ("；允许：" not in chinese)
    assert (problem.suggestions == ()) == ("did you mean" not in english) == ("是否想写" not in chinese)
    assert CHINESE.search(problem.message("zh"))
    assert "\n" not in english + chinese
    assert not re.search("[\x00-\x1f\u202a-\u202e\u2066-\u2069]", english + chinese)


def test_all_mistakes_of_all_files_come_at_once(folder: Path):
    (folder / "base.yaml").write_text(BASE.replace("firm_rate: 0.1", "firm_rate: 9\n  rate: 1"), encoding="utf-8")
    spoilt = TABLE.replace("65000", "65").replace("62000", "62 k")
    (folder / "cities.csv").write_text(spoilt, encoding="utf-8")
    (folder / "main.yaml").write_text(
        "extends: base.yaml\nseed: .nan\nseed: 2\nsead: 1\n"
        "cities:\n  set: { longchang: { gdp: -1 } }\n  file: cities.csv\n  include: [rongchang, longchang, dazo]\n"
        "projects: { watched: [ { key: a, period: 9, industry: chip, origin: nowhere } ] }\n"
        "regimes:\n  - { key: b, levers: [ { lever: cap }, { lever: subsidy_cap, cap: 3, end: 2024-02-30 } ] }\n"
        "sweeps:\n  - { key: s, title: { en: S, zh: 扫 }, unit: share, path: economy.rate, values: [1, 2] }\n",
        encoding="utf-8",
    )
    with pytest.raises(ScenarioError) as caught:
        load("main.yaml", overrides=["contest.format=shut"])
    found = {(p.file, p.line, p.kind) for p in caught.value.problems}
    assert found == {
        ("main.yaml", 2, "not_finite"),
        ("main.yaml", 3, "duplicate_key"),
        ("main.yaml", 4, "unknown_key"),
        ("main.yaml", 6, "out_of_bounds"),
        ("main.yaml", 8, "unknown_city"),
        ("main.yaml", 9, "missing_key"),
        ("main.yaml", 9, "arrives_too_late"),
        ("main.yaml", 9, "unknown_industry"),
        ("main.yaml", 9, "unknown_city"),
        ("main.yaml", 11, "missing_key"),
        ("main.yaml", 11, "unknown_lever"),
        ("main.yaml", 11, "out_of_bounds"),
        ("main.yaml", 11, "no_such_day"),
        ("main.yaml", 13, "no_such_path"),
        ("base.yaml", 6, "out_of_bounds"),
        ("base.yaml", 7, "unknown_key"),
        ("cities.csv", 2, "out_of_bounds"),
        ("cities.csv", 3, "number_with_unit"),
        ("--set contest.format=shut", None, "not_one_of"),
    }
    lines = [(p.line or 0) for p in caught.value.problems if p.file == "main.yaml"]
    assert lines == sorted(lines)
    assert str(caught.value).count("\n") == len(caught.value.problems) - 1


def test_a_flood_of_mistakes_is_cut(folder: Path):
    many = "".join(f"  wrong_{i}: 1\n" for i in range(3_000))
    (folder / "main.yaml").write_text(BASE.replace("economy:\n", "economy:\n" + many), encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load("main.yaml")
    assert len(caught.value.problems) == 1_001
    assert caught.value.problems[-1].message() == "and 2000 more problems, not shown"


def test_the_error_speaks_the_language_asked_for(folder: Path):
    (folder / "main.yaml").write_text("seed: x\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match="must be a number"):
        load("main.yaml", language="en")
    with pytest.raises(ScenarioError, match="应为数字"):
        load("main.yaml", language="zh")


def test_a_land_price_per_square_metre_is_converted(folder: Path):
    (folder / "main.yaml").write_text(BASE.replace("list_price: 26", "list_price: 336"), encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load("main.yaml")
    assert "1 CNY/m² = 0.0667 (10k CNY/mu)" in caught.value.text("en")
    assert "did you mean 22.4?" in caught.value.text("en")
    assert "1 元/平方米 = 0.0667 万元/亩" in caught.value.text("zh")
