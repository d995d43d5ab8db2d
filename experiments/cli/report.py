"""`citybid report`: a comparison or a batch as one HTML file that can be passed on."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from experiments.cli import screen
from experiments.cli.exits import Exit, Stop
from experiments.cli.output import plan_of
from experiments.cli.request import Request
from experiments.comparison import Interrupted, compare
from experiments.folder import put, refused
from experiments.leaflet.boards import Board
from experiments.leaflet.comparison_page import Extras, comparison_page
from experiments.leaflet.crossing import GridRefused, axes_of, crossed
from experiments.leaflet.neutrality import of_case, of_folder
from experiments.leaflet.page import MARK
from experiments.leaflet.reading import Told, Unreadable, command_of, read_folder
from experiments.manifest import origin
from experiments.progress import phase
from experiments.words import Language
from sim.scenario import facts

_IDENTITY: Final = re.compile(rf'<meta name="{MARK}" content="([^"]*)">')


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the page is to hold besides the comparison or batch.

    Attributes:
        first: Language that is shown first; None for that of the browser.
        neutrality: Folder of a run over the prior range.
        grid: Points that are computed for the knobs, as the options say it.
    """

    first: Language | None
    neutrality: Path | None
    grid: tuple[str, ...] = ()


def report_page(request: Request, wanted: Wanted) -> int:
    """Write the page and say where it is.

    Args:
        request: The options; `source` is a folder or a scenario, `out` the file.
        wanted: What else the page is to hold.
    """
    try:
        return _report(request, wanted)
    except GridRefused as refusal:
        told = request.words(f"leaflet.grid.{refusal.reason}", **refusal.fields)
        raise Stop(Exit.INPUT, "citybid: " + told) from None
    except Unreadable as error:
        raise Stop(Exit.FOLDER, request.words(f"leaflet.refused.{error.reason}", **error.fields)) from None


def _report(request: Request, wanted: Wanted) -> int:
    source = Path(request.source)
    out = request.out or Path(f"{source.stem or 'citybid'}_report.html")
    if out.is_dir():
        raise Unreadable("is_folder", file=str(out))
    if source.is_dir() and command_of(source) == "batch":
        if wanted.grid:
            raise GridRefused("batch")
        return _batch(request, wanted, source, out)
    told = read_folder(source) if source.is_dir() else _compared(request)
    if not told.comparison.numbers:
        raise Unreadable("no_results", folder=str(source))
    scenario = told.comparison.scenario
    known = of_case(scenario) if wanted.neutrality is None else of_folder(wanted.neutrality, scenario)
    grid = _grid(request, told, wanted.grid) if wanted.grid else None
    with phase(request.shown_progress, request.words("cli.progress.figures"), request.words) as progress:
        page = comparison_page(told, Extras(known, grid), wanted.first, progress)
    _put(out, page)
    return _ending(request, out, page, told.manifest)


def _batch(request: Request, wanted: Wanted, source: Path, out: Path) -> int:
    from experiments.batch.store import reading
    from experiments.leaflet.batch_page import batch_page

    with reading(source) as store:
        with phase(request.shown_progress, request.words("cli.progress.figures"), request.words) as progress:
            page = batch_page(store, wanted.first, progress)
        _put(out, page)
        return _ending(request, out, page, store.manifest)


def _grid(request: Request, told: Told, asked: tuple[str, ...]) -> Board:
    """The points that are computed for the page."""
    comparison = told.comparison
    axes = axes_of(comparison.scenario, asked)
    with phase(request.shown_progress, request.words("leaflet.progress.grid"), request.words) as progress:
        return crossed(comparison.scenario, comparison.regimes, axes, told.numbers, len(comparison.numbers),
                       request.workers(), progress)  # fmt: skip


def _compared(request: Request) -> Told:
    """The comparison of a scenario, made now."""
    scenario = request.scenario()
    regimes, jobs = request.chosen_regimes(scenario), request.workers()
    numbers = tuple(facts(request.source, overrides=request.settings, language=request.words.language))
    complete = True
    with phase(request.shown_progress, request.words("cli.progress.runs"), request.words) as progress:
        try:
            found = compare(
                scenario, regimes=regimes, jobs=jobs, with_sweeps=request.sweeps, with_planner=request.planner,
                progress=progress,
            )  # fmt: skip
        except Interrupted as interrupted:
            if not interrupted.finished.numbers:
                raise
            found, complete = interrupted.finished, False
    plan = plan_of("compare", request, scenario, regimes, scenario.replications, sweeps=request.sweeps)
    manifest = {"plan": plan.plain(), "complete": complete and found.complete and not found.failures,
                **origin(request.arguments(), request.started, jobs)}  # fmt: skip
    return Told(found, numbers, manifest)


def _put(out: Path, page: str) -> None:
    """Write the page, over an older page of the same plan only."""
    content = page.encode("utf-8")
    with refused(out):
        there = out.read_bytes() if out.exists() else content
    if _identity(there) != _identity(content):
        raise Unreadable("exists", file=str(out))
    with refused(out):
        put(out, content)


def _identity(content: bytes) -> str | None:
    found = _IDENTITY.search(content[:20_000].decode("utf-8", "replace"))
    return None if found is None else found.group(1)


def _ending(request: Request, out: Path, page: str, manifest: Mapping[str, Any]) -> int:
    content = page.encode("utf-8")
    complete = manifest.get("complete") is True
    if request.as_json:
        screen.document({"command": "report", "file": out.name, "bytes": len(content),
                         "sha256": hashlib.sha256(content).hexdigest(), "complete": complete})  # fmt: skip
    elif not request.quiet:
        screen.complain(request.words("leaflet.written", file=str(out), size=f"{len(content) / 1000:,.0f}"))
    return Exit.DONE if complete else Exit.FAILED_RUNS
