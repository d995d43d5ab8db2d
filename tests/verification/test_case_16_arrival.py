"""Three projects and three cities with one slot each: what the order of arrival costs is not due to competition."""

from itertools import permutations

import numpy as np
import pytest

from sim.planner import plan
from sim.rules.arrival import Capacities, Contenders, settle
from sim.rules.contest import open_contest
from sim.rules.instruments import Rooms

SURPLUS = np.array([[14.0, 9.0, 7.0], [12.0, 13.0, 6.0], [10.0, 8.0, 9.0]])
EXPECTED = {"123": 36, "132": 36, "213": 36, "231": 30, "312": 25, "321": 30}


def in_order(order, matrix=SURPLUS):
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


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=lambda order: "".join(str(i + 1) for i in order))
def test_the_surplus_of_every_order(order):
    host = in_order(order).outcome.host
    total = SURPLUS[list(order), host].sum()
    assert sorted(host) == [0, 1, 2]
    assert total == EXPECTED["".join(str(i + 1) for i in order)]


def test_the_planner_finds_the_diagonal():
    found = plan(SURPLUS, np.ones((3, 3), dtype=bool), np.zeros(3), np.full(3, np.inf), np.ones(3))
    assert found.host.tolist() == [0, 1, 2]
    assert found.value == pytest.approx(36.0)
    assert found.proven


def test_the_last_city_with_a_slot_pays_nothing():
    """The third project has one city left to go to, so nobody bids against it."""
    assert in_order((0, 1, 2)).outcome.concession.tolist() == [9.0, 6.0, 0.0]
