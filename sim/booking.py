"""The money flows of hosted firms: booked at signing and period by period, and valued to the end of their lives."""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.regime import Regime
from sim.rules.accounts import Ledger
from sim.rules.annuity import build_up_share
from sim.rules.relocation_tax import transfer_in_year
from sim.state import NEVER, Firms
from sim.units import MILLION_PER_CNY, MILLION_PER_LAND_PRICE
from sim.world import World

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]
type Profile = Literal["level", "build_up", "rebate", "renewed_rebate", "grant"]


class Flow(NamedTuple):
    """A yearly flow of each firm from one sector to another.

    Attributes:
        name: Name in the ledger.
        source: Sector that pays.
        target: Sector that receives.
        amount: (firms,) yearly amount where its profile is 1, million CNY.
        profile: Shape over the years of production.
    """

    name: str
    source: str
    target: str
    amount: Floats
    profile: Profile


def yearly_flows(world: World, firms: Firms, city_wage: Floats) -> tuple[Flow, ...]:
    """Everything that a hosted firm moves in a year, with its shape over time.

    Labour costs what the wage was when the contract was signed; what a city's wage has risen by since then goes from
    its firms to its residents.

    Args:
        world: The fixed side of the run.
        firms: The register.
        city_wage: (C,) wage now, CNY per year.
    """
    cities, host = world.cities, firms.host
    retained = firms.tax * cities.retained_share[host]
    central = firms.tax * cities.central_share[host]
    economy = world.scenario.economy
    wage = MILLION_PER_CNY * firms.jobs * (firms.wage - economy.reference_wage)
    jobs = MILLION_PER_CNY * firms.jobs * cities.value_per_job[host]
    grant = firms.grant * world.grant_nominal[host] / economy.grant_years
    rebate = firms.rebate_share * retained
    renewed: tuple[Flow, ...] = ()
    if world.firms_move:
        new = firms.founded == firms.period
        renewed = (Flow("rebate", "city", "firms", np.where(new, 0.0, rebate), "renewed_rebate"),)
        rebate = np.where(new, rebate, 0.0)
    risen: tuple[Flow, ...] = ()
    if world.scenario.wages.elasticity:
        rise = MILLION_PER_CNY * firms.jobs * (city_wage[host] - firms.wage)
        risen = (Flow("wage_rise", "firms", "residents", rise, "level"),)
    return (
        Flow("returns", "market", "firms", firms.cash_return, "level"),
        Flow("returns_for_tax", "market", "firms", firms.tax, "build_up"),
        Flow("retained_tax", "firms", "city", retained, "build_up"),
        Flow("provincial_tax", "firms", "province", firms.tax - retained - central, "build_up"),
        Flow("central_tax", "firms", "central", central, "build_up"),
        Flow("rebate", "city", "firms", rebate, "rebate"),
        *renewed,
        Flow("grant", "city", "firms", grant, "grant"),
        Flow("wage_premium", "firms", "labour", wage, "level"),
        *risen,
        Flow("access_cost", "firms", "access", firms.access, "level"),
        Flow("compliance_cost", "firms", "compliance", firms.compliance, "level"),
        Flow("credit_premium", "firms", "lender", firms.debt_service, "level"),
        Flow("job_value", "job_surplus", "residents", jobs, "build_up"),
    )


def profiles(world: World) -> dict[Profile, Floats]:
    """Shape of each kind of flow by age in periods, years per period included; the last entry is 0.

    Ages count from the founding of the plant, or from the contract; production begins after the building time, a
    renewed rebate at once. Returns and taxes flow through the year; rebates and grants are paid at its end, as they
    are promised.
    """
    economy, per_year = world.scenario.economy, world.scenario.time.periods_per_year
    return _profiles(world.life, world.delay, per_year, economy.build_up, economy.rebate_schedule, economy.grant_years)


