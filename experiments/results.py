"""What a comparison found: replications of all regimes side by side, failures, and sweeps."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from experiments.replications import WATCHED_FIELDS
from experiments.statistics import Interval, Paired, interval, paired, wilson
from sim.columns import CITY_COLUMNS
from sim.outcomes import OUTCOMES
from sim.schema import Scenario, Sweep
from sim.simulate import Columns

type Floats = NDArray[np.float64]

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
        industries: (replications, fields, C, K) by regime.
        deals: Deals of the first replication by regime.
        central_hosts: (leads,) host of each watched project by regime without luck, -1 if it left; NaN where
            other projects are drawn, so that luck cannot be left out.
        breaches: For each replication (n, 4) lever, city, period and whether it was audited, by regime.
        failures: What went wrong, one entry for each replication that failed.
        sweeps: Results of the scenario's sweeps.
        planned: Number of replications asked for.
        complete: Whether everything asked for was run, sweeps included.
    """

    scenario: Scenario
    regimes: tuple[str, ...]
    numbers: tuple[int, ...]
    outcomes: dict[str, Floats]
    cities: dict[str, Floats]
    watched: dict[str, Floats]
    industries: dict[str, Floats]
    deals: dict[str, Columns]
    central_hosts: dict[str, Floats]
    breaches: dict[str, list[Floats]] = field(default_factory=dict)
    failures: tuple["Failure", ...] = ()
    sweeps: tuple["SweepResult", ...] = ()
    planned: int = 0
    complete: bool = True

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


@dataclass(frozen=True, slots=True)
class Failure:
    """A replication that failed.

    Attributes:
        sweep: Key of the sweep that it belonged to, None for the comparison itself.
        value: Value of the sweep, NaN for the comparison itself.
        number: Number of the replication.
        traceback: Traceback.
    """

    sweep: str | None
    value: float
    number: int
    traceback: str


@dataclass(frozen=True)
class SweepResult:
    """One swept number.

    Attributes:
        sweep: What was swept.
        replications: Replications at each value.
        values: (V,) values of the number itself.
        hosts: (V, replications, leads) host of each watched project by regime, -1 if it left.
        outcomes: (V, replications, outcomes) by regime.
        central_hosts: (V, leads) host of each watched project by regime without luck, -1 if it left.
    """

    sweep: Sweep
    replications: int
    values: Floats
    hosts: dict[str, Floats]
    outcomes: dict[str, Floats]
    central_hosts: dict[str, Floats]

    @property
    def regimes(self) -> tuple[str, ...]:
        """Keys of the regimes that the sweep ran."""
        return tuple(self.outcomes)

    def has(self, name: str) -> bool:
        """Whether an outcome has a value somewhere."""
        return any(bool(np.isfinite(values[:, :, OUTCOME_INDEX[name]]).any()) for values in self.outcomes.values())

    def compared(self, baseline: str) -> tuple[str, ...]:
        """Keys of the regimes that can be compared with the baseline; none if the sweep did not run that."""
        return tuple(key for key in self.outcomes if key != baseline) if baseline in self.outcomes else ()

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
