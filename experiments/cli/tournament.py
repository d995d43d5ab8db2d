"""`citybid tournament`: strategies played against each other."""

from experiments import tournament_report as report
from experiments.cli import screen
from experiments.cli.exits import Exit, Stop
from experiments.cli.failures import keep
from experiments.cli.output import plan_of, scenario_facts, storing, write_tables
from experiments.cli.request import Request
from experiments.folder import OutputFolder
from experiments.progress import phase
from experiments.tournament import Tournament, entered, play
from sim.schema import Scenario
from sim.strategies import STRATEGIES


def play_tournament(request: Request, strategies: list[str], cities: int | None) -> int:
    """Play strategies against each other; print the ranking, and write it to the output folder if there is one.

    Args:
        request: The options.
        strategies: Names, or blocks such as {name: shaded, share: 0.5}; all of the catalogue if there are none.
        cities: Number of equal cities, in place of those of the scenario.
    """
    w = request.words
    names = list(dict.fromkeys(strategies)) or [each.model_fields["name"].default for each in STRATEGIES]
    scenario = _with_cities(request, request.scenario(), cities)
    regime, jobs = request.chosen_regimes(scenario, with_baseline=False)[0], request.workers()
    entrants = {
        name: _with_cities(request, entered(request.source, name, request.overrides, w.language), cities)
        for name in names
    }
    if request.out is None:
        return _report(request, _played(request, scenario, regime, entrants, jobs))
    plan = plan_of("tournament", request, scenario, (regime,), scenario.replications, strategies=names)
    with OutputFolder(request.out, plan) as folder:
        found = _played(request, scenario, regime, entrants, jobs)
        facts = {"replications_finished": len(found.numbers), "failed_matches": len(found.failures)}
        with storing(folder, request, scenario, jobs, not found.failures, facts):
            if found.numbers:
                write_tables(folder, [report.standings(found), report.matches(found)])
                folder.write("summary.md", report.summary_file(found).encode("utf-8"))
    return _report(request, found)


def _with_cities(request: Request, scenario: Scenario, count: int | None) -> Scenario:
    """The scenario with so many copies of its first city; only where projects are drawn alike for all."""
    if count is None:
        return scenario
    stylised = scenario.projects.stylised
    if stylised is None or stylised.generator is None or any(entry.levers for entry in scenario.regimes):
        raise Stop(Exit.INPUT, "citybid: " + request.words("cli.no_equal_cities"))
    one = next(iter(scenario.cities.values()))
    names = ((f"c{n}", {"name_en": f"City {n}", "name_zh": f"城市{n}"}) for n in range(1, count + 1))
    return scenario.model_copy(update={"cities": {key: one.model_copy(update=name) for key, name in names}})


def _played(request: Request, scenario: Scenario, regime: str, entrants: dict[str, Scenario], jobs: int) -> Tournament:
    with phase(request.shown_progress, request.words("cli.progress.matches"), request.words) as progress:
        return play(scenario, regime, entrants, scenario.replications, jobs, progress)


def _report(request: Request, found: Tournament) -> int:
    w = request.words
    if request.as_json:
        screen.document(report.document(found, w, scenario_facts(request, found.scenario)))
    else:
        if found.numbers and not request.quiet:
            screen.tell(w.text(found.scenario.title))
            screen.tell(report.head(found, w))
            screen.say()
            screen.show([report.ranking(found, w)])
        screen.tell(report.paragraph(found, w))
    for failure in found.failures:
        screen.complain(w("cli.failed_run", number=failure.number, file=keep(failure.traceback)))
    if request.out is not None and not request.quiet:
        screen.complain(w("cli.written", folder=str(request.out)))
    return Exit.FAILED_RUNS if found.failures else Exit.DONE
