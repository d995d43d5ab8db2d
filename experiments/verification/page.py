"""The page and the document about the suite: docs/verification.md and docs/verification.json.

Nothing in them depends on when or on what machine they are written.
"""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from experiments.grid import Grid, markdown
from experiments.manifest import version
from experiments.verification import report
from experiments.verification.battery.table import battery, belongs
from experiments.verification.check import BAND, CAUGHT, ITERATION, POWER, ROUNDING, Case, Check, Value, draws_needed
from experiments.verification.suite import CASES, Verdict
from experiments.verification.theory import theory
from experiments.words import LANGUAGES, words
from sim.scenario import content_hash

ROOT: Final = Path(__file__).resolve().parents[2]
PAGE: Final = ROOT / "docs" / "verification.md"
DOCUMENT: Final = PAGE.with_suffix(".json")
DIGITS: Final = 9
"""Decimals of the document: what lies below is rounding, and differs between machines."""

W: Final = words("en")
_FLAT: Final = re.compile(r"\{\n[^{}]*\}")


def in_checkout() -> bool:
    """Whether the program runs from its sources, where the page belongs."""
    return (ROOT / "pyproject.toml").is_file() and PAGE.parent.is_dir()


HEAD: Final = """\
# Docking to published theory

Written by `citybid verify`; what it says is what came out of a run.

Every case plays theory scenarios through the loader, contest, accounts and metrics of any other scenario and compares
what comes out with an expected value from published theory. Expected values are computed by oracles
([`experiments/verification/oracles`](../experiments/verification/oracles)) that share no code with the simulator:
closed forms, order statistics, first-order conditions, enumeration, linear programmes. *Neighbours* are textbook games
beside the simulator, whose mechanism it does not contain; for them a closed form is compared with a numerical solution
by another route. Of the simulator they say nothing but in rows marked *on the simulator* or *by the model's rule*,
where it shares a mechanism with the textbook game. Rows with ↔, and those that go
from one setting to the next (m = 1 → 2), may hold two results of the run against each other; each of the two is
compared with theory in a row of its own.

Money is that of the textbook (million CNY in the files). `citybid verify --case KEY` runs one case and shows its rows;
the command ends with exit code 1 if a case fails.
"""

TOLERANCES: Final = f"""\
## Tolerances and sample sizes

- Where both sides are exact the difference may be {ROUNDING:g}; texts (hosts) must be equal. Prices of an ascending
  contest played step by step must lie between the closed form and one increment above it.
- Fixed points that both sides reach by iteration may differ by {ITERATION:g}.
- A mean over draws must lie within {BAND:g} standard errors of its expected value. The standard error comes from the
  formula of the case (standard deviation of one draw by theory, over the root of the number of draws), never from the
  sample: a wrong model cannot widen its own tolerance.

An error of the model of relative size c moves a mean by c·|mean|. It is caught 98 times in 100 if that is
{BAND + POWER:g} standard errors ({BAND:g} for the tolerance, {POWER:g} so that chance does not hide it), which takes

    n = (({BAND:g} + {POWER:g})·sd / (c·|mean|))²

draws. For c = {100 * CAUGHT:g} % these are {draws_needed(0.5, 0.5):,} for a share of one half,
{draws_needed(0.3, 0.1):,} for a share of one tenth and {draws_needed(1.0, 10.0):,} for a price of 10 with
standard deviation 1. The column *smallest error caught* solves the same equation for c at the draws that were used.

Means are those of replications 0, 1, 2, … of the scenario under its own master seed, so that rows of one case may rest
on the same draws. In cases 2 and 12a every single contest is compared with the sorted values of the same draws besides;
there an error of the contest shows whatever its size, and the means test the draws and the formulas.
"""


def page(verdicts: Sequence[Verdict]) -> str:
    """The whole page."""
    parts = [HEAD, f"{report.summary(verdicts, W)}\n"]
    for docking in report.DOCKINGS:
        chosen = [each for each in verdicts if each.case.docking == docking and not belongs(each)]
        if chosen:
            rows = "\n".join(summary_row(each) for each in chosen)
            parts.append(f"## {W(f'verify.docking.{docking}')}\n\n{_SUMMARY_HEAD}\n{rows}\n")
    if any(map(belongs, verdicts)):
        parts.append(battery_section(verdicts))
    parts += [TOLERANCES, weakest(verdicts), *(section(each) for each in verdicts if not belongs(each))]
    return "\n".join(parts)


def weakest(verdicts: Sequence[Verdict]) -> str:
    """Where the draws do not suffice for an error of one per cent: all quantities with their largest such error."""
    found: dict[tuple[str, str], float] = {}
    for each in verdicts:
        for check in each.checks:
            if (check.caught or 0.0) > CAUGHT * (1 + ROUNDING):
                key = each.case.key, W(f"verify.quantity.{check.quantity}")
                found[key] = max(found.get(key, 0.0), check.caught or 0.0)
    if not found:
        return f"Every mean over draws would show an error of {100 * CAUGHT:g} %.\n"
    listed = "; ".join(f"{quantity} (case {key}) {report.share_text(size)}" for (key, quantity), size in found.items())
    return f"Means whose draws would show only a larger error than {100 * CAUGHT:g} %, at worst: {listed}.\n"


