"""Many projects and one slot in each city: the assignment game, by a linear programme and by enumeration.

Following Shapley & Shubik 1972 and Demange, Gale & Sotomayor 1986.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment, linprog

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]


def optimum(surplus: Floats) -> float:
    """Largest total surplus of a matching."""
    rows, columns = linear_sum_assignment(-surplus)
    return float(surplus[rows, columns].sum())


def lowest_supports(surplus: Floats) -> tuple[Ints, Floats]:
    """The optimum and, of all supports that leave no pair better off, the lowest: the city-optimal end of the core.

    A linear programme: cities' payoffs v and projects' supports u >= 0 with u_p + v_c >= surplus, total the optimum,
    Σ u as small as can be. Not more projects than cities.
    """
    projects, cities = surplus.shape
    rows, columns = linear_sum_assignment(-surplus)
    pairs = [(p, c) for p in range(projects) for c in range(cities)]
    above = np.array([[-(p == q) for q in range(projects)] + [-(c == d) for d in range(cities)] for p, c in pairs])
    found = linprog(
        np.r_[np.ones(projects), np.zeros(cities)], A_ub=above, b_ub=[-surplus[pair] for pair in pairs],
        A_eq=np.ones((1, projects + cities)), b_eq=[surplus[rows, columns].sum()], bounds=(0, None),
    )  # fmt: skip
    return columns[np.argsort(rows)], found.x[:projects]


def in_order(surplus: Floats, order: Sequence[int]) -> tuple[list[int], list[float]]:
    """Host and price of each project of the list when they arrive one after the other; sites are worth 0 to firms.

    Each goes to the city with a slot left that values it most, for what the second of these would pay.
    """
    free, hosts, prices = list(range(surplus.shape[1])), [], []
    for project in order:
        ranked = sorted(free, key=lambda city: surplus[project, city], reverse=True)
        hosts.append(ranked[0])
        prices.append(float(surplus[project, ranked[1]]) if len(ranked) > 1 else 0.0)
        free.remove(ranked[0])
    return hosts, prices
