"""What the order of arrival costs is kept apart from what competition costs."""

import pytest

from experiments.verification.cases.case_16_assignment import ORDERS, SURPLUS, case
from experiments.verification.oracles.assignment import in_order
from sim.separation import separate_run
from tests.scenes import generated, region


@pytest.mark.parametrize("form", ["open", "open_simultaneous"])
@pytest.mark.parametrize("order", ORDERS)
def test_every_order_of_case_16(form, order):
    (one,) = separate_run(case(order, form), "competition")
    assert (one.optimum, one.bound, one.simultaneous) == (pytest.approx(36.0),) * 3
    assert one.sequential == pytest.approx(SURPLUS[list(order), in_order(SURPLUS, order)[0]].sum())
    assert one.unlimited == pytest.approx(14.0 + 13.0 + 10.0)
    assert one.binds


def test_where_nothing_binds_the_order_costs_nothing():
    """And without distortions neither does competition."""
    whole = generated(4, 60, project={"public_mean": 10.0, "public_sd": 3.0, "site_sd": 3.0, "outside_option": 2.0})
    (one,) = separate_run(whole, "run")
    assert not one.binds
    assert one.optimum == pytest.approx(one.simultaneous)
    assert one.optimum == pytest.approx(one.sequential)
    assert one.optimum == pytest.approx(one.unlimited)


def test_with_scarce_slots_the_order_costs_something_and_nothing_beats_the_optimum():
    whole = generated(5, 40, city={"slots": 3}, project={"public_mean": 10.0, "public_sd": 4.0, "outside_option": 0.0},
                      contest={"increment": 0.001})  # fmt: skip
    (one,) = separate_run(whole, "run")
    assert one.simultaneous == pytest.approx(one.optimum, rel=0.01)
    assert one.sequential < one.simultaneous
    assert one.unlimited > one.optimum


def test_a_run_is_separated_period_by_period():
    found = separate_run(region(city={"land_stock": 200.0}, time={"periods": 2}), "run")
    assert len(found) == 2
    for one in found:
        assert one.projects > 0
        assert max(one.simultaneous, one.sequential) <= one.bound + 1e-6
