"""What goes into the figures: plain arrays and tables, filled by whoever ran the experiment."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.quantity import Text

type Floats = NDArray[np.float64]
type Counts = NDArray[np.int64]

type Estimate = tuple[float, float, float]
"""Mean, low and high end of its 95 % confidence interval; NaN where undefined."""

LEFT = ""
"""The key that stands for "the project left" in `HostSweep.shares`."""

PARTIES = ("treasuries", "residents", "owners", "province", "centre", "elsewhere", "total")
"""Parties that `Gains` may name, in the order in which they are drawn."""


@dataclass(frozen=True, slots=True)
class LandPrices:
    """Land price over land cost by period under each regime.

    Attributes:
        ratios: By key of the regime, (replications, periods): receipts over the cost of the land sold, all
            cities together; NaN where none was sold.
        floor: Price floor over land cost, None without one.
        band: Percentiles over replications that the band covers.
        further: How many more regimes were run than the figure shows.
    """

    ratios: Mapping[str, Floats]
    floor: float | None = None
    band: tuple[float, float] = (10.0, 90.0)
    further: int = 0

    @property
    def replications(self) -> int:
        """Number of replications."""
        return max(len(values) for values in self.ratios.values())


@dataclass(frozen=True, slots=True)
class Gains:
    """Who gains and who pays under each regime, against a baseline.

    Attributes:
        differences: By key of the regime and by party (see `PARTIES`), million CNY, present value.
        baseline: Key of the regime that the others are compared with.
        replications: Number of paired replications.
        further: How many more regimes were run than the figure shows.
    """

    differences: Mapping[str, Mapping[str, Estimate]]
    baseline: str
    replications: int
    further: int = 0


@dataclass(frozen=True, slots=True)
class Differences:
    """Paired differences of outcomes from a baseline.

    Attributes:
        outcomes: By name of the outcome (see `sim.outcomes.OUTCOMES`) and by key of the regime, in the
            outcome's unit.
        baseline: Key of the regime that the others are compared with.
        replications: Number of paired replications.
        further: How many more regimes were run than the figure shows.
    """

    outcomes: Mapping[str, Mapping[str, Estimate]]
    baseline: str
    replications: int
    further: int = 0


@dataclass(frozen=True, slots=True)
class OutcomeSweep:
    """An outcome under each regime as one number of the scenario moves.

    Attributes:
        outcome: Name of the outcome.
        values: (V,) values of the number.
        levels: By key of the regime, (V, 3): mean, low and high end of its 95 % interval; NaN where undefined.
            Differences from the baseline, if there is one.
        replications: Replications at each value.
        title: What is moved.
        unit: Its unit.
        current: Value in the scenario, None if it is not marked.
        baseline: Key of the regime that the others are compared with, None for levels.
        further: How many more regimes were run than the figure shows.
    """

    outcome: str
    values: Floats
    levels: Mapping[str, Floats]
    replications: int
    title: Text
    unit: str
    current: float | None = None
    baseline: str | None = None
    further: int = 0


@dataclass(frozen=True, slots=True)
class HostSweep:
    """Who hosts a project as one number of the scenario moves.

    Attributes:
        values: (V,) values of the number.
        shares: By key of the city, or `LEFT`, (V,) how many of the draws went there.
        n: Draws at each value, the same for all or (V,).
        title: What is moved.
        unit: Its unit.
        regime: Key of the regime.
        project: Key of the watched project, None for the projects of a scenario as a whole.
        current: The value that the scenario has, None if it should not be marked.
    """

    values: Floats
    shares: Mapping[str, Counts]
    n: int | Counts
    title: Text
    unit: str
    regime: str
    project: str | None = None
    current: float | None = None


@dataclass(frozen=True, slots=True)
class WinShares:
    """How often each regime wins over the points of a prior range, under several standards.

    Attributes:
        gains: By name of the outcome and key of the regime: share of points at which it beats the baseline.
        losses: The same for losses.
        best: The same for being best of all, the baseline included.
        baseline: Key of the regime that the others are compared with.
        points: Number of points.
        replications: Replications at each point.
        periods: Periods of each run.
        further: How many more regimes were run than the figure shows.
    """

    gains: Mapping[str, Mapping[str, Estimate]]
    losses: Mapping[str, Mapping[str, Estimate]]
    best: Mapping[str, Mapping[str, Estimate]]
    baseline: str
    points: int
    replications: int
    periods: int
    further: int = 0


@dataclass(frozen=True, slots=True)
class PriorAxis:
    """A contested parameter as an axis.

    Attributes:
        values: (P,) values at the points.
        low: Low end of its range.
        high: High end of its range.
        title: What it is.
        unit: Its unit.
    """

    values: Floats
    low: float
    high: float
    title: Text
    unit: str


@dataclass(frozen=True, slots=True)
class PriorMap:
    """Where a regime gains and where it loses under one standard, over two contested parameters.

    Attributes:
        outcome: Name of the outcome.
        gains: (P,) mean difference to the baseline, in the outcome's unit.
        verdicts: (P,) "gain", "loss", or anything else for neither.
        across: The parameter to the right.
        upwards: The parameter upwards.
        box: Low and high end to the right and upwards of the part where it loses most often, None without one.
    """

    outcome: str
    gains: Floats
    verdicts: tuple[str, ...]
    across: PriorAxis
    upwards: PriorAxis
    box: tuple[float, float, float, float] | None = None
