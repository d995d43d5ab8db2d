"""One project, complete information, ascending contest: who wins and what it costs.

Following Bernheim & Whinston 1986 and King, McAfee & Welling 1993. A city stays in up to what hosting is worth to it,
m = v / (1 + λ); scores are S = π + m; the highest S wins and x = max(0, R - π_w), R the next S, the site of a city that
may not bid, or the outside option.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import inf
from typing import Final

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]

OUTSIDE: Final = "outside"


@dataclass(frozen=True, slots=True)
class Award:
    """Where the project goes and what follows, in the money of the case.

    Attributes:
        host: Key of the city, "outside" if it leaves.
        concession: x.
        firm: What the firm gets: π + x, or the outside option.
        city: Net payoff of the host, v - (1 + λ)·x; 0 if the project leaves.
        region: Welfare of the region with all owners elsewhere: what the host has.
        total: π + v - λ·x, of hosted projects only.
    """

    host: str
    concession: float
    firm: float
    city: float
    region: float
    total: float


def ascending(
    site: Mapping[str, float],
    public: Mapping[str, float],
    *,
    funds: float = 0.0,
    outside: float | None = None,
    bidders: Collection[str] | None = None,
    cap: float = inf,
) -> Award:
    """The outcome of the contest.

    Args:
        site: π by city.
        public: v by city.
        funds: λ.
        outside: u0; none if the project cannot leave.
        bidders: Cities that may support; all if none are named. The others stay options at concession 0.
        cap: Most that may be paid.
    """
    may = site if bidders is None else bidders
    ceiling = {key: site[key] + (min(public[key] / (1 + funds), cap) if key in may else 0.0) for key in site}
    host = max(ceiling, key=lambda key: ceiling[key])
    if outside is not None and ceiling[host] < outside:
        return Award(OUTSIDE, 0.0, outside, 0.0, 0.0, 0.0)
    others = [ceiling[key] for key in ceiling if key != host] + ([] if outside is None else [outside])
    return award(site, public, host, max(0.0, max(others, default=-inf) - site[host]), funds)


def award(site: Mapping[str, float], public: Mapping[str, float], host: str, x: float, funds: float) -> Award:
    """What follows from a host and a concession."""
    net = public[host] - (1 + funds) * x
    return Award(host, x, site[host] + x, net, net, site[host] + public[host] - funds * x)


def planned(
    site: Mapping[str, float], public: Mapping[str, float], *, funds: float = 0.0, outside: float | None = None
) -> Award:
    """A planner lets only one city support, the one with which total welfare is highest; it pays what is needed."""
    alone = [ascending(site, public, funds=funds, outside=outside, bidders=(key,)) for key in site]
    return max(alone, key=lambda each: each.total)


def each(site: Floats, public: Floats, funds: float = 0.0) -> tuple[Ints, Floats]:
    """Host and price of many contests at once, by sorting the scores, (P, C) each; nobody can leave."""
    score = site + public / (1 + funds)
    ranked = np.argsort(score, axis=1)
    rows = np.arange(len(score))
    host = ranked[:, -1]
    return host, np.maximum(0.0, score[rows, ranked[:, -2]] - site[rows, host])


def ban_each(site: Floats, public: Floats, funds: float = 0.0) -> tuple[Ints, Floats]:
    """Host of every project where nobody may pay, the best site, and what total welfare gains if all may, (P,) each."""
    host, price = each(site, public, funds)
    rows, best = np.arange(len(site)), site.argmax(axis=1)
    total = site + public
    return best, total[rows, host] - funds * price - total[rows, best]
