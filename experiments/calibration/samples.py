"""What one target is measured on: a scenario under a calibration, and sums whose ratio is the number."""

import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.statistics import Interval, student
from sim.scenario import load, number_at
from sim.schema import Scenario
from sim.simulate import Run, simulate_regimes

type Floats = NDArray[np.float64]
type Levers = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Calibration:
    """A set of parameter values: the bundled scenarios with settings laid over them.

    Attributes:
        key: Name in tables and files.
        settings: `path=value` settings; none for the default calibration.
    """

    key: str
    settings: tuple[str, ...] = ()

    def load(self, name: str, *more: str) -> Scenario:
        """A bundled scenario under this calibration, with further settings of one target.

        Only what has the base scenario's value there is set: a case that has a value of its own keeps it.
        """
        return load(name, overrides=[*self.settings_of(name), *more])

    def settings_of(self, name: str) -> tuple[str, ...]:
        """The settings that apply to a bundled scenario."""
        if name == "base":
            return self.settings
        paths = {setting: setting.partition("=")[0] for setting in self.settings}
        return tuple(one for one, path in paths.items() if _number(name, path) == _number("base", path))


@cache
def _number(name: str, path: str) -> float | None:
    return number_at(load(name), path)


@dataclass(frozen=True)
class Sample:
    """Sums over replications (or places), (n,) each: the number is Σ over / Σ under."""

    over: Floats
    under: Floats

    def interval(self, level: float = 0.95) -> Interval:
        """Ratio of the sums with its jackknife interval, following Cochran (1977), chapter 6.

        NaN where nothing was measured; no interval with one replication, or where all depends on one.
        """
        n = self.over.size
        if n == 0 or self.under.sum() == 0:
            return Interval(math.nan, math.nan, math.nan, 0)
        ratio = float(self.over.sum() / self.under.sum())
        if n == 1:
            return Interval(ratio, math.nan, math.nan, 1)
        left = self.under.sum() - self.under
        if not left.all():
            return Interval(ratio, math.nan, math.nan, n)
        without = (self.over.sum() - self.over) / left
        spread = math.sqrt((n - 1) / n * float(((without - without.mean()) ** 2).sum()))
        half = student(level, n) * spread
        return Interval(ratio, ratio - half, ratio + half, n)


def sample(pairs: Sequence[tuple[float, float]]) -> Sample:
    """A sample from one pair of sums for each replication."""
    table = np.array(pairs, dtype=float).reshape(-1, 2)
    return Sample(table[:, 0], table[:, 1])


def regimes(**levers: Levers) -> tuple[str, ...]:
    """The settings that replace the regimes of a scenario, `key=[levers]`, and drop what names the old ones."""
    made = [{"key": key, "title": {"en": key, "zh": key}, "levers": list(each)} for key, each in levers.items()]
    return "regimes=" + json.dumps(made), "sweeps=[]", "prior=null"


def runs(scenario: Scenario, replications: int) -> Iterator[dict[str, Run]]:
    """All regimes of a scenario on the same luck, replication by replication."""
    keys = [regime.key for regime in scenario.regimes]
    for replication in range(replications):
        yield simulate_regimes(scenario, keys, replication, with_planner=False)


def measured(scenario: Scenario, replications: int, read: Callable[[dict[str, Run]], tuple[float, float]]) -> Sample:
    """A sample with one pair of sums for each replication."""
    return sample([read(found) for found in runs(scenario, replications)])


def whole_region(calibration: Calibration, *more: str) -> Scenario:
    """The base scenario with the projects of all its districts in place of one district's.

    Raises:
        ValueError: If the base scenario has no pipeline.
    """
    base = load("base")
    pipeline, count = base.projects.pipeline, len(base.cities)
    if pipeline is None:
        raise ValueError("the base scenario has no pipeline")
    scaled = (
        f"projects.pipeline.arrivals_per_year={count * pipeline.arrivals_per_year}",
        f"projects.pipeline.pool_per_year={count * pipeline.pool_per_year}",
    )
    return calibration.load("base", *scaled, *more)
