"""Compiled passes are loaded between two runs: no run pays for it with its time or its memory."""

import os
import subprocess
import sys

PROGRAM = """
import sys
from sim import compiled
from sim.scenario import load
from sim.simulate import simulate
from experiments.batch.executors.protocol import Failed, Limits
from experiments.batch.guard import Guard
scenario = load("rongchang_longchang")
simulate(scenario, with_planner=False)
compiled.ENOUGH, compiled.work.pairs = compiled.work.pairs * 3 // 2, 0
guard = Guard(lambda run: simulate(scenario, with_planner=False) and run, Limits(memory_bytes=300 << 20))
for run in range(3):
    (found,) = guard.carry_out([run])
    print(found.kind if isinstance(found, Failed) else "good", "numba" in sys.modules)
"""


def test_no_run_fails_because_passes_are_loaded_in_the_middle_of_it():
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=os.environ | {"CITYBID_COMPILED": "auto"}, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["good", "good", "good"]
