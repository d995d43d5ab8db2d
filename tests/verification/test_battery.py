"""The anti-rigging battery: both orderings of every pair, one parameter apart, and a model that is rigged fails it."""

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest

from experiments.verification import suite
from experiments.verification.battery import PAIRS
from experiments.verification.battery.pair import Field, Reading, Setting
from experiments.verification.battery.table import battery
from experiments.verification.check import Check
from experiments.verification.suite import Verdict
from experiments.words import words
from sim.rules import contest, pillars
from sim.schedule import contests

KEYS = [pair.key for pair in PAIRS]


@pytest.fixture(scope="module")
def orderings() -> dict[str, tuple[list[Check], list[Check]]]:
    """Checks of both orderings of every pair."""
    return {pair.key: pair.orderings() for pair in PAIRS}


def pair_of(key):
    (found,) = (pair for pair in PAIRS if pair.key == key)
    return found


def test_all_fifteen_pairs_belong_to_the_suite():
    assert [f"R{number}" for number in range(1, 16)] == KEYS
    assert [case.key for case in suite.CASES if case.key.startswith("R")] == KEYS


@pytest.mark.parametrize("key", KEYS)
def test_both_orderings_come_out(key, orderings):
    first, second = orderings[key]
    assert first
    assert second
    assert [check for check in (*first, *second) if not check.passed] == []
    assert {check.row for check in first}.isdisjoint(check.row for check in second)


@pytest.mark.parametrize("key", KEYS)
def test_the_two_orderings_exclude_each_other(key, orderings):
    """A world that gave the first ordering whatever the parameter would fail the second, and the other way round."""
    first, second = orderings[key]
    if pair_of(key).shifts:
        # A quantity that did not move would fail either.
        assert not any(replace(check, simulated=check.expected).passed for check in (*first, *second))
        return
    assert not all(replace(one, relation=other.relation).passed for one, other in zip(first, second, strict=True))
    assert not all(replace(other, relation=one.relation).passed for one, other in zip(first, second, strict=True))


