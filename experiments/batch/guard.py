"""What a worker does around each run, so that whatever happens in it costs no other run anything."""

import contextlib
import faulthandler
import os
import pickle
import sys
import threading
import time
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from experiments.batch.executors.protocol import Completed, Failed, FailureKind, Limits, Work
from sim import compiled

LONGEST_ERROR: Final = 20_000
"""Characters of a traceback that are kept, from its end."""

type Parcel = bytes | Failed
"""The pickled result of a run, or why there is none."""

_ALONE: Final = threading.RLock()
"""Held while a run is carried out: both limits are those of a process, not of a thread."""


class Guard[S, R]:
    """Carries out runs one after another in this process, within their limits, and never raises.

    An exception, SystemExit among them, is a result. So is a lack of memory: the run is refused more and fails.
    A run that takes too long ends this process, with exit code 1, by a watchdog that asks nothing of the
    interpreter: a loop in compiled code that never gives way is ended as well.

    Attributes:
        work: What carries out a run.
        limits: What a run may use.
        note: File descriptor for the tracebacks of a run that takes too long; standard error if None.
        lets_interrupts_through: Whether Ctrl-C ends the caller instead of being a result.
    """

    def __init__(
        self, work: Work[S, R], limits: Limits, note: int | None = None, lets_interrupts_through: bool = False
    ) -> None:
        self.work = work
        self.limits = limits
        self.note = note
        self.lets_interrupts_through = lets_interrupts_through

    def carry_out(self, runs: Sequence[S]) -> list[Parcel]:
        """Carry out runs in order: one parcel for each."""
        with _ALONE:
            return [self._carry_out(run) for run in runs]

    def _carry_out(self, run: S) -> Parcel:
        start = time.perf_counter()
        kind: FailureKind = "error"
        try:
            # What loading takes is not on the bill of the run.
            compiled.prepare()
            with self._in_time(), self._in_memory():
                result = self.work(run)
                kind = "unsendable"
                return pickle.dumps(result, pickle.HIGHEST_PROTOCOL)
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt) and self.lets_interrupts_through:
                raise
            if isinstance(error, MemoryError):
                kind = "memory"
            return Failed(kind, last_words(), time.perf_counter() - start)

    @contextlib.contextmanager
    def _in_time(self) -> Iterator[None]:
        if self.limits.seconds is None:
            yield
            return
        note = sys.stderr.fileno() if self.note is None else self.note
        faulthandler.dump_traceback_later(self.limits.seconds, exit=True, file=note)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()

    @contextlib.contextmanager
    def _in_memory(self) -> Iterator[None]:
        used = None if self.limits.memory_bytes is None else address_space()
        if self.limits.memory_bytes is None or used is None:
            yield
            return
        import resource

        before = resource.getrlimit(resource.RLIMIT_AS)
        allowed = [used + self.limits.memory_bytes, *(limit for limit in before if limit != resource.RLIM_INFINITY)]
        resource.setrlimit(resource.RLIMIT_AS, (min(allowed), before[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_AS, before)


def opened[S, R](runs: Sequence[S], parcels: Sequence[Parcel]) -> Completed[S, R]:
    """What a worker sent back, unpacked; a result that cannot be read here is a failure of its run alone."""
    results: list[R | Failed] = []
    for _, parcel in zip(runs, parcels, strict=True):
        try:
            results.append(parcel if isinstance(parcel, Failed) else pickle.loads(parcel))  # noqa: S301 - our own
        except Exception:
            results.append(Failed("unsendable", last_words(), 0.0))
    return Completed(tuple(runs), tuple(results))


def last_words() -> str:
    """The traceback of the exception that is being handled, fit to be stored as text."""
    return traceback.format_exc()[-LONGEST_ERROR:].encode(errors="backslashreplace").decode()


def address_space() -> int | None:
    """Bytes of address space that this process has; None where the system does not say."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
    except OSError:
        return None
    return int(pages) * os.sysconf("SC_PAGESIZE")
