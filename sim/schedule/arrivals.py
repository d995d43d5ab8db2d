"""Events: which of the period's possible projects come in this run, and where the upper tier puts its own."""

import numpy as np
from numpy.typing import NDArray

from sim.lots import ANCHOR, ASSIGNED, SUPPLIER
from sim.schedule.period import Period

type Flags = NDArray[np.bool_]
type Ints = NDArray[np.int64]


def admit_projects(p: Period) -> None:
    """Suppliers come where their anchor is and within reach of it; assigned projects go where they are put.

    Which projects are possible, and their luck, is the same under every regime; who hosts the anchor is not.

    A supplier comes if its anchor is hosted, and looks at site c with the chance supplier_reach[host of the anchor, c].
    Where no host is given, assigned projects go one by one to a city with land and a slot left: by lot, or where the
    industry stock is smallest.
    """
    special = (p.block.kind == SUPPLIER) | (p.block.kind == ASSIGNED)
    if not special.any():
        return
    anchored, candidate = _followers(p)
    assigned = np.flatnonzero(p.block.kind == ASSIGNED)
    for row, host in zip(assigned.tolist(), _assigned_hosts(p, assigned).tolist(), strict=True):
        candidate[row] = False
        candidate[row, host] = True
    outside = p.block.outside.copy()
    outside[assigned] = -np.inf
    rows = np.flatnonzero(anchored)
    p.block = p.block.admitted(rows, candidate[rows], outside[rows])


def _followers(p: Period) -> tuple[Flags, Flags]:
    """Whether each project comes at all, (P,), and where it looks, (P, C)."""
    block = p.block
    comes, candidate = np.ones(block.count, dtype=bool), block.candidate.copy()
    suppliers = np.flatnonzero(block.kind == SUPPLIER)
    if suppliers.size:
        pairs = zip(block.anchor_period[suppliers].tolist(), block.anchor_slot[suppliers].tolist(), strict=True)
        host = np.array([p.state.anchor_hosts.get(pair, -1) for pair in pairs])
        comes[suppliers] = host >= 0
        reach = p.regime.supplier_reach[np.maximum(host, 0)]
        candidate[suppliers] &= block.draw_rows("supplier_looks", suppliers) < reach
    return comes, candidate


def _assigned_hosts(p: Period, rows: Ints) -> Ints:
    """Where the upper tier puts projects, (rows,): as given, else by its rule among sites that still have the land.

    It plans one project after the other, without what others may use in the same period.
    """
    block, hosts = p.block, p.block.assigned_host[rows].copy()
    if not rows.size:
        return hosts
    land, slots, stock = p.state.land_left.copy(), p.world.cities.slots.copy(), p.state.stock.sum(axis=1)
    balance = p.world.scenario.projects.assigned.rule == "balance"
    lots = block.draw_rows("assigned", rows)
    for number, row in enumerate(rows.tolist()):
        if hosts[number] < 0:
            fits = block.candidate[row] & (block.land[row] <= land) & (slots >= 1)
            if balance:
                least = stock[fits].min(initial=np.inf)
                fits &= stock <= least + 1e-9 * abs(least)  # a tie is decided by lot
            hosts[number] = np.where(fits, lots[number], -np.inf).argmax()
            if not fits.any():
                continue  # there is no room for it anywhere
        land[hosts[number]] -= block.land[row]
        slots[hosts[number]] -= 1
        stock[hosts[number]] += block.investment[row]
    return hosts


def remember_anchors(p: Period) -> None:
    """Keep who hosts the anchors, for their suppliers."""
    anchors = np.flatnonzero((p.block.kind == ANCHOR) & (p.block.incumbent < 0))
    host = p.deals["host"]
    for row in anchors[host[anchors] >= 0].tolist():
        p.state.anchor_hosts[p.block.period, int(p.block.slot[row])] = int(host[row])
