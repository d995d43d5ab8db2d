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
"""How far beside the critical discount factor members are tried."""

PROJECTS = 40_000
"""Projects on which members form their expectations: the critical value is met to less than `BESIDE`."""

FILE: Final = "case_03_posted"


def pacts() -> Iterator[Check]:
    """A cap that members may break, under grim trigger: δ* = (D - C)/(D - N); a modest pact is easier to keep."""
    war = logit.alike(VALUE, SCALE, COUNT)
    critical = {agreed: logit.critical_discount_factor(VALUE, SCALE, agreed, COUNT) for agreed in PACTS}
    between = sum(critical.values()) / len(critical)
    for agreed, threshold in critical.items():
        tried = {"δ* + 0.01": threshold + BESIDE, "δ* − 0.01": threshold - BESIDE, f"{between:.4f}": between}
        for name, delta in tried.items():
            run, row, kept = _run(agreed, delta), f"x_c = {agreed:g}, δ = {name}", delta > threshold
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
