"""When passes are compiled, and what happens where they cannot be."""

import signal
import subprocess
import sys
import time
import warnings
from pathlib import Path

import pytest

from experiments.batch.executors.protocol import Limits
from experiments.batch.guard import Guard
from sim import compiled
from sim.rules.one_by_one import SIGNATURE, in_turn
from sim.scenario import load
from sim.simulate import simulate
from tests.batch.designs import plan, run_here
from tests.batch.test_coordinator import tables
from tests.cli.conftest import environment

ROOT = Path(__file__).parent.parent
LOADED = "import sys; print('numba' in sys.modules, file=sys.stderr)"
WITHOUT = "import sys; sys.modules['numba'] = None; "
RUN = """
from sim.scenario import load
from sim.simulate import simulate
run = simulate(load("rongchang_longchang"), with_planner=False)
print(run.deals["concession"].tobytes().hex())
"""


def started(program, **variables):
    """Run a program in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, encoding="utf-8", check=False,
        env=environment() | {compiled.VARIABLE: "auto"} | variables,
    )  # fmt: skip


def expected():
    return simulate(load("rongchang_longchang"), with_planner=False).deals["concession"].tobytes().hex()


@pytest.fixture
def fresh(monkeypatch):
    """A process that has decided nothing and compiled nothing."""
    monkeypatch.setattr(compiled.work, "pairs", 0)
    monkeypatch.setattr(compiled.work, "loaded", False)
    for built in (compiled._built, compiled._built_or_none):
        built.cache_clear()
    yield
    for built in (compiled._built, compiled._built_or_none):
        built.cache_clear()


def test_small_runs_and_help_never_import_numba():
    done = started(RUN + LOADED)
    assert (done.returncode, done.stderr.split()[-1], done.stdout.strip()) == (0, "False", expected())
    for arguments in (["--help"], ["run", "rongchang_longchang", "--quiet"]):
        program = f"from experiments.cli.entry import run\ncode = run({arguments!r})\n{LOADED}\nsys.exit(code)"
        done = started(program)
        assert (done.returncode, done.stderr.split()[-1]) == (0, "False"), arguments


@pytest.mark.parametrize(("asked", "loaded"), [("always", "True"), ("never", "False"), ("", "False")])
def test_the_environment_chooses(asked, loaded):
    done = started(RUN + LOADED, **{compiled.VARIABLE: asked})
    assert (done.returncode, done.stderr.split()[-1], done.stdout.strip()) == (0, loaded, expected())


def test_above_the_size_and_not_below_it_is_compiled(monkeypatch, fresh):
    scenario = load("rongchang_longchang")
    monkeypatch.setenv(compiled.VARIABLE, "auto")
    simulate(scenario, with_planner=False)
    one_run = compiled.work.pairs
    assert scenario.time.periods * compiled.EACH < one_run < compiled.ENOUGH
    monkeypatch.setattr(compiled, "ENOUGH", 2 * one_run)
    simulate(scenario, with_planner=False)
    assert (compiled.work.pairs, compiled._built.cache_info().currsize) == (2 * one_run, 0)
    simulate(scenario, with_planner=False)
    # What is compiled is not counted: the number stands still.
    assert (compiled.work.pairs, compiled._built.cache_info().currsize) == (2 * one_run, 1)


def test_never_is_never(monkeypatch, fresh):
    monkeypatch.setenv(compiled.VARIABLE, "never")
    monkeypatch.setattr(compiled, "ENOUGH", 0)
    simulate(load("rongchang_longchang"), with_planner=False)
    assert compiled._built.cache_info().currsize == 0


def test_without_numba_large_runs_go_on_and_say_nothing():
    done = started(WITHOUT + "from sim import compiled; compiled.ENOUGH = 0\n" + RUN)
    assert (done.returncode, done.stderr, done.stdout.strip()) == (0, "", expected())


def test_always_without_numba_is_an_error_of_python_users():
    done = started(WITHOUT + RUN, **{compiled.VARIABLE: "always"})
    assert done.returncode == 1
    assert "No module named 'numba'" in done.stderr or "import of numba halted" in done.stderr


@pytest.mark.parametrize(
    ("asked", "code", "words"),
    [("always", 4, ("citybid[fast]",)), ("mabye", 2, ("auto, never, always", "mabye"))],
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_command_line_says_what_is_missing_or_wrong(asked, code, words, language):
    program = f"{WITHOUT}from experiments.cli.entry import run; sys.exit(run(['scenarios', '--lang', '{language}']))"
    done = started(program, **{compiled.VARIABLE: asked})
    assert (done.returncode, done.stdout) == (code, "")
    assert len(done.stderr.strip().splitlines()) == 1
    for word in (compiled.VARIABLE, *words):
        assert word in done.stderr


def test_a_wrong_word_is_an_error(monkeypatch):
    monkeypatch.setenv(compiled.VARIABLE, "yes")
    with pytest.raises(ValueError, match="auto, never, always"):
        compiled.ready()


def test_a_batch_is_the_same_in_either_form_and_when_it_changes_under_way(tmp_path, monkeypatch, fresh):
    what = plan(
        tmp_path, scenario="bundled:rongchang_longchang", constants=..., worlds={"sampling": "one"}, outcomes=...
    )
    monkeypatch.setattr(compiled, "ENOUGH", 12 * compiled.EACH)
    found = {}
    for asked in ("never", "auto", "always"):
        monkeypatch.setattr(compiled.work, "pairs", 0)
        monkeypatch.setattr(compiled.work, "loaded", False)
        monkeypatch.setenv(compiled.VARIABLE, asked)
        assert run_here(what, tmp_path / asked).done == 6
        found[asked] = tables(tmp_path / asked, tmp_path, asked)
        assert compiled._built.cache_info().currsize == (asked != "never")
        compiled._built.cache_clear()
        compiled._built_or_none.cache_clear()
    assert found["never"] == found["auto"] == found["always"]


def test_passes_are_loaded_before_the_limits_of_a_run_hold(monkeypatch, fresh):
    monkeypatch.setenv(compiled.VARIABLE, "always")
    loaded = []
    guard = Guard(lambda run: loaded.append(compiled._built.cache_info().currsize), Limits())
    guard.carry_out([None])
    assert loaded == [1]
    monkeypatch.setenv(compiled.VARIABLE, "auto")
    compiled._built.cache_clear()
    guard.carry_out([None])
    assert loaded == [1, 0]


def test_what_numba_does_not_compile_stays_as_it_is_and_is_said_once(monkeypatch, fresh):
    monkeypatch.setenv(compiled.VARIABLE, "auto")

    def beyond(values):
        return dict.fromkeys(values, values).popitem()[0].nonsense

    with pytest.warns(RuntimeWarning, match="beyond"):
        assert compiled.form(beyond, "(float64[:],)") is None
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert compiled.form(beyond, "(float64[:],)") is None
    monkeypatch.setenv(compiled.VARIABLE, "always")
    with pytest.raises(Exception, match="nonsense"):
        compiled.form(beyond, "(float64[:],)")


ONE = """
import numpy as np
from sim import compiled
from tests.test_compiled import tiny
print(compiled.form(tiny, "(float64[::1],)")(np.array([1.0, 2.0])))
"""


def tiny(values):
    total = 0.0
    for value in values:
        total += value
    return total


def files(folder):
    return [path for path in Path(folder).rglob("*") if path.is_file()]


@pytest.mark.parametrize("content", [b"", b"nonsense", None])
def test_a_broken_cache_is_no_obstacle(content, tmp_path):
    """Empty or broken files, as a full disk leaves them, or a folder that is none."""
    variables = {"NUMBA_CACHE_DIR": str(tmp_path / "cache"), compiled.VARIABLE: "always"}
    if content is None:
        (tmp_path / "cache").write_text("a file")
    else:
        assert started(ONE, **variables).stdout.strip() == "3.0"
        assert len(files(tmp_path)) == 2
        for path in files(tmp_path):
            path.write_bytes(content)
    done = started(ONE, **variables)
    assert (done.returncode, done.stdout.strip()) == (0, "3.0"), done.stderr


def test_processes_that_compile_at_once_and_one_that_is_killed_leave_a_good_cache(tmp_path):
    program = "print('begun', flush=True)\n" + RUN
    variables = environment() | {"NUMBA_CACHE_DIR": str(tmp_path), compiled.VARIABLE: "always"}
    several = [
        subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, env=variables, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    for one in several:
        assert one.stdout.readline() == "begun\n"
    time.sleep(1.0)
    several[0].send_signal(signal.SIGKILL)
    several[0].communicate()
    assert several[1].communicate()[0].strip() == expected()
    assert started(RUN, **variables).stdout.strip() == expected()


def test_what_was_compiled_is_loaded_and_not_compiled_again(tmp_path):
    variables = {"NUMBA_CACHE_DIR": str(tmp_path), compiled.VARIABLE: "always"}
    started(ONE, **variables)
    before = {path: path.stat().st_mtime_ns for path in files(tmp_path)}
    assert len(before) == 2
    assert started(ONE, **variables).stdout.strip() == "3.0"
    assert {path: path.stat().st_mtime_ns for path in files(tmp_path)} == before


def test_the_signature_has_a_type_for_each_argument():
    assert SIGNATURE.count("Array(") + 5 == in_turn.__code__.co_argcount
