"""The folder tree that a scenario may read, and how text files are read: bounded, as UTF-8."""

import os
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Final

from sim.scenario.echo import visible
from sim.scenario.library import PREFIX, bundled_folder
from sim.scenario.node import Origin, Place, Route
from sim.scenario.phrase import Term, phrase
from sim.scenario.problem import Ledger, Refused

LARGEST_YAML: Final = 1_000_000
"""Bytes of a scenario file."""

LARGEST_CSV: Final = 2_000_000
"""Bytes of a table of cities."""


@dataclass(frozen=True, slots=True)
class Fence:
    """A folder that references must not leave.

    Attributes:
        root: The folder, with symbolic links resolved.
        prefix: What to write before a path below it when it is shown.
    """

    root: Path
    prefix: str

    def reach(self, text: str, folder: Path) -> Path:
        """The file that a reference means.

        Args:
            text: The reference as written.
            folder: Folder of the file that says it.

        Raises:
            Refused: If it is absolute, leaves the folder tree, or is no file.
        """
        allowed = phrase("files_below", folder=visible(self.prefix, 200) or "./")
        name = visible(text, 100)
        if "\\" in text:
            raise Refused(phrase("backslash", name=name), suggestions=(visible(text.replace("\\", "/"), 100),))
        if PurePosixPath(text).is_absolute() or PureWindowsPath(text).drive:
            raise Refused(phrase("absolute_path", name=name), allowed)
        try:
            path = (folder / text).resolve()
            if not path.is_relative_to(self.root):
                raise Refused(phrase("outside_folder", name=name), allowed)
            require_file(path, name, self._similar(path, folder))
        except (OSError, ValueError, RuntimeError):  # a name that the system cannot take, a loop of links
            raise Refused(phrase("missing_file", name=name)) from None
        return path

    def label(self, path: Path) -> str:
        """The name to show for a file below the folder."""
        return self.prefix + path.relative_to(self.root).as_posix()

    def _similar(self, path: Path, folder: Path) -> tuple[str, ...]:
        names = () if path.exists() else similar_files(path)
        return tuple(
            Path(os.path.relpath(path.with_name(name), folder)).as_posix()
            for name in names
            if path.with_name(name).resolve().is_relative_to(self.root)
        )


def bundled_fence() -> Fence:
    """The folder tree of the bundled scenarios."""
    return Fence(bundled_folder().resolve(), PREFIX)


def similar_files(path: Path) -> tuple[str, ...]:
    """Names of files beside a missing one that look like it."""
    try:
        with os.scandir(path.parent) as entries:
            names = [entry.name for _, entry in zip(range(2_000), entries, strict=False) if entry.is_file()]
    except OSError:
        return ()
    alike = [name for name in names if Path(name).suffix in (path.suffix, ".yaml", ".yml", ".csv")]
    return tuple(get_close_matches(path.name, alike, n=3, cutoff=0.6))


def require_file(path: Path, name: str, suggestions: tuple[str, ...] = ()) -> None:
    """Check that a path is an ordinary file.

    Args:
        path: The file.
        name: What to call it.
        suggestions: What may have been meant if it is missing.

    Raises:
        Refused: If it is missing or something else.
    """
    if not path.exists():
        raise Refused(phrase("missing_file", name=name), suggestions=suggestions)
    if not path.is_file():
        raise Refused(phrase("not_a_file", name=name))


def read_text(path: Path, limit: int, origin: Origin, ledger: Ledger, at: tuple[Place, Route]) -> str | None:
    """The text of a file, or None after a problem.

    Args:
        path: The file.
        limit: Most bytes it may have.
        origin: Its name for problems inside it.
        ledger: Takes the problems.
        at: Where a file that cannot be read is reported: the place that names it, and its path.
    """
    try:
        with path.open("rb") as file:
            content = file.read(limit + 1)
    except OSError as error:
        reason = Term(error.strerror or type(error).__name__)
        ledger.add(*at, phrase("unreadable", name=visible(origin.label, 200), reason=reason))
        return None
    if len(content) > limit:
        ledger.add(Place(origin), (), phrase("file_too_large", limit=limit))
        return None
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        start = error.start + (3 if content.startswith(b"\xef\xbb\xbf") else 0)
        line_start = content.rfind(b"\n", 0, start) + 1
        column = len(content[line_start:start].decode("utf-8", "replace")) + 1
        place = Place(origin, content.count(b"\n", 0, start) + 1, column)
        ledger.add(place, (), phrase(_encoding(content)), hints=(phrase("save_as_utf8"),))
        return None


def _encoding(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf16_file"
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        return "not_utf8"
    chinese = sum("\u4e00" <= character <= "\u9fff" for character in text)
    return "gbk_file" if chinese else "not_utf8"
