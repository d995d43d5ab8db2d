"""Start-up: what commands and imports cost before anything is computed."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from typing import Final

from benchmarks.clock import THREADS, Facts, Sample, cpus, tell, walls
from benchmarks.forms import COMPILED

COMMANDS: Final[Mapping[str, Sequence[str]]] = {
    "python, nothing": ("-c", "pass"),
    "import numpy": ("-c", "import numpy"),
    "import sim": ("-c", "import sim"),
    "from sim.simulate import simulate": ("-c", "from sim.simulate import simulate"),
    "import mesa": ("-c", "import mesa"),
    "citybid --help": ("-m", "experiments.cli", "--help"),
    "citybid run rongchang_longchang": ("-m", "experiments.cli", "run", "rongchang_longchang", "--quiet"),
}
"""What is started, as arguments of the interpreter."""

BEFORE: Final = "from benchmarks.forms import load_passes"

PASSES: Final = {
    "the model alone": ("-c", BEFORE),
    "the model and its compiled pass": ("-c", f"{BEFORE}; load_passes()"),
    "the same where it has to be compiled": ("-c", f"{BEFORE}; load_passes()"),
}
"""What loading compiled passes costs beside what a process loads anyway."""

FIRST: Final = "the same where it has to be compiled"
"""It finds an empty folder, where compiled passes would be kept."""


def started(arguments: Sequence[str], kept: str = "") -> Sample:
    """Start an interpreter, wait for its end, and note what it took: the processor time is that of the child alone.

    Args:
        arguments: Arguments of the interpreter.
        kept: Folder of compiled passes; the usual one if none is given.

    Raises:
        RuntimeError: If it fails.
    """
    command = [sys.executable, *arguments]
    environment = os.environ | dict.fromkeys(THREADS, "1") | {"LANG": "C.UTF-8"}
    environment |= {"NUMBA_CACHE_DIR": kept} if kept else {}
    wall = time.perf_counter()
    child = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - wall
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {child.returncode}")
    return Sample(wall, usage.ru_utime + usage.ru_stime)


def startups(
    rounds: int, commands: Mapping[str, Sequence[str]] = {**COMMANDS, **(PASSES if COMPILED else {})}
) -> list[Facts]:
    """Every command in each round; a first start of each, which fills caches of the system, is not counted."""
    found: dict[str, list[Sample]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, arguments in commands.items():
            with tempfile.TemporaryDirectory(prefix="citybid-start-") as empty:
                sample = started(arguments, empty if name == FIRST else "")
            if number:
                found[name].append(sample)
        tell(f"start-up, round {number} of {rounds}")
    return [{"what": name, "wall": walls(some).facts(), "cpu": cpus(some).facts()} for name, some in found.items()]
