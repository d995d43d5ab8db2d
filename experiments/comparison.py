"""A comparison: the same projects, the same luck, once per regime, many replications."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.executor import Batch, Task, execute
from experiments.replications import WATCHED_FIELDS, RegimeResult, Replication
from experiments.results import WATCHED_INDEX, Comparison, Failure, SweepResult
from sim.columns import CITY_COLUMNS, INDUSTRY_COLUMNS
from sim.explain import without_luck
from sim.outcomes import OUTCOMES
from sim.scenario import number_at, with_number
from sim.schema import Scenario, Sweep

__all__ = ["Comparison", "Failure", "Interrupted", "SweepResult", "compare", "nothing", "swept_values"]

type Floats = NDArray[np.float64]
type Progress = Callable[[int, int], None]


def nothing(done: int, total: int) -> None:
    """Report no progress."""


@dataclass(frozen=True)
class _Plan:
    """All that is to be run.

    Attributes:
        scenario: The scenario.
        regimes: Keys of the regimes, the baseline first.
        count: Replications of the comparison itself.
        sweeps: Each sweep with the index of its first variant and its values.
        variants: The scenario and the same without luck; then such a pair for each value of each sweep.
        tasks: What to run.
    """

    scenario: Scenario
    regimes: tuple[str, ...]
    count: int
    sweeps: list[tuple[Sweep, int, list[float]]]
    variants: list[Scenario]
    tasks: list[Task]


def compare(
    scenario: Scenario,
    replications: int | None = None,
    *,
    regimes: Sequence[str] | None = None,
    jobs: int = 1,
    with_sweeps: bool = True,
    with_planner: bool = True,
    progress: Progress = nothing,
) -> Comparison:
    """Run every regime of a scenario on the same projects with the same luck.

    Interrupted by the keyboard, it raises `Interrupted` with what has finished.

    Args:
        scenario: The scenario.
        replications: Number of replications; the scenario's own if none is given.
        regimes: Keys of the regimes, the baseline first; all of the scenario if none are given.
        jobs: Number of processes.
        with_sweeps: Whether to run the scenario's sweeps as well.
        with_planner: Whether to compute efficiency, where the scenario does.
        progress: Called with tasks done and tasks in all.
    """
    count = scenario.replications if replications is None else replications
    chosen = tuple(entry.key for entry in scenario.regimes) if regimes is None else tuple(regimes)
    plan = _planned(scenario, chosen, count, scenario.sweeps if with_sweeps else (), with_planner and scenario.planner)
    results: dict[int, dict[int, Replication]] = {}
    finished = 0

    def done(task: Task, result: Replication) -> None:
        nonlocal finished
        results.setdefault(task.variant, {})[task.number] = result
        finished += 1
        progress(finished, len(plan.tasks))

    try:
        execute(Batch(tuple(plan.variants), chosen), plan.tasks, jobs, done)
    except KeyboardInterrupt:
        raise Interrupted(_comparison(plan, results)) from None
    return _comparison(plan, results)


class Interrupted(KeyboardInterrupt):
    """The user stopped a comparison; `finished` holds the replications that were done, if any."""

    def __init__(self, finished: Comparison) -> None:
        """Keep what has finished."""
        super().__init__()
        self.finished = finished


def swept_values(scenario: Scenario, sweep: Sweep) -> list[float]:
    """The values of the swept number itself, relative ones added to the number they refer to."""
    base = 0.0 if sweep.relative_to is None else number_at(scenario, sweep.relative_to) or 0.0
    return [base + value for value in sweep.values]


def shortened(scenario: Scenario, regimes: Sequence[str] | None, periods: int | None) -> Scenario:
    """The scenario with only some regimes and periods; None for all."""
    keep = [entry for entry in scenario.regimes if regimes is None or entry.key in regimes]
    periods = min(scenario.time.periods, periods or scenario.time.periods)
    time = scenario.time.model_copy(update={"periods": periods})
    return scenario.model_copy(update={"regimes": tuple(keep), "time": time})


def luckless_runs(scenario: Scenario) -> int:
    """Runs without luck: one; none where a pipeline draws the other projects, so that luck cannot be left out."""
    return 0 if scenario.projects.random else 1


def _planned(
    scenario: Scenario, regimes: tuple[str, ...], count: int, sweeps: Sequence[Sweep], with_planner: bool
) -> _Plan:
    variants = [scenario, without_luck(scenario)]
    tasks = [Task(0, number, with_planner, number == 0) for number in range(count)]
    central = range(luckless_runs(scenario))
    tasks += [Task(1, number, with_planner=False) for number in central]
    placed = []
    for sweep in sweeps:
        values = swept_values(scenario, sweep)
        placed.append((sweep, len(variants), values))
        for value in values:
            runs = range(min(count, sweep.replications))
            moved = scenario
            for path in (sweep.path, *sweep.also):
                moved = with_number(moved, path, value)
            moved = shortened(moved, sweep.regimes, sweep.periods)
            tasks += [Task(len(variants), number, with_planner=False) for number in runs]
            tasks += [Task(len(variants) + 1, number, with_planner=False) for number in central]
            variants += [moved, without_luck(moved)]
    return _Plan(scenario, regimes, count, placed, variants, tasks)


def _comparison(plan: _Plan, results: dict[int, dict[int, Replication]]) -> Comparison:
    def ordered(index: int) -> list[Replication]:
        found = results.get(index, {})
        return [found[number] for number in sorted(found) if not found[number].error]

    main, leads = ordered(0), len(plan.scenario.projects.watched)
    periods, cities = plan.scenario.time.periods, len(plan.scenario.cities)
    kinds = len(plan.scenario.industries)
    first = results[0][0].results if 0 in results.get(0, {}) else {}
    return Comparison(
        scenario=plan.scenario,
        regimes=plan.regimes,
        numbers=tuple(run.number for run in main),
        outcomes=_stacked(plan.regimes, main, (len(OUTCOMES),), lambda result: result.outcomes),
        cities=_stacked(plan.regimes, main, (len(CITY_COLUMNS), periods, cities), lambda result: result.cities),
        watched=_stacked(plan.regimes, main, (leads, len(WATCHED_FIELDS)), lambda result: result.watched),
        industries=_stacked(
            plan.regimes, main, (len(INDUSTRY_COLUMNS), cities, kinds), lambda result: result.industries
        ),
        deals={key: result.deals for key, result in first.items() if result.deals is not None},
        central_hosts={key: _central(ordered(1), key, leads) for key in plan.regimes},
        breaches={key: [run.results[key].breaches for run in main] for key in plan.regimes},
        failures=_failures(plan, results),
        sweeps=tuple(
            _swept(plan, sweep, values, [ordered(start + offset) for offset in range(2 * len(values))])
            for sweep, start, values in plan.sweeps
            if _is_done(plan, results, sweep, start, values)
        ),
        planned=plan.count,
        complete=sum(len(runs) for runs in results.values()) == len(plan.tasks),
    )


def _stacked(
    regimes: tuple[str, ...], runs: list[Replication], shape: tuple[int, ...], read: Callable[[RegimeResult], Floats]
) -> dict[str, Floats]:
    """What is read from each replication, (replications, *shape) by regime."""
    return {
        key: np.array([read(run.results[key]) for run in runs], dtype=float).reshape(len(runs), *shape)
        for key in regimes
    }


def _is_done(
    plan: _Plan,
    results: dict[int, dict[int, Replication]],
    sweep: Sweep,
    start: int,
    values: list[float],
) -> bool:
    wanted = min(plan.count, sweep.replications)
    counts = (wanted, luckless_runs(plan.scenario))
    return all(len(results.get(start + offset, {})) == counts[offset % 2] for offset in range(2 * len(values)))


def _swept(plan: _Plan, sweep: Sweep, values: list[float], parts: list[list[Replication]]) -> SweepResult:
    lucky, central = parts[0::2], parts[1::2]
    common = set.intersection(*({run.number for run in part} for part in lucky))
    kept = [[run for run in part if run.number in common] for part in lucky]
    keys = tuple(key for key in plan.regimes if sweep.regimes is None or key in sweep.regimes)
    leads, host = len(plan.scenario.projects.watched), WATCHED_INDEX["host"]

    def by_value(shape: tuple[int, ...], read: Callable[[RegimeResult], Floats]) -> dict[str, Floats]:
        stacks = [_stacked(keys, part, shape, read) for part in kept]
        return {key: np.array([stack[key] for stack in stacks]) for key in keys}

    return SweepResult(
        sweep=sweep,
        replications=len(common),
        values=np.array(values),
        hosts=by_value((leads,), lambda result: result.watched[:, host]),
        outcomes=by_value((len(OUTCOMES),), lambda result: result.outcomes),
        central_hosts={key: np.array([_central(part, key, leads) for part in central]) for key in keys},
    )


def _central(part: list[Replication], regime: str, leads: int) -> Floats:
    """Hosts of the watched projects without luck, (leads,); NaN where the run failed."""
    return part[0].results[regime].watched[:, WATCHED_INDEX["host"]] if part else np.full(leads, np.nan)


def _failures(plan: _Plan, results: dict[int, dict[int, Replication]]) -> tuple[Failure, ...]:
    places: dict[int, tuple[str | None, float]] = dict.fromkeys((0, 1), (None, float("nan")))
    for sweep, start, values in plan.sweeps:
        for offset, value in enumerate(values):
            places |= {start + 2 * offset + part: (sweep.key, value) for part in (0, 1)}
    return tuple(
        Failure(*places[index], number, run.error)
        for index, runs in sorted(results.items())
        for number, run in sorted(runs.items())
        if run.error
    )
