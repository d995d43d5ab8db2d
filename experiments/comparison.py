"""A comparison: the same projects, the same luck, once per regime, many replications."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from experiments.executor import Batch, Task, execute
from experiments.replications import WATCHED_FIELDS, RegimeResult, Replication
from experiments.statistics import Interval, Paired, interval, paired, wilson
from experiments.variants import value_at, variant
from sim.outcomes import CITY_COLUMNS, OUTCOMES
from sim.schema import Scenario, Sweep
from sim.simulate import Columns

type Floats = NDArray[np.float64]
type Progress = Callable[[int, int], None]

OUTCOME_INDEX = {outcome.name: index for index, outcome in enumerate(OUTCOMES)}
CITY_INDEX = {name: index for index, name in enumerate(CITY_COLUMNS)}
WATCHED_INDEX = {name: index for index, name in enumerate(WATCHED_FIELDS)}


@dataclass(frozen=True)
class Comparison:
    """Results of all regimes over the replications that finished, in order of their numbers.

    Attributes:
        scenario: The scenario.
        regimes: Keys of the regimes; the first is the baseline.
        numbers: Numbers of the replications that finished.
        outcomes: (replications, outcomes) by regime.
        cities: (replications, fields, periods, C) by regime.
        watched: (replications, leads, fields) by regime.
        deals: Deals of the first replication by regime.
        failures: Traceback by replication number.
        sweeps: Results of the scenario's sweeps.
    """

    scenario: Scenario
    regimes: tuple[str, ...]
    numbers: tuple[int, ...]
    outcomes: dict[str, Floats]
    cities: dict[str, Floats]
    watched: dict[str, Floats]
    deals: dict[str, Columns]
    failures: dict[int, str]
    sweeps: tuple["SweepResult", ...] = ()

    @property
    def baseline(self) -> str:
        """Key of the regime that the others are compared with."""
        return self.regimes[0]

    def outcome(self, name: str, regime: str) -> Floats:
        """An outcome over the replications, (replications,)."""
        return self.outcomes[regime][:, OUTCOME_INDEX[name]]

    def level(self, name: str, regime: str) -> Interval:
        """Mean of an outcome and its interval."""
        return interval(self.outcome(name, regime))

    def difference(self, name: str, regime: str) -> Paired:
        """Paired difference of an outcome to the baseline."""
        return paired(self.outcome(name, regime), self.outcome(name, self.baseline))

    def city_totals(self, name: str, regime: str) -> Floats:
        """A field of the cities summed over periods, (replications, C)."""
        return np.nansum(self.cities[regime][:, CITY_INDEX[name]], axis=1)

    def city_difference(self, name: str, regime: str, city: int) -> Paired:
        """Paired difference of a city's total to the baseline."""
        return paired(self.city_totals(name, regime)[:, city], self.city_totals(name, self.baseline)[:, city])

    def by_period(self, name: str, regime: str) -> Floats:
        """A field of the cities by period, (replications, periods, C)."""
        return self.cities[regime][:, CITY_INDEX[name]]

    def watched_field(self, name: str, regime: str, lead: int) -> Floats:
        """A field of a watched deal, (replications,)."""
        return self.watched[regime][:, lead, WATCHED_INDEX[name]]

    def host_shares(self, regime: str, lead: int) -> dict[str, Interval]:
        """How often each city hosts a watched project; the key "" is for leaving."""
        return shares_of(self.watched_field("host", regime, lead), tuple(self.scenario.cities))


@dataclass(frozen=True)
class SweepResult:
    """One swept number.

    Attributes:
        sweep: What was swept.
        replications: Replications at each value.
        values: (V,) values of the number itself.
        hosts: (V, replications, leads) host of each watched project by regime, -1 if it left.
        outcomes: (V, replications, outcomes) by regime.
    """

    sweep: Sweep
    replications: int
    values: Floats
    hosts: dict[str, Floats]
    outcomes: dict[str, Floats]

    def host_counts(self, regime: str, lead: int, city: int) -> NDArray[np.int64]:
        """How often a city (-1: nobody) hosts a watched project at each value, (V,)."""
        return (self.hosts[regime][:, :, lead] == city).sum(axis=1)

    def difference(self, name: str, regime: str, baseline: str) -> list[Paired]:
        """Paired difference of an outcome to the baseline at each value, (V,)."""
        index = OUTCOME_INDEX[name]
        pairs = zip(self.outcomes[regime][:, :, index], self.outcomes[baseline][:, :, index], strict=True)
        return [paired(values, base) for values, base in pairs]


