"""Breaches by the calendar: who breaks when, how long it is unknown, how long it is punished, and who is paid."""

import pytest

from sim.schedule.foresight import later_projects
from sim.simulate import simulate
from sim.streams import Luck
from sim.world import build_world, opening_state
from tests.scenes import region, stepped, stylised


def pact(cap, **terms):
    return {"lever": "subsidy_cap", "cap": cap, "cities": ["a", "b"], "compliance": "chosen", **terms}


@pytest.mark.parametrize(("lag", "punishment"), [(1, 1), (1, 3), (3, 1), (2, 2)])
def test_a_breach_is_unknown_for_the_lag_and_punished_for_as_long_as_agreed(lag, punishment):
    """Two that live for the day break at once, and again as soon as there is something to break."""
    terms = pact(0.02, discount_factor=0.0, detection_lag=lag, punishment=punishment)
    run = simulate(stylised({"a": 0.0, "b": 0.0}, {"a": 10.0, "b": 8.0}, time={"periods": 12}, levers=[terms]))
    again = list(range(0, 12, lag + punishment))
    for city in (0, 1):
        assert [breach.period for breach in run.breaches if breach.city == city] == again
    assert not run.cities["agreements_kept"].any()


def test_what_makes_no_difference_is_kept():
    """A cap far above what anybody would offer: to keep and to break are worth the same, and a tie keeps."""
    run = simulate(
        stylised({"a": 0.0, "b": 0.0}, {"a": 10.0, "b": 8.0}, time={"periods": 3},
                 levers=[pact(2.0, discount_factor=0.5)])
    )  # fmt: skip
    assert not run.breaches
    assert run.cities["agreements_kept"].tolist() == [[1.0, 1.0]] * 3


def test_the_penalty_goes_from_who_broke_to_the_other_members():
    """A outbids the outsider c, which a cap of 2 forbids it; b has nothing to break it for."""
    flows = []
    for audits in (0.0, 1.0):
        terms = pact(0.02, discount_factor=0.0, audit_probability=audits, penalty=1.5)
        whole = stylised({"a": 0.0, "b": 0.0, "c": 0.0}, {"a": 10.0, "b": 0.0, "c": 7.0}, levers=[terms])
        ((run, period),) = stepped(whole)
        assert [(breach.city, breach.audited) for breach in run.breaches] == [(0, audits == 1.0)]
        flows.append((period.signing.net_of("city").copy(), run.state.treasury))
    for free, fined in zip(*flows, strict=True):
        assert fined - free == pytest.approx([-1.5, 1.5, 0.0])


def test_watched_projects_come_again_as_often_as_they_come():
    """One project in four years: a later period brings a quarter of one."""
    leads = [{"key": "plant", "industry": "chips", "announced_investment": 300.0, "period": 1}]
    whole = region(watched=leads, time={"periods": 4}, levers=[pact(0.02)])
    world = build_world(whole, "run")
    later = later_projects(world, opening_state(world), Luck(1, 0), 10)
    assert [(each.block.count, each.weight) for each in later] == [(1, 0.25)]
