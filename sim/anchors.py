"""Anchor firms and the suppliers that may follow them, as lots; who hosts the anchor is not known here."""

import numpy as np
from numpy.typing import NDArray

from sim.drawn import drawn_columns, drawn_industry, drawn_size
from sim.lots import ANCHOR, SUPPLIER, Lot, lot, marked
from sim.schema import Scenario
from sim.schema.kinds import MOST_SUPPLIERS
from sim.state import Cities, Industries
from sim.streams import Luck

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]

ANCHOR_SLOT = 10_000_000
"""First slot number of anchors of the pool in tables; their draws count from 0."""

SUPPLIER_SLOT = 20_000_000
"""First slot number of suppliers in tables, in the order of their anchors."""


def anchor_lot(scenario: Scenario, cities: Cities, industries: Industries, luck: Luck, period: int) -> Lot:
    """The anchors of the pool that arrive in a period.

    Raises:
        ValueError: If the scenario has none.
    """
    anchors = scenario.projects.anchors
    if anchors is None:
        raise ValueError("the scenario has no anchors")
    whose, per_year = "@anchor/", scenario.time.periods_per_year
    size = -(-anchors.pool_per_year // per_year)
    chance = anchors.arrivals_per_year / per_year / size
    slots = np.flatnonzero(luck.draw("project_enters", period, size, whose) < chance)
    pool = lot(whose, period, slots, {}, (slots + 0.5) / size)
    industry = drawn_industry(industries, pool.draw(luck, "project_industry"))
    investment = scenario.projects.terms.realised_share * drawn_size(anchors.size, pool.draw(luck, "project_size"))
    pool.columns.update(
        drawn_columns(scenario, cities, industries, luck, [pool], industry, investment),
        slot=ANCHOR_SLOT + slots,
        kind=np.full(slots.size, ANCHOR),
        contestable=marked([pool], luck, "project_contestable", anchors.contestable_share),
        suppliers=np.full(slots.size, anchors.suppliers),
    )
    return pool


def supplier_lots(
    scenario: Scenario, cities: Cities, industries: Industries, luck: Luck, parent: Lot
) -> dict[int, Lot]:
    """The suppliers that the anchors of a lot would bring, by the period in which they come.

    Supplier s of the anchor in slot a draws from slot `MOST_SUPPLIERS`·a + s of streams of the anchor's own period.
    """
    brings = np.where(parent.columns["kind"] == ANCHOR, parent.columns["suppliers"], 0)
    anchor = np.repeat(np.arange(brings.size), brings)
    if not anchor.size:
        return {}
    spec, per_year = scenario.projects.suppliers, scenario.time.periods_per_year
    number = np.arange(anchor.size) - np.repeat(np.cumsum(brings) - brings, brings)
    slots = MOST_SUPPLIERS * parent.slots[anchor] + number
    whose = f"{parent.whose}@supplier/"
    drawing = lot(whose, parent.period, slots, {}, np.empty(0))
    delay = drawing.draw(luck, "supplier_delay") * spec.within_years * per_year
    later = parent.period + 1 + delay.astype(np.int64)
    industry = _supplier_industry(
        industries, parent.columns["industry"][anchor], drawing.draw(luck, "project_industry"),
        marked([drawing], luck, "supplier_upstream", spec.upstream_share),
    )  # fmt: skip
    investment = scenario.projects.terms.realised_share * drawn_size(spec.size, drawing.draw(luck, "project_size"))
    columns = drawn_columns(scenario, cities, industries, luck, [drawing], industry, investment)
    columns |= {
        # The number in tables is unique within a period: by the age of the anchor, then by anchor and supplier.
        "slot": SUPPLIER_SLOT + (later - parent.period) * 10_000_000 + slots,
        "kind": np.full(slots.size, SUPPLIER),
        "contestable": marked([drawing], luck, "project_contestable", spec.contestable_share),
        "anchor_period": np.full(slots.size, parent.period),
        "anchor_slot": parent.columns["slot"][anchor],
    }
    comes = np.flatnonzero(marked([drawing], luck, "supplier_comes", spec.chance))
    columns, later = {name: value[comes] for name, value in columns.items()}, later[comes]
    come = lot(whose, parent.period, slots[comes], columns, delay[comes])
    lots = {}
    for period in sorted(set(later.tolist())):
        rows = np.flatnonzero(later == period)
        lots[period] = come.part(rows, come.when[rows] % 1.0)
    return lots


def _supplier_industry(industries: Industries, anchor: Ints, uniform: Floats, upstream: NDArray[np.bool_]) -> Ints:
    """The anchor's own industry, or one that its row of the chain matrix names, by weight."""
    weights = industries.chain[anchor]
    total = weights.sum(axis=1, keepdims=True)
    edges = np.cumsum(weights, axis=1) / np.where(total > 0, total, 1.0)
    chosen = np.minimum((uniform[:, None] >= edges).sum(axis=1), len(industries.keys) - 1)
    return np.where(upstream & (total[:, 0] > 0), chosen, anchor)
