"""Events and readings of the lives of firms: what is realised, closure, and contests that open again."""

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim import booking
from sim.block import Block
from sim.moves import project_columns, reopened
from sim.projects import ProjectSource
from sim.schedule.period import Period, once
from sim.schedule.values import ln_productivity
from sim.state import NEVER, Firms, MobileFirms

type Floats = NDArray[np.float64]
type Flags = NDArray[np.bool_]

MOST_KEPT: Final = 3_000_000
"""Draws of mobile firms that are kept until their contests open again."""


def place_incumbents(p: Period) -> None:
    """Before the first period, firms that are there already enter the register, without support.

    Each is at home in its city, on top of the stated stock. Its present contract ends within `within_years`, each year
    equally likely (assumption).
    """
    incumbents = p.world.scenario.projects.incumbents
    if incumbents is None or p.state.period > 0:
        return
    world, state = p.world, p.state
    block = ProjectSource(world.scenario, world.cities, world.industries, p.block.luck).incumbents()
    home, industry, invested = block.origin, block.industry, block.investment
    stock = state.stock.copy()
    np.add.at(stock, (home, industry), invested)
    state.stock = stock
    schedule = len(world.scenario.economy.rebate_schedule)
    ends_in = (block.draw_once("contract_end") * incumbents.within_years).astype(np.int64)
    # Whose contract ends later than the schedule would has had it prolonged: all were founded before the run begins.
    founded = (np.minimum(ends_in - schedule, -1) - world.delay) * world.per_year
    closes = closures(p, replace(block, founded=np.full(block.count, -world.delay * world.per_year)))
    planned = lifetime(p, founded)
    mobile_ones = mobile(p, block) & (ends_in * world.per_year < planned)
    productivity = np.exp(ln_productivity(p, world.cities.fit))[home, industry]
    zero = np.zeros(block.count)
    cost = world.industries.access_cost_rate[industry] * world.cities.access_cost[home]
    firms = Firms(
        period=founded, slot=block.slot, host=home, industry=industry, investment=invested, land=zero,
        jobs=block.jobs, tax=block.tax, cash_return=invested * block.capital_return * productivity,
        inside_share=block.inside_share, land_price=zero, land_discount=zero, rebate=zero, rebate_share=zero,
        grant=zero, wage=world.cities.wage[home], access=invested * cost, compliance=zero,
        debt_service=invested * block.debt_share * world.cities.credit_spread[home],
        contract=np.full(block.count, -1), founded=founded, ends=np.minimum(planned, closes),
        reopens=np.where(mobile_ones, ends_in * world.per_year, -1), construction=zero, match=zero, spillover=zero,
        previous=np.full(block.count, -1), moved_share=zero, moved_cap=zero, moved_years=zero,
    )  # fmt: skip
    among = np.flatnonzero(mobile_ones)
    columns = project_columns(block, among) | {"closes": closes[among]}
    if among.size:
        remember_mobile(p, MobileFirms(state.firms.count + among, columns, block.drawn_of(among), block.luck))
    state.firms = state.firms.extended(firms)


def close_firms(p: Period) -> None:
    """Plants that close before the end of their lives are struck off.

    What they invested leaves the industry stock, and grants not yet paid are not paid any more.
    """
    if p.world.scenario.life.closure_hazard == 0.0:
        return
    firms = p.state.firms
    over = np.flatnonzero((firms.ends == p.state.period) & (firms.ends < lifetime(p, firms.founded)))
    p.closed = np.bincount(firms.host[over], minlength=p.world.cities.count).astype(float)
    end_contracts(p, over)


def reopen_contests(p: Period) -> None:
    """Mobile firms whose concessions have ended ask for offers again."""
    p.block, p.register_row = reopened(p.world, p.state, p.block)


def end_contracts(p: Period, ended: NDArray[np.int64]) -> None:
    """End rows of the register at the beginning of this period: their plants no longer belong to that contract."""
    if not ended.size:
        return
    state = p.state
    firms = state.firms
    firms.ends[ended] = state.period
    state.liabilities = state.liabilities - booking.book_endings(p.signing, p.world, firms, ended, state.period)
    stock = state.stock.copy()
    np.add.at(stock, (firms.host[ended], firms.industry[ended]), -firms.investment[ended])
    state.stock = np.maximum(stock, 0.0)


def lifetime(p: Period, founded: NDArray[np.int64]) -> NDArray[np.int64]:
    """Period after the last in which plants founded then can move any money."""
    world = p.world
    return founded + max(world.delay + world.life, world.scenario.economy.grant_years) * world.per_year


@once
def realised(p: Period) -> Floats:
    """Realised over expected investment of each project, (P,): exp(s·z - s²/2) with mean 1; 1 once it is known."""
    spread = p.world.scenario.life.realised_spread
    if spread == 0.0:
        return np.ones(p.block.count)
    factor = np.exp(spread * p.block.draw_once("project_realised") - spread * spread / 2)
    return np.where(p.block.incumbent < 0, factor, 1.0)


def closures(p: Period, block: Block) -> NDArray[np.int64]:
    """First period after closure of each project's plant, (P,): production lasts ceil(E / hazard) years."""
    hazard = p.world.scenario.life.closure_hazard
    if hazard == 0.0:
        return np.full(block.count, NEVER)
    years = np.minimum(np.ceil(block.draw_once("project_lifetime") / hazard), 10_000.0).astype(np.int64)
    closes = block.founded + (p.world.delay + np.maximum(years, 1)) * p.world.per_year
    return np.where(block.incumbent < 0, closes, block.closes)


def mobile(p: Period, block: Block) -> Flags:
    """Which firms ask for offers again when their concessions end, (P,)."""
    share = p.world.scenario.life.mobile_share
    if share == 0.0:
        return np.zeros(block.count, dtype=bool)
    return block.draw_once("project_mobile") < share


def keep_mobile(p: Period, rows: NDArray[np.intp]) -> None:
    """Keep what it takes to open the contests of mobile firms again."""
    if not p.world.firms_move:
        return
    among = np.flatnonzero(p.signed.reopens >= 0)
    if not among.size:
        return
    columns = project_columns(p.block, rows[among])
    columns |= {name: getattr(p.signed, name)[among] for name in ("investment", "jobs", "tax")}
    columns["closes"] = closures(p, p.block)[rows[among]]
    drawn = p.block.drawn_of(rows[among])
    remember_mobile(p, MobileFirms(p.state.firms.count + among, columns, drawn, p.block.luck))


def remember_mobile(p: Period, firms: MobileFirms) -> None:
    """Keep mobile firms, and what they have drawn where it is not too much; it can be drawn again."""
    kept = sum(drawn.size for signed in (*p.state.mobile, firms) for drawn in signed.drawn.values())
    p.state.mobile = (*p.state.mobile, firms if kept <= MOST_KEPT else replace(firms, drawn={}))
