"""What the suite found, for the screen: one line for each case, and every row where that is asked for."""

from collections.abc import Iterable, Sequence
from typing import Final

from experiments.grid import Grid
from experiments.verification.check import Check, Docking, Value
from experiments.verification.suite import Verdict
from experiments.words import Words

DOCKINGS: Final[tuple[Docking, ...]] = ("simulator", "neighbour")
SIGNS: Final = {"=": "", "<=": "≤ ", ">=": "≥ ", "<": "< ", ">": "> ", "!=": "≠ "}


def value_text(value: Value) -> str:
    """A text as it is, a number with six digits; what is zero but for rounding is zero."""
    if isinstance(value, str):
        return value
    shown = f"{round(value, 9) + 0.0:.6g}"
    return shown.replace("-", "−", 1) if shown.startswith("-") else shown


def expected_text(check: Check) -> str:
    """What is expected, with its relation where that is not equality."""
    return SIGNS[check.relation] + value_text(check.expected)


def tolerance_text(check: Check) -> str:
    """The tolerance; a dash for texts."""
    return "–" if isinstance(check.expected, str) else f"{check.tolerance:.2g}"


def share_text(value: float | None) -> str:
    """A share in per cent with two digits that count; a dash where there is none."""
    return "–" if value is None else f"{100 * value:.2g} %"


def worst(checks: Iterable[Check]) -> str:
    """Largest difference over its tolerance; a dash where nothing is compared by a tolerance."""
    ratios = [ratio for check in checks if (ratio := check.ratio) is not None]
    return f"{max(ratios):.2f}" if ratios else "–"


def verdict_text(passed: bool, w: Words) -> str:
    """Whether it agrees."""
    return w("verify.agrees") if passed else w("verify.fails")


def title(verdict: Verdict, w: Words) -> str:
    """Title of a case."""
    return w(f"verify.case.{verdict.case.key}")


def overview(verdicts: Sequence[Verdict], w: Words) -> Grid:
    """One line for each case."""
    headings = [w("verify.case"), w("verify.title"), w("verify.source"), w("verify.checks"), w("verify.worst"),
                w("verify.verdict")]  # fmt: skip
    rows = [
        [each.case.key, title(each, w), each.case.source, str(len(each.checks)), worst(each.checks),
         verdict_text(each.passed, w)]
        for each in verdicts
    ]  # fmt: skip
    return Grid(w("verify.overview"), headings, rows, w("verify.overview.note"), left=frozenset({1, 2, 5}))


def details(verdict: Verdict, w: Words, only_failed: bool = False) -> Grid:
    """The rows of a case; the columns of means over draws only where there are any."""
    checks = [check for check in verdict.checks if not (only_failed and check.passed)]
    drawn = any(check.draws is not None for check in checks)
    headings = [w("verify.row"), w("verify.quantity"), w("verify.expected"), w("verify.simulated"),
                w("verify.tolerance")]  # fmt: skip
    headings += [w("verify.draws"), w("verify.caught")] if drawn else []
    rows = []
    for check in checks:
        cells = [check.row, w(f"verify.quantity.{check.quantity}"), expected_text(check), value_text(check.simulated),
                 tolerance_text(check)]  # fmt: skip
        if drawn:
            cells += ["–" if check.draws is None else f"{check.draws:,}", share_text(check.caught)]
        rows.append([*cells, verdict_text(check.passed, w)])
    heading = w("verify.case.heading", case=verdict.case.key, title=title(verdict, w), source=verdict.case.source)
    return Grid(heading, [*headings, w("verify.verdict")], rows, labels=2, left=frozenset({len(headings)}))


def summary(verdicts: Sequence[Verdict], w: Words) -> str:
    """How many cases and comparisons agree, and which cases do not."""
    failed = [each.case.key for each in verdicts if not each.passed]
    checks = [check for each in verdicts for check in each.checks]
    said = w("verify.summary", cases=len(verdicts), agree=len(verdicts) - len(failed), checks=len(checks),
             within=sum(check.passed for check in checks))  # fmt: skip
    return said + (w("verify.summary.failed", cases=w("figure.list").join(failed)) if failed else "")
