"""Looking a store over, and running one run of it again."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from experiments.batch import parts
from experiments.batch.coordinator import status_of
from experiments.batch.executors.local import LocalExecutor
from experiments.batch.executors.protocol import Lost
from experiments.batch.identity import model_version
from experiments.batch.journal import JOURNAL, Damaged, Row, Status
from experiments.batch.parts import FOLDER, PartReader
from experiments.batch.plan import BatchPlan, RunSpec
from experiments.batch.run import limits_of, work_of
from experiments.batch.store import OpenedStore
from experiments.batch.work import RunResult


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong with a store.

    Attributes:
        file: Which file.
        why: What is wrong, a key of the words below `batch.damage.`.
        run: Key of the run concerned, where there is one.
    """

    file: str
    why: str
    run: str = ""


def inspect(store: OpenedStore, progress: Callable[[int, int], None]) -> list[Finding]:
    """Check every byte that results rest on: journal, rows, keys, parts, and that each run has its series.

    Args:
        store: The store.
        progress: Called with rows looked at, and rows in all.
    """
    found = [] if store.journal.sound() else [Finding(JOURNAL, "journal")]
    told = store.journal.parts()
    for name, (_, size, sha256) in told.items():
        try:
            parts.checked(store.path, name, size, sha256)
        except Damaged as damage:
            found.append(Finding(damage.file, damage.why))
    broken = {finding.file for finding in found}
    readable = {name: entry for name, entry in told.items() if f"{FOLDER}/{name}" not in broken}
    reader = PartReader(store.path, readable)
    total = sum(store.journal.counts().values())
    try:
        for number, row in enumerate(store.journal.rows()):
            progress(number, total)
            found += _of_row(store, row, reader, readable)
    except Damaged as damage:
        found.append(Finding(damage.file, damage.why))
    return found


def _of_row(
    store: OpenedStore,
    row: Row,
    reader: PartReader,
    readable: dict[str, tuple[int, int, str]],
) -> list[Finding]:
    if not row.done:
        return []
    found = []
    if store.plan.run(*row.place).key != row.key:
        found.append(Finding(JOURNAL, "key", row.key))
    if len(row.outcomes) != len(store.plan.outcomes):
        found.append(Finding(JOURNAL, "row", row.key))
    if store.plan.form is not None and (row.part is None or row.part in readable):
        try:
            store.series_of(row, store.plan.form, reader)
        except Damaged as damage:
            found.append(Finding(damage.file, damage.why, row.key))
    return found


class OtherModel(Exception):
    """A store whose results are of another version of the model than this one.

    Attributes:
        there: Version of the store.
        here: This version.
    """

    def __init__(self, there: str, here: str) -> None:
        """Keep both."""
        super().__init__(there, here)
        self.there, self.here = there, here


@dataclass(frozen=True, slots=True)
class Replay:
    """A run beside itself, run again.

    Attributes:
        row: What the store holds.
        status: How it ended now.
        differing: Names of the outcomes that differ; "series" where the series do, "status" if it ended otherwise.
    """

    row: Row
    status: Status
    differing: tuple[str, ...]


def replay(store: OpenedStore, key: str) -> Replay:
    """Run one run again and compare it with what the store holds, bit for bit.

    Args:
        store: The store.
        key: The run.

    Raises:
        KeyError: If the store has no such run.
        OtherModel: If the model has changed since.
        Damaged: If its series are not what was written.
    """
    row = store.journal.row(key)
    if row is None:
        raise KeyError(key)
    if store.plan.model != model_version():
        raise OtherModel(store.plan.model, model_version())
    run = store.plan.run(*row.place)
    if not row.done:
        status = _ends(store.plan, run)
        return Replay(row, status, () if status == row.status else ("status",))
    result = work_of(store.plan)(run)
    same = row.outcomes.view(np.uint64) == np.asarray(result.outcomes, dtype="<f8").view(np.uint64)
    differing = [name for name, equal in zip(store.plan.outcomes, same, strict=True) if not equal]
    form = store.plan.form
    if form is not None and result.series is not None:
        again = parts.table(form, [(row.place, result.series)])
        there = store.series_of(row, form, PartReader(store.path, store.journal.parts()))
        differing += [] if again.equals(there) else ["series"]
    return Replay(row, "done", tuple(differing))


def _ends(plan: BatchPlan, run: RunSpec) -> Status:
    """How a run ends in a process of its own, which it may take along."""
    executor = LocalExecutor[RunSpec, RunResult](work_of(plan), 1, limits_of(plan))
    try:
        executor.submit([run])
        while not (back := executor.wait(1.0)):
            pass
    finally:
        executor.close(kill=True)
    if isinstance(back[0], Lost):
        return "timeout" if back[0].kind == "time" else "crashed"
    return status_of(back[0].results[0])
