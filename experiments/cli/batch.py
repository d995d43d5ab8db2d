"""`citybid batch`: the runs of a design, into a store."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.batch.agenda import checkpoints
from experiments.batch.coordinator import Standing
from experiments.batch.plan import BatchPlan
from experiments.batch.reading import read_plan
from experiments.batch.run import MakeExecutor, failures, run_batch
from experiments.batch.store import reading
from experiments.cli import screen
from experiments.cli.exits import Exit, Stop
from experiments.cli.request import Request
from experiments.grid import Grid
from experiments.manifest import origin
from experiments.progress import phase

if TYPE_CHECKING:
    from experiments.batch.executors.protocol import Executor, Limits
    from experiments.batch.plan import RunSpec
    from experiments.batch.work import RunResult, RunWork


def run_design(
    request: Request, shard: str, executor: str, scheduler: str | None, retry_failed: bool, repair: bool, dry: bool
) -> int:
    """Run what is missing of a design; a second call with the same words goes on where the first stopped.

    Args:
        request: The options; `out` is the store.
        shard: "i/n" for one part of the worlds.
        executor: Name of the executor.
        scheduler: Address of a Dask scheduler.
        retry_failed: Whether runs that failed are run again.
        repair: Whether runs whose series are damaged are run again.
        dry: Whether only to tell what would be run.
    """
    w = request.words
    plan = read_plan(request.source, shard=_shard(request, shard), language=w.language)
    if dry or request.out is None:
        if request.as_json:
            screen.document({"command": "batch", "plan": _plan_facts(plan)})
        else:
            screen.tell(w.text(plan.design.title))
            screen.show([plan_table(plan, request)])
        if dry:
            return Exit.DONE
        raise Stop(Exit.INPUT, "citybid: " + w("batch.no_out"))
    jobs = request.workers()
    make = _maker(request, executor, scheduler, jobs)
    with phase(request.shown_progress, w("batch.progress", failed=0), w) as progress:

        def told(standing: Standing) -> None:
            progress.label = w("batch.progress", failed=standing.failed)
            progress(standing.done + standing.failed, max(0, standing.at_most - standing.found))

        try:
            run_batch(plan, request.out, make, told, facts=lambda: origin(request.arguments(), request.started, jobs),
                      retry_failed=retry_failed, repair=repair)  # fmt: skip
        except KeyboardInterrupt:
            screen.complain(w("batch.stopped", folder=str(request.out)))
            raise
    return _ending(request, request.out)


def _shard(request: Request, text: str) -> tuple[int, int]:
    """Number and count of a shard."""
    first, slash, count = text.partition("/")
    numbers = [int(part) for part in (first, count) if part.isascii() and part.isdecimal() and len(part) < 8]
    if slash and len(numbers) == 2 and 1 <= numbers[0] <= numbers[1]:
        return numbers[0], numbers[1]
    raise Stop(Exit.INPUT, "citybid: " + request.words("batch.bad_shard", shard=text))


def _maker(request: Request, executor: str, scheduler: str | None, jobs: int) -> MakeExecutor:
    """What makes the executor that was asked for."""
    if scheduler is not None and executor != "dask":
        raise Stop(Exit.INPUT, "citybid: " + request.words("batch.scheduler_without_dask"))

    def make(work: "RunWork", limits: "Limits") -> "Executor[RunSpec, RunResult]":
        if executor == "here":
            from experiments.batch.executors.in_process import InProcessExecutor

            return InProcessExecutor(work, limits)
        if executor == "dask":
            from experiments.batch.executors.dask_cluster import DaskCluster

            return DaskCluster(work, limits, jobs, scheduler)
        from experiments.batch.executors.local import LocalExecutor

        return LocalExecutor(work, jobs, limits)

    return make


def _ending(request: Request, path: Path) -> int:
    """Say how the store stands now."""
    from experiments.cli.stores import status_document, status_lines

    with reading(path) as store:
        failed = failures(store.journal.counts())
        if request.as_json:
            screen.document({"command": "batch", **status_document(store)})
        elif not request.quiet:
            for line in status_lines(store, request.words):
                screen.tell(line)
    return Exit.FAILED_RUNS if failed else Exit.DONE


def _plan_facts(plan: BatchPlan) -> dict[str, Any]:
    rule = plan.design.until
    return {
        "title": plan.design.title.model_dump(), "worlds": len(plan.own_worlds), "policies": len(plan.policies),
        "replications_at_most": plan.most_replications,
        "replications_at_least": plan.most_replications if rule is None else next(checkpoints(rule)),
        "runs_at_most": plan.most_runs, "shard": list(plan.shard), "model": plan.model, "digest": plan.digest(),
    }  # fmt: skip


def plan_table(plan: BatchPlan, request: Request) -> Grid:
    """What a plan comes to."""
    w = request.words
    facts = _plan_facts(plan)
    names = ("worlds", "policies", "replications_at_least", "replications_at_most", "runs_at_most")
    rows = [[w(f"batch.plan.{name}"), f"{facts[name]:,}"] for name in names]
    listed = w("figure.list").join(policy.name for policy in plan.policies[:12])
    return Grid(
        w("batch.plan"), [w("batch.plan.what"), w("batch.plan.number")], rows, w("batch.plan.note", names=listed)
    )