def battery_section(verdicts: Sequence[Verdict]) -> str:
    """The pairs of the battery, a table of their own."""
    grid = battery(verdicts, W)
    table = markdown(Grid("", grid.headings, grid.rows, labels=grid.labels, left=grid.left))
    return f"## {grid.title}\n\n{grid.note}\n\n{table}\n"


_SUMMARY_HEAD: Final = markdown(Grid("", [
    W("verify.case"), W("verify.title"), W("verify.source"), W("verify.checks"), W("verify.worst"), W("verify.draws"),
    W("verify.caught"), W("verify.verdict"),
], [], left=frozenset({1, 2, 7})))  # fmt: skip


def summary_row(verdict: Verdict) -> str:
    """A case in one row of the summary: the largest number of draws, and the largest of the errors caught."""
    case, checks = verdict.case, verdict.checks
    draws = [check.draws for check in checks if check.draws is not None]
    caught = [check.caught for check in checks if check.caught is not None]
    cells = [
        f"[{case.key}](#{anchor(verdict)})", report.title(verdict, W), case.source, str(len(checks)),
        report.worst(checks), f"{max(draws):,}" if draws else "–", _range(caught),
        report.verdict_text(verdict.passed, W),
    ]  # fmt: skip
    return f"| {' | '.join(cells)} |"


def _range(caught: Sequence[float]) -> str:
    if not caught:
        return "–"
    low, high = report.share_text(min(caught)), report.share_text(max(caught))
    return low if low == high else f"{low} – {high}"


def anchor(verdict: Verdict) -> str:
    """The link to a section."""
    return f"case-{verdict.case.key.lower()}"


def section(verdict: Verdict) -> str:
    """A case with its rows."""
    case, grid = verdict.case, report.details(verdict, W)
    files = ", ".join(f"[`{name}`](../scenarios/theory/{name}.yaml)" for name in case.scenarios)
    code = f"{case.checks.__module__.replace('.', '/')}.py"
    lines = [
        f'<a id="{anchor(verdict)}"></a>',
        f"## {case.key}. {report.title(verdict, W)}",
        "",
        f"Source: {case.source}." + (f" Scenarios: {files}." if files else "") + f" Code: [`{code}`](../{code}).",
        "",
        markdown(Grid("", grid.headings, grid.rows, labels=grid.labels, left=grid.left)),
    ]
    return "\n".join(lines) + "\n"


def encoded(content: Any) -> bytes:
    """A document as JSON, each comparison on a line of its own."""
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, indent=1)
    return (_FLAT.sub(lambda found: re.sub(r"\n\s*", " ", found[0]), text) + "\n").encode("utf-8")


def document(verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """Everything as plain data."""
    used = dict.fromkeys(check.quantity for each in verdicts for check in each.checks)
    return {
        "command": "verify",
        "version": version(),
        "passed": all(each.passed for each in verdicts),
        "complete": len(verdicts) == len(CASES),
        "money": "that of the textbook; million CNY in the scenario files",
        "tolerances": {"exact": ROUNDING, "fixed_point": ITERATION, "standard_errors": BAND},
        "quantities": {name: {lang: words(lang)(f"verify.quantity.{name}") for lang in LANGUAGES} for name in used},
        "cases": [case_document(each) for each in verdicts],
    }


def case_document(verdict: Verdict) -> dict[str, Any]:
    """A case as plain data."""
    case = verdict.case
    return {
        "key": case.key,
        "title": {lang: report.title(verdict, words(lang)) for lang in LANGUAGES},
        "source": case.source,
        "docking": case.docking,
        "scenarios": scenarios_of(case),
        "passed": verdict.passed,
        "checks": [_check(check) for check in verdict.checks],
    }


def scenarios_of(case: Case) -> list[dict[str, Any]]:
    """The theory scenarios that a case plays, before it lays settings over them."""
    found = {name: theory(name) for name in case.scenarios}
    return [{"name": f"theory/{name}", "hash": content_hash(one), "seed": one.seed} for name, one in found.items()]


def _check(check: Check) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "row": check.row, "quantity": check.quantity, "relation": check.relation, "expected": _plain(check.expected),
        "simulated": _plain(check.simulated), "tolerance": _plain(check.tolerance), "passed": bool(check.passed),
    }  # fmt: skip
    if check.draws is not None:
        plain |= {"draws": check.draws, "standard_error": _plain(check.error),
                  "smallest_error_caught": _plain(check.caught)}  # fmt: skip
    return plain


def _plain(value: Value | None) -> Value | None:
    return value if value is None or isinstance(value, str) else round(float(value), DIGITS) + 0.0
