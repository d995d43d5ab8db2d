"""Start-up: the processor time is that of the child, and a command that fails is no measurement."""

import time

import pytest

from benchmarks.startup import FIRST, PASSES, started, startups


def test_the_processor_time_is_that_of_the_child_alone():
    before = time.process_time()
    while time.process_time() - before < 0.3:  # work of our own, which must not be on its bill
        pass
    sample = started(["-c", "import time\nwhile time.process_time() < 0.2: pass"])
    assert 0.2 <= sample.cpu < 0.3
    assert sample.wall >= 0.2


def test_a_command_that_fails_is_an_error():
    with pytest.raises(RuntimeError, match="ended with 3"):
        started(["-c", "raise SystemExit(3)"])


def test_each_command_has_a_row():
    (row,) = startups(2, {"nothing": ("-c", "pass")})
    assert row["what"] == "nothing"
    assert row["wall"]["count"] == 2


def test_the_first_time_passes_are_compiled_and_later_they_are_loaded(tmp_path):
    """Compiling takes over a second, loading a fraction of one."""
    first = started(PASSES[FIRST], str(tmp_path)).cpu
    assert [path.suffix for path in sorted(tmp_path.rglob("*.nb?"))] == [".nbc", ".nbi"]
    assert started(PASSES["the model and its compiled pass"], str(tmp_path)).cpu < first - 0.5
