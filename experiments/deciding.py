"""Which parameters decide a result, and the ranges of one or two of them within which something happens most often."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from experiments.statistics import Interval, wilson

type Floats = NDArray[np.float64]
type Mask = NDArray[np.bool_]

STEPS: Final = 10
"""A range is cut at the ends of so many equal parts."""

LEAST_SHARE: Final = 0.1
"""Share of the searched points that a box holds at least: one around a few points would say nothing."""

SECOND_SIDE: Final = 0.1
"""What a second parameter must add to the score of a box to be named."""

FEWEST: Final = 3
"""Points of each kind that a search needs."""

DOUBT: Final = 0.05
"""A box is confirmed if the points held back would look like this by chance less often (Fisher's exact test)."""


def partial_rank_correlations(values: Floats, response: Floats, level: float = 0.95) -> list[Interval]:
    """Partial rank correlation of a response with each parameter, the others held fixed.

    Ranks of the parameter and of the response are regressed on the ranks of the other parameters; the correlation of
    the residuals r has the interval tanh(atanh r ± z / sqrt(P - K - 3)), K the other parameters (Fisher), which is
    approximate for ranks. Following Marino, Hogue, Ray & Kirschner 2008.

    Args:
        values: (P, D) values of the parameters.
        response: (P,) what is explained.
        level: Level of the intervals.

    Returns:
        One for each parameter; NaN where the response or the parameter does not vary or points are too few.
    """
    from scipy.special import ndtri
    from scipy.stats import rankdata

    count, width = values.shape
    unknown = Interval(np.nan, np.nan, np.nan, count)
    free = count - (width - 1) - 3
    if free <= 0 or not np.isfinite(response).all() or np.ptp(response) == 0:
        return [unknown] * width
    ranks, ranked = rankdata(values, axis=0), rankdata(response)
    found = []
    for index in range(width):
        others = np.column_stack([np.ones(count), np.delete(ranks, index, axis=1)])
        both = np.column_stack([ranks[:, index], ranked])
        rest = both - others @ np.linalg.lstsq(others, both, rcond=None)[0]
        size = np.sqrt((rest**2).sum(axis=0))
        if (size <= 1e-9 * count).any():
            found.append(unknown)
            continue
        r = float(np.clip(rest[:, 0] @ rest[:, 1] / size.prod(), -1.0, 1.0))
        centre = np.arctanh(min(abs(r), 1.0 - 1e-12)) * np.sign(r)
        half = float(ndtri(0.5 + level / 2.0)) / np.sqrt(free)
        found.append(Interval(r, float(np.tanh(centre - half)), float(np.tanh(centre + half)), count))
    return found


@dataclass(frozen=True, slots=True)
class Side:
    """Values of one parameter on one side of a threshold.

    Attributes:
        parameter: Index of the parameter.
        above: Whether the values are above the threshold rather than below.
        threshold: The threshold.
    """

    parameter: int
    above: bool
    threshold: float

    def holds(self, values: Floats) -> Mask:
        """Which points lie on this side, (P,)."""
        column = values[:, self.parameter]
        return column > self.threshold if self.above else column < self.threshold


@dataclass(frozen=True, slots=True)
class Split:
    """How often something happens inside and outside a box.

    Attributes:
        inside: Share of the points inside, with its Wilson interval.
        outside: The same outside.
    """

    inside: Interval
    outside: Interval


@dataclass(frozen=True, slots=True)
class Box:
    """The ranges of one or two parameters within which something happens most often.

    Attributes:
        sides: One or two sides.
        found_on: The points on which it was found.
        held_back: The points that the search did not see.
        chance: Probability of so many held-back cases inside if the box meant nothing (Fisher's exact test).
    """

    sides: tuple[Side, ...]
    found_on: Split
    held_back: Split
    chance: float

    @property
    def confirmed(self) -> bool:
        """Whether the points held back bear it out."""
        return self.chance < DOUBT


def thresholds(low: float, high: float, whole: bool = False) -> Floats:
    """Where a range may be cut: between whole numbers, else at the ends of equal parts."""
    if whole:
        return np.arange(low, high) + 0.5
    return low + (high - low) * np.arange(1, STEPS) / STEPS


def box(values: Floats, happens: Mask, cuts: Sequence[Floats], seed: int) -> Box | None:
    """The box that tells best where something happens.

    The points are split at random in two halves. On the first every side of every cut, and every pair of sides of two
    parameters, is tried: the score is P(inside | happens) - P(inside | does not) (Youden 1950); a pair must add
    `SECOND_SIDE` to the best single side. The second half says what the box is worth. A one-step form of the patient
    search of Friedman & Fisher 1999.

    Args:
        values: (P, D) values of the parameters.
        happens: (P,) whether it happens.
        cuts: Thresholds of each parameter.
        seed: Seed of the split.

    Returns:
        The box; None where it happens, or does not happen, at too few points to search.
    """
    order = np.random.default_rng(seed).permutation(len(happens))
    first, second = order[: (len(order) + 1) // 2], order[(len(order) + 1) // 2 :]
    if min(happens[first].sum(), (~happens[first]).sum()) < FEWEST:
        return None
    sides = [
        Side(index, above, float(cut)) for index, each in enumerate(cuts) for cut in each for above in (False, True)
    ]
    chosen = _best(values[first], happens[first], sides)
    if not chosen:
        return None
    found_on, held_back = (_split(values[part], happens[part], chosen) for part in (first, second))
    return Box(chosen, found_on, held_back, _chance(held_back))


def inside(values: Floats, sides: Sequence[Side]) -> Mask:
    """Which points lie on all sides, (P,)."""
    return np.logical_and.reduce([side.holds(values) for side in sides])


def _best(values: Floats, happens: Mask, sides: list[Side]) -> tuple[Side, ...]:
    """One side, or two of different parameters; none where no side holds enough points."""
    held = np.array([side.holds(values) for side in sides], dtype=float)
    least = max(FEWEST, LEAST_SHARE * len(happens))
    weight = happens / happens.sum() - ~happens / (~happens).sum()
    single = np.where(held.sum(axis=1) >= least, held @ weight, -np.inf)
    one = int(single.argmax())
    if not np.isfinite(single[one]):
        return ()
    pairs = np.where(held @ held.T >= least, (held * weight) @ held.T, -np.inf)
    of = np.array([side.parameter for side in sides])
    pairs[of[:, None] == of[None, :]] = -np.inf
    best = np.unravel_index(int(pairs.argmax()), pairs.shape)
    if pairs[best] > single[one] + SECOND_SIDE:
        return tuple(sides[int(index)] for index in sorted(best))
    return (sides[one],)


def _split(values: Floats, happens: Mask, sides: Sequence[Side]) -> Split:
    within = inside(values, sides)
    return Split(*(wilson(int(happens[part].sum()), int(part.sum())) for part in (within, ~within)))


def _chance(split: Split) -> float:
    """One-sided probability by Fisher's exact test; 1 where one part is empty."""
    from scipy.stats import hypergeom

    if not split.inside.n or not split.outside.n:
        return 1.0
    cases = [round(part.mean * part.n) for part in (split.inside, split.outside)]
    total = split.inside.n + split.outside.n
    return float(hypergeom.sf(cases[0] - 1, total, sum(cases), split.inside.n))
