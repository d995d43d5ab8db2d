"""`citybid status`, `results`, `collect`, `verify-store` and `replay`: everything that reads a store."""

from contextlib import ExitStack
from decimal import Decimal
from math import isfinite
from pathlib import Path
from typing import Any

from experiments.batch.collection import collect, lacks_nothing, whole
from experiments.batch.inspection import inspect, replay
from experiments.batch.results import query, runs, write_runs, write_series
from experiments.batch.run import failures, plan_of
from experiments.batch.store import OpenedStore, reading, writing
from experiments.batch.tables import run_fields
from experiments.cli import screen
from experiments.cli.exits import Exit, Stop
from experiments.cli.request import Request
from experiments.folder import refused
from experiments.grid import Grid
from experiments.manifest import origin
from experiments.progress import phase
from experiments.table_files import Table, meaning_bytes
from experiments.words import Words

SHOWN = 8
"""Failed runs, and columns of outcomes, that the screen shows."""


def status_document(store: OpenedStore) -> dict[str, Any]:
    """How a store stands, as plain data."""
    counts = store.journal.counts()
    return {
        "store": store.path.name, "title": store.plan.design.title.model_dump(), "complete": _complete(store),
        "runs": counts, "ended": sum(counts.values()), "runs_at_most": store.plan.most_runs,
        "failed": failures(counts), "parts": len(store.journal.parts()), "model": store.plan.model,
    }  # fmt: skip


def _complete(store: OpenedStore) -> bool:
    return store.manifest.get("complete") is True


def status_lines(store: OpenedStore, w: Words) -> list[str]:
    """How a store stands, in words."""
    told = status_document(store)
    key = "batch.status.complete" if told["complete"] else "batch.status.open"
    lines = [w(key, done=told["runs"].get("done", 0), failed=told["failed"], at_most=told["runs_at_most"])]
    for row in store.journal.failed(SHOWN):
        last = (row.error.strip().splitlines() or [""])[-1]
        policy = store.plan.policies[row.place[1]].name
        lines.append(w("batch.failed_run", status=w(f"batch.status.{row.status}"), world=row.place[0], policy=policy,
                       replication=row.place[2], run=row.key, error=last))  # fmt: skip
    return lines


def status(request: Request, path: Path) -> int:
    """Say how a store stands."""
    with reading(path) as store:
        if request.as_json:
            screen.document({"command": "status", **status_document(store)})
        else:
            screen.tell(request.words.text(store.plan.design.title))
            for line in status_lines(store, request.words):
                screen.tell(line)
        return Exit.FAILED_RUNS if failures(store.journal.counts()) else Exit.DONE


def results(request: Request, path: Path, out: Path | None, series: bool, sql: str | None, rows: int) -> int:
    """The table of runs, or the series, to a file or the screen; or the answer to a question in SQL."""
    w = request.words
    with reading(path) as store:
        if not _complete(store):
            told = status_document(store)
            screen.complain(w("batch.results.open", ended=told["ended"], at_most=told["runs_at_most"]))
        if sql is not None:
            return _answer(request, store, sql)
        if out is None:
            _show_runs(request, store, rows)
            return Exit.DONE
        if out.suffix not in (".csv", ".parquet"):
            raise Stop(Exit.INPUT, "citybid: " + w("batch.results.ending", file=out.name))
        if out.resolve().is_relative_to(path.resolve()):
            raise Stop(Exit.INPUT, "citybid: " + w("batch.results.inside", file=str(out)))
        if series and store.plan.form is None:
            raise Stop(Exit.INPUT, "citybid: " + w("batch.results.no_series"))
        with refused(out):
            if series and store.plan.form is not None:
                write_series(store, out)
                fields = store.plan.form.columns()
            else:
                write_runs(store, out)
                fields = run_fields(store.plan)
            if out.suffix == ".csv":
                out.with_suffix(".columns.json").write_bytes(meaning_bytes([Table(out.stem, fields, ())]))
    if not request.quiet:
        screen.complain(w("batch.results.written", file=str(out)))
    return Exit.DONE


