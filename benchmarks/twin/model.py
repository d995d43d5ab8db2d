"""The twin as a Mesa model: one step is one year."""

import math
from dataclasses import replace
from functools import lru_cache

import mesa

from benchmarks.twin.arrivals import arrivals
from benchmarks.twin.city import CityAgent
from benchmarks.twin.facts import facts_of
from benchmarks.twin.firm import FirmAgent
from benchmarks.twin.firm_type import FirmType
from benchmarks.twin.market import Market
from benchmarks.twin.rules import annuity, reached_talent
from benchmarks.twin.scope import require_followed
from sim.scenario import load
from sim.schema import Scenario
from sim.simulate import project_source
from sim.world import build_world

REPORTED = (
    "treasury", "liabilities", "commitment_room", "land_left", "debt", "wage", "rd_capital", "talent", "projects_won",
    "investment_won", "concession", "fiscal_net", "residents_gain", "rebates", "grants", "profit", "profit_inside",
    "provincial_tax", "central_tax", "residents_income",
)  # fmt: skip
"""What is collected of each city every year."""


@lru_cache(maxsize=8)
def _loaded(name: str) -> Scenario:
    return load(name)


class TwinModel(mesa.Model):
    """A scenario under one regime, as somebody who knows Mesa well would write it.

    Args:
        scenario: The scenario, or the name or path of its file.
        regime: Key of the regime; the first if none is given.
        replication: Number of the replication: with the seed of the scenario it fixes all luck.
        rng: Seed of Mesa's own generators, on which no result depends.
        share: Whether firms of one type look up what a city shows to all of them in a year. Without, each firm asks
            each city, as tutorials teach; the results are the same.

    Raises:
        BeyondTwin: If the scenario uses rules that the twin does not follow.
    """

    def __init__(
        self,
        scenario: Scenario | str = "rongchang_longchang",
        regime: str | None = None,
        replication: int = 0,
        rng: int | None = None,
        share: bool = False,
    ) -> None:
        """Set up the cities."""
        super().__init__(rng=replication if rng is None else rng)
        case = _loaded(scenario) if isinstance(scenario, str) else scenario
        self.world = build_world(case, case.regimes[0].key if regime is None else regime)
        require_followed(self.world)
        self.source = project_source(case, int(replication))
        self.facts = facts = facts_of(self.world)
        self.years = case.time.periods
        self.year = 0
        self.share = share
        economy, delay, life, steps = case.economy, facts.building_years, facts.life, len(case.economy.build_up)
        self.build_up = [
            economy.build_up[min(age - delay, steps - 1)] if delay <= age < delay + life else 0.0
            for age in range(facts.longest_life)
        ]
        self.renewed_schedule = [*economy.rebate_schedule, *(0.0 for _ in range(delay + facts.grant_years))]
        self.schedule = [
            self.build_up[age] * self.renewed_schedule[age - delay] if delay <= age < facts.longest_life else 0.0
            for age in range(len(self.renewed_schedule))
        ]
        self.support_years = max(delay + facts.schedule_years, facts.grant_years)
        self.supplier_reach = self.world.regimes[0].supplier_reach.tolist()
        self.reach_talent = self.world.regimes[0].reach_talent.tolist()
        self.sides = self._sides()
        self.anchor_hosts: dict[tuple[int, int], int] = {}
        self.endings: dict[int, list[FirmAgent]] = {}
        self.reopenings: dict[int, list[FirmAgent]] = {}
        self.types: dict[tuple[int, bool, bool, int, int], FirmType] = {}
        self.hosts: list[int] = []
        self.concessions: list[float] = []
        self.firm_gain = self.elsewhere_gain = 0.0
        self.cities = [CityAgent(self, index) for index in range(self.world.cities.count)]
        self.land_prices = [city.land_price for city in self.cities]
        size = facts.shortlist_size
        self.invited = len(self.cities) if size is None else size
        self.datacollector = mesa.DataCollector(
            model_reporters={"firm_gain": "firm_gain", "elsewhere_gain": "elsewhere_gain", "projects": "projects"},
            agenttype_reporters={CityAgent: {name: name for name in REPORTED}},
        )

    def step(self) -> None:
        """One year: firms close, arrive, ask again, produce; cities grow."""
        city_agents = self.agents_by_type[CityAgent]
        for firm in self.endings.pop(self.year, ()):
            if firm.hosted:
                firm.close()
        city_agents.shuffle_do("open_year")
        self._look_around()
        city_agents.shuffle_do("read_surroundings")
        self.market = Market(self.cities)
        self.types.clear()
        self.firm_gain = self.elsewhere_gain = 0.0
        before = len(self.hosts)
        for arrived in arrivals(self.source, self.year, self.anchor_hosts, self.supplier_reach):
            FirmAgent(self, *arrived).seek_site()
        for firm in self.reopenings.pop(self.year, ()):
            if firm.hosted and firm.ends > self.year:
                firm.ask_again()
        self.projects = len(self.hosts) - before
        if FirmAgent in self.agents_by_type:
            self.agents_by_type[FirmAgent].do("produce")
        city_agents.shuffle_do("close_year")
        self.datacollector.collect(self)
        self.year += 1
        self.running = self.year < self.years

    def type_of(self, firm: FirmAgent) -> FirmType:
        """The type of a new firm; firms of one industry that are alike in all that a site asks share one."""
        project = firm.project
        if not project.drawn or not self.share:
            return self._shown(firm, project.land / project.investment, -1, 0)
        side = self.sides[project.origin] if project.origin >= 0 else -1
        key = project.industry, project.good, project.private, side, 0
        found = self.types.get(key)
        if found is None:
            found = self.types[key] = self._shown(firm, self.facts.land[project.industry], -1, 0)
        return found

    def type_again(self, firm: FirmAgent, years: int) -> FirmType:
        """The type of a firm that asks again with some years of production left.

        Its land is no longer in proportion to what was invested, and it is at home somewhere: the rest is shared.
        """
        project, home, land = firm.project, firm.at, firm.land / firm.investment
        if not project.drawn or not self.share:
            return self._shown(firm, land, home, years)
        side = self.sides[project.origin] if project.origin >= 0 else -1
        key = project.industry, project.good, project.private, side, years
        base = self.types.get(key)
        if base is None:
            base = self.types[key] = self._shown(firm, 0.0, -1, years)
        paid = 0.01 * land
        made = replace(
            base,
            land=land,
            at=home,
            sites=[site - paid * price for site, price in zip(base.sites, self.land_prices, strict=True)],
            spreads=base.spreads.copy(),
            doubtful=[(city, chance) for city, chance in base.doubtful if city != home],
            outside=base.outside - paid * self.facts.outside_land_price,
            worth=[None] * len(self.cities),
        )
        made.sites[home] = self.cities[home].show(made)
        return made

    def _shown(self, firm: FirmAgent, land: float, at: int, years: int) -> FirmType:
        """A type of firm with what all cities show it; its outside option is the reference site and the gap.

        outside = a·g - capital - 0.01·l·reference price + gap - a·d·(1/p - 1)
        """
        facts, project, count = self.facts, firm.project, len(self.cities)
        new = years == 0
        made = FirmType(
            industry=firm.industry,
            jobs=firm.jobs / firm.investment,
            land=land,
            tax=firm.tax / firm.investment,
            capital_return=project.capital_return,
            debt_share=project.debt_share,
            good=project.good,
            private=project.private,
            home=self.sides[project.origin] if project.origin >= 0 else -1,
            at=at,
            years=years,
            annuity=facts.new_annuity if new else annuity(facts.firm_rate, years),
            capital=1.0 if new else facts.moving_cost,
            capital_factor=facts.capital_factor if new else 1.0,
            spreads=[0.0] * count,
            worth=[None] * count,
        )
        made.sites = [city.show(made) for city in self.cities]
        if facts.outside_gap is not None:
            risk = 0.0
            if facts.credit is not None:
                risk = made.debt_share * (1.0 / (facts.credit.good if made.good else facts.credit.bad) - 1.0)
            made.outside = made.annuity * (made.capital_return - risk) - made.capital_factor * made.capital
            made.outside += facts.outside_gap - 0.01 * land * facts.outside_land_price
        return made

    def _look_around(self) -> None:
        """Stocks and R&D capital of all cities as their neighbours read them, and the shortage of talent.

        shortage = max(0, 1 - people in reach / skilled jobs)
        """
        cities, facts = self.cities, self.facts
        self.stocks = list(zip(*(city.stock for city in cities), strict=True))
        self.rd_capitals = [city.rd_capital for city in cities]
        stated = [not math.isnan(city.talent) for city in cities]
        if not any(stated):
            return
        jobs = [math.sumprod(city.stock, facts.skilled_jobs) for city in cities]
        demand = [wanted if known else 0.0 for wanted, known in zip(jobs, stated, strict=True)]
        supply = [city.talent if known else 0.0 for city, known in zip(cities, stated, strict=True)]
        reached = reached_talent(supply, demand, self.reach_talent)
        for city, known, people, wanted in zip(cities, stated, reached, demand, strict=True):
            if known:
                city.shortage = max(0.0, 1.0 - people / wanted) if wanted > 0.0 else 0.0

    def _sides(self) -> list[int]:
        """For each home the first city on the same side of all borders: what differs between homes is only that."""
        cities, regime = self.world.cities, self.world.regimes[0]
        seen: dict[tuple[object, ...], int] = {}
        return [
            seen.setdefault(
                (
                    int(self.world.provinces[home]),
                    str(cities.credit_system[home]),
                    regime.reach_credit[home].tobytes(),
                    regime.out_of_area[home].tobytes(),
                ),
                home,
            )
            for home in range(cities.count)
        ]
