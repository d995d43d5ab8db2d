"""The battery as a table: what is changed, and what came out either way."""

from collections.abc import Sequence
from typing import Any, Final

from experiments.grid import Grid
from experiments.verification import report
from experiments.verification.battery import PAIRS
from experiments.verification.battery.pair import Change, Pair, Reading, Setting
from experiments.verification.check import Check
from experiments.verification.suite import Verdict
from experiments.words import Words

BY_KEY: Final = {pair.key: pair for pair in PAIRS}


def belongs(verdict: Verdict) -> bool:
    """Whether a case is a pair of the battery."""
    return verdict.case.key in BY_KEY


def battery(verdicts: Sequence[Verdict], w: Words) -> Grid:
    """One line for each pair."""
    headings = [w("verify.pair"), w("verify.title"), w("verify.changed"), w("verify.ordering.1"),
                w("verify.ordering.2"), w("verify.verdict")]  # fmt: skip
    rows = [line(BY_KEY[each.case.key], each, w) for each in verdicts if belongs(each)]
    return Grid(w("verify.battery"), headings, rows, w("verify.battery.note"), left=frozenset(range(1, 6)))


def line(pair: Pair, verdict: Verdict, w: Words) -> list[str]:
    """A pair with what came out under each value of its parameter."""
    first, second = verdict.checks[: pair.first], verdict.checks[pair.first :]
    return [pair.key, report.title(verdict, w), ", ".join(map(place, pair.changes)), said(first, w), said(second, w),
            report.verdict_text(verdict.passed, w)]  # fmt: skip


def place(change: Change[Any]) -> str:
    """What is changed, and the scenario in which it is."""
    if isinstance(change, Setting | Reading):
        return f"[`{change.file}`](../scenarios/theory/{change.file}.yaml): `{change.parameter}`"
    return f"`{change.parameter}`"


def said(checks: Sequence[Check], w: Words) -> str:
    """The comparisons of one ordering, those under the same value after each other."""
    parts = []
    for row in dict.fromkeys(check.row for check in checks):
        found = [compared(check, w) for check in checks if check.row == row]
        parts.append(f"**{row}** {'; '.join(found)}")
    return "; ".join(parts)


def compared(check: Check, w: Words) -> str:
    """A quantity with both of its values."""
    sign = report.SIGNS[check.relation] or "= "
    return (f"{w(f'verify.quantity.{check.quantity}')}: {report.value_text(check.simulated)} {sign}"
            f"{report.value_text(check.expected)}")  # fmt: skip
