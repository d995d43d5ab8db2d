"""What every executor does: take groups of runs, hand back their results, and say which were lost with a worker."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, Protocol

type FailureKind = Literal["error", "memory", "unsendable"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a single run may use.

    Attributes:
        seconds: Wall-clock time; none where None.
        memory_bytes: Address space beyond what its worker had when the run began (Linux only); none where None.
    """

    seconds: float | None = None
    memory_bytes: int | None = None


NO_LIMITS: Final = Limits()


@dataclass(frozen=True, slots=True)
class Failed:
    """A run that ended in an error, which is a result like any other.

    Attributes:
        kind: "error" if it raised, "memory" if it ran out of memory, "unsendable" if its result cannot be pickled.
        error: Traceback, valid as UTF-8; its last line names the error.
        seconds: How long it took.
    """

    kind: FailureKind
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
        seconds: Time since a worker was given the group.
        kind: "time" if a run is known to have met its time limit, "death" otherwise.
        note: Where the worker stood when it ended (a traceback), if it could still say so; else empty.
    """

    runs: tuple[S, ...]
    seconds: float
    kind: str = "death"
    note: str = ""


class ExecutorGone(Exception):
    """No more runs can be carried out: what is under way is lost, results handed back before are good.

    Attributes:
        reason: Short code: no_dask, no_scheduler, scheduler_lost, workers_lack_program or no_worker_starts.
        fields: What the message needs.
    """

    def __init__(self, reason: str, **fields: str) -> None:
        """Keep reason and fields."""
        super().__init__(reason, fields)
        self.reason = reason
        self.fields = fields


type Work[S, R] = Callable[[S], R]
"""Carries out one run; picklable, and self-contained: all that it needs is in itself and in the run."""


class Executor[S, R](Protocol):
    """Carries out runs; one that raises is a result, one that takes its worker along is a loss, and neither stops it.

    All methods are called from one thread, which lives as long as the executor.

    Attributes:
        slots: Groups that are carried out at the same time; may change from one call to the next.
    """

    slots: int

    def submit(self, runs: Sequence[S]) -> None:
        """Hand in a group, which one worker carries out in order.

        Any number may be handed in; those that find no free worker wait here, and are not lost with a worker.

        Raises:
            ExecutorGone: If nothing can be carried out any more.
        """

    def wait(self, timeout: float) -> list[Completed[S, R] | Lost[S]]:
        """Groups that have come back since the last call, in any order; waits at most so many seconds for one.

        With nothing handed in it returns an empty list at once.

        Raises:
            ExecutorGone: If nothing can be carried out any more.
        """

    def close(self, kill: bool = False) -> None:
        """Let go of all workers, once they are through with what they do; with `kill`, at once, whatever it is.

        What has not come back by then never does. Closing twice does no harm.
        """
