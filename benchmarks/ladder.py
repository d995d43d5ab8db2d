"""The ladder of sizes: scenarios made to measure, and one worker process for each, which tells time and peak memory.

`python -m benchmarks.ladder SCENARIO` is such a worker: it reads a pickled scenario and prints what it measured.
"""

import json
import os
import pickle
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import experiments.batch.executors.worker
import experiments.batch.work  # noqa: F401 - both are what a worker of a batch holds in memory
from benchmarks.clock import THREADS, Facts, Sample, cpus, tell, walls
from benchmarks.floor import floor, settled
from benchmarks.forms import COMPILED, load_passes, once
from sim.outcomes import run_outcomes
from sim.scenario import from_dict, load, resolved
from sim.schema import Scenario
from sim.simulate import Run, project_source

CITIES: Final = (2, 28, 150, 1_000)
PROJECTS: Final = (100, 1_000, 10_000)

REGION: Final = 28
"""Cities at which the number of projects is varied."""

MANY: Final = 10_000
"""Projects a year from which on the cost of one is to stay what it is."""

LARGE: Final = (20_000, 40_000)
"""Further projects a year at that number of cities."""

YEARS: Final = 3
"""Years of each run: few, so that the largest sizes stay affordable."""

LAND: Final = 0.8
"""Land of all cities over what all projects of a run would need: it is sold out in the last year."""

POOL: Final = 5 / 3
"""Candidates in the pool over projects that arrive, as in the scenario of the region."""

ENOUGH: Final = 0.5
"""Seconds of runs in one worker after which it is not asked for another."""

PATIENCE: Final = 180.0
"""Seconds after which a worker is given up."""

MEMORY: Final = 8 << 30
"""Bytes of address space that a worker may take; more counts as a failure."""


@dataclass(frozen=True, slots=True)
class Size:
    """A rung of the ladder.

    Attributes:
        cities: Number of cities.
        projects: Projects a year that arrive, on average.
    """

    cities: int
    projects: int


SIZES: Final = tuple(Size(c, p) for c in CITIES for p in (*PROJECTS, *(LARGE if c == REGION else ())))
"""All rungs."""


