"""Standard output for results, standard error for everything else."""

import json
import math
import shutil
import sys
from collections.abc import Iterable
from typing import Any

from experiments import grid
from experiments.grid import Grid


def prepare() -> None:
    """Make sure that a character the terminal cannot show never stops a command."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def width() -> int:
    """Width of the terminal: the variable COLUMNS, else that of the terminal, else 80."""
    return max(40, min(200, shutil.get_terminal_size((80, 24)).columns))


class NobodyReads(Exception):
    """Whoever read the results has seen enough, as with `| head`."""


def say(text: str = "") -> None:
    """A line of results.

    Raises:
        NobodyReads: If standard output has been closed at the other end.
    """
    try:
        print(text)
    except BrokenPipeError:
        raise NobodyReads from None


def complain(*lines: str) -> None:
    """Lines for the user that are not results."""
    for line in lines:
        print(line, file=sys.stderr)
    sys.stderr.flush()


def show(grids: Iterable[Grid]) -> None:
    """Tables, as wide as the terminal allows, each with an empty line behind it."""
    for one in grids:
        say(grid.text(one, width()))
        say()


def tell(words: str) -> None:
    """A paragraph."""
    say(grid.paragraph(words, width()))


def document(content: Any) -> None:
    """One JSON document; numbers that are not finite become null."""
    encoding = (getattr(sys.stdout, "encoding", None) or "").lower().replace("-", "")
    text = json.dumps(finite(content), ensure_ascii=encoding != "utf8", allow_nan=False, indent=1)
    say(text)


def finite(content: Any) -> Any:
    """Plain data with None in place of NaN and infinities."""
    if isinstance(content, dict):
        return {str(key): finite(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [finite(value) for value in content]
    if isinstance(content, float):
        return content if math.isfinite(content) else None
    return content
