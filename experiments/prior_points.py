"""Points spread over the declared prior range of a scenario, and the scenario at each of them."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sim.scenario import with_numbers
from sim.schema import Prior, PriorRange, Scenario

type Floats = NDArray[np.float64]
type Design = Literal["lhs", "sobol"]
"""Latin hypercube (following McKay, Beckman & Conover 1979), or a scrambled Sobol' sequence (following Owen 1998)."""


def prior_of(scenario: Scenario) -> Prior:
    """The prior of a scenario.

    Raises:
        ValueError: If the scenario declares none.
    """
    if scenario.prior is None:
        raise ValueError("the scenario declares no prior")
    return scenario.prior


def points(ranges: Sequence[PriorRange], count: int, design: Design, seed: int) -> Floats:
    """Points spread evenly over ranges, (count, D): value = low + u·(high - low), u in [0, 1).

    Args:
        ranges: The ranges; of one with whole numbers every number is equally likely.
        count: Number of points; a power of two for a Sobol' sequence, which is balanced only then.
        design: How they are spread.
        seed: Seed of the design.

    Raises:
        ValueError: If the count does not fit the design.
    """
    from scipy.stats import qmc

    rng = np.random.default_rng(seed)
    if design == "sobol":
        if count & (count - 1):
            raise ValueError("the number of points of a Sobol' sequence is a power of two")
        unit = qmc.Sobol(len(ranges), rng=rng).random_base2(count.bit_length() - 1)
    else:
        unit = qmc.LatinHypercube(len(ranges), rng=rng).random(count)
    low = np.array([each.low for each in ranges])
    high = np.array([each.high for each in ranges])
    whole = np.array([each.whole for each in ranges])
    drawn = low + unit * (high - low)
    counted = np.minimum(np.floor(low + unit * (high - low + 1.0)), high)
    return np.where(whole, counted, drawn)


def of_prior(prior: Prior, count: int, design: Design, seed: int) -> Floats:
    """The points of a prior, (count, D): at a share of them, drawn by lot, what is off lies at its low end.

    Args:
        prior: The prior.
        count: Number of points.
        design: How they are spread.
        seed: Seed of the design.
    """
    values = points(list(prior.parameters.values()), count, design, seed)
    chosen = np.random.default_rng([seed, 1]).permutation(count)[: round(prior.off_share * count)]
    for index, (key, each) in enumerate(prior.parameters.items()):
        if key in prior.switched_off:
            values[chosen, index] = each.low
    return values


def at_point(scenario: Scenario, values: Sequence[float]) -> Scenario:
    """The scenario with the values of a point.

    Args:
        scenario: The scenario.
        values: (D,) values of its contested parameters.

    Raises:
        ScenarioError: If the scenario would not be valid with them.
    """
    ranges = prior_of(scenario).parameters.values()
    return with_numbers(
        scenario, {path: float(value) for each, value in zip(ranges, values, strict=True) for path in each.paths}
    )
