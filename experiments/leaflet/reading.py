"""Reading a folder that `citybid compare --out` wrote, every file checked against the manifest."""

import csv
import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments import comparison_file, fact_tables
from experiments.folder import FolderRefused, read_manifest
from experiments.results import Comparison
from sim.scenario import Number, ScenarioError, content_hash, from_dict


class Unreadable(Exception):
    """A folder of ours from which no report can be made.

    Attributes:
        reason: Key of the words below `leaflet.refused.`.
        fields: What the message needs.
    """

    def __init__(self, reason: str, **fields: str) -> None:
        """Keep reason and fields."""
        super().__init__(reason, fields)
        self.reason, self.fields = reason, fields


@dataclass(frozen=True)
class Told:
    """What a report is made of.

    Attributes:
        comparison: The comparison.
        numbers: Numbers of its scenario with their sources.
        manifest: Where it comes from.
    """

    comparison: Comparison
    numbers: tuple[Number, ...]
    manifest: Mapping[str, Any]


def manifest_of(folder: Path) -> Mapping[str, Any]:
    """The manifest of a folder.

    Raises:
        Unreadable: If it is not one of ours.
    """
    try:
        return read_manifest(folder)
    except FolderRefused:
        raise Unreadable("not_ours", folder=str(folder)) from None


def read_folder(folder: Path) -> Told:
    """The comparison in a folder.

    Raises:
        Unreadable: If it is not one of ours, holds something else, is damaged, or is of another version.
    """
    manifest = manifest_of(folder)
    plan = manifest["plan"]
    if plan.get("command") != "compare":
        raise Unreadable("not_a_comparison", folder=str(folder), command=str(plan.get("command")))
    if comparison_file.FILE not in (manifest.get("files") or {}):
        raise Unreadable("nothing_stored", folder=str(folder), file=comparison_file.FILE)
    content = file_of(folder, manifest, comparison_file.FILE)
    numbers = file_of(folder, manifest, fact_tables.FILE)
    try:
        scenario = from_dict(manifest["scenario"])
    except (ScenarioError, KeyError, TypeError):
        raise Unreadable("other_version", folder=str(folder), version=str(manifest.get("version"))) from None
    if content_hash(scenario) != plan.get("scenario"):
        raise Unreadable("other_version", folder=str(folder), version=str(manifest.get("version")))
    try:
        comparison = comparison_file.read_comparison(content, scenario)
        return Told(comparison, _numbers(numbers), manifest)
    except comparison_file.OtherColumns:
        raise Unreadable("other_version", folder=str(folder), version=str(manifest.get("version"))) from None
    except (ValueError, KeyError):
        raise Unreadable("damaged", folder=str(folder), file=comparison_file.FILE) from None


def file_of(folder: Path, manifest: Mapping[str, Any], name: str) -> bytes:
    """A file of a folder.

    Raises:
        Unreadable: If it cannot be read, or is not what was written.
    """
    try:
        content = (folder / name).read_bytes()
    except FileNotFoundError:
        raise Unreadable("damaged", folder=str(folder), file=name) from None
    except OSError as error:
        raise Unreadable("not_readable", folder=str(folder), file=name, why=error.strerror or str(error)) from error
    told = (manifest.get("files") or {}).get(name)
    if not isinstance(told, dict) or told.get("sha256") != hashlib.sha256(content).hexdigest():
        raise Unreadable("damaged", folder=str(folder), file=name)
    return content


def _numbers(content: bytes) -> tuple[Number, ...]:
    rows = csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""))
    return tuple(Number(**{**row, "value": _value(row["value"])}) for row in rows)  # type: ignore[arg-type]


def _value(text: str) -> int | float:
    return float(text) if any(sign in text for sign in ".en") else int(text)