@lru_cache(maxsize=256)
def _profiles(
    life: int, delay: int, per_year: int, build_up: tuple[float, ...], schedule: tuple[float, ...], grant_years: int
) -> dict[Profile, Floats]:
    age = np.arange(max(delay + life, grant_years) * per_year)
    years = age // per_year
    produced = years - delay
    alive = ((produced >= 0) & (produced < life)).astype(float)
    year_end = np.where((age + 1) % per_year == 0, float(per_year), 0.0)
    ramp = alive * np.array([build_up_share(build_up, max(0, int(year))) for year in produced])

    def rebated(clock: Ints) -> Floats:
        return np.array([schedule[year] if 0 <= year < len(schedule) else 0.0 for year in clock])

    shapes: dict[Profile, Floats] = {
        "level": alive,
        "build_up": ramp,
        "rebate": ramp * rebated(produced) * year_end,
        "renewed_rebate": rebated(years) * year_end,
        "grant": np.where(years < grant_years, year_end, 0.0),
    }
    return {name: np.append(shape / per_year, 0.0) for name, shape in shapes.items()}


def remaining_profiles(world: World, rate: float) -> dict[Profile, Floats]:
    """Present value, at the end of a period, of what a flow still brings after that age in periods.

    V(a) = (shape(a+1) + V(a+1)) / (1+r)^y, y the length of a period
    """
    discount = (1.0 + rate) ** -world.period_years
    values: dict[Profile, Floats] = {}
    for name, shape in profiles(world).items():
        value = np.zeros(shape.size)
        for age in range(shape.size - 2, -1, -1):
            value[age] = discount * (shape[age + 1] + value[age + 1])
        values[name] = value
    return values


def _ages(world: World, firms: Firms, period: int, last: int) -> dict[Profile, Ints]:
    """Age at which each shape is read in a period, (firms,); the last one, where shapes are 0, once a row has ended."""
    ended = np.flatnonzero(firms.ends <= period)
    plant = np.minimum(period - firms.founded, last)
    plant[ended] = last
    contract = plant
    if world.firms_move:
        contract = np.minimum(period - firms.period, last)
        contract[ended] = last
    return {"level": plant, "build_up": plant, "rebate": contract, "renewed_rebate": contract, "grant": contract}


def book_signing(ledger: Ledger, world: World, firms: Firms, infrastructure: Floats) -> Floats:
    """Book what happens once, when contracts are signed; returns cash into the treasuries, (C,).

    Args:
        ledger: Takes the flows.
        world: The fixed side of the run.
        firms: The contracts of this period; their `land` is what is transferred.
        infrastructure: (firms,) cost of project-specific infrastructure, million CNY.
    """
    cities, host, match, spillover = world.cities, firms.host, firms.match, firms.spillover
    sale = MILLION_PER_LAND_PRICE * firms.land * firms.land_price
    development = MILLION_PER_LAND_PRICE * firms.land * cities.land_cost[host]
    construction = firms.construction / max(world.delay, 1)

    def by_city(amount: Floats) -> Floats:
        return np.bincount(host, amount, cities.count)

    ledger.book("land_sale", "firms", "city", by_city(sale))
    ledger.book("land_discount", "city", "firms", by_city(firms.land_discount))
    ledger.book("land_development", "city", "land", by_city(development))
    ledger.book("infrastructure", "city", "infrastructure", by_city(infrastructure))
    ledger.book("construction", "firms", "construction", by_city(construction))
    ledger.book("match", "match", "firms", by_city(match))
    ledger.book("spillover", "spillover", "residents", by_city(spillover))
    profit = match + firms.land_discount - sale - construction
    _book_owners(ledger, host, profit, firms.inside_share)
    cash = by_city(sale - firms.land_discount - development - infrastructure)
    return cash + _book_contract(ledger, world, firms, np.zeros(firms.count), firms.land_discount)


