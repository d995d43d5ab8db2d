"""What a neutrality run says: how often each regime wins, where it loses, and which parameters decide it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from experiments.deciding import Box, box, partial_rank_correlations, thresholds
from experiments.findings import ONE_YUAN, STANDARDS, Verdict
from experiments.kinds import kind_of
from experiments.neutrality import Neutrality
from experiments.statistics import Interval, wilson

type Mask = NDArray[np.bool_]

RANGE: Final = (0.05, 0.5, 0.95)
"""Quantiles of a gain over the points."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How often a regime wins under one standard, in points of the design.

    Attributes:
        gain: Share of points at which it beats the baseline: the paired interval over replications lies above 0.
        loss: The same below 0.
        open: Share of points at which neither is so; where nothing changes too.
        best: Share of points at which its mean is the highest of all that are compared; equal ones all count.
        quantiles: 5 % quantile, median and 95 % quantile of the mean gain over the points.
    """

    gain: Interval
    loss: Interval
    open: Interval
    best: Interval
    quantiles: tuple[float, float, float]


def groups(found: Neutrality) -> dict[str, tuple[str, ...]]:
    """Regimes other than the baseline: those of contest levers alone, and those that raise primitives."""
    real = tuple(key for key in found.regimes[1:] if kind_of(found.scenario, key) == "real")
    contest = tuple(key for key in found.regimes[1:] if key not in real)
    return {name: keys for name, keys in (("contest", contest), ("real", real)) if keys}


def tallies(found: Neutrality, name: str, regimes: Sequence[str]) -> dict[str, Tally]:
    """How often each of these regimes, and the baseline among them, wins under a standard."""
    keys = (found.baseline, *regimes)
    means = np.array([np.nanmean(found.outcome(name, key), axis=1) for key in keys])
    best = means >= means.max(axis=0) - ONE_YUAN
    count = len(found.numbers)
    tallied = {}
    for index, key in enumerate(keys):
        said = found.verdicts(name, key)
        gains, losses = said.count("gain"), said.count("loss")
        low, middle, high = np.quantile(found.gain(name, key), RANGE).tolist()
        tallied[key] = Tally(
            gain=wilson(gains, count),
            loss=wilson(losses, count),
            open=wilson(count - gains - losses, count),
            best=wilson(int(best[index].sum()), count),
            quantiles=(low, middle, high),
        )
    return tallied


def headline(found: Neutrality) -> str | None:
    """The regime that beats the baseline most often, all standards together: the one that speaks for coordination.

    It is taken from the regimes without real levers where there are any; of equals it is the first. None if there is
    only the baseline.
    """
    return _most(found, "gain")


def most_losing(found: Neutrality) -> str | None:
    """The regime that loses to the baseline most often, chosen in the same way; None if none ever loses."""
    regime = _most(found, "loss")
    return regime if regime is not None and _count(found, regime, "loss") else None


def _most(found: Neutrality, said: Verdict) -> str | None:
    for keys in groups(found).values():
        return max(keys, key=lambda key: _count(found, key, said))
    return None


def _count(found: Neutrality, regime: str, said: Verdict) -> int:
    return sum(found.verdicts(name, regime).count(said) for name in STANDARDS)


def losing(found: Neutrality, name: str, regime: str) -> Mask:
    """Points at which a regime loses under a standard, (P,)."""
    return np.array([said == "loss" for said in found.verdicts(name, regime)], dtype=bool)


def losing_box(found: Neutrality, name: str, regime: str) -> Box | None:
    """Where a regime loses most often under a standard; None where it loses nearly nowhere or nearly everywhere."""
    cuts = [thresholds(each.low, each.high, each.whole) for each in found.parameters.values()]
    return box(found.values, losing(found, name, regime), cuts, found.scenario.seed)


def influences(found: Neutrality, name: str, regime: str) -> dict[str, Interval]:
    """Partial rank correlation of the gain with each contested parameter, by key."""
    correlations = partial_rank_correlations(found.values, found.gain(name, regime))
    return dict(zip(found.parameters, correlations, strict=True))


def deciding(found: Neutrality, name: str, regime: str, most: int = 2) -> list[str]:
    """Keys of the parameters with the strongest influence of which the interval leaves out 0, strongest first."""
    known = {key: each for key, each in influences(found, name, regime).items() if each.low > 0 or each.high < 0}
    return sorted(known, key=lambda key: -abs(known[key].mean))[:most]
