"""A comparison repeated over the declared prior range of the contested parameters, everywhere with the same luck."""

import traceback
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from experiments.comparison import Progress, nothing, shortened
from experiments.executor import Batch, Task, execute
from experiments.findings import ONE_YUAN, Verdict, verdict
from experiments.prior_points import Design, at_point, of_prior, prior_of
from experiments.replications import Replication
from experiments.results import OUTCOME_INDEX
from experiments.statistics import Paired, paired
from sim.outcomes import OUTCOMES
from sim.scenario import ScenarioError
from sim.schema import PriorRange, Scenario

type Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PointFailure:
    """A replication that failed at a point.

    Attributes:
        point: Number of the point in the design.
        number: Number of the replication; -1 where the scenario refuses the values of the point together.
        traceback: What went wrong.
    """

    point: int
    number: int
    traceback: str


@dataclass(frozen=True)
class Neutrality:
    """What was found at the points of the design that were finished.

    Attributes:
        scenario: The scenario.
        regimes: Keys of the regimes; the first is the baseline.
        design: How the points were spread.
        numbers: (P,) number of each finished point in the design.
        values: (P, D) values of the contested parameters, in the order of `parameters`.
        outcomes: (P, replications, outcomes) by regime; NaN where a replication failed.
        failures: What went wrong.
        planned: Points asked for.
        replications: Replications at each point.
        periods: Periods of each run.
    """

    scenario: Scenario
    regimes: tuple[str, ...]
    design: Design
    numbers: tuple[int, ...]
    values: Floats
    outcomes: dict[str, Floats]
    failures: tuple[PointFailure, ...]
    planned: int
    replications: int
    periods: int

    @property
    def baseline(self) -> str:
        """Key of the regime that the others are compared with."""
        return self.regimes[0]

    @property
    def parameters(self) -> dict[str, PriorRange]:
        """The contested parameters by key, in the order of the columns of `values`."""
        return prior_of(self.scenario).parameters

    @property
    def complete(self) -> bool:
        """Whether every replication at every point was run and none failed."""
        return len(self.numbers) == self.planned and not self.failures

    def at(self, which: NDArray[np.bool_]) -> "Neutrality":
        """What was found at some of the points, (P,)."""
        numbers = tuple(number for number, taken in zip(self.numbers, which, strict=True) if taken)
        outcomes = {key: values[which] for key, values in self.outcomes.items()}
        return replace(self, numbers=numbers, values=self.values[which], outcomes=outcomes)

    @property
    def off(self) -> NDArray[np.bool_]:
        """Points at which all parameters that the prior switches off together are at their low ends, (P,)."""
        keys = [key for key in prior_of(self.scenario).switched_off if key in self.parameters]
        columns = [list(self.parameters).index(key) for key in keys]
        lows = np.array([self.parameters[key].low for key in keys])
        return (self.values[:, columns] == lows).all(axis=1) & bool(keys)

    def outcome(self, name: str, regime: str) -> Floats:
        """An outcome, (P, replications)."""
        return self.outcomes[regime][:, :, OUTCOME_INDEX[name]]

    def gain(self, name: str, regime: str) -> Floats:
        """Paired difference of an outcome to the baseline, mean over replications, (P,)."""
        return np.array([pair.difference.mean for pair in self.pairs(name, regime)])

    def pairs(self, name: str, regime: str) -> list[Paired]:
        """Paired difference of an outcome to the baseline at each point, with its interval over replications."""
        rows = zip(self.outcome(name, regime), self.outcome(name, self.baseline), strict=True)
        return [paired(values, base) for values, base in rows]

    def verdicts(self, name: str, regime: str) -> list[Verdict]:
        """What the paired difference says at each point: a gain, a loss, or neither."""
        gaps = np.abs(self.outcome(name, regime) - self.outcome(name, self.baseline))
        same = [bool((gap[np.isfinite(gap)] <= ONE_YUAN).all()) for gap in gaps]
        return [verdict(pair, alike) for pair, alike in zip(self.pairs(name, regime), same, strict=True)]


class NeutralityInterrupted(KeyboardInterrupt):
    """The user stopped it; `finished` holds the points that were done, if any."""

    def __init__(self, finished: Neutrality) -> None:
        """Keep what has finished."""
        super().__init__()
        self.finished = finished


def explore(
    scenario: Scenario,
    regimes: Sequence[str],
    count: int,
    replications: int,
    *,
    design: Design = "lhs",
    periods: int | None = None,
    jobs: int = 1,
    progress: Progress = nothing,
) -> Neutrality:
    """Run regimes on the same projects with the same luck at every point of a design.

    Interrupted by the keyboard, it raises `NeutralityInterrupted` with the points that have finished.

    Args:
        scenario: The scenario, with a prior.
        regimes: Keys of the regimes, the baseline first.
        count: Number of points.
        replications: Replications at each point; the same numbers, hence the same luck, at all of them.
        design: How the points are spread; its seed is that of the scenario.
        periods: Periods that are run, at most; None for all.
        jobs: Number of processes; the result is the same.
        progress: Called with runs done and runs in all.
    """
    values = of_prior(prior_of(scenario), count, design, scenario.seed)
    results: dict[int, dict[int, Replication]] = {}
    refused: list[PointFailure] = []
    variants: list[Scenario] = []
    tasks: list[Task] = []
    for point, row in enumerate(values):
        progress(0, count * replications)
        try:
            variants.append(shortened(at_point(scenario, row.tolist()), regimes, periods))
        except ScenarioError:
            variants.append(scenario)
            refused.append(PointFailure(point, -1, traceback.format_exc()))
            continue
        tasks += [Task(point, number, with_planner=False) for number in range(replications)]
    finished = 0

    def done(task: Task, result: Replication) -> None:
        nonlocal finished
        results.setdefault(task.variant, {})[task.number] = result
        finished += 1
        progress(finished, len(tasks))

    def found() -> Neutrality:
        return _gathered(scenario, tuple(regimes), design, values, replications, periods, results, refused)

    try:
        execute(Batch(tuple(variants), tuple(regimes)), tasks, jobs, done)
    except KeyboardInterrupt:
        raise NeutralityInterrupted(found()) from None
    return found()


def _gathered(
    scenario: Scenario,
    regimes: tuple[str, ...],
    design: Design,
    values: Floats,
    replications: int,
    periods: int | None,
    results: dict[int, dict[int, Replication]],
    refused: list[PointFailure],
) -> Neutrality:
    """The points of which every replication has ended, and at least one has ended well."""
    failures = refused + [
        PointFailure(point, number, run.error)
        for point, runs in sorted(results.items())
        for number, run in sorted(runs.items())
        if run.error
    ]
    ended = [point for point, runs in sorted(results.items()) if len(runs) == replications]
    kept = tuple(point for point in ended if any(not run.error for run in results[point].values()))
    nothing_known = np.full(len(OUTCOMES), np.nan)

    def stacked(key: str) -> Floats:
        rows = [
            [run.results[key].outcomes if not run.error else nothing_known for _, run in sorted(results[point].items())]
            for point in kept
        ]
        return np.array(rows, dtype=float).reshape(len(kept), replications, len(OUTCOMES))

    outcomes = {key: stacked(key) for key in regimes}
    return Neutrality(
        scenario, regimes, design, kept, values[list(kept)], outcomes, tuple(failures), len(values), replications,
        min(scenario.time.periods, periods or scenario.time.periods),
    )  # fmt: skip
