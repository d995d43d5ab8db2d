"""The profile: time is counted once, every event has its name, and watching changes nothing."""

import numpy as np
import pytest

from benchmarks.profile import DRAWS, RECORDS, Sections, profiled, watched
from sim.scenario import load
from sim.schedule import SCHEDULE
from sim.simulate import simulate


def test_a_section_inside_another_is_counted_once():
    clock = iter([0.0, 2.0, 5.0, 6.0])
    sections = Sections(now=lambda: next(clock))
    with sections.inside("outer"), sections.inside("inner"):  # the outer from 0 to 6, the inner from 2 to 5
        pass
    assert sections.spent == {"outer": 3.0, "inner": 3.0}


def test_an_error_inside_closes_its_section():
    clock = iter([0.0, 1.0, 5.0, 7.0])
    sections = Sections(now=lambda: next(clock))
    with pytest.raises(ValueError, match="inside"), sections.inside("a"):
        raise ValueError("inside")
    with sections.inside("b"):
        pass
    assert sections.spent == {"a": 1.0, "b": 2.0}


def test_every_event_is_in_it_and_the_sum_is_the_whole():
    found = profiled(load("rongchang_longchang"), 1)
    wanted = {event.__name__ for event in SCHEDULE} | {f"keep {name.replace('_', ' ')}" for name in RECORDS}
    assert set(found["sections"]) == wanted | {DRAWS, "make projects", "set up the world"}
    assert sum(found["sections"].values()) + found["left_over"] == pytest.approx(found["total"])
    assert 0.0 <= found["left_over"] < 0.5 * found["total"]


def test_watching_changes_no_result_and_ends():
    scenario = load("rongchang_longchang")
    with watched(Sections()):
        seen = simulate(scenario, with_planner=False)
    np.testing.assert_array_equal(seen.deals["host"], simulate(scenario, with_planner=False).deals["host"])
    sections = Sections()
    assert sections.spent == {}
    from sim.schedule import SCHEDULE as AFTERWARDS

    assert AFTERWARDS is SCHEDULE
