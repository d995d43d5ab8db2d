"""`citybid validate` and `citybid schema`."""

from typing import Any

from experiments.batch.naming import is_design
from experiments.cli import screen
from experiments.cli.exits import Exit
from experiments.words import Words
from sim.scenario import Problem, ScenarioError, json_schema, load
from sim.schema import Scenario


def validate_files(files: list[str], overrides: list[str], as_json: bool, quiet: bool, w: Words) -> int:
    """Check scenario files: a line for each that is fine, and a line for each mistake on standard error.

    Args:
        files: Paths or bundled names.
        overrides: Settings that are applied to each.
        as_json: Whether to print one JSON document instead.
        quiet: Whether to print mistakes only.
        w: The language.
    """
    found: list[dict[str, Any]] = []
    for file in files:
        if is_design(file):
            found.append(_design(file, as_json, quiet, w))
            continue
        try:
            left_out: list[Problem] = []
            scenario = load(file, overrides=overrides, language=w.language, warn=left_out.append)
        except ScenarioError as error:
            found.append({"file": file, "ok": False, "problems": [plain(one, w) for one in error.problems]})
            if not as_json:
                screen.complain(*(problem.text(w.language) for problem in error.problems))
        else:
            facts = _facts(scenario, w)
            found.append({"file": file, "ok": True, **facts, "problems": [plain(one, w) for one in left_out]})
            if not as_json:
                screen.complain(*(w("cli.left_out", problem=one.text(w.language)) for one in left_out))
            if not as_json and not quiet:
                counts = {name: len(facts[name]) for name in ("cities", "regimes", "sweeps")}
                screen.say(w("table.validated", file=file, title=facts["title"], **counts))
    ok = all(entry["ok"] for entry in found)
    if as_json:
        screen.document({"command": "validate", "ok": ok, "files": found})
    return Exit.DONE if ok else Exit.INPUT


def _design(file: str, as_json: bool, quiet: bool, w: Words) -> dict[str, Any]:
    """Check one design, and say what it comes to."""
    from experiments.batch.reading import read_plan

    try:
        plan = read_plan(file, language=w.language)
    except ScenarioError as error:
        if not as_json:
            screen.complain(*(problem.text(w.language) for problem in error.problems))
        return {"file": file, "ok": False, "problems": [plain(one, w) for one in error.problems]}
    facts = {"title": w.text(plan.design.title), "worlds": len(plan.worlds),
             "policies": [policy.name for policy in plan.policies], "runs_at_most": plan.most_runs}  # fmt: skip
    if not as_json and not quiet:
        counts = {"worlds": len(plan.worlds), "policies": len(plan.policies), "runs": plan.most_runs}
        screen.say(w("batch.validated", file=file, title=facts["title"], **counts))
    return {"file": file, "ok": True, **facts, "problems": []}


def _facts(scenario: Scenario, w: Words) -> dict[str, Any]:
    return {
        "title": w.text(scenario.title),
        "cities": list(scenario.cities),
        "regimes": [entry.key for entry in scenario.regimes],
        "sweeps": [sweep.key for sweep in scenario.sweeps],
    }


def plain(problem: Problem, w: Words) -> dict[str, Any]:
    """A mistake as plain data."""
    return {
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "path": problem.path,
        "kind": problem.kind,
        "message": problem.message(w.language),
        "suggestions": list(problem.suggestions),
    }


def print_schema() -> int:
    """Print the JSON Schema of scenario files."""
    screen.document(json_schema())
    return Exit.DONE
