"""What every executor does: take groups of runs, hand back their results, and say which were lost with a worker."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Limits:
    """What a single run may use.

    Attributes:
        seconds: Wall-clock time; none where None.
        memory_bytes: Address space of a worker beyond what it had when it started; none where None.
    """

    seconds: float | None = None
    memory_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """A run that ended in an error, which is a result like any other.

    Attributes:
        kind: "error" if it raised, "memory" if it ran out of memory, "unsendable" if its result cannot be pickled.
        error: Traceback, the last line first to be read.
        seconds: How long it took.
    """

    kind: str
    error: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Completed[S, R]:
    """A group that came back.

    Attributes:
        runs: The runs.
        results: One for each run, in the same order.
    """

    runs: tuple[S, ...]
    results: tuple[R | Failed, ...]


@dataclass(frozen=True, slots=True)
class Lost[S]:
    """A group whose worker died, was killed or ran out of time; any of its runs, or none, may be to blame.

    Attributes:
        runs: The runs.
        seconds: Time since the group was handed in.
    """

    runs: tuple[S, ...]
    seconds: float


type Work[S, R] = Callable[[S], R]
"""Carries out one run; picklable, and self-contained: all that it needs is in itself and in the run."""


class Executor[S, R](Protocol):
    """Carries out runs; one that raises is a result, one that takes its worker along is a loss, and neither stops it.

    Attributes:
        slots: Runs that are carried out at the same time.
    """

    slots: int

    def submit(self, runs: Sequence[S]) -> None:
        """Hand in a group, which one worker carries out in order."""

    def wait(self, timeout: float) -> list[Completed[S, R] | Lost[S]]:
        """Groups that have come back since the last call, in any order; waits at most so many seconds for one.

        With nothing handed in it returns an empty list at once.
        """

    def close(self, kill: bool = False) -> None:
        """Let go of all workers; with `kill`, at once, whatever they are doing."""
