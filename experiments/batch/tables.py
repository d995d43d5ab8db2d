"""Tables of a batch: its worlds, and one row for each run."""

from collections.abc import Iterator, Sequence
from typing import Final

from experiments.batch.journal import Row
from experiments.batch.plan import BatchPlan
from experiments.table_fields import own
from experiments.table_files import Cell, Field, Table
from sim.outcomes import OUTCOMES, Outcome

OUTCOME: Final[dict[str, Outcome]] = {outcome.name: outcome for outcome in OUTCOMES}


def world_table(plan: BatchPlan) -> Table:
    """The worlds: a row for each, a column for each uncertain number."""
    worlds = plan.worlds
    fields = {"world": own("batch.world", "index", "whole")} | _uncertain(plan)
    rows = [(number, *map(float, values)) for number, values in enumerate(worlds.values)]
    return Table("worlds", fields, rows)


def run_fields(plan: BatchPlan) -> dict[str, Field]:
    """The columns of the table of runs."""
    first = {
        "world": own("batch.world", "index", "whole"), "policy": own("batch.policy"), "regime": own("regime"),
        "replication": own("replication", "runs", "whole"), "status": own("batch.status"),
    }  # fmt: skip
    levers = dict.fromkeys(key for policy in plan.policies for key, _ in policy.levels)
    units = {key: entry.unit for key, entry in plan.design.policies.levels.items()}
    levels = {f"lever.{key}": Field(units.get(key, "-"), key, key) for key in levers}
    outcomes = {name: _outcome(name) for name in plan.outcomes}
    return first | _uncertain(plan) | levels | outcomes | {"error": own("batch.error"), "key": own("batch.key")}


def run_rows(plan: BatchPlan, rows: Iterator[Row]) -> Iterator[tuple[Cell, ...]]:
    """The rows of the table of runs, in the order of world, policy and replication."""
    levers = list(dict.fromkeys(key for policy in plan.policies for key, _ in policy.levels))
    for row in rows:
        world, number, replication = row.place
        policy = plan.policies[number]
        levels = dict(policy.levels)
        outcomes: Sequence[float | None] = [None] * len(plan.outcomes) if not row.done else row.outcomes.tolist()
        error = row.error.strip().splitlines()[-1] if row.error.strip() else None
        yield (
            world, policy.name, policy.regime, replication, row.status, *map(float, plan.worlds.values[world]),
            *(levels.get(key) for key in levers), *outcomes, error, row.key,
        )  # fmt: skip


def _uncertain(plan: BatchPlan) -> dict[str, Field]:
    worlds = plan.worlds
    return {f"world.{key}": Field(unit, key, key) for key, unit in zip(worlds.keys, worlds.units, strict=True)}


def _outcome(name: str) -> Field:
    outcome = OUTCOME[name]
    return Field(outcome.unit, outcome.en, outcome.zh)
