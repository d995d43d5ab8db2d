"""The industrial structure at the end of a run: who has which industry, what clusters are worth, whose pillars."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.regime import baseline
from sim.rules import indices, pillars
from sim.rules.pillars import PillarChoice
from sim.rules.site_value import agglomeration
from sim.simulate import Run

type Floats = NDArray[np.float64]

INDUSTRY_FIELDS: Final = ("stock", "share", "location_quotient", "investment_won", "pillar")
"""What is reported of each city and industry; labels in `sim.columns.INDUSTRY_COLUMNS`."""


def industry_table(run: Run) -> Floats:
    """Each city's industries at the end of a run, (fields, C, K), in the order of `INDUSTRY_FIELDS`."""
    stock = run.state.stock
    won = np.zeros(stock.shape)
    deals = run.deals
    if deals and stock.shape[1]:
        host, industry = np.asarray(deals["host"]), np.asarray(deals["industry"])
        rows = (host >= 0) & (industry >= 0)
        np.add.at(won, (host[rows], industry[rows]), np.asarray(deals["investment"])[rows])
    values = {
        "stock": stock,
        "share": indices.shares(stock),
        "location_quotient": indices.location_quotients(stock),
        "investment_won": won,
        "pillar": run.state.pillars.astype(float),
    }
    return np.array([values[name] for name in INDUSTRY_FIELDS])


def aggregate_agglomeration(run: Run) -> float:
    """What the change of stocks and reach adds to the region's yearly output, million CNY/year.

    Σ_c Σ_k ½·(Y_ck at the start + Y_ck at the end) · (change of θ_k·s_ck + ω_k·Σ_j io_kj·s_cj), Y = g_k·X_ck.

    The start is the opening stock with the reach of a world without levers. Moving stock between equal cities sums to
    zero, since what one city gains its equal loses: only the aggregate is a regional gain, following Kline & Moretti
    2014.
    """
    world = run.world
    if not world.industries.keys:
        return float("nan")
    industries = world.industries
    before, after = world.cities.stock, run.state.stock
    start = baseline(world.scenario).reach_chain
    end = world.regimes[max(run.state.period - 1, 0)].reach_chain

    def added(stock: Floats, reach: Floats) -> Floats:
        return agglomeration(
            stock=stock,
            stock_reference=industries.stock_reference,
            reach_chain=reach,
            chain=industries.chain,
            marshall_elasticity=industries.marshall_elasticity,
            chain_elasticity=industries.chain_elasticity,
            agglomeration_scale=world.scenario.economy.agglomeration_scale,
        )

    output = industries.capital_return * (before + after) / 2.0
    return float((output * (added(after, end) - added(before, start))).sum())


def pillar_overlap(run: Run) -> float:
    """Mean Jaccard overlap of the cities' pillars at the end; NaN without pillars."""
    return pillars.same_pillars(run.state.pillars) if run.pillar_choices else float("nan")


def duplication(run: Run) -> float:
    """Industries that a city promotes at the end with another one in its reach; NaN without pillars."""
    last = _choice(run, -1)
    return float("nan") if last is None else float(pillars.duplicated(last.chosen, last.near))


def pillar_efficiency(run: Run) -> float:
    """Value of the pillars first chosen over the largest that any pillars reach; NaN without pillars."""
    return _over_optimum(_choice(run, 0), "worth")


def pillar_worst(run: Run) -> float:
    """The same for the worst equilibrium found in the first choice: the price of anarchy; NaN if none was found."""
    return _over_optimum(_choice(run, 0), "worst")


def pillar_equilibria(run: Run) -> float:
    """Equilibria of the first choice; NaN without pillars."""
    first = _choice(run, 0)
    return float("nan") if first is None else float(first.equilibria)


def pillar_unsettled(run: Run) -> float:
    """Choices in which best replies did not come to rest; NaN without pillars."""
    return float(sum(not each.settled for each in run.pillar_choices)) if run.pillar_choices else float("nan")


def _choice(run: Run, number: int) -> PillarChoice | None:
    return run.pillar_choices[number] if run.pillar_choices else None


def _over_optimum(found: PillarChoice | None, name: str) -> float:
    if found is None or found.optimum <= 0:
        return float("nan")
    return float(getattr(found, name)) / found.optimum