def _show_runs(request: Request, store: OpenedStore, rows: int) -> None:
    """The first rows, with as many outcomes as a screen takes."""
    w = request.words
    fields = run_fields(store.plan)
    told = [row for _, row in zip(range(rows) if rows else iter(int, 1), runs(store), strict=False)]
    if request.as_json:
        screen.document({"command": "results", "rows": [dict(zip(fields, row, strict=True)) for row in told]})
        return
    names = list(fields)
    shown = [name for name in names if name not in ("error", "key", "regime")]
    outcomes = [name for name in shown if name in store.plan.outcomes]
    shown = [name for name in shown if name not in outcomes[SHOWN:]]
    at = [names.index(name) for name in shown]
    cells = [[_cell(row[index]) for index in at] for row in told]
    headings = [w.text(fields[name]) for name in shown]
    total = sum(store.journal.counts().values())
    note = w("batch.results.note", shown=len(told), runs=total)
    screen.show([Grid(w.text(store.plan.design.title), headings, cells, note, labels=3)])


def _cell(value: object) -> str:
    if value is None or value != value:
        return "-"
    return f"{value:,.6g}" if isinstance(value, float) else str(value)


def _answer(request: Request, store: OpenedStore, sql: str) -> int:
    try:
        names, rows = query(store, sql)
    except ValueError as error:
        raise Stop(Exit.INPUT, "citybid: " + request.words("batch.sql", why=str(error))) from None
    if request.as_json:
        told = [{name: _plain(value) for name, value in zip(names, row, strict=True)} for row in rows]
        screen.document({"command": "results", "rows": told})
    else:
        screen.show([Grid("", names, [[_cell(value) for value in row] for row in rows])])
    return Exit.DONE


def _plain(value: object) -> Any:
    """A value of a query as JSON has it; what JSON does not know is written out as text."""
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, float | Decimal):
        return float(value) if isfinite(value) else None
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def verify_store(request: Request, path: Path) -> int:
    """Check every byte that results rest on."""
    w = request.words
    with reading(path) as store:
        with phase(request.shown_progress, w("batch.progress.checking"), w) as progress:
            found = inspect(store, progress)
        counts = store.journal.counts()
    if request.as_json:
        told = [{"file": one.file, "why": one.why, "run": one.run or None} for one in found]
        screen.document({"command": "verify-store", "sound": not found, "runs": counts, "findings": told})
    else:
        for one in found:
            screen.complain(
                w("batch.finding", file=str(path / one.file), why=w(f"batch.damage.{one.why}"), run=one.run)
            )
        if not found:
            screen.tell(w("batch.sound", runs=sum(counts.values())))
    return Exit.FOLDER if found else Exit.DONE


def collect_shards(request: Request, out: Path, shards: list[Path]) -> int:
    """Join the stores of shards into one."""
    w = request.words
    with ExitStack() as stack:
        opened = [stack.enter_context(reading(shard)) for shard in shards]
        plan = whole(opened)
        facts = origin(request.arguments(), request.started, 1)
        with writing(out, plan_of(plan), plan, facts) as store:
            with phase(request.shown_progress, w("batch.progress.collecting"), w) as progress:
                taken = collect(store, opened, progress)
            ended = sum(store.journal.counts().values())
            whole_batch, failed = lacks_nothing(store, plan), failures(store.journal.counts())
            store.finish(whole_batch, facts)
    if not request.quiet:
        screen.complain(w("batch.collected", taken=taken, ended=ended, at_most=plan.most_runs, folder=str(out)))
    if not whole_batch:
        screen.complain(w("batch.collected.open"))
    return Exit.FAILED_RUNS if failed else Exit.DONE


def replay_run(request: Request, path: Path, key: str) -> int:
    """Run one run of a store again; it must come out the same, bit for bit."""
    w = request.words
    with reading(path) as store:
        try:
            found = replay(store, key)
        except KeyError:
            raise Stop(Exit.INPUT, "citybid: " + w("batch.no_run", run=key)) from None
    world, policy, replication = found.row.place
    place = {"world": world, "policy": store.plan.policies[policy].name, "replication": replication}
    if request.as_json:
        screen.document({"command": "replay", "key": key, **place, "same": not found.differing,
                         "differing": list(found.differing), "status": found.status, "error": found.row.error or None,
                         })  # fmt: skip
    elif not found.row.done:
        then, now = (w(f"batch.status.{status}") for status in (found.row.status, found.status))
        screen.tell(w("batch.replay.failed", run=key, then=then, now=now, **place))
        screen.say(found.row.error.strip())
    else:
        names = w("figure.list").join(found.differing)
        screen.tell(
            w("batch.replay.same" if not found.differing else "batch.replay.other", run=key, names=names, **place)
        )
    return Exit.DONE if found.row.done and not found.differing else Exit.FAILED_RUNS
