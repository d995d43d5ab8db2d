"""`citybid compare`: all regimes on the same projects with the same luck."""

from typing import Any, Literal

from experiments import agreement_report, comparison_file, fact_tables, report, summary, sweep_report
from experiments.arrival_report import MOST_REPLICATIONS, Separations, arrival, arrival_table, separations
from experiments.cli import screen
from experiments.cli.document import document
from experiments.cli.exits import Exit
from experiments.cli.failures import keep
from experiments.cli.output import plan_of, storing, write_failures, write_figures, write_tables
from experiments.cli.request import Request
from experiments.comparison import Interrupted, compare
from experiments.drawings import of_comparison
from experiments.folder import OutputFolder
from experiments.format_notes import format_notes
from experiments.progress import phase
from experiments.results import Comparison
from experiments.table_files import csv_bytes
from experiments.tables import tables
from sim.scenario import facts
from sim.schema import Scenario


def compare_regimes(request: Request) -> int:
    """Compare regimes; print tables and a paragraph, and write everything to the output folder if there is one."""
    scenario = request.scenario()
    regimes, jobs = request.chosen_regimes(scenario), request.workers()
    if request.out is None:
        comparison, stopped = _compared(request, scenario, regimes, jobs)
        _report(request, comparison, {}, _apart(request, comparison))
        return _ending(request, comparison, stopped, "nothing")
    language = request.words.language if request.figures else None
    plan = plan_of(
        "compare", request, scenario, regimes, scenario.replications,
        sweeps=request.sweeps, figures=request.figures, language=language,
        **({} if request.planner else {"planner": False}), **({"arrival": True} if request.arrival else {}),
    )  # fmt: skip
    with OutputFolder(request.out, plan) as folder:
        comparison, stopped = _compared(request, scenario, regimes, jobs)
        more = _is_more(comparison, folder.earlier)
        apart = {} if stopped else _apart(request, comparison)
        traces = _store(request, comparison, folder, jobs, stopped, apart) if more else {}
    _report(request, comparison, traces, apart)
    return _ending(request, comparison, stopped, "stored" if more else "kept" if folder.earlier else "nothing")


def _compared(request: Request, scenario: Scenario, regimes: tuple[str, ...], jobs: int) -> tuple[Comparison, bool]:
    """The comparison, and whether it was stopped."""
    with phase(request.shown_progress, request.words("cli.progress.runs"), request.words) as progress:
        try:
            found = compare(
                scenario, regimes=regimes, jobs=jobs, with_sweeps=request.sweeps, with_planner=request.planner,
                progress=progress,
            )  # fmt: skip
        except Interrupted as interrupted:
            return interrupted.finished, True
    return found, False


def _is_more(comparison: Comparison, earlier: dict[str, Any]) -> bool:
    """Whether results are at least what earlier ones of the same plan hold; less never replaces more."""
    if comparison.complete or not earlier:
        return bool(comparison.complete or comparison.numbers)
    return not earlier.get("complete") and len(comparison.numbers) > int(earlier.get("replications_finished") or 0)


def _store(
    request: Request, comparison: Comparison, folder: OutputFolder, jobs: int, stopped: bool, apart: Separations
) -> dict[int, str]:
    """Write all files; the file of each failure's traceback by its place in the list."""
    found = {
        "replications_finished": len(comparison.numbers),
        "sweeps_finished": [result.sweep.key for result in comparison.sweeps],
        "interrupted": stopped,
        "failures": [
            {"sweep": failure.sweep, "value": None if failure.sweep is None else failure.value,
             "replication": failure.number}
            for failure in comparison.failures
        ],
    }  # fmt: skip
    complete = comparison.complete and not comparison.failures
    with storing(folder, request, comparison.scenario, jobs, complete, found):
        write_tables(folder, [*tables(comparison), *([arrival_table(apart)] if apart else [])])
        folder.write("summary.md", summary.summary_file(comparison).encode("utf-8"))
        folder.write(comparison_file.FILE, comparison_file.comparison_bytes(comparison))
        folder.write(
            fact_tables.FILE, csv_bytes(fact_tables.fact_table(facts(request.source, overrides=request.settings)))
        )
        traces = write_failures(folder, (failure.traceback for failure in comparison.failures))
        if request.figures and comparison.numbers and not stopped:
            _draw(request, comparison, folder)
    return traces


