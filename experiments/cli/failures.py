"""Tracebacks are kept in files; the screen shows one line."""

import os
import platform
import sys
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path


def keep_traceback(error: BaseException, arguments: Sequence[str]) -> str:
    """Save what went wrong in a file of the system's folder for temporary files and return its name.

    Args:
        error: The exception.
        arguments: The command line.
    """
    from experiments.manifest import version

    head = f"citybid {version()}, Python {platform.python_version()}, {platform.platform()}\n"
    return keep(head + f"arguments: {list(arguments)!r}\n\n" + "".join(traceback.format_exception(error)))


def keep(text: str) -> str:
    """Save a text in a new temporary file and return its name; on standard error if there is no room."""
    try:
        handle, name = tempfile.mkstemp(prefix="citybid-", suffix=".txt")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError:
        sys.stderr.write(text)
        return "-"
    return str(Path(name))
