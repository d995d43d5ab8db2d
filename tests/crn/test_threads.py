"""Threads that run the model at the same time do not disturb each other's luck."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from sim.scenario import load
from sim.simulate import simulate


def test_runs_in_four_threads_are_those_of_one():
    scenario = load("long_run", overrides=("time.periods=4",))
    alone = [simulate(scenario, None, number, with_planner=False).deals["concession"] for number in range(4)]
    with ThreadPoolExecutor(4) as threads:
        found = threads.map(lambda number: simulate(scenario, None, number % 4, with_planner=False), range(12))
    for number, run in enumerate(found):
        np.testing.assert_array_equal(run.deals["concession"], alone[number % 4])
