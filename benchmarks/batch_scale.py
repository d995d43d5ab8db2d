"""What a million runs of the region cost: measured on a small batch, and carried forward.

    python -m benchmarks.batch_scale            some minutes; writes docs/batch_scale.md
    python -m benchmarks.batch_scale --runs 4   a try

Time is processor time, so that other programs on the machine matter little; overhead is the wall-clock time that an
executor adds to runs that do nothing.
"""

import argparse
import os
import platform
import resource
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any, Final

import numpy as np

from experiments.batch.executors.dask_cluster import DaskCluster
from experiments.batch.executors.in_process import InProcessExecutor
from experiments.batch.executors.local import LocalExecutor
from experiments.batch.executors.protocol import Executor, Limits
from experiments.batch.journal import Journal, Row
from experiments.batch.reading import read_plan
from experiments.batch.run import run_batch
from experiments.batch.work import RunWork
from sim.outcomes import OUTCOMES

MILLION: Final = 1_000_000
PAGE: Final = Path(__file__).parent.parent / "docs" / "batch_scale.md"

DESIGN: Final = """
schema_version: 1
title: {{ en: The region, zh: 成渝地区 }}
scenario: bundled:region
worlds: {{ sampling: lhs, points: {worlds}, seed: 1, prior: true }}
policies: {{ regimes: [competition, package_contest] }}
replications: 1
series: [{series}]
time_limit: null
memory_limit: null
"""

SERIES: Final = ("projects_won", "concession", "treasury", "debt")


@dataclass(frozen=True)
class Measured:
    """What a small batch of the region cost.

    Attributes:
        runs: Its runs.
        seconds: Processor time of one run, median.
        journal: Bytes of journal for each run, series apart.
        series: Bytes of parts for each run.
        worker: Peak memory of a worker process, bytes.
    """

    runs: int
    seconds: float
    journal: float
    series: float
    worker: int


def nothing(run: int) -> int:
    """A run that costs nothing."""
    return run


def region(folder: Path, worlds: int) -> Measured:
    """Run a small batch of the region in this process."""
    file = folder / "region.yaml"
    file.write_text(DESIGN.format(worlds=worlds, series=", ".join(SERIES)), encoding="utf-8")
    plan = read_plan(str(file))
    spent: list[float] = []
    without = replace(plan, design=plan.design.model_copy(update={"series": ()}))
    bare, whole = folder / "bare", folder / "whole"
    run_batch(without, bare, lambda work, limits: LocalExecutor(work, 1, limits), lambda standing: None, facts=dict)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    run_batch(plan, whole, lambda work, limits: InProcessExecutor(_Timed(work, spent), limits), lambda standing: None,
              facts=dict)  # fmt: skip
    runs = plan.most_runs
    parts = sum(part.stat().st_size for part in (whole / "series").glob("*.parquet"))
    return Measured(runs, median(spent), (bare / "journal.sqlite").stat().st_size / runs, parts / runs, peak)


class _Timed:
    """The work of a batch, with processor time noted."""

    def __init__(self, work: RunWork, spent: list[float]) -> None:
        self.work, self.spent = work, spent

    def __call__(self, run: Any) -> Any:
        start = time.process_time()
        result = self.work(run)
        self.spent.append(time.process_time() - start)
        return result


def committed(folder: Path, rows: int = 20_000, at_once: int = 200) -> float:
    """Runs that the journal takes in a second, with all outcomes."""
    outcomes = np.arange(len(OUTCOMES), dtype=float)
    with Journal.open(folder) as journal:
        start = time.perf_counter()
        for first in range(0, rows, at_once):
            journal.add([Row((n, 0, 0), f"{n:032x}", "done", 1.0, outcomes) for n in range(first, first + at_once)])
        return rows / (time.perf_counter() - start)


def overhead(make: Callable[[], Executor[int, int]], runs: int, group: int) -> float:
    """Milliseconds that an executor adds to a run that does nothing, once it is warm."""
    executor = make()
    try:
        for timed in (False, True):
            start, back, handed = time.perf_counter(), 0, 0
            wanted = runs if timed else 4 * group
            while back < wanted:
                while handed < wanted and handed - back < 6 * group:
                    executor.submit(range(handed, min(handed + group, wanted)))
                    handed = min(handed + group, wanted)
                back += sum(len(each.runs) for each in executor.wait(1.0))
            spent = time.perf_counter() - start
        return 1000.0 * spent / runs
    finally:
        executor.close()


def main() -> None:
    """Measure, print and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=24, help="runs of the region, two for each world")
    parser.add_argument("--no-page", action="store_true", help="only print")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="citybid-scale-") as scratch:
        found = region(Path(scratch), max(1, asked.runs // 2))
        rate = committed(Path(scratch))
    executors: dict[str, Callable[[], Executor[int, int]]] = {
        "in this process": lambda: InProcessExecutor(nothing),
        "local processes, 2 workers": lambda: LocalExecutor(nothing, 2),
        "Dask on this machine, 2 workers": lambda: DaskCluster(nothing, Limits(), 2),
    }
    added = {name: (overhead(make, 2_000, 20), overhead(make, 300, 1)) for name, make in executors.items()}
    text = page(found, added, rate)
    print(text)
    if not asked.no_page:
        PAGE.write_text(text, encoding="utf-8")


def page(found: Measured, added: dict[str, tuple[float, float]], rate: float) -> str:
    """The page, from what was measured."""
    hours = found.seconds * MILLION / 3600.0
    rows = [f"| {name} | {grouped:.2f} | {single:.2f} |" for name, (grouped, single) in added.items()]
    series, python = found.series * MILLION / 1e9, platform.python_version()
    grouped, single = (max(each[at] for each in added.values()) / 1000.0 for at in (0, 1))
    alone, together = 100 * single / found.seconds, 100 * grouped / found.seconds
    return f"""# A million runs of the region

Written by `python -m benchmarks.batch_scale`: measured on {found.runs} runs of the bundled scenario `region` (20 years,
some 3,400 contracts a year, every world another point of its prior, regimes `competition` and `package_contest`, all
outcomes, no planner), then multiplied. Machine: {os.cpu_count()} cores, {platform.machine()}, Python {python}.

| What | Measured, for a run | A million runs |
| :-- | --: | --: |
| Processor time | {found.seconds:.2f} s | {hours:,.0f} core hours ({hours / 24 / 64:.1f} days on 64 cores) |
| Journal, all outcomes | {found.journal / 1024:.1f} kB | {found.journal * MILLION / 1e9:.1f} GB |
| Series of {len(SERIES)} columns, by place and year | {found.series / 1024:.1f} kB | {series:.1f} GB |
| Memory of a worker, at its peak | {found.worker / 1e6:.0f} MB | the same |

The coordinator keeps what is under way and the worlds that it belongs to, whatever the length of the batch; what grows
is the table of worlds: while it is written, some 1.6 kB for each world of ten uncertain numbers (1.6 GB for a million).

| Executor | Added to a run in groups of 20, ms | Added to a run by itself, ms |
| :-- | --: | --: |
{chr(10).join(rows)}

Groups hold about a second of work, so that runs of the region go one by one: the last column is at
most {alone:.1f} % of a run of the region, the one before it {together:.2f} %.
The journal took {rate:,.0f} runs a second in transactions of 200 on this machine's disk, so that it is not what
limits a batch of runs that take seconds. On network file systems, and on clusters without Dask, use shards
([batches](batches.md)).
"""


if __name__ == "__main__":
    main()
