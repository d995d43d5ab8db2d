"""The suite against published theory: every comparison of every case agrees, and it is able to fail."""

import ast
import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from experiments.verification import page, report
from experiments.verification.battery.table import BY_KEY, belongs, line
from experiments.verification.cases import case_01_open
from experiments.verification.check import BAND, CAUGHT, POWER, ROUNDING, Case, Check, drawn, draws_needed
from experiments.verification.suite import CASES, Verdict, verify
from experiments.words import words
from sim.rules.contest import open_contest
from sim.schedule import contests

ORACLES = Path(page.__file__).parent / "oracles"
PAGE = page.PAGE.read_text(encoding="utf-8")
DOCUMENT = json.loads(page.DOCUMENT.read_text(encoding="utf-8"))
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?")
SINGLE = {"largest_price_difference", "largest_gain_difference"}
"""Quantities that compare every draw of their row by itself."""
ALLOWED = {"collections", "dataclasses", "functools", "itertools", "math", "typing", "numpy", "scipy"}


def run(case: Case) -> Verdict:
    (found,) = verify((case,), lambda done, total: None)
    return found


def told(verdict: Verdict) -> str:
    """The rows that do not agree, for the message of a test."""
    failed = [check for check in verdict.checks if not check.passed]
    return "\n".join(f"{one.row}: {one.quantity} {report.expected_text(one)}, not {one.simulated}" for one in failed)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.key)
def test_case(case):
    found = run(case)
    assert found.passed, told(found) or "nothing is compared"
    # No mean rests on so few draws that an error of one per cent could hide, unless every draw of the row is compared
    # by itself; rounded, for draws are whole.
    single = {check.row for check in found.checks if check.quantity in SINGLE}
    hidden = [check for check in found.checks if check.caught is not None and round(check.caught, 4) > CAUGHT]
    assert {check.row for check in hidden} <= single
    compare_with_pages(found)


# ---------------------------------------------------------------- the pages are those of today


def compare_with_pages(found: Verdict) -> None:
    """What the pages say of a case is what came out just now."""
    key = found.case.key
    if belongs(found):
        alike(" | ".join(line(BY_KEY[key], found, words("en"))), one(rf"\| ({key} \|.*) \|\n"))
    else:
        alike(page.summary_row(found), one(rf"(\| \[{key}\].*)\n"), 0.011)
        alike(page.section(found), one(rf'(<a id="{page.anchor(found)}"></a>\n.*?)(?:\n<a id|\Z)'))
    (there,) = [each for each in DOCUMENT["cases"] if each["key"] == key]
    here = json.loads(page.encoded(page.case_document(found)))
    said = [json.dumps({name: value for name, value in each.items() if name != "scenarios"}) for each in (here, there)]
    alike(*said, 1e-6)


def one(pattern: str) -> str:
    """The only place of the page that fits."""
    (found,) = re.findall(pattern, PAGE, re.DOTALL if "<a id" in pattern else 0)
    return found


def alike(here: str, there: str, slack: float = 1e-8) -> None:
    """Two texts agree, numbers up to what another machine may round otherwise."""
    assert NUMBER.sub("#", here) == NUMBER.sub("#", there), "run citybid verify"
    numbers = [[float(each.replace(",", "")) for each in NUMBER.findall(text)] for text in (here, there)]
    assert numbers[0] == pytest.approx(numbers[1], rel=1e-4, abs=slack), "run citybid verify"


def test_the_pages_hold_every_case_in_order():
    assert [each["key"] for each in DOCUMENT["cases"]] == [case.key for case in CASES]
    listed = re.findall(r"^\| (?:\[(\w+)\]\(#|(R\d+) \|)", PAGE, re.MULTILINE)
    assert [first or second for first, second in listed] == [case.key for case in CASES]
    assert PAGE.startswith(page.HEAD)
    assert page.TOLERANCES in PAGE
    agree = [each["passed"] for each in DOCUMENT["cases"]]
    checks = [check["passed"] for each in DOCUMENT["cases"] for check in each["checks"]]
    said = words("en")("verify.summary", cases=len(agree), agree=sum(agree), checks=len(checks), within=sum(checks))
    assert f"\n{said}\n" in PAGE


def test_the_scenarios_behind_the_pages_are_those_of_today():
    for each, case in zip(DOCUMENT["cases"], CASES, strict=True):
        assert each["scenarios"] == page.scenarios_of(case), f"{case.key}: run citybid verify"


# ---------------------------------------------------------------- cases and oracles


@pytest.mark.parametrize("path", sorted(ORACLES.glob("*.py")), ids=lambda path: path.stem)
def test_oracles_share_no_code_with_the_simulator(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or "."] if isinstance(node, ast.ImportFrom) else []
        for name in names:
            assert name.split(".")[0] in ALLOWED or name.startswith("experiments.verification.oracles")


def test_cases_have_one_key_each_and_words_for_all_they_say():
    assert len({case.key for case in CASES}) == len(CASES)
    for language in ("en", "zh"):
        w = words(language)
        for case in CASES:
            assert w(f"verify.case.{case.key}")


# ---------------------------------------------------------------- it can fail


def dearer(offers, bluff=0.0):
    """The open contest with a price that is one per cent too high."""
    right = open_contest(offers, bluff)
    return replace(right, concession=1.01 * right.concession)


def test_a_price_one_per_cent_off_is_noticed(monkeypatch):
    monkeypatch.setattr(contests, "open_contest", dearer)
    found = run(case_01_open.CASE)
    assert not found.passed
    assert {check.quantity for check in found.checks if not check.passed} > {"concession", "welfare_region"}


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
@pytest.mark.parametrize("relation", ["=", "<=", ">=", "<", ">", "!="])
def test_a_value_that_is_not_finite_never_agrees(value, relation):
    assert not Check("row", "concession", 8.0, value, relation=relation).passed
    assert not Check("row", "concession", value, 8.0, relation=relation).passed


def test_a_case_without_comparisons_fails():
    assert not Verdict(case_01_open.CASE, ()).passed


@pytest.mark.parametrize(
    ("relation", "below", "same", "above"),
    [("=", False, True, False), ("!=", True, False, True), ("<", True, False, False), ("<=", True, True, False),
     (">", False, False, True), (">=", False, True, True)],
)  # fmt: skip
def test_relations(relation, below, same, above):
    found = [Check("row", "concession", 8.0, value, 0.1, relation).passed for value in (7.0, 8.05, 9.0)]
    # Within the tolerance a strict relation does not hold.
    assert found == [below, same, above]
    assert Check("row", "host", "a", "a", relation="=").passed
    assert not Check("row", "host", "a", "b").passed


def test_the_band_is_four_standard_errors_of_the_formula_whatever_the_sample_says():
    one = drawn("row", "concession", 10.0, 10.0, 2.0, 400)
    assert one.error == pytest.approx(0.1)
    assert one.tolerance == pytest.approx(BAND * 0.1 + ROUNDING)
    assert one.caught == pytest.approx((BAND + POWER) * 0.1 / 10.0)
    assert not drawn("row", "concession", 10.0, 10.41, 2.0, 400).passed


def test_an_error_of_one_per_cent_is_caught_98_times_in_100_at_the_draws_needed():
    sd, mean, draws = 3.0, 7.0, draws_needed(3.0, 7.0)
    rng = np.random.default_rng(5)
    means = 1.01 * mean + sd / np.sqrt(draws) * rng.standard_normal(20_000)
    caught = np.mean([not drawn("row", "concession", mean, value, sd, draws).passed for value in means])
    assert caught == pytest.approx(0.977, abs=0.005)
