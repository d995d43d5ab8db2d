"""Batches: runs a second by number of workers, against `mesa.batch_run` of the twin."""

import tempfile
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from mesa.batchrunner import batch_run

from benchmarks.clock import Case, Facts, interleaved, spread
from benchmarks.forms import asked_for
from benchmarks.twin import TwinModel
from experiments.batch.executors.local import LocalExecutor
from experiments.batch.reading import read_plan
from experiments.batch.run import run_batch
from sim.schema import Scenario

WORKERS: Final = (1, 2)
"""Numbers of workers that are compared."""

LENGTH: Final = 16.0
"""Seconds of work of a batch, so that the start of workers weighs little; those of the twin hold four runs."""

DESIGN: Final = """
schema_version: 1
title: {{ en: A batch to measure, zh: 测速批次 }}
scenario: bundled:region
policies: {{ regimes: [{regime}] }}
replications: {runs}
"""


def in_citybid(scenario: Scenario, runs: int, workers: int) -> None:
    """A batch of the region in so many local workers, from reading the design to a finished store.

    Workers load compiled passes when they pay, as they do by themselves.

    Raises:
        RuntimeError: If a run failed.
    """
    with tempfile.TemporaryDirectory(prefix="citybid-bench-") as scratch, asked_for("auto"):
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


def batches(region: Scenario, seconds: float, rounds: int) -> Facts:
    """Throughput by number of workers, all runners in each round.

    Args:
        region: The scenario; its first regime is run.
        seconds: What a run of it takes, about.
        rounds: Number of rounds.
    """
    runs, mesa_runs = max(4, 2 * round(LENGTH / seconds / 2)), 4
    # Sweeps and prior speak of regimes that are left out.
    plain = region.model_copy(update={"sweeps": (), "prior": None, "regimes": region.regimes[:1]})
    cases = {f"citybid {n}": Case(partial(in_citybid, plain, runs, n)) for n in WORKERS}
    cases |= {f"mesa {n}": Case(partial(in_mesa, plain, mesa_runs, n)) for n in WORKERS}
    samples = interleaved(cases, rounds, "batches")
    counts = {name: mesa_runs if name.startswith("mesa") else runs for name in samples}
    one, two = samples["citybid 1"], samples["citybid 2"]
    return {
        "years": plain.time.periods,
        "rows": [
            {"what": name, "runs": counts[name], "per_second": spread(counts[name] / one.wall for one in some).facts()}
            for name, some in samples.items()
        ],
        "scaling": spread(a.wall / b.wall for a, b in zip(one, two, strict=True)).facts(),
    }
