"""Running replications in this process or in several; the results are the same."""

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass

from experiments.replications import Replication, replicate
from sim.schema import Scenario


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
    """Scenarios shared by many tasks; each task runs all regimes of its scenario."""

    scenarios: tuple[Scenario, ...]

    def run(self, task: Task) -> Replication:
        """Run one task."""
        scenario = self.scenarios[task.variant]
        regimes = tuple(entry.key for entry in scenario.regimes)
        return replicate(scenario, regimes, task.number, task.with_planner, task.with_deals)


def available_cores() -> int:
    """Cores that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity is not None else (os.cpu_count() or 1)


def execute(batch: Batch, tasks: Sequence[Task], jobs: int, done: Done) -> None:
    """Run all tasks and call `done` once for each, in any order.

    Args:
        batch: What the tasks run.
        tasks: The tasks.
        jobs: Number of processes; 1 runs everything here.
        done: Called with each task and its result.
    """
    if jobs <= 1 or len(tasks) < 4:
        for task in tasks:
            done(task, batch.run(task))
        return
    context = multiprocessing.get_context("spawn")
    chunks = list(_chunks(tasks, jobs))
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_start, initargs=(batch,)) as pool:
        waiting = iter(chunks)
        running: dict[Future[list[Replication]], list[Task]] = {}
        try:
            while True:
                while len(running) < 3 * jobs and (chunk := next(waiting, None)) is not None:
                    running[pool.submit(_work, chunk)] = chunk
                if not running:
                    return
                finished, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in finished:
                    for task, result in zip(running.pop(future), future.result(), strict=True):
                        done(task, result)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _chunks(tasks: Sequence[Task], jobs: int) -> Iterator[list[Task]]:
    size = max(1, min(16, len(tasks) // (4 * jobs)))
    for start in range(0, len(tasks), size):
        yield list(tasks[start : start + size])


_BATCH: list[Batch] = []


def _start(batch: Batch) -> None:
    _BATCH[:] = [batch]


def _work(tasks: list[Task]) -> list[Replication]:
    return [_BATCH[0].run(task) for task in tasks]