# ---------------------------------------------------------------- one parameter apart


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every single setting by its path; regimes by their key."""
    if isinstance(value, dict) and value:
        for name, inner in value.items():
            yield from leaves(inner, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list | tuple) and value:
        for number, inner in enumerate(value):
            name = inner["key"] if path == "regimes" else number
            yield from leaves(inner, f"{path}.{name}")
    else:
        yield path, value


def differing(change: Setting) -> set[str]:
    """Paths of the settings that are not the same in both scenarios, each resolved completely."""
    first, second = (dict(leaves(world.model_dump(mode="json"))) for world in change.worlds())
    return {path for path in first | second if first.get(path, "absent") != second.get(path, "absent")}


SETTINGS = [change for pair in PAIRS for change in pair.changes if isinstance(change, Setting)]


@pytest.mark.parametrize("change", SETTINGS, ids=lambda change: f"{change.file}:{change.parameter}")
def test_the_scenarios_of_a_pair_differ_in_the_parameter_named_and_in_nothing_else(change):
    found = differing(change)
    assert found
    if change.parameter == "contest":
        # Who leads is said together with that somebody does.
        assert found == {"contest.move_order", "contest.leader"}
    elif change.parameter.startswith("cities.defaults."):
        name = change.parameter.removeprefix("cities.defaults.")
        assert found == {f"cities.{key}.{name}" for key in change.worlds()[0].cities}
    else:
        assert all(path == change.parameter or path.startswith(f"{change.parameter}.") for path in found)


def test_leaving_out_a_project_changes_no_other_project():
    (change,) = pair_of("R15").changes
    two, three = (world.projects.stylised.each for world in change.worlds())
    assert (len(two), len(three)) == (2, 3)
    assert three[:2] == two


@pytest.mark.parametrize("key", [key for key in KEYS if any(isinstance(c, Field) for c in pair_of(key).changes)])
def test_the_games_of_a_pair_differ_in_one_field(key):
    for change in pair_of(key).changes:
        if isinstance(change, Field):
            first, second = change.worlds()
            assert type(first) is type(second)
            unlike = [each.name for each in fields(first) if getattr(first, each.name) != getattr(second, each.name)]
            assert unlike == [change.name]


def test_reading_another_standard_changes_nothing_in_the_world():
    (change,) = pair_of("R13").changes
    assert isinstance(change, Reading)
    (scenario, total), (same, region) = change.worlds()
    assert scenario is same
    assert (total, region) == ("welfare_total", "welfare_region")


# ---------------------------------------------------------------- the digits

# Values compared, by pair and in order: of the first ordering, then of the second.
DIGITS = {
    "R2": [(6.6667, 3.8183), (2.1301, 3.0930)],
    "R3": [(18.0, 14.0), (8.0, 0.0), (14.0, 14.0), (2.0, 0.0)],
    "R4": [(6.0, 7.0), (7.0, 7.0)],
    "R5": [("b", "b"), (4.0, 4.0), ("a", "b"), (0.0, 4.0)],
    "R7": [(14.0, 10.0), (14.0, 15.0)],
    "R8": [(2.94737, 1.83486), (1.68067, 2.56881)],
    "R9": [(8.5, 7.0), (2.375, 4.5)],
    "R10": [(8.0, 8.0), (9.3333, 8.0)],
    "R12": [(-4.5, 0.0), (13.5, 0.0)],
    "R13": [(15.8769, 14.0), (2.8, 4.0)],
}


@pytest.mark.parametrize("key", DIGITS)
def test_what_came_out_has_the_digits_of_theory(key, orderings):
    first, second = orderings[key]
    for check, (one, other) in zip((*first, *second), DIGITS[key], strict=True):
        if isinstance(one, str):
            assert (check.simulated, check.expected) == (one, other)
        else:
            assert (check.simulated, check.expected) == pytest.approx((one, other), abs=6e-5)


def test_floored_prices_without_a_leader_are_those_of_the_closed_form(orderings):
    """Small city t = q, large city (q + 1)/2, with q = 0.69; receipts t·(θ + T - t)/(1 + θ), θ = 1/2."""
    first, _ = orderings["R11"]
    assert [check.simulated for check in first] == pytest.approx([0.69, 0.845, 0.69 * 0.655 / 1.5], abs=1e-6)
    assert [check.expected for check in first] == pytest.approx([2 / 3, 5 / 6, 4 / 9 / 1.5], abs=1e-6)


def test_two_projects_for_three_slots_cost_what_the_lowest_supporting_prices_say(orderings):
    """City c would take the first for 7 and the second for 6, so 13, within one increment of 0.1 a city and project."""
    first, _ = orderings["R15"]
    assert 13.0 <= first[0].simulated <= 13.0 + 2 * 3 * 0.1


# ---------------------------------------------------------------- rigged models


def no_bonus(cities, bonus, longest, *table):
    return np.ones_like(right_bonus(cities, bonus, longest, *table))


right_bonus, right_open = pillars.cluster_bonus, contest.open_contest


def free_of_charge(offers, bluff=0.0):
    """A contest in which the host pays nothing."""
    found = right_open(offers, bluff)
    return replace(found, concession=0.0 * found.concession)


@pytest.mark.parametrize(
    ("key", "owner", "name", "rigged"),
    [("R7", pillars, "cluster_bonus", no_bonus), ("R3", contests, "open_contest", free_of_charge),
     ("R10", contests, "open_contest", free_of_charge), ("R13", contests, "open_contest", free_of_charge)],
)  # fmt: skip
def test_a_rigged_model_fails(key, owner, name, rigged, monkeypatch):
    monkeypatch.setattr(owner, name, rigged)
    assert not all(check.passed for check in pair_of(key).checks())


# ---------------------------------------------------------------- the table


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_table_has_a_line_for_each_pair_with_both_orderings(language, orderings):
    w = words(language)
    verdicts = [Verdict(pair.case, (*orderings[pair.key][0], *orderings[pair.key][1])) for pair in PAIRS]
    rows = {row[0]: row for row in battery(verdicts, w).rows}
    assert list(rows) == KEYS
    assert "2.8 < 4" in rows["R13"][4]
    assert "15.8769 > 14" in rows["R13"][3]
    assert "b = b" in rows["R5"][3]
    assert "a ≠ b" in rows["R5"][4]
    assert all(row[5] == w("verify.agrees") for row in rows.values())
    failed = replace(verdicts[0], checks=(*verdicts[0].checks[:-1], replace(verdicts[0].checks[-1], simulated=2.0)))
    assert battery([failed], w).rows[0][5] == w("verify.fails")