def _draw(request: Request, comparison: Comparison, folder: OutputFolder) -> None:
    w = request.words
    drawings = list(of_comparison(comparison, w.language))
    facts = {
        "scenario": comparison.scenario.title.en, "hash": folder.plan.scenario, "seed": comparison.scenario.seed,
        "replications": len(comparison.numbers), "regimes": " ".join(comparison.regimes),
    }  # fmt: skip
    with phase(request.shown_progress, w("cli.progress.figures"), w) as progress:
        for done, drawing in enumerate(drawings):
            progress(done, len(drawings))
            write_figures(folder, [drawing], facts)


def _apart(request: Request, comparison: Comparison) -> Separations:
    """What the order of arrival costs in the first replications, if that was asked for."""
    if not request.arrival:
        return {}
    return separations(comparison.scenario, comparison.regimes, comparison.numbers[:MOST_REPLICATIONS])


def _report(request: Request, comparison: Comparison, traces: dict[int, str], apart: Separations) -> None:
    w = request.words
    if request.as_json:
        rows = {"arrival": arrival_table(apart).records()} if apart else {}
        screen.document(document(comparison, request) | rows)
    else:
        if comparison.numbers and not request.quiet:
            _show(request, comparison)
            if apart:
                screen.show([arrival(comparison.scenario, apart, w)])
            for note in format_notes(comparison.scenario, comparison.outcomes, w):
                screen.tell(note)
        screen.tell(summary.paragraph(comparison, w.language))
    for index, failure in enumerate(comparison.failures):
        file = traces.get(index) or keep(failure.traceback)
        if failure.sweep is None:
            screen.complain(w("cli.failed_run", number=failure.number, file=file))
        else:
            where = f"{failure.sweep}={failure.value:g}"
            screen.complain(w("cli.failed_sweep", number=failure.number, sweep=where, file=file))


def _show(request: Request, comparison: Comparison) -> None:
    w = request.words
    screen.tell(w.text(comparison.scenario.title))
    screen.tell(w("summary.head", replications=len(comparison.numbers), seed=comparison.scenario.seed))
    screen.say()
    screen.show(report.outcomes(comparison, w))
    if len(comparison.regimes) > 1:
        screen.show(report.welfare(comparison, w))
        if len(comparison.scenario.cities) > 1:
            screen.show(report.cities(comparison, w))
    screen.show(report.hosts(comparison, w))
    screen.show(agreement_report.tables(comparison.scenario, agreement_report.of_comparison(comparison), w))
    screen.show(report.precision(comparison, w))
    if comparison.sweeps:
        screen.tell(sweep_report.legend(comparison, w))
        screen.say()
        screen.show(sweep_report.sweeps(comparison, w))
        turning = sweep_report.turning_points(comparison, w)
        screen.show([turning] if turning is not None else [])


def _ending(
    request: Request, comparison: Comparison, stopped: bool, written: Literal["stored", "kept", "nothing"]
) -> int:
    """Say where the results are, and return the exit code."""
    w = request.words
    if stopped:
        done, planned = len(comparison.numbers), comparison.planned
        screen.complain(w(f"cli.stopped.{written}", done=done, planned=planned, folder=str(request.out)))
        return Exit.INTERRUPTED
    if written == "stored" and not request.quiet:
        screen.complain(w("cli.written", folder=str(request.out)))
    return Exit.FAILED_RUNS if comparison.failures else Exit.DONE
