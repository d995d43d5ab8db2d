"""Knobs over points that were computed beforehand: what the page shows where they stand, and nothing in between."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from experiments.figures.provenance import regime_title
from experiments.findings import ONE_YUAN, STANDARDS, Verdict, verdict
from experiments.grid import Grid
from experiments.report import MARKS, interval_text
from experiments.results import Comparison
from experiments.statistics import Paired
from experiments.sweep_report import number, own_value
from experiments.words import Bilingual, Words, words
from sim.schema import Scenario


@dataclass(frozen=True, slots=True)
class Knob:
    """One number that can be moved.

    Attributes:
        title: What it is.
        unit: Its unit.
        values: Values that were computed.
        own: Value of the scenario itself, NaN where it has none.
    """

    title: Bilingual
    unit: str
    values: tuple[float, ...]
    own: float


@dataclass(frozen=True, slots=True)
class Board:
    """Knobs that were moved together, and what came out at every point.

    Attributes:
        knobs: The knobs; points are in the order of their values, the last knob fastest.
        replications: Replications at each point.
        periods: Periods that were run, if fewer than the scenario has.
        found: (points,) paired differences to the baseline by regime and standard.
        notes: (points,) what else is to be said of each point in English and Chinese, if anything.
    """

    knobs: tuple[Knob, ...]
    replications: int
    periods: int | None
    found: Mapping[str, Mapping[str, Sequence[Paired]]]
    notes: Sequence[tuple[str, str]] = ()


def of_sweeps(comparison: Comparison) -> list[Board]:
    """A board with one knob for each sweep that ran the baseline and another regime."""
    boards = []
    for result in comparison.sweeps:
        compared = result.compared(comparison.baseline)
        if not compared or not result.replications:
            continue
        found = {
            key: {name: result.difference(name, key, comparison.baseline) for name in STANDARDS} for key in compared
        }
        sweep = result.sweep
        knob = Knob(sweep.title, sweep.unit, tuple(sweep.values), own_value(comparison, result))
        boards.append(Board((knob,), result.replications, sweep.periods, found))
    return boards


def content(boards: Sequence[Board]) -> list[dict[str, Any]]:
    """Boards as plain data for the script: every difference with its interval, as a text, and with its verdict."""
    return [
        {
            "knobs": [_knob(knob) for knob in board.knobs],
            "n": board.replications,
            "periods": board.periods,
            "notes": [list(note) for note in board.notes],
            "found": {
                regime: {name: [_pair(pair) for pair in pairs] for name, pairs in by_standard.items()}
                for regime, by_standard in board.found.items()
            },
        }
        for board in boards
    ]


def _knob(knob: Knob) -> dict[str, Any]:
    english, chinese = words("en"), words("zh")
    own = [index for index, value in enumerate(knob.values) if np.isclose(value, knob.own, rtol=0, atol=1e-9)]
    return {
        "title": [english.text(knob.title), chinese.text(knob.title)],
        "unit": ["", ""] if knob.unit == "-" else [english.unit(knob.unit), chinese.unit(knob.unit)],
        "values": [number(value) for value in knob.values],
        "own": own[0] if own else None,
        "own_value": number(knob.own) if np.isfinite(knob.own) else None,
    }


def _pair(pair: Paired) -> list[Any]:
    found = pair.difference
    ends = [value if np.isfinite(value) else None for value in (found.mean, found.low, found.high)]
    return [*ends, interval_text(found), said_of(pair)]


def said_of(pair: Paired) -> Verdict:
    """What a difference says; no change if neither it nor its interval is more than rounding."""
    found = pair.difference
    return verdict(pair, identical=bool(found.half_width <= ONE_YUAN and abs(found.mean) <= ONE_YUAN))


def grid(board: Board, scenario: Scenario, w: Words) -> Grid:
    """Every point of a board in a row, for paper: what each regime means under the three standards."""
    headings = [w("figure.axis", name=w.text(knob.title), unit=w.unit(knob.unit)) for knob in board.knobs]
    headings += [regime_title(scenario, key, w) for key in board.found]
    rows = []
    for at, point in enumerate(product(*(knob.values for knob in board.knobs))):
        signs = [[MARKS[said_of(pairs[at])] for pairs in found.values()] for found in board.found.values()]
        rows.append([*map(number, point), *(" ".join(three) for three in signs)])
    title = w("leaflet.grid.title", count=board.replications)
    return Grid(title, headings, rows, w("table.sweep_legend"), labels=len(board.knobs))
