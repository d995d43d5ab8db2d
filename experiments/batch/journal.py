"""The journal of a store: one SQLite database, the only place where a run becomes a fact.

A run is there once its transaction is committed, and not before. Only the process that holds the store writes;
others may read while it does. Following SQLite's write-ahead log, a process killed at any moment leaves the last
committed state.
"""

import errno
import hashlib
import sqlite3
import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, Self

import numpy as np
from numpy.typing import NDArray

from experiments.folder import FolderRefused

type Floats = NDArray[np.float64]
type Status = Literal["done", "error", "memory", "unsendable", "not_finite", "timeout", "crashed"]
type Place = tuple[int, int, int]
"""World, policy and replication of a run."""

JOURNAL: Final = "journal.sqlite"

_TABLES: Final = """
create table if not exists runs (
    world integer not null, policy integer not null, replication integer not null, key text not null,
    status text not null, seconds real not null, outcomes blob not null, error text not null, part text,
    digest blob not null, primary key (world, policy, replication)
) without rowid;
create index if not exists runs_by_key on runs (key);
create table if not exists series (
    world integer not null, policy integer not null, replication integer not null, content blob not null,
    primary key (world, policy, replication)
) without rowid;
create table if not exists parts (
    name text primary key, runs integer not null, bytes integer not null, sha256 text not null
) without rowid;
"""


_RUNS: Final = """
select world, policy, replication, key, status, seconds, outcomes, error, part, digest from runs
"""

_HERE: Final = " where world = ? and policy = ? and replication = ? "

_SERIES: Final = "select content from series"
_SET_PART: Final = "update runs set part = ?"
_DELETE_SERIES: Final = "delete from series"
_DELETE_RUNS: Final = "delete from runs"

_IN_ORDER: Final = " order by world, policy, replication "

_LOOSE: Final = """
select world, policy, replication, key, status, seconds, outcomes, error, part, digest, content
from series join runs using (world, policy, replication) order by world, policy, replication limit ?
"""


class Damaged(Exception):
    """A file of a store that does not hold what was written.

    Attributes:
        file: Its name.
        why: What is wrong with it, a key of the words below `batch.damage.`.
    """

    def __init__(self, file: str, why: str) -> None:
        """Keep what the message needs."""
        super().__init__(file, why)
        self.file = file
        self.why = why


@dataclass(frozen=True, slots=True)
class Row:
    """A run that has ended, well or not.

    Attributes:
        place: World, policy and replication.
        key: Identity of the run; two worlds that are the same have runs that are the same.
        status: How it ended.
        seconds: How long it took; not part of the result.
        outcomes: Outcomes in the order of the design; empty if it failed.
        error: Traceback or reason if it failed.
        series: Series as packed bytes; none where the design keeps none, or they lie in a part.
        part: Name of the part with its series.
    """

    place: Place
    key: str
    status: Status
    seconds: float
    outcomes: Floats
    error: str = ""
    series: bytes | None = None
    part: str | None = None

    @property
    def done(self) -> bool:
        """Whether it ended well."""
        return self.status == "done"

    def digest(self) -> bytes:
        """Check sum of what the row says, so that a changed byte is noticed."""
        told = f"{self.place}|{self.key}|{self.status}|{self.error}".encode("utf-8", "surrogatepass")
        return hashlib.sha256(told + struct.pack("<d", self.seconds) + _packed(self.outcomes)).digest()[:16]


