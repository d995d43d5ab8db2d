"""The regime: the arrays that the rules read, and what they are without any lever."""

from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.levers.lever import LeverContext
from sim.reading import once_for_a_scenario
from sim.rules.choice import shared_labels
from sim.schema import City, Scenario
from sim.units import land_price_from_square_metre

type Floats = NDArray[np.float64]
type Flags = NDArray[np.bool_]
type Labels = NDArray[np.int64]

GRADE_FLOOR_CNY_PER_M2: Final = (
    840.0, 720.0, 600.0, 480.0, 384.0, 336.0, 288.0, 252.0, 204.0, 168.0, 144.0, 120.0, 96.0, 84.0, 60.0,
)  # fmt: skip
"""National floor of industrial land by grade 1 to 15 (国土资发〔2006〕307号; the table is not fully verified)."""


@dataclass(frozen=True)
class Regime:
    """What the rules may read of policy; rules never know a lever's name.

    C is cities, K industries. Limits that do not exist are infinite.

    Attributes:
        package_cap: (C,) share of investment: largest package.
        concession_allowed: (C,) whether firm-specific concessions are allowed at all.
        poaching_allowed: (C, C) whether c may support a firm that is at d already.
        land_floor: (C,) 10k CNY/mu: floor already in force, which always holds.
        raised_floor: (C,) 10k CNY/mu: further floor of a lever, 0 without one.
        raised_floor_priority_share: (C,) share of it for priority projects.
        raised_floor_holds: (C,) probability that it holds at a site.
        rebate_limit: (C,) share of the retained tax over the rebate schedule.
        grant_limit: (C,) share of investment.
        support_allowed: (C, K) whether the industry may be supported.
        designated: (C,) whether the city may support only what the planner designates to it.
        planner_error: (C,) share of public value: error of the planner's belief.
        benefit_share: (C, C) K[d, c], share of host d's shareable benefit that goes to c.
        move_share: (C, C) share of the tax of a firm that moved to d from c that goes to c.
        move_years: (C,) years in which the new host pays it.
        move_cap: (C,) most that it pays, in years of the tax that the firm had paid at the old host.
        cost_share: (C, C) share of host d's concession cost borne by c.
        coalition: (C,) label of the coalition; own index without one.
        disclosure_group: (C,) label of the group that shows its offers; own index without one.
        reach_chain: (C, C) how far d's industry stocks count at c.
        reach_rd: (C, C) how far d's R&D capital counts at c.
        reach_talent: (C, C) how far d's skilled people count as at hand at c.
        rd_effort_kept: (C,) share of its own R&D effort that the city keeps.
        rd_spending: (C,) million CNY/year: what programmes add to R&D capital.
        challenge_group: (C,) label of the cities whose teams compete with each other; -1 without.
        challenges: (C,) contests for research money per year in its group.
        challenge_result: (C,) million CNY/year: R&D capital that winning all of them would bring.
        talent_training: (C,) persons/year: skilled people that programmes train.
        talent_services: (C,) persons: skilled people whom programmes hold while they run.
        supplier_reach: (C, C) chance that a supplier of an anchor hosted by d looks at c; 1 at d itself.
        access_share: (C,) share of the access cost that is left.
        border_entry_share: (C,) share of the further entry cost across the province border that is left.
        compliance_share: (C,) share of the compliance cost across the province border that is left.
        match_share: (C,) share of the match of firm and site that is left.
        reach_credit: (C, C) probability that the record of a firm at home in d reaches lenders at c.
        out_of_area: (C, C) probability that nobody lends at c to a firm at home in d without its record.
        private_premium: (C,) per year: premium on loans to private firms.
        political_scale: (C,) multiple of the political weight.
        rival_scale: (C,) multiple of the rival weight.
        quality_weight: (C,) share of the political weight that looks at quality.
        fund_rate: (C, K + 1) share of investment that the upper tier pays the host of a project of each industry; the
            last column is for stylised projects.
        fund_budget: (C,) million CNY/year that the upper tier adds to the promotion budget.
        site_open: (C,) whether the site takes projects at all.
        acts_for: (C, C) whether d's shares of cost and benefit count when c's site bids; only itself by default.
        budget_from: (C, C) share of d's promotion budget that is at c's disposal; its own by default.
        programme_cost: (C,) million CNY/year: what programmes cost the city.
    """

    package_cap: Floats
    concession_allowed: Flags
    poaching_allowed: Flags
    land_floor: Floats
    raised_floor: Floats
    raised_floor_priority_share: Floats
    raised_floor_holds: Floats
    rebate_limit: Floats
    grant_limit: Floats
    support_allowed: Flags
    designated: Flags
    planner_error: Floats
    benefit_share: Floats
    move_share: Floats
    move_years: Floats
    move_cap: Floats
    cost_share: Floats
    coalition: Labels
    disclosure_group: Labels
    reach_chain: Floats
    reach_rd: Floats
    reach_talent: Floats
    rd_effort_kept: Floats
    rd_spending: Floats
    challenge_group: Labels
    challenges: Floats
    challenge_result: Floats
    talent_training: Floats
    talent_services: Floats
    supplier_reach: Floats
    access_share: Floats
    border_entry_share: Floats
    compliance_share: Floats
    match_share: Floats
    reach_credit: Floats
    out_of_area: Floats
    private_premium: Floats
    political_scale: Floats
    rival_scale: Floats
    quality_weight: Floats
    fund_rate: Floats
    fund_budget: Floats
    site_open: Flags
    acts_for: Flags
    budget_from: Floats
    programme_cost: Floats

    @cached_property
    def coalitions(self) -> bool:
        """Whether any two cities bid as one."""
        return bool(shared_labels(self.coalition))

    @cached_property
    def together(self) -> Flags:
        """Whether d's shares count in the bid of c, (C, C): members of its coalition, and those it acts for."""
        counts: Flags = (self.coalition[:, None] == self.coalition) | self.acts_for
        return counts

    @cached_property
    def kept(self) -> Floats:
        """Share of the benefit of hosting that counts in a city's bid, (C,): Σ of K[c,d] over those together with c."""
        if self.identity_contract:
            return np.ones(self.coalition.size)
        return np.diagonal(self.benefit_share @ self.together)

    @cached_property
    def identity_contract(self) -> bool:
        """Whether nothing is shared."""
        identity = np.eye(self.coalition.size)
        return bool((self.benefit_share == identity).all() and (self.cost_share == identity).all())


