"""What every command with an output folder does with it: the plan, the tables and the manifest."""

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from experiments.cli.request import Request
from experiments.drawings import Drawing
from experiments.folder import OutputFolder
from experiments.manifest import Plan, origin
from experiments.table_files import Table, csv_bytes, meaning_bytes, parquet_bytes
from sim.scenario import content_hash, resolved
from sim.schema import Scenario


def plan_of(
    command: str, request: Request, scenario: Scenario, regimes: Sequence[str], replications: int, **options: Any
) -> Plan:
    """What a folder is for.

    Args:
        command: Name of the command.
        request: Its options.
        scenario: The scenario.
        regimes: Keys of the regimes, the baseline first.
        replications: Number of replications.
        **options: Further options that change what is written.
    """
    title = scenario.title.en
    hashed = content_hash(scenario)
    return Plan(command, hashed, title, tuple(regimes), replications, scenario.seed, options)


@contextmanager
def storing(
    folder: OutputFolder, request: Request, scenario: Scenario, jobs: int, complete: bool, facts: Mapping[str, Any]
) -> Iterator[None]:
    """Mark the folder as unfinished while files are written inside, and as what it is afterwards.

    Args:
        folder: The folder.
        request: The options of the command.
        scenario: The scenario.
        jobs: Number of processes.
        complete: Whether everything that was asked for was run.
        facts: What else the manifest notes.
    """
    what = {"scenario": resolved(scenario)}
    folder.write_manifest({"complete": False, **facts, **_origin(request, jobs), **what}, last=False)
    try:
        yield
    except KeyboardInterrupt:
        folder.write_manifest({"complete": False, "interrupted": True, **facts, **_origin(request, jobs), **what})
        raise
    folder.write_manifest({"complete": complete, **facts, **_origin(request, jobs), **what})


def _origin(request: Request, jobs: int) -> dict[str, Any]:
    return origin(request.arguments(), request.started, jobs)


def write_tables(folder: OutputFolder, tables: Iterable[Table]) -> None:
    """Write every table as CSV and Parquet, and what their columns mean."""
    written = list(tables)
    for table in written:
        folder.write(f"{table.name}.csv", csv_bytes(table))
        folder.write(f"{table.name}.parquet", parquet_bytes(table))
    folder.write("columns.json", meaning_bytes(written))


def write_failures(folder: OutputFolder, tracebacks: Iterable[str]) -> dict[int, str]:
    """Write the traceback of each failure into `failures/`; its file by its place in the list."""
    files = {}
    for index, traceback in enumerate(tracebacks):
        name = f"failures/{index:04d}.txt"
        folder.write(name, traceback.encode("utf-8"))
        files[index] = str(folder.path / name)
    return files


def write_figures(folder: OutputFolder, drawings: Iterable[Drawing], facts: Mapping[str, Any]) -> None:
    """Draw figures and write each as PNG and SVG.

    Args:
        folder: The folder; they go into `figures/`.
        drawings: Names, and what draws them.
        facts: What the files say about themselves.
    """
    from experiments.figures.picture import save

    told = {name: str(value) for name, value in facts.items()}
    with tempfile.TemporaryDirectory(prefix="citybid-") as scratch:
        for name, draw in drawings:
            for file in save(draw(), Path(scratch), name, told):
                folder.write(f"figures/{file.name}", file.read_bytes())
                file.unlink()


def scenario_facts(request: Request, scenario: Scenario) -> dict[str, Any]:
    """The scenario in JSON documents: title, hash and seed."""
    return {"title": request.words.text(scenario.title), "hash": content_hash(scenario), "seed": scenario.seed}
