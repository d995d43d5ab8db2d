"""The projects of one period and their luck: drawn once, the same under every regime."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.rules.annuity import annuity
from sim.schema import Lead, Scenario
from sim.state import Cities, Industries
from sim.streams import Luck
from sim.units import MILLION_PER_100M, MILLION_PER_LAND_PRICE

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]
type Flags = NDArray[np.bool_]

EULER_GAMMA: Final = 0.5772156649015329
INSIDE_SHARE: Final = 0.3
"""Share of a watched firm that is owned inside the region where nothing else is said (assumption)."""


@dataclass(frozen=True)
class Block:
    """The projects that arrive in one period, in order of arrival. P projects, C cities, money million CNY.

    Attributes:
        period: Index of the period.
        slot: (P,) slot in the candidate pool; -1 - i for watched lead i.
        lead: (P,) index of the watched lead, -1 for others.
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
        candidate: (P, C) whether the firm looks at the city at all.
        match: (P, C) money value of the match.
        outside: (P,) outside option, -inf if the firm cannot leave.
        site_value: (P, C) of stylised projects, else None.
        public_value: (P, C) of stylised projects, else None.
    """

    period: int
    slot: Ints
    lead: Ints
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
    candidate: Flags
    match: Floats
    outside: Floats
    site_value: Floats | None
    public_value: Floats | None
    luck: Luck
    cities: tuple[str, ...]
    leads: tuple[str, ...]
    drawn: dict[str, Floats] = field(default_factory=dict)

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
            pool = self.slot[self.slot >= 0]
            rows = [
                _of_lead(self.luck, stream, self.period, self.leads[i], self.cities) for i in self.lead[self.lead >= 0]
            ]
            if pool.size:
                size = int(pool[-1]) + 1
                rows.append(self.luck.draw_by_city(stream, self.period, size, self.cities)[pool])
            self.drawn[stream] = np.concatenate(rows) if rows else np.empty((0, len(self.cities)))
        return self.drawn[stream]


def _of_lead(luck: Luck, stream: str, period: int, lead: str, cities: tuple[str, ...]) -> Floats:
    return np.array([[luck.draw(stream, period, 1, f"{lead}/{city}")[0] for city in cities]])


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
    """

    scenario: Scenario
    cities: Cities
    industries: Industries
    luck: Luck

    def period(self, period: int) -> Block:
        """The projects that arrive in a period: watched leads first, then the pool in order of slots."""
        if self.scenario.projects.stylised is not None:
            return self._stylised(period)
        leads = [(i, lead) for i, lead in enumerate(self.scenario.projects.watched) if lead.period == period]
        columns = self._pool(period)
        for index, lead in reversed(leads):
            columns = {name: np.concatenate([value, columns[name]]) for name, value in self._lead(index, lead).items()}
        return self._finished(period, columns)

    def _pool(self, period: int) -> dict[str, NDArray[np.generic]]:
        pipeline, industries = self.scenario.projects.pipeline, self.industries
        per_year = self.scenario.time.periods_per_year
        size = 0 if pipeline is None else -(-pipeline.pool_per_year // per_year)
        count = 0
        slot = np.empty(0, dtype=np.int64)
        if pipeline is not None:
            chance = pipeline.arrivals_per_year / per_year / size
            slot = np.flatnonzero(self.luck.draw("project_enters", period, size) < chance)
            count = slot.size

        def drawn(stream: str) -> Floats:
            return self.luck.draw(stream, period, size)[slot] if count else np.empty(0)

        industry = np.empty(0, dtype=np.int64)
        investment = np.empty(0)
        if pipeline is not None and count:
            edges = np.cumsum(industries.weight) / industries.weight.sum()
            industry = np.minimum(np.searchsorted(edges, drawn("project_industry"), "right"), edges.size - 1)
            shape = pipeline.size
            announced = np.exp(np.log(shape.median) + shape.log_sd * drawn("project_size"))
            investment = pipeline.realised_share * np.clip(announced, shape.smallest, shape.largest)

        origin, abroad = self._origins(count, drawn)
        domestic = drawn("project_alternative") < (0.0 if pipeline is None else pipeline.domestic_alternative_share)
        private_share = 0.0 if pipeline is None else pipeline.private_share

        def same(value: float) -> Floats:
            return np.full(count, value)

        return {
            "slot": slot,
            "lead": np.full(count, -1),
            "industry": industry,
            "investment": investment,
            "land": investment / (MILLION_PER_LAND_PRICE * industries.investment_per_mu[industry]),
            "jobs": investment / MILLION_PER_100M * industries.jobs_per_100m[industry],
            "tax": investment * industries.tax_share[industry],
            "capital_return": industries.capital_return[industry],
            "debt_share": same(0.0 if pipeline is None else pipeline.debt_share),
            "inside_share": self._owned_inside(origin, 0.0 if pipeline is None else pipeline.inside_share),
            "contestable": drawn("project_contestable") < (0.0 if pipeline is None else pipeline.contestable_share),
            "priority": industries.strategic[industry],
            "domestic": domestic & ~abroad,
            "origin": origin,
            "private": drawn("project_ownership") < private_share if private_share else np.zeros(count, dtype=bool),
            "candidate": np.ones((count, self.cities.count), dtype=bool),
        }

    def _origins(self, count: int, drawn: Callable[[str], Floats]) -> tuple[Ints, Flags]:
        """Home city of each firm of the pool, -1 outside the region, and whether it comes from abroad, (P,)."""
        pipeline = self.scenario.projects.pipeline
        if pipeline is None or not (pipeline.origins.cities or pipeline.origins.abroad):
            return np.full(count, -1), np.zeros(count, dtype=bool)
        origins, cities = pipeline.origins, self.cities.count
        weight = [*(origins.cities.get(key, 0.0) for key in self.cities.keys), origins.coast, origins.abroad]
        edges = np.cumsum(weight) / np.sum(weight)
        place = np.minimum(np.searchsorted(edges, drawn("project_origin"), "right"), edges.size - 1)
        return np.where(place < cities, place, -1), place == cities + 1

    def _owned_inside(self, origin: Ints, otherwise: float) -> Floats:
        """Share owned inside the region, (P,): of firms with a home city, and of all others."""
        home = self.scenario.projects.home_inside_share
        return np.where(origin >= 0, otherwise if home is None else home, otherwise)

    def _lead(self, index: int, lead: Lead) -> dict[str, NDArray[np.generic]]:
        kind = self.industries.keys.index(lead.industry)
        investment = lead.announced_investment * lead.realised_share
        industry = self.industries

        def given(value: float | None, otherwise: float) -> Floats:
            return np.array([otherwise if value is None else value], dtype=float)

        intensity = MILLION_PER_LAND_PRICE * float(industry.investment_per_mu[kind])
        origin = np.array([-1 if lead.origin is None else self.cities.keys.index(lead.origin)])
        looked_at = self.cities.keys if lead.candidates is None else lead.candidates
        return {
            "slot": np.array([-1 - index]),
            "lead": np.array([index]),
            "industry": np.array([kind]),
            "investment": np.array([investment]),
            "land": given(lead.land, investment / intensity),
            "jobs": given(lead.jobs, investment / MILLION_PER_100M * float(industry.jobs_per_100m[kind])),
            "tax": given(lead.tax, investment * float(industry.tax_share[kind])),
            "capital_return": given(lead.capital_return, float(industry.capital_return[kind])),
            "debt_share": np.array([lead.debt_share]),
            "inside_share": given(lead.inside_share, float(self._owned_inside(origin, INSIDE_SHARE)[0])),
            "contestable": np.array([True]),
            "priority": np.array([bool(industry.strategic[kind]) if lead.priority is None else lead.priority]),
            "domestic": np.array([lead.domestic_alternative]),
            "origin": origin,
            "private": np.array([lead.private]),
            "candidate": np.array([[key in looked_at for key in self.cities.keys]]),
        }

    def _finished(self, period: int, columns: dict[str, NDArray[np.generic]]) -> Block:
        projects, cities = self.scenario.projects, self.cities
        investment = np.asarray(columns["investment"], dtype=float)
        shape = (investment.size, cities.count)
        empty = Block(
            period=period, match=np.zeros(shape), outside=np.full(investment.size, -np.inf), site_value=None,
            public_value=None, luck=self.luck, cities=cities.keys,
            leads=tuple(lead.key for lead in projects.watched), **columns,  # type: ignore[arg-type]
        )  # fmt: skip
        match, outside = self._match(empty, projects.match.scale * investment)
        return replace(empty, match=match, outside=outside)

    def _match(self, block: Block, scale: Floats) -> tuple[Floats, Floats]:
        """Money value of the match (P, C) and the outside option (P,)."""
        projects, economy = self.scenario.projects, self.scenario.economy
        law = projects.match.law
        outside = np.full(block.count, -np.inf)
        if projects.outside.gap is not None and not block.stylised:
            reference = (
                (annuity(economy.firm_rate, economy.firm_horizon) * block.capital_return - 1.0) * block.investment
                - MILLION_PER_LAND_PRICE * block.land * projects.outside.reference_list_price
            )  # fmt: skip
            outside = reference + projects.outside.gap * block.investment
        if law == "none" or not scale.any():
            return block.match, outside
        if law == "border":
            away = np.array([key != projects.match.home for key in block.cities])
            return -scale[:, None] * self._by_project(block, "border_distance")[:, None] * away, outside
        match = scale[:, None] * _standard(law, block.draw(MATCH_STREAM[law]))
        if projects.outside.gap is not None and not block.stylised:
            outside = outside + scale * _standard(law, self._by_project(block, OUTSIDE_STREAM[law]))
        return match, outside

    def _by_project(self, block: Block, stream: str) -> Floats:
        drawn = np.empty(block.count)
        for row in np.flatnonzero(block.lead >= 0):
            drawn[row] = self.luck.draw(stream, block.period, 1, f"{block.leads[block.lead[row]]}/")[0]
        pool = block.slot >= 0
        if pool.any():
            slots = block.slot[pool]
            drawn[pool] = self.luck.draw(stream, block.period, int(slots[-1]) + 1)[slots]
        return drawn

    def _stylised(self, period: int) -> Block:
        stylised, cities = self.scenario.projects.stylised, self.cities
        if stylised is None:
            raise ValueError("the scenario has no stylised projects")
        count = stylised.per_period
        shape = (count, cities.count)

        def same(value: float) -> Floats:
            return np.full(count, value)

        outside = -np.inf if stylised.outside_option is None else stylised.outside_option
        block = Block(
            period=period, slot=np.arange(count), lead=np.full(count, -1), industry=np.full(count, -1),
            investment=same(stylised.investment), land=same(stylised.land), jobs=same(0.0), tax=same(stylised.tax),
            capital_return=same(0.0), debt_share=same(0.0), inside_share=same(stylised.inside_share),
            contestable=np.ones(count, dtype=bool), priority=np.zeros(count, dtype=bool),
            domestic=np.zeros(count, dtype=bool), origin=np.full(count, -1), private=np.zeros(count, dtype=bool),
            candidate=np.ones(shape, dtype=bool), match=np.zeros(shape), outside=same(outside),
            site_value=np.zeros(shape), public_value=np.zeros(shape), luck=self.luck, cities=cities.keys, leads=(),
        )  # fmt: skip
        match, _ = self._match(block, same(self.scenario.projects.match.scale_money))
        site, public = self._stylised_values(block)
        return replace(block, match=match, site_value=site + match, public_value=public)

    def _stylised_values(self, block: Block) -> tuple[Floats, Floats]:
        stylised = self.scenario.projects.stylised
        shape = (block.count, self.cities.count)
        generator = None if stylised is None else stylised.generator
        if stylised is None or generator is None:
            tables = ((stylised and stylised.site_value) or {}, (stylised and stylised.public_value) or {})
            site, public = (np.array([float(table[key]) for key in self.cities.keys]) for table in tables)
            return np.broadcast_to(site, shape).copy(), np.broadcast_to(public, shape).copy()
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
