"""Which runs come next: world by world, what is missing, and no more than the stopping rule asks for."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from experiments.batch.design import Until
from experiments.batch.journal import Journal, Row
from experiments.batch.plan import BatchPlan, RunSpec
from experiments.statistics import interval

type Floats = NDArray[np.float64]

STRETCH: Final = 4096
"""Replications of a world that wait for runs at the same time, so that memory does not grow with the batch."""


def enough(rule: Until, known: Floats) -> bool:
    """Whether an outcome is known well enough from the first n replications.

    Student's interval at 95 %, of each policy's paired difference to the first policy, or of each policy's level, must
    be no wider than asked for. A replication that failed under one of the two is left out of the difference; with
    fewer than two left nothing is known.

    Args:
        rule: The stopping rule.
        known: (policies, n) the outcome; NaN where a run failed.
    """
    if rule.of == "level":
        compared = list(known)
    else:
        compared = [values - known[0] for values in known[1:]] or [known[0]]
    halves = [interval(values).half_width for values in compared]
    return all(np.isfinite(half) and half <= rule.half_width for half in halves)


def checkpoints(rule: Until) -> Iterator[int]:
    """Numbers of replications at which the rule is asked: minimum, minimum + step, ..., maximum."""
    count = rule.minimum
    while count < rule.maximum:
        yield count
        count += rule.step
    yield rule.maximum


@dataclass
class OpenWorld:
    """A world that still waits for runs.

    Attributes:
        number: Its number.
        wanted: Replications wanted so far.
        missing: Runs under way or to come, as (policy, replication).
        known: Outcome of the stopping rule by (policy, replication); NaN where a run failed.
    """

    number: int
    wanted: int = 0
    missing: set[tuple[int, int]] = field(default_factory=set)
    known: dict[tuple[int, int], float] = field(default_factory=dict)


class Agenda:
    """Hands out the runs that a batch still needs, and takes note of those that have ended.

    What it hands out depends on the results of each world alone, never on who came first: a batch that was stopped and
    started again, with other workers, ends with the same runs.

    Attributes:
        found: Runs of the plan that had ended before.
        settled: Worlds of which nothing is missing.
    """

    def __init__(self, plan: BatchPlan, journal: Journal, retry_failed: bool = False) -> None:
        """Read what is there only as the worlds come up.

        Args:
            plan: The plan.
            journal: What has happened.
            retry_failed: Whether runs that failed are run again.
        """
        self.plan = plan
        self.journal = journal
        self.retry_failed = retry_failed
        self.found = 0
        self.settled = 0
        self._open: dict[int, OpenWorld] = {}
        self._queue: deque[RunSpec] = deque()
        self._waiting = iter(plan.own_worlds)
        self._entered_all = False
        rule = plan.design.until
        self._column = None if rule is None else plan.outcomes.index(rule.outcome)

    def take(self, count: int) -> list[RunSpec]:
        """The next runs, at most so many; none at the end, but for those that results may still ask for.

        Worlds are opened as runs are asked for, and each open one has a run under way or waiting: there are never more
        of them than that.
        """
        while len(self._queue) < count and not self._entered_all:
            world = next(self._waiting, None)
            if world is None:
                self._entered_all = True
            else:
                self._enter(world)
        return [self._queue.popleft() for _ in range(min(count, len(self._queue)))]

    @property
    def over(self) -> bool:
        """Whether nothing is missing any more."""
        return self._entered_all and not self._open

    def note(self, row: Row) -> None:
        """Take note of a run that has ended and is in the journal."""
        world, policy, replication = row.place
        entry = self._open[world]
        entry.missing.discard((policy, replication))
        self._know(entry, row)
        self._decide(entry)

    def _enter(self, number: int) -> None:
        """Open a world: what is there, what is missing."""
        entry = self._open[number] = OpenWorld(number)
        self._decide(entry)

    def _want(self, entry: OpenWorld, count: int) -> None:
        """Ask for replications up to a number."""
        for policy in range(len(self.plan.policies)):
            there = self._there(entry, policy, count)
            for replication in range(entry.wanted, count):
                if replication not in there:
                    entry.missing.add((policy, replication))
                    self._queue.append(self.plan.run(entry.number, policy, replication))
        entry.wanted = count

    def _there(self, entry: OpenWorld, policy: int, count: int) -> set[int]:
        """Replications that had ended before, from those wanted so far up to a number."""
        there = set()
        for row in self.journal.stretch(entry.number, policy, entry.wanted, count):
            if row.done or not self.retry_failed:
                there.add(row.place[2])
                self._know(entry, row)
        self.found += len(there)
        return there

    def _decide(self, entry: OpenWorld) -> None:
        """Close a world of which nothing is missing, or ask for more replications of it."""
        while not entry.missing:
            if entry.wanted >= self.plan.most_replications or self._enough(entry):
                del self._open[entry.number]
                self.settled += 1
                return
            self._want(entry, self._next(entry.wanted))

    def _next(self, wanted: int) -> int:
        """Replications to want after so many: up to the next number at which the rule is asked, if that is near."""
        rule, stop = self.plan.design.until, self.plan.most_replications
        if rule is not None:
            stop = rule.minimum if wanted < rule.minimum else wanted - (wanted - rule.minimum) % rule.step + rule.step
        return min(stop, wanted + STRETCH, self.plan.most_replications)

    def _enough(self, entry: OpenWorld) -> bool:
        rule = self.plan.design.until
        if rule is None or entry.wanted < rule.minimum or (entry.wanted - rule.minimum) % rule.step:
            return False
        policies = range(len(self.plan.policies))
        known = [[entry.known[policy, number] for number in range(entry.wanted)] for policy in policies]
        return enough(rule, np.array(known))

    def _know(self, entry: OpenWorld, row: Row) -> None:
        """Keep the outcome that the stopping rule looks at."""
        if self._column is not None:
            _, policy, replication = row.place
            entry.known[policy, replication] = float(row.outcomes[self._column]) if row.done else float("nan")
