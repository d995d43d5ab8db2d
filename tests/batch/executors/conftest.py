"""The executors that the contract is checked for, started once each."""

import random
import time

import psutil
import pytest

from experiments.batch.executors.in_process import InProcessExecutor
from experiments.batch.executors.local import LocalExecutor
from experiments.batch.executors.protocol import Completed, Limits, Lost
from tests.batch.executors.poison import carry_out

LIMITS = Limits(seconds=2.0, memory_bytes=1_000_000_000)


def in_process():
    return InProcessExecutor(carry_out, LIMITS)


def one_worker():
    return LocalExecutor(carry_out, 1, LIMITS)


def two_workers():
    return LocalExecutor(carry_out, 2, LIMITS)


ISOLATING = [one_worker, two_workers]


@pytest.fixture(scope="package", params=[in_process, *ISOLATING], ids=lambda make: make.__name__)
def executor(request):
    """Every executor."""
    made = request.param()
    yield made
    made.close(kill=True)


@pytest.fixture(scope="package", params=ISOLATING, ids=lambda make: make.__name__)
def isolating(request):
    """Every executor that keeps runs apart from this program."""
    made = request.param()
    yield made
    made.close(kill=True)


@pytest.fixture(params=ISOLATING, ids=lambda make: make.__name__)
def making(request):
    """Makes an executor, which the test closes."""
    return request.param


def collect(executor, groups, patience=90.0):
    """Hand in groups and wait for all: results by run, and the groups that were lost."""
    for group in groups:
        executor.submit(group)
    results, lost, groups_back, end = {}, [], 0, time.monotonic() + patience
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
