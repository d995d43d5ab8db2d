"""Results are what they were: `python -m tests.baselines.refresh` writes them again after a change that is meant.

Numbers are compared to a relative 1e-9, the room that other processors' rounding needs; those that rest on the
solver's optimum to 1e-6, ten times the gap at which it may stop.
"""

import json

import pytest

from tests.baselines.refresh import FILE, measured

SOLVED = {"efficiency", "efficiency_bound", "allocative_efficiency"}
KEPT = json.loads(FILE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def found():
    return measured()


def test_the_same_runs_are_kept(found):
    assert sorted(found) == sorted(KEPT)


@pytest.mark.parametrize("table", ["outcomes", "deals", "cities at the end"])
@pytest.mark.parametrize("run", sorted(KEPT))
def test_nothing_has_moved(found, run, table):
    # New outcomes and columns move nothing; they are kept from the next refresh on.
    assert set(KEPT[run][table]) <= set(found[run][table])
    moved = {}
    for name, kept in KEPT[run][table].items():
        now = found[run][table][name]
        digits = 1e-6 if name in SOLVED else 1e-9
        pairs = zip(kept, now, strict=True) if isinstance(kept, list) else [(kept, now)]
        for before, after in pairs:
            same = before == after if isinstance(before, str) else after == pytest.approx(before, rel=digits, abs=1e-9)
            if not same:
                moved[name] = (kept, now)
    assert moved == {}, "if this is meant: python -m tests.baselines.refresh"


def test_the_baselines_are_no_empty_runs():
    for run, tables in KEPT.items():
        assert tables["outcomes"]["projects_hosted"] > 10, run
        assert tables["outcomes"]["concession"] > 0, run
    concessions = [tables["outcomes"]["concession"] for tables in KEPT.values()]
    assert len(set(concessions)) == len(concessions)
