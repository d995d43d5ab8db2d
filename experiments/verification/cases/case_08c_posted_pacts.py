"""Case 8c: a pact of two cities that post, kept just above the critical discount factor and broken just below it."""

from collections.abc import Iterator
from typing import Final

from experiments.verification.check import ITERATION, Case, Check
from experiments.verification.oracles import logit_games as logit
from experiments.verification.posting import furthest, identical
from experiments.verification.theory import theory
from sim.outcomes import run_outcomes
from sim.simulate import Run, simulate

VALUE, SCALE, COUNT = 10.0, 2.0, 2
PACTS: Final = (0.0, 2.0)
"""Concessions agreed on."""

BESIDE = 0.01
"""How far beside the critical discount factor members are tried: more than three standard errors of theirs."""

PROJECTS = 100_000
"""Projects on which members form their expectations, the most that there may be."""

FILE: Final = "case_03_posted"


def pacts() -> Iterator[Check]:
    """A cap that members may break, under grim trigger: δ* = (D - C)/(D - N), lower for a modest pact.

    Members reckon with drawn firms, so that theirs has a standard error of `critical_deviation` / √projects.
    """
    war = logit.alike(VALUE, SCALE, COUNT)
    for agreed in PACTS:
        critical = logit.critical_discount_factor(VALUE, SCALE, agreed, COUNT)
        for name, kept in (("+", True), ("−", False)):
            run = _run(agreed, critical + (BESIDE if kept else -BESIDE))
            row = f"x_c = {agreed:g}, δ = {critical:.4f} {name} {BESIDE}"
            yield Check(row, "breaches", 0.0 if kept else float(COUNT), run_outcomes(run)["breaches"])
            yield Check(row, "concession", *furthest(agreed if kept else war, run.deals["concession"]), ITERATION)


def _run(agreed: float, delta: float) -> Run:
    lever = (
        f"{{lever: subsidy_cap, cap: {agreed / 100}, compliance: chosen, "
        f"reference_projects: {PROJECTS}, discount_factor: {delta}}}"
    )
    many = f"projects.stylised.per_period={PROJECTS}"
    scenario = theory(FILE, *identical(COUNT), many, f"regimes.competition.levers=[{lever}]")
    return simulate(scenario, "competition", with_planner=False)


CASE_8C: Final = Case("8c", "Friedman 1971 (grim trigger); derived", "simulator", pacts, (FILE,))
