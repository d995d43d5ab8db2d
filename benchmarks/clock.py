"""Measuring: cases one after the other and then again (A B C A B C), medians with quartiles, ratios round by round."""

import gc
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np

type Facts = dict[str, Any]
"""A part of the measurements as it stands in the JSON file."""

THREADS: Final = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)
"""Variables that say how many threads a linear algebra library uses; 1 in every measured process."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One run of a case.

    Attributes:
        wall: Seconds that passed.
        cpu: Processor time of this process, seconds.
    """

    wall: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Spread:
    """A median and the quartiles around it.

    Attributes:
        median: Median.
        low: First quartile.
        high: Third quartile.
        count: How many values.
    """

    median: float
    low: float
    high: float
    count: int

    def facts(self) -> Facts:
        """As plain data."""
        return asdict(self)


def spread(values: Iterable[float]) -> Spread:
    """Median and quartiles, linear between the values next to them.

    Raises:
        ValueError: If there is no value.
    """
    found = np.asarray(list(values), dtype=float)
    if not found.size:
        raise ValueError("no values, no median")
    low, middle, high = np.quantile(found, (0.25, 0.5, 0.75))
    return Spread(float(middle), float(low), float(high), int(found.size))


def walls(samples: Sequence[Sample]) -> Spread:
    """Seconds that passed."""
    return spread(one.wall for one in samples)


def cpus(samples: Sequence[Sample]) -> Spread:
    """Processor time."""
    return spread(one.cpu for one in samples)


def quickest(samples: Sequence[Sample]) -> float:
    """The least processor time: what other programs on the machine disturbed least."""
    return min(one.cpu for one in samples)


def ratio(over: Sequence[Sample], under: Sequence[Sample]) -> Spread:
    """How many times the processor time of one case is that of another, round by round."""
    return spread(a.cpu / b.cpu for a, b in zip(over, under, strict=True))


@dataclass(frozen=True, slots=True)
class Case:
    """Something to measure.

    Attributes:
        run: What is run.
        repeats: How often in a row in each round; what is noted is the mean, so that short cases are measured well.
    """

    run: Callable[[], object]
    repeats: int = 1


def timed(case: Case) -> Sample:
    """Run a case once; garbage of what came before is not on its bill."""
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    for _ in range(case.repeats):
        case.run()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    return Sample(wall / case.repeats, cpu / case.repeats)


def interleaved(
    cases: Mapping[str, Case], rounds: int, title: str = "", quiet: bool = False
) -> dict[str, list[Sample]]:
    """Run all cases in order, then all again, `rounds` times, telling on standard error where it stands.

    What drifts on a machine (its clock, other programs) then moves all cases, and a ratio within one round stays.
    """
    found: dict[str, list[Sample]] = {name: [] for name in cases}
    for number in range(rounds):
        for name, case in cases.items():
            sample = timed(case)
            found[name].append(sample)
            if not quiet:
                tell(f"{title}, round {number + 1} of {rounds}: {name} {sample.wall:.3f} s")
    return found


def tell(text: str) -> None:
    """One line of progress."""
    print(f"[{time.perf_counter() - _START:5.0f} s] {text}", file=sys.stderr, flush=True)


_START: Final = time.perf_counter()
