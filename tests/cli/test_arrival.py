"""`--arrival`: what the order of arrival costs, apart from what competition costs."""

import csv
import json

import pytest

CASE = ("theory/case_16_simultaneous", "--set", "contest.format=open", "--set", "projects.stylised.per_period=2")


def test_a_run_shows_it_in_both_languages(here):
    done = here("run", *CASE, "--arrival")
    assert done.code == 0
    assert "What the order of arrival costs" in done.out
    assert "到来先后的代价" in here("run", *CASE, "--arrival", "--lang", "zh").out
    assert "order of arrival" not in here("run", *CASE).out


def test_a_comparison_shows_it_and_writes_a_table(here, tmp_path):
    out = tmp_path / "out"
    done = here("compare", *CASE, "--arrival", "--no-figures", "--out", str(out))
    assert done.code == 0
    assert "What the order of arrival costs" in done.out
    with (out / "arrival.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (float(row["optimum"]), float(row["one_by_one"]), row["projects"]) == (36.0, 36.0, "6")


def test_json_holds_it(here):
    for command in ("run", "compare"):
        found = json.loads(here(command, *CASE, "--arrival", "--json").out, parse_constant=pytest.fail)
        assert found["arrival"][0]["together"] == 36.0
