"""The coordinator: hands out runs, keeps what comes back, and finds out which run takes its worker along.

It alone writes the journal. The runs of a group that was lost with its worker are run again one by one; one that is
lost alone as well is to blame, unless somebody killed its worker, so it gets a few tries before it is given up.
"""

import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from experiments.batch.agenda import Agenda
from experiments.batch.executors.protocol import Completed, Executor, Failed, Lost
from experiments.batch.journal import Place, Row, Status
from experiments.batch.plan import RunSpec
from experiments.batch.store import Store
from experiments.batch.work import NotFinite, RunResult

WINDOW: Final = 3
"""Groups under way for each slot, so that no worker waits, and little is lost with one."""

LARGEST_GROUP: Final = 32
"""Runs in a group, at most."""

GROUP_SECONDS: Final = 1.0
"""Seconds of work in a group, about."""

COMMIT_SECONDS: Final = 1.0
"""Seconds that a finished run waits for its place in the journal, at most."""

COMMIT_RUNS: Final = 200
"""Finished runs that wait for their place in the journal, at most."""

DEATHS: Final = 3
"""Times that a run may be lost with its worker, in a group of its own, before it is given up."""

PATIENCE: Final = 0.5
"""Seconds between two looks at what has come back."""

type Told = Callable[["Standing"], None]


@dataclass(slots=True)
class Standing:
    """How far a batch is.

    Attributes:
        found: Runs that had ended before.
        done: Runs that have ended well since it started.
        failed: Runs that have failed since it started.
        again: Runs that were run again because a worker died.
        at_most: Runs of the plan, at most.
    """

    at_most: int
    found: int = 0
    done: int = 0
    failed: int = 0
    again: int = 0


@dataclass
class Coordinator:
    """Runs a batch to its end.

    Attributes:
        store: Where results go.
        agenda: Which runs come next.
        executor: What carries them out.
        time_limit: Seconds that a run may take.
        told: Called whenever something has come back.
    """

    store: Store
    agenda: Agenda
    executor: Executor[RunSpec, RunResult]
    time_limit: float | None
    told: Told
    standing: Standing = field(init=False)
    _groups: int = field(default=0, init=False)
    _seconds: float = field(default=0.0, init=False)
    _suspects: deque[RunSpec] = field(default_factory=deque, init=False)
    _deaths: dict[Place, int] = field(default_factory=dict, init=False)
    _buffer: list[Row] = field(default_factory=list, init=False)
    _committed: float = field(default_factory=time.monotonic, init=False)

    def __post_init__(self) -> None:
        """Nothing has come back yet."""
        self.standing = Standing(self.agenda.plan.most_runs)

    def run(self) -> Standing:
        """Run until nothing is missing; whatever ends it, what has come back by then is kept."""
        try:
            while True:
                self._hand_out()
                if not self._groups and not self._buffer and self.agenda.over:
                    return self.standing
                for back in self.executor.wait(PATIENCE):
                    self._take_back(back)
                self._keep(force=not self._groups)
                self.standing.found = self.agenda.found
                self.told(self.standing)
        finally:
            self._keep(force=True)

    def _hand_out(self) -> None:
        """Fill the window; runs that were lost in a group go alone."""
        while self._groups < WINDOW * self.executor.slots:
            runs = [self._suspects.popleft()] if self._suspects else self.agenda.take(self._group_size())
            if not runs:
                return
            self._submit(runs)

    def _group_size(self) -> int:
        """Runs in the next group: about a second of work."""
        ended = self.standing.done + self.standing.failed
        if not ended:
            return 1
        return max(1, min(LARGEST_GROUP, int(GROUP_SECONDS / max(self._seconds / ended, 1e-6))))

    def _submit(self, runs: Sequence[RunSpec]) -> None:
        self.executor.submit(runs)
        self._groups += 1

    def _take_back(self, back: Completed[RunSpec, RunResult] | Lost[RunSpec]) -> None:
        self._groups -= 1
        if isinstance(back, Completed):
            self._buffer += [_row(run, result) for run, result in zip(back.runs, back.results, strict=True)]
            for result in back.results:
                self._seconds += result.seconds
                if isinstance(result, Failed):
                    self.standing.failed += 1
                else:
                    self.standing.done += 1
        else:
            self._lost(back)

    def _lost(self, back: Lost[RunSpec]) -> None:
        """A group whose worker died: its runs go again, each alone; one that was alone may be given up."""
        if len(back.runs) == 1 and self._given_up(back.runs[0], back):
            return
        self.standing.again += len(back.runs)
        self._suspects.extend(back.runs)

    def _given_up(self, run: RunSpec, back: Lost[RunSpec]) -> bool:
        """Whether a run that was lost alone is not tried again; its failure is then on record."""
        place = (run.world, run.policy, run.replication)
        self._deaths[place] = self._deaths.get(place, 0) + 1
        late = back.kind == "time"
        if not late and self._deaths[place] < DEATHS:
            return False
        reason = f"took longer than {self.time_limit:g} seconds" if late else "its process died"
        error = f"{back.note.strip()}\n{reason}".strip()
        self._buffer.append(_failed(run, "timeout" if late else "crashed", error, back.seconds))
        self.standing.failed += 1
        del self._deaths[place]
        return True

    def _keep(self, force: bool) -> None:
        """Put what has come back into the journal, and only then let the agenda know."""
        due = len(self._buffer) >= COMMIT_RUNS or time.monotonic() - self._committed >= COMMIT_SECONDS
        if self._buffer and (force or due):
            rows, self._buffer = self._buffer, []
            try:
                self.store.add(rows)
            except BaseException:
                self._buffer = rows + self._buffer
                raise
            for row in rows:
                self.agenda.note(row)
            self._committed = time.monotonic()


def _row(run: RunSpec, result: RunResult | Failed) -> Row:
    if isinstance(result, Failed):
        return _failed(run, status_of(result), result.error, result.seconds)
    place = (run.world, run.policy, run.replication)
    return Row(place, run.key, "done", result.seconds, result.outcomes, series=result.series)


def status_of(result: RunResult | Failed) -> Status:
    """How a run ended that came back."""
    if not isinstance(result, Failed):
        return "done"
    return "not_finite" if f"{NotFinite.__name__}: " in result.error.splitlines()[-1] else result.kind


def _failed(run: RunSpec, status: Status, error: str, seconds: float) -> Row:
    return Row((run.world, run.policy, run.replication), run.key, status, seconds, np.empty(0), error)
