"""Batches: runs a second by number of workers, against `mesa.batch_run` of the twin."""

import tempfile
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from mesa.batchrunner import batch_run

from benchmarks.clock import Case, Facts, Sample, interleaved, spread
from benchmarks.twin import TwinModel
from experiments.batch.executors.local import LocalExecutor
from experiments.batch.reading import read_plan
from experiments.batch.run import run_batch
from experiments.comparison import shortened
from sim.schema import Scenario

WORKERS: Final = (1, 2)
"""Numbers of workers that are compared."""

SHORT: Final = 2
"""Years of the region in the batches that are compared with Mesa, whose runs take long."""

DESIGN: Final = """
schema_version: 1
title: {{ en: A batch to measure, zh: 测速批次 }}
scenario: bundled:region
policies: {{ regimes: [{regime}] }}
replications: {runs}
"""


def in_citybid(scenario: Scenario, runs: int, workers: int) -> None:
    """A batch of the region in so many local workers, from reading the design to a finished store.

    Raises:
        RuntimeError: If a run failed.
    """
    with tempfile.TemporaryDirectory(prefix="citybid-bench-") as scratch:
        design = Path(scratch) / "design.yaml"
        design.write_text(DESIGN.format(regime=scenario.regimes[0].key, runs=runs), encoding="utf-8")
        plan = replace(read_plan(str(design)), scenario=scenario)
        standing = run_batch(
            plan, Path(scratch) / "store", lambda work, limits: LocalExecutor(work, workers, limits),
            lambda standing: None, facts=dict,
        )  # fmt: skip
        if standing.done != runs:
            raise RuntimeError(f"{standing.failed} of {runs} runs failed")


def in_mesa(scenario: Scenario, runs: int, workers: int) -> None:
    """The same runs of the twin with Mesa's own batch runner."""
    parameters = {"scenario": [scenario], "regime": [scenario.regimes[0].key], "replication": range(runs)}
    batch_run(TwinModel, parameters, number_processes=workers, max_steps=scenario.time.periods, display_progress=False)


def batches(region: Scenario, runs: int, short_runs: int, rounds: int) -> Facts:
    """Throughput on the region, and beside Mesa on its first years.

    Args:
        region: The scenario.
        runs: Runs of a batch of whole runs.
        short_runs: Runs of a batch of the first years.
        rounds: Number of rounds of each.
    """
    plain = region.model_copy(update={"sweeps": (), "prior": None})  # they speak of more years and regimes
    first = (region.regimes[0].key,)
    whole, short = shortened(plain, first, None), shortened(plain, first, SHORT)
    alone = {f"citybid {n}": Case(partial(in_citybid, whole, runs, n)) for n in WORKERS}
    beside = {f"citybid {n}": Case(partial(in_citybid, short, short_runs, n)) for n in WORKERS}
    beside |= {f"mesa {n}": Case(partial(in_mesa, short, short_runs, n)) for n in WORKERS}
    return {
        "region": _table(interleaved(alone, rounds, "batches of the region"), runs, whole.time.periods),
        "beside_mesa": _table(interleaved(beside, rounds, "batches beside Mesa"), short_runs, SHORT),
    }


def _table(samples: dict[str, list[Sample]], runs: int, years: int) -> Facts:
    rows = [
        {"what": name, "runs_per_second": spread(runs / one.wall for one in some).facts()}
        for name, some in samples.items()
    ]
    scaling = spread(a.wall / b.wall for a, b in zip(samples["citybid 1"], samples["citybid 2"], strict=True))
    return {"runs": runs, "years": years, "rows": rows, "scaling": scaling.facts()}
