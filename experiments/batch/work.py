"""Carrying out one run, in whatever process it lands."""

import time
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from experiments.batch.parts import packed
from experiments.batch.plan import Numbers, RunSpec
from sim.outcomes import run_outcomes
from sim.scenario import with_numbers
from sim.schema import Scenario
from sim.simulate import simulate

type Floats = NDArray[np.float64]

ALWAYS_THERE: Final = ("welfare_total", "welfare_region", "concession")
"""Outcomes that every run has; others are missing where they are not defined, such as a share of no deals."""


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run that ended well hands back.

    Attributes:
        outcomes: (outcomes,) in the order of the plan; NaN where undefined.
        series: Series, packed; none where the design keeps none.
        seconds: How long it took.
    """

    outcomes: Floats
    series: bytes | None
    seconds: float


class NotFinite(ArithmeticError):
    """An outcome that must be a finite number is not: a bug, and never a result."""


@dataclass(frozen=True, eq=False)
class RunWork:
    """Carries out runs of one batch: call it with a run.

    Attributes:
        scenario: The scenario, with the constants set.
        outcomes: Names of the outcomes that are kept.
        series: Columns of cities and periods that are kept.
        with_planner: Whether the efficient allocation is computed.
    """

    scenario: Scenario
    outcomes: tuple[str, ...]
    series: tuple[str, ...]
    with_planner: bool

    def __call__(self, run: RunSpec) -> RunResult:
        """Carry out a run.

        Raises:
            NotFinite: If an outcome is infinite, or one that every run has is missing.
        """
        start = time.perf_counter()
        found = simulate(_varied(self, run.numbers), run.regime, run.replication, with_planner=self.with_planner)
        told = run_outcomes(found)
        for name, value in told.items():
            if np.isinf(value) or (np.isnan(value) and name in ALWAYS_THERE):
                raise NotFinite(f"{name} is {value}")
        cities = found.cities if self.series else {}
        series = packed(np.array([cities[name] for name in self.series])) if self.series else None
        outcomes = np.array([told[name] for name in self.outcomes])
        return RunResult(outcomes, series, time.perf_counter() - start)


@lru_cache(maxsize=4)
def _varied(work: RunWork, numbers: Numbers) -> Scenario:
    """The scenario of a world and a policy; the last few are kept, for replications come one after the other."""
    return with_numbers(work.scenario, dict(numbers))
