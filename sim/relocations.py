"""What moved: firms that asked for offers again, the jobs they took along, closures, and the debt behind it."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.schedule import Period
from sim.units import MILLION_PER_CNY

type Floats = NDArray[np.float64]
type Flags = NDArray[np.bool_]
type Columns = Mapping[str, NDArray[Any]]


def city_columns(p: Period) -> dict[str, Floats]:
    """One value for each city, (C,); units in `sim.columns.CITY_COLUMNS`."""
    count, (again,) = p.world.cities.count, (p.block.incumbent >= 0).nonzero()
    host, home, jobs = p.deals["host"].take(again), p.block.incumbent.take(again), p.block.jobs.take(again)
    goes = host != home
    comes, one = goes & (host >= 0), np.ones(again.size)

    def by(city: NDArray[np.int64], which: Flags, weight: Floats) -> Floats:
        return np.bincount(city[which], weight[which], count).astype(float)  # whole numbers where there are no firms

    return {
        "moved_in": by(host, comes, one),
        "moved_out": by(home, goes, one),
        "stayed": by(home, ~goes, one),
        "jobs_moved_in": by(host, comes, jobs),
        "jobs_moved_out": by(home, goes, jobs),
        "closures": p.closed,
        "debt": np.maximum(0.0, p.world.cities.debt - p.state.treasury),
        "political_weight": p.political_weight,
    }


def new(deals: Columns) -> Flags:
    """Which deals are about projects that were nowhere before."""
    return np.asarray(deals["incumbent"]) < 0


def moved(deals: Columns) -> Flags:
    """Which deals took a firm from one city of the region to another."""
    return ~new(deals) & (deals["host"] >= 0) & (deals["host"] != deals["incumbent"])


def stayed(deals: Columns) -> Flags:
    """Which deals left a firm that asked again where it was."""
    return ~new(deals) & (deals["host"] == deals["incumbent"])


def gone(deals: Columns) -> Flags:
    """Which deals lost a firm of the region to the outside."""
    return ~new(deals) & (deals["host"] < 0)


def jobs_moved(deals: Columns) -> float:
    """Jobs that moved between cities of the region, persons."""
    return float(deals["jobs"][moved(deals)].sum())


def net_new_jobs(deals: Columns) -> float:
    """Jobs that the region gained: of new projects hosted, less of firms that left, persons."""
    hosted = new(deals) & (deals["host"] >= 0)
    return float(deals["jobs"][hosted].sum() - deals["jobs"][gone(deals)].sum())


def cost_per_moved_job(deals: Columns) -> float:
    """Support of firms that asked again, moved or not, over jobs moved, CNY per job; NaN if nobody moved."""
    jobs = jobs_moved(deals)
    return _outlay(deals) / jobs / MILLION_PER_CNY if jobs > 0 else float("nan")


def cost_per_net_job(deals: Columns, cities: Mapping[str, Floats]) -> float:
    """The same over the jobs that the city with the largest gain gained by moves, CNY per job; NaN if none gained.

    Following the reckoning for Kansas City: outlays of both sides over the net gain of the side that gained.
    """
    gain = float((cities["jobs_moved_in"] - cities["jobs_moved_out"]).sum(axis=0).max(initial=0.0))
    return _outlay(deals) / gain / MILLION_PER_CNY if gain > 0 else float("nan")


def _outlay(deals: Columns) -> float:
    return float(deals["concession"][~new(deals)].sum())


def realised_share(deals: Columns) -> float:
    """Realised over expected investment of new projects hosted; NaN without one."""
    hosted = new(deals) & (deals["host"] >= 0)
    expected = float(deals["investment"][hosted].sum())
    return float(deals["realised_investment"][hosted].sum()) / expected if expected > 0 else float("nan")
