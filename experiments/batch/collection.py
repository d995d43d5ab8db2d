"""Joining shards: stores of parts of the same batch become one."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import batched
from pathlib import Path
from typing import Final

from experiments.batch import parts
from experiments.batch.agenda import Agenda
from experiments.batch.journal import Journal, Row
from experiments.batch.parts import FOLDER, PartReader
from experiments.batch.plan import BatchPlan
from experiments.batch.store import OpenedStore, Store
from experiments.folder import put

ROWS: Final = 1_000
"""Rows taken over in one transaction."""


class OtherBatch(Exception):
    """A store that belongs to another batch than the one it is to be joined with.

    Attributes:
        path: The store.
    """

    def __init__(self, path: Path) -> None:
        """Keep which it was."""
        super().__init__(path)
        self.path = path


class Contradiction(Exception):
    """Two stores that hold different results of the same run.

    Attributes:
        path: The second of them.
        key: The run.
    """

    def __init__(self, path: Path, key: str) -> None:
        """Keep which they are."""
        super().__init__(path, key)
        self.path, self.key = path, key


def whole(shards: Sequence[OpenedStore]) -> BatchPlan:
    """The plan that shards are parts of.

    Raises:
        OtherBatch: If one of them is not.
    """
    joined = replace(shards[0].plan, shard=(1, 1))
    for shard in shards[1:]:
        if replace(shard.plan, shard=(1, 1)).digest() != joined.digest():
            raise OtherBatch(shard.path)
    return joined


def collect(store: Store, shards: Sequence[OpenedStore], progress: Callable[[int, int], None]) -> int:
    """Take over what shards hold; the number of runs taken over.

    A part goes into place first, and one transaction then names it with its runs, so that being interrupted costs
    nothing: the same command goes on.

    Raises:
        Damaged: If a file of a shard is not what was written.
        Contradiction: If results of the same run differ.
    """
    taken = 0
    for number, shard in enumerate(shards):
        progress(number, len(shards))
        for name, rows in _by_part(shard):
            fresh = [row for row in rows if _is_new(store.journal, row, shard.path)]
            taken += len(fresh)
            if name is None:
                _loose(store, shard, fresh)
            elif fresh:
                _part(store, shard, name, fresh)
    progress(len(shards), len(shards))
    return taken


def _by_part(shard: OpenedStore) -> Iterator[tuple[str | None, list[Row]]]:
    """The runs of a shard, grouped by the part that holds their series."""
    groups: dict[str | None, list[Row]] = {}
    for row in shard.journal.rows():
        groups.setdefault(row.part, []).append(row)
    yield from groups.items()


def _is_new(journal: Journal, row: Row, path: Path) -> bool:
    """Whether a run is not there yet, or only as a failure that this one mends."""
    there = journal.at(row.place)
    if there is None or (row.done and not there.done):
        return True
    if row.key != there.key or (row.done and there.outcomes.tobytes() != row.outcomes.tobytes()):
        raise Contradiction(path, row.key)
    return False


def _part(store: Store, shard: OpenedStore, name: str, rows: list[Row]) -> None:
    """Take over a part: as it is, or what is new of it, so that no part holds a run that lies in another one."""
    runs, size, sha256 = shard.journal.parts()[name]
    own = store.next_part()
    if len(rows) == runs:
        put(store.path / FOLDER / own, parts.checked(shard.path, name, size, sha256))
    else:
        reader = PartReader(shard.path, shard.journal.parts())
        size, sha256 = parts.write_table(store.path, own, [reader.run(name, row.place) for row in rows])
    store.journal.adopt([replace(row, part=own) for row in rows], (own, len(rows), size, sha256))


def _loose(store: Store, shard: OpenedStore, rows: list[Row]) -> None:
    for block in batched(rows, ROWS):
        store.add([replace(row, series=shard.series_bytes(row)) for row in block])


def lacks_nothing(store: Store, plan: BatchPlan) -> bool:
    """Whether a store holds every run that the plan asks for, and none of them failed."""
    agenda = Agenda(plan, store.journal, retry_failed=True)
    return not agenda.take(1) and agenda.over
