"""Events: a period of production, the check of the accounts, learning and growth."""

import numpy as np
from numpy.typing import NDArray

from sim import booking
from sim.rules import accounts, debt
from sim.rules.sealed import needed_to_win
from sim.schedule.bids import pays_offer
from sim.schedule.factors import programmes
from sim.schedule.lives import lifetime
from sim.schedule.period import Period
from sim.schedule.seeing import own_draws, seen_by_all
from sim.strategies import Feedback

type Floats = NDArray[np.float64]


def run_year(p: Period) -> None:
    """Firms produce, pay tax, get rebates and grants; contract transfers are paid."""
    treasury, paid = booking.book_period(p.ledger, p.world, p.state.firms, p.state.wage, p.state.period)
    p.programmes = programmes(p)
    if p.programmes.any():
        p.ledger.book("programme_cost", "city", "programme", p.programmes)
        treasury = treasury - p.programmes
    p.fund_budget = p.regime.fund_budget * p.world.period_years
    if p.fund_budget.any():
        p.ledger.book("regional_fund", "province", "city", p.fund_budget)
        treasury = treasury + p.fund_budget
    if p.world.scenario.debt.rate:
        charged = debt.interest(p.debt, p.world.scenario.debt.rate, p.world.period_years)
        p.ledger.book("interest", "city", "lender", charged)
        treasury = treasury - charged
    p.treasury_flow = p.treasury_flow + treasury
    p.state.liabilities = p.state.liabilities - paid


def check_accounts(p: Period) -> None:
    """Every flow has two ends, and every stock equals its opening value plus its flows."""
    p.signing.check()
    p.ledger.check()
    opening = p.state.treasury
    p.state.treasury = opening + p.treasury_flow
    accounts.check_stock("treasury", opening, [p.signing.net_of("city"), p.ledger.net_of("city")], p.state.treasury)
    host = p.deals["host"]
    (moved,) = ((host >= 0) & (host != p.block.incumbent)).nonzero()
    sold = np.bincount(host.take(moved), p.block.land.take(moved), p.world.cities.count)
    accounts.check_stock("land", p.opening_land, [-sold], p.state.land_left)
    if not p.block.stylised:
        accounts.check_stock("industry stock", p.world.cities.stock, [plants(p)], p.state.stock)
    owed = booking.outstanding_grants(p.world, p.state.firms, p.state.period)
    accounts.check_stock("liabilities", owed, [], p.state.liabilities)
    if (p.state.land_left < -accounts.TOLERANCE * (1.0 + sold)).any():
        raise accounts.Unbalanced("negative land")


def plants(p: Period) -> Floats:
    """Investment in plants of earlier contracts by host and industry, (C, K), million CNY.

    A contract counts until it ends early, by closure or a further contest: stocks are accumulated investment, and what
    a plant leaves behind at the end of its life stays.
    """
    firms, (cities, industries) = p.state.firms, p.state.stock.shape
    there = (firms.period < p.state.period) & (
        (firms.ends > p.state.period) | (firms.ends >= lifetime(p, firms.founded))
    )
    place = firms.host * industries + firms.industry
    found: Floats = np.bincount(place, firms.investment * there, cities * industries).reshape(cities, industries)
    return found


def learn(p: Period) -> None:
    """Cities see what others did, learn what beat them and what they left on the table."""
    strategies = p.world.strategies
    learners = [c for c, strategy in enumerate(strategies) if strategy.learns]
    look_back = any(strategy.looks_back() for strategy in strategies)
    if not learners and not look_back:
        return
    outcome, offers = p.settlement.outcome, p.settlement.offers
    cities = np.arange(p.world.cities.count)
    if look_back:
        hosts = cities == outcome.host[:, None]
        p.state.seen = seen_by_all(p, np.where(hosts, outcome.concession[:, None], offers.limit))
    if not learners:
        return
    bid = offers.invited
    if p.regime.coalitions:  # who was beaten by a partner has nothing to learn from it
        host, coalition = np.maximum(outcome.host, 0)[:, None], p.regime.coalition
        by_partner = (coalition[host] == coalition) & (cities != host)
        bid = bid & ~(by_partner & (outcome.host >= 0)[:, None])
    needed, draws = needed_to_win(outcome, offers), own_draws(p)
    for c in learners:
        (rows,) = bid[:, c].nonzero()
        won = outcome.host.take(rows) == c
        feedback = Feedback(
            investment=p.block.investment.take(rows),
            reservation=offers.reservation[:, c].take(rows),
            offer=np.where(won, outcome.concession.take(rows), offers.limit[:, c].take(rows)),
            needed=needed[:, c].take(rows),
            won=won,
            pays_offer=pays_offer(p.world.scenario.contest),
            draws=draws[:, c].take(rows),
            seen=p.state.seen[c] if p.state.seen else None,
        )
        p.state.memory[c] = strategies[c].learn(p.state.memory[c], feedback)


def grow(p: Period) -> None:
    """Agglomeration: investment won joins the industry stock of the host, felt from the next period on."""
    if p.block.stylised:
        return
    stock = p.state.stock.copy()
    np.add.at(stock, (p.signed.host, p.signed.industry), p.signed.investment)
    p.state.stock = stock
    moved = p.signed.host[p.fresh]
    won = np.bincount(moved, p.signed.investment[p.fresh], p.world.cities.count)
    p.state.won.append(won.astype(np.float64))  # of whole numbers where nothing was signed
