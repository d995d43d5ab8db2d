"""Where the numbers come from: hashes, seeds, versions, the command, and when it ran; all of it from the manifest."""

from collections.abc import Iterator, Mapping
from typing import Any

from experiments.leaflet.markup import Html, Part, both, tag


def provenance(manifest: Mapping[str, Any]) -> Html:
    """The manifest as a list of terms."""
    told = []
    for key, value in _entries(manifest):
        told.append(tag("dt", both(lambda w, key=key: w(f"leaflet.provenance.{key}"))))  # type: ignore[misc]
        told.append(tag("dd", value))
    return tag("dl", told, class_="provenance")


def _entries(manifest: Mapping[str, Any]) -> Iterator[tuple[str, Part]]:
    plan = manifest.get("plan") or {}
    line = manifest.get("command_line")
    if isinstance(line, list):
        yield "command", tag("code", _command([str(part) for part in line]))
    for key in ("scenario", "replications", "seed"):
        if key in plan:
            yield key, tag("code", str(plan[key]))
    regimes = plan.get("regimes")
    if regimes:
        yield "regimes", tag("code", " ".join(map(str, regimes)))
    options = plan.get("options")
    if isinstance(options, dict) and options:
        yield "options", tag("code", ", ".join(f"{key}={value}" for key, value in options.items()))
    for key in ("model", "shard"):
        if manifest.get(key):
            yield key, tag("code", str(manifest[key]))
    if manifest.get("version"):
        yield "version", f"citybid {manifest['version']}"
    git = manifest.get("git")
    if isinstance(git, dict):
        yield "commit", (tag("code", str(git.get("commit"))), _changed() if git.get("dirty") else None)
    if manifest.get("python"):
        packages = manifest.get("packages") or {}
        yield "software", ", ".join([str(manifest["python"]), *(f"{name} {n}" for name, n in packages.items())])
    machine = manifest.get("platform")
    if isinstance(machine, dict):
        yield "machine", " ".join(str(part) for part in machine.values())
    for key in ("started", "finished"):
        if manifest.get(key):
            yield key, tag("time", str(manifest[key]), datetime=str(manifest[key]))
    files = manifest.get("files") or {}
    for name in ("comparison.npz", "differences.csv", "batch.json", "worlds.parquet"):
        if isinstance(files.get(name), dict):
            yield "file", (tag("code", name), " ", tag("code", str(files[name].get("sha256"))))


def _changed() -> Html:
    return tag("span", " ", both(lambda w: w("leaflet.provenance.changed")))


def _command(parts: list[str]) -> str:
    return " ".join(part if part and not set(part) & set(" '\"\\$`") else "'" + part.replace("'", "'\\''") + "'"
                    for part in parts)  # fmt: skip
