"""Events and readings of the lives of firms: what is realised, closure, and contests that open again."""

import numpy as np
from numpy.typing import NDArray

from sim import booking
from sim.moves import project_columns, reopened
from sim.schedule.period import Period
from sim.state import NEVER

type Floats = NDArray[np.float64]
type Flags = NDArray[np.bool_]


def close_firms(p: Period) -> None:
    """Plants that close before the end of their lives are struck off."""
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
    state, count = p.state, p.world.cities.count
    state.firms.ends[ended] = state.period
    firms = state.firms.taken(ended)
    state.liabilities = state.liabilities - booking.book_endings(p.signing, p.world, firms, state.period)
    stock = state.stock.copy()
    np.add.at(stock, (firms.host, firms.industry), -firms.investment)
    state.stock = np.maximum(stock, 0.0)
    p.jobs_ended = p.jobs_ended + np.bincount(firms.host, firms.jobs, count)


def lifetime(p: Period, founded: NDArray[np.int64]) -> NDArray[np.int64]:
    """Period after the last in which plants founded then can move any money."""
    world = p.world
    return founded + max(world.delay + world.life, world.scenario.economy.grant_years) * world.per_year


def realised(p: Period) -> Floats:
    """Realised over expected investment of each project, (P,): exp(s·z - s²/2) with mean 1; 1 once it is known."""
    spread = p.world.scenario.life.realised_spread
    if spread == 0.0:
        return np.ones(p.block.count)
    factor = np.exp(spread * p.block.draw_once("project_realised") - spread * spread / 2)
    return np.where(p.block.incumbent < 0, factor, 1.0)


def closures(p: Period) -> NDArray[np.int64]:
    """First period after closure of each project's plant, (P,): production lasts ceil(E / hazard) years."""
    hazard = p.world.scenario.life.closure_hazard
    if hazard == 0.0:
        return np.full(p.block.count, NEVER)
    years = np.minimum(np.ceil(p.block.draw_once("project_lifetime") / hazard), 10_000.0).astype(np.int64)
    return p.block.founded + (p.world.delay + np.maximum(years, 1)) * p.world.per_year


def mobile(p: Period) -> Flags:
    """Which firms ask for offers again when their concessions end, (P,)."""
    share = p.world.scenario.life.mobile_share
    if share == 0.0:
        return np.zeros(p.block.count, dtype=bool)
    return p.block.draw_once("project_mobile") < share


def keep_mobile(p: Period, rows: NDArray[np.intp]) -> None:
    """Keep what it takes to open the contests of mobile firms again."""
    among = np.flatnonzero(p.signed.reopens >= 0)
    if not among.size:
        return
    columns = {name: column[rows[among]] for name, column in project_columns(p.block).items()}
    columns |= {name: getattr(p.signed, name)[among] for name in ("investment", "jobs", "tax")}
    p.state.mobile = p.state.mobile.extended(p.state.firms.count + among, columns)
