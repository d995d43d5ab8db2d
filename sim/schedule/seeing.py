"""What cities see of each other: before they bid, and when a period is over."""

import numpy as np
from numpy.typing import NDArray

from sim.schedule.period import Period
from sim.strategies import Seen
from sim.units import MILLION_PER_LAND_PRICE

type Floats = NDArray[np.float64]
type Flags = NDArray[np.bool_]


def looked_for(p: Period, kind: str) -> bool:
    """Whether any city's strategy declares that kind of information."""
    return any(kind in strategy.information for strategy in p.world.strategies)


def rivals_of(p: Period, able: Flags) -> Floats:
    """How many other cities may bid for each project, (P, C): those able, at most the shortlist."""
    others = able.sum(axis=1)[:, None] - able
    size = p.world.scenario.contest.shortlist_size
    return np.asarray(others if size is None else np.minimum(others, size - 1), dtype=float)


def own_draws(p: Period) -> Floats:
    """Uniform numbers that strategies use, (P, C) by slot and city key; NaN if none asks for them.

    In `posted` contests all projects of an industry share those of its reference project.
    """
    if p.posted is not None:
        return p.posted.draws[np.searchsorted(p.posted.industry, p.block.industry)]
    if looked_for(p, "own luck"):
        return p.block.draw("strategy")
    return np.full(p.site_value.shape, np.nan)


def seen_by_all(p: Period, paid: Floats) -> tuple[Seen, ...]:
    """What each city could see of the period, one entry for each city.

    The rate of a city is Σ offers / Σ investment over those of its offers that can be seen: that of the host; in
    `open` contests that of the runner-up, which went up to its limit; in `posted` ones all; and among cities that
    show each other their offers all. Its own offers a city always knows.

    Args:
        p: The period after its contests.
        paid: (P, C) what hosts pay and what the others offered, million CNY.
    """
    outcome, offers = p.settlement.outcome, p.settlement.offers
    form: str = p.world.scenario.contest.format
    count, city = p.world.cities.count, np.arange(p.world.cities.count)
    bid = offers.invited
    shown = bid & (city == outcome.host[:, None])
    if form == "posted":
        shown = bid
    elif form != "sealed":
        shown = shown | (bid & (city == outcome.runner_up[:, None]))
    mean, highest = _rates(p, paid, bid)
    mean_shown, highest_shown = _rates(p, paid, shown)
    group = p.regime.disclosure_group
    won = np.zeros(count)
    hosted = outcome.host >= 0
    np.add.at(won, outcome.host[hosted], p.block.investment[hosted])
    prices = _land_prices(p)
    found = []
    for c in range(count):
        others, inside = city != c, group == group[c]
        found.append(
            Seen(
                own_rate=float(mean[c]),
                own_won=float(won[c]),
                own_land_price=float(prices[c]),
                rates=np.where(inside, mean, mean_shown)[others],
                highest=np.where(inside, highest, highest_shown)[others],
                won=won[others],
                land_prices=prices[others],
            )
        )
    return tuple(found)


def _rates(p: Period, paid: Floats, which: Flags) -> tuple[Floats, Floats]:
    """Average and highest rate of each city over some of its offers, (C,); NaN where there are none."""
    invested = which.T @ p.block.investment
    some = invested > 0
    given = np.where(which, paid, 0.0).sum(axis=0)
    mean = np.divide(given, invested, out=np.full(some.size, np.nan), where=some)
    rate = np.where(which, paid / p.block.investment[:, None], -np.inf)
    return mean, np.where(some, rate.max(axis=0, initial=-np.inf), np.nan)


def _land_prices(p: Period) -> Floats:
    """What each city sold land for on average, (C,), 10k CNY/mu; NaN where none was sold."""
    host, block = p.settlement.outcome.host, p.block
    rows = np.flatnonzero(host >= 0)
    h, count = host[rows], p.world.cities.count
    land = np.bincount(h, block.land[rows], count)
    worth = MILLION_PER_LAND_PRICE * np.bincount(h, block.land[rows] * p.land_price[rows, h], count)
    receipts = worth - np.bincount(h, p.settlement.land[rows], count)
    return np.divide(receipts, MILLION_PER_LAND_PRICE * land, out=np.full(count, np.nan), where=land > 0)