def _construction_ahead(world: World, firms: Firms, period: int) -> tuple[Floats, list[Ints]]:
    """One yearly part of construction of each plant, (firms,), and the periods after the first in which it is due."""
    if world.delay < 2:
        return np.zeros(firms.count), []
    building = (firms.founded == firms.period) & (firms.founded + world.delay * world.per_year > period)
    if not building.any():
        return np.zeros(firms.count), []
    part = np.where(building, firms.construction / world.delay, 0.0)
    return part, [firms.founded + year * world.per_year for year in range(1, world.delay)]


def _share_left(world: World, founded: Ints, signed: Ints, period: Ints | int) -> Floats:
    """Share of the time that a row was made for which is left at the beginning of a period, (firms,)."""
    end = founded + (world.delay + world.life) * world.per_year
    return np.clip((end - period) / np.maximum(end - signed, 1), 0.0, 1.0)


def book_building(ledger: Ledger, world: World, firms: Firms, period: int) -> None:
    """Book the later parts of construction, one at the beginning of each further year of building."""
    part, dates = _construction_ahead(world, firms, period - 1)
    due = [np.where(date == period, part, 0.0) for date in dates]
    if not due:
        return
    part = np.array(due).sum(axis=0)
    spent: Floats = np.bincount(firms.host, part, world.cities.count)
    ledger.book("construction", "firms", "construction", spent)
    _book_owners(ledger, firms.host, -part, firms.inside_share)


def book_endings(ledger: Ledger, world: World, firms: Firms, rows: Ints, period: int) -> Floats:
    """Book what ends when rows end before the life of the plant does; returns grants no longer owed, (C,).

    Match and spillover were booked as present values over the life of the plant: the share of it that is left goes
    back. Grants not yet paid are not paid any more.

    Args:
        ledger: Takes the flows.
        world: The fixed side of the run.
        firms: The register.
        rows: (rows,) which of its rows end at the beginning of the period.
        period: Index of the period.
    """
    count, host = world.cities.count, firms.host[rows]
    left = _share_left(world, firms.founded[rows], firms.period[rows], period)
    match = firms.match[rows] * left
    ledger.book("match", "firms", "match", np.bincount(host, match, count))
    ledger.book("spillover", "residents", "spillover", np.bincount(host, firms.spillover[rows] * left, count))
    _book_owners(ledger, host, -match, firms.inside_share[rows])
    return _owed(world, firms, rows, period - 1)


def book_period(ledger: Ledger, world: World, firms: Firms, city_wage: Floats, period: int) -> tuple[Floats, Floats]:
    """Book one period of production, tax, support and transfers.

    Returns:
        Cash into the treasuries (C,), and grants paid out of liabilities (C,), million CNY.
    """
    count = world.cities.count
    shapes = profiles(world)
    age = _ages(world, firms, period, shapes["level"].size - 1)
    now = {profile: shapes[profile].take(ages) for profile, ages in age.items()}
    profit = np.zeros(firms.count)
    cash, paid = np.zeros(count), np.zeros(count)
    shared, concession = np.zeros(firms.count), np.zeros(firms.count)
    for name, source, target, yearly, profile in yearly_flows(world, firms, city_wage):
        amount = yearly * now[profile]
        by_city = np.bincount(firms.host, amount, count)
        ledger.book(name, source, target, by_city)
        if target == "firms":
            profit += amount
        elif source == "firms":
            profit -= amount
        if target == "city":
            cash += by_city
        elif source == "city":
            cash -= by_city
            concession += amount
        if name == "retained_tax":
            shared = amount
        if name == "grant":
            paid = by_city
    _book_owners(ledger, firms.host, profit, firms.inside_share)
    moved = _moved_tax(world, firms, period)
    if moved is not None:
        ledger.book_between_cities("relocation_transfer", moved)
        cash = cash + moved.sum(axis=0) - moved.sum(axis=1)
    return cash + _book_contract(ledger, world, firms, shared, concession), paid


