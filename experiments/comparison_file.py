"""A comparison as one file of arrays, from which it is read back exactly; the deals lie in tables of their own."""

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from experiments.replications import WATCHED_FIELDS
from experiments.results import Comparison, Failure, SweepResult
from sim.columns import CITY_COLUMNS, INDUSTRY_COLUMNS
from sim.outcomes import OUTCOMES
from sim.schema import Scenario

type Floats = NDArray[np.float64]

FILE: Final = "comparison.npz"
"""Its name in an output folder."""

COLUMNS: Final = {
    "outcomes": [outcome.name for outcome in OUTCOMES],
    "cities": list(CITY_COLUMNS),
    "industries": list(INDUSTRY_COLUMNS),
    "watched": list(WATCHED_FIELDS),
}
"""What the axis of fields of each array holds; a file of other columns is of another version of the model."""


class OtherColumns(Exception):
    """A file that holds other columns than this version of the model knows."""


def comparison_bytes(comparison: Comparison) -> bytes:
    """A comparison without its deals and its scenario; the same bytes for the same numbers."""
    head = {
        "columns": COLUMNS,
        "regimes": list(comparison.regimes),
        "planned": comparison.planned,
        "complete": comparison.complete,
        "failures": [
            [failure.sweep, None if failure.sweep is None else failure.value, failure.number, failure.traceback]
            for failure in comparison.failures
        ],
        "sweeps": [
            {"key": result.sweep.key, "replications": result.replications, "regimes": list(result.regimes)}
            for result in comparison.sweeps
        ],
    }
    arrays: dict[str, NDArray[Any]] = {
        "head": np.frombuffer(json.dumps(head, allow_nan=False).encode("utf-8"), dtype=np.uint8),
        "numbers": np.array(comparison.numbers, dtype=np.int64),
    }
    for key in comparison.regimes:
        for name in COLUMNS:
            arrays[f"{name}/{key}"] = getattr(comparison, name)[key]
        arrays[f"central_hosts/{key}"] = comparison.central_hosts[key]
        rows = comparison.breaches.get(key) or [np.empty((0, 4))]
        arrays[f"breaches/{key}"] = np.concatenate(rows)
        arrays[f"breach_counts/{key}"] = np.array([len(row) for row in rows], dtype=np.int64)
    for result in comparison.sweeps:
        arrays[f"values/{result.sweep.key}"] = result.values
        for key in result.regimes:
            for name in ("outcomes", "hosts", "central_hosts"):
                arrays[f"sweep_{name}/{result.sweep.key}/{key}"] = getattr(result, name)[key]
    out = io.BytesIO()
    np.savez_compressed(out, allow_pickle=False, **arrays)
    return out.getvalue()


def read_comparison(content: bytes, scenario: Scenario) -> Comparison:
    """The comparison that `comparison_bytes` wrote, without its deals.

    Args:
        content: The file.
        scenario: The scenario that was compared.

    Raises:
        OtherColumns: If it is of another version of the model.
        ValueError: If it is not what was written.
    """
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            found = {name: arrays[name] for name in arrays.files}
        head = json.loads(found["head"].tobytes())
        if head["columns"] != COLUMNS:
            raise OtherColumns
        return _comparison(scenario, head, found)
    except (KeyError, TypeError, AttributeError, OSError, EOFError, zipfile.BadZipFile) as error:
        raise ValueError("not a file of a comparison") from error


def _comparison(scenario: Scenario, head: Mapping[str, Any], found: Mapping[str, NDArray[Any]]) -> Comparison:
    regimes = tuple(head["regimes"])

    def by_regime(name: str) -> dict[str, Floats]:
        return {key: found[f"{name}/{key}"] for key in regimes}

    return Comparison(
        scenario=scenario,
        regimes=regimes,
        numbers=tuple(found["numbers"].tolist()),
        outcomes=by_regime("outcomes"),
        cities=by_regime("cities"),
        watched=by_regime("watched"),
        industries=by_regime("industries"),
        deals={},
        central_hosts=by_regime("central_hosts"),
        breaches={
            key: np.split(found[f"breaches/{key}"], np.cumsum(found[f"breach_counts/{key}"])[:-1]) for key in regimes
        },
        failures=tuple(
            Failure(sweep, float("nan") if value is None else value, number, traceback)
            for sweep, value, number, traceback in head["failures"]
        ),
        sweeps=tuple(_sweep(scenario, each, found) for each in head["sweeps"]),
        planned=head["planned"],
        complete=head["complete"],
    )


def _sweep(scenario: Scenario, head: Mapping[str, Any], found: Mapping[str, NDArray[Any]]) -> SweepResult:
    (sweep,) = (sweep for sweep in scenario.sweeps if sweep.key == head["key"])

    def by_regime(name: str) -> dict[str, Floats]:
        return {key: found[f"sweep_{name}/{sweep.key}/{key}"] for key in head["regimes"]}

    return SweepResult(
        sweep=sweep,
        replications=head["replications"],
        values=found[f"values/{sweep.key}"],
        hosts=by_regime("hosts"),
        outcomes=by_regime("outcomes"),
        central_hosts=by_regime("central_hosts"),
    )
