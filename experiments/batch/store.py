"""A store: a folder with the plan, the journal and the series of a batch, held by one process while it is written.

The lock is the operating system's and vanishes with the process; nothing is ever unlocked by hand. Series gather in
the journal and move into a Parquet part once there are hundreds: the part is put in place first, and one transaction
then names it, so that a part that no transaction names was never needed and is swept away.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from experiments.batch import parts
from experiments.batch.journal import JOURNAL, Damaged, Journal, Place, Row
from experiments.batch.parts import PartReader, SeriesForm
from experiments.batch.plan import BatchPlan
from experiments.batch.tables import world_table
from experiments.folder import FolderRefused, OutputFolder, read_manifest
from experiments.manifest import Plan
from experiments.table_files import parquet_bytes

if TYPE_CHECKING:
    import pyarrow as pa

PLAN: Final = "batch.json"
WORLDS: Final = "worlds.parquet"

BEGUN: Final = "begun"
"""What the manifest says once there is a journal: from then on, one that is not there is gone."""

RUNS_IN_A_PART: Final = 500
"""Runs whose series go into one part."""


@dataclass
class Store:
    """A store that this process writes.

    Attributes:
        folder: The folder, held by this process.
        journal: What has happened.
        form: What the series hold; none if the design keeps none.
    """

    folder: OutputFolder
    journal: Journal
    form: SeriesForm | None

    @property
    def path(self) -> Path:
        """Where it is."""
        return self.folder.path

    def add(self, rows: Sequence[Row]) -> None:
        """Keep runs that have ended: they are there once this returns."""
        if rows:
            self.journal.add(rows)
            while self.form is not None and self.journal.loose_count() >= RUNS_IN_A_PART:
                self.compact()

    def compact(self) -> None:
        """Move loose series into a part."""
        loose = self.journal.loose(RUNS_IN_A_PART) if self.form is not None else []
        if self.form is None or not loose:
            return
        name = self.next_part()
        size, sha256 = parts.write_part(self.path, name, self.form, [(row.place, content) for row, content in loose])
        self.journal.add_part(name, [row.place for row, _ in loose], size, sha256)

    def finish(self, complete: bool, facts: Mapping[str, Any]) -> None:
        """Say in the manifest whether nothing is missing."""
        self.folder.write_manifest({"complete": complete, BEGUN: True, **facts})

    def next_part(self) -> str:
        """Name of a part that does not exist yet."""
        used = [int(name.removeprefix("part-").removesuffix(".parquet")) for name in self.journal.parts()]
        return f"part-{max(used, default=0) + 1:06d}.parquet"

    def sweep(self) -> None:
        """Remove parts that no transaction names: a process ended between the file and its transaction."""
        known = self.journal.parts()
        for file in (self.path / parts.FOLDER).glob("part-*.parquet"):
            if file.name not in known:
                file.unlink()

    def check(self, repair: bool) -> int:
        """Read every part and compare it with what was written.

        Args:
            repair: Whether runs in a damaged part are forgotten, so that they are run again.

        Returns:
            Number of runs forgotten.

        Raises:
            Damaged: If a part is damaged and is not to be repaired.
        """
        forgotten = 0
        for name, (_, size, sha256) in self.journal.parts().items():
            try:
                parts.checked(self.path, name, size, sha256)
            except Damaged:
                if not repair:
                    raise
                forgotten += self.journal.forget_part(name)
                (self.path / parts.FOLDER / name).unlink(missing_ok=True)
        return forgotten


@contextmanager
def writing(
    path: Path, what_for: Plan, plan: BatchPlan, facts: Mapping[str, Any], anew: bool = False
) -> Iterator[Store]:
    """Hold a store for writing; it is made where there is none.

    Args:
        path: The folder.
        what_for: What it is for; a folder of another plan is refused.
        plan: The same in full, so that the store explains itself.
        facts: What the manifest notes besides.
        anew: Whether a journal that is gone is begun anew; else it is an error, for all results are gone with it.

    Raises:
        FolderRefused: If another process holds it, or it is for something else, or cannot be written.
        Damaged: If the journal is not what was written, or is gone.
        OSError: If the machine has no room left.
    """
    with OutputFolder(path, what_for) as folder:
        begun = folder.earlier.get(BEGUN) is True
        if begun and not anew and not (path / JOURNAL).is_file():
            raise Damaged(JOURNAL, "gone")
        # The manifest comes first: a folder that has one is ours, whatever moment the process ends in.
        folder.write_manifest({"complete": False, BEGUN: begun, **facts}, last=False)
        told = json.dumps(plan.content(), ensure_ascii=False, indent=1, allow_nan=False) + "\n"
        folder.write(PLAN, told.encode("utf-8"))
        folder.write(WORLDS, parquet_bytes(world_table(plan)))
        with Journal.open(path) as journal:
            # Once more, with the check sums of plan and worlds.
            folder.write_manifest({"complete": False, BEGUN: True, **facts}, last=False)
            store = Store(folder, journal, plan.form)
            store.sweep()
            yield store


@dataclass(frozen=True)
class OpenedStore:
    """A store that is read, possibly while a batch writes it.

    Attributes:
        path: Where it is.
        manifest: Its manifest.
        plan: Its plan.
        journal: What has happened.
    """

    path: Path
    manifest: Mapping[str, Any]
    plan: BatchPlan
    journal: Journal

    def rows(self) -> Iterator[Row]:
        """All runs, from a journal whose structure has been checked first: a damaged page could hide rows.

        Raises:
            Damaged: If the journal is not what was written.
        """
        if not self.journal.sound():
            raise Damaged(JOURNAL, "journal")
        return self.journal.rows()

    def series(self) -> "Iterator[tuple[Place, pa.Table]]":
        """Series run by run, in the order of world, policy and replication.

        Raises:
            Damaged: If a part is not what was written.
        """
        form = self.plan.form
        if form is None:
            return
        reader = PartReader(self.path, self.journal.parts())
        for row in self.rows():
            if row.done:
                yield row.place, self.series_of(row, form, reader)

    def series_of(self, row: Row, form: SeriesForm, reader: PartReader) -> "pa.Table":
        """Series of a run that ended well, from its part or from the journal.

        Raises:
            Damaged: If they are not what was written.
        """
        if row.part is not None:
            return reader.run(row.part, row.place)
        return parts.table(form, [(row.place, self.series_bytes(row) or b"")])

    def series_bytes(self, row: Row) -> bytes | None:
        """Packed series of a run that do not lie in a part yet; none where it has none to have.

        Raises:
            Damaged: If they are gone.
        """
        content = self.journal.loose_series(row.place)
        if content is None and row.done and self.plan.form is not None:
            raise Damaged(JOURNAL, "no_series")
        return content


@contextmanager
def reading(path: Path) -> Iterator[OpenedStore]:
    """Open a store for reading.

    Raises:
        FolderRefused: If the folder is no store.
        Damaged: If a file of it is not what was written.
    """
    try:
        there = path.is_dir()
    except OSError:  # no such name can be
        there = False
    try:
        manifest = read_manifest(path) if there else None
    except FolderRefused:
        manifest = None
    if manifest is None:
        raise FolderRefused("no_store", folder=str(path))
    if manifest["plan"].get("command") != "batch":
        raise FolderRefused("not_a_store", folder=str(path), command=str(manifest["plan"].get("command")))
    plan = _plan(path, manifest)
    try:
        journal = Journal.read(path)
    except FileNotFoundError:
        raise Damaged(JOURNAL, "missing") from None
    with journal:
        journal.freeze()
        yield OpenedStore(path, manifest, plan, journal)


def _plan(path: Path, manifest: Mapping[str, Any]) -> BatchPlan:
    import pyarrow as pa
    import pyarrow.parquet as pq

    told, values = (_checked(path, name, manifest) for name in (PLAN, WORLDS))
    try:
        table = pq.read_table(pa.BufferReader(values))
        columns = [column.to_numpy() for column in table.columns[1:]]
        worlds = np.stack(columns, axis=1) if columns else np.empty((table.num_rows, 0))
        return BatchPlan.from_content(json.loads(told), worlds)
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException):
        raise Damaged(PLAN, "plan") from None


def _checked(path: Path, name: str, manifest: Mapping[str, Any]) -> bytes:
    """A file of the plan; the manifest tells its check sum once the journal is there."""
    try:
        content = (path / name).read_bytes()
        sha256 = manifest["files"][name]["sha256"] if name in manifest["files"] else None
    except (OSError, KeyError, TypeError):
        raise Damaged(name, "plan") from None
    if sha256 is not None and hashlib.sha256(content).hexdigest() != sha256:
        raise Damaged(name, "bytes")
    return content