class Journal:
    """The database of a store.

    Attributes:
        path: Its file.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        """Take over an open connection."""
        self.path = path
        self._db = connection
        self._file = path.stat().st_ino

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open the journal of a folder for writing, and make it if there is none.

        Raises:
            Damaged: If the file is not a journal.
        """
        path = folder / JOURNAL
        with _noticed(path):
            db = sqlite3.connect(path, isolation_level=None, timeout=30.0)
            db.execute("pragma journal_mode = wal")
            db.execute("pragma synchronous = full")
            db.executescript(_TABLES)
        return cls(path, db)

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Open the journal of a folder for reading, also while a batch writes it or where nothing can be written.

        Raises:
            FileNotFoundError: If there is none.
            Damaged: If the file is not a journal.
        """
        path = folder / JOURNAL
        if not path.is_file():
            raise FileNotFoundError(path)
        with _noticed(path):
            try:
                db = _connected(path, "mode=ro")
            except sqlite3.OperationalError:  # a folder that cannot be written: no log can be made beside it
                log = path.with_name(JOURNAL + "-wal")
                if log.is_file() and log.stat().st_size:  # it would be left out, and with it the last runs
                    raise Damaged(log.name, "log") from None
                db = _connected(path, "immutable=1")
        return cls(path, db)

    def close(self) -> None:
        """Close it; the log is folded into the database."""
        self._db.close()

    def __enter__(self) -> Self:
        """Nothing more is needed."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    # What it says

    def freeze(self) -> None:
        """From now on say what is there now, whatever a batch adds meanwhile."""
        with _noticed(self.path):
            self._db.execute("begin")
            self._db.execute("select count(*) from parts").fetchone()

    def rows(self) -> Iterator[Row]:
        """Runs in the order of world, policy and replication, each checked against its digest.

        Raises:
            Damaged: If a row does not say what was written.
        """
        return self._rows(_RUNS + _IN_ORDER, ())

    def stretch(self, world: int, policy: int, first: int, end: int) -> Iterator[Row]:
        """Runs of a world and a policy, from one replication to before another."""
        here = "where world = ? and policy = ? and replication >= ? and replication < ? order by replication"
        return self._rows(_RUNS + here, (world, policy, first, end))

    def failed(self, limit: int) -> list[Row]:
        """The first runs that failed, at most so many."""
        return list(self._rows(_RUNS + "where status <> 'done'" + _IN_ORDER + "limit ?", (limit,)))

    def at(self, place: Place) -> Row | None:
        """The run of a place."""
        return next(self._rows(_RUNS + _HERE, place), None)

    def row(self, key: str) -> Row | None:
        """The first run of a key."""
        return next(self._rows(_RUNS + "where key = ?" + _IN_ORDER + "limit 1", (key,)), None)

    def _rows(self, question: str, terms: Sequence[object]) -> Iterator[Row]:
        with _noticed(self.path), closing(self._db.cursor()) as cursor:
            for *told, digest in cursor.execute(question, terms):
                yield _row(told, digest, self.path)

    def counts(self) -> dict[str, int]:
        """Number of runs by status."""
        with _noticed(self.path):
            return dict(self._db.execute("select status, count(*) from runs group by status order by status"))

    def parts(self) -> dict[str, tuple[int, int, str]]:
        """Runs, bytes and SHA-256 of each part, by name."""
        with _noticed(self.path):
            found = self._db.execute("select name, runs, bytes, sha256 from parts order by name").fetchall()
        return {name: (runs, size, sha256) for name, runs, size, sha256 in found}

    def loose(self, limit: int) -> list[tuple[Row, bytes]]:
        """Runs whose series do not lie in a part yet, in order, with their series; at most so many."""
        with _noticed(self.path):
            found = self._db.execute(_LOOSE, (limit,)).fetchall()
        return [(_row(told, digest, self.path), self._unpacked(content)) for *told, digest, content in found]

    def loose_series(self, place: Place) -> bytes | None:
        """Series of a run that do not lie in a part yet."""
        with _noticed(self.path):
            found = self._db.execute(_SERIES + _HERE, place).fetchone()
        return None if found is None else self._unpacked(found[0])

    def _unpacked(self, content: bytes) -> bytes:
        try:
            return zlib.decompress(content)
        except (TypeError, zlib.error):
            raise Damaged(self.path.name, "no_series") from None

    def loose_count(self) -> int:
        """Number of runs whose series do not lie in a part yet."""
        with _noticed(self.path):
            (count,) = self._db.execute("select count(*) from series").fetchone()
        return int(count)

    def sound(self) -> bool:
        """Whether SQLite finds its own structure in order."""
        try:
            return self._db.execute("pragma integrity_check").fetchone() == ("ok",)
        except sqlite3.DatabaseError:
            return False

    # What changes it, one transaction each

    def add(self, rows: Iterable[Row]) -> None:
        """Keep runs that have ended; one that was kept before as a failure is replaced, one that was done is not."""
        with self._transaction():
            for row in rows:
                if self._insert(row) and row.series is not None:
                    self._db.execute(
                        "insert into series values (?, ?, ?, ?)", (*row.place, zlib.compress(row.series, 1))
                    )

    def add_part(self, name: str, places: Sequence[Place], size: int, sha256: str) -> None:
        """Let a part that is safely on the disk take the place of loose series."""
        with self._transaction():
            self._db.execute("insert into parts values (?, ?, ?, ?)", (name, len(places), size, sha256))
            self._db.executemany(_SET_PART + _HERE, [(name, *place) for place in places])
            self._db.executemany(_DELETE_SERIES + _HERE, places)

    def adopt(self, rows: Sequence[Row], part: tuple[str, int, int, str]) -> None:
        """Take over runs of another journal with the part that holds their series; runs that are there stay.

        Args:
            rows: The runs, which name the part.
            part: Its name, runs, bytes and SHA-256.
        """
        with self._transaction():
            self._db.execute("insert into parts values (?, ?, ?, ?)", part)
            for row in rows:
                self._insert(row)

    def forget_part(self, name: str) -> int:
        """Forget a part and all runs in it, so that they are run again; their number."""
        with self._transaction():
            forgotten = self._db.execute("delete from runs where part = ?", (name,)).rowcount
            self._db.execute("delete from parts where name = ?", (name,))
        return forgotten

    def _insert(self, row: Row) -> bool:
        """Whether it is kept: a run that was done before stays as it was, also if it was this one."""
        self._db.execute(_DELETE_RUNS + _HERE + "and status <> 'done'", row.place)
        told = (*row.place, row.key, row.status, row.seconds, _packed(row.outcomes), row.error, row.part, row.digest())
        question = "insert into runs values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing"
        return self._db.execute(question, told).rowcount == 1

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._still_there()
        with _noticed(self.path):
            self._db.execute("begin immediate")
            try:
                yield
                self._db.execute("commit")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("rollback")
                raise

    def _still_there(self) -> None:
        """SQLite goes on writing into a file that somebody has deleted, and all of it would be lost."""
        try:
            same = self.path.stat().st_ino == self._file
        except OSError:
            same = False
        if not same:
            raise Damaged(self.path.name, "missing")


