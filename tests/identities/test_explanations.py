"""What is told about a deal is what the run has in its tables."""

import numpy as np
import pytest

from sim.explain import explain
from sim.simulate import simulate
from tests.scenes import region

ORDERS = (["land", "rebate", "cash"], ["cash", "rebate", "land"])
TIGHT = {"promotion_budget_share": 0.01, "base_revenue": 2000.0, "grant_limit": 0.2}


@pytest.mark.parametrize("form", ["open", "sealed"])
@pytest.mark.parametrize("order", ORDERS, ids=lambda order: order[0])
def test_explanations_agree_with_the_table_of_deals_when_budgets_bind(order, form):
    whole = region(city=TIGHT, time={"periods": 2}, contest={"instrument_order": order, "format": form}, gap=0.0)
    run = simulate(whole, with_planner=False)
    keys = run.world.cities.keys
    deals = run.deals
    assert deals["grant"].sum() > 0
    for row in range(deals["host"].size):
        told = explain(whole, (int(deals["period"][row]), int(deals["slot"][row])))
        host = deals["host"][row]
        assert told.host == (keys[host] if host >= 0 else None)
        assert told.concession == pytest.approx(deals["concession"][row])
        assert told.threshold == deals["threshold"][row]
        if host < 0:
            continue
        winner = told.bidder(told.host)
        assert winner.offer == pytest.approx(deals["concession"][row])
        assert winner.score == pytest.approx(deals["site_value"][row] + deals["concession"][row])
        assert winner.instruments["land"] == pytest.approx(deals["land_discount"][row], abs=1e-9)
        assert winner.instruments["rebate"] == pytest.approx(deals["rebate"][row], abs=1e-9)
        assert winner.instruments["cash"] == pytest.approx(deals["grant"][row], abs=1e-9)


def test_the_waterfall_adds_up_for_every_bidder():
    whole = region(
        ("a", "b", "c", "d"), city={"access_cost": 0.3, "credit_spread": 0.01}, contest={"shortlist_size": 2}
    )
    deals = simulate(whole, with_planner=False).deals
    for slot in deals["slot"][:10]:
        told = explain(whole, (0, int(slot)))
        assert sum(bidder.invited for bidder in told.bidders) in (0, 2)
        for bidder in told.bidders:
            assert sum(bidder.parts.values()) == pytest.approx(bidder.site_value)
            assert sum(bidder.instruments.values()) == pytest.approx(bidder.offer)
            assert bidder.score == pytest.approx(bidder.site_value + bidder.offer)
            assert bidder.offer <= bidder.room + 1e-9


def test_the_offer_told_as_needed_would_have_won():
    """Each loser's smallest winning offer: with a little more reservation than that it wins, with less it does not."""
    whole = region(city={"promotion_budget_share": None, "grant_limit": None}, seed=3)
    deals = simulate(whole, with_planner=False).deals
    checked = 0
    for row in np.flatnonzero(deals["host"] >= 0)[:8]:
        told = explain(whole, (0, int(deals["slot"][row])))
        for bidder in told.bidders:
            if bidder.city == told.host:
                continue
            missing = 1.2 * (bidder.needed - bidder.reservation) / told.investment
            for extra, wins in ((missing + 1e-4, True), (missing - 1e-4, False)):
                if not 0.0 <= extra <= 0.5:
                    continue
                eager = whole.cities[bidder.city].model_copy(update={"political_weight": extra})
                again = whole.model_copy(update={"cities": {**whole.cities, bidder.city: eager}})
                assert (explain(again, (0, int(deals["slot"][row]))).host == bidder.city) == wins
                checked += 1
    assert checked > 10
