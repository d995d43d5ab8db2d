"""ONE PERIOD: the ordered list of named events. Rules compute and return; only this file assigns to state."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim import booking
from sim.projects import Block
from sim.regime import Regime
from sim.rules import accounts, drop_out, instruments, public_value, welfare
from sim.rules import site_value as site_rules
from sim.rules.arrival import Capacities, Contenders, Settlement, settle
from sim.rules.choice import at, best, best_two_by_label, mean_over
from sim.rules.contest import Offers, Outcome, open_contest
from sim.rules.public_value import PublicValue
from sim.rules.sealed import needed_to_win, sealed_contest
from sim.state import Firms, State
from sim.strategies import BidderView, Feedback
from sim.world import World

type Floats = NDArray[np.float64]
type Flags = NDArray[np.bool_]


@dataclass
class Period:
    """The working table of one period: events fill it from top to bottom. (P, C) unless said otherwise."""

    world: World
    state: State
    block: Block
    regime: Regime = field(init=False)
    land_floor: Floats = field(init=False)
    """Lowest price of land, 10k CNY/mu."""
    land_price: Floats = field(init=False)
    """Price before any discount: the list price, or a floor above it, 10k CNY/mu."""
    productivity: Floats = field(init=False)
    """A at each site for each firm, 1 at the reference site; not set for stylised projects."""
    site_value_parts: dict[str, Floats] = field(init=False)
    site_value: Floats = field(init=False)
    spillover: Floats = field(init=False)
    leader_value: PublicValue = field(init=False)
    """At the leaders' rates and horizons: what they bid on."""
    social_value: PublicValue = field(init=False)
    """At the social rate and horizon: what welfare counts."""
    upper: welfare.UpperTiers = field(init=False)
    officials_gain: Floats = field(init=False)
    """Judgement error and political value: they move bids and never enter welfare."""
    bid_value: Floats = field(init=False)
    """Of the city, or of the coalition that it bids in: K·shared + own + officials' gain."""
    drop_out_score: Floats = field(init=False)
    rooms: instruments.Rooms = field(init=False)
    reservation: Floats = field(init=False)
    """Before commitments are counted."""
    offer: Floats = field(init=False)
    commitment_room: Floats = field(init=False)
    """(C,) cash that may be promised in this period."""
    opening_land: Floats = field(init=False)
    settlement: Settlement = field(init=False)
    public_elsewhere: Floats = field(init=False)
    """(P,) v_out, what the public gets elsewhere if the project leaves."""
    deal_welfare: welfare.DealWelfare = field(init=False)
    signing: accounts.Ledger = field(init=False)
    """Flows at the beginning of the period, when contracts are signed."""
    ledger: accounts.Ledger = field(init=False)
    """Flows at its end."""
    treasury_flow: Floats = field(init=False)
    """(C,) cash into the promotion accounts, added up event by event."""

    @property
    def tie(self) -> Floats | None:
        """Tie draws where equal scores can occur: without a continuous match, and in stylised projects."""
        law = self.world.scenario.projects.match.law
        continuous = law not in ("none", "border") and self.world.scenario.projects.match.scale > 0
        return None if continuous and not self.block.stylised else self.block.draw("tie")


def set_regime(p: Period) -> None:
    """Read the regime in force."""
    p.regime = p.world.regimes[p.state.period]


def value_sites(p: Period) -> None:
    """What each site is worth to each firm before any concession."""
    world, block, cities, industries = p.world, p.block, p.world.cities, p.world.industries
    p.land_floor = np.broadcast_to(land_floor(p), (block.count, cities.count))
    p.land_price = np.maximum(cities.list_price, p.land_floor)
    if block.site_value is not None:
        p.site_value_parts = {"given": block.site_value - block.match, "match": block.match}
        p.site_value = block.site_value
        return
    economy = world.scenario.economy
    ln_a = site_rules.ln_productivity(
        fit=cities.fit,
        stock=p.state.stock,
        stock_reference=industries.stock_reference,
        reach_chain=p.regime.reach_chain,
        chain=industries.chain,
        marshall_elasticity=industries.marshall_elasticity,
        chain_elasticity=industries.chain_elasticity,
        rd_capital=cities.rd_capital,
        rd_reference=economy.rd_reference,
        reach_rd=p.regime.reach_rd,
        rd_elasticity=industries.rd_elasticity,
        talent_shortage=cities.talent_shortage,
        talent_sensitivity=industries.talent_sensitivity,
        agglomeration_scale=economy.agglomeration_scale,
        rd_scale=economy.rd_scale,
    )
    p.productivity = np.exp(ln_a).T[block.industry]
    p.site_value_parts = site_rules.site_value_parts(
        annuity=world.firm_annuity,
        investment=block.investment,
        capital_return=block.capital_return,
        productivity=p.productivity,
        jobs=block.jobs,
        wage=cities.wage,
        reference_wage=economy.reference_wage,
        access=np.outer(industries.access_cost_rate, cities.access_cost)[block.industry],
        debt_share=block.debt_share,
        credit_spread=cities.credit_spread,
        entry_cost=entry_cost(p),
        land=block.land,
        land_price=p.land_price,
        match=block.match,
    )
    p.site_value = np.add.reduce(list(p.site_value_parts.values()))


