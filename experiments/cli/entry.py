"""Running a command so that every ending has its exit code, and no ending shows a traceback."""

import os
import sys
from collections.abc import Sequence

from experiments.cli import screen
from experiments.cli.exits import Exit, Stop
from experiments.cli.interrupts import Interrupts
from experiments.cli.language import language_of
from experiments.cli.usage import is_usage_error, usage_lines
from experiments.words import Words, words


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    Args:
        arguments: Arguments after the program's name; those of the process if none are given.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in ("stdout", "stderr"):
        if getattr(sys, stream) is None:  # closed by the caller
            setattr(sys, stream, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
    screen.prepare()
    w = words(language_of(given, os.environ))
    with Interrupts(w) as interrupts:
        return interrupts.code(_guarded(given, w))


def _guarded(arguments: list[str], w: Words) -> int:
    try:
        from experiments.cli.app import execute

        if os.environ.get("CITYBID_COMPILED"):
            from experiments.cli.compiled import check

            check(w)
        code = execute(arguments, w)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except (screen.NobodyReads, BrokenPipeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.DONE
    except Exception as error:
        return _failed(error, arguments, w)
    return code


def _failed(error: Exception, arguments: list[str], w: Words) -> Exit:
    """Tell what happened and return the exit code that stands for it."""
    if isinstance(error, Stop):
        screen.complain(*error.lines)
        return error.code
    if is_usage_error(error):
        screen.complain(*usage_lines(error, w))
        return Exit.INPUT
    code, lines = _told(error, w)
    if code == Exit.BUG:
        from experiments.cli.failures import keep_traceback

        lines = [w("cli.bug", what=type(error).__name__, file=keep_traceback(error, arguments))]
    screen.complain(*lines)
    return code


def _told(error: Exception, w: Words) -> tuple[Exit, list[str]]:
    if "sim.scenario.problem" in sys.modules:
        from sim.scenario import ScenarioError

        if isinstance(error, ScenarioError):
            return Exit.INPUT, [problem.text(w.language) for problem in error.problems]
    if "experiments.folder" in sys.modules:
        from experiments.folder import OF_THE_MACHINE, FolderRefused

        if isinstance(error, FolderRefused):
            return Exit.FOLDER, [w(f"cli.folder.{error.reason}", **error.fields)]
        if isinstance(error, OSError) and error.errno in OF_THE_MACHINE:
            return Exit.ENVIRONMENT, [w("cli.machine", why=error.strerror or str(error))]
    if "experiments.batch" in sys.modules:
        from experiments.cli.store_failures import told

        found = told(error, w)
        if found is not None:
            return found
    if isinstance(error, MemoryError):
        return Exit.ENVIRONMENT, [w("cli.memory")]
    if isinstance(error, ModuleNotFoundError) and (error.name or "").split(".")[0] not in ("sim", "experiments"):
        return Exit.ENVIRONMENT, [w("cli.missing", package=error.name or "?")]
    return Exit.BUG, []
