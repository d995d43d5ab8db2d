"""Series of hundreds of runs in one Parquet file: written whole or not at all, checked when read."""

import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from experiments.batch.journal import Damaged, Place
from experiments.folder import put
from experiments.table_fields import of, own
from experiments.table_files import Field
from sim.columns import CITY_COLUMNS

if TYPE_CHECKING:
    import pyarrow as pa

type Floats = NDArray[np.float64]

FOLDER: Final = "series"

PLACE: Final = ("world", "policy", "replication")
"""Columns that say which run a row belongs to."""


@dataclass(frozen=True, slots=True)
class SeriesForm:
    """What the series of a batch hold.

    Attributes:
        fields: Names of columns of the table of cities and periods.
        cities: Keys of the cities.
    """

    fields: tuple[str, ...]
    cities: tuple[str, ...]

    def columns(self) -> dict[str, Field]:
        """The columns of the table by name."""
        place = {name: own(f"batch.{name}", "index", "whole") for name in PLACE}
        when = {"period": own("period", "period", "whole"), "city": own("city")}
        return {**place, **when, **{name: of(CITY_COLUMNS[name]) for name in self.fields}}


def packed(series: Floats) -> bytes:
    """Series of one run, (fields, periods, C), as bytes that say their own shape."""
    out = io.BytesIO()
    np.lib.format.write_array(out, np.ascontiguousarray(series, dtype="<f8"), allow_pickle=False)
    return out.getvalue()


def unpacked(content: bytes) -> Floats:
    """What `packed` packed."""
    return np.lib.format.read_array(io.BytesIO(content), allow_pickle=False)


def table(form: SeriesForm, runs: Sequence[tuple[Place, bytes]]) -> "pa.Table":
    """Series of runs as one tidy table: a row for each run, period and city."""
    import pyarrow as pa

    blocks = [(place, unpacked(content)) for place, content in runs]
    sizes = [series.shape[1] * series.shape[2] for _, series in blocks]
    columns: list[pa.Array] = [
        pa.array(np.repeat(np.array([place[index] for place, _ in blocks], dtype=np.int64), sizes))
        for index in range(len(PLACE))
    ]
    periods = [np.repeat(np.arange(series.shape[1]), series.shape[2]) for _, series in blocks]
    cities = [np.tile(np.arange(series.shape[2]), series.shape[1]) for _, series in blocks]
    columns.append(pa.array(np.concatenate(periods) if periods else np.empty(0, np.int64), type=pa.int64()))
    named = pa.DictionaryArray.from_arrays(
        pa.array(np.concatenate(cities).astype(np.int32) if cities else np.empty(0, np.int32)), pa.array(form.cities)
    )
    columns.append(named.cast(pa.string()))
    for index in range(len(form.fields)):
        values = np.concatenate([series[index].ravel() for _, series in blocks]) if blocks else np.empty(0)
        columns.append(pa.array(values, mask=~np.isfinite(values)))
    told = [
        pa.field(name, column.type, metadata={"unit": field.unit, "label_en": field.en, "label_zh": field.zh})
        for (name, field), column in zip(form.columns().items(), columns, strict=True)
    ]
    return pa.Table.from_arrays(columns, schema=pa.schema(told))


def write_part(folder: Path, name: str, form: SeriesForm, runs: Sequence[tuple[Place, bytes]]) -> tuple[int, str]:
    """Put a part in place in one move; its bytes and SHA-256."""
    return write_table(folder, name, [table(form, runs)])


def write_table(folder: Path, name: str, runs: "Sequence[pa.Table]") -> tuple[int, str]:
    """The same with tables of series as `table` makes them."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    out = pa.BufferOutputStream()
    pq.write_table(pa.concat_tables(runs), out, compression="zstd")
    content = bytes(out.getvalue())
    put(folder / FOLDER / name, content)
    return len(content), hashlib.sha256(content).hexdigest()


def read_part(folder: Path, name: str, size: int, sha256: str) -> "pa.Table":
    """A part, checked byte for byte.

    Raises:
        Damaged: If it is missing or not what was written.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    return pq.read_table(pa.BufferReader(checked(folder, name, size, sha256)))


def checked(folder: Path, name: str, size: int, sha256: str) -> bytes:
    """The bytes of a part.

    Raises:
        Damaged: If it is missing or not what was written.
    """
    try:
        content = (folder / FOLDER / name).read_bytes()
    except FileNotFoundError:
        raise Damaged(f"{FOLDER}/{name}", "missing") from None
    except OSError:
        raise Damaged(f"{FOLDER}/{name}", "unreadable") from None
    if len(content) != size:
        raise Damaged(f"{FOLDER}/{name}", "size")
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Damaged(f"{FOLDER}/{name}", "bytes")
    return content


class PartReader:
    """Reads series of single runs, with only a few parts in memory; runs asked for in order lie in few parts."""

    def __init__(self, folder: Path, parts: Mapping[str, tuple[int, int, str]], kept: int = 4) -> None:
        """Nothing is read before a run is asked for.

        Args:
            folder: The store.
            parts: Runs, bytes and SHA-256 by name of part.
            kept: Parts kept in memory.
        """
        self._folder, self._parts, self._kept = folder, parts, kept
        self._open: dict[str, tuple[pa.Table, dict[Place, tuple[int, int]]]] = {}

    def run(self, name: str, place: Place) -> "pa.Table":
        """The series of a run.

        Args:
            name: Name of the part.
            place: World, policy and replication.

        Raises:
            Damaged: If the part is not what was written, or does not hold the run.
        """
        if name not in self._parts:
            raise Damaged(f"{FOLDER}/{name}", "missing")
        if name not in self._open:
            while len(self._open) >= self._kept:
                del self._open[next(iter(self._open))]
            whole = read_part(self._folder, name, *self._parts[name][1:])
            self._open[name] = whole, _extents(whole)
        whole, extents = self._open[name]
        if place not in extents:
            raise Damaged(f"{FOLDER}/{name}", "run")
        return whole.slice(*extents[place])


def _extents(whole: "pa.Table") -> dict[Place, tuple[int, int]]:
    """First row and number of rows of each run in a part, whose rows stand run by run."""
    marks = np.stack([whole.column(name).to_numpy() for name in PLACE], axis=1)
    starts = np.flatnonzero(np.r_[True, (np.diff(marks, axis=0) != 0).any(axis=1)]) if len(marks) else np.empty(0, int)
    ends = np.r_[starts[1:], len(marks)]
    return {
        (int(marks[a, 0]), int(marks[a, 1]), int(marks[a, 2])): (int(a), int(b - a))
        for a, b in zip(starts, ends, strict=True)
    }
