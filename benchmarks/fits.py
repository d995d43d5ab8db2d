"""Straight lines through measured times: a fixed cost and a constant for each unit."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from scipy.optimize import nnls

from benchmarks.clock import Facts
from benchmarks.ladder import MANY, REGION


@dataclass(frozen=True, slots=True)
class Line:
    """time = fixed + each·size, neither below 0.

    Attributes:
        fixed: Seconds at size 0.
        each: Seconds for each unit.
        residuals: Measured over fitted time less 1, in the order of the sizes.
    """

    fixed: float
    each: float
    residuals: tuple[float, ...]

    @property
    def worst(self) -> float:
        """The largest deviation from the line, as a share."""
        return max(abs(one) for one in self.residuals)

    def facts(self) -> Facts:
        """As plain data."""
        return {**asdict(self), "residuals": list(self.residuals), "worst": self.worst}


def line(sizes: Sequence[float], seconds: Sequence[float]) -> Line:
    """The line with the smallest sum of squared relative deviations, so that small sizes count as much as large ones.

    Raises:
        ValueError: If there are fewer than two sizes.
    """
    if len(set(sizes)) < 2:
        raise ValueError("a line needs two sizes")
    x, y = np.asarray(sizes, dtype=float), np.asarray(seconds, dtype=float)
    (fixed, each), _ = nnls(np.column_stack([1.0 / y, x / y]), np.ones(x.size))
    residuals = y / (fixed + each * x) - 1.0
    return Line(float(fixed), float(each), tuple(residuals.tolist()))


def flatness(per_unit: Sequence[float]) -> float:
    """How much the largest cost of a unit lies above the smallest, as a share."""
    return max(per_unit) / min(per_unit) - 1.0


def fits(ladder: Sequence[Mapping[str, Any]], time: str = "cpu") -> Facts:
    """Lines in projects at 28 cities and in cities at 10,000 projects a year, and how flat the cost of a project is.

    Seconds are those of a run; sizes are projects that it settles, and cities. Empty or None where sizes failed.

    Args:
        ladder: The rungs.
        time: Which runs: "cpu" in numpy alone, "compiled" with compiled passes.
    """
    good = [rung for rung in ladder if "failed" not in rung]

    def fitted(rungs: Sequence[Mapping[str, Any]], size: str) -> Facts:
        if len({rung[size] for rung in rungs}) < 3:
            return {}
        found = line([rung[size] for rung in rungs], [rung[time]["median"] for rung in rungs])
        return {"sizes": [rung[size] for rung in rungs], **found.facts()}

    deep = [rung for rung in good if rung["cities"] == REGION]
    wide = [rung for rung in good if rung["projects"] == MANY]
    costs = [rung[time]["median"] / rung["settled"] for rung in deep if rung["projects"] >= MANY]
    return {
        "by_projects": fitted(deep, "settled"),
        "by_cities": fitted(wide, "cities"),
        "flatness": flatness(costs) if len(costs) > 1 else None,
    }