def possible_sites(p: Period) -> Flags:
    """Where each project could go if it came first of all, (P, C): no regime changes it."""
    cities, block = p.world.cities, p.block
    return block.candidate & (block.land[:, None] <= cities.land_stock) & (cities.slots >= 1)


def entry_cost(p: Period) -> Floats:
    """Entry cost of each firm at each site, (P, C), share of investment; dearer across the border of its home."""
    cities, origin = p.world.cities, p.block.origin
    across = (origin >= 0)[:, None] & (cities.province[np.maximum(origin, 0)][:, None] != cities.province)
    return cities.entry_cost + across * cities.border_entry_cost


def value_projects(p: Period) -> None:
    """What hosting each project is worth to each city: as leaders see it, and as welfare counts it."""
    world, block, cities = p.world, p.block, p.world.cities
    count = cities.count
    social = np.full(count, world.social_weight)
    if block.public_value is not None:
        tax = np.outer(block.tax, cities.retained_share * world.leader_weight)
        value = public_value.stylised_value(block.public_value, tax, world.cost_of_public_funds)
        p.spillover = np.zeros_like(p.site_value)
        p.leader_value = p.social_value = value
        p.upper = welfare.upper_tiers(np.zeros(block.count), 0.0, cities.retained_share, cities.central_share)
        return
    spec = world.scenario.projects.spillover
    normal = block.draw("spillover") if spec.scale > 0 else p.site_value
    p.spillover = public_value.spillover(
        spec.scale, spec.correlation, block.investment, p.site_value, normal, possible_sites(p)
    )

    def at_weight(weight: Floats) -> PublicValue:
        return public_value.public_value(
            tax=block.tax,
            retained_share=cities.retained_share,
            weight=weight,
            land=block.land,
            land_price=p.land_price,
            land_cost=cities.land_cost,
            infrastructure=cities.infrastructure,
            investment=block.investment,
            jobs=block.jobs,
            value_per_job=cities.value_per_job,
            spillover=p.spillover,
            cost_of_public_funds=world.cost_of_public_funds,
        )

    p.leader_value = at_weight(world.leader_weight)
    same = bool((world.leader_weight == social).all())
    p.social_value = p.leader_value if same else at_weight(social)
    p.upper = welfare.upper_tiers(block.tax, world.social_weight, cities.retained_share, cities.central_share)


def value_bids(p: Period) -> None:
    """Bid values: shared and own benefit, judgement error, political value."""
    cities, value, regime, block = p.world.cities, p.leader_value, p.regime, p.block
    extra = np.zeros_like(value.total)
    if cities.judgement_error.any():
        extra = extra + cities.judgement_error * np.abs(value.total) * block.draw("judgement")
    if cities.political_weight.any():
        quality = p.world.industries.quality[block.industry] if not block.stylised else np.zeros(block.count)
        extra = extra + public_value.political_value(
            cities.political_weight, cities.quality_weight, block.investment, quality
        )
    together = regime.coalition[:, None] == regime.coalition
    kept = np.diagonal(regime.benefit_share @ together)
    p.officials_gain = extra
    p.bid_value = kept * value.shared + value.own + extra


