"""`citybid facts`: every number of a scenario with what it is and where it comes from."""

from pathlib import Path

from experiments import fact_tables
from experiments.cli import screen
from experiments.cli.exits import Exit
from experiments.cli.request import Request
from experiments.fact_tables import FIELDS, fact_table
from experiments.folder import FolderRefused, put
from experiments.table_files import csv_bytes
from sim.scenario import facts
from sim.scenario.facts import STATUSES
from sim.schema.sources import Status


def list_facts(request: Request, only: Status | None, as_csv: bool, out: Path | None) -> int:
    """Show, print or write the numbers of a scenario.

    Args:
        request: The options that choose the scenario.
        only: Status to show; all if none is given.
        as_csv: Whether to print CSV.
        out: CSV file to write.
    """
    w = request.words
    found = facts(request.source, overrides=request.overrides, language=w.language)
    kept = [one for one in found if only in (None, one.status)]
    if out is not None:
        try:
            put(out, csv_bytes(fact_table(kept)))
        except OSError as error:
            raise FolderRefused("not_writable", folder=str(out), why=error.strerror or str(error)) from error
        screen.complain(w("cli.written", folder=str(out)))
    if request.as_json:
        numbers = [{name: getattr(one, name) for name in FIELDS} for one in kept]
        counts = {status: sum(one.status == status for one in found) for status in STATUSES}
        screen.document({"command": "facts", "counts": counts, "numbers": numbers})
    elif as_csv:
        screen.say(csv_bytes(fact_table(kept)).decode("utf-8").rstrip("\n"))
    elif not request.quiet:
        screen.show([fact_tables.counts(found, w), *fact_tables.groups(kept, w)])
    return Exit.DONE
