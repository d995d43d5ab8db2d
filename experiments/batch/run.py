"""Running a batch: find out what is missing, let an executor do it, leave a store that explains itself."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from experiments.batch.agenda import Agenda
from experiments.batch.coordinator import Coordinator, Standing, Told
from experiments.batch.executors.protocol import Executor, Limits
from experiments.batch.plan import BatchPlan, RunSpec
from experiments.batch.store import writing
from experiments.batch.work import RunResult, RunWork
from experiments.manifest import Plan
from sim.scenario import content_hash

type MakeExecutor = Callable[[RunWork, Limits], Executor[RunSpec, RunResult]]
"""Makes an executor for a work and its limits."""

MEGABYTE: Final = 1 << 20


def plan_of(plan: BatchPlan) -> Plan:
    """What the folder of a batch is for."""
    regimes = tuple(dict.fromkeys(policy.regime for policy in plan.policies))
    options: dict[str, Any] = {"design": plan.digest(), "model": plan.model}
    if plan.shard != (1, 1):
        options["shard"] = "/".join(map(str, plan.shard))
    return Plan(
        "batch", content_hash(plan.scenario), plan.design.title.en, regimes, plan.most_replications,
        plan.scenario.seed, options,
    )  # fmt: skip


def work_of(plan: BatchPlan) -> RunWork:
    """What carries out the runs of a plan."""
    return RunWork(plan.scenario, plan.outcomes, tuple(plan.design.series), plan.design.planner)


def limits_of(plan: BatchPlan) -> Limits:
    """What a run of a plan may use."""
    memory = plan.design.memory_limit
    return Limits(plan.design.time_limit, None if memory is None else int(memory * MEGABYTE))


def run_batch(
    plan: BatchPlan,
    path: Path,
    make: MakeExecutor,
    told: Told,
    *,
    facts: Callable[[], Mapping[str, Any]],
    retry_failed: bool = False,
    repair: bool = False,
) -> Standing:
    """Run what is missing of a batch.

    Args:
        plan: The plan.
        path: The store.
        make: Makes the executor.
        told: Called whenever something has come back.
        facts: What the manifest notes about this command.
        retry_failed: Whether runs that failed are run again.
        repair: Whether runs whose series are damaged are run again; else damage is an error.

    Raises:
        FolderRefused: If the store cannot be used, or is for another plan.
        Damaged: If a file of the store is not what was written.
        KeyboardInterrupt: If the user stops it; what has come back by then is kept.
    """
    with writing(path, plan_of(plan), plan, facts(), anew=repair) as store:
        store.check(repair)
        agenda = Agenda(plan, store.journal, retry_failed)
        executor = make(work_of(plan), limits_of(plan))
        finished = False
        try:
            standing = Coordinator(store, agenda, executor, plan.design.time_limit, told).run()
            store.compact()
            finished = True
        finally:
            executor.close(kill=not finished)
        store.finish(not failures(store.journal.counts()), facts())
    return standing


def failures(counts: Mapping[str, int]) -> int:
    """Runs that failed, of the numbers of runs by status."""
    return sum(count for status, count in counts.items() if status != "done")
