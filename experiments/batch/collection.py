"""Joining shards: stores of parts of the same batch become one."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import batched
from pathlib import Path
from typing import Final

from experiments.batch import parts
from experiments.batch.journal import Damaged, Journal, Row
from experiments.batch.parts import FOLDER
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
    there = journal.row(row.key)
    if there is None or (row.done and not there.done):
        return True
    if row.done and there.outcomes.tobytes() != row.outcomes.tobytes():
        raise Contradiction(path, row.key)
    return False


def _part(store: Store, shard: OpenedStore, name: str, rows: list[Row]) -> None:
    _, size, sha256 = shard.journal.parts()[name]
    content = parts.checked(shard.path, name, size, sha256)
    own = store.next_part()
    put(store.path / FOLDER / own, content)
    store.journal.adopt([replace(row, part=own) for row in rows], (own, len(rows), size, sha256))


def _loose(store: Store, shard: OpenedStore, rows: list[Row]) -> None:
    series = dict(shard.loose_series())
    for block in batched(rows, ROWS):
        told = [replace(row, series=series.get(row.place)) for row in block]
        if shard.plan.form is not None and any(row.done and row.series is None for row in told):
            raise Damaged(f"{shard.path.name}/{FOLDER}", "run")
        store.add(told)
