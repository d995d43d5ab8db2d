"""`citybid verify`: exit codes, what the screen shows and what is written."""

import json
from collections.abc import Iterator

import pytest

from experiments.cli import verify as command
from experiments.verification import page
from experiments.verification.cases import case_01_open
from experiments.verification.check import Case, Check
from sim.schedule import contests
from tests.verification.test_suite import dearer


def failing() -> Iterator[Check]:
    yield Check("one row", "concession", 8.0, 8.0)
    yield Check("another row", "concession", 8.0, 8.08)


BROKEN = Case("1", "nobody", "simulator", failing)


@pytest.fixture
def broken(monkeypatch, tmp_path):
    """A suite of one case that fails, away from the pages of the documentation."""
    for module in (command, page):
        monkeypatch.setattr(module, "CASES", (BROKEN,))
    (tmp_path / "docs").mkdir()
    monkeypatch.setattr(page, "PAGE", tmp_path / "docs" / "verification.md")
    monkeypatch.setattr(page, "DOCUMENT", tmp_path / "docs" / "verification.json")


@pytest.mark.usefixtures("broken")
def test_the_command_ends_with_1_where_a_case_fails_and_shows_the_row(here):
    done = here("verify")
    assert done.code == 1
    assert "another row" in done.out
    assert "one row" not in done.out
    assert "0 of 1 cases agree with theory; 1 of 2 comparisons" in done.out
    assert "| another row | Concession | 8 | 8.08 | 1e-09 | FAILS |" in page.PAGE.read_text(encoding="utf-8")
    written = json.loads(page.DOCUMENT.read_text(encoding="utf-8"))
    assert (written["passed"], [one["passed"] for one in written["cases"][0]["checks"]]) == (False, [True, False])
    assert here("verify", "--quiet", "--json").code == 1


@pytest.mark.usefixtures("broken")
def test_some_cases_alone_write_nothing_but_a_folder_that_was_asked_for(here, monkeypatch, tmp_path):
    monkeypatch.setattr(command, "CASES", (BROKEN, case_01_open.CASE))
    done = here("verify", "--case", "1", "--out", str(tmp_path / "out"), "--lang", "zh")
    assert "不符" in done.out
    assert not page.PAGE.exists()
    assert {path.name for path in (tmp_path / "out").iterdir()} >= {"verification.md", "verification.json"}


@pytest.mark.usefixtures("broken")
def test_away_from_the_sources_nothing_is_written(here, monkeypatch):
    monkeypatch.setattr(page, "in_checkout", lambda: False)
    assert here("verify").code == 1
    assert not page.PAGE.exists()


def test_a_case_that_does_not_exist_is_refused(here):
    done = here("verify", "--case", "1b")
    assert done.code == 2
    assert "no case 1b" in done.err


def test_a_full_run_that_agrees_ends_with_0(here, broken, monkeypatch):
    for module in (command, page):
        monkeypatch.setattr(module, "CASES", (case_01_open.CASE,))
    done = here("verify")
    assert done.code == 0
    assert "1 of 1 cases agree" in done.out
    assert "Case 1:" not in done.out
    assert "Case 1:" in here("verify", "--details").out
    assert json.loads(here("verify", "--json").out) == json.loads(page.DOCUMENT.read_text(encoding="utf-8"))


def test_a_rule_that_is_one_per_cent_off_ends_with_1(here, monkeypatch):
    monkeypatch.setattr(contests, "open_contest", dearer)
    done = here("verify", "--case", "1")
    assert done.code == 1
    assert "FAILS" in done.out
    assert "Cases that do not: 1." in done.out
