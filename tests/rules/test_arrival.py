"""Settling a period in blocks is settling one project at a time."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.rules import arrival
from sim.rules.arrival import Contenders, offers_for, settle
from sim.rules.capacity import Capacities
from sim.rules.contest import open_contest
from sim.rules.instruments import Rooms, fill
from sim.rules.sealed import sealed_contest
from tests.rules.contests import labels

ORDERS = (("land", "rebate", "cash"), ("rebate", "land", "cash"))
CASH_EARLY = (("cash", "land", "rebate"), ("land", "cash", "rebate"))
RULES = {
    "open": open_contest,
    "bluff": lambda offers: open_contest(offers, 0.5),
    "first": lambda offers: sealed_contest(offers, "first"),
    "second": lambda offers: sealed_contest(offers, "second"),
}


class Case:
    """A random period, shown by what it was made from."""

    def __init__(self, made_from, contenders, capacities, rule):
        self.made_from, self.contenders, self.capacities, self.rule = made_from, contenders, capacities, rule

    def __repr__(self):
        return f"Case{self.made_from}: {self.rule}"


@st.composite
def periods(draw, orders=ORDERS, rules=tuple(RULES)):
    """A random period: contenders, capacities, and the name of the contest."""
    rule = draw(st.sampled_from(rules))
    cities, count = draw(st.integers(1, 5)), draw(st.sampled_from([0, 1, 7, 40, 150]))
    seed = draw(st.integers(0, 10**6))
    luck = np.random.default_rng(seed)
    shape = (count, cities)
    land = luck.integers(0, 5, count).astype(float)
    rooms = Rooms(
        land=luck.uniform(0, 3, shape), rebate=luck.uniform(0, 3, shape),
        cash=np.where(luck.random(shape) < 0.2, np.inf, luck.uniform(0, 8, shape)),
        package=np.where(luck.random(shape) < 0.3, luck.uniform(0, 10, shape), np.inf),
    )  # fmt: skip
    wanted = luck.uniform(-2, 12, shape).clip(0.0)
    reservation = np.minimum(wanted, rooms.total())
    alone = draw(st.booleans())
    coalition = np.arange(cities) if alone else draw(labels(cities))
    contenders = Contenders(
        site_value=luck.uniform(-5, 5, shape),
        offer=reservation * luck.choice([1.0, 0.7, 0.0], shape),
        reservation=reservation,
        rooms=rooms,
        joint_bid_value=wanted + luck.uniform(0, 2, shape),
        candidate=luck.random(shape) < 0.9,
        contestable=luck.random(count) < 0.9,
        outside=np.where(luck.random(count) < 0.5, -np.inf, luck.uniform(-5, 8, count)),
        land=land,
        tie=luck.random(shape),
        coalition=coalition,
        disclosure_group=draw(labels(cities)) if draw(st.booleans()) else np.arange(cities),
        shortlist_size=draw(st.none() | st.integers(1, 4)),
        instrument_order=draw(st.sampled_from(orders)),
        grant_nominal=luck.uniform(1.0, 1.2, cities),
        cost_of_public_funds=0.2,
        only_two_matter=rule in ("open", "bluff") and np.unique(coalition).size == cities,
    )

    def capacity(most):
        few = luck.integers(0, max(1, int(most)) + 1, cities).astype(float)
        return np.where(luck.random(cities) < 0.3, np.inf, few)

    scale = count / cities
    capacities = Capacities(capacity(2 * scale), capacity(scale), capacity(3 * scale))
    order, shortlist = contenders.instrument_order, contenders.shortlist_size
    made_from = (seed, cities, count, order, shortlist, coalition.tolist(), contenders.disclosure_group.tolist())
    return Case(made_from, contenders, capacities, rule)


def one_at_a_time(contenders, capacities, rule):
    """Every project alone, on what is left after the ones before it."""
    land, slots, cash = capacities.land.copy(), capacities.slots.copy(), capacities.cash.copy()
    rows = []
    for row in range(contenders.count):
        offers, room = offers_for(contenders, slice(row, row + 1), Capacities(land, slots, cash))
        outcome = rule(offers)
        host, x = int(outcome.host[0]), float(outcome.concession[0])
        used = {"land": 0.0, "rebate": 0.0, "cash": 0.0}
        if host >= 0:
            available = {
                "land": contenders.rooms.land[row, host],
                "rebate": contenders.rooms.rebate[row, host],
                "cash": room[0, host],
            }
            left = x
            for name in contenders.instrument_order:
                used[name] = min(left, available[name])
                left -= used[name]
            assert left < 1e-9
            land[host] -= contenders.land[row]
            slots[host] -= 1
            cash[host] = max(0.0, cash[host] - used["cash"] * contenders.grant_nominal[host])
        rows.append((host, x, int(outcome.runner_up[0]), float(outcome.threshold[0]), used, offers, outcome.score[0]))
    return rows, (land, slots, cash)


def compare(period):
    contenders, capacities, name = period.contenders, period.capacities, period.rule
    found = settle(contenders, capacities, RULES[name])
    rows, left = one_at_a_time(contenders, capacities, RULES[name])
    assert found.outcome.host.tolist() == [row[0] for row in rows]
    assert found.outcome.concession == pytest.approx([row[1] for row in rows], abs=1e-9)
    assert found.outcome.runner_up.tolist() == [row[2] for row in rows]
    assert found.outcome.threshold == pytest.approx([row[3] for row in rows], abs=1e-9)
    for instrument in ("land", "rebate", "cash"):
        expected = [row[4][instrument] for row in rows]
        assert getattr(found, instrument) == pytest.approx(expected, abs=1e-9), instrument
    for what, expected in zip((found.left.land, found.left.slots, found.left.cash), left, strict=True):
        assert what == pytest.approx(expected, abs=1e-9)
    for row, (*_, offers, _) in enumerate(rows):
        assert (found.offers.feasible[row] == offers.feasible[0]).all()
        assert (found.offers.invited[row] == offers.invited[0]).all()
    return found, rows


@given(periods())
@settings(max_examples=200)
def test_blocks_settle_as_one_at_a_time(period):
    compare(period)


@pytest.mark.parametrize("size", [1, 2, 5])
def test_the_size_of_the_blocks_does_not_matter(size, monkeypatch):
    whole = arrival.LARGEST_BLOCK

    @given(periods())
    @settings(max_examples=40)
    def check(period):
        monkeypatch.setattr(arrival, "LARGEST_BLOCK", size)
        found, _ = compare(period)
        monkeypatch.setattr(arrival, "LARGEST_BLOCK", whole)
        together = settle(period.contenders, period.capacities, RULES[period.rule])
        assert (found.outcome.host == together.outcome.host).all()
        assert (found.outcome.concession == together.outcome.concession).all()
        for name in ("land", "slots", "cash"):
            assert (getattr(found.left, name) == getattr(together.left, name)).all(), name

    check()


@given(periods(orders=CASH_EARLY))
@settings(max_examples=100)
def test_the_split_into_instruments_follows_what_is_left_when_cash_is_not_last(period):
    compare(period)


@given(periods(rules=("first", "second")))
@settings(max_examples=60)
def test_what_the_others_brought_is_kept_as_it_stood(period):
    """In sealed contests every city learns from it."""
    found, rows = compare(period)
    for row, (*_, offers, score) in enumerate(rows):
        assert found.offers.limit[row] == pytest.approx(offers.limit[0], abs=1e-9)
        assert found.offers.reservation[row] == pytest.approx(offers.reservation[0], abs=1e-9)
        assert found.outcome.score[row] == pytest.approx(score, abs=1e-9)


def test_what_the_others_brought_to_open_contests_is_kept_as_it_stood():
    @given(periods(rules=("open",)))
    @settings(max_examples=100)
    def check(period):
        found, rows = compare(period)
        for row, (*_, offers, _) in enumerate(rows):
            assert found.offers.reservation[row] == pytest.approx(offers.reservation[0], abs=1e-9)

    check()


@pytest.mark.parametrize("passes", [1, 2])
def test_how_often_a_block_is_decided_again_does_not_matter(passes, monkeypatch):
    monkeypatch.setattr(arrival, "MOST_PASSES", passes)

    @given(periods(rules=("first", "second", "open")))
    @settings(max_examples=40)
    def check(period):
        found, rows = compare(period)
        for row, (*_, offers, _) in enumerate(rows):
            assert found.offers.reservation[row] == pytest.approx(offers.reservation[0], abs=1e-9)
            if period.rule != "open":
                assert found.offers.limit[row] == pytest.approx(offers.limit[0], abs=1e-9)

    check()


def test_a_project_that_leaves_has_the_runner_up_of_what_is_left():
    """The first project takes what one city has; for the second, whom nobody can hold, it is behind the other then."""
    cash = np.array([[5.0, 4.0], [5.0, 4.0]])
    none, alone = np.zeros((2, 2)), np.arange(2)
    contenders = Contenders(
        site_value=none, offer=cash, reservation=cash, rooms=Rooms(land=none, rebate=none, cash=cash, package=cash),
        joint_bid_value=cash, candidate=np.full((2, 2), True), contestable=np.full(2, True),
        outside=np.array([-np.inf, 10.0]), land=np.zeros(2), tie=None, coalition=alone, disclosure_group=alone,
        shortlist_size=None, instrument_order=ORDERS[0], grant_nominal=np.ones(2), cost_of_public_funds=0.0,
        only_two_matter=True,
    )  # fmt: skip
    without_limit = np.full(2, np.inf)
    capacities = Capacities(without_limit, without_limit, np.array([5.0, 9.0]))
    found, _ = compare(Case("by hand", contenders, capacities, "open"))
    assert found.outcome.host.tolist() == [0, -1]
    assert found.outcome.runner_up.tolist() == [1, 0]


def test_most_examples_run_out_of_something():
    """The comparison above is not one of periods in which nothing binds."""
    bound = []

    @given(periods())
    @settings(max_examples=60)
    def look(period):
        contenders, capacities, name = period.contenders, period.capacities, period.rule
        if contenders.count < 40:
            return
        free = Capacities(*(np.full(capacities.land.size, np.inf) for _ in range(3)))
        ours = settle(contenders, capacities, RULES[name])
        bound.append((ours.outcome.concession != settle(contenders, free, RULES[name]).outcome.concession).mean())

    look()
    assert np.mean(np.array(bound) > 0.05) > 0.6


@given(
    st.floats(0, 30), st.lists(st.floats(0, 15), min_size=3, max_size=3), st.permutations(["land", "rebate", "cash"])
)
def test_instruments_are_filled_in_their_order(total, rooms, order):
    room = dict(zip(order, rooms, strict=True))
    total = min(total, sum(rooms))
    used = fill(np.array([total]), {name: np.array([value]) for name, value in room.items()}, order)
    assert sum(value[0] for value in used.values()) == pytest.approx(total, abs=1e-9)
    for earlier, later in pairwise(order):
        assert used[earlier][0] <= room[earlier]
        assert used[later][0] <= 1e-9 or used[earlier][0] == pytest.approx(room[earlier], abs=1e-9)
