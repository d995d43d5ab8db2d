"""Bands over replications: what a worker hands back of each, and what the page draws of those that have come in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from demo.measures import series
from experiments.drawings import PARTIES
from experiments.replications import replicate
from experiments.results import OUTCOME_INDEX
from experiments.statistics import Interval, paired
from sim.columns import CITY_COLUMNS
from sim.schema import Scenario

type Range = tuple[float, float, float]
"""Fifth percentile, median and ninety-fifth percentile."""

GAINS: Final = {**PARTIES, "region": "welfare_region", "cities": "cities_gain"}
"""Outcome that tells what each party gains, and the other two standards of welfare."""

ENOUGH: Final = 3
"""Replications from which a band is drawn."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One replication as the bands need it.

    Attributes:
        number: Number of the replication.
        series: Measures over periods, by regime and name.
        gains: What each party gains, by regime and party, million CNY.
    """

    number: int
    series: dict[str, dict[str, tuple[float | None, ...]]]
    gains: dict[str, dict[str, float]]


@dataclass
class Bands:
    """The replications that have come in.

    Attributes:
        regimes: Keys of the regimes, the baseline first.
        samples: By number, so that the order in which they come does not matter.
        failed: Replications that ended in an error.
    """

    regimes: tuple[str, ...]
    samples: dict[int, Sample] = field(default_factory=dict)
    failed: int = 0

    def add(self, samples: Sequence[Sample], asked: int) -> None:
        """Take in what a worker handed back of so many that it was asked for."""
        self.samples |= {sample.number: sample for sample in samples}
        self.failed += asked - len(samples)

    @property
    def count(self) -> int:
        """Replications that have come in."""
        return len(self.samples)

    def ranges(self, regime: str, name: str) -> list[Range | None]:
        """A measure over periods: middle nine tenths of the replications, None where fewer than `ENOUGH` know it."""
        rows = [self.samples[number].series[regime][name] for number in sorted(self.samples)]
        found: list[Range | None] = []
        for values in zip(*rows, strict=True):
            known = np.array([value for value in values if value is not None])
            low, middle, high = np.quantile(known, (0.05, 0.5, 0.95)) if known.size >= ENOUGH else (0.0, 0.0, 0.0)
            found.append((float(low), float(middle), float(high)) if known.size >= ENOUGH else None)
        return found

    def gain(self, regime: str, party: str) -> Interval:
        """What a party gains under a regime over the baseline: mean of the paired differences, 95 % interval."""
        order = sorted(self.samples)
        here, base = (np.array([self.samples[n].gains[key][party] for n in order]) for key in (regime, self.regimes[0]))
        return paired(here, base).difference


def sample(scenario: Scenario, numbers: Sequence[int]) -> list[Sample]:
    """Run replications of all regimes of a scenario; those that fail are left out."""
    land_cost = np.array([city.land_cost for city in scenario.cities.values()])
    keys = tuple(entry.key for entry in scenario.regimes)
    found = []
    for number in numbers:
        run = replicate(scenario, keys, number, with_planner=False)
        if run.error:
            continue
        tables = {key: dict(zip(CITY_COLUMNS, run.results[key].cities, strict=True)) for key in keys}
        found.append(
            Sample(
                number,
                {key: series(tables[key], land_cost) for key in keys},
                {key: {party: float(run.results[key].outcomes[OUTCOME_INDEX[name]]) for party, name in GAINS.items()}
                 for key in keys},
            )
        )  # fmt: skip
    return found
