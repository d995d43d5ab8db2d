"""Small designs to test on, and batches of them run here."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from experiments.batch.coordinator import Standing
from experiments.batch.executors.in_process import InProcessExecutor
from experiments.batch.plan import BatchPlan
from experiments.batch.reading import read_plan
from experiments.batch.run import run_batch

SMALL: dict[str, Any] = {
    "schema_version": 1,
    "title": {"en": "Small", "zh": "小"},
    "scenario": "bundled:theory/case_02_gaussian",
    "constants": {"projects.stylised.per_period": 5},
    "worlds": {
        "sampling": "grid",
        "levels": {
            "funds": {"paths": ["economy.cost_of_public_funds"], "values": [0.0, 0.2, 0.4]},
            "rho": {"paths": ["projects.stylised.generator.correlation"], "values": [-0.5, 0.5]},
        },
    },
    "policies": {"regimes": ["competition", "ban"]},
    "replications": 3,
    "outcomes": ["welfare_total", "welfare_region", "concession", "but_for_share"],
    "series": ["treasury", "projects_won"],
    "time_limit": None,
    "memory_limit": None,
}


def written(folder: Path, **changes: Any) -> Path:
    """The small design with other settings, as a file."""
    file = folder / "design.yaml"
    told = {**SMALL, **changes}
    file.write_text(yaml.safe_dump({key: value for key, value in told.items() if value is not ...}), encoding="utf-8")
    return file


def plan(folder: Path, shard: tuple[int, int] = (1, 1), **changes: Any) -> BatchPlan:
    """Its plan."""
    return read_plan(str(written(folder, **changes)), shard=shard)


def run_here(what: BatchPlan, store: Path, **options: Any) -> Standing:
    """Run a plan in this process."""
    told: list[Standing] = []
    return run_batch(
        what, store, lambda work, limits: InProcessExecutor(work, limits), told.append, facts=_facts, **options
    )


def _facts() -> Mapping[str, Any]:
    return {"version": "test"}
