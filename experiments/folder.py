"""The output folder: whose it is, which plan it holds, and files that are never half written.

A folder belongs to one plan. Another plan is refused, and so is a folder that somebody else filled. The manifest
is the commit point: it says "complete" only after every file it names is in place.
"""

import contextlib
import errno
import hashlib
import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final, Self

from experiments.manifest import PROGRAM, Plan, describe

MANIFEST: Final = "manifest.json"
LOCK: Final = ".citybid.lock"

OF_THE_MACHINE: Final = frozenset(
    getattr(errno, name)
    for name in ("ENOSPC", "EDQUOT", "ENOMEM", "EMFILE", "ENFILE", "EIO", "EAGAIN")
    if hasattr(errno, name)
)
"""Errors that are about the machine, not about a folder: no space, memory or open files left."""


class FolderRefused(Exception):
    """An output folder that cannot be used.

    Attributes:
        reason: Short code: other_plan, not_ours, not_a_folder, busy, not_writable or unreadable.
        fields: What the message needs: the folder, and what differs.
    """

    def __init__(self, reason: str, **fields: str) -> None:
        """Keep reason and fields."""
        super().__init__(reason, fields)
        self.reason = reason
        self.fields = fields


class OutputFolder:
    """An output folder that is held by this process while it is open.

    Attributes:
        path: The folder.
        plan: The plan it is opened for.
        earlier: Manifest of earlier results of the same plan; empty if there are none.
        files: Files written since it was opened, with size and hash.
    """

    def __init__(self, path: Path, plan: Plan) -> None:
        """Nothing is touched before the folder is entered."""
        self.path = path
        self.plan = plan
        self.earlier: dict[str, Any] = {}
        self.files: dict[str, dict[str, Any]] = {}
        self._lock: IO[str] | None = None

    def __enter__(self) -> Self:
        """Check whose folder it is and hold it.

        Raises:
            FolderRefused: If it cannot be used.
            OSError: If the machine has no space or files left.
        """
        with refused(self.path):
            if self.path.exists() and not self.path.is_dir():
                raise FolderRefused("not_a_folder", folder=str(self.path))
            self._check()
            self.path.mkdir(parents=True, exist_ok=True)
            self._hold()
            try:
                self.earlier = self._check()
                for scratch in self.path.rglob(".citybid-*.tmp"):
                    scratch.unlink(missing_ok=True)
            except BaseException:
                self._release()
                raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of the folder; a lock is freed by the system even if the process is killed."""
        self._release()

    def _check(self) -> dict[str, Any]:
        """The manifest of the same plan, or nothing for an empty folder."""
        if not self.path.exists():
            return {}
        names = {name for name in os.listdir(self.path) if not _is_scratch(name)}
        if MANIFEST not in names:
            if names:
                raise FolderRefused("not_ours", folder=str(self.path), file=sorted(names)[0])
            return {}
        manifest = read_manifest(self.path)
        there = manifest["plan"]
        if there != self.plan.plain():
            raise FolderRefused("other_plan", folder=str(self.path), there=describe(there), here=self.plan.text())
        return manifest

    def _hold(self) -> None:
        self._lock = open(self.path / LOCK, "a+", encoding="ascii")  # noqa: SIM115 - held until the folder is left
        try:
            _lock(self._lock)
        except OSError:
            self._release()
            raise FolderRefused("busy", folder=str(self.path)) from None

    def _release(self) -> None:
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def write(self, name: str, content: bytes) -> None:
        """Put a file in place in one move.

        Args:
            name: Its name, with `/` for a folder inside.
            content: All of it.
        """
        with refused(self.path):
            put(self.path / name, content)
        self.files[name] = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}

    def write_manifest(self, facts: Mapping[str, Any], last: bool = True) -> None:
        """Write the manifest; the last one removes files of earlier results that it no longer names.

        Args:
            facts: What it says besides the plan and the files.
            last: Whether all files are in place; before that, files of earlier results are named as well.
        """
        earlier = self.earlier.get("files") or {}
        files = self.files if last else {**earlier, **self.files}
        manifest = {"program": PROGRAM, "format": 1, "plan": self.plan.plain(), **facts, "files": files}
        text = json.dumps(manifest, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
        with refused(self.path):
            put(self.path / MANIFEST, text.encode("utf-8", "backslashreplace"))
            for name in set(earlier) - set(self.files) if last else ():
                if _is_inside(self.path, name):
                    (self.path / name).unlink(missing_ok=True)


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a folder.

    Raises:
        FolderRefused: If it is not one of ours.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        manifest = None
    if (
        not isinstance(manifest, dict)
        or manifest.get("program") != PROGRAM
        or not isinstance(manifest.get("plan"), dict)
    ):
        raise FolderRefused("not_ours", folder=str(folder), file=MANIFEST)
    return manifest


def put(path: Path, content: bytes) -> None:
    """Write a file in one move."""
    with replacing(path) as file:
        file.write(content)


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """Write a file in one move: a temporary one beside it, flushed to the disk, then renamed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, scratch = tempfile.mkstemp(prefix=".citybid-", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.chmod(scratch, 0o666 & ~_umask())
        os.replace(scratch, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(scratch)
        raise
    _flush_folder(path.parent)


def _flush_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _lock(file: IO[str]) -> None:
    """Lock a file for this process; OSError if another one holds it."""
    if os.name == "nt":
        import msvcrt

        getattr(msvcrt, "locking")(file.fileno(), getattr(msvcrt, "LK_NBLCK"), 1)  # noqa: B009 - not on this system
        return
    import fcntl

    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _is_scratch(name: str) -> bool:
    return name == LOCK or (name.startswith(".citybid-") and name.endswith(".tmp"))


def _is_inside(folder: Path, name: str) -> bool:
    return (folder / name).resolve().is_relative_to(folder.resolve())


@contextlib.contextmanager
def refused(folder: Path) -> Iterator[None]:
    """Turn errors of this folder or file into refusals; those of the machine stay what they are."""
    try:
        yield
    except OSError as error:
        if error.errno in OF_THE_MACHINE:
            raise
        raise FolderRefused("not_writable", folder=str(folder), why=error.strerror or str(error)) from error
