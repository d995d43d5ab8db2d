"""What is special to processes of this machine: how they start, and how they end with their parent."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from experiments.batch.executors.local import LocalExecutor
from experiments.batch.executors.protocol import ExecutorGone
from tests.batch.executors.conftest import alive, collect, gone
from tests.batch.executors.poison import NeverArrives, Spec, carry_out

ROOT = Path(__file__).resolve().parents[3]

PARENT = """
import sys
from experiments.batch.executors.local import LocalExecutor
from tests.batch.executors.conftest import collect
from tests.batch.executors.poison import Spec, carry_out

if __name__ == "__main__":
    executor = LocalExecutor(carry_out, 2)
    busy = Spec(0, "hangs and keeps the interpreter")
    results, _ = collect(executor, [[Spec(number, "process")] for number in range(20)])
    executor.submit([busy])
    print(*sorted(set(results.values())), flush=True)
    {ending}
"""


def parent(ending):
    """A program with a busy worker and perhaps a free one, and the workers' process ids."""
    process = subprocess.Popen(
        [sys.executable, "-c", PARENT.replace("{ending}", ending)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip
    assert process.stdout is not None
    return process, [int(pid) for pid in process.stdout.readline().split()]


@pytest.mark.parametrize("ending", ["sys.stdin.read()", "sys.exit(3)", "raise RuntimeError", "import os; os._exit(3)"])
def test_workers_end_with_their_parent_however_it_ends(ending):
    process, workers = parent(ending)
    with process:
        assert workers
        if "stdin" in ending:
            assert all(map(alive, workers))
            process.kill()
        assert process.wait(timeout=20) != 0
        assert gone(workers)


def test_if_no_worker_can_start_it_says_why_and_stops():
    executor = LocalExecutor(NeverArrives(), 2)
    try:
        with pytest.raises(ExecutorGone) as stopped:
            collect(executor, [[Spec(0)]])
    finally:
        executor.close(kill=True)
    assert stopped.value.reason == "no_worker_starts"
    assert "ValueError: not to be read" in stopped.value.fields["why"]


def test_a_worker_that_dies_in_the_middle_of_an_answer_is_found_out():
    """Half a message waits in the pipe: its length, and less than that."""
    executor = LocalExecutor(carry_out, 1)
    try:
        results, lost = collect(executor, [[Spec(0, "answers by half")], [Spec(1)]], patience=20)
    finally:
        executor.close(kill=True)
    assert [group.runs for group in lost] == [(Spec(0, "answers by half"),)]
    assert results == {Spec(1): carry_out(Spec(1))}


def test_a_lost_group_says_where_its_worker_stood(tmp_path):
    executor = LocalExecutor(carry_out, 1)
    try:
        _, (lost,) = collect(executor, [[Spec(0, "crashes")]])
    finally:
        executor.close(kill=True)
    assert lost.note.startswith("Fatal Python error: Segmentation fault")
    assert "poison.py" in lost.note


def test_notes_of_workers_are_not_left_behind(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    executor = LocalExecutor(carry_out, 2)
    try:
        collect(executor, [[Spec(0, "leaves")], [Spec(1)], [Spec(2)]])
        assert [name for name in os.listdir(tmp_path) if name.startswith("citybid")] == []
    finally:
        executor.close(kill=True)
