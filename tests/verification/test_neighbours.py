"""Textbook games beside the model: closed forms against digits worked out by hand, and a wrong game is found out."""

import numpy as np
import pytest

from experiments.verification.neighbours import (
    capital_tax,
    common_value,
    entry,
    infrastructure,
    promotion_contest,
    research_spillovers,
    tax_coalition,
    tax_pact,
    trade_cost,
)
from experiments.verification.neighbours.capital_tax import CapitalTax
from experiments.verification.neighbours.common_value import CommonValue
from experiments.verification.neighbours.entry import Entry
from experiments.verification.neighbours.infrastructure import Infrastructure
from experiments.verification.neighbours.promotion_contest import PromotionContest
from experiments.verification.neighbours.research_spillovers import SharedResearch
from experiments.verification.neighbours.tax_coalition import TaxCoalition
from experiments.verification.neighbours.tax_pact import TaxPact
from experiments.verification.neighbours.trade_cost import TradeCost
from sim.rules import compliance, research

CASES = [
    capital_tax.CASE, tax_pact.CASE, tax_coalition.CASE, entry.CASE, common_value.CASE, infrastructure.CASE,
    trade_cost.CASE, research_spillovers.CASE, promotion_contest.CASE,
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.key)
def test_the_payoffs_lead_where_the_closed_form_says(case):
    found = list(case.checks())
    assert [each for each in found if not each.passed] == []
    assert len({(each.row, each.quantity) for each in found}) == len(found)
    assert case.docking == "neighbour"


