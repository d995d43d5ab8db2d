"""Progress: a bar in a terminal, a plain line now and then elsewhere; never on standard output."""

import json
import os
import re
import subprocess
import sys

import pytest

from experiments import progress
from experiments.words import words
from tests.cli.conftest import apart, command, environment

LONG = ("--replications", "300", "--no-sweeps", "--json", "--jobs", "1")


@pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals")
def test_a_bar_in_a_terminal_and_only_there(small):
    import pty

    master, slave = pty.openpty()
    process = subprocess.Popen(
        command("compare", small, *LONG), env=environment(TERM="xterm"), stdout=subprocess.PIPE, stderr=slave
    )
    os.close(slave)
    shown = b""
    while True:
        try:
            piece = os.read(master, 65536)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    assert process.stdout is not None
    found = json.loads(process.stdout.read())
    assert process.wait() == 0
    assert found["replications"]["finished"] == 300
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode("utf-8", "replace"))
    assert re.search(r"Running.*\d+/30\d.*/s", text)
    os.close(master)


PLAIN = re.compile(r"Running: \d+ of 30\d, [0-9.e-]+/s, \d+:\d\d gone, (-|\d+:\d\d(:\d\d)?) left")


def test_no_bar_elsewhere_but_plain_lines(small):
    done = apart(["compare", small, *LONG])
    assert json.loads(done.out)["replications"]["finished"] == 300
    assert all(PLAIN.fullmatch(line) for line in done.err.splitlines())


def test_what_takes_long_is_told_off_standard_output_and_not_at_all_if_unwanted(here, small, monkeypatch):
    silent = here("compare", small, "--json", "--progress", "none")
    monkeypatch.setattr(progress, "FIRST", 0.0)
    monkeypatch.setattr(progress, "INTERVAL", 0.0)
    told = here("compare", small, "--json")
    assert told.out == silent.out
    assert len(told.err.splitlines()) > 1
    assert all(line.startswith("Running: ") for line in told.err.splitlines())
    assert silent.err == ""
    for off in (("--progress", "none"), ("--quiet",)):
        assert here("compare", small, *off).err == ""


@pytest.mark.parametrize("kind", ["auto", "plain"])
@pytest.mark.parametrize(("language", "said"), [("en", "3 of 9"), ("zh", "9 个中的 3 个")])
def test_plain_lines_tell_rate_and_time_left(capsys, monkeypatch, kind, language, said):
    now = 100.0
    monkeypatch.setattr(progress.time, "monotonic", lambda: now)
    with progress.phase(kind, "Running", words(language)) as phase:
        now = 101.9
        phase(1, 9)
        assert capsys.readouterr().err == ""
        now = 103.0
        phase(3, 9)
        line = capsys.readouterr().err
        now = 112.9
        phase(4, 9)
        assert capsys.readouterr().err == ""
        now = 113.0
        phase(5, 9)
        assert len(capsys.readouterr().err.splitlines()) == 1
    assert said in line
    assert "1.0/" in line
    assert "0:06" in line
    assert "9" in capsys.readouterr().err


def test_the_time_left_is_told_once_it_is_known_and_does_not_jump_with_bundles_of_runs(monkeypatch):
    """300 runs at 10 a second in bundles of 20, after 2 s in which workers start."""
    now = 0.0
    monkeypatch.setattr(progress.time, "monotonic", lambda: now)
    told = []
    with progress.Lines("Running", words("en")) as phase:
        for run in range(1, 301):
            now = 2.0 + 2.0 * ((run - 1) // 20 + 1)
            phase(run, 300)
            told.append((run, phase.left()))
    seconds = {run: int(left[0]) * 60 + int(left[2:]) for run, left in told if left != "-"}
    assert min(seconds) == 15  # one in twenty
    true = {run: 34.0 - 2.0 - 2.0 * ((run - 1) // 20 + 1) for run in seconds}
    assert all(left <= 2.0 * true[run] + 6 for run, left in seconds.items() if run > 20)
    assert all(abs(left - true[run]) <= 4 for run, left in seconds.items() if run > 150)
    assert [left for run, left in told if run < 15] == ["-"] * 14


def test_nothing_is_shown_for_what_is_quick(capsys):
    for kind in ("auto", "plain", "none"):
        with progress.phase(kind, "Running", words("en")) as phase:
            phase(9, 9)
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "")
    assert sys.stderr is not None


@pytest.mark.parametrize(("seconds", "text"), [(0.4, "0:00"), (61, "1:01"), (3725, "1:02:05")])
def test_durations(seconds, text):
    assert progress.clock(seconds) == text


@pytest.mark.parametrize(("rate", "text"), [(123.4, "123"), (3.456, "3.5"), (0.012345, "0.012")])
def test_rates(rate, text):
    assert progress.rate_text(rate) == text
