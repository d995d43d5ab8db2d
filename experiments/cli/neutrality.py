"""`citybid neutrality`: a comparison repeated over the declared prior range of the contested parameters."""

from dataclasses import dataclass, replace
from typing import Any, Literal

from experiments import neutrality_report as report
from experiments import neutrality_tables
from experiments.cli import screen
from experiments.cli.exits import Exit, Stop
from experiments.cli.failures import keep
from experiments.cli.output import plan_of, scenario_facts, storing, write_failures, write_figures, write_tables
from experiments.cli.request import Request
from experiments.folder import OutputFolder
from experiments.neutrality import Neutrality, NeutralityInterrupted, explore
from experiments.neutrality_drawings import of_neutrality
from experiments.neutrality_words import paragraph
from experiments.prior_points import Design
from experiments.progress import phase
from sim.schema import Prior, Scenario


@dataclass(frozen=True, slots=True)
class Spread:
    """How the prior range is covered.

    Attributes:
        design: How the points are spread.
        points: Number of points.
        replications: Replications at each.
        periods: Periods of each run, at most; None for all.
    """

    design: Design
    points: int
    replications: int
    periods: int | None


def explore_prior(request: Request, design: Design, points: int | None, periods: int | None) -> int:
    """Repeat a comparison over the prior range; print tables and a paragraph, and write an output folder if asked to.

    Args:
        request: The options.
        design: How the points are spread.
        points: Number of points, in place of the scenario's.
        periods: Periods of each run, in place of the scenario's.
    """
    scenario = _without_settled(request, replace(request, replications=None).scenario())
    prior = _prior(request, scenario)
    spread = Spread(
        design, points or prior.points, request.replications or prior.replications, periods or prior.periods
    )
    if design == "sobol" and spread.points & (spread.points - 1):
        near = f"{1 << max(1, spread.points.bit_length() - 1)}, {1 << spread.points.bit_length()}"
        raise Stop(Exit.INPUT, "citybid: " + request.words("cli.not_a_power", near=near, points=spread.points))
    asked = request if request.regimes else replace(request, regimes=list(prior.regimes or ()))
    regimes, jobs = asked.chosen_regimes(scenario), request.workers()
    if request.out is None:
        found, stopped = _explored(request, scenario, regimes, spread, jobs)
        _report(request, found, {})
        return _ending(request, found, stopped, "nothing")
    plan = plan_of(
        "neutrality", request, scenario, regimes, spread.replications, design=design, points=spread.points,
        periods=spread.periods, figures=request.figures, language=request.words.language if request.figures else None,
    )  # fmt: skip
    with OutputFolder(request.out, plan) as folder:
        found, stopped = _explored(request, scenario, regimes, spread, jobs)
        more = _is_more(found, folder.earlier)
        traces = _store(request, found, folder, jobs, stopped) if more else {}
    _report(request, found, traces)
    return _ending(request, found, stopped, "stored" if more else "kept" if folder.earlier else "nothing")


def _without_settled(request: Request, scenario: Scenario) -> Scenario:
    """The scenario without the ranges of numbers that the command line settles: they are not contested any more."""
    if scenario.prior is None:
        return scenario
    settled = {setting.partition("=")[0].strip() for setting in request.overrides}
    dropped = [key for key, each in scenario.prior.parameters.items() if settled & set(each.paths)]
    left = {key: each for key, each in scenario.prior.ranges.items() if key not in dropped}
    if dropped and not any(left.values()):
        raise Stop(Exit.INPUT, "citybid: " + request.words("cli.nothing_contested"))
    for key in dropped:
        title = request.words.text(scenario.prior.parameters[key].title)
        screen.complain(request.words("cli.settled", title=title))
    off = tuple(key for key in scenario.prior.switched_off if key not in dropped)
    prior = scenario.prior.model_copy(update={"ranges": left, "switched_off": off})
    return scenario.model_copy(update={"prior": prior})


def _prior(request: Request, scenario: Scenario) -> Prior:
    if scenario.prior is None:
        raise Stop(Exit.INPUT, "citybid: " + request.words("cli.no_prior", name=request.source))
    return scenario.prior


def _explored(
    request: Request, scenario: Scenario, regimes: tuple[str, ...], spread: Spread, jobs: int
) -> tuple[Neutrality, bool]:
    """What was found, and whether it was stopped."""
    with phase(request.shown_progress, request.words("cli.progress.runs"), request.words) as progress:
        try:
            found = explore(
                scenario, regimes, spread.points, spread.replications, design=spread.design, periods=spread.periods,
                jobs=jobs, progress=progress,
            )  # fmt: skip
        except NeutralityInterrupted as interrupted:
            return interrupted.finished, True
    return found, False


def _is_more(found: Neutrality, earlier: dict[str, Any]) -> bool:
    """Whether results are at least what earlier ones of the same plan hold; less never replaces more."""
    if found.complete or not earlier:
        return bool(found.complete or found.numbers)
    return not earlier.get("complete") and len(found.numbers) > int(earlier.get("points_finished") or 0)


def _store(request: Request, found: Neutrality, folder: OutputFolder, jobs: int, stopped: bool) -> dict[int, str]:
    """Write all files; the file of each failure's traceback by its place in the list."""
    facts = {
        "points_finished": len(found.numbers),
        "interrupted": stopped,
        "failures": [{"point": each.point, "replication": each.number} for each in found.failures],
    }
    with storing(folder, request, found.scenario, jobs, found.complete, facts):
        write_tables(folder, neutrality_tables.tables(found))
        folder.write("summary.md", report.summary_file(found).encode("utf-8"))
        traces = write_failures(folder, (failure.traceback for failure in found.failures))
        if request.figures and found.numbers and not stopped:
            _draw(request, found, folder)
    return traces


def _draw(request: Request, found: Neutrality, folder: OutputFolder) -> None:
    w = request.words
    facts = {
        "scenario": found.scenario.title.en, "hash": folder.plan.scenario, "seed": found.scenario.seed,
        "points": len(found.numbers), "replications": found.replications, "regimes": " ".join(found.regimes),
    }  # fmt: skip
    listed = list(of_neutrality(found, w.language))
    with phase(request.shown_progress, w("cli.progress.figures"), w) as progress:
        for done, drawing in enumerate(listed):
            progress(done, len(listed))
            write_figures(folder, [drawing], facts)


def _report(request: Request, found: Neutrality, traces: dict[int, str]) -> None:
    w = request.words
    if request.as_json:
        screen.document(report.document(found, scenario_facts(request, found.scenario)))
    else:
        if found.numbers and not request.quiet:
            screen.tell(w.text(found.scenario.title))
            screen.tell(report.head(found, w))
            screen.say()
            screen.show(report.tables(found, w))
        screen.tell(paragraph(found, w))
    for index, failure in enumerate(found.failures):
        key = "cli.refused_point" if failure.number < 0 else "cli.failed_point"
        file = traces.get(index) or keep(failure.traceback)
        screen.complain(w(key, point=failure.point, number=failure.number, file=file))


def _ending(request: Request, found: Neutrality, stopped: bool, written: Literal["stored", "kept", "nothing"]) -> int:
    """Say where the results are, and return the exit code."""
    w = request.words
    if stopped:
        done, folder = len(found.numbers), str(request.out)
        screen.complain(w(f"cli.stopped_points.{written}", done=done, planned=found.planned, folder=folder))
        return Exit.INTERRUPTED
    if written == "stored" and not request.quiet:
        screen.complain(w("cli.written", folder=str(request.out)))
    return Exit.FAILED_RUNS if found.failures else Exit.DONE
