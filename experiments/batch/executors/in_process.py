"""Carrying out runs in this process: nothing to start, and nothing between a run and this program."""

from collections import deque
from collections.abc import Sequence

from experiments.batch.executors.protocol import NO_LIMITS, Completed, Limits, Lost, Work
from experiments.batch.guard import Guard, opened


class InProcessExecutor[S, R]:
    """Carries out one group in each call of `wait`.

    A run that ends or stops its process ends or stops this program: there is no time limit here. The memory limit
    holds, on Linux, and Ctrl-C reaches the caller.

    Attributes:
        slots: 1.
    """

    def __init__(self, work: Work[S, R], limits: Limits = NO_LIMITS) -> None:
        self.slots = 1
        self._guard = Guard(work, Limits(memory_bytes=limits.memory_bytes), lets_interrupts_through=True)
        self._waiting: deque[tuple[S, ...]] = deque()

    def submit(self, runs: Sequence[S]) -> None:
        """Hand in a group."""
        self._waiting.append(tuple(runs))

    def wait(self, timeout: float) -> list[Completed[S, R] | Lost[S]]:
        """The next group, carried out now, however long it takes; an empty list if there is none."""
        if not self._waiting:
            return []
        runs = self._waiting.popleft()
        return [opened(runs, self._guard.carry_out(runs))]

    def close(self, kill: bool = False) -> None:
        """Forget what waits."""
        self._waiting.clear()