def set_reservations(p: Period) -> None:
    """Drop-out scores, the room of each instrument, and reservations."""
    world, block, regime, cities, value = p.world, p.block, p.regime, p.world.cities, p.leader_value
    candidate = block.candidate & (block.land[:, None] <= p.state.land_left) & (cities.slots >= 1)
    simple = regime.identity_contract and not regime.coalitions and not cities.rival_weight.any()
    if simple:
        p.drop_out_score = drop_out.plain_drop_out_score(p.site_value, p.bid_value, world.cost_of_public_funds)
    else:
        plain = value.total + p.officials_gain
        rival = drop_out.rivals(
            p.site_value, plain, block.outside, candidate, regime.coalition, p.tie, world.cost_of_public_funds
        )
        p.drop_out_score = drop_out.drop_out_score(
            site_value=p.site_value,
            bid_value=p.bid_value,
            own=value.own,
            shared=value.shared,
            rival=rival,
            benefit_share=regime.benefit_share,
            cost_share=regime.cost_share,
            coalition=regime.coalition,
            rival_weight=cities.rival_weight,
            peers=cities.peers,
            cost_of_public_funds=world.cost_of_public_funds,
        )
    p.rooms = instruments.rooms(
        land=block.land,
        land_price=p.land_price,
        floor=p.land_floor,
        rebate_limit=regime.rebate_limit,
        rebate_value=np.outer(block.tax, cities.retained_share * world.rebate_weight),
        grant_limit=regime.grant_limit,
        investment=block.investment,
        package_cap=regime.package_cap,
        supported=supported(p, candidate),
    )
    wanted = np.maximum(0.0, p.drop_out_score - p.site_value)
    if (wanted == np.inf).any():
        # Under full cost sharing nothing limits a bid but the instruments; nobody promises more than it is worth.
        alone = np.maximum(0.0, value.total + p.officials_gain) / (1.0 + world.cost_of_public_funds)
        wanted = np.where(wanted == np.inf, alone, wanted)
    p.reservation = np.minimum(wanted, p.rooms.total())


def land_floor(p: Period) -> Floats:
    """Lowest price of land for each project, (P, C) or (C,), 10k CNY/mu."""
    regime = p.regime
    uncertain = bool((regime.raised_floor_holds < 1.0).any() and regime.raised_floor.any())
    return instruments.effective_floor(
        regime.land_floor,
        regime.raised_floor,
        regime.raised_floor_priority_share,
        regime.raised_floor_holds,
        p.block.priority,
        p.block.draw("floor_holds") if uncertain else None,
    )


def supported(p: Period, candidate: Flags) -> Flags:
    """Whether each city may support each project: ban, industrial map, planner's designation."""
    regime, block = p.regime, p.block
    allowed = np.broadcast_to(regime.concession_allowed, p.site_value.shape)
    if not block.stylised:
        allowed = allowed & regime.support_allowed.T[block.industry]
    if regime.designated.any():
        believed = p.social_value.total
        if regime.planner_error.any():
            believed = believed + regime.planner_error * np.abs(believed) * block.draw("planner")
        score = np.where(candidate & regime.designated, p.site_value + believed, -np.inf)
        chosen = np.arange(score.shape[1]) == best(score, p.tie)[:, None]
        allowed = allowed & (chosen | ~regime.designated)
    return np.asarray(allowed)


def make_offers(p: Period) -> None:
    """Each city's strategy turns its reservations into offers."""
    world, state, room = p.world, p.state, p.rooms.total()
    rival = best_of_rivals(p) if world.scenario.contest.format == "open" else None
    p.offer = np.empty_like(p.reservation)
    for c, strategy in enumerate(world.strategies):
        view = BidderView(
            city=world.cities.keys[c],
            period=state.period,
            investment=p.block.investment,
            site_value=p.site_value[:, c],
            reservation=p.reservation[:, c],
            room=room[:, c],
            rival_score=None if rival is None else rival[:, c],
            memory=state.memory[c],
        )
        p.offer[:, c] = np.clip(strategy.offers(view), 0.0, room[:, c])


def best_of_rivals(p: Period) -> Floats:
    """The best score that the other cities with land and a slot left can reach, (P, C), -inf without any."""
    cities, block = p.world.cities, p.block
    able = block.candidate & (block.land[:, None] <= p.state.land_left) & (cities.slots >= 1)
    ceiling = np.where(able, p.site_value + p.reservation, -np.inf)
    city = np.arange(cities.count)
    first, second = best_two_by_label(ceiling, city, None)
    best_other = at(ceiling, second, -np.inf)[:, None]
    return np.where(city == first[:, None], best_other, at(ceiling, first, -np.inf)[:, None])


