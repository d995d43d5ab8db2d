"""The efficient allocation of a period: who should host what, given land and slots."""

import contextlib
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]

LARGEST_PROGRAMME = 20_000
"""Pairs of project and site above which the optimum is only bounded, from both sides."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The planner's allocation.

    Attributes:
        host: (P,) index of the city, -1 to let the project go.
        value: Sum of surplus of this allocation, million CNY.
        bound: Upper bound on the optimum; equal to `value` where it is proven.
    """

    host: Ints
    value: float
    bound: float

    @property
    def proven(self) -> bool:
        """Whether the allocation is proven optimal within rounding."""
        return self.bound - self.value <= 1e-6 * max(1.0, abs(self.value))


def plan(
    surplus: Floats,
    candidate: NDArray[np.bool_],
    land: Floats,
    land_left: Floats,
    slots: Floats,
    stays: NDArray[np.bool_] | None = None,
    nodes: int = 1000,
) -> Plan:
    """Maximise the sum of surplus over allocations that fit.

    max Σ surplus[p,c]·z[p,c] with Σ_c z[p,c] ≤ 1, Σ_p land[p]·z[p,c] ≤ land_left[c], Σ_p z[p,c] ≤ slots[c], z binary.
    A firm that cannot leave is hosted, also at a loss, as long as all such firms fit. Where the best site of every
    project fits, that is the optimum; else mixed-integer programming (HiGHS through scipy): if the nodes run out, the
    best allocation found and its bound; if the programme is large or nothing was found, the best rounding and the
    bound of the linear programme. No limit on time: the result is the same everywhere.

    Args:
        surplus: (P, C) million CNY over the outside option.
        candidate: (P, C) whether the firm looks at the city.
        land: (P,), (P, 1) or (P, C) mu.
        land_left: (C,) mu, infinite without a limit.
        slots: (C,) projects, infinite without a limit.
        stays: (P,) whether the firm has no alternative; None if all have one.
        nodes: Limit of the solver's search tree.
    """
    count = surplus.shape[0]
    score = np.where(candidate, surplus, -np.inf)
    if count == 0:
        return Plan(np.empty(0, dtype=np.int64), 0.0, 0.0)
    land = np.broadcast_to(land.reshape(count, -1), surplus.shape)
    index = score.argmax(axis=1)
    top = score[np.arange(count), index]
    must = np.zeros(count, dtype=bool) if stays is None else stays & (top > -np.inf)
    host = np.where((top > 0) | must, index, -1)
    gain = float(top[host >= 0].sum())
    if fits(host, land, land_left, slots):
        return Plan(host, gain, gain)
    nobody = np.zeros(count, dtype=bool)
    free = float(np.maximum(top, 0.0).sum())
    if (score > 0).sum() > LARGEST_PROGRAMME:
        return _interval(score, land, land_left, slots, free)
    solved = _solve(score, land, land_left, slots, must, nodes, gain) if must.any() else None
    solved = solved or _solve(score, land, land_left, slots, nobody, nodes, free)
    return solved or _interval(score, land, land_left, slots, free)


def _interval(score: Floats, land: Floats, land_left: Floats, slots: Floats, free: float) -> Plan:
    """The better of two roundings, and the bound of the linear programme.

    Rounding places projects one after the other wherever they still fit: by surplus, or by what the linear programme
    gives them first and by surplus after that.
    """
    share, bound = _relaxed(score, land, land_left, slots, free)
    project, city = np.nonzero(score > 0)
    gain = score[project, city]
    orders = [np.argsort(-gain, kind="stable"), np.lexsort((-gain, -np.round(share, 6)))]
    plans = [_placed(score, land, land_left, slots, project[order], city[order]) for order in orders]
    host, value = max(plans, key=lambda plan: plan[1])
    return Plan(host, value, max(bound, value))


