"""The projects of one period and their luck: drawn once, the same under every regime."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.alternatives import with_alternatives
from sim.anchors import anchor_lot, supplier_lots
from sim.block import Block
from sim.drawn import drawn_columns, drawn_industry, drawn_size
from sim.incumbents import incumbent_lots
from sim.leads import lead_columns
from sim.lots import ASSIGNED, CONTESTED, UNCONTESTED, Columns, Lot, drawn, in_turn, lot, marked, placed
from sim.schema import Lead, Pipeline, Scenario, Stylised
from sim.state import NEVER, Cities, Industries
from sim.streams import Luck

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]
type Flags = NDArray[np.bool_]

MOST_TOGETHER: Final = 30_000
"""Pairs of project and city that are made at once for several periods; above that it brings nothing."""


@dataclass(frozen=True)
class ProjectSource:
    """Draws the projects of any period of one replication.

    Attributes:
        scenario: The scenario.
        cities: Its cities as arrays.
        industries: Its industries as arrays.
        luck: The luck of the replication.
        arrived: Anchors of the pool by period, as long as their suppliers may come.
        made: Suppliers that anchors of a period may bring, by the period of the anchors, likewise.
    """

    scenario: Scenario
    cities: Cities
    industries: Industries
    luck: Luck
    arrived: dict[int, list[Lot]] = field(default_factory=dict)
    made: dict[int, list[dict[int, Lot]]] = field(default_factory=dict)

    @cached_property
    def listed(self) -> dict[int, tuple[tuple[int, Lead], ...]]:
        """Listed leads by period, with their numbers."""
        found: dict[int, list[tuple[int, Lead]]] = {}
        for place, lead in enumerate(self.scenario.projects.listed):
            found.setdefault(lead.period, []).append((place if lead.number is None else lead.number, lead))
        return {period: tuple(leads) for period, leads in found.items()}

    def period(self, period: int) -> Block:
        """The projects that may arrive in a period: watched leads first, then all others in order of arrival."""
        return self._together((period,))[0]

    def periods(self, periods: Sequence[int]) -> Iterator[Block]:
        """The projects of one period after the other; what is small is made for several periods at once."""
        pipeline = self.scenario.projects.drawn_pipeline
        size = self.cities.count * (1 if pipeline is None else self._candidates(pipeline))
        several = max(1, MOST_TOGETHER // size)
        for first in range(0, len(periods), several):
            yield from self._together(periods[first : first + several])

    def _together(self, periods: Sequence[int]) -> list[Block]:
        projects = self.scenario.projects
        if projects.stylised is not None:
            return [self._stylised(period) for period in periods]
        if projects.drawn_pipeline is None:
            others = [self._listed(period) for period in periods]
        else:
            others = self._pools(projects.drawn_pipeline, periods)
        arrived = [
            placed([*self._watched(period), *self._followers(period), *self._anchors(period), rest])
            for period, rest in zip(periods, others, strict=True)
        ]
        return self._finished(periods, arrived)

    def incumbents(self) -> Block:
        """The firms that are there before the run, each at home in its city: those of `projects.incumbents`."""
        lots = incumbent_lots(self.scenario, self.cities, self.industries, self.luck)
        return self._finished((0,), [placed(lots)])[0]

    def _candidates(self, pipeline: Pipeline) -> int:
        """Candidates in the pool of a period."""
        return -(-pipeline.pool_per_year // self.scenario.time.periods_per_year)

    def _pools(self, pipeline: Pipeline, periods: Sequence[int]) -> list[Lot]:
        """The projects of the pool that arrive in each period."""
        luck, size = self.luck, self._candidates(pipeline)
        chance = pipeline.arrivals_per_year / self.scenario.time.periods_per_year / size
        pools = []
        for period in periods:
            slots = np.flatnonzero(luck.draw("project_enters", period, size) < chance)
            pools.append(lot("", period, slots, {}, (slots + 0.5) / size))
        industry = drawn_industry(self.industries, drawn(pools, luck, "project_industry"))
        investment = pipeline.realised_share * drawn_size(pipeline.size, drawn(pools, luck, "project_size"))
        from_above = marked(pools, luck, "project_assigned", self.scenario.projects.assigned.share)
        contestable = marked(pools, luck, "project_contestable", pipeline.contestable_share) & ~from_above
        columns = drawn_columns(self.scenario, self.cities, self.industries, luck, pools, industry, investment) | {
            "slot": np.concatenate([pool.slots for pool in pools]),
            "kind": np.where(from_above, ASSIGNED, np.where(contestable, CONTESTED, UNCONTESTED)),
            "contestable": contestable,
        }
        for pool, rows in zip(pools, in_turn(pool.slots.size for pool in pools), strict=True):
            pool.columns.update({name: column[rows] for name, column in columns.items()})
        return pools

    def _watched(self, period: int) -> list[Lot]:
        """One lot for each watched lead: its luck hangs on its key."""
        return [
            self._of_leads(f"{lead.key}/", period, (lead,), np.zeros(1, dtype=np.int64), np.array([-1.0]), index)
            for index, lead in enumerate(self.scenario.projects.watched)
            if lead.period == period
        ]

    def _listed(self, period: int) -> Lot:
        """The leads of the list: their luck hangs on their number."""
        found = self.listed.get(period, ())
        numbers = np.array([number for number, _ in found], dtype=np.int64)
        when = (np.arange(len(found)) + 0.5) / max(len(found), 1)
        return self._of_leads("@listed/", period, [lead for _, lead in found], numbers, when)

    def _of_leads(
        self, whose: str, period: int, leads: Sequence[Lead], slots: Ints, when: Floats, watched: int | None = None
    ) -> Lot:
        columns = lead_columns(leads, self.scenario, self.cities, self.industries)
        columns["slot"] = slots.copy() if watched is None else np.array([-1 - watched])
        if watched is not None:
            columns["lead"] = np.array([watched])
        return lot(whose, period, slots, columns, when)

    def _anchors(self, period: int) -> list[Lot]:
        """The anchors of the pool."""
        if self.scenario.projects.anchors is None:
            return []
        if period not in self.arrived:
            self.arrived[period] = [anchor_lot(self.scenario, self.cities, self.industries, self.luck, period)]
        return self.arrived[period]

    def _followers(self, period: int) -> list[Lot]:
        """The suppliers that come in a period if their anchors found a host in an earlier one."""
        projects = self.scenario.projects
        leads = (*projects.watched, *projects.listed)
        if projects.anchors is None and not any(lead.kind == "anchor" for lead in leads):
            return []
        span = projects.suppliers.within_years * self.scenario.time.periods_per_year
        for kept in (self.arrived, self.made):
            for past in [one for one in kept if not period - span <= one <= period]:
                del kept[past]
        lots = []
        for earlier in range(max(0, period - span), period):
            if earlier not in self.made:
                parents = [*self._anchors(earlier), *self._watched(earlier)]
                if earlier in self.listed:
                    parents.append(self._listed(earlier))
                self.made[earlier] = [
                    supplier_lots(self.scenario, self.cities, self.industries, self.luck, parent) for parent in parents
                ]
            lots += [found[period] for found in self.made[earlier] if period in found]
        return lots

    def _finished(self, periods: Sequence[int], arrived: Sequence[tuple[Columns, tuple[Lot, ...]]]) -> list[Block]:
        """The blocks of some periods, from the columns and lots of each: made in one piece, and cut."""
        counts = [columns["slot"].size for columns, _ in arrived]
        places = in_turn(counts)
        lots: list[Lot] = []
        for rows, (_, some) in zip(places, arrived, strict=True):
            lots += [one.behind(rows.start) for one in some]
        columns = {name: np.concatenate([columns[name] for columns, _ in arrived]) for name in arrived[0][0]}
        whole = self._made(periods[0], columns, tuple(lots), np.repeat(periods, counts))
        if len(periods) == 1:
            return [whole]
        _ = whole.match  # in one piece too
        return [whole.cut(period, rows, some) for period, rows, (_, some) in zip(periods, places, arrived, strict=True)]

    def _made(self, first: int, columns: Columns, lots: tuple[Lot, ...], period: Ints) -> Block:
        """A block of projects that arrive in a period or in some from then on, (P,)."""
        projects, cities, count = self.scenario.projects, self.cities, period.size
        investment = np.asarray(columns["investment"], dtype=float)
        given: dict[str, Any] = dict(columns)
        empty = Block(
            period=first, good=np.ones(count, dtype=bool),
            match_scale=projects.match.scale * investment, outside=np.full(count, -np.inf), site_value=None,
            public_value=None, incumbent=np.full(count, -1), capital_needed=np.ones(count),
            years=np.full(count, float(self.scenario.economy.firm_horizon)),
            share_left=np.ones(count), closes=np.full(count, NEVER), founded=period, luck=self.luck,
            cities=cities.keys, lots=lots, **given,
        )  # fmt: skip
        block = replace(empty, good=self._good(empty)) if self.scenario.credit.enabled else empty
        return with_alternatives(self.scenario, block)

    def _good(self, block: Block) -> Flags:
        """Which firms are good borrowers, (P,): drawn, or as a lead says; all without a credit market."""
        credit = self.scenario.credit
        if not credit.enabled:
            return block.good
        drawn = block.draw_once("borrower_type") if credit.drawn else np.full(block.count, 0.5)
        return np.where(block.borrower == 0, drawn < credit.good_share, block.borrower > 0)

    def _stylised(self, period: int) -> Block:
        projects, cities = self.scenario.projects, self.cities
        stylised = projects.stylised
        if stylised is None:
            raise ValueError("the scenario has no stylised projects")
        count = stylised.per_period * max(1, len(stylised.each))
        shape = (count, cities.count)

        def same(value: float) -> Floats:
            return np.full(count, value)

        home = -1 if stylised.origin is None else cities.keys.index(stylised.origin)
        leaves = -np.inf if stylised.outside_option is None else stylised.outside_option
        block = Block(
            period=period, slot=np.arange(count), lead=np.full(count, -1), kind=np.full(count, CONTESTED),
            industry=np.full(count, -1),
            investment=same(stylised.investment), land=same(stylised.land), jobs=same(0.0), tax=same(stylised.tax),
            capital_return=same(stylised.capital_return), debt_share=same(stylised.debt_share),
            inside_share=same(stylised.inside_share), borrower=np.zeros(count, dtype=np.int64),
            good=np.ones(count, dtype=bool),
            contestable=np.ones(count, dtype=bool), priority=np.zeros(count, dtype=bool),
            domestic=np.zeros(count, dtype=bool), origin=np.full(count, home), private=np.zeros(count, dtype=bool),
            candidate=np.ones(shape, dtype=bool), match_scale=same(projects.match.scale_money), outside=same(leaves),
            assigned_host=np.full(count, -1), suppliers=np.zeros(count, dtype=np.int64),
            anchor_period=np.full(count, -1), anchor_slot=np.full(count, -1),
            site_value=np.zeros(shape), public_value=np.zeros(shape), incumbent=np.full(count, -1), years=same(0.0),
            capital_needed=same(1.0), share_left=same(1.0), closes=np.full(count, NEVER),
            founded=np.full(count, period), luck=self.luck,
            cities=cities.keys, lots=(lot("", period, np.arange(count), {}, np.zeros(count)),),
        )  # fmt: skip
        block = replace(block, good=self._good(block))
        block = with_alternatives(self.scenario, block)
        site, public = self._stylised_values(block)
        return replace(block, site_value=site + block.match, public_value=public)

    def _stylised_values(self, block: Block) -> tuple[Floats, Floats]:
        stylised = self.scenario.projects.stylised
        if stylised is None:
            raise ValueError("the scenario has no stylised projects")
        generator = stylised.generator
        if generator is None:
            site, public = stylised_tables(stylised, self.cities.keys)
            rounds = block.count // site.shape[0]
            return np.tile(site, (rounds, 1)), np.tile(public, (rounds, 1))
        if generator.law == "uniform":
            first = (block.draw("site_value_uniform") - 0.5) * np.sqrt(12.0)
            second = (block.draw("public_value_uniform") - 0.5) * np.sqrt(12.0)
        else:
            first, second = block.draw("site_value"), block.draw("public_value")
        rho = generator.correlation
        mixed = rho * first + np.sqrt(1.0 - rho * rho) * second
        return (
            generator.site_mean + generator.site_sd * first,
            generator.public_mean + generator.public_sd * mixed,
        )


def stylised_tables(stylised: Stylised, cities: tuple[str, ...]) -> tuple[Floats, Floats]:
    """Site and public values of stylised projects that are given by numbers, (projects, C) each."""
    pairs = stylised.tables
    site, public = (np.array([[float(pair[i][key]) for key in cities] for pair in pairs]) for i in (0, 1))
    return site, public