def shares_of(hosts: Floats, cities: tuple[str, ...]) -> dict[str, Interval]:
    """Share of replications in which each city hosts, with Wilson intervals; "" is for leaving."""
    known = hosts[np.isfinite(hosts)]
    names = {"": -1} | {key: index for index, key in enumerate(cities)}
    return {key: wilson(int((known == index).sum()), known.size) for key, index in names.items()}


def nothing(done: int, total: int) -> None:
    """Report no progress."""


@dataclass
class _Gathered:
    results: dict[int, dict[int, Replication]] = field(default_factory=dict)
    done: int = 0

    def ordered(self, index: int) -> list[Replication]:
        """Replications of a variant that succeeded, in order of their numbers."""
        found = self.results.get(index, {})
        return [found[number] for number in sorted(found) if not found[number].error]


def compare(
    scenario: Scenario,
    replications: int | None = None,
    *,
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
        jobs: Number of processes.
        with_sweeps: Whether to run the scenario's sweeps as well.
        with_planner: Whether to compute efficiency.
        progress: Called with tasks done and tasks in all.
    """
    count = scenario.replications if replications is None else replications
    regimes = tuple(entry.key for entry in scenario.regimes)
    sweeps = scenario.sweeps if with_sweeps else ()
    variants: list[Scenario] = [scenario]
    tasks = [Task(0, number, with_planner, number == 0) for number in range(count)]
    for sweep in sweeps:
        for value in swept_values(scenario, sweep):
            tasks += [Task(len(variants), number, False) for number in range(min(count, sweep.replications))]
            variants.append(shortened(variant(scenario, sweep.path, value), sweep))
    gathered = _Gathered()

    def done(task: Task, result: Replication) -> None:
        gathered.results.setdefault(task.variant, {})[task.number] = result
        gathered.done += 1
        progress(gathered.done, len(tasks))

    try:
        execute(Batch(tuple(variants)), tasks, jobs, done)
    except KeyboardInterrupt:
        if not gathered.ordered(0):
            raise
        raise Interrupted(_comparison(scenario, regimes, gathered, ())) from None
    return _comparison(scenario, regimes, gathered, sweeps)


class Interrupted(KeyboardInterrupt):
    """The user stopped a comparison; `finished` holds the replications that were done."""

    def __init__(self, finished: Comparison) -> None:
        """Keep what has finished."""
        super().__init__()
        self.finished = finished


def swept_values(scenario: Scenario, sweep: Sweep) -> list[float]:
    """The values of the swept number itself, relative ones added to the number they refer to."""
    base = 0.0 if sweep.relative_to is None else value_at(scenario, sweep.relative_to)
    return [base + value for value in sweep.values]


def shortened(scenario: Scenario, sweep: Sweep) -> Scenario:
    """The scenario with only the regimes and periods that a sweep runs."""
    keep = [entry for entry in scenario.regimes if sweep.regimes is None or entry.key in sweep.regimes]
    periods = min(scenario.time.periods, sweep.periods or scenario.time.periods)
    time = scenario.time.model_copy(update={"periods": periods})
    return scenario.model_copy(update={"regimes": tuple(keep), "time": time})


def _comparison(
    scenario: Scenario, regimes: tuple[str, ...], gathered: _Gathered, sweeps: Sequence[Sweep]
) -> Comparison:
    main = gathered.ordered(0)

    def stacked(name: str, runs: list[Replication]) -> dict[str, Floats]:
        return {key: np.array([getattr(run.results[key], name) for run in runs]) for key in regimes}

    failures = {n: run.error for runs in gathered.results.values() for n, run in runs.items() if run.error}
    swept, number = [], 1
    for sweep in sweeps:
        values = swept_values(scenario, sweep)
        parts = [gathered.ordered(number + offset) for offset in range(len(values))]
        number += len(values)
        common = min(len(part) for part in parts)
        keys = tuple(key for key in regimes if sweep.regimes is None or key in sweep.regimes)
        hosts = {key: np.array([[_hosts(run.results[key]) for run in part[:common]] for part in parts]) for key in keys}
        outcomes = {
            key: np.array([[run.results[key].outcomes for run in part[:common]] for part in parts]) for key in keys
        }
        swept.append(SweepResult(sweep, common, np.array(values), hosts, outcomes))
    first = main[0].results if main else {}
    return Comparison(
        scenario=scenario,
        regimes=regimes,
        numbers=tuple(run.number for run in main),
        outcomes=stacked("outcomes", main),
        cities=stacked("cities", main),
        watched=stacked("watched", main),
        deals={key: result.deals for key, result in first.items() if result.deals is not None},
        failures=failures,
        sweeps=tuple(swept),
    )


def _hosts(result: RegimeResult) -> Floats:
    return result.watched[:, WATCHED_INDEX["host"]]
