"""Carrying out runs in processes of this machine.

One worker has one group at a time and a pair of pipes of its own, so that a worker that dies takes exactly one group
with it. `concurrent.futures` would do all but that: there one death ends all workers, and one that dies while it
sends more than a pipe holds leaves the pool waiting for ever.
"""

import pickle
import time
from collections import deque
from collections.abc import Iterator, Sequence
from multiprocessing import connection
from typing import Final

from experiments.batch.executors.protocol import NO_LIMITS, Completed, ExecutorGone, Limits, Lost, Work
from experiments.batch.executors.worker import Worker
from experiments.batch.guard import opened

MOST_FAILED_STARTS: Final = 5
"""Workers in a row that may die before they are ready."""

LONGEST_SILENCE: Final = 1.0
"""Seconds after which workers that say nothing are looked at, for one may be dead with its pipes held open."""


class LocalExecutor[S, R]:
    """Carries out runs in processes of this machine, started when there is work for them and replaced when they die.

    Workers leave Ctrl-C to this process, end when it ends however it ends, and keep off standard output.

    Attributes:
        slots: Number of workers.
    """

    def __init__(self, work: Work[S, R], workers: int, limits: Limits = NO_LIMITS) -> None:
        self.slots = workers
        self._work = pickle.dumps(work, pickle.HIGHEST_PROTOCOL)
        self._limits = limits
        self._waiting: deque[tuple[S, ...]] = deque()
        self._workers: list[Worker[S]] = []
        self._failed_starts = 0
        self._gone: ExecutorGone | None = None

    def submit(self, runs: Sequence[S]) -> None:
        """Hand in a group."""
        self._waiting.append(tuple(runs))
        self._feed()

    def wait(self, timeout: float) -> list[Completed[S, R] | Lost[S]]:
        """Groups that have come back, or were lost, since the last call."""
        deadline = time.monotonic() + timeout
        back: list[Completed[S, R] | Lost[S]] = []
        while not back and (self._waiting or any(worker.runs is not None for worker in self._workers)):
            if not self._workers and self._gone is not None:
                raise self._gone
            patience = min(deadline - time.monotonic(), LONGEST_SILENCE)
            heard = connection.wait([worker.results for worker in self._workers], max(patience, 0.0))
            for worker in list(self._workers):
                alive = worker.process.is_alive()
                if worker.results in heard or not alive:
                    back += self._hear(worker, alive)
            self._feed()
            if patience <= 0.0:
                break
        return back

    def close(self, kill: bool = False) -> None:
        """Let go of all workers."""
        self._waiting.clear()
        workers, self._workers = self._workers, []
        for worker in workers:
            worker.dismiss(kill)
        for worker in workers:
            worker.bury()

    def _feed(self) -> None:
        """Give what waits to workers that are free, and start more where there are too few."""
        free = deque(worker for worker in self._workers if worker.runs is None)
        while self._waiting and (free or self._start(free)):
            free.popleft().give(self._waiting[0])
            self._waiting.popleft()

    def _start(self, free: deque[Worker[S]]) -> bool:
        """Whether another worker could be started; without any, and none to be had, this executor is at its end."""
        if self._gone is not None or len(self._workers) >= self.slots:
            return False
        try:
            worker = Worker[S](self._work, self._limits)
        except OSError as error:
            if not self._workers:
                self._gone = ExecutorGone("no_worker_starts", why=str(error))
            return False
        self._workers.append(worker)
        free.append(worker)
        return True

    def _hear(self, worker: Worker[S], alive: bool) -> Iterator[Completed[S, R] | Lost[S]]:
        """What one worker says: that it is ready, its results, or, by its end, that its group is lost."""
        try:
            while worker.results.poll():
                parcels = worker.results.recv()
                if parcels is None:
                    worker.ready = True
                    self._failed_starts = 0
                elif worker.runs is not None:
                    runs, worker.runs = worker.runs, None
                    yield opened(runs, parcels)
            if alive:
                return
        except (EOFError, OSError):
            worker.process.kill()
        self._workers.remove(worker)
        worker.bury()
        if worker.ready:
            if worker.runs is not None:
                yield worker.loss()
            return
        if worker.runs is not None:
            self._waiting.appendleft(worker.runs)
        self._failed_starts += 1
        if self._failed_starts >= MOST_FAILED_STARTS:
            self._gone = ExecutorGone("no_worker_starts", why=worker.said or f"exit code {worker.process.exitcode}")
