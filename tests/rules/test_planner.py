"""The planner's allocation against enumeration of all allocations."""

import os
from itertools import product
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.planner import Plan, fits, plan, quiet_stdout


@st.composite
def allocations(draw):
    """Surplus of up to 5 projects in up to 3 cities, with land and slots that often bind."""
    count, cities = draw(st.integers(1, 5)), draw(st.integers(1, 3))
    luck = np.random.default_rng(draw(st.integers(0, 10**6)))
    surplus = luck.integers(-5, 15, (count, cities)).astype(float)
    candidate = luck.random((count, cities)) < 0.85
    land = luck.integers(0, 5, count).astype(float)
    left = np.where(luck.random(cities) < 0.25, np.inf, luck.integers(0, 10, cities))
    slots = np.where(luck.random(cities) < 0.5, np.inf, luck.integers(0, 3, cities))
    return surplus, candidate, land, left, slots


def enumerated(surplus, candidate, land, left, slots):
    """Value of the best allocation, by trying all."""
    best = 0.0
    count, cities = surplus.shape
    for hosts in product(range(-1, cities), repeat=count):
        used, taken, value = [0.0] * cities, [0] * cities, 0.0
        for project, host in enumerate(hosts):
            if host < 0:
                continue
            if not candidate[project, host]:
                break
            used[host] += land[project]
            taken[host] += 1
            value += surplus[project, host]
        else:
            if all(used[c] <= left[c] and taken[c] <= slots[c] for c in range(cities)):
                best = max(best, value)
    return best


@given(allocations())
@settings(max_examples=150)
def test_the_plan_is_the_best_of_all_allocations(case):
    surplus, candidate, land, left, slots = case
    found = plan(*case)
    assert found.value == pytest.approx(enumerated(*case), abs=1e-6)
    assert found.bound >= found.value
    assert found.proven
    assert fits(found.host, land, left, slots)
    placed = np.flatnonzero(found.host >= 0)
    assert found.value == pytest.approx(surplus[placed, found.host[placed]].sum())
    assert candidate[placed, found.host[placed]].all()


def test_a_larger_plan_keeps_its_bound_above_its_value():
    luck = np.random.default_rng(4)
    surplus = luck.normal(5, 5, (120, 6))
    case = surplus, np.ones((120, 6), dtype=bool), luck.uniform(1, 9, 120), np.full(6, 40.0), np.full(6, np.inf)
    found = plan(*case)
    assert found.bound >= found.value > 0
    greedy, left = 0.0, np.full(6, 40.0)
    for row in np.argsort(-surplus.max(axis=1)):
        host = int(np.where(left >= case[2][row], surplus[row], -np.inf).argmax())
        if left[host] >= case[2][row] and surplus[row, host] > 0:
            left[host] -= case[2][row]
            greedy += surplus[row, host]
    assert found.value >= greedy
    assert found.bound <= np.maximum(surplus.max(axis=1), 0).sum() + 1e-9


def test_out_of_time_there_is_still_an_interval():
    luck = np.random.default_rng(5)
    surplus = luck.normal(5, 5, (400, 12))
    land = luck.uniform(1, 9, 400)
    found = plan(surplus, np.ones((400, 12), dtype=bool), land, np.full(12, 60.0), np.full(12, 25.0), nodes=1)
    assert 0.0 <= found.value <= found.bound
    assert fits(found.host, land, np.full(12, 60.0), np.full(12, 25.0))


@pytest.mark.parametrize(("stopped_at", "bound"), [(-12.0, 12.0), (-40.0, 18.0), (None, 18.0)])
def test_a_plan_that_is_not_proven_carries_the_bound_of_the_solver(stopped_at, bound, monkeypatch):
    """One slot for two projects: whatever allocation the solver stops at, the optimum lies below its bound and 18."""
    stopped = SimpleNamespace(x=np.array([0.0, 1.0]), mip_dual_bound=stopped_at)
    monkeypatch.setattr("scipy.optimize.milp", lambda *_, **__: stopped)
    found = plan(np.array([[10.0], [8.0]]), np.ones((2, 1), dtype=bool), np.zeros(2), np.full(1, np.inf), np.ones(1))
    assert (found.host.tolist(), found.value, found.bound) == ([-1, 0], 8.0, bound)
    assert not found.proven


def test_the_solver_prints_nothing_on_standard_output(capfd):
    luck = np.random.default_rng(6)
    for _ in range(10):
        plan(
            luck.normal(5, 5, (30, 4)),
            np.ones((30, 4), dtype=bool),
            luck.uniform(1, 9, 30),
            np.full(4, 30.0),
            np.full(4, 5.0),
        )
    captured = capfd.readouterr()
    assert captured.out == ""


def test_what_is_printed_below_python_is_kept_off_standard_output(capfd):
    with quiet_stdout():
        os.write(1, b"a solver's noise")
    os.write(1, b"a result")
    assert capfd.readouterr().out == "a result"


def test_a_plan_knows_whether_it_is_proven():
    assert Plan(np.array([0]), 10.0, 10.0).proven
    assert not Plan(np.array([0]), 10.0, 10.1).proven


def test_firms_that_can_neither_leave_nor_fit_are_left_out():
    found = plan(
        np.full((2, 1), -1.0),
        np.ones((2, 1), dtype=bool),
        np.zeros(2),
        np.full(1, np.inf),
        np.ones(1),
        np.ones(2, dtype=bool),
    )
    assert found.host.tolist() == [-1, -1]
    assert found.value == found.bound == 0.0


def test_a_large_programme_is_bounded_on_both_sides():
    luck = np.random.default_rng(8)
    surplus, land = luck.normal(5, 3, (1500, 20)), luck.uniform(1, 9, 1500)
    left, everywhere = np.full(20, 200.0), np.ones(surplus.shape, dtype=bool)
    found = plan(surplus, everywhere, land, left, np.full(20, np.inf))
    assert fits(found.host, land, left, np.full(20, np.inf))
    # Prices of land c give another bound, by duality: each project takes its best site net of the price of its land.
    for price in (0.0, 0.5, 1.0, 1.5):
        priced = np.maximum(surplus - price * land[:, None], 0).max(axis=1).sum() + price * left.sum()
        assert found.value <= found.bound + 1e-6
        assert found.value <= priced + 1e-6
        assert found.bound <= priced + 1e-6
    # A linear programme has at most one fractional project for each site that is full: rounding loses little.
    assert found.value > 0.99 * found.bound
    plain, room = 0.0, left.copy()
    for index in np.argsort(-surplus, axis=None):
        row, city = divmod(int(index), 20)
        if everywhere[row].any() and surplus[row, city] > 0 and land[row] <= room[city]:
            room[city] -= land[row]
            plain += surplus[row, city]
            everywhere[row] = False
    assert found.value >= plain - 1e-6
