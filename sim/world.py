"""What stays fixed in a run: the scenario as arrays, and the factors that follow from it once."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.levers import Agreement, Pact
from sim.reading import once_for_a_scenario
from sim.regime import Regime
from sim.regime_book import RegimeBook, open_book
from sim.rules.accounts import Chart, chart_of_accounts
from sim.rules.annuity import annuity, build_up_share, ramp_value, ramp_values
from sim.schema import Scenario
from sim.state import Cities, Compliance, Firms, Industries, State, read_cities, read_industries
from sim.strategies import OfferFunction, OfferRule, Strategy

type Floats = NDArray[np.float64]


@dataclass(frozen=True)
class World:
    """The fixed side of a run.

    Attributes:
        scenario: The scenario.
        cities: Its cities as arrays.
        industries: Its industries as arrays.
        regimes: The regime of each period as long as every member keeps every agreement.
        book: The regimes that breaches lead to.
        pacts: Levers of the regime that may be broken or half carried out, by their number in it.
        strategies: (C,) strategy of each city.
        firm_annuity: a(r_f, H_f) of a new plant, after the time of building, years.
        leader_weight: (C,) PV(r_c, H_c; build_up) from signing, closures expected, years.
        social_weight: PV(r_s, H_s; build_up) likewise, years.
        rebate_weight: (C,) PV(r_c; schedule · build_up) over the life of a plant, likewise, years.
        leader_weight_running: (life + 1, C) by years left, where firms may move: PV(r_c, min(H_c, years left)) of a
            plant in full production.
        social_weight_running: (life + 1,) the same at the social rate and horizon.
        rebate_weight_running: (life + 1, C) PV(r_c; schedule) of a plant in full production.
        grant_nominal: (C,) cash promised per unit of present value of a grant.
        provinces: (C,) index of each city's province.
        credit_systems: (C,) index of the system that each city's lenders belong to.
        chart: The chart of accounts.
        life: Years that a plant produces.
        delay: Years of building before it does.
    """

    scenario: Scenario
    cities: Cities
    industries: Industries
    regimes: tuple[Regime, ...]
    book: RegimeBook
    pacts: tuple[tuple[int, Pact], ...]
    strategies: tuple[Strategy, ...]
    firm_annuity: float
    leader_weight: Floats
    social_weight: float
    rebate_weight: Floats
    leader_weight_running: Floats
    social_weight_running: Floats
    rebate_weight_running: Floats
    grant_nominal: Floats
    provinces: NDArray[np.int64]
    credit_systems: NDArray[np.int64]
    chart: Chart
    life: int
    delay: int

    @cached_property
    def other_province(self) -> NDArray[np.bool_]:
        """Whether each site lies in another province than the firm's home, (C + 1, C) by home; see `others`."""
        return others(self.provinces)

    @cached_property
    def other_system(self) -> NDArray[np.bool_]:
        """Whether lenders at each site belong to another credit system than the firm's home, (C + 1, C) likewise."""
        return others(self.credit_systems)

    @property
    def cost_of_public_funds(self) -> float:
        """λ."""
        return self.scenario.economy.cost_of_public_funds

    @property
    def firms_move(self) -> bool:
        """Whether any firm asks for offers again when its concessions end."""
        return self.scenario.life.mobile_share > 0.0

    @property
    def per_year(self) -> int:
        """Periods in a year."""
        return self.scenario.time.periods_per_year

    @property
    def period_years(self) -> float:
        """Length of a period in years."""
        return 1.0 / self.scenario.time.periods_per_year


