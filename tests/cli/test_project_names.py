"""Names of firms that a run makes up: readable, and with the key that `citybid explain` takes."""

import re

import pytest

from sim.incumbents import INCUMBENT_SLOT, incumbent_of
from sim.scenario import load

FIRM = """\
extends: bundled:base
title: { en: Firms of all kinds, zh: 各类企业 }
time: { periods: 4 }
replications: 1
life: { building_years: 1, mobile_share: 1.0 }
reach: { suppliers: 0.3 }
projects:
  pipeline: { arrivals_per_year: 5, pool_per_year: 10 }
  anchors: { arrivals_per_year: 6, pool_per_year: 10 }
  suppliers: { chance: 1.0 }
  incumbents:
    by_city: { dazu: 6, rongchang: 30 }
    within_years: 3
"""


@pytest.fixture
def firms(tmp_path):
    path = tmp_path / "firms.yaml"
    path.write_text(FIRM, encoding="utf-8")
    return str(path)


def test_an_incumbent_is_counted_within_its_city(firms):
    scenario = load(firms)
    order = [key for key in scenario.cities if key in ("dazu", "rongchang")]
    counts = {"dazu": 6, "rongchang": 30}
    told = [incumbent_of(scenario, INCUMBENT_SLOT + number) for number in range(36)]
    assert told == [(key, number) for key in order for number in range(1, counts[key] + 1)]
    for slot in (INCUMBENT_SLOT - 1, INCUMBENT_SLOT + 36):
        with pytest.raises(ValueError, match="no incumbent"):
            incumbent_of(scenario, slot)


PATTERNS = {
    "en": [r"Incumbent \d+ of (?:Dazu|Rongchang)[^(]*\((\d/1\d{10})\)", r", anchor \d+ \((\d/1\d{7})\)",
           r", supplier \((\d/\d{8})\)"],
    "zh": [r"(?:大足|荣昌)区原有企业\d+号（(\d/1\d{10})）", r"链主企业\d+号（(\d/1\d{7})）", r"配套企业（(\d/\d{8})）"],
}  # fmt: skip


@pytest.mark.parametrize(("language", "patterns"), PATTERNS.items())
def test_run_and_explain_name_them_alike(here, firms, monkeypatch, language, patterns):
    monkeypatch.setenv("COLUMNS", "200")

    def text(*arguments):
        done = here(*arguments, "--lang", language)
        assert done.code == 0, done.err
        return " ".join(done.out.split()) if language == "en" else "".join(done.out.split())

    listed = text("run", firms, "--rows", "0")
    for pattern in patterns:
        found = re.search(pattern, listed)
        assert found is not None, pattern
        assert found.group(0) in text("explain", firms, "--project", found.group(1))


def test_a_row_of_a_table_has_its_name(here):
    assert "Gear maker goes to" in here("explain", "leads_example", "--project", "0/2").out
