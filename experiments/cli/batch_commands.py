"""The commands of batches and their stores, and their options."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from experiments.cli.options import AsJson, Jobs, Language, Progress, Quiet

Kind = Literal["local", "here", "dask"]

Design = Annotated[str, typer.Argument(metavar="DESIGN", help="cli.help.batch_design", show_default=False)]
Store = Annotated[Path, typer.Argument(metavar="STORE", help="cli.help.store", show_default=False)]
Shards = Annotated[list[Path], typer.Argument(metavar="STORE...", help="cli.help.stores", show_default=False)]
Out = Annotated[Path | None, typer.Option(metavar="STORE", help="cli.help.out_store", show_default=False)]

batches = typer.Typer()


@batches.command(help="cli.help.batch")
def batch(
    context: typer.Context,
    design: Design,
    out: Out = None,
    jobs: Jobs = "auto",
    shard: Annotated[str, typer.Option(metavar="I/N", help="cli.help.shard")] = "1/1",
    executor: Annotated[Kind, typer.Option(help="cli.help.executor")] = "local",
    scheduler: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="cli.help.scheduler", show_default=False)
    ] = None,
    retry_failed: Annotated[bool, typer.Option("--retry-failed", help="cli.help.retry_failed")] = False,
    repair: Annotated[bool, typer.Option("--repair", help="cli.help.repair")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="cli.help.dry_run")] = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
    progress: Progress = "auto",
    lang: Language = "auto",
) -> int:
    """Run a design."""
    from experiments.cli.batch import run_design
    from experiments.cli.request import Request

    request = Request(
        words=context.obj, source=design, jobs=jobs, out=out, as_json=as_json, quiet=quiet, progress=progress
    )
    return run_design(request, shard, executor, scheduler, retry_failed, repair, dry_run)


@batches.command(help="cli.help.status")
def status(context: typer.Context, store: Store, as_json: AsJson = False, lang: Language = "auto") -> int:
    """Say how a store stands."""
    from experiments.cli import stores
    from experiments.cli.request import Request

    return stores.status(Request(words=context.obj, source=str(store), as_json=as_json), store)


@batches.command(help="cli.help.results")
def results(
    context: typer.Context,
    store: Store,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="cli.help.out_results", show_default=False)] = None,
    series: Annotated[bool, typer.Option("--series", help="cli.help.series")] = False,
    sql: Annotated[str | None, typer.Option(metavar="QUERY", help="cli.help.sql", show_default=False)] = None,
    rows: Annotated[int, typer.Option(min=0, metavar="N", help="cli.help.results_rows")] = 20,
    as_json: AsJson = False,
    quiet: Quiet = False,
    lang: Language = "auto",
) -> int:
    """Show or write results."""
    from experiments.cli import stores
    from experiments.cli.request import Request

    request = Request(words=context.obj, source=str(store), as_json=as_json, quiet=quiet)
    return stores.results(request, store, out, series, sql, rows)


@batches.command(help="cli.help.collect")
def collect(
    context: typer.Context,
    shards: Shards,
    out: Annotated[Path, typer.Option(metavar="STORE", help="cli.help.out_store", show_default=False)],
    quiet: Quiet = False,
    progress: Progress = "auto",
    lang: Language = "auto",
) -> int:
    """Join shards."""
    from experiments.cli import stores
    from experiments.cli.request import Request

    request = Request(words=context.obj, source=str(out), quiet=quiet, progress=progress)
    return stores.collect_shards(request, out, shards)


@batches.command("verify-store", help="cli.help.verify_store")
def verify_store(
    context: typer.Context, store: Store, as_json: AsJson = False, progress: Progress = "auto", lang: Language = "auto"
) -> int:
    """Check a store."""
    from experiments.cli import stores
    from experiments.cli.request import Request

    request = Request(words=context.obj, source=str(store), as_json=as_json, progress=progress)
    return stores.verify_store(request, store)


@batches.command(help="cli.help.replay")
def replay(
    context: typer.Context,
    store: Store,
    key: Annotated[str, typer.Argument(metavar="KEY", help="cli.help.key", show_default=False)],
    as_json: AsJson = False,
    lang: Language = "auto",
) -> int:
    """Run one run again."""
    from experiments.cli import stores
    from experiments.cli.request import Request

    return stores.replay_run(Request(words=context.obj, source=str(store), as_json=as_json), store, key)
