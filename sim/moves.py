"""Contests that open again: mobile firms whose concessions end, put back among the projects of a period."""

from dataclasses import fields, replace
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.alternatives import with_alternatives
from sim.block import Block
from sim.lots import Columns, lot
from sim.state import MobileFirms, State
from sim.world import World

PER_CONTEST = ("match_scale", "outside", "site_value", "public_value", "everywhere", "rows")
"""Arrays of a block that are made anew for each contest of a firm."""


def project_columns(block: Block, rows: NDArray[np.intp]) -> Columns:
    """What stands in a block about some projects, column by column, and where their luck comes from."""
    arrays = {f.name: getattr(block, f.name) for f in fields(Block) if f.name not in PER_CONTEST}
    columns: Columns = {
        name: value.take(rows, axis=0) for name, value in arrays.items() if isinstance(value, np.ndarray)
    }
    return columns | block.addresses(rows)


def reopened(world: World, state: State, block: Block) -> tuple[Block, NDArray[np.int64]]:
    """The projects of a period with the mobile firms behind whose contests open again.

    A firm asks for offers again when its concessions end. It stays where it is at no cost, or spends `moving_cost` of
    its capital, entry cost and land at another site; what is at stake is the rest of the plant's life. Its match with
    each city, and all other draws, are those of its first contest.

    Returns:
        The block, and the row in the register of each project, -1 for new ones, (P,).
    """
    firms, none = state.firms, np.full(block.count, -1)
    due = []
    for signed in state.mobile:
        asks = (firms.reopens[signed.row] == state.period) & (firms.ends[signed.row] > state.period)
        if asks.any():
            due.append(signed.taken(asks))
    if not due:
        return block, none
    again = reduce(MobileFirms.extended, due)
    part = _again(world, state, block, again)
    joined: dict[str, Any] = {
        each.name: np.concatenate([getattr(block, each.name), getattr(part, each.name)])
        for each in fields(Block)
        if isinstance(getattr(part, each.name), np.ndarray)
    }
    everywhere = block.candidate if block.everywhere is None else block.everywhere
    joined |= {
        "everywhere": np.concatenate([everywhere, part.candidate]),
        "whole": None,
        "rows": None,
        "lots": (),
        "standard": block.standard or part.standard,
    }
    return replace(block, **joined, parts=(block, part), drawn={}), np.concatenate([none, again.row])


def _again(world: World, state: State, block: Block, firms: MobileFirms) -> Block:
    """Mobile firms as a block with the luck of their first contests."""
    scenario, life = world.scenario, float(world.life)
    row, count = firms.row, firms.row.size
    columns = dict(firms.columns)
    whose, period, slot = (columns.pop(name) for name in ("whose", "luck_period", "luck_slot"))
    lots = []
    for key in dict.fromkeys(zip(whose.tolist(), period.tolist(), strict=True)):
        rows = np.flatnonzero((whose == key[0]) & (period == key[1]))
        lots.append(replace(lot(key[0], key[1], slot[rows], {}, np.zeros(rows.size)), rows=rows))
    years = (state.firms.founded[row] - state.period) / world.per_year + world.delay + world.life
    changed: dict[str, Any] = columns | {
        "incumbent": state.firms.host[row],
        "years": years,
        "capital_needed": np.full(count, scenario.life.moving_cost),
        "share_left": years / life,
        "founded": state.firms.founded[row],
        "contestable": np.ones(count, dtype=bool),
        "match_scale": scenario.projects.match.scale * columns["investment"] * (years / life),
        "outside": np.full(count, -np.inf),
    }
    drawn = dict(firms.drawn) if block.luck == firms.luck else {}
    part = replace(
        block, **changed, lots=tuple(lots), drawn=drawn, everywhere=None, whole=None, rows=None, parts=()
    )  # fmt: skip
    return with_alternatives(scenario, part)
