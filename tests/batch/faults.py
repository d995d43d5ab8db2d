"""Faults that a batch must survive, each at a size of one's choice: short ones are tests, long ones a command.

Every function runs a batch under one fault until it is complete, and says what it saw. It raises an AssertionError if a
run was lost or doubled, or if a table differs by a byte from that of an undisturbed batch.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import yaml

from experiments.batch.results import write_runs, write_series
from experiments.batch.store import reading
from tests.batch.designs import SMALL

PATIENCE = 300.0
"""Seconds after which a batch that does not end is a failure."""


@dataclass
class Seen:
    """What a fault did.

    Attributes:
        kills: Processes killed while the batch was at work.
        starts: Times that the batch was started.
        runs: Runs of the batch.
        again: Runs that had to be run again because they had not been kept, by start.
    """

    kills: int = 0
    starts: int = 0
    runs: int = 0
    kept: list[int] = field(default_factory=list)


def design(folder: Path, replications: int) -> Path:
    """A design of 12 runs for each replication, a few milliseconds each, with series."""
    file = folder / "design.yaml"
    told = {**SMALL, "replications": replications, "constants": {"projects.stylised.per_period": 50},
            "time_limit": 60.0, "memory_limit": 4096.0}  # fmt: skip
    file.write_text(yaml.safe_dump(told), encoding="utf-8")
    return file


def batch(file: Path, store: Path, *more: str) -> "subprocess.Popen[bytes]":
    """Start the command in a process group of its own."""
    arguments = ["-m", "experiments.cli", "batch", str(file), "--out", str(store), "--progress", "none", *more]
    return subprocess.Popen(
        [sys.executable, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )


def finish(file: Path, store: Path, *more: str) -> int:
    """Run the command to its end; its exit code."""
    process = batch(file, store, *more)
    _, told = process.communicate(timeout=PATIENCE)
    if process.returncode:
        sys.stderr.write(told.decode())
    return process.returncode


def tables(store: Path, folder: Path) -> tuple[bytes, bytes]:
    """The table of runs and the series of a sound store, as bytes."""
    with reading(store) as opened:
        assert opened.journal.sound()
    return exported(store, folder)


def exported(store: Path, folder: Path) -> tuple[bytes, bytes]:
    """The table of runs and the series, as a user gets them, as bytes."""
    with reading(store) as opened:
        write_runs(opened, folder / "runs.csv")
        write_series(opened, folder / "series.parquet")
    return (folder / "runs.csv").read_bytes(), (folder / "series.parquet").read_bytes()


def ended(store: Path) -> set[str]:
    """Keys of the runs that are in the store; none before it is one."""
    if not all((store / name).is_file() for name in ("batch.json", "worlds.parquet", "journal.sqlite")):
        return set()
    with reading(store) as opened:
        return {row.key for row in opened.journal.rows()}


def descendants(process: "subprocess.Popen[bytes]") -> list[psutil.Process]:
    """The worker processes of a command."""
    try:
        return psutil.Process(process.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def kill_everything(
    folder: Path, file: Path, kills: int, luck: random.Random, *, group: bool | None, latest: float = 3.0
) -> Seen:
    """Kill the command with SIGKILL at random moments, alone or with its workers or in turn, as often as asked for.

    It is started again each time, and brought to its end at last. Between two kills every run that was there must still
    be there.
    """
    seen, store, before = Seen(), folder / "killed", set[str]()
    while seen.kills < kills:
        process = batch(file, store, "--jobs", "2")
        workers: list[psutil.Process] = []
        time.sleep(luck.uniform(0.2, latest))
        workers = descendants(process)
        if process.poll() is None:
            together = seen.kills % 2 == 1 if group is None else group
            os.killpg(process.pid, signal.SIGKILL) if together else process.kill()
            seen.kills += 1
        process.communicate(timeout=PATIENCE)
        seen.starts += 1
        psutil.wait_procs(workers, timeout=10.0)
        assert not any(worker.is_running() and worker.status() != psutil.STATUS_ZOMBIE for worker in workers)
        now = ended(store)
        assert before <= now, "a run that was kept is gone"
        before = now
        seen.kept.append(len(now))
        if process.returncode == 0 and seen.kills < kills:
            _more_to_do(file)
    assert finish(file, store, "--jobs", "2") == 0
    seen.starts += 1
    seen.runs = len(ended(store))
    return seen


def _more_to_do(file: Path) -> None:
    raise AssertionError(f"{file.name} is too small for so many kills: ask for more replications")


def kill_workers(
    folder: Path, file: Path, kills: int, luck: random.Random, *more: str, between: tuple[float, float] = (0.1, 0.6)
) -> Seen:
    """Kill workers with SIGKILL at random moments while the command goes on; it must end well by itself.

    Between two kills lie so many seconds. Where workers are killed faster than they can start, time and again, the
    command gives up with a message, as it should; that is another fault.
    """
    seen, store = Seen(starts=1), folder / "workers"
    process = batch(file, store, "--jobs", "2", *more)
    end = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < end:
        time.sleep(luck.uniform(*between))
        workers = [one for one in descendants(process) if _is_worker(one)]
        if workers and seen.kills < kills:
            luck.choice(workers).kill()
            seen.kills += 1
    _, told = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, told.decode()
    seen.runs = len(ended(store))
    return seen


def _is_worker(process: psutil.Process) -> bool:
    """Whether a process carries out runs, and does not keep watch over others."""
    try:
        told = " ".join(process.cmdline())
        return "spawn_main" in told and not process.children()
    except psutil.Error:
        return False


def compared(folder: Path, file: Path, fault: Callable[[], Seen], store: str, *more: str) -> Seen:
    """Run a batch undisturbed, and another one under a fault; the tables must be the same, byte by byte."""
    undisturbed = folder / "undisturbed"
    if not undisturbed.exists():
        assert finish(file, undisturbed, "--jobs", "2", *more) == 0
    expected = tables(undisturbed, folder)
    seen = fault()
    assert tables(folder / store, folder) == expected
    return seen
