"""Mistakes of the user: exit code 2, in the user's language, with a hint, and never a traceback."""

import json
from pathlib import Path

import pytest

from experiments.cli.language import language_of


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["comapre", "x"], "Did you mean compare?"),
        (["compare", "x.yaml", "--relpications", "3"], "Did you mean --replications?"),
        (["compare"], "FILE is missing"),
        (["explain", "rongchang_longchang"], "--project is missing"),
        (["compare", "no_such_file.yaml"], "no_such_file.yaml"),
        (["compare", "rongchang_longchan"], "rongchang_longchang"),
        (["run", "theory/case_01_n", "--replications", "0"], "--replications"),
        (["run", "theory/case_01_n", "--replications", "many"], "--replications"),
        (["run", "theory/case_01_n", "--jobs", "0"], "--jobs must be auto or a whole number"),
        (["run", "theory/case_01_n", "--jobs", "²"], "--jobs must be auto or a whole number"),
        (["run", "theory/case_01_n", "--lang", "fr"], "--lang"),
        (["run", "theory/case_01_n", "--seed", "-1"], "--seed"),
        (["run", "theory/case_05a_cap", "--regime", "capp"], "no regime capp"),
        (["compare", "theory/case_05a_cap", "--baseline", "none"], "no regime none"),
        (["run", "theory/case_01_n", "--set", "contest.bluf=0.5"], "bluff"),
        (["run", "theory/case_01_n", "--set", "contest.bluff=5"], "contest.bluff"),
        (["run", "theory/case_01_n", "--set", "nonsense"], "nonsense"),
        (["explain", "theory/case_01_n", "--project", "plant"], "the scenario has none"),
        (["explain", "theory/case_01_n", "--project", "7/0"], "no such period"),
        (["explain", "theory/case_01_n", "--project", "0/99"], "no project 0/99"),
        (["explain", "yongchuan_contest", "--project", "vehicle_plan"], "Did you mean vehicle_plant?"),
    ],
)
def test_wrong_command_lines(here, arguments, said):
    done = here(*arguments)
    assert done.code == 2
    assert said in done.err
    assert "Traceback" not in done.err
    assert done.out == ""


def test_a_wrong_command_line_in_chinese(here):
    done = here("compare", "x.yaml", "--relpications", "3", "--lang", "zh")
    assert done.code == 2
    assert "没有选项 --relpications。是否想用 --replications？" in done.err


def test_every_mistake_of_a_file_has_its_place(here, tmp_path, small):
    text = Path(small).read_text(encoding="utf-8")
    path = tmp_path / "wrong.yaml"
    path.write_text(text.replace("seed: 7", "sede: 7").replace("cap: 0.04", "cap: 40"), encoding="utf-8")
    for command in (["validate"], ["compare"], ["run"], ["explain", "--project", "x"]):
        done = here(command[0], str(path), *command[1:])
        lines = done.err.strip().splitlines()
        assert done.code == 2
        assert len(lines) == 2
        assert lines[0].startswith(f"{path}:2:1: sede: ")
        assert f"{path}:20:" in lines[1]
        assert "regimes[1].levers[0]" in lines[1]
    chinese = here("validate", str(path), "--lang", "zh")
    assert "是否" in chinese.err
    assert len(chinese.err.strip().splitlines()) == 2


def test_mistakes_as_json(here, tmp_path, small):
    path = tmp_path / "wrong.yaml"
    path.write_text("title: [", encoding="utf-8")
    done = here("validate", small, str(path), "--json")
    found = json.loads(done.out)
    assert done.code == 2
    assert done.err == ""
    assert found["ok"] is False
    assert [entry["ok"] for entry in found["files"]] == [True, False]
    problem = found["files"][1]["problems"][0]
    assert problem["line"] == 1
    assert problem["kind"]
    assert problem["message"]


def test_sound_files_are_named_with_what_they_hold(here, small):
    done = here("validate", small, "theory/case_01_n")
    assert done.code == 0
    assert "Two towns: cities 2, regimes 3, sweeps 1." in done.out
    assert here("validate", small, "--quiet").out == ""


@pytest.mark.parametrize(
    ("arguments", "variables", "language"),
    [
        ([], {}, "en"),
        ([], {"LANG": "zh_CN.UTF-8"}, "zh"),
        ([], {"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ([], {"LC_MESSAGES": "zh_TW", "LANG": "en_GB"}, "zh"),
        (["--lang", "en"], {"LANG": "zh_CN.UTF-8"}, "en"),
        (["--lang=zh"], {}, "zh"),
        (["--lang", "auto"], {"LANG": "zh_CN"}, "zh"),
        (["--lang"], {}, "en"),
        (["--", "--lang", "zh"], {}, "en"),
    ],
)
def test_the_language(arguments, variables, language):
    assert language_of(arguments, variables) == language
