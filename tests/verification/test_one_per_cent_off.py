"""A rule that is one per cent off is noticed by the case that rests on it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from experiments.verification.cases import (
    case_03_posted,
    case_04_outside,
    case_06_border,
    case_06b_price_floor,
    case_09_coalition,
    case_10_spite,
    case_11_structure,
    case_18_credit,
)
from sim.rules import best_reply, drop_out, indices, instruments, pillars
from sim.rules import posted as posted_rules
from sim.schedule import contests, lenders, posting

LITTLE = 1.01


def scaled(rule: Callable[..., Any]) -> Callable[..., Any]:
    """The rule with a result that is one per cent larger."""
    return lambda *args, **named: LITTLE * rule(*args, **named)


def with_larger(rule: Callable[..., Any], field: str) -> Callable[..., Any]:
    """The rule with one field of its result one per cent larger."""

    def wrong(*args: Any, **named: Any) -> Any:
        right = rule(*args, **named)
        return replace(right, **{field: LITTLE * getattr(right, field)})

    return wrong


def further_cities_gain_more(rule: Callable[..., Any]) -> Callable[..., Any]:
    """A cluster bonus that is one per cent larger where several cities share an industry."""

    def wrong(*args: Any, **named: Any) -> Any:
        right = rule(*args, **named)
        right[2:] *= LITTLE
        return right

    return wrong


FAULTS = {
    "posted concession": (
        posting,
        "solve_posted",
        lambda rule: with_larger(rule, "concession"),
        case_03_posted.CASE_3E,
    ),
    "best reply": (posted_rules, "best_replies", scaled, case_09_coalition.CASE_9),
    "chance of being chosen": (best_reply, "choice_probability", scaled, case_04_outside.CASE_4),
    "choice at a border": (best_reply, "choice_probability", scaled, case_06_border.CASE_6),
    "floor under land": (instruments, "effective_floor", scaled, case_06b_price_floor.CASE_6B),
    "second price": (contests, "sealed_contest", lambda rule: with_larger(rule, "concession"), case_10_spite.CASE_10B),
    "drop-out score": (drop_out, "drop_out_score", scaled, case_10_spite.CASE_10C),
    "cluster bonus": (pillars, "cluster_bonus", further_cities_gain_more, case_11_structure.CASE_11A),
    "Krugman index": (indices, "krugman_index", scaled, case_11_structure.CASE_11C),
    "similarity": (indices, "structural_similarity", scaled, case_11_structure.CASE_11C),
    "credit spread": (lenders.credit, "loans", lambda rule: with_larger(rule, "spread"), case_18_credit.CASE_18),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_one_per_cent_is_noticed(fault, monkeypatch):
    module, name, broken, case = FAULTS[fault]
    monkeypatch.setattr(module, name, broken(getattr(module, name)))
    assert not all(check.passed for check in case.checks())