def made(size: Size, years: int = YEARS) -> Scenario:
    """A scenario of a size: pipeline, Gumbel match, open contests, firms that live, and land that runs short.

    The parameters are those of the bundled scenario `long_run`; cities are copies of its rows, each copy of the table
    far from the others, so that a city has about as many neighbours at every size.
    """
    data = resolved(load("long_run"))
    rows = list(data["cities"]["set"].items())
    cities: dict[str, Any] = {}
    for number in range(size.cities):
        key, row = rows[number % len(rows)]
        copy = number // len(rows)
        place = {"latitude": row["latitude"] - 4.0 * (copy % 8), "longitude": row["longitude"] + 6.0 * (copy // 8)}
        cities[f"{key}_{copy}" if copy else key] = {**row, **place}
    data["cities"] = {"set": cities}
    data["sweeps"], data["regimes"] = [], data["regimes"][:1]
    data["time"]["periods"] = years
    data.pop("prior")
    pipeline = data["projects"]["pipeline"]
    pipeline["arrivals_per_year"], pipeline["pool_per_year"] = float(size.projects), round(POOL * size.projects)
    needed = project_source(from_dict({**data, "cities": {"set": dict(list(cities.items())[:1])}}), 0).period(0).land
    for row in cities.values():
        row["land_stock"] = LAND * float(needed.sum()) * years / size.cities
    return from_dict(data)


def peak_memory() -> int:
    """Most memory that this process has held so far, bytes.

    On Linux from the memory map of the process itself: what `getrusage` says there may be that of the process which
    started it.
    """
    status = Path("/proc/self/status")
    if status.exists():
        found = [line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM:")]
        return int(found[0].split()[1]) << 10
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def at_work(scenario: Scenario) -> Facts:
    """What a worker does and tells: runs and their outcomes, the floor for the same projects, and its peak memory.

    Where passes can be compiled, runs with them come last.
    """
    samples, run = _runs(scenario, "never")
    counts, hosted = settled(run), sum(int((block["host"] >= 0).sum()) for block in run.deal_blocks)
    del run
    peak = peak_memory()
    floors: list[Sample] = []
    for _ in range(len(samples)):
        wall, cpu = time.perf_counter(), time.process_time()
        floor(scenario, counts)
        floors.append(Sample(time.perf_counter() - wall, time.process_time() - cpu))
    best, least = (min(each.cpu for each in some) for some in (samples, floors))
    told = {
        "cpu": best, "wall": min(one.wall for one in samples), "first": samples[0].cpu, "floor": least, "peak": peak,
        "settled": counts.total, "hosted": hosted,
    }  # fmt: skip
    if COMPILED:
        load_passes()
        quick, _ = _runs(scenario, "always")
        told |= {"compiled": min(one.cpu for one in quick), "compiled_peak": peak_memory()}
    return told


def _runs(scenario: Scenario, choice: str) -> tuple[list[Sample], Run]:
    """Runs and their outcomes until there are enough of them, and the last run."""
    samples: list[Sample] = []
    while True:
        wall, cpu = time.perf_counter(), time.process_time()
        run = once(scenario, choice)()
        samples.append(Sample(time.perf_counter() - wall, time.process_time() - cpu))
        run_outcomes(run)
        if sum(one.wall for one in samples) >= ENOUGH or len(samples) == 5:
            return samples, run
        del run


def worker(scenario: Path) -> Facts:
    """Start a worker for a pickled scenario and hear what it says; `failed` holds why if it does not."""
    command = [sys.executable, "-m", "benchmarks.ladder", str(scenario)]
    environment = os.environ | dict.fromkeys(THREADS, "1")
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=PATIENCE)  # noqa: S603
    except subprocess.TimeoutExpired:
        return {"failed": f"more than {PATIENCE:.0f} s"}
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["it was killed"])[-1]
        return {"failed": f"more than {MEMORY >> 30} GB" if "MemoryError" in last else last}
    found: Facts = json.loads(done.stdout)
    return found


def climb(folder: Path, rounds: int, sizes: Sequence[Size] = SIZES, long: float = 10.0) -> list[Facts]:
    """Measure all sizes, all of them in each round; those whose worker takes `long` seconds, once.

    Args:
        folder: Where scenarios are put for the workers.
        rounds: Number of rounds.
        sizes: The sizes.
        long: Seconds of a worker after which a size is not measured again.
    """
    heard: dict[Size, list[Facts]] = {size: [] for size in sizes}
    for number in range(rounds):
        for size, told in heard.items():
            if told and ("failed" in told[-1] or told[-1]["took"] > long):
                continue
            file = folder / f"{size.cities}x{size.projects}.pickle"
            if not told:
                file.write_bytes(pickle.dumps(made(size)))
            start = time.perf_counter()
            told.append(worker(file))
            told[-1]["took"] = time.perf_counter() - start
            said = told[-1].get("failed") or f"{told[-1]['cpu']:.3f} s, {told[-1]['peak'] / 1e6:.0f} MB"
            tell(
                f"ladder, round {number + 1} of {rounds}: {size.cities} cities, {size.projects} projects a year: {said}"
            )
    return [_rung(size, told) for size, told in heard.items()]


def _rung(size: Size, told: list[Facts]) -> Facts:
    facts: Facts = {"cities": size.cities, "projects": size.projects, "years": YEARS}
    good = [one for one in told if "failed" not in one]
    if len(good) < len(told):
        return {**facts, "failed": next(one["failed"] for one in told if "failed" in one)}
    samples, floors = (
        [Sample(one["wall"], one["cpu"]) for one in good],
        [Sample(one["floor"], one["floor"]) for one in good],
    )
    rung = {
        **facts,
        "cpu": cpus(samples).facts(), "wall": walls(samples).facts(), "floor": cpus(floors).facts(),
        "peak": max(one["peak"] for one in good), "settled": good[0]["settled"], "hosted": good[0]["hosted"],
    }  # fmt: skip
    if all("compiled" in one for one in good):
        quick = [Sample(one["compiled"], one["compiled"]) for one in good]
        rung |= {"compiled": cpus(quick).facts(), "compiled_peak": max(one["compiled_peak"] for one in good)}
    return rung


if __name__ == "__main__":
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    print(json.dumps(at_work(pickle.loads(Path(sys.argv[1]).read_bytes())), allow_nan=False))  # noqa: S301 - our own
