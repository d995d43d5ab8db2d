"""`citybid scenarios`: what comes with the project."""

import errno
import json
from pathlib import Path

import yaml

from experiments.cli import screen
from experiments.cli.exits import Exit, Stop
from experiments.folder import FolderRefused, put
from experiments.grid import Grid
from experiments.words import Language, Words
from sim.scenario import bundled, json_schema

SCHEMA_FILE = "citybid.schema.json"
"""Name under which editors look for the schema, as the first line of every bundled scenario says."""


def list_scenarios(as_json: bool, w: Words) -> int:
    """Names and titles of the bundled scenarios."""
    titles = {name: _titles(path) for name, path in bundled().items()}
    if as_json:
        found = [{"name": name, "title": title} for name, title in titles.items()]
        screen.document({"command": "scenarios", "scenarios": found})
        return Exit.DONE
    headings = [w("table.scenarios.name"), w("table.scenarios.title")]
    rows = [[name, title[w.language]] for name, title in titles.items()]
    screen.show([Grid(w("table.scenarios"), headings, rows, left=frozenset({1}))])
    return Exit.DONE


def _titles(path: Path) -> dict[Language, str]:
    """The titles of a file that is known to be sound, without reading all of the scenario."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    title = yaml.load(path.read_text(encoding="utf-8"), Loader=loader).get("title") or {}  # noqa: S506 - safe loaders
    return {"en": str(title.get("en", "")), "zh": str(title.get("zh", ""))}


def copy_scenarios(target: Path, w: Words) -> int:
    """Copy all bundled scenarios with their tables, and the schema for editors; nothing is overwritten."""
    folder = bundled()["base"].parent
    files = {path.relative_to(folder): path.read_bytes() for path in sorted(folder.rglob("*")) if _is_data(path)}
    files[Path(SCHEMA_FILE)] = (json.dumps(json_schema(), ensure_ascii=False, indent=1) + "\n").encode("utf-8")
    taken = [name for name in files if (target / name).exists()]
    if taken:
        shown = w("figure.list").join(str(target / name) for name in taken[:3])
        raise Stop(Exit.FOLDER, w("cli.copy.taken", files=shown, count=len(taken)))
    try:
        for name, content in files.items():
            put(target / name, content)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.ENOMEM):
            raise
        raise FolderRefused("not_writable", folder=str(target), why=error.strerror or str(error)) from error
    screen.say(w("cli.copy.done", folder=str(target), count=len(files)))
    return Exit.DONE


def _is_data(path: Path) -> bool:
    return path.is_file() and path.suffix in (".yaml", ".csv")
