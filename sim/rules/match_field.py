"""Matches that are alike at sites close to each other: a random field that hangs on places and on nothing else."""

import itertools
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]
type Node = tuple[int, int, int]

EARTH_KM = 6371.0
SPACING = 0.9
"""Distance of neighbouring nodes over the correlation length."""
RADIUS = 2.2
"""Distance over the correlation length up to which a node counts."""


@lru_cache(maxsize=4096)
def nodes_near(latitude: float, longitude: float, length_km: float) -> tuple[tuple[Node, ...], tuple[float, ...]]:
    """Nodes of a fixed lattice around a place and their weights, whose squares sum to 1.

    The lattice fills space, so no map is needed; weights are exp(-(d/length)²), d the straight distance. A sum of
    independent standard normals of the nodes with these weights is standard normal, and two places at distance d have
    a correlation of exp(-½·(d/length)²), within .01.

    Algorithm; the law of the correlation is an assumption.

    Args:
        latitude: Degrees.
        longitude: Degrees.
        length_km: Distance at which the correlation has fallen to exp(-½) = .61, above 0.
    """
    north, east = np.radians(latitude), np.radians(longitude)
    place = EARTH_KM / length_km * np.array([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)])
    low, high = np.floor((place - RADIUS) / SPACING), np.ceil((place + RADIUS) / SPACING)
    spans = (range(int(a), int(b) + 1) for a, b in zip(low, high, strict=True))
    lattice = np.array(list(itertools.product(*spans)))
    square = ((SPACING * lattice - place) ** 2).sum(axis=1)
    near = square <= RADIUS**2
    weight = np.exp(-square[near])
    weight = weight / np.sqrt((weight**2).sum())
    return tuple((x, y, z) for x, y, z in lattice[near].tolist()), tuple(weight.tolist())


def of_law(law: str, normal: Floats) -> Floats:
    """Numbers of another law in the place of standard normal ones, with the same ranks: the Gaussian copula.

    Definition.

    Args:
        law: "gumbel" (-ln(-ln U)), "uniform" (U, between 0 and 1) or "normal" (as they are).
        normal: Standard normal numbers.
    """
    if law == "normal":
        return normal
    from scipy.special import log_ndtr  # here, so that runs without correlated matches do not pay for scipy

    below: Floats = log_ndtr(normal)
    return -np.log(-below) if law == "gumbel" else np.exp(below)
