"""Running replications in this process or in several; the results are the same.

Workers that die are replaced. Tasks that were under way are then run again, each alone, so that a task that kills
its worker is found out, recorded as failed, and takes no other down with it.
"""

import contextlib
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from experiments.batch.executors.local import LocalExecutor
from experiments.batch.executors.protocol import Completed
from experiments.replications import Replication, replicate
from sim.schema import Scenario

PATIENCE: Final = 2.0
"""Seconds of work that are sooner done here than by workers that must be started first."""

LARGEST_CHUNK: Final = 16
"""Tasks that a worker is given at once, at most."""

LONGEST_CHUNK: Final = 5.0
"""Seconds of work that a worker is given at once, about, so that none waits while another has too much."""

DIED_TWICE: Final = "the process that ran this replication died twice (killed, or out of memory)\n"


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
    """Run tasks of about so many seconds in workers; those that were lost with one, again, each alone."""
    executor = LocalExecutor[Task, Replication](batch.run, jobs)
    suspects: set[Task] = set()
    missing = len(tasks)
    for chunk in _chunks(tasks, jobs, seconds):
        executor.submit(chunk)
    try:
        while missing:
            for back in executor.wait(LONGEST_CHUNK):
                if isinstance(back, Completed):
                    for task, result in zip(back.runs, back.results, strict=True):
                        missing -= 1
                        done(task, result if isinstance(result, Replication) else _failed(task, result.error))
                elif suspects.issuperset(back.runs):
                    missing -= 1
                    done(back.runs[0], _failed(back.runs[0], DIED_TWICE))
                else:
                    suspects.update(back.runs)
                    for task in back.runs:
                        executor.submit([task])
    except BaseException:
        executor.close(kill=True)
        raise
    executor.close()


def _failed(task: Task, error: str) -> Replication:
    return Replication(task.number, {}, error)


def _chunks(tasks: Sequence[Task], jobs: int, seconds: float) -> list[list[Task]]:
    size = max(1, min(LARGEST_CHUNK, len(tasks) // (4 * jobs), int(LONGEST_CHUNK / max(seconds, 1e-9))))
    return [list(tasks[start : start + size]) for start in range(0, len(tasks), size)]
