"""Firm agents: they look for a site, let cities bid, produce, pay tax, ask again, and close."""

import math
from typing import TYPE_CHECKING

import mesa

from benchmarks.twin.arrivals import Project, Row
from benchmarks.twin.city import CityAgent
from benchmarks.twin.contest import hold_contest
from benchmarks.twin.firm_type import FirmType
from benchmarks.twin.rules import gumbel

if TYPE_CHECKING:
    from benchmarks.twin.model import TwinModel

IMPOSSIBLE = -math.inf
"""Value of a site where a firm cannot go."""


class FirmAgent(mesa.Agent):
    """An investment project, and the plant that it becomes where it finds a host."""

    city: CityAgent
    """Its host, once it has one."""

    def __init__(self, model: "TwinModel", project: Project, match: Row, spillover: Row, bar: Row | None) -> None:
        """Arrive in the model's present year.

        Args:
            model: The model.
            project: The project.
            match: Money value of its match with each city, million CNY.
            spillover: Normal draws of its spillover, by city.
            bar: Uniform draws of the out-of-area rule, by city; None where there is none.
        """
        super().__init__(model)
        self.project = project
        self.industry = project.industry
        self.investment = project.investment
        self.jobs = project.jobs
        self.tax = project.tax
        self.inside_share = project.inside_share
        self.contestable = project.contestable
        self.realised = project.realised
        self.match, self.spillover, self.bar = match, spillover, bar
        self.land = project.land
        self.spillover_scale = model.facts.spillover_scale * project.investment
        self.outside_scale = model.facts.match_scale * project.investment
        self.at = -1
        self.founded = self.signed = model.year
        self.type: FirmType = model.type_of(self)
        self.hosted = False

    def spillover_at(self, city: int) -> float:
        """Spillover on the residents of a city, million CNY: scale·I·z."""
        return self.spillover_scale * self.spillover.item(city)

    def values(self) -> list[float]:
        """Value of each site before any concession, million CNY; -inf where it cannot go.

        I·(value of the site per yuan) + match: no lender, no land or no slot left makes a site impossible.
        """
        market, firm, looks = self.model.market, self.type, self.project.looks
        investment, land, home = self.investment, self.land, self.at
        matches = self.match.tolist()
        if land > market.least_land:
            values = [
                investment * site + match if left >= land else IMPOSSIBLE
                for site, match, left in zip(firm.sites, matches, market.land_left, strict=True)
            ]
            if home >= 0:
                values[home] = investment * firm.sites[home] + matches[home]
        else:
            values = [investment * site + match for site, match in zip(firm.sites, matches, strict=True)]
        if firm.doubtful and self.bar is not None:
            bar = self.bar
            for city, chance in firm.doubtful:
                if bar.item(city) < chance:
                    values[city] = IMPOSSIBLE
        if looks is not None:
            values = [value if seen else IMPOSSIBLE for value, seen in zip(values, looks, strict=True)]
        for city in market.full:
            values[city] = IMPOSSIBLE
        return values

    def seek_site(self) -> None:
        """Choose a site, after a contest if it solicits offers, or leave."""
        model = self.model
        values = self.values()
        outside = -math.inf
        if model.facts.outside_gap is not None:
            outside = self.investment * self.type.outside + self.outside_scale * gumbel(self.project.outside_draw)
        if self.contestable:
            host, concession = hold_contest(self, values, outside)
        else:
            best = max(values)
            host = values.index(best) if best >= outside and best > -math.inf else -1
            concession = 0.0
        model.hosts.append(host)
        model.concessions.append(concession)
        if self.hosted:
            self.end_contract()
        if host < 0:
            model.firm_gain += outside if outside > -math.inf else 0.0
            model.elsewhere_gain += self.public_elsewhere()
            self.hosted = False
            self.remove()
        else:
            city = model.cities[host]
            model.firm_gain += values[host] + concession
            city.host(self, concession)
            model.market.update(city)

    def public_elsewhere(self) -> float:
        """What the public gets elsewhere if the firm leaves, million CNY.

        v_out = χ·mean over the sites where it could go of (1+λ)·(fiscal + upper tiers) + residents, 0 abroad
        """
        model, project = self.model, self.project
        share = model.facts.outside_public_share
        if not project.domestic or share == 0.0:
            return 0.0
        total, number = 0.0, 0
        for city in model.cities:
            looks = project.looks is None or (project.supplier and self.at < 0) or project.looks[city.index]
            if looks and (city.land_stock >= project.land or city.index == self.at) and city.slots >= 1.0:
                fiscal, residents, province, centre, _, _ = self.type.worth[city.index] or city.appraise(self.type)
                total += self.investment * (model.facts.funds * (fiscal + province + centre) + residents)
                total += self.spillover_at(city.index)
                number += 1
        return share * total / number if number else 0.0

    def settle(self, city: CityAgent, rebate_share: float, grant: float) -> None:
        """Begin a contract at a city: what was planned becomes what it turns out to be.

        Args:
            city: The host.
            rebate_share: Share of the rebate schedule that is paid.
            grant: Nominal, each year while grants are paid, million CNY.
        """
        model, firm, realised = self.model, self.type, self.realised
        facts = model.facts
        city_across = firm.home >= 0 and facts.provinces[firm.home] != city.province
        self.renewed = self.at >= 0
        if not self.renewed:
            self.investment *= realised
            self.jobs *= realised
            self.tax *= realised
            planned = self.founded + facts.longest_life
            closes = self.founded + facts.building_years + self.project.years
            self.ends = int(min(planned, closes))
            model.endings.setdefault(self.ends, []).append(self)
            self.planned = planned
        costs = facts.access_cost_rate[self.industry] * city.access_cost + firm.debt_share * firm.spreads[city.index]
        if city_across:
            costs += city.compliance_cost
        self.margin = self.investment * (firm.capital_return * city.productivity[self.industry] - costs)
        self.city, self.at, self.signed, self.hosted = city, city.index, model.year, True
        self.wage = city.wage
        self.rebate_share = rebate_share * city.retained_share
        self.grant = grant
        again = model.year + facts.schedule_years + (0 if self.renewed else facts.building_years)
        if self.project.anchor >= 0 and not self.renewed:
            model.anchor_hosts[model.year, self.project.anchor] = city.index
        asks = self.project.mobile and again < self.planned and (not self.renewed or firm.years > 0)
        if asks:
            model.reopenings.setdefault(again, []).append(self)
            if not self.renewed:  # its own draws, not those of all who arrived with it
                self.match, self.spillover = self.match.copy(), self.spillover.copy()
                self.bar = None if self.bar is None else self.bar.copy()
        else:
            del self.project, self.match, self.spillover, self.bar
        del self.type

    def ask_again(self) -> None:
        """Open the contest again: what is at stake is the rest of the plant's life, and its match with it."""
        model, facts = self.model, self.model.facts
        years = self.founded - model.year + facts.building_years + facts.life
        share = years / facts.life
        self.type = model.type_again(self, years)
        scale = self.investment * share
        self.match = self.match * (facts.match_scale * scale / self.outside_scale)
        self.spillover_scale, self.outside_scale = facts.spillover_scale * scale, facts.match_scale * scale
        self.contestable, self.realised = True, 1.0
        self.seek_site()

    def produce(self) -> None:
        """A year of production: returns, wages, tax, and the support that was promised.

        profit = I·(g·A - costs) - jobs·(wage - wage_ref) + rebate + grant
        """
        model, city = self.model, self.city
        year = model.year
        age, since = year - self.founded, year - self.signed
        profit = 0.0
        jobs = self.jobs
        ramp = model.build_up[age]
        if ramp:
            tax = self.tax * ramp
            city.tax += tax
            city.working_jobs += jobs * ramp
            city.wage_rise += jobs * (city.wage - self.wage)
            profit = self.margin - jobs * city.wage_gap
        if since < model.support_years:
            if self.rebate_share:
                schedule = model.renewed_schedule[since] if self.renewed else model.schedule[since]
                rebate = self.rebate_share * self.tax * schedule
                city.rebates += rebate
                profit += rebate
            if self.grant and since < model.facts.grant_years:
                city.grants += self.grant
                profit += self.grant
        city.profit += profit
        city.profit_inside += profit * self.inside_share
        if self.ends > year + 1:
            city.jobs += jobs

    def end_contract(self) -> None:
        """Leave the present contract before the plant's life is over."""
        paid = min(self.model.year - self.signed, self.model.facts.grant_years)
        self.city.lose(self, self.grant * (self.model.facts.grant_years - paid))

    def close(self) -> None:
        """The plant is closed, or has come to the end of its life."""
        if self.ends < self.planned:
            self.end_contract()
        self.remove()
