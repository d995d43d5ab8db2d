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
from experiments.leaflet.markup import escaped
from experiments.leaflet.neutrality import of_case, of_folder
from experiments.leaflet.page import MARK, identity_of
from experiments.leaflet.reading import Told, Unreadable, manifest_of, read_folder
from experiments.manifest import Plan, origin
from experiments.progress import phase
from experiments.words import Language
from sim.scenario import facts

START: Final = 20_000
"""Bytes of a file among which a page of ours says what it is about."""

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
    if not source.is_dir():
        plan = _plan(request)
        _check(out, plan.plain())
        if wanted.grid:
            axes_of(request.scenario(), wanted.grid)
        return _comparison(request, wanted, out, _compared(request, plan))
    manifest = manifest_of(source)
    _check(out, manifest["plan"])
    if manifest["plan"].get("command") == "batch":
        if wanted.grid:
            raise GridRefused("batch")
        return _batch(request, wanted, source, out)
    return _comparison(request, wanted, out, read_folder(source))


def _comparison(request: Request, wanted: Wanted, out: Path, told: Told) -> int:
    if not told.comparison.numbers:
        raise Unreadable("no_results", folder=request.source)
    scenario = told.comparison.scenario
    baseline, folder = told.comparison.baseline, wanted.neutrality
    known = of_case(scenario, baseline) if folder is None else of_folder(folder, scenario, baseline)
    grid = _grid(request, told, wanted.grid) if wanted.grid else None
    with phase(request.shown_progress, request.words("cli.progress.figures"), request.words) as progress:
        page = comparison_page(told, Extras(known, grid, request.figures), wanted.first, progress)
    return _put(request, out, page, told.manifest)


def _batch(request: Request, wanted: Wanted, source: Path, out: Path) -> int:
    from experiments.batch.store import reading
    from experiments.leaflet.batch_page import batch_page

    with reading(source) as store:
        with phase(request.shown_progress, request.words("cli.progress.figures"), request.words) as progress:
            page = batch_page(store, wanted.first, progress, request.figures)
        return _put(request, out, page, store.manifest)


def _grid(request: Request, told: Told, asked: tuple[str, ...]) -> Board:
    """The points that are computed for the page."""
    comparison = told.comparison
    axes = axes_of(comparison.scenario, asked)
    with phase(request.shown_progress, request.words("leaflet.progress.grid"), request.words) as progress:
        return crossed(comparison.scenario, comparison.regimes, axes, told.numbers, len(comparison.numbers),
                       request.workers(), progress)  # fmt: skip


def _plan(request: Request) -> Plan:
    """What a scenario that is compared now would be stored as."""
    scenario = request.scenario()
    regimes = request.chosen_regimes(scenario)
    return plan_of("compare", request, scenario, regimes, scenario.replications, sweeps=request.sweeps)


def _compared(request: Request, plan: Plan) -> Told:
    """The comparison of a scenario, made now."""
    scenario, jobs = request.scenario(), request.workers()
    numbers = tuple(facts(request.source, overrides=request.settings, language=request.words.language))
    complete = True
    with phase(request.shown_progress, request.words("cli.progress.runs"), request.words) as progress:
        try:
            found = compare(
                scenario, regimes=plan.regimes, jobs=jobs, with_sweeps=request.sweeps, with_planner=request.planner,
                progress=progress,
            )  # fmt: skip
        except Interrupted as interrupted:
            if not interrupted.finished.numbers:
                raise
            found, complete = interrupted.finished, False
    manifest = {"plan": plan.plain(), "complete": complete and found.complete and not found.failures,
                **origin(request.arguments(), request.started, jobs)}  # fmt: skip
    return Told(found, numbers, manifest)


def _check(out: Path, plan: Mapping[str, Any]) -> None:
    """Refuse to overwrite anything but an older page of the same plan."""
    with refused(out):
        there = out.read_bytes()[:START] if out.exists() else None
    if there is None:
        return
    found = _IDENTITY.search(there.decode("utf-8", "replace"))
    if found is None or found.group(1) != escaped(identity_of(plan)):
        raise Unreadable("exists", file=str(out))


def _put(request: Request, out: Path, page: str, manifest: Mapping[str, Any]) -> int:
    content, complete = page.encode("utf-8"), manifest.get("complete") is True
    with refused(out):
        put(out, content)
    if request.as_json:
        screen.document({"command": "report", "file": out.name, "bytes": len(content),
                         "sha256": hashlib.sha256(content).hexdigest(), "complete": complete})  # fmt: skip
    elif not request.quiet:
        screen.complain(request.words("leaflet.written", file=str(out), size=f"{len(content) / 1000:,.0f}"))
    return Exit.DONE if complete else Exit.FAILED_RUNS
