"""Three projects and three cities with one slot each: what the order of arrival costs is not due to competition."""

import numpy as np
import pytest

from experiments.verification.cases.case_16_assignment import ORDERS, SURPLUS, label
from experiments.verification.oracles.assignment import in_order, lowest_supports, optimum
from sim.planner import plan
from sim.rules.arrival import Contenders, settle
from sim.rules.capacity import Capacities
from sim.rules.contest import open_contest
from sim.rules.instruments import Rooms

DIGITS = {"123": 36, "132": 36, "213": 36, "231": 30, "312": 25, "321": 30}


def test_the_oracle_says_what_the_literature_says():
    totals = {label(order): SURPLUS[list(order), in_order(SURPLUS, order)[0]].sum() for order in ORDERS}
    assert totals == DIGITS
    assert 1 - min(totals.values()) / optimum(SURPLUS) == pytest.approx(0.306, abs=5e-4)
    host, supports = lowest_supports(SURPLUS)
    assert (host.tolist(), supports.tolist()) == ([0, 1, 2], [0.0, 0.0, 0.0])
    assert (SURPLUS[range(3), host] - supports).tolist() == [14.0, 13.0, 9.0]
    assert (lowest_supports(SURPLUS[:2])[1] > 1.0).all()


def settled(order, matrix=SURPLUS):
    """Contests in this order: the firms get nothing from the sites, the cities all of the surplus."""
    values = matrix[list(order)]
    shape = values.shape
    room = np.full(shape, np.inf)
    contenders = Contenders(
        site_value=np.zeros(shape), offer=values, reservation=values,
        rooms=Rooms(np.zeros(shape), np.zeros(shape), room, room), joint_bid_value=values,
        candidate=np.ones(shape, dtype=bool), contestable=np.ones(shape[0], dtype=bool),
        outside=np.zeros(shape[0]), land=np.zeros(shape[0]), tie=None, coalition=np.arange(shape[1]),
        disclosure_group=np.arange(shape[1]), shortlist_size=None, instrument_order=("land", "rebate", "cash"),
        grant_nominal=np.ones(shape[1]), cost_of_public_funds=0.0, only_two_matter=True,
    )  # fmt: skip
    none = np.full(shape[1], np.inf)
    return settle(contenders, Capacities(none, np.ones(shape[1]), none), open_contest)


@pytest.mark.parametrize("order", ORDERS, ids=label)
def test_hosts_and_prices_of_every_order(order):
    outcome = settled(order).outcome
    host, price = in_order(SURPLUS, order)
    assert outcome.host.tolist() == host
    assert outcome.concession.tolist() == price


def test_the_planner_finds_the_diagonal():
    found = plan(SURPLUS, np.ones((3, 3), dtype=bool), np.zeros(3), np.full(3, np.inf), np.ones(3))
    assert found.host.tolist() == [0, 1, 2]
    assert found.value == pytest.approx(36.0)
    assert found.proven


def test_the_last_city_with_a_slot_pays_nothing():
    """The third project has one city left to go to, so nobody bids against it."""
    assert settled((0, 1, 2)).outcome.concession.tolist() == [9.0, 6.0, 0.0]
