"""What every executor promises."""

import itertools
import os
import random
import signal
import time

import psutil
import pytest

from experiments.batch.executors.protocol import Lost
from tests.batch.executors.conftest import ISOLATING, OWNING, collect, gone, shuffled_groups
from tests.batch.executors.poison import Spec, carry_out

APART = pytest.mark.parametrize("executor", ISOLATING, ids=lambda make: make.__name__, indirect=True)
"""For promises that only executors with workers of their own can keep."""

OWN = pytest.mark.parametrize("executor", OWNING, ids=lambda make: make.__name__, indirect=True)
"""For promises that only hold for workers that the executor started."""

KILLS = 2
"""Workers that are killed in the course of sixty runs."""

SPECS = [Spec(number) for number in range(40)]


def fine(group):
    return {spec: carry_out(spec) for spec in group}


@pytest.mark.parametrize("size", [1, 7, 40])
def test_every_result_comes_back_once_whatever_the_groups_and_their_order(executor, size):
    results, lost = collect(executor, shuffled_groups(SPECS, size, seed=size))
    assert lost == []
    assert results == fine(SPECS)


def test_with_nothing_handed_in_waiting_takes_no_time(executor):
    start = time.monotonic()
    assert executor.wait(30.0) == []
    assert time.monotonic() - start < 1.0


def test_what_a_run_raises_is_its_result_and_the_rest_of_its_group_completes(executor):
    bad = {
        Spec(1, "raises"): ("error", "RuntimeError: planned 1"),
        Spec(2, "exits"): ("error", "SystemExit: planned 2"),
        Spec(3, "unsendable"): ("unsendable", "lambda"),
        Spec(4, "unreadable"): ("unsendable", "ValueError: not to be read"),
        Spec(5, "eats"): ("memory", "MemoryError"),
    }
    good = SPECS[:5]
    group = [spec for pair in zip(good, bad, strict=True) for spec in pair]
    results, lost = collect(executor, [group, SPECS[5:10]])
    assert lost == []
    assert {spec: results.pop(spec).kind for spec in bad} == {spec: kind for spec, (kind, _) in bad.items()}
    assert results == fine(SPECS[:10])


def test_an_error_says_what_happened_and_where(executor):
    results, _ = collect(executor, [[Spec(1, "raises")]])
    failed = results[Spec(1, "raises")]
    assert failed.error.splitlines()[-1] == "RuntimeError: planned 1"
    assert "poison.py" in failed.error
    assert 0.0 <= failed.seconds < 2.0


def test_an_error_is_text_that_can_be_stored(executor):
    results, _ = collect(executor, [[Spec(1, "raises oddly")]])
    (failed,) = results.values()
    assert failed.error.encode("utf-8").endswith(b"x at the end\n")
    assert len(failed.error) < 30_000


def test_many_results_do_not_gather_in_memory(executor):
    """80 MB of results pass through; what is held at any time is a few groups."""
    numbers = iter(range(10_000))
    in_flight, seen, rss = 0, 0, []
    process = psutil.Process()
    while True:
        while in_flight < 4 * executor.slots:
            group = [Spec(number, "kilobytes") for number in itertools.islice(numbers, 50)]
            if not group:
                break
            executor.submit(group)
            in_flight += 1
        if not in_flight:
            break
        for back in executor.wait(10.0):
            in_flight -= 1
            seen += len(back.results)
        rss.append(process.memory_info().rss)
    assert seen == 10_000
    assert max(rss[len(rss) // 4 :]) - rss[len(rss) // 4] < 25e6


@APART
def test_a_run_that_takes_its_worker_along_costs_its_group_alone(executor):
    kinds = {"crashes": "death", "hangs": "time", "hangs and keeps the interpreter": "time"}
    alone = [(Spec(0, what),) for what in kinds]
    mixed = (SPECS[0], Spec(1, "leaves"), SPECS[1])
    results, lost = collect(executor, [SPECS[2:5], *alone, SPECS[5:9], mixed, SPECS[9:12]])
    assert sorted(group.runs for group in lost) == sorted([*alone, mixed])
    assert {group.runs[0].what: group.kind for group in lost if group.runs != mixed} == kinds
    assert results == fine(SPECS[2:12])


@APART
def test_a_run_that_interrupts_itself_interrupts_nobody_else(executor):
    results, lost = collect(executor, [[Spec(1, "interrupts"), SPECS[0]]])
    assert lost == []
    assert results.pop(Spec(1, "interrupts")).kind == "error"
    assert results == fine(SPECS[:1])


@OWN
def test_ctrl_c_is_not_for_workers(executor):
    first, _ = collect(executor, [[Spec(0, "process")]])
    os.kill(first[Spec(0, "process")], signal.SIGINT)
    results, lost = collect(executor, [SPECS[:3], SPECS[3:6]])
    assert lost == []
    assert results == fine(SPECS[:6])


@OWN
def test_standard_output_is_left_alone(executor, capfd):
    collect(executor, [[Spec(0, "prints")]])
    assert capfd.readouterr().out == ""


@APART
def test_workers_killed_at_random_moments_lose_and_double_nothing(executor):
    """Lost groups are handed in again until all is there; results are long, so that some workers die sending them."""
    specs = [Spec(number, "long") for number in range(60)]
    waiting = [tuple(specs[start : start + 4]) for start in range(0, len(specs), 4)]
    dice, killed, came_back, in_flight = random.Random(3), set(), [], 0
    while waiting or in_flight:
        while waiting:
            executor.submit(waiting.pop())
            in_flight += 1
        for back in executor.wait(5.0):
            in_flight -= 1
            if isinstance(back, Lost):
                waiting.append(back.runs)
                continue
            came_back += back.runs
            worker = back.results[-1][0]
            if len(killed) < KILLS and worker not in killed:
                time.sleep(dice.uniform(0.0, 0.02))
                os.kill(worker, signal.SIGKILL)
                killed.add(worker)
    assert sorted(came_back, key=lambda spec: spec.number) == specs
    assert len(killed) == KILLS


def test_closed_at_once_it_leaves_no_process(making):
    executor = making()
    results, _ = collect(executor, [[Spec(number, "process")] for number in range(8)])
    executor.submit([Spec(0, "hangs and keeps the interpreter")])
    time.sleep(0.3)
    executor.close(kill=True)
    assert gone(set(results.values()))
    executor.close()


def test_closed_in_peace_it_leaves_no_process_either(making):
    executor = making()
    results, _ = collect(executor, [[Spec(number, "process")] for number in range(8)])
    executor.close()
    assert gone(set(results.values()))