def _moved_tax(world: World, firms: Firms, period: int) -> Floats | None:
    """What each new host pays each city that firms left, in a period, (C, C), million CNY; None if nobody owes."""
    if not world.firms_move:
        return None
    rows = np.flatnonzero(firms.previous >= 0)
    year = (period - firms.period[rows]) // world.per_year
    owes = (firms.ends[rows] > period) & (year < firms.moved_years[rows])
    rows, year = rows[owes], year[owes]
    if not rows.size:
        return None
    host, old = firms.host[rows], firms.previous[rows]
    retained = firms.tax[rows] * world.cities.retained_share[host]
    due = transfer_in_year(retained, firms.moved_share[rows], firms.moved_cap[rows], year.astype(float))
    matrix = np.zeros((world.cities.count, world.cities.count))
    np.add.at(matrix, (host, old), due / world.per_year)
    return matrix


def _book_owners(ledger: Ledger, host: Ints, profit: Floats, inside_share: Floats) -> None:
    """Hand the profit of firms, (firms,), to their owners inside and outside the region."""
    inside = np.bincount(host, profit * inside_share, ledger.chart.cities)
    ledger.book("profit_inside", "firms", "owners_inside", inside)
    ledger.book("profit_outside", "firms", "owners_outside", np.bincount(host, profit, ledger.chart.cities) - inside)


def _contracts(world: World, firms: Firms) -> Iterator[tuple[Regime, NDArray[np.bool_]]]:
    """Each regime that still binds somebody by a sharing contract, and its firms."""
    for number, regime in enumerate(world.book.compiled):
        if not regime.identity_contract:
            bound = firms.contract == number
            if bound.any():
                yield regime, bound


def _book_contract(ledger: Ledger, world: World, firms: Firms, shared: Floats, concession: Floats) -> Floats:
    """Book transfers of sharing contracts on retained tax and concession paid, (firms,); returns cash, (C,)."""
    cash = np.zeros(world.cities.count)
    for regime, bound in _contracts(world, firms):
        cash += book_transfers(
            ledger, regime, np.bincount(firms.host[bound], shared[bound], world.cities.count),
            np.bincount(firms.host[bound], concession[bound], world.cities.count),
        )  # fmt: skip
    return cash


def book_transfers(ledger: Ledger, regime: Regime, shared: Floats, concession: Floats) -> Floats:
    """Book K of the shared benefit and C of the concession of each host, (C,); returns cash, (C,).

    K[d,c]·shared_d goes from host d to c, C[d,c]·concession_d from c to d, and (1 - Σ_c K[d,c])·shared_d from d to its
    province.
    """
    off = 1.0 - np.eye(shared.size)
    benefit = regime.benefit_share * off * shared[:, None]
    cost = (regime.cost_share * off * concession[:, None]).T
    leak = (1.0 - regime.benefit_share.sum(axis=1)) * shared
    ledger.book_between_cities("benefit_transfer", benefit)
    ledger.book_between_cities("cost_transfer", cost)
    ledger.book("leakage", "city", "province", leak)
    moved = benefit + cost
    return moved.sum(axis=0) - moved.sum(axis=1) - leak


def book_stylised(
    ledger: Ledger,
    host: Ints,
    site_value: Floats,
    fiscal: Floats,
    concession: Floats,
    inside: Floats,
    regime: Regime,
) -> Floats:
    """Book stylised projects in one entry each; returns cash into the treasuries, (C,)."""
    count = ledger.chart.cities

    def by_city(amount: Floats) -> Floats:
        return np.bincount(host, amount, count)

    ledger.book("site_value", "stylised", "firms", by_city(site_value))
    ledger.book("public_value", "stylised", "city", by_city(fiscal))
    ledger.book("concession", "city", "firms", by_city(concession))
    _book_owners(ledger, host, site_value + concession, inside)
    cash = by_city(fiscal) - by_city(concession)
    if regime.identity_contract:
        return cash
    return cash + book_transfers(ledger, regime, by_city(fiscal), by_city(concession))