def others(group: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether each site belongs to another group of cities than the firm's home, (C + 1, C) by home.

    The last row is that of firms from elsewhere, whose home has the number -1: for them no site is of another group.

    Args:
        group: (C,) index of each city's group.
    """
    return np.append(group[:, None] != group, np.zeros((1, group.size), dtype=bool), axis=0)


def build_world(
    scenario: Scenario, regime: str, strategies: Mapping[str, Strategy | OfferFunction] | None = None
) -> World:
    """Put a scenario under one of its regimes into arrays.

    Args:
        scenario: The scenario.
        regime: Key of the regime.
        strategies: Strategies, or functions from `BidderView` to offers, that replace the scenario's, by city key.

    Raises:
        KeyError: If there is no such regime or city.
        TypeError: If a strategy is neither.
    """
    replaced: dict[str, Strategy] = {}
    for key, given in (strategies or {}).items():
        if key not in scenario.cities:
            raise KeyError(f"no city {key!r}; there are {', '.join(scenario.cities)}")
        if not (isinstance(given, Strategy) or callable(given)):
            raise TypeError(f"strategy of {key}: expected a Strategy or a function of a BidderView, got {given!r}")
        replaced[key] = given if isinstance(given, Strategy) else OfferRule(given)
    book = open_book(scenario, regime)
    return World(
        scenario=scenario,
        regimes=tuple(book.of(period) for period in range(scenario.time.periods)),
        book=book,
        pacts=tuple(
            (number, lever)
            for number, lever in enumerate(book.levers)
            if isinstance(lever, Pact) and (lever.chosen or isinstance(lever, Agreement))
        ),
        strategies=tuple(replaced.get(key, city.strategy) for key, city in scenario.cities.items()),
        **_same_under_all_regimes(scenario),
    )


@once_for_a_scenario
def _same_under_all_regimes(scenario: Scenario) -> dict[str, Any]:
    """What a world is whatever the regime and the strategies, by the name of the field."""
    economy, cities = scenario.economy, read_cities(scenario)
    schedule, hazard, delay = (
        economy.rebate_schedule[: economy.firm_horizon],
        scenario.life.closure_hazard,
        (scenario.life.building_years),
    )
    life = economy.firm_horizon

    def expected(shares: Iterable[float], wait: int) -> tuple[float, ...]:
        """Yearly flows from signing on, with closures expected."""
        return (0.0,) * wait + tuple(share * math.exp(-hazard * year) for year, share in enumerate(shares))

    longest = int(max(cities.leader_horizon.max(), economy.social_horizon))
    grown = expected((build_up_share(economy.build_up, year) for year in range(longest)), delay)
    rebated = expected((share * build_up_share(economy.build_up, year) for year, share in enumerate(schedule)), delay)
    full, renewed = expected((1.0 for _ in range(max(life, longest))), 0), expected(schedule, 0)

    def running(rates: Floats, horizons: Floats, flows: tuple[float, ...]) -> Floats:
        """(life + 1, cities) by years left."""
        return np.array([ramp_values(rates, np.minimum(horizons, left), flows, hold=False) for left in range(reopened)])

    reopened = life + 1 if scenario.life.mobile_share > 0 else 1
    everywhere = np.full(cities.count, life)
    social = np.array([economy.social_rate]), np.array([economy.social_horizon])
    years = economy.grant_years
    tranches = [sum((1.0 + rate) ** -(year + 1) for year in range(years)) for rate in cities.leader_rate]
    names = {name: index for index, name in enumerate(dict.fromkeys(cities.province.tolist()))}
    provinces = np.array([names[name] for name in cities.province.tolist()], dtype=np.int64)
    systems = np.unique(cities.credit_system, return_inverse=True)[1]
    return {
        "cities": cities,
        "industries": read_industries(scenario),
        "firm_annuity": annuity(economy.firm_rate, life) * (1.0 + economy.firm_rate) ** -delay,
        "leader_weight": ramp_values(cities.leader_rate, cities.leader_horizon, grown, hold=False),
        "social_weight": ramp_value(economy.social_rate, economy.social_horizon, grown, False),
        "rebate_weight": ramp_values(cities.leader_rate, np.full(cities.count, len(rebated)), rebated, hold=False),
        "leader_weight_running": running(cities.leader_rate, cities.leader_horizon, full),
        "social_weight_running": running(*social, full)[:, 0],
        "rebate_weight_running": running(cities.leader_rate, everywhere, renewed),
        "grant_nominal": years / np.array(tranches),
        "provinces": provinces,
        "credit_systems": systems.astype(np.int64),
        "chart": chart_of_accounts(provinces),
        "life": life,
        "delay": delay,
    }


def opening_state(world: World) -> State:
    """The state before the first period."""
    cities = world.cities
    return State(
        period=0,
        land_left=cities.land_stock.copy(),
        stock=cities.stock.copy(),
        wage=cities.wage.copy(),
        rd_capital=cities.rd_capital.copy(),
        talent=cities.talent.copy(),
        treasury=np.zeros(cities.count),
        liabilities=np.zeros(cities.count),
        memory=[strategy.initial_memory() for strategy in world.strategies],
        firms=Firms.none(),
        pillars=np.zeros(cities.stock.shape, dtype=bool),
        compliance=Compliance.opening(len(world.pacts), cities.count),
        mobile=(),
        won=[],
    )
