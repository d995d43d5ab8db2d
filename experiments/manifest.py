"""What a manifest says: the plan, and where the results come from, without names of machines, users or folders."""

import json
import ntpath
import os
import platform
import posixpath
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any, Final

PROGRAM: Final = "citybid"

PACKAGES: Final = ("numpy", "scipy", "pydantic", "pyyaml", "pyarrow", "matplotlib", "typer", "mesa", "pandas")
"""Packages whose versions are noted."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What determines the results in a folder.

    Attributes:
        command: Command that writes it.
        scenario: Content hash of the scenario, with seed and settings of the command line.
        title: Title of the scenario, for messages.
        regimes: Keys of the regimes, the baseline first.
        replications: Number of replications.
        seed: Master seed.
        options: Further options that change what is written.
    """

    command: str
    scenario: str
    title: str
    regimes: tuple[str, ...]
    replications: int
    seed: int
    options: Mapping[str, Any]

    def plain(self) -> dict[str, Any]:
        """The plan as JSON reads it back."""
        plain: dict[str, Any] = json.loads(json.dumps({**asdict(self), "options": dict(self.options)}))
        return plain

    def text(self) -> str:
        """The plan in one line."""
        return describe(self.plain())


def describe(plan: Mapping[str, Any]) -> str:
    """A plan in one line, for messages that name two of them."""
    options = plan.get("options")
    shown = options.items() if isinstance(options, dict) else ()
    parts = [str(plan.get("command", "?")), str(plan.get("title", "?")), f"{str(plan.get('scenario', '?'))[:12]}…"]
    parts += [f"regimes={','.join(map(str, plan.get('regimes') or ()))}"]
    parts += [f"{name}={plan.get(name)}" for name in ("replications", "seed")]
    return " ".join([*parts, *(f"{name}={json.dumps(value)}" for name, value in shown)])


def origin(arguments: Sequence[str], started: datetime, jobs: int) -> dict[str, Any]:
    """Where results come from: versions, command line, times, machine.

    Args:
        arguments: Arguments of the command line.
        started: When the command started.
        jobs: Number of processes.
    """
    now = datetime.now(UTC)
    return {
        "version": version(),
        "command_line": [PROGRAM, *(private(argument) for argument in arguments)],
        "started": started.isoformat(timespec="seconds"),
        "finished": now.isoformat(timespec="seconds"),
        "duration_seconds": round((now - started).total_seconds(), 3),
        "jobs": jobs,
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "packages": {name: found for name in PACKAGES if (found := _installed(name)) is not None},
        "platform": {"system": platform.system(), "release": platform.release(), "machine": platform.machine()},
        "git": git(),
    }


def version() -> str:
    """Version of this program."""
    return _installed(PROGRAM) or "0+unknown"


def _installed(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def private(argument: str) -> str:
    """An argument with absolute paths cut to their last part, for they may name a user."""
    head, equals, tail = argument.partition("=")
    if equals and head.startswith("--"):
        return f"{head}={private(tail)}"
    for flavour in (posixpath, ntpath):
        if flavour.isabs(argument) or argument.startswith("~"):
            return flavour.basename(argument.rstrip("/\\")) or "/"
    return argument


def git() -> dict[str, Any] | None:
    """Commit of the checkout that the program runs from, and whether files differ from it; None without one."""
    root = Path(__file__).resolve().parents[1]
    if not (root / ".git").exists():
        return None
    commit = _git(root, "rev-parse", "HEAD")
    changed = _git(root, "status", "--porcelain", "--untracked-files=no")
    return None if commit is None else {"commit": commit, "dirty": None if changed is None else bool(changed)}


def _git(root: Path, *arguments: str) -> str | None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        done = subprocess.run(  # noqa: S603 - fixed arguments
            ["git", "-C", str(root), *arguments],  # noqa: S607 - wherever git is installed
            capture_output=True, text=True, timeout=10, check=False, env=environment, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip() if done.returncode == 0 else None
