"""`citybid verify`: the simulator against published theory."""

import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from experiments.cli import screen
from experiments.cli.exits import Exit, Stop
from experiments.cli.usage import close, meant
from experiments.folder import OF_THE_MACHINE, FolderRefused, OutputFolder, put
from experiments.manifest import Plan, origin, version
from experiments.progress import Kind, phase
from experiments.verification import page, report
from experiments.verification.check import Case
from experiments.verification.suite import CASES, Verdict, verify
from experiments.words import Words


@dataclass(frozen=True, slots=True)
class Wanted:
    """The options of the command.

    Attributes:
        cases: Keys of the cases; empty for all.
        out: Output folder.
        details: Whether to show every row.
        as_json: Whether standard output is one JSON document.
        quiet: Whether to show failures only.
        progress: How to show progress.
    """

    cases: list[str]
    out: Path | None
    details: bool
    as_json: bool
    quiet: bool
    progress: Kind


def verify_model(wanted: Wanted, w: Words) -> int:
    """Run the suite, or some of its cases, show what came out and write it.

    A full run in a source checkout writes the page of the documentation; anything else only an output folder.
    """
    chosen, started = _chosen(wanted.cases, w), datetime.now(UTC)
    if wanted.out is None:
        found = _run(chosen, wanted, w)
        if len(chosen) == len(CASES) and page.in_checkout():
            written = _into_documentation(found)
        else:
            written = ""
    else:
        plan = Plan("verify", "", "", (), 1, 0, {"cases": [case.key for case in chosen], "version": version()})
        with OutputFolder(wanted.out, plan) as folder:
            found = _run(chosen, wanted, w)
            folder.write(page.PAGE.name, page.page(found).encode("utf-8"))
            folder.write(page.DOCUMENT.name, _document(found))
            facts = {"complete": True, "passed": all(each.passed for each in found)}
            folder.write_manifest(facts | origin(sys.argv[1:], started, 1))
        written = str(wanted.out)
    _show(found, wanted, w)
    if written and not wanted.quiet:
        screen.complain(w("cli.written", folder=written))
    return Exit.DONE if all(each.passed for each in found) else Exit.FAILED_RUNS


def _chosen(keys: list[str], w: Words) -> tuple[Case, ...]:
    known = [case.key for case in CASES]
    for key in keys:
        if key not in known:
            names = w("figure.list").join(known)
            raise Stop(Exit.INPUT, "citybid: " + w("cli.no_case", name=key, names=names) + meant(close(key, known), w))
    return tuple(case for case in CASES if not keys or case.key in keys)


def _run(cases: tuple[Case, ...], wanted: Wanted, w: Words) -> list[Verdict]:
    with phase("none" if wanted.quiet else wanted.progress, w("cli.progress.cases"), w) as progress:
        return verify(cases, progress)


def _into_documentation(found: list[Verdict]) -> str:
    folder = str(page.PAGE.parent)
    try:
        put(page.PAGE, page.page(found).encode("utf-8"))
        put(page.DOCUMENT, _document(found))
    except OSError as error:
        if error.errno in OF_THE_MACHINE:
            raise
        raise FolderRefused("not_writable", folder=folder, why=error.strerror or str(error)) from error
    return folder


def _document(found: list[Verdict]) -> bytes:
    return page.encoded(screen.finite(page.document(found)))


def _show(found: list[Verdict], wanted: Wanted, w: Words) -> None:
    if wanted.as_json:
        screen.document(page.document(found))
        return
    every = wanted.details or bool(wanted.cases)
    if not wanted.quiet and not (every and len(found) == 1):
        screen.show([report.overview(found, w)])
    for each in found:
        if every and not wanted.quiet:
            screen.show([report.details(each, w)])
        elif not each.passed:
            screen.show([report.details(each, w, only_failed=True)])
    screen.tell(report.summary(found, w))