# What a planted error changes: where it is planted, and the error.
FAULTS = {
    "7 tax itself is liked": (capital_tax.CASE, CapitalTax, "payoff", lambda right: (
        lambda self, taxes, city: right(self, taxes, city) + 0.001 * taxes[city])),
    "7 capital is lost": (capital_tax.CASE, CapitalTax, "capital", lambda right: (
        lambda self, taxes: (0.99 * right(self, taxes)[0], right(self, taxes)[1]))),
    "8b deviation pays more": (tax_pact.CASE, CapitalTax, "payoff", lambda right: (
        lambda self, taxes, city: right(self, taxes, city) + 0.001 * taxes[city])),
    "8b rule forgets a period": (tax_pact.CASE, compliance, "value_of_breaking", lambda right: (
        lambda now, **rest: right(now, **{**rest, "lag": rest["lag"] + 1}))),
    "8b rule discounts less": (tax_pact.CASE, compliance, "value_of_keeping", lambda right: (
        lambda now, kept, discount: right(now, kept, 0.99 * discount))),
    "9a members look to themselves": (tax_coalition.CASE, TaxCoalition, "payoff", lambda right: (
        lambda self, taxes, city: self.game.payoff(taxes, city))),
    "11b revenue": (entry.CASE, Entry, "profit", lambda right: (
        lambda self, sold, firm: right(self, sold, firm) + 0.001 * sold[firm])),
    "11b demand": (entry.CASE, entry, "price", lambda right: (lambda quantity: right(quantity) - 0.001)),
    "12b profit": (common_value.CASE, CommonValue, "payoff", lambda right: (
        lambda self, own, others: right(self, own, others) + 0.001 * own)),
    "12b errors": (common_value.CASE, CommonValue, "below", lambda right: (
        lambda self, error: right(self, error) ** 1.001)),
    "12b simulator": (common_value.CASE, common_value, "misjudged", lambda right: (
        lambda bidders: (1.01 * right(bidders)[0], right(bidders)[1]))),
    "13 payoff": (infrastructure.CASE, Infrastructure, "payoff", lambda right: (
        lambda self, own, other: right(self, own, other) + 0.02 * own)),
    "13 simulator": (infrastructure.CASE, infrastructure, "played", lambda right: (
        lambda worth, leader, follower: right(worth, leader, leader))),
    "14 demand": (trade_cost.CASE, TradeCost, "demand", lambda right: (
        lambda self, price: right(self, price) + 0.001)),
    "14 profit": (trade_cost.CASE, TradeCost, "profit", lambda right: (
        lambda self, price, cost: right(self, price, 1.01 * cost))),
    "14 simulator": (trade_cost.CASE, trade_cost, "bid", lambda right: (
        lambda game: (right(game)[0], right(game)[1] + 0.01))),
    "15 profit": (research_spillovers.CASE, SharedResearch, "profits", lambda right: (
        lambda self, effort: right(self, effort) + 0.001 * effort)),
    "15 joint": (research_spillovers.CASE, SharedResearch, "payoff", lambda right: (
        lambda self, effort, one: float(self.profits(effort.repeat(2) if self.joint else effort)[one]
                                        + 0.001 * effort[one]))),
    "15 simulator": (research_spillovers.CASE, research, "effort_kept", lambda right: (
        lambda *given: 0.99 * right(*given))),
    "17 effort": (promotion_contest.CASE, PromotionContest, "payoff", lambda right: (
        lambda self, efforts, player: right(self, efforts, player) + 0.001 * efforts[player])),
    "17 all-pay": (promotion_contest.CASE, PromotionContest, "below", lambda right: (
        lambda self, effort: right(self, effort) ** 1.001)),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_game_with_an_error_in_it_fails(fault, monkeypatch):
    case, owner, name, wrong = FAULTS[fault]
    monkeypatch.setattr(owner, name, wrong(getattr(owner, name)))
    assert not all(each.passed for each in case.checks())


def test_every_case_has_planted_errors():
    assert {case.key for case, *_ in FAULTS.values()} == {case.key for case in CASES}


@pytest.mark.parametrize(
    ("game", "rate"),
    [(CapitalTax(2), 2.0), (CapitalTax(3), 1.5), (CapitalTax(5), 1.25), (CapitalTax(10), 1.1111),
     (CapitalTax(2, public_money=2.0), 1.0), (CapitalTax(5, public_money=2.0), 0.625),
     (CapitalTax(2, public_money=1.0), 0.0), (CapitalTax(2, pooled=0.5), 3.0), (CapitalTax(10, pooled=0.5), 1.2222),
     (CapitalTax(2, equalised=0.5), 4.0), (CapitalTax(10, equalised=0.5), 2.2222)],
)  # fmt: skip
def test_tax_rates(game, rate):
    assert game.rate() == pytest.approx(rate, abs=5e-5)


def test_contracts_that_share_revenue_raise_rates_without_bound():
    """Full equalisation leaves nothing to lose by a higher rate: 1/(1-α) grows beyond any bound."""
    plain = CapitalTax(5).rate()
    assert plain < CapitalTax(5, pooled=0.3).rate() < CapitalTax(5, pooled=0.6).rate()
    assert CapitalTax(5, equalised=0.99).rate() == pytest.approx(100.0 * plain)


@pytest.mark.parametrize(
    ("cities", "pact", "critical"),
    [(3, 1.5 * 1.5, 0.1111), (3, 2 * 1.5, 0.2), (7, 3 * CapitalTax(7).rate(), 0.3333),
     (2, 3.0, 0.1111), (3, 3.0, 0.2), (5, 3.0, 0.2593), (10, 3.0, 0.2982)],
)  # fmt: skip
def test_critical_discount_factors_of_tax_pacts(cities, pact, critical):
    assert TaxPact(CapitalTax(cities), pact).critical() == pytest.approx(critical, abs=5e-5)


@pytest.mark.parametrize(
    ("members", "expected"),
    [(1, (1.111111, 1.111111, 1.111111, 1.111111)), (2, (1.187500, 1.125000, 1.128125, 1.139062)),
     (4, (1.439394, 1.212121, 1.243113, 1.322314))],
)  # fmt: skip
def test_tax_coalitions(members, expected):
    coalition = TaxCoalition(CapitalTax(10), members)
    assert (*coalition.rates(), *coalition.revenues()) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    ("inverse", "free", "best", "at_free", "at_best"),
    [(16, 3, 2, 0.28125, 0.31944), (64, 7, 3, 0.38281, 0.42188), (100, 9, 4, 0.405, 0.440),
     (400, 19, 6, 0.45125, 0.47480)],
)  # fmt: skip
def test_entry(inverse, free, best, at_free, at_best):
    market = Entry(1.0 / inverse)
    assert (market.free_entry(), market.optimum()) == (pytest.approx(free), best)
    assert (market.total(free), market.total(best)) == pytest.approx((at_free, at_best), abs=6e-6)


