"""Exit codes, and how a command stops with one of them."""

from enum import IntEnum


class Exit(IntEnum):
    """What the exit code of a command means."""

    DONE = 0
    """Everything was done."""
    FAILED_RUNS = 1
    """Finished, but some runs failed, or a case of the verification does not agree."""
    INPUT = 2
    """The scenario or the command line is wrong."""
    FOLDER = 3
    """The output folder cannot be used."""
    ENVIRONMENT = 4
    """The machine lacks something: space, memory, a package."""
    BUG = 70
    """A mistake of this program."""
    INTERRUPTED = 130
    """Ctrl-C."""
    TERMINATED = 143
    """Asked to terminate."""


class Stop(Exception):
    """A reason to stop that the user can do something about."""

    def __init__(self, code: Exit, *lines: str) -> None:
        """Keep the exit code and the lines to show, already in the user's language."""
        super().__init__(*lines)
        self.code = code
        self.lines = lines
