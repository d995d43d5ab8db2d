"""Columns that several tables share."""

from typing import Final

from experiments.statistics import Paired
from experiments.table_files import TEXT, Cell, Field, Kind
from experiments.words import words
from sim.columns import Column

BY_ROW: Final = "see column unit"
"""Unit of columns whose unit differs from row to row."""


def own(name: str, unit: str = TEXT, kind: Kind = "text") -> Field:
    """A column that the model does not know, such as the key of the regime."""
    return Field(unit, words("en")(f"table.{name}"), words("zh")(f"table.{name}"), kind)


def of(column: Column) -> Field:
    """A column of the model."""
    return Field(column.unit, column.en, column.zh)


PAIRED: Final = ("difference", "low", "high", "correlation", "needed", "n")
"""Columns of a paired difference."""


def paired_cells(pair: Paired) -> tuple[Cell, ...]:
    """A paired difference in the order of `PAIRED`."""
    d = pair.difference
    return d.mean, d.low, d.high, pair.correlation, pair.needed, d.n


def paired_fields() -> dict[str, Field]:
    """The columns of a paired difference."""
    units = {"correlation": "correlation", "needed": "runs", "n": "runs"}
    return {name: own(name, units.get(name, BY_ROW), "whole" if name == "n" else "number") for name in PAIRED}
