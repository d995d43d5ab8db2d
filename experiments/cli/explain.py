"""`citybid explain`: why one deal went where it went."""

import dataclasses
import re
from typing import Any

from experiments import explain_report
from experiments.bidder_table import bidder_table
from experiments.cli import screen
from experiments.cli.exits import Exit, Stop
from experiments.cli.output import plan_of, scenario_facts, storing, write_figures, write_tables
from experiments.cli.request import Request
from experiments.drawings import of_explanation
from experiments.folder import OutputFolder
from sim.explain import Explanation, explain, without_luck
from sim.schema import Scenario

NUMBERED = re.compile(r"(\d+)/(\d+)\Z")
"""A project that has no name: period/slot, as `citybid run` shows it."""


def explain_deal(request: Request, project: str, replication: int, central: bool) -> int:
    """Explain one deal on the screen, and in the output folder if there is one.

    Args:
        request: The options.
        project: Key of a watched project, or "period/slot".
        replication: Number of the replication.
        central: Whether to leave out all luck.
    """
    scenario = request.scenario()
    regime = request.chosen_regimes(scenario, with_baseline=False)[0]
    found = _explained(request, without_luck(scenario) if central else scenario, project, regime, replication)
    if request.out is not None:
        options = {"project": project, "replication": replication, "without_luck": central, "figures": request.figures,
                   "language": request.words.language if request.figures else None}  # fmt: skip
        plan = plan_of("explain", request, scenario, (regime,), 1, **options)
        with OutputFolder(request.out, plan) as folder, storing(folder, request, scenario, 1, True, {}):
            write_tables(folder, [bidder_table(found)])
            if request.figures:
                write_figures(folder, of_explanation(found, scenario, request.words.language), {"project": project})
    _report(request, scenario, found)
    return Exit.DONE


def _explained(request: Request, scenario: Scenario, project: str, regime: str, replication: int) -> Explanation:
    known = [lead.key for lead in scenario.projects.watched]
    numbered = NUMBERED.match(project)
    if numbered is None and project not in known:
        raise request.unknown_project(project, known)
    if numbered is not None and int(numbered[1]) >= scenario.time.periods:
        raise Stop(Exit.INPUT, "citybid: " + request.words("cli.no_period", last=scenario.time.periods - 1))
    place = project if numbered is None else (int(numbered[1]), int(numbered[2]))
    try:
        return explain(scenario, place, regime, replication)
    except KeyError:
        raise Stop(Exit.INPUT, "citybid: " + request.words("cli.no_slot", project=project)) from None


def _report(request: Request, scenario: Scenario, found: Explanation) -> None:
    w = request.words
    if request.as_json:
        screen.document(_document(request, scenario, found))
        return
    if not request.quiet:
        grids = [explain_report.duel(found, scenario, w), explain_report.bidders(found, scenario, w)]
        grids += [explain_report.sites(found, scenario, w), explain_report.posted(found, scenario, w)]
        grids += [explain_report.lenders(found, scenario, w), explain_report.rounds(found, scenario, w)]
        screen.show([grid for grid in grids if grid is not None])
    screen.tell(explain_report.summary(found, scenario, w))
    if request.out is not None and not request.quiet:
        screen.complain(w("cli.written", folder=str(request.out)))


def _document(request: Request, scenario: Scenario, found: Explanation) -> dict[str, Any]:
    loser = explain_report.loser_of(found) if found.asked == "cities" else None
    return {
        "command": "explain",
        "scenario": scenario_facts(request, scenario),
        "unit": "million CNY",
        **dataclasses.asdict(found),
        "closest_loser": None if loser is None else loser.city,
        "closest_loser_could_afford_it": None if loser is None else explain_report.can_afford(loser),
        "summary": explain_report.summary(found, scenario, request.words),
    }
