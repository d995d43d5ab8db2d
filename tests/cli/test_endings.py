"""How commands end: interrupted, terminated, with failed runs, with a mistake of ours, or read only in part."""

import csv
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import experiments.replications
from experiments.replications import simulate_each
from tests.cli.conftest import apart, command, environment

UNIX = pytest.mark.skipif(os.name == "nt", reason="signals")


def started(small: str, out: Path, *more: str) -> subprocess.Popen[str]:
    """A long comparison in a process group of its own, once its first progress line has come."""
    arguments = ["compare", small, "--replications", "400000", "--no-figures", "--no-sweeps", "--out", str(out)]
    process = subprocess.Popen(
        command(*arguments, "--progress", "plain", *more),
        env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", start_new_session=True,
    )  # fmt: skip
    assert process.stderr is not None
    for line in process.stderr:
        if re.search(r"Running: [1-9]", line):
            return process
    raise AssertionError("ended before it was interrupted")


def check_what_is_left(out: Path, stdout: str, stderr: str) -> int:
    """Results of an interrupted comparison are in place, readable, and marked; how many replications there are."""
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["complete"] is False
    assert manifest["interrupted"] is True
    with (out / "runs.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    finished = manifest["replications_finished"]
    assert 0 < finished < 400000
    assert len(rows) == 3 * finished
    assert f"{finished} of 400000 replications were finished" in " ".join(stderr.split())
    assert f"{finished} of 400000 replications were finished" in " ".join(stdout.split())
    assert "Traceback" not in stderr
    return int(finished)


@UNIX
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_leaves_finished_results_in_place(small, tmp_path, jobs):
    process = started(small, tmp_path / "out", "--jobs", jobs)
    os.killpg(process.pid, signal.SIGINT)
    stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == 130
    check_what_is_left(tmp_path / "out", stdout, stderr)


@UNIX
def test_a_request_to_terminate_does_the_same(small, tmp_path):
    process = started(small, tmp_path / "out", "--jobs", "2")
    process.send_signal(signal.SIGTERM)
    stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == 143
    check_what_is_left(tmp_path / "out", stdout, stderr)


@UNIX
def test_a_second_ctrl_c_ends_at_once(small, tmp_path):
    process = started(small, tmp_path / "out", "--jobs", "2")
    start = time.monotonic()
    process.send_signal(signal.SIGINT)
    time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    assert process.returncode == 130
    assert time.monotonic() - start < 5


@UNIX
def test_workers_end_with_a_parent_that_is_killed(small, tmp_path):
    process = started(small, tmp_path / "out", "--jobs", "2")
    process.kill()
    process.communicate(timeout=60)  # returns only when nobody holds the pipes any more


def test_less_never_replaces_more(here, small, tmp_path, monkeypatch):
    out = tmp_path / "out"
    arguments = ["compare", small, "--no-figures", "--no-sweeps", "--out", str(out)]
    assert here(*arguments).code == 0
    before = {path.name: path.read_bytes() for path in out.iterdir()}

    def stopped(scenario, regimes, number, **options):
        if number == 3:
            raise KeyboardInterrupt
        return simulate_each(scenario, regimes, number, **options)

    monkeypatch.setattr(experiments.replications, "simulate_each", stopped)
    done = here(*arguments)
    assert done.code == 130
    assert "keeps its earlier, fuller results" in " ".join(done.err.split())
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    elsewhere = here("compare", small, "--no-figures", "--no-sweeps", "--out", str(tmp_path / "new"))
    assert elsewhere.code == 130
    assert "3 of 6 replications were finished" in " ".join(elsewhere.err.split())
    assert here(*arguments, "--out", str(tmp_path / "new")).code == 130


def failing(numbers):
    """A simulation that fails in some replications."""

    def simulate(scenario, regimes, number, **options):
        if number in numbers:
            raise RuntimeError("planned failure")
        return simulate_each(scenario, regimes, number, **options)

    return simulate


def test_failed_runs_are_listed_and_the_rest_is_reported(here, small, tmp_path, monkeypatch):
    monkeypatch.setattr(experiments.replications, "simulate_each", failing({1, 4}))
    out = tmp_path / "out"
    done = here("compare", small, "--no-figures", "--no-sweeps", "--out", str(out))
    assert done.code == 1
    assert "Main outcomes" in done.out
    assert "2 runs failed" in " ".join(done.out.split())
    files = re.findall(r"Replication [14] failed; traceback in (.+)", done.err)
    assert len(files) == 2
    assert all("planned failure" in Path(file).read_text(encoding="utf-8") for file in files)
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["complete"] is False
    assert [failure["replication"] for failure in manifest["failures"]] == [1, 4]
    single = here("run", small, "--replications", "3")
    assert single.code == 1
    assert "Replication 1 failed" in single.err


def test_if_all_runs_fail_it_says_so(here, small, tmp_path, monkeypatch):
    monkeypatch.setattr(experiments.replications, "simulate_each", failing(range(100)))
    done = here("compare", small)
    assert done.code == 1
    assert "None of the 6 replications was finished" in " ".join(done.out.split())
    assert json.loads(here("compare", small, "--json").out)["replications"] == {"planned": 6, "finished": 0}
    out = tmp_path / "out"
    assert here("compare", small, "--out", str(out)).code == 1


def test_failures_of_sweeps_leave_the_sweep_with_what_is_common(here, watched, monkeypatch):
    def sweep_fails(scenario, regimes, number, **options):
        if number == 2 and scenario.cities["chengdu_longquanyi"].retained_share == 0.51:
            raise RuntimeError("planned failure")
        return simulate_each(scenario, regimes, number, **options)

    monkeypatch.setattr(experiments.replications, "simulate_each", sweep_fails)
    found = json.loads(here("compare", watched, "--json").out)
    assert found["sweeps"][0]["replications"] == 2
    assert found["failures"] == [{"sweep": "retained", "value": 0.51, "replication": 2}]


def test_a_mistake_of_ours_is_one_line_and_a_file(here, small, monkeypatch):
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("ours")

    monkeypatch.setattr("experiments.cli.compare.compare", broken)
    done = here("compare", small)
    assert done.code == 70
    assert len(done.err.strip().splitlines()) == 1
    (file,) = re.findall(r"the file (\S+)", done.err)
    text = Path(file).read_text(encoding="utf-8")
    assert "ZeroDivisionError: ours" in text
    assert "arguments: ['compare'" in text


def test_a_missing_package_and_lack_of_memory_are_the_machines(here, small, monkeypatch):
    def missing(*_: object, **__: object) -> None:
        raise ModuleNotFoundError("No module named 'pyarrow'", name="pyarrow")

    def full(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr("experiments.cli.compare.compare", missing)
    done = here("compare", small)
    assert done.code == 4
    assert "pyarrow" in done.err
    monkeypatch.setattr("experiments.cli.compare.compare", full)
    assert here("compare", small).code == 4


@UNIX
def test_a_reader_that_has_seen_enough_is_no_error(small):
    process = subprocess.Popen(
        command("run", small, "--rows", "0"), env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(timeout=60) == 0


def test_a_worker_that_dies_is_found_out_and_the_rest_goes_on(small, tmp_path):
    script = tmp_path / "poison.py"
    script.write_text(
        "import os, sys\n"
        "import experiments.executor, experiments.replications as r\n"
        "experiments.executor.PATIENCE = -1.0\n"
        "before = r.simulate_each\n"
        "def simulate(scenario, regimes, number, **options):\n"
        "    if number == 3: os._exit(9)\n"
        "    return before(scenario, regimes, number, **options)\n"
        "r.simulate_each = simulate\n"
        "from experiments.cli import main\n"
        "if __name__ == '__main__': sys.exit(main(sys.argv[1:]))\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, str(script), "compare", small, "--no-sweeps", "--json", "--jobs", "2"],
        env=environment(), capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    found = json.loads(done.stdout)
    assert done.returncode == 1
    assert found["replications"] == {"planned": 6, "finished": 5}
    assert [failure["replication"] for failure in found["failures"]] == [3]


def test_quiet_prints_the_paragraph_alone(small):
    done = apart(["compare", small, "--quiet", "--no-sweeps"])
    assert done.out.startswith("Over 6 replications")
    assert done.err == ""
