"""Who arrives in a year, and with what luck: handed over by the simulator's source of projects as plain lists.

Only numbers that no rule of the contest touches come from there: the projects in order of arrival and their draws,
the money value of the match included.
"""

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.lots import ANCHOR, SUPPLIER
from sim.projects import ProjectSource

type Row = NDArray[np.float64]


class Project(NamedTuple):
    """A project and its luck.

    Attributes:
        industry: Index.
        investment: Expected, million CNY.
        land: mu.
        jobs: Persons.
        tax: Yearly, million CNY.
        capital_return: Per year.
        debt_share: Share.
        inside_share: Share owned inside the region.
        contestable: Whether it solicits offers.
        domestic: Whether its alternative is in the country.
        origin: Index of the home city, -1 from outside.
        private: Whether it is private.
        good: Whether it is a good borrower.
        drawn: Whether jobs, land and tax follow from the industry.
        anchor: Its number if it is an anchor, else -1.
        supplier: Whether it follows an anchor.
        looks: Cities that it looks at; None for all.
        outside_draw: Exponential draw of the outside option.
        realised: Realised over expected investment.
        years: Years of production until closure.
        mobile: Whether it asks again when its concessions end.
    """

    industry: int
    investment: float
    land: float
    jobs: float
    tax: float
    capital_return: float
    debt_share: float
    inside_share: float
    contestable: bool
    domestic: bool
    origin: int
    private: bool
    good: bool
    drawn: bool
    anchor: int
    supplier: bool
    looks: list[bool] | None
    outside_draw: float
    realised: float
    years: float
    mobile: bool


def arrivals(
    source: ProjectSource, year: int, hosts: dict[tuple[int, int], int], supplier_reach: list[list[float]]
) -> Iterator[tuple[Project, Row, Row, Row | None]]:
    """The projects of a year in order of arrival, each with its match, its draws of spillover and of the area rule.

    Suppliers come only where their anchors found a host.

    A supplier looks at site c with the chance supplier_reach[host of its anchor, c].

    Args:
        source: The source of projects of the replication.
        year: Number of the year.
        hosts: Hosts of anchors by year and number.
        supplier_reach: By host of the anchor and city.
    """
    scenario = source.scenario
    life, count = scenario.life, len(source.cities.keys)
    block = source.period(year)
    nothing = [0.0] * block.count
    realised, years, mobile = [1.0] * block.count, [math.inf] * block.count, [False] * block.count
    if life.realised_spread > 0.0:
        spread = life.realised_spread
        drawn = block.draw_once("project_realised").tolist()
        realised = [math.exp(spread * z - spread * spread / 2) for z in drawn]
    if life.closure_hazard > 0.0:
        hazard = life.closure_hazard
        drawn = block.draw_once("project_lifetime").tolist()
        years = [max(1.0, min(math.ceil(e / hazard), 10_000.0)) for e in drawn]
    if life.mobile_share > 0.0:
        mobile = [u < life.mobile_share for u in block.draw_once("project_mobile").tolist()]
    outside = nothing if scenario.projects.outside.gap is None else block.draw_once("outside_match").tolist()
    spillover = block.draw("spillover") if scenario.projects.spillover.scale > 0.0 else np.zeros((block.count, count))
    bars: list[Row | None] = [None] * block.count
    if scenario.credit.enabled and scenario.credit.out_of_area > 0.0:
        bars = list(block.draw("credit_area"))
    looks: list[list[bool] | None] = [None] * block.count
    for row in np.flatnonzero(~block.candidate.all(axis=1)).tolist():
        looks[row] = block.candidate[row].tolist()
    gone = set()
    suppliers = np.flatnonzero(block.kind == SUPPLIER)
    if suppliers.size:
        pairs = zip(block.anchor_period[suppliers].tolist(), block.anchor_slot[suppliers].tolist(), strict=True)
        chances = block.draw_rows("supplier_looks", suppliers).tolist()
        for row, pair, draws in zip(suppliers.tolist(), pairs, chances, strict=True):
            if pair not in hosts:
                gone.add(row)
                continue
            looks[row] = [u < reach for u, reach in zip(draws, supplier_reach[hosts[pair]], strict=True)]
    anchor = np.where(block.kind == ANCHOR, block.slot, -1).tolist()
    by_lead = scenario.projects.drawn_pipeline is None
    columns = zip(
        block.industry.tolist(), block.investment.tolist(), block.land.tolist(), block.jobs.tolist(),
        block.tax.tolist(), block.capital_return.tolist(), block.debt_share.tolist(), block.inside_share.tolist(),
        block.contestable.tolist(), block.domestic.tolist(), block.origin.tolist(), block.private.tolist(),
        block.good.tolist(), [lead < 0 and not by_lead for lead in block.lead.tolist()], anchor,
        (block.kind == SUPPLIER).tolist(), looks, outside, realised, years, mobile, strict=True,
    )  # fmt: skip
    for row, (values, match, normal, bar) in enumerate(zip(columns, block.match, spillover, bars, strict=True)):
        if row not in gone:
            yield Project._make(values), match, normal, bar