def outstanding_grants(world: World, firms: Firms, period: int) -> Floats:
    """Grants promised and not yet paid at the end of a period, (C,), from the register itself."""
    unpaid = firms.period > period + 1 - world.scenario.economy.grant_years * world.per_year
    return _owed(world, firms, np.flatnonzero(unpaid & (firms.ends > period)), period)


def _owed(world: World, firms: Firms, rows: Ints, period: int) -> Floats:
    """What some rows are still owed of their grants at the end of a period, (C,)."""
    years, host = world.scenario.economy.grant_years, firms.host[rows]
    paid = np.minimum((period - firms.period[rows] + 1) // world.per_year, years) / years
    return np.bincount(host, firms.grant[rows] * world.grant_nominal[host] * (1.0 - paid), world.cities.count)


def remaining_value(world: World, firms: Firms, city_wage: Floats, period: int, rate: float) -> dict[str, Floats]:
    """Present value, at the end of a period, of all later flows into each sector, (C,) by host city, million CNY.

    Wages stay where they are at the end.
    """
    tails = remaining_profiles(world, rate)
    count = world.cities.count
    last = tails["level"].size - 1
    now = _ages(world, firms, period, last)
    then = _ages(world, replace(firms, ends=np.full(firms.count, NEVER)), period, last)
    ahead = np.maximum(firms.ends - 1 - period, 0)
    discount = np.where(firms.ends > period, (1.0 + rate) ** (-world.period_years * ahead), 0.0)

    def value_of(flow: Flow) -> Floats:
        """What comes after this period and before the row ends."""
        tail = tails[flow.profile]
        beyond = tail[np.minimum(then[flow.profile] + ahead, last)]
        return flow.amount * (tail[now[flow.profile]] - discount * beyond)

    totals: dict[str, Floats] = {}
    profit = np.zeros(firms.count)
    shared, concession = np.zeros(firms.count), np.zeros(firms.count)

    def add(sector: str, amount: Floats) -> None:
        totals[sector] = totals.get(sector, np.zeros(count)) + amount

    for flow in yearly_flows(world, firms, city_wage):
        value = value_of(flow)
        by_city = np.bincount(firms.host, value, count)
        add(flow.source, -by_city)
        add(flow.target, by_city)
        profit += value * (int(flow.target == "firms") - int(flow.source == "firms"))
        if flow.name == "retained_tax":
            shared = value
        elif flow.source == "city":
            concession = concession + value
    part, dates = _construction_ahead(world, firms, period)
    for date in dates:
        profit -= np.where(date > period, part * (1.0 + rate) ** (-world.period_years * (date - 1 - period)), 0.0)
    ends = (firms.ends > period) & (firms.ends < firms.founded + last)
    gone = np.where(ends, discount * _share_left(world, firms.founded, firms.period, firms.ends), 0.0)
    profit -= gone * firms.match
    add("residents", -np.bincount(firms.host, gone * firms.spillover, count))
    inside = np.bincount(firms.host, profit * firms.inside_share, count)
    add("owners_inside", inside)
    add("owners_outside", np.bincount(firms.host, profit, count) - inside)
    longest = int(firms.moved_years.max(initial=0.0)) * world.per_year
    for later in range(period + 1, period + 1 + longest):
        moved = _moved_tax(world, firms, later)
        if moved is not None:
            add(
                "city",
                (moved.sum(axis=0) - moved.sum(axis=1)) * (1.0 + rate) ** (-world.period_years * (later - period)),
            )
    scratch = Ledger(world.chart)
    add("city", _book_contract(scratch, world, firms, shared, concession))
    add("province", scratch.flows.get("leakage", np.zeros(count)))
    totals.pop("firms", None)
    return totals
