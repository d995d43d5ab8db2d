"""Single runs: this program in both forms, the twin and the floor in turn, on the same scenario with the same luck."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from benchmarks.clock import Case, Facts, Sample, cpus, interleaved, ratio, walls
from benchmarks.floor import floor, pooled, settled
from benchmarks.forms import COMPILED, load_passes, once
from benchmarks.twin import simulate_twin
from sim.scenario import load
from sim.schema import Scenario

TWO_CITIES: Final = (100, 1_000)
"""Projects a period of the two-city case beside those that it has."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A scenario that is measured.

    Attributes:
        scenario: The scenario; its first regime is run.
        rounds: Number of rounds.
        repeats: How often the short cases are run in each round.
    """

    scenario: Scenario
    rounds: int
    repeats: int


def subjects(rounds: int) -> dict[str, Subject]:
    """The region, and the two-city case as it is and with more projects."""
    found = {
        "region": Subject(load("region"), 2 * rounds, 2),
        "two_cities": Subject(load("rongchang_longchang"), 3 * rounds, 10),
    }
    for projects in TWO_CITIES:
        more = [("arrivals", projects), ("pool", -(-5 * projects // 3))]
        scenario = load(
            "rongchang_longchang", overrides=[f"projects.pipeline.{name}_per_year={number}" for name, number in more]
        )
        found[f"two_cities_{projects}"] = Subject(scenario, 3 * rounds, 2_000 // projects)
    return found


def measured(name: str, subject: Subject) -> Facts:
    """All cases of one scenario; the first run, which also counts the projects, is not timed."""
    scenario = subject.scenario
    counts = settled(once(scenario)())
    pool = pooled(scenario, counts)
    cases = {
        "simulate": Case(once(scenario), subject.repeats),
        "twin": Case(lambda: simulate_twin(scenario, scenario.regimes[0].key, 0)),
        "twin_shared": Case(lambda: simulate_twin(scenario, scenario.regimes[0].key, 0, share=True)),
        "floor": Case(lambda: floor(scenario, counts), 5 * subject.repeats),
        "floor_pool": Case(lambda: floor(scenario, pool), 5 * subject.repeats),
    }
    if COMPILED:
        load_passes()
        quick = Case(once(scenario, "always"), subject.repeats)
        cases = {"simulate": cases.pop("simulate"), "compiled": quick, **cases}
    samples = interleaved(cases, subject.rounds, name)
    return {
        "cities": len(counts.cities), "years": scenario.time.periods, "projects": counts.total, "slots": pool.total,
        "wall": {case: walls(some).facts() for case, some in samples.items()},
        "cpu": {case: cpus(some).facts() for case, some in samples.items()},
        "ratios": ratios(samples),
    }  # fmt: skip


def ratios(samples: Mapping[str, list[Sample]]) -> Facts:
    """How many times as fast as the twin, how far above the floor, and the same with compiled passes."""
    mine = samples["simulate"]
    found = {
        "twin": ratio(samples["twin"], mine).facts(),
        "twin_shared": ratio(samples["twin_shared"], mine).facts(),
        "floor": ratio(mine, samples["floor"]).facts(),
        "floor_pool": ratio(mine, samples["floor_pool"]).facts(),
    }
    if "compiled" in samples:
        quick = samples["compiled"]
        found |= {
            "compiled": ratio(mine, quick).facts(),
            "compiled_twin": ratio(samples["twin"], quick).facts(),
            "compiled_floor": ratio(quick, samples["floor"]).facts(),
        }
    return found
