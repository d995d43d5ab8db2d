"""The projects of one period and their luck: drawn once, the same under every regime."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.anchors import anchor_lot, supplier_lots
from sim.drawn import drawn_columns, drawn_industry, drawn_size
from sim.incumbents import incumbent_lots
from sim.leads import lead_columns
from sim.lots import ASSIGNED, CONTESTED, UNCONTESTED, Columns, Lot, lot, placed
from sim.rules.annuity import annuity
from sim.rules.choice_probability import shares_of_homes
from sim.schema import Economy, Lead, Life, Scenario, Stylised
from sim.state import NEVER, Cities, Industries
from sim.streams import Luck
from sim.units import MILLION_PER_LAND_PRICE

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]
type Flags = NDArray[np.bool_]

EULER_GAMMA: Final = 0.5772156649015329


@dataclass(frozen=True)
class Block:
    """The projects that arrive in one period, in order of arrival. P projects, C cities, money million CNY.

    Attributes:
        period: Index of the period.
        slot: (P,) number of the project within its period: its slot in the candidate pool, -1 - i for watched
            lead i, the number of a listed lead; from `ANCHOR_SLOT` and `SUPPLIER_SLOT` on for those.
        lead: (P,) index of the watched lead, -1 for others.
        kind: (P,) index in `sim.lots.KINDS`.
        industry: (P,) index of the industry, -1 for stylised projects.
        investment: (P,) expected realised investment.
        land: (P,) mu.
        jobs: (P,) persons.
        tax: (P,) yearly tax of all tiers at maturity.
        capital_return: (P,) yearly cash return on investment at the reference site.
        debt_share: (P,) debt-financed share.
        inside_share: (P,) share owned inside the region.
        contestable: (P,) whether the firm solicits rival offers.
        priority: (P,) whether it is a priority project under the land rules.
        domestic: (P,) whether its alternative is in the country.
        origin: (P,) index of the home city, -1 for firms from outside the region.
        private: (P,) whether the firm is private.
        borrower: (P,) 1 for a good borrower, -1 for a bad one, as a lead says; 0 if it is drawn.
        good: (P,) whether it is a good borrower; lenders see it only in its record.
        candidate: (P, C) whether the firm looks at the city at all.
        assigned_host: (P,) where the upper tier puts it, -1 for by the rule, or for a project that is not assigned.
        suppliers: (P,) suppliers that it may bring if it is an anchor.
        anchor_period: (P,) period of its anchor if it is a supplier, else -1.
        anchor_slot: (P,) number of its anchor in that period, else -1.
        match: (P, C) money value of the match.
        outside: (P,) outside option, -inf if the firm cannot leave.
        site_value: (P, C) of stylised projects, else None.
        public_value: (P, C) of stylised projects, else None.
        incumbent: (P,) index of the city where the firm already is, -1 for new projects.
        years: (P,) years of the plant's life that the contest is about.
        capital_needed: (P,) capital to be spent at a new site, share of investment: 1 for new projects, the cost of
            moving for firms that are somewhere already.
        share_left: (P,) share of match and spillover that is left: years over the life of a new plant.
        closes: (P,) first period after the plant's closure, far away where it is not known yet.
        founded: (P,) period in which the plant was founded, below 0 for firms that were there before the run.
        luck: The luck of the replication.
        cities: Keys of the cities.
        lots: Where the luck of each project comes from.
        drawn: Streams that have been drawn.
        everywhere: (P, C) where each could look before a run narrowed it; None if none did.
        whole: The block that these projects were chosen from, if they were.
        rows: (P,) where they stand in it.
        parts: Blocks of which this one is made, one behind the other; empty if it is of one piece.
    """

    period: int
    slot: Ints
    lead: Ints
    kind: Ints
    industry: Ints
    investment: Floats
    land: Floats
    jobs: Floats
    tax: Floats
    capital_return: Floats
    debt_share: Floats
    inside_share: Floats
    contestable: Flags
    priority: Flags
    domestic: Flags
    origin: Ints
    private: Flags
    borrower: Ints
    good: Flags
    candidate: Flags
    assigned_host: Ints
    suppliers: Ints
    anchor_period: Ints
    anchor_slot: Ints
    match: Floats
    outside: Floats
    site_value: Floats | None
    public_value: Floats | None
    incumbent: Ints
    years: Floats
    capital_needed: Floats
    share_left: Floats
    closes: Ints
    founded: Ints
    luck: Luck
    cities: tuple[str, ...]
    lots: tuple[Lot, ...]
    drawn: dict[str, Floats] = field(default_factory=dict)
    everywhere: Flags | None = None
    whole: "Block | None" = None
    rows: Ints | None = None
    parts: tuple["Block", ...] = ()

    @property
    def at_home(self) -> Flags | None:
        """(P, C) whether the firm is there already; None where all projects are new."""
        if (self.incumbent < 0).all():
            return None
        return np.arange(len(self.cities)) == self.incumbent[:, None]

    @property
    def land_needed(self) -> Floats:
        """Land to be transferred, (P, 1), or (P, C) where some firms have a site already, mu."""
        home = self.at_home
        return self.land[:, None] if home is None else np.where(home, 0.0, self.land[:, None])

    @property
    def count(self) -> int:
        """Number of projects."""
        return self.slot.size

    @property
    def stylised(self) -> bool:
        """Whether the projects are numbers in place of formulas."""
        return self.site_value is not None

    def draw(self, stream: str) -> Floats:
        """A stream "by city" for these projects, (P, C), drawn when first asked for."""
        if stream not in self.drawn:
            if self.parts:
                self.drawn[stream] = np.concatenate([part.draw(stream) for part in self.parts])
            elif self.whole is not None:
                self.drawn[stream] = self.whole.draw(stream)[self.rows]
            elif len(self.lots) == 1:
                self.drawn[stream] = self.lots[0].draw_by_city(self.luck, stream, self.cities)
            else:
                drawn = np.empty((self.count, len(self.cities)))
                for one in self.lots:
                    drawn[one.rows] = one.draw_by_city(self.luck, stream, self.cities)
                self.drawn[stream] = drawn
        return self.drawn[stream]

    def draw_rows(self, stream: str, rows: Ints) -> Floats:
        """A stream "by city" for some of these projects, (rows, C), drawn only for the lots that they are of."""
        if self.whole is not None and self.rows is not None:
            return self.whole.draw_rows(stream, self.rows[rows])
        lots = tuple(number for number, one in enumerate(self.lots) if np.isin(one.rows, rows).any())
        name = f"{stream} of {lots}"
        if name not in self.drawn:
            drawn = np.empty((self.count, len(self.cities)))
            for number in lots:
                one = self.lots[number]
                drawn[one.rows] = one.draw_by_city(self.luck, stream, self.cities)
            self.drawn[name] = drawn
        return self.drawn[name][rows]

    def draw_once(self, stream: str) -> Floats:
        """A stream of one number for each project, (P,)."""
        if self.parts:
            return np.concatenate([part.draw_once(stream) for part in self.parts])
        if self.whole is not None:
            return self.whole.draw_once(stream)[self.rows]
        drawn = np.empty(self.count)
        for one in self.lots:
            drawn[one.rows] = one.draw(self.luck, stream)
        return drawn

    def addresses(self) -> Columns:
        """Where the luck of each project comes from, (P,) each: `whose`, `luck_period` and `luck_slot` of its lot."""
        if self.parts:
            found = [part.addresses() for part in self.parts]
            return {name: np.concatenate([one[name] for one in found]) for name in found[0]}
        if self.whole is not None:
            return {name: column[self.rows] for name, column in self.whole.addresses().items()}
        whose, period, slot = np.empty(self.count, dtype=object), np.zeros(self.count, int), np.zeros(self.count, int)
        for one in self.lots:
            whose[one.rows], period[one.rows], slot[one.rows] = one.whose, one.period, one.slots
        return {"whose": whose, "luck_period": period, "luck_slot": slot}

    def admitted(self, rows: Ints, candidate: Flags, outside: Floats) -> "Block":
        """Some of these projects, looking at some of the sites that they could look at.

        Args:
            rows: (n,) which projects there are.
            candidate: (n, C) where each looks.
            outside: (n,) outside option of each.
        """
        values = {f.name: getattr(self, f.name) for f in fields(self)}
        chosen: dict[str, Any] = {
            name: value[rows] for name, value in values.items() if isinstance(value, np.ndarray) and name != "rows"
        }
        chosen |= {"candidate": candidate, "outside": outside, "everywhere": self.candidate[rows]}
        return replace(self, **chosen, whole=self, rows=rows, drawn={})


def outside_before_match(scenario: Scenario, block: Block) -> Floats:
    """Outside option of each project before its draw, (P,): reference site value + gap·I; -inf without one.

    With a credit market the reference site value contains the cost of credit there.
    """
    projects, economy = scenario.projects, scenario.economy
    if block.stylised or projects.outside.gap is None:
        return block.outside
    returns, capital = plant_weights(economy, scenario.life, block.years, block.incumbent)
    reference = (
        (returns * block.capital_return - capital * block.capital_needed) * block.investment
        - MILLION_PER_LAND_PRICE * block.land * projects.outside.reference_list_price
    )  # fmt: skip
    return reference + projects.outside.gap * block.investment - returns * _credit_elsewhere(scenario, block)


def _credit_elsewhere(scenario: Scenario, block: Block) -> Floats:
    """Yearly cost of credit at the reference site, (P,), million CNY: the lender there knows the firm (assumption)."""
    credit = scenario.credit
    if not credit.enabled:
        return np.zeros(block.count)
    risk = 1.0 / np.where(block.good, credit.good_repayment, credit.bad_repayment) - 1.0
    return block.investment * block.debt_share * risk


def stylised_tables(stylised: Stylised, cities: tuple[str, ...]) -> tuple[Floats, Floats]:
    """Site and public values of stylised projects that are given by numbers, (projects, C) each."""
    pairs = stylised.tables
    site, public = (np.array([[float(pair[i][key]) for key in cities] for pair in pairs]) for i in (0, 1))
    return site, public


def gumbel(exponential: Floats) -> Floats:
    """Standard Gumbel with mean 0 from standard exponentials: -ln E - 0.577216."""
    return -np.log(exponential) - EULER_GAMMA


def _standard(law: str, drawn: Floats) -> Floats:
    if law == "gumbel":
        return gumbel(drawn)
    return drawn - 0.5 if law == "uniform" else drawn


MATCH_STREAM: Final = {"gumbel": "match", "normal": "match_normal", "uniform": "match_uniform"}
OUTSIDE_STREAM: Final = {
    "gumbel": "outside_match", "normal": "outside_match_normal", "uniform": "outside_match_uniform",
}  # fmt: skip


@dataclass(frozen=True)
class ProjectSource:
    """Draws the projects of any period of one replication.

    Attributes:
        scenario: The scenario.
        cities: Its cities as arrays.
        industries: Its industries as arrays.
        luck: The luck of the replication.
        made: Suppliers that anchors of a period may bring, by the period of the anchors.
    """

    scenario: Scenario
    cities: Cities
    industries: Industries
    luck: Luck
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
        if self.scenario.projects.stylised is not None:
            return self._stylised(period)
        lots = [*self._watched(period), *self._followers(period), *self._anchors(period)]
        projects = self.scenario.projects
        lots.append(self._listed(period) if projects.drawn_pipeline is None else self._pool(period))
        columns, filled = placed(lots)
        return self._finished(period, columns, filled)

    def incumbents(self) -> Block:
        """The firms that are there before the run, each at home in its city: those of `projects.incumbents`."""
        lots = incumbent_lots(self.scenario, self.cities, self.industries, self.luck)
        columns, filled = placed(lots)
        return self._finished(0, columns, filled)

    def _pool(self, period: int) -> Lot:
        pipeline, industries = self.scenario.projects.drawn_pipeline, self.industries
        if pipeline is None:
            raise ValueError("the scenario has no pipeline")
        per_year = self.scenario.time.periods_per_year
        size = -(-pipeline.pool_per_year // per_year)
        chance = pipeline.arrivals_per_year / per_year / size
        slot = np.flatnonzero(self.luck.draw("project_enters", period, size) < chance)
        drawing = lot("", period, slot, {}, (slot + 0.5) / size)

        def drawn(stream: str) -> Floats:
            return drawing.draw(self.luck, stream)

        industry = drawn_industry(industries, drawn("project_industry"))
        investment = pipeline.realised_share * drawn_size(pipeline.size, drawn("project_size"))
        columns = drawn_columns(self.scenario, self.cities, industries, self.luck, drawing, industry, investment)
        assigned = self.scenario.projects.assigned.share
        from_above = drawn("project_assigned") < assigned if assigned > 0 else np.zeros(slot.size, dtype=bool)
        contestable = (drawn("project_contestable") < pipeline.contestable_share) & ~from_above
        columns |= {
            "slot": slot,
            "kind": np.where(from_above, ASSIGNED, np.where(contestable, CONTESTED, UNCONTESTED)),
            "contestable": contestable,
        }
        return lot("", period, slot, columns, drawing.when)

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
        return [anchor_lot(self.scenario, self.cities, self.industries, self.luck, period)]

    def _followers(self, period: int) -> list[Lot]:
        """The suppliers that come in a period if their anchors found a host in an earlier one."""
        projects = self.scenario.projects
        leads = (*projects.watched, *projects.listed)
        if projects.anchors is None and not any(lead.kind == "anchor" for lead in leads):
            return []
        span = projects.suppliers.within_years * self.scenario.time.periods_per_year
        lots = []
        for earlier in range(max(0, period - span), period):
            if earlier not in self.made:
                parents = [*self._anchors(earlier), *self._watched(earlier), self._listed(earlier)]
                self.made[earlier] = [
                    supplier_lots(self.scenario, self.cities, self.industries, self.luck, parent) for parent in parents
                ]
            lots += [found[period] for found in self.made[earlier] if period in found]
        return lots

    def _finished(self, period: int, columns: Columns, lots: tuple[Lot, ...]) -> Block:
        projects, cities = self.scenario.projects, self.cities
        investment = np.asarray(columns["investment"], dtype=float)
        shape = (investment.size, cities.count)
        given: dict[str, Any] = dict(columns)
        empty = Block(
            period=period, good=np.ones(investment.size, dtype=bool),
            match=np.zeros(shape), outside=np.full(investment.size, -np.inf), site_value=None,
            public_value=None, incumbent=np.full(investment.size, -1), capital_needed=np.ones(investment.size),
            years=np.full(investment.size, float(self.scenario.economy.firm_horizon)),
            share_left=np.ones(investment.size), closes=np.full(investment.size, NEVER),
            founded=np.full(investment.size, period), luck=self.luck,
            cities=cities.keys, lots=lots, **given,
        )  # fmt: skip
        block = replace(empty, good=self._good(empty))
        match, outside = match_and_outside(self.scenario, block, projects.match.scale * investment)
        return replace(block, match=match, outside=outside)

    def _good(self, block: Block) -> Flags:
        """Which firms are good borrowers, (P,): drawn, or as a lead says; all without a credit market."""
        credit = self.scenario.credit
        if not credit.enabled:
            return block.good
        drawn = block.draw_once("borrower_type") if credit.drawn else np.full(block.count, 0.5)
        return np.where(block.borrower == 0, drawn < credit.good_share, block.borrower > 0)

    def _stylised(self, period: int) -> Block:
        stylised, cities = self.scenario.projects.stylised, self.cities
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
            candidate=np.ones(shape, dtype=bool), match=np.zeros(shape), outside=same(leaves),
            assigned_host=np.full(count, -1), suppliers=np.zeros(count, dtype=np.int64),
            anchor_period=np.full(count, -1), anchor_slot=np.full(count, -1),
            site_value=np.zeros(shape), public_value=np.zeros(shape), incumbent=np.full(count, -1), years=same(0.0),
            capital_needed=same(1.0), share_left=same(1.0), closes=np.full(count, NEVER),
            founded=np.full(count, period), luck=self.luck,
            cities=cities.keys, lots=(lot("", period, np.arange(count), {}, np.zeros(count)),),
        )  # fmt: skip
        block = replace(block, good=self._good(block))
        match, outside = match_and_outside(self.scenario, block, same(self.scenario.projects.match.scale_money))
        site, public = self._stylised_values(block)
        return replace(block, match=match, outside=outside, site_value=site + match, public_value=public)

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


def plant_weights(economy: Economy, life: Life, years: Floats, incumbent: Ints) -> tuple[Floats, Floats]:
    """Present value at the firm's rate of 1 a year over a plant's life, and of 1 of capital, (P,) each.

    New plants: a(r, H) / (1+r)^b, and capital in b equal parts at the beginning of each year of building (at once
    without building time). Firms that produce already: a(r, years), capital at once.

    Args:
        economy: Rate of firms.
        life: Building time b.
        years: (P,) years of production.
        incumbent: (P,) where the firm is, -1 for new projects.
    """
    rate, delay = economy.firm_rate, life.building_years
    kinds, which = np.unique(years, return_inverse=True)
    running = np.array([annuity(rate, float(kind)) for kind in kinds])[which.reshape(years.shape)]
    if delay == 0:
        return running, np.ones(years.size)
    new = incumbent < 0
    parts = sum((1.0 + rate) ** -year for year in range(delay)) / delay
    return np.where(new, running * (1.0 + rate) ** -delay, running), np.where(new, parts, 1.0)


def match_and_outside(scenario: Scenario, block: Block, scale: Floats) -> tuple[Floats, Floats]:
    """Money value of the match (P, C) and the outside option (P,), million CNY; `scale` is (P,) money."""
    law = scenario.projects.match.law
    outside = outside_before_match(scenario, block)
    if law == "none" or not scenario.projects.match.drawn or not scale.any():
        return block.match, outside
    if law == "border":
        away = np.arange(len(block.cities)) != _homes(scenario, block)[:, None]
        return -scale[:, None] * block.draw_once("border_distance")[:, None] * away, outside
    match = scale[:, None] * _standard(law, block.draw(MATCH_STREAM[law]))
    if np.isfinite(outside).any():
        outside = outside + scale * _standard(law, block.draw_once(OUTSIDE_STREAM[law]))
    return match, outside


def _homes(scenario: Scenario, block: Block) -> Ints:
    """Home city of each firm under `border`, (P,): the same for all, or drawn by the weights of the cities."""
    match = scenario.projects.match
    if match.homes is None:
        return np.full(block.count, -1 if match.home is None else block.cities.index(match.home))
    edges = np.cumsum(shares_of_homes(match.homes, block.cities))
    drawn = np.searchsorted(edges, block.draw_once("border_home"), "right")
    return np.minimum(drawn, edges.size - 1)
