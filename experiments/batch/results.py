"""Results of a batch as files: the same bytes for the same results, however they came about."""

from collections.abc import Iterable, Iterator
from itertools import batched
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from experiments.batch import parts
from experiments.batch.parts import FOLDER, SeriesForm
from experiments.batch.store import OpenedStore
from experiments.batch.tables import run_fields, run_rows
from experiments.folder import replacing
from experiments.table_files import Cell, arrow_table, csv_lines

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.dataset as pd

CHUNK: Final = 10_000
"""Runs that are in memory at a time."""

RUNS_OF_SERIES: Final = 100
"""Runs whose series are in memory at a time."""


class ExtraMissing(Exception):
    """A package that only some users need is not there.

    Attributes:
        extra: Name of the extra that brings it.
    """

    def __init__(self, extra: str) -> None:
        """Keep the name."""
        super().__init__(extra)
        self.extra = extra


def runs(store: OpenedStore) -> Iterator[tuple[Cell, ...]]:
    """The table of runs, row by row."""
    return run_rows(store.plan, store.rows())


def write_runs(store: OpenedStore, file: Path) -> None:
    """Write the table of runs as CSV or Parquet, by the ending of the file."""
    fields = run_fields(store.plan)
    blocks = batched(runs(store), CHUNK)
    if file.suffix == ".parquet":
        _parquet(file, (arrow_table(fields, block) for block in blocks), arrow_table(fields, ()))
    else:
        with replacing(file) as out:
            out.write(csv_lines([list(fields)]))
            for block in blocks:
                out.write(csv_lines(block))


def write_series(store: OpenedStore, file: Path) -> None:
    """Write the series as CSV or Parquet: a row for each run, period and city."""
    import pyarrow as pa

    form = store.plan.form
    if form is None:
        raise ValueError("the batch keeps no series")
    fields = form.columns()
    blocks = (pa.concat_tables(table for _, table in block) for block in batched(store.series(), RUNS_OF_SERIES))
    if file.suffix == ".parquet":
        _parquet(file, blocks, arrow_table(fields, ()))
    else:
        with replacing(file) as out:
            out.write(csv_lines([list(fields)]))
            for block in blocks:
                out.write(csv_lines(zip(*(column.to_pylist() for column in block.columns), strict=True)))


def _parquet(file: Path, blocks: "Iterable[pa.Table]", empty: "pa.Table") -> None:
    """Write tables as the row groups of one file."""
    import pyarrow.parquet as pq

    with replacing(file) as out, pq.ParquetWriter(out, empty.schema, compression="zstd") as writer:
        for block in blocks:
            writer.write_table(block)


def query(store: OpenedStore, sql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Answer a question in SQL over `runs` and, where series are kept, `series`.

    Args:
        store: The store.
        sql: One query in the dialect of DuckDB.

    Returns:
        Names of the columns, and rows.

    Raises:
        ExtraMissing: If DuckDB is not installed.
        Damaged: If a part that the query may need is not what was written.
        ValueError: If DuckDB does not accept the query.
    """
    try:
        import duckdb
    except ImportError:
        raise ExtraMissing("analysis") from None
    with duckdb.connect() as db:
        db.execute("set enable_progress_bar = false")
        db.register("runs", arrow_table(run_fields(store.plan), list(runs(store))))
        if store.plan.form is not None and "series" in sql.lower():
            db.register("series", _dataset(store, store.plan.form))
        # A query may come from somebody else: it reads these tables, and no file.
        db.execute("set enable_external_access = false")
        db.execute("set python_enable_replacements = false")
        db.execute("set lock_configuration = true")
        try:
            found = db.execute(sql)
            if found is None or found.description is None:
                raise ValueError("there is no query")
            return _apart([column[0] for column in found.description]), found.fetchall()
        except (duckdb.Error, OverflowError) as error:
            raise ValueError(str(error)) from None


def _apart(names: list[str]) -> list[str]:
    """Names of columns, numbered where they are the same."""
    return [f"{name}_{names[:at].count(name)}" if name in names[:at] else name for at, name in enumerate(names)]


def _dataset(store: OpenedStore, form: SeriesForm) -> "pd.Dataset":
    """All series, from parts that are what was written; they are read as a query needs them."""
    import pyarrow.dataset as pd

    for name, (_, size, sha256) in store.journal.parts().items():
        parts.checked(store.path, name, size, sha256)
    loose = [(row.place, content) for row, content in store.journal.loose(-1)]
    files = [str(store.path / FOLDER / name) for name in store.journal.parts()]
    kept = [pd.dataset(files, format="parquet")] if files else []
    return pd.dataset([pd.dataset(parts.table(form, loose)), *kept])
