"""The region in a fresh process: twenty years in a second or two on one core, under 300 MB, budgets that last."""

import json
import subprocess
import sys

import numpy as np
import pytest

PROGRAM = """
import json, pathlib, resource, sys, time
import numpy as np
from sim.scenario import load
from sim.simulate import Run, project_source
from sim.world import build_world, opening_state

scenario = load("region")
start = time.process_time()
world = build_world(scenario, "competition")
run, source = Run(world, 0, opening_state(world)), project_source(scenario, 0)
sixths, projects, used = np.zeros(6), 0, []
for period in range(scenario.time.periods):
    p = run.step(source.period(period), with_planner=False)
    cash, host, new = p.settlement.cash, p.settlement.outcome.host, p.block.incumbent < 0
    place = np.arange(p.block.count) * 6 // p.block.count
    sixths += np.bincount(place, cash, 6) / cash.sum()
    promised = np.bincount(host[host >= 0], (cash * (host >= 0))[host >= 0] * world.grant_nominal[host[host >= 0]],
                           world.cities.count)
    used.append(float((promised > 0.98 * p.commitment_room).mean()))
    projects += int(new.sum())
spent = time.process_time() - start
try:  # the peak of this program alone: what getrusage says includes the size of the process that started it
    peak = int(pathlib.Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) / 1024
except OSError:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
print(json.dumps({
    "seconds": spent, "mb": peak, "projects": projects,
    "sixths": (sixths / scenario.time.periods).tolist(), "exhausted": float(np.mean(used)),
}))
"""


@pytest.fixture(scope="module")
def measured():
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_one_replication_is_quick_and_small(measured):
    """Measured 1.0-1.7 seconds and 150 MB; the bound on time leaves room for slower and busier machines."""
    assert measured["projects"] > 55_000
    assert measured["seconds"] < 5.0
    assert measured["mb"] < 300.0


def test_promotion_budgets_are_not_gone_with_the_first_projects_of_a_year(measured):
    assert sum(measured["sixths"]) == pytest.approx(1.0)
    assert np.max(measured["sixths"]) < 0.3
    assert measured["exhausted"] < 0.1