def distances_km(cities: tuple[City, ...]) -> Floats:
    """Great-circle distances, (C, C), km (haversine, earth radius 6371 km)."""
    latitude = np.radians([city.latitude for city in cities])
    longitude = np.radians([city.longitude for city in cities])
    half = np.sin((latitude[:, None] - latitude) / 2) ** 2
    half += np.cos(latitude[:, None]) * np.cos(latitude) * np.sin((longitude[:, None] - longitude) / 2) ** 2
    distance: Floats = 2 * 6371.0 * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0)))
    np.fill_diagonal(distance, 0.0)
    return distance


def _limit(values: list[float | None]) -> Floats:
    return np.array([np.inf if value is None else value for value in values])


@once_for_a_scenario
def baseline(scenario: Scenario) -> Regime:
    """The regime without any lever: the world as the scenario describes it."""
    cities = tuple(scenario.cities.values())
    count = len(cities)
    provinces = np.array([city.province for city in cities])
    same = provinces[:, None] == provinces
    systems = np.array([city.credit_system or city.province for city in cities])
    same_system = systems[:, None] == systems
    decay = np.exp(-distances_km(cities) / scenario.reach.decay_km)

    # Tables of all pairs of cities are large where these are many: those that are equal are one, to be read only.
    @cache
    def reach(across: float) -> Floats:
        matrix: Floats = np.where(same, scenario.reach.own_province, across) * decay
        np.fill_diagonal(matrix, 1.0)
        matrix.flags.writeable = False
        return matrix

    alone = np.eye(count)
    alone.flags.writeable = False
    return Regime(
        package_cap=_limit([city.package_cap for city in cities]),
        concession_allowed=np.ones(count, dtype=bool),
        poaching_allowed=np.ones((count, count), dtype=bool),
        land_floor=np.array([city.land_floor for city in cities]),
        raised_floor=np.zeros(count),
        raised_floor_priority_share=np.ones(count),
        raised_floor_holds=np.ones(count),
        rebate_limit=_limit([city.rebate_limit for city in cities]),
        grant_limit=_limit([city.grant_limit for city in cities]),
        support_allowed=np.ones((count, len(scenario.industries)), dtype=bool),
        designated=np.zeros(count, dtype=bool),
        planner_error=np.zeros(count),
        benefit_share=alone,
        move_share=np.zeros((count, count)),
        move_years=np.zeros(count),
        move_cap=np.zeros(count),
        cost_share=alone,
        coalition=np.arange(count),
        disclosure_group=np.arange(count),
        reach_chain=reach(scenario.reach.chain),
        reach_rd=reach(scenario.reach.rd),
        reach_talent=reach(scenario.reach.talent),
        rd_effort_kept=np.ones(count),
        rd_spending=np.zeros(count),
        challenge_group=np.full(count, -1),
        challenges=np.zeros(count),
        challenge_result=np.zeros(count),
        talent_training=np.zeros(count),
        talent_services=np.zeros(count),
        supplier_reach=reach(scenario.reach.suppliers),
        access_share=np.ones(count),
        border_entry_share=np.ones(count),
        compliance_share=np.ones(count),
        match_share=np.ones(count),
        reach_credit=np.where(same_system, 1.0, scenario.credit.reach),
        out_of_area=np.where(same_system, 0.0, scenario.credit.out_of_area),
        private_premium=np.full(count, scenario.credit.private_premium),
        political_scale=np.ones(count),
        rival_scale=np.ones(count),
        quality_weight=np.array([city.quality_weight for city in cities]),
        fund_rate=np.zeros((count, len(scenario.industries) + 1)),
        fund_budget=np.zeros(count),
        site_open=np.array([not city.opens_with_joint_park for city in cities]),
        acts_for=np.eye(count, dtype=bool),
        budget_from=alone,
        programme_cost=np.zeros(count),
    )


@once_for_a_scenario
def lever_context(scenario: Scenario) -> LeverContext:
    """What levers may look at when they are compiled."""
    cities = tuple(scenario.cities.values())
    grade_floor = [
        np.nan if c.land_grade is None else land_price_from_square_metre(GRADE_FLOOR_CNY_PER_M2[c.land_grade - 1])
        for c in cities
    ]
    return LeverContext(
        cities=tuple(scenario.cities),
        industries=tuple(scenario.industries),
        grade_floor=np.array(grade_floor),
        land_cost=np.array([city.land_cost for city in cities]),
        list_price=np.array([city.list_price for city in cities]),
        limits={
            name: _limit([getattr(city, name) for city in cities])
            for name in ("package_cap", "grant_limit", "rebate_limit")
        },
    )
