"""The executors that the contract is checked for, started once each."""

import json
import os
import random
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from experiments.batch.executors.dask_cluster import DaskCluster
from experiments.batch.executors.in_process import InProcessExecutor
from experiments.batch.executors.local import LocalExecutor
from experiments.batch.executors.protocol import Completed, Limits, Lost
from tests.batch.executors.poison import carry_out

ROOT = Path(__file__).resolve().parents[3]

LIMITS = Limits(seconds=2.0, memory_bytes=1_000_000_000)


def in_process(request):
    return InProcessExecutor(carry_out, LIMITS)


def one_worker(request):
    return LocalExecutor(carry_out, 1, LIMITS)


def two_workers(request):
    return LocalExecutor(carry_out, 2, LIMITS)


def dask_of_its_own(request):
    return DaskCluster(carry_out, LIMITS, 2)


def dask_by_address(request):
    return DaskCluster(carry_out, LIMITS, 0, request.getfixturevalue("scheduler"))


OWNING = [two_workers, dask_of_its_own]
"""Those whose workers are their own, to protect and to end."""

ISOLATING = [one_worker, *OWNING, dask_by_address]
"""Those that keep runs apart from this program."""


@pytest.fixture(scope="package")
def scheduler(tmp_path_factory):
    """Address of a scheduler with two workers, all in processes that are not ours to end."""
    with dask(tmp_path_factory.mktemp("dask"), workers=2) as (address, _, _):
        yield address


@contextmanager
def dask(folder, workers):
    """A scheduler and workers, as a user starts them: its address, what starts more, and the processes."""
    file = folder / "scheduler.json"
    processes = []

    def start(*arguments):
        command = [sys.executable, "-m", "dask", *arguments, "--no-dashboard", "--scheduler-file", str(file)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "DASK_TEMPORARY_DIRECTORY": str(folder)}
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        processes.append(subprocess.Popen(command, cwd=folder, env=environment, **quiet))

    def start_workers(number):
        start("worker", "--nworkers", str(number), "--nthreads", "1", "--host", "127.0.0.1", "--memory-limit", "0")

    start("scheduler", "--host", "127.0.0.1", "--port", "0")
    try:
        if workers:
            start_workers(workers)
        end = time.monotonic() + 60.0
        while not file.exists() or not file.read_text():
            assert time.monotonic() < end, "the scheduler did not start"
            time.sleep(0.05)
        yield json.loads(file.read_text())["address"], start_workers, processes
    finally:
        for process in reversed(processes):
            process.terminate()
            process.wait(timeout=30)


@pytest.fixture(scope="package", params=[in_process, *ISOLATING], ids=lambda make: make.__name__)
def executor(request):
    """Every executor; each is started once for all tests."""
    made = request.param(request)
    yield made
    made.close(kill=True)


@pytest.fixture(params=OWNING, ids=lambda make: make.__name__)
def making(request):
    """Makes an executor, which the test closes."""
    return lambda: request.param(request)


def collect(executor, groups, patience=90.0, already=0):
    """Hand in groups, to so many already handed in, and wait for all: results by run, and the groups lost."""
    for group in groups:
        executor.submit(group)
    results, lost, groups_back, end = {}, [], -already, time.monotonic() + patience
    while groups_back < len(groups):
        assert time.monotonic() < end, "groups did not come back"
        for group in executor.wait(1.0):
            groups_back += 1
            if isinstance(group, Lost):
                lost.append(group)
                continue
            assert isinstance(group, Completed)
            assert not set(group.runs) & set(results), "a run came back twice"
            results.update(zip(group.runs, group.results, strict=True))
    assert executor.wait(0.0) == []
    return results, lost


def shuffled_groups(specs, size, seed):
    """Specs in groups of a size, in an order of their own."""
    specs = list(specs)
    random.Random(seed).shuffle(specs)
    return [specs[start : start + size] for start in range(0, len(specs), size)]


def gone(pids, patience=10.0):
    """Whether processes have ended, or do soon."""
    end = time.monotonic() + patience
    while any(alive(pid) for pid in pids):
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def alive(pid):
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
