"""Projects given by name and numbers, as columns."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.drawn import owned_inside
from sim.lots import ANCHOR, CONTESTED, KINDS, Columns
from sim.schema import Lead, Scenario
from sim.state import Cities, Industries
from sim.units import MILLION_PER_100M, MILLION_PER_LAND_PRICE

type Floats = NDArray[np.float64]

_BORROWER: Final = {None: 0, "good": 1, "bad": -1}
INSIDE_SHARE: Final = 0.3
"""Share of a named firm that is owned inside the region where nothing else is said (assumption)."""


def lead_columns(leads: Sequence[Lead], scenario: Scenario, cities: Cities, industries: Industries) -> Columns:
    """Fields of projects given by leads, one row each; what a lead leaves open follows from its industry.

    Slots and indices of watched leads are left to the caller.
    """
    index = {key: number for number, key in enumerate(industries.keys)}
    place = {key: number for number, key in enumerate(cities.keys)}
    industry = np.array([index[lead.industry] for lead in leads], dtype=np.int64)
    kind = np.array([KINDS.index(lead.kind) for lead in leads], dtype=np.int64)

    def column(name: str) -> Floats:
        return np.array([getattr(lead, name) for lead in leads], dtype=float)

    def given(name: str, otherwise: NDArray[Any]) -> NDArray[Any]:
        values = (getattr(lead, name) for lead in leads)
        found = [other if value is None else value for value, other in zip(values, otherwise.tolist(), strict=True)]
        return np.array(found, dtype=otherwise.dtype)

    def city(name: str) -> NDArray[np.int64]:
        return np.array([place.get(getattr(lead, name), -1) for lead in leads], dtype=np.int64)

    investment = column("announced_investment") * column("realised_share")
    candidate = np.ones((len(leads), cities.count), dtype=bool)
    for row, lead in enumerate(leads):
        if lead.candidates is not None:
            candidate[row] = False
            candidate[row, [place[key] for key in lead.candidates]] = True
    origin = city("origin")
    anchors = scenario.projects.anchors
    brings = 0 if anchors is None else anchors.suppliers
    return {
        "slot": np.full(len(leads), -1),
        "lead": np.full(len(leads), -1),
        "kind": kind,
        "industry": industry,
        "investment": investment,
        "land": given("land", investment / (MILLION_PER_LAND_PRICE * industries.investment_per_mu[industry])),
        "jobs": given("jobs", investment / MILLION_PER_100M * industries.jobs_per_100m[industry]),
        "tax": given("tax", investment * industries.tax_share[industry]),
        "capital_return": given("capital_return", industries.capital_return[industry]),
        "debt_share": column("debt_share"),
        "inside_share": given("inside_share", owned_inside(scenario, origin, INSIDE_SHARE)),
        "contestable": (kind == CONTESTED) | (kind == ANCHOR),
        "priority": given("priority", industries.strategic[industry]),
        "domestic": np.array([lead.domestic_alternative for lead in leads], dtype=bool),
        "origin": origin,
        "borrower": np.array([_BORROWER[lead.borrower] for lead in leads], dtype=np.int64),
        "private": np.array([lead.private for lead in leads], dtype=bool),
        "candidate": candidate,
        "assigned_host": city("host"),
        "suppliers": given("suppliers", np.where(kind == ANCHOR, brings, 0)),
        "anchor_period": np.full(len(leads), -1),
        "anchor_slot": np.full(len(leads), -1),
    }
