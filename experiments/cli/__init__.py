"""The command line: `citybid`, or `python -m experiments.cli`.

Only what a command needs is imported, and only when it runs: help, `validate` and `schema` answer at once.
"""

from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    Args:
        arguments: Arguments after the program's name; those of the process if none are given.
    """
    from experiments.cli.entry import run

    return run(arguments)
