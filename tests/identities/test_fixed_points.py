"""Where posted rates have two fixed points, the worse one is weighed against the optimum."""

from dataclasses import replace

import numpy as np
import pytest

from sim.outcomes import run_outcomes
from sim.schedule import SCHEDULE, Period
from sim.schedule import fixed_points as event
from sim.schedule.signing import count_welfare
from sim.simulate import Run, project_source
from sim.world import build_world, opening_state
from tests.scenes import stylised


def posted(site, public, **more):
    whole = stylised(site, public, contest={"format": "posted"}, economy={"cost_of_public_funds": 0.2}, **more)
    data = whole.model_dump()
    data["projects"]["match"] = {"law": "gumbel", "scale_money": 1.0}
    return type(whole).model_validate(data)


def settled(whole):
    """A period as it stands when welfare has been counted."""
    world = build_world(whole, whole.regimes[0].key)
    p = Period(world, opening_state(world), project_source(whole, 0).period(0))
    for each in SCHEDULE[: SCHEDULE.index(count_welfare) + 1]:
        each(p)
    return p


def test_with_one_fixed_point_there_is_nothing_to_weigh():
    whole = posted({"a": 5.0, "b": 4.0}, {"a": 10.0, "b": 9.0})
    p = settled(whole)
    event.weigh_fixed_points(p)
    assert p.other_fixed_point is None
    world = build_world(whole, "run")
    run = Run(world, 0, opening_state(world))
    run.step(project_source(whole, 0).period(0))
    assert np.isnan(run_outcomes(run)["price_of_anarchy"])


def test_the_second_fixed_point_is_played_from_the_same_state():
    p = settled(posted({"a": 5.0, "b": 4.0}, {"a": 10.0, "b": 9.0}))
    # As if the replies had another rest, in which b alone pays: 8 to the firm, which then goes there.
    other = np.array([[0.0, 8.0]])
    solved = replace(p.posted.solved, fixed_points=np.array([2]), other=other)
    p.posted = replace(p.posted, solved=solved)
    before = p.state.land_left.copy(), p.deal_welfare.total.copy()
    event.weigh_fixed_points(p)
    here = p.block.site_value[0, 1]
    # Stylised, hosted: π + v - λx; a firm that could not be moved by 8 would stay where it is.
    assert here + 8.0 > p.block.site_value[0, 0]
    assert p.other_fixed_point == pytest.approx(here + 9.0 - 0.2 * 8.0 - before[1][0])
    assert np.array_equal(p.state.land_left, before[0])
    assert np.array_equal(p.deal_welfare.total, before[1])


def test_the_price_of_anarchy_is_the_worse_surplus_over_the_optimum():
    whole = posted({"a": 5.0, "b": 4.0}, {"a": 10.0, "b": 9.0})
    world = build_world(whole, "run")
    run = Run(world, 0, opening_state(world))
    run.step(project_source(whole, 0).period(0))
    run.fixed_points[0] = -3.0
    found = run_outcomes(run)
    surplus, optimum = run.deals["surplus"].sum(), run.plans[0].value
    assert found["price_of_anarchy"] == pytest.approx((surplus - 3.0) / optimum)
    assert found["efficiency"] == pytest.approx(surplus / optimum)