def _placed(
    score: Floats, land: Floats, land_left: Floats, slots: Floats, project: NDArray[np.intp], city: NDArray[np.intp]
) -> tuple[Ints, float]:
    """Hosts when pairs of project and city are taken in the order given, wherever they still fit; and their value."""
    host, room, places = np.full(score.shape[0], -1), land_left.copy(), slots.copy()
    for p, c in zip(project.tolist(), city.tolist(), strict=True):
        if host[p] < 0 and land[p, c] <= room[c] and places[c] >= 1:
            host[p] = c
            room[c] -= land[p, c]
            places[c] -= 1
    return host, float(score[np.flatnonzero(host >= 0), host[host >= 0]].sum())


def _relaxed(score: Floats, land: Floats, land_left: Floats, slots: Floats, free: float) -> tuple[Floats, float]:
    """Shares of the linear programme, one for each pair of positive surplus, and its value: a bound on the optimum."""
    from scipy.optimize import linprog
    from scipy.sparse import csr_matrix, vstack

    count, cities = score.shape
    project, city = np.nonzero(score > 0)
    pairs = np.arange(project.size)
    blocks, limits = (
        [csr_matrix((np.ones(project.size), (project, pairs)), shape=(count, project.size))],
        [np.ones(count)],
    )
    for weight, limit in ((land[project, city], land_left), (np.ones(project.size), slots)):
        bounded = np.flatnonzero(np.isfinite(limit))
        blocks.append(csr_matrix((weight, (city, pairs)), shape=(cities, project.size))[bounded])
        limits.append(limit[bounded])
    with quiet_stdout():
        result = linprog(-score[project, city], vstack(blocks), np.concatenate(limits), bounds=(0, 1), method="highs")
    if result.x is None:
        return np.zeros(project.size), free
    return result.x, min(free, -float(result.fun))


def fits(host: Ints, land: Floats, land_left: Floats, slots: Floats) -> bool:
    """Whether an allocation respects land, needed by project (P,) or by project and site (P, C), and slots."""
    land = np.broadcast_to(land.reshape(host.size, -1), (host.size, land_left.size))
    rows = np.flatnonzero(host >= 0)
    used = np.bincount(host[rows], land[rows, host[rows]], land_left.size)
    return bool((used <= land_left + 1e-9).all() and (np.bincount(host[rows], minlength=slots.size) <= slots).all())


def _solve(
    score: Floats, land: Floats, land_left: Floats, slots: Floats, must: NDArray[np.bool_], nodes: int, free: float
) -> Plan | None:
    """The optimum with the firms of `must` hosted; None where they do not all fit or nothing was found."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_matrix

    count, cities = score.shape
    project, city = np.nonzero((score > 0) | (must[:, None] & (score > -np.inf)))
    gain = score[project, city]
    if gain.size == 0:
        return Plan(np.full(count, -1), 0.0, 0.0)
    variables = np.arange(gain.size)

    def rows_of(index: NDArray[np.intp], weight: Floats, size: int) -> csr_matrix:
        return csr_matrix((weight, (index, variables)), shape=(size, gain.size))

    constraints = [LinearConstraint(rows_of(project, np.ones(gain.size), count), must.astype(float), 1.0)]
    for weight, limit in ((land[project, city], land_left), (np.ones(gain.size), slots)):
        bounded = np.isfinite(limit)
        matrix = rows_of(city, weight, cities)[np.flatnonzero(bounded)]
        constraints.append(LinearConstraint(matrix, -np.inf, limit[bounded]))
    with quiet_stdout():
        result = milp(-gain, constraints=constraints, integrality=np.ones(gain.size), bounds=Bounds(0, 1),
                      options={"node_limit": nodes, "mip_rel_gap": 1e-7})  # fmt: skip
    if result.x is None:
        return None
    host = np.full(count, -1)
    chosen = result.x > 0.5
    host[project[chosen]] = city[chosen]
    value = float(score[np.flatnonzero(host >= 0), host[host >= 0]].sum())
    bound = free if result.mip_dual_bound is None else min(free, -float(result.mip_dual_bound))
    return Plan(host, value, max(bound, value))


@contextlib.contextmanager
def quiet_stdout() -> Iterator[None]:
    """Keep a solver's own printing off standard output, where programs read results."""
    sys.stdout.flush()
    saved = os.dup(1)
    try:
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), 1)
            yield
    finally:
        os.dup2(saved, 1)
        os.close(saved)