@pytest.mark.parametrize(
    ("bidders", "expected"),
    [(2, (-0.3333, 0.3333, 0.6667, 0.3333)), (3, (-0.5, 0.0, 0.5, 0.3333)), (5, (-0.6667, -0.3333, 0.3333, 0.2667))],
)
def test_common_values(bidders, expected):
    first, second = CommonValue(bidders), CommonValue(bidders, second=True)
    found = first.naive(), second.naive(), first.cautious(), second.cautious()
    assert found == pytest.approx(expected, abs=5e-5)


@pytest.mark.parametrize(("size", "tax"), [(1.0, -4.5), (1.2, -2.7), (1.5, 0.0), (2.0, 4.5), (3.0, 13.5)])
def test_charges_of_the_larger_country(size, tax):
    assert TradeCost(large=size).tax() == pytest.approx(tax)


@pytest.mark.parametrize(("trade", "stake"), [(1.0, 2.375), (2.0, 4.5), (4.0, 8.0)])
def test_stakes_fall_with_the_cost_of_trade(trade, stake):
    assert TradeCost(trade=trade).stake() == stake


@pytest.mark.parametrize(
    ("spillover", "own", "joint"),
    [(0.0, 2.85714, 1.25), (0.25, 2.56881, 1.68067), (0.5, 2.22222, 2.22222), (0.75, 1.83486, 2.94737),
     (1.0, 1.42857, 4.0)],
)  # fmt: skip
def test_research(spillover, own, joint):
    apart, together = SharedResearch(spillover), SharedResearch(spillover, joint=True)
    assert (apart.research(), together.research()) == pytest.approx((own, joint), abs=5e-6)
    assert (together.research() > apart.research() + 1e-9) == (spillover > 0.5)


@pytest.mark.parametrize(("spillover", "own", "joint"), [(0.0, 10.204, 12.5), (1.0, 16.327, 20.0)])
def test_profits_of_research(spillover, own, joint):
    found = (SharedResearch(spillover).profit(), SharedResearch(spillover, joint=True).profit())
    assert found == pytest.approx((own, joint), abs=5e-4)


def test_without_spillovers_the_joint_laboratory_may_as_well_sit_in_one_firm():
    """Why research is chosen the same for both: at β = 0 all that keep the sum of 2.5 earn 25 together."""
    game = SharedResearch(0.0)
    for shift in (0.0, 0.5, 1.25):
        one, other = 1.25 + shift, 1.25 - shift
        sold = (10.0 + 2.0 * one - other) / 3.0, (10.0 + 2.0 * other - one) / 3.0
        by_hand = sold[0] ** 2 + sold[1] ** 2 - one**2 - other**2
        found = game.profits(np.array([one, other])).sum()
        assert found == pytest.approx(by_hand) == pytest.approx(25.0)


@pytest.mark.parametrize(("players", "each", "total"), [(2, 3.0, 6.0), (3, 2.6667, 8.0), (5, 1.92, 9.6)])
def test_contests_for_attention(players, each, total):
    game = PromotionContest(players)
    assert (game.effort(), players * game.effort()) == pytest.approx((each, total), abs=5e-5)
