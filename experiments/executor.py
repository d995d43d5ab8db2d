"""Running replications in this process or in several; the results are the same.

Workers that die are replaced. Tasks that were under way are then run again one at a time, so that a task that
kills its worker is found out, recorded as failed, and takes no other down with it.
"""

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from experiments.replications import Replication, replicate
from sim.schema import Scenario

PATIENCE: Final = 2.0
"""Seconds of work that are sooner done here than by workers that must be started first."""

LARGEST_CHUNK: Final = 16
"""Tasks that a worker is given at once, at most."""

LONGEST_CHUNK: Final = 5.0
"""Seconds of work that a worker is given at once, about, so that none waits while another has too much."""


@dataclass(frozen=True, slots=True)
class Task:
    """One replication to run.

    Attributes:
        variant: Index of the scenario among those of the batch.
        number: Number of the replication.
        with_planner: Whether to compute efficiency.
        with_deals: Whether to keep the table of deals.
    """

    variant: int
    number: int
    with_planner: bool = True
    with_deals: bool = False


type Done = Callable[[Task, Replication], None]


@dataclass(frozen=True, slots=True)
class Batch:
    """Scenarios shared by many tasks, and the regimes of each that are run."""

    scenarios: tuple[Scenario, ...]
    regimes: tuple[str, ...]

    def run(self, task: Task) -> Replication:
        """Run one task."""
        scenario = self.scenarios[task.variant]
        regimes = [entry.key for entry in scenario.regimes if entry.key in self.regimes]
        return replicate(scenario, regimes, task.number, task.with_planner, task.with_deals)


def available_cores() -> int:
    """Cores that this process may use: its affinity, and the quota of its container where there is one."""
    affinity = getattr(os, "sched_getaffinity", None)
    cores = len(affinity(0)) if affinity is not None else (os.cpu_count() or 1)
    with contextlib.suppress(OSError, ValueError):
        quota, period = Path("/sys/fs/cgroup/cpu.max").read_text(encoding="ascii").split()
        cores = min(cores, max(1, -(-int(quota) // int(period))))
    return cores


def execute(batch: Batch, tasks: Sequence[Task], jobs: int, done: Done) -> None:
    """Run all tasks and call `done` once for each, in any order.

    The first tasks run here; workers are started once it is clear that they pay.

    Args:
        batch: What the tasks run.
        tasks: The tasks.
        jobs: Number of processes; 1 runs everything here.
        done: Called with each task and its result.
    """
    start = time.perf_counter()
    for index, task in enumerate(tasks):
        if jobs > 1 and index > 0:
            spent = time.perf_counter() - start
            if spent / index * (len(tasks) - index) > PATIENCE:
                _in_workers(batch, tasks[index:], jobs, done, spent / index)
                return
        done(task, batch.run(task))


def _in_workers(batch: Batch, tasks: Sequence[Task], jobs: int, done: Done, seconds: float) -> None:
    """Run tasks of about so many seconds in workers; after a death, those that were under way one at a time."""
    chunks = deque(_chunks(tasks, jobs, seconds))
    while chunks:
        suspects = _in_pool(batch, chunks, jobs, done)
        for task in suspects:
            if _in_pool(batch, deque([[task]]), 1, done):
                error = "the process that ran this replication died twice (killed, or out of memory)\n"
                done(task, Replication(task.number, {}, error))


def _in_pool(batch: Batch, chunks: deque[list[Task]], jobs: int, done: Done) -> list[Task]:
    """Take chunks until none is left or a worker dies; the tasks that were under way when it died."""
    context = multiprocessing.get_context("spawn")
    before = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_start, initargs=(batch,))
    running: dict[Future[list[Replication]], list[Task]] = {}
    try:
        while chunks or running:
            try:
                while chunks and len(running) < 3 * jobs:
                    with _deaf_to_interrupts():
                        future = pool.submit(_work, chunks[0])
                    running[future] = chunks.popleft()
                finished, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in finished:
                    results = future.result()
                    _report(running.pop(future), results, done)
            except BrokenProcessPool:
                _report_finished(running, done)
                pool.shutdown(wait=False, cancel_futures=True)
                return [task for chunk in running.values() for task in chunk]
    except BaseException:
        _report_finished(running, done)
        for child in set(multiprocessing.active_children()) - before:
            child.terminate()
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()
    return []


@contextlib.contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Keep Ctrl-C from the processes started within, from their first moment on, where the system allows it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _report(chunk: Iterable[Task], results: Iterable[Replication], done: Done) -> None:
    for task, result in zip(chunk, results, strict=True):
        done(task, result)


def _report_finished(running: dict[Future[list[Replication]], list[Task]], done: Done) -> None:
    """Hand over what was finished but not yet looked at, and forget it."""
    for future in [future for future in running if future.done() and not future.cancelled()]:
        if future.exception() is None:
            _report(running.pop(future), future.result(), done)


def _chunks(tasks: Sequence[Task], jobs: int, seconds: float) -> list[list[Task]]:
    size = max(1, min(LARGEST_CHUNK, len(tasks) // (4 * jobs), int(LONGEST_CHUNK / max(seconds, 1e-9))))
    return [list(tasks[start : start + size]) for start in range(0, len(tasks), size)]


_BATCH: list[Batch] = []


def _start(batch: Batch) -> None:
    """Prepare a worker: it leaves Ctrl-C to its parent, ends with it, and keeps off standard output."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.stdout = sys.stderr
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.join,), daemon=True).start()
    _BATCH[:] = [batch]


def _end_with(parent_ends: Callable[[], None]) -> None:
    parent_ends()
    os._exit(1)


def _work(tasks: list[Task]) -> list[Replication]:
    return [_BATCH[0].run(task) for task in tasks]