def settle_contests(p: Period) -> None:
    """Contests in order of arrival over land, slots and commitment room."""
    world, state, block, contest = p.world, p.state, p.block, p.world.scenario.contest
    economy = world.scenario.economy
    budget = world.cities.budget_per_year
    ahead = economy.commitment_share * economy.commitment_years * np.where(np.isinf(budget), 0.0, budget)
    p.commitment_room = np.where(np.isinf(budget), np.inf, np.maximum(0.0, ahead - state.liabilities))
    alone = contest.format == "open" and not p.regime.coalitions
    contenders = Contenders(
        site_value=p.site_value,
        offer=p.offer,
        reservation=p.reservation,
        rooms=p.rooms,
        joint_bid_value=p.bid_value,
        candidate=block.candidate,
        contestable=block.contestable,
        outside=block.outside,
        land=block.land,
        tie=p.tie,
        coalition=p.regime.coalition,
        disclosure_group=p.regime.disclosure_group,
        shortlist_size=contest.shortlist_size,
        instrument_order=contest.instrument_order,
        grant_nominal=world.grant_nominal,
        cost_of_public_funds=world.cost_of_public_funds,
        only_two_matter=alone,
    )
    p.opening_land = state.land_left.copy()
    capacities = Capacities(state.land_left, world.cities.slots, p.commitment_room)
    p.settlement = settle(contenders, capacities, contest_rule(p))


def contest_rule(p: Period) -> Callable[[Offers], Outcome]:
    """The contest of the scenario as a function of offers."""
    contest = p.world.scenario.contest
    if contest.format == "open":
        return lambda offers: open_contest(offers, contest.bluff)
    return lambda offers: sealed_contest(offers, contest.payment)


def count_welfare(p: Period) -> None:
    """Deal welfare under three standards."""
    outcome, block, value = p.settlement.outcome, p.block, p.social_value
    funds = 1.0 + p.world.cost_of_public_funds
    p.public_elsewhere = public_elsewhere(p)
    p.deal_welfare = welfare.deal_welfare(
        host=outcome.host,
        concession=outcome.concession,
        site_value=p.site_value,
        outside=block.outside,
        inside_share=block.inside_share,
        fiscal=value.fiscal,
        residents=value.residents,
        retained_tax=value.shared / funds,
        upper=p.upper,
        outside_public=p.public_elsewhere,
        benefit_share=p.regime.benefit_share,
        cost_share=p.regime.cost_share,
        cost_of_public_funds=p.world.cost_of_public_funds,
    )


def public_elsewhere(p: Period) -> Floats:
    """v_out of each project, (P,): χ·mean over the sites where it could go of public value + upper tiers."""
    block = p.block
    if block.stylised:
        return np.zeros(block.count)
    share = np.where(block.domestic, p.world.scenario.projects.outside.public_share, 0.0)
    upper = (1.0 + p.world.cost_of_public_funds) * (p.upper.provincial + p.upper.central)
    return share * mean_over(p.social_value.total + upper, possible_sites(p))


def sign_contracts(p: Period) -> None:
    """Land is transferred, cash is promised, the firms enter the register."""
    world, state, block, settled = p.world, p.state, p.block, p.settlement
    p.signing = accounts.Ledger(world.chart)
    rows = np.flatnonzero(settled.outcome.host >= 0)
    h = settled.outcome.host[rows]
    state.land_left = settled.left.land
    if block.stylised:
        fiscal = p.social_value.fiscal[rows, h]
        p.treasury_flow = booking.book_stylised(
            p.signing, h, p.site_value[rows, h], fiscal, settled.outcome.concession[rows], block.inside_share[rows],
            p.regime,
        )  # fmt: skip
        return
    firms = register(p, rows, h)
    promised = np.bincount(h, firms.grant * world.grant_nominal[h], world.cities.count)
    state.liabilities = state.liabilities + promised
    state.firms = state.firms.extended(firms)
    p.treasury_flow = booking.book_signing(
        p.signing, world, firms, p.spillover[rows, h], block.match[rows, h], entry_cost(p)[rows, h]
    )


