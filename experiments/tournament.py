"""Strategies played against each other on the same projects, in the form of Axelrod's tournaments.

In every match one city plays one strategy and all the others play another, or the same. Each pair of strategies meets
in every seat, so that no strategy profits from a city's position. With two cities that is a round robin.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from experiments.executor import Batch, Task, execute
from experiments.replications import RegimeResult, Replication
from experiments.results import OUTCOME_INDEX
from experiments.statistics import Interval, Paired, interval, paired
from experiments.words import Language
from sim.columns import CITY_COLUMNS
from sim.scenario import load
from sim.schema import Scenario

type Floats = NDArray[np.float64]
type Seating = tuple[int, ...]
"""Index of the strategy of each city."""

MEASURES: Final = ("payoff", "won", "rate", "losses")
"""Payoff (W_city per project, million CNY), share of projects won, concession over investment of projects won, share of
those whose public net is below zero."""

_CITY: Final = {name: index for index, name in enumerate(CITY_COLUMNS)}


@dataclass(frozen=True, slots=True)
class Failure:
    """A match that failed: its seating, the replication, the traceback."""

    seating: Seating
    number: int
    traceback: str


@dataclass(frozen=True)
class Tournament:
    """What came out.

    Attributes:
        scenario: The scenario; the strategies of its cities are replaced.
        regime: Key of the regime that was played.
        names: Name of each strategy.
        numbers: Replications in which every match was finished.
        table: (S, S, R) by measure: one city with strategy i among others with strategy j, in each replication.
        projects: Projects of a match, on average.
        failures: Matches that failed.
    """

    scenario: Scenario
    regime: str
    names: tuple[str, ...]
    numbers: tuple[int, ...]
    table: Mapping[str, Floats]
    projects: float
    failures: tuple[Failure, ...]

    def scores(self, measure: str) -> Floats:
        """Mean over all opponents, (S, R); NaN where it is nowhere defined."""
        values = self.table[measure]
        known = np.isfinite(values)
        total, count = np.where(known, values, 0.0).sum(axis=1), known.sum(axis=1)
        return np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0)

    def score(self, measure: str, strategy: int) -> Interval:
        """A score with its 95 % interval over replications."""
        return interval(self.scores(measure)[strategy])

    def ranking(self) -> list[int]:
        """Strategies from the highest mean payoff to the lowest; equal ones by name."""
        mean = self.scores("payoff").mean(axis=1)
        return sorted(range(len(self.names)), key=lambda index: (-mean[index], self.names[index]))

    def places(self) -> list[int]:
        """Rank of each strategy in the order of the ranking, from 1; equal payoffs share the better rank."""
        means = self.scores("payoff").mean(axis=1)[self.ranking()]
        places: list[int] = []
        for position, mean in enumerate(means):
            tied = position > 0 and np.isclose(mean, means[position - 1], rtol=1e-12, atol=1e-12)
            places.append(places[-1] if tied else position + 1)
        return places

    def behind(self, strategy: int) -> Paired:
        """Payoff less that of the first in the ranking, replication by replication."""
        scores = self.scores("payoff")
        return paired(scores[strategy], scores[self.ranking()[0]])

    def not_behind(self, strategy: int) -> bool:
        """Whether its payoff cannot be told from that of the first."""
        high = self.behind(strategy).difference.high
        return strategy == self.ranking()[0] or not high < 0


def seatings(strategies: int, cities: int) -> dict[Seating, list[tuple[int, int, int]]]:
    """Every seating that is played, and what it says: (strategy of one city, strategy of all others, its seat)."""
    found: dict[Seating, list[tuple[int, int, int]]] = defaultdict(list)
    for one in range(strategies):
        for others in range(strategies):
            for seat in range(cities):
                seating = tuple(one if city == seat else others for city in range(cities))
                found[seating].append((one, others, seat))
    return dict(found)


def entered(source: str, strategy: str, overrides: Sequence[str] = (), language: Language = "en") -> Scenario:
    """A scenario with one strategy in all its cities.

    Args:
        source: Path or name of the scenario.
        strategy: Name of a strategy, or a block such as {name: shaded, share: 0.5}.
        overrides: Settings of the form `path=value`.
        language: Language of error texts.

    Raises:
        sim.ScenarioError: If there is no such strategy, or a parameter is wrong.
    """
    block = strategy if strategy.lstrip().startswith("{") else f"{{name: {strategy}}}"
    return load(source, overrides=[*overrides, f"cities.*.strategy={block}"], language=language)


def play(
    scenario: Scenario,
    regime: str,
    entrants: Mapping[str, Scenario],
    replications: int,
    jobs: int = 1,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Tournament:
    """Play all matches.

    Args:
        scenario: The scenario.
        regime: Key of the regime.
        entrants: The scenario with one strategy in all its cities, by the name of the strategy.
        replications: Number of replications, from 0 on.
        jobs: Number of processes; the result is the same.
        progress: Called with the matches done and all there are.
    """
    names, keys = tuple(entrants), tuple(scenario.cities)
    plan = seatings(len(names), len(keys))
    variants = tuple(_seated(scenario, [entrants[names[index]] for index in seating]) for seating in plan)
    tasks = [Task(v, number, with_planner=False) for number in range(replications) for v in range(len(variants))]
    results: dict[tuple[int, int], Replication] = {}

    def done(task: Task, result: Replication) -> None:
        results[task.number, task.variant] = result
        progress(len(results), len(tasks))

    execute(Batch(variants, (regime,)), tasks, jobs, done)
    order = list(plan)
    failures = tuple(
        Failure(order[variant], number, run.error) for (number, variant), run in sorted(results.items()) if run.error
    )
    failed = {failure.number for failure in failures}
    numbers = tuple(number for number in range(replications) if number not in failed)
    found = [
        {seating: results[number, variant].results[regime] for variant, seating in enumerate(order)}
        for number in numbers
    ]
    table = {name: np.full((len(names), len(names), len(numbers)), np.nan) for name in MEASURES}
    for column, matches in enumerate(found):
        for name, values in _measured(plan, matches, len(names)).items():
            table[name][:, :, column] = values
    projects = float(np.mean([_projects(run) for matches in found for run in matches.values()])) if found else 0.0
    return Tournament(scenario, regime, names, numbers, table, projects, failures)


def _seated(scenario: Scenario, of: Sequence[Scenario]) -> Scenario:
    """The scenario with the strategies of others: city by city that of the scenario listed for it."""
    cities = {
        key: city.model_copy(update={"strategy": other.cities[key].strategy})
        for (key, city), other in zip(scenario.cities.items(), of, strict=True)
    }
    return scenario.model_copy(update={"cities": cities})


def _projects(result: RegimeResult) -> float:
    """Projects of a match."""
    return float(result.outcomes[OUTCOME_INDEX["projects_hosted"]] + result.outcomes[OUTCOME_INDEX["projects_left"]])


def _measured(
    plan: Mapping[Seating, Sequence[tuple[int, int, int]]], matches: Mapping[Seating, RegimeResult], count: int
) -> dict[str, Floats]:
    """Every measure of one replication, (S, S): sums over the seats first, then ratios."""
    names = ("welfare_city", "projects_won", "concession", "investment_won", "losses")
    sums = {name: np.zeros((count, count)) for name in names}
    projects = np.zeros((count, count))
    for seating, uses in plan.items():
        result = matches[seating]
        totals = {name: result.cities[_CITY[name]].sum(axis=0) for name in names}
        for one, others, seat in uses:
            projects[one, others] += _projects(result)
            for name in names:
                sums[name][one, others] += totals[name][seat]

    def ratio(above: Floats, below: Floats) -> Floats:
        return np.divide(above, below, out=np.full(above.shape, np.nan), where=below > 0)

    return {
        "payoff": ratio(sums["welfare_city"], projects),
        "won": ratio(sums["projects_won"], projects),
        "rate": ratio(sums["concession"], sums["investment_won"]),
        "losses": ratio(sums["losses"], sums["projects_won"]),
    }
