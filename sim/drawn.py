"""Fields of projects that are drawn: size, industry, and what follows from them and from their luck."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.lots import Columns, Lot, drawn, marked
from sim.schema import Pipeline, Scenario, Size
from sim.state import Cities, Industries
from sim.streams import Luck
from sim.units import MILLION_PER_100M, MILLION_PER_LAND_PRICE

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]
type Flags = NDArray[np.bool_]


def drawn_size(size: Size, normal: Floats) -> Floats:
    """Announced investment of projects from standard normal draws, million CNY.

    size = clip(median·exp(log_sd·z), smallest, largest)
    """
    return np.exp(np.log(size.median) + size.log_sd * normal).clip(size.smallest, size.largest)


def drawn_industry(industries: Industries, uniform: Floats) -> Ints:
    """Industry of projects from uniform draws, by the weights of the pipeline."""
    edges = industries.edges
    return np.minimum(edges.searchsorted(uniform, "right"), edges.size - 1)


def drawn_columns(
    scenario: Scenario, cities: Cities, industries: Industries, luck: Luck, lots: Sequence[Lot], industry: Ints,
    investment: Floats,
) -> Columns:  # fmt: skip
    """Fields of drawn projects of some lots that follow from industry, investment, and what holds for all of them.

    land = I / (0.01·investment_per_mu_k), jobs = I / 100·jobs_per_100m_k, tax = tax_share_k·I
    """
    terms, count = scenario.projects.terms, industry.size
    origin, abroad = _origins(terms, cities, luck, lots, count)
    return {
        "lead": np.full(count, -1),
        "industry": industry,
        "investment": investment,
        "land": investment / (MILLION_PER_LAND_PRICE * industries.investment_per_mu[industry]),
        "jobs": investment / MILLION_PER_100M * industries.jobs_per_100m[industry],
        "tax": investment * industries.tax_share[industry],
        "capital_return": industries.capital_return[industry],
        "debt_share": np.full(count, terms.debt_share),
        "inside_share": owned_inside(scenario, origin, terms.inside_share),
        "priority": industries.strategic[industry],
        "domestic": marked(lots, luck, "project_alternative", terms.domestic_alternative_share) & ~abroad,
        "origin": origin,
        "private": marked(lots, luck, "project_ownership", terms.private_share),
        "borrower": np.zeros(count, dtype=np.int64),
        "candidate": np.ones((count, cities.count), dtype=bool),
        "assigned_host": np.full(count, -1),
        "suppliers": np.zeros(count, dtype=np.int64),
        "anchor_period": np.full(count, -1),
        "anchor_slot": np.full(count, -1),
    }


def _origins(terms: Pipeline, cities: Cities, luck: Luck, lots: Sequence[Lot], count: int) -> tuple[Ints, Flags]:
    """Home city of each drawn firm, -1 outside the region, and whether it comes from abroad, (P,)."""
    origins = terms.origins
    if not (origins.cities or origins.abroad):
        return np.full(count, -1), np.zeros(count, dtype=bool)
    # By key, so that the order of cities moves nobody's home.
    homes = sorted(origins.cities)
    edges = np.cumsum([*(origins.cities[key] for key in homes), origins.coast, origins.abroad])
    place = np.searchsorted(edges / edges[-1], drawn(lots, luck, "project_origin"), "right")
    index = np.array([*(cities.keys.index(key) for key in homes), -1, -1], dtype=np.int64)
    return index[np.minimum(place, edges.size - 1)], place == edges.size - 1


def owned_inside(scenario: Scenario, origin: Ints, otherwise: float) -> Floats:
    """Share owned inside the region, (P,): of firms with a home city, and of all others."""
    home = scenario.projects.home_inside_share
    if home is None:
        return np.full(origin.size, otherwise)
    return np.where(origin >= 0, home, otherwise)