def register(p: Period, rows: NDArray[np.intp], h: NDArray[np.int64]) -> Firms:
    """Rows of the register for the projects hosted in this period."""
    block, settled, world = p.block, p.settlement, p.world
    invested, cities = block.investment[rows], world.cities
    full = block.tax[rows] * (cities.retained_share * world.rebate_weight)[h]
    rebate = settled.rebate[rows]
    return Firms(
        period=np.full(rows.size, p.state.period),
        slot=block.slot[rows],
        host=h,
        industry=block.industry[rows],
        investment=invested,
        land=block.land[rows],
        jobs=block.jobs[rows],
        tax=block.tax[rows],
        cash_return=invested * block.capital_return[rows] * p.productivity[rows, h],
        inside_share=block.inside_share[rows],
        land_price=p.land_price[rows, h],
        land_discount=settled.land[rows],
        rebate=rebate,
        rebate_share=np.divide(rebate, full, out=np.zeros_like(rebate), where=full > 0),
        grant=settled.cash[rows],
        debt_service=invested * block.debt_share[rows] * cities.credit_spread[h],
        contract=np.full(rows.size, p.state.period),
    )


def run_year(p: Period) -> None:
    """Firms produce, pay tax, get rebates and grants; contract transfers are paid."""
    p.ledger = accounts.Ledger(p.world.chart)
    treasury, paid = booking.book_period(p.ledger, p.world, p.state.firms, p.state.period)
    p.treasury_flow = p.treasury_flow + treasury
    p.state.liabilities = p.state.liabilities - paid


def check_accounts(p: Period) -> None:
    """Every flow has two ends, and every stock equals its opening value plus its flows."""
    p.signing.check()
    p.ledger.check()
    opening = p.state.treasury
    p.state.treasury = opening + p.treasury_flow
    accounts.check_stock("treasury", opening, [p.signing.net_of("city"), p.ledger.net_of("city")], p.state.treasury)
    host = p.settlement.outcome.host
    sold = np.bincount(host[host >= 0], p.block.land[host >= 0], p.world.cities.count)
    accounts.check_stock("land", p.opening_land, [-sold], p.state.land_left)
    owed = booking.outstanding_grants(p.world, p.state.firms, p.state.period)
    accounts.check_stock("liabilities", owed, [], p.state.liabilities)
    if (p.state.land_left < -accounts.TOLERANCE * (1.0 + sold)).any():
        raise accounts.Unbalanced("negative land")


def learn(p: Period) -> None:
    """Cities learn what beat them and what they left on the table."""
    if not any(strategy.learns for strategy in p.world.strategies):
        return
    outcome, offers = p.settlement.outcome, p.settlement.offers
    needed = needed_to_win(outcome, offers)
    paid = np.where(np.arange(p.world.cities.count) == outcome.host[:, None], outcome.concession[:, None], offers.limit)
    for c, strategy in enumerate(p.world.strategies):
        beaten_by_own = (p.regime.coalition[outcome.host] == p.regime.coalition[c]) & (outcome.host != c)
        bid = offers.invited[:, c] & ~(beaten_by_own & (outcome.host >= 0))
        feedback = Feedback(
            reservation=offers.reservation[bid, c],
            offer=paid[bid, c],
            needed=needed[bid, c],
            won=outcome.host[bid] == c,
        )
        p.state.memory[c] = strategy.learn(p.state.memory[c], feedback)


def grow(p: Period) -> None:
    """Agglomeration: investment won joins the industry stock of the host, felt from the next period on."""
    if p.block.stylised:
        return
    outcome, block = p.settlement.outcome, p.block
    rows = np.flatnonzero(outcome.host >= 0)
    stock = p.state.stock.copy()
    np.add.at(stock, (outcome.host[rows], block.industry[rows]), block.investment[rows])
    p.state.stock = stock


SCHEDULE: Final[tuple[Callable[[Period], None], ...]] = (
    set_regime,
    value_sites,
    value_projects,
    value_bids,
    set_reservations,
    make_offers,
    settle_contests,
    count_welfare,
    sign_contracts,
    run_year,
    check_accounts,
    learn,
    grow,
)
"""The events of a period, in order: what is documented is what runs."""


def advance(world: World, state: State, block: Block) -> Period:
    """Run one period: all events in order; `state` moves to the next period."""
    period = Period(world, state, block)
    for event in SCHEDULE:
        event(period)
    state.period += 1
    return period


def values_only(world: World, state: State, block: Block) -> Period:
    """Run the events of a period up to and including the contests, leaving `state` as it is."""
    period = Period(world, state, block)
    for event in SCHEDULE[: SCHEDULE.index(settle_contests) + 1]:
        event(period)
    return period