def _connected(path: Path, how: str) -> sqlite3.Connection:
    """A connection that reads; none is left open if it cannot."""
    db = sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True, isolation_level=None, timeout=30.0)
    try:
        db.execute("select count(*) from parts").fetchone()
    except sqlite3.Error:
        db.close()
        raise
    return db


def _packed(outcomes: Floats) -> bytes:
    return np.ascontiguousarray(outcomes, dtype="<f8").tobytes()


def _row(told: Sequence[object], digest: object, path: Path) -> Row:
    world, policy, replication, key, status, seconds, outcomes, error, part = told
    try:
        values = np.frombuffer(outcomes, dtype="<f8")  # type: ignore[call-overload]
        place = (int(world), int(policy), int(replication))  # type: ignore[call-overload]
        row = Row(place, str(key), status, float(seconds), values, str(error), None, part)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise Damaged(path.name, "row") from None
    if row.digest() != digest:
        raise Damaged(path.name, "row")
    return row


@contextmanager
def _noticed(path: Path) -> Iterator[None]:
    """Tell damage apart from a machine that lacks space, and from a folder that cannot be used."""
    try:
        yield
    except sqlite3.OperationalError as error:
        name = getattr(error, "sqlite_errorname", "")
        if name.startswith(("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_NOMEM")):
            code = {"SQLITE_FULL": errno.ENOSPC, "SQLITE_IOERR_WRITE": errno.ENOSPC, "SQLITE_IOERR": errno.ENOSPC,
                    "SQLITE_NOMEM": errno.ENOMEM}.get(name, errno.EIO)  # fmt: skip
            raise OSError(code, str(error), str(path)) from error
        if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
            raise FolderRefused("not_writable", folder=str(path), why=str(error)) from error
        if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise FolderRefused("busy", folder=str(path.parent)) from error
        raise Damaged(path.name, "journal") from error
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.InterfaceError):
        raise
    except sqlite3.DatabaseError as error:
        raise Damaged(path.name, "journal") from error
