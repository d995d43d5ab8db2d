"""The planted faults fit the code and the tests of today, and the page lists them; the run itself is on demand."""

import ast

import pytest

from experiments.verification.suite import CASES
from tests.mutation.faults import ROOT, read_faults
from tests.mutation.page import CAUGHT, MISSED, PAGE, page, verdicts_of
from tests.mutation.run import BEHAVIOUR, main

FAULTS = read_faults()
HAN = range(0x4E00, 0xA000)


def test_there_are_many_and_each_has_a_name_of_its_own():
    assert len(FAULTS) >= 25
    assert len({fault.key for fault in FAULTS}) == len(FAULTS)
    assert len({(fault.file, fault.text, fault.planted) for fault in FAULTS}) == len(FAULTS)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.key)
def test_each_can_be_planted_and_leaves_a_program(fault):
    assert fault.file.startswith("sim/")
    sound = (ROOT / fault.file).read_text(encoding="utf-8")
    faulty = fault.in_place(sound)
    assert ast.dump(ast.parse(faulty)) != ast.dump(ast.parse(sound))


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.key)
def test_each_names_a_test_that_exists_and_says_what_is_wrong(fault):
    path, name = fault.caught_by.split("::")
    assert not path.startswith("tests/baselines/")
    functions = ast.parse((ROOT / path).read_text(encoding="utf-8")).body
    name, bracket, case = name.partition("[")
    if bracket:
        assert (path, case) in {("tests/verification/test_suite.py", f"{each.key}]") for each in CASES}
    assert name in {each.name for each in functions if isinstance(each, ast.FunctionDef)}
    assert not any(ord(letter) in HAN for letter in fault.en)
    assert any(ord(letter) in HAN for letter in fault.zh)
    assert "|" not in fault.en + fault.zh
    assert "\n" not in fault.en.strip() + fault.zh.strip()


def test_a_text_that_stands_twice_is_refused():
    fault = FAULTS[0]
    for source in ("", 2 * fault.text):
        with pytest.raises(ValueError, match=rf"{fault.key}: the text stands \d times"):
            fault.in_place(source)


def test_the_page_lists_the_faults_of_today_in_their_order():
    text = PAGE.read_text(encoding="utf-8")
    found = verdicts_of(text)
    assert list(found) == [fault.key for fault in FAULTS], "run python -m tests.mutation.run"
    assert set(found.values()) <= {CAUGHT, MISSED}
    assert page(FAULTS, found) == text, "run python -m tests.mutation.run"


def test_a_fault_that_breaks_the_program_is_not_caught():
    for message in ("AssertionError: assert 1 == 2", "assert 1 == 2", "Failed: DID NOT RAISE ValueError",
                    "sim.rules.accounts.Unbalanced: flows sum to 1"):  # fmt: skip
        assert BEHAVIOUR.match(message)
    for message in ("NameError: name 'x'", "error: collection failure", "TypeError: f() missing 1", "IndexError: out"):
        assert not BEHAVIOUR.match(message)


def test_an_unknown_fault_is_one_clear_line(capsys):
    assert main(["--only", "ties_by_positon"]) == 2
    assert capsys.readouterr().err == "no fault 'ties_by_positon'; did you mean ties_by_position?\n"
