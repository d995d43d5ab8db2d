"""Tables on disk: CSV that is the same byte by byte for the same numbers, Parquet, and what the columns mean."""

import csv
import io
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    import pyarrow as pa

type Kind = Literal["text", "whole", "number", "flag"]
type Cell = str | int | float | bool | None

TEXT: Final = "-"
"""Unit of what is not a quantity."""


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a table.

    Attributes:
        unit: Unit, "-" for keys and names; "see column unit" where it differs by row.
        en: Label in English.
        zh: Label in Chinese.
        kind: What the cells hold.
    """

    unit: str
    en: str
    zh: str
    kind: Kind = "number"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with the meaning of its columns.

    Attributes:
        name: File name without ending.
        fields: Columns by name, in order.
        rows: Cells in the order of the columns; NaN, infinities and None are all empty in files.
    """

    name: str
    fields: Mapping[str, Field]
    rows: Sequence[Sequence[Cell]]

    def column(self, name: str) -> list[Cell]:
        """The cells of a column."""
        index = list(self.fields).index(name)
        return [row[index] for row in self.rows]

    def records(self) -> list[dict[str, Cell]]:
        """The rows by name of column, with None for what is empty."""
        return [{name: known(cell) for name, cell in zip(self.fields, row, strict=True)} for row in self.rows]


def known(cell: Cell) -> Cell:
    """The cell, or None in place of NaN and infinities."""
    return None if isinstance(cell, float) and not math.isfinite(cell) else cell


def csv_bytes(table: Table) -> bytes:
    """A table as CSV: UTF-8, one line feed after each row, the shortest digits that mean the same number."""
    return csv_lines([list(table.fields), *table.rows])


def csv_lines(rows: Iterable[Sequence[Cell]]) -> bytes:
    """Rows as lines of CSV."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([_shown(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8")


def _shown(cell: Cell) -> str:
    cell = known(cell)
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return repr(float(cell) + 0.0)  # no minus before a zero
    return str(cell)


def parquet_bytes(table: Table) -> bytes:
    """A table as Parquet, with unit and labels in the metadata of every column."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    out = pa.BufferOutputStream()
    pq.write_table(arrow_table(table.fields, table.rows), out, compression="zstd")
    return bytes(out.getvalue())


def arrow_table(fields: Mapping[str, Field], rows: Sequence[Sequence[Cell]]) -> "pa.Table":
    """Rows as an Arrow table, with unit and labels in the metadata of every column."""
    import pyarrow as pa

    types = {"text": pa.string(), "whole": pa.int64(), "number": pa.float64(), "flag": pa.bool_()}
    columns, told = [], []
    for index, (name, field) in enumerate(fields.items()):
        meaning = {"unit": field.unit, "label_en": field.en, "label_zh": field.zh}
        told.append(pa.field(name, types[field.kind], metadata=meaning))
        cells = [known(row[index]) for row in rows]
        if field.kind == "number":
            cells = [None if cell is None else float(cell) for cell in cells]
        columns.append(pa.array(cells, type=types[field.kind]))
    return pa.Table.from_arrays(columns, schema=pa.schema(told))


def meaning_bytes(tables: Sequence[Table]) -> bytes:
    """What every column of every table means, as JSON: unit, label in English, label in Chinese."""
    meaning = {
        table.name: {
            name: {"unit": field.unit, "en": field.en, "zh": field.zh, "kind": field.kind}
            for name, field in table.fields.items()
        }
        for table in tables
    }
    return (json.dumps(meaning, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
