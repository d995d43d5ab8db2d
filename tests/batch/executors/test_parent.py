"""Workers end with the program that started them, however it ends."""

import subprocess
import sys

import pytest

from tests.batch.executors.conftest import ROOT, alive, gone

PARENT = """
import sys
from experiments.batch.executors.{module} import {made}
from experiments.batch.executors.protocol import NO_LIMITS
from tests.batch.executors.conftest import collect
from tests.batch.executors.poison import Spec, carry_out

if __name__ == "__main__":
    executor = {making}
    results, _ = collect(executor, [[Spec(number, "process")] for number in range(20)])
    executor.submit([Spec(0, "{busy}")])
    print(*sorted(set(results.values())), flush=True)
    sys.stdin.readline()
    {ending}
"""

LOCAL = {"module": "local", "made": "LocalExecutor", "making": "LocalExecutor(carry_out, 2)"}
DASK = {"module": "dask_cluster", "made": "DaskCluster", "making": "DaskCluster(carry_out, NO_LIMITS, 1)"}


def check(made, busy, ending):
    """Start a program with a busy worker and perhaps a free one, end it, and see its workers go."""
    script = PARENT
    for name, text in {**made, "busy": busy, "ending": ending}.items():
        script = script.replace("{" + name + "}", text)
    process = subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    )
    with process:
        assert process.stdout is not None
        assert process.stdin is not None
        workers = [int(pid) for pid in process.stdout.readline().split()]
        assert workers
        assert all(map(alive, workers))
        if ending:
            process.stdin.write("\n")
            process.stdin.flush()
        else:
            process.kill()
        assert process.wait(timeout=30) != 0
        assert gone(workers)


@pytest.mark.parametrize("ending", ["", "sys.exit(3)", "raise RuntimeError", "import os; os._exit(3)"])
def test_local_workers_end_with_their_parent(ending):
    check(LOCAL, "hangs and keeps the interpreter", ending)


def test_workers_of_a_dask_cluster_of_its_own_end_with_a_parent_that_is_killed():
    check(DASK, "hangs", "")
