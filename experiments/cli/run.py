"""`citybid run`: one or a few replications, deal by deal."""

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments import agreement_report
from experiments.arrival_report import Separations, arrival, arrival_table, separations
from experiments.cli import screen
from experiments.cli.exits import Exit
from experiments.cli.failures import keep
from experiments.cli.output import plan_of, scenario_facts, storing, write_tables
from experiments.cli.request import Request
from experiments.executor import Batch, Task, execute
from experiments.folder import OutputFolder
from experiments.format_notes import format_notes
from experiments.progress import phase
from experiments.replications import Replication
from experiments.run_report import city_totals, deals
from experiments.run_tables import Results, results_of, run_tables
from experiments.table_files import Table
from sim.schema import Scenario


def run_single(request: Request, replication: int, rows: int) -> int:
    """Run replications of some regimes, and show deals and cities.

    Args:
        request: The options.
        replication: Number of the first replication.
        rows: Deals to show of each run; 0 for all.
    """
    scenario = replace(request, replications=None).scenario()
    regimes, jobs = request.chosen_regimes(scenario, with_baseline=False), request.workers()
    numbers = range(replication, replication + (request.replications or 1))
    if request.out is None:
        found = _runs(request, scenario, regimes, numbers, jobs)
        return _report(request, scenario, regimes, found, rows, _apart(request, scenario, regimes, found))
    options = {"arrival": True} if request.arrival else {}
    plan = plan_of("run", request, scenario, regimes, len(numbers), first_replication=replication, **options)
    with OutputFolder(request.out, plan) as folder:
        found = _runs(request, scenario, regimes, numbers, jobs)
        apart = _apart(request, scenario, regimes, found)
        failed = [run.number for run in found if run.error]
        with storing(folder, request, scenario, jobs, not failed, {"failed_replications": failed}):
            tables = run_tables(scenario, results_of(found, regimes))
            write_tables(folder, [*tables, *([arrival_table(apart)] if apart else [])])
    return _report(request, scenario, regimes, found, rows, apart)


def _apart(request: Request, scenario: Scenario, regimes: tuple[str, ...], found: list[Replication]) -> Separations:
    """What the order of arrival costs in the runs that ended well, if that was asked for."""
    if not request.arrival:
        return {}
    return separations(scenario, regimes, [run.number for run in found if not run.error])


def _runs(
    request: Request, scenario: Scenario, regimes: tuple[str, ...], numbers: range, jobs: int
) -> list[Replication]:
    found: list[Replication] = []
    planner = request.planner and scenario.planner
    tasks = [Task(0, number, planner, with_deals=True) for number in numbers]
    with phase(request.shown_progress, request.words("cli.progress.runs"), request.words) as progress:

        def done(task: Task, result: Replication) -> None:
            found.append(result)
            progress(len(found), len(tasks))

        execute(Batch((scenario,), regimes), tasks, jobs, done)
    return sorted(found, key=lambda run: run.number)


def _report(
    request: Request,
    scenario: Scenario,
    regimes: tuple[str, ...],
    found: list[Replication],
    rows: int,
    apart: Separations,
) -> int:
    w, results = request.words, results_of(found, regimes)
    if request.as_json:
        tables = [*run_tables(scenario, results), *([arrival_table(apart)] if apart else [])]
        screen.document(_document(request, scenario, regimes, found, tables))
    elif not request.quiet:
        for (regime, number), result in results.items():
            if result.deals is not None:
                screen.show([deals(scenario, regime, number, result.deals, rows, w)])
        if results:
            screen.show(city_totals(scenario, results, regimes, w))
            screen.show(agreement_report.tables(scenario, agreement_report.of_runs(results), w))
        if apart:
            screen.show([arrival(scenario, apart, w)])
        for note in format_notes(scenario, _outcomes(results), w):
            screen.tell(note)
    failed = [run for run in found if run.error]
    for run in failed:
        screen.complain(w("cli.failed_run", number=run.number, file=keep(run.error)))
    if request.out is not None and not request.quiet:
        screen.complain(w("cli.written", folder=str(request.out)))
    return Exit.FAILED_RUNS if failed else Exit.DONE


def _outcomes(results: Results) -> dict[str, NDArray[np.float64]]:
    """Outcomes of the runs, (runs, outcomes), by regime."""
    regimes = dict.fromkeys(regime for regime, _ in results)
    return {
        regime: np.array([result.outcomes for (key, _), result in results.items() if key == regime])
        for regime in regimes
    }  # fmt: skip


def _document(
    request: Request,
    scenario: Scenario,
    regimes: tuple[str, ...],
    found: list[Replication],
    tables: list[Table],
) -> dict[str, Any]:
    return {
        "command": "run",
        "scenario": scenario_facts(request, scenario),
        "regimes": list(regimes),
        "replications": [run.number for run in found if not run.error],
        "failed": [run.number for run in found if run.error],
        "columns": {
            table.name: {name: {"unit": f.unit, "label": request.words.text(f)} for name, f in table.fields.items()}
            for table in tables
        },
        **{table.name: table.records() for table in tables},
    }
