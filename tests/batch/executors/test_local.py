"""What is special to processes of this machine."""

import os

import pytest

from experiments.batch.executors.local import LocalExecutor
from experiments.batch.executors.protocol import ExecutorGone
from tests.batch.executors.conftest import collect
from tests.batch.executors.poison import NeverArrives, Spec, carry_out


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
