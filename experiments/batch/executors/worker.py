"""A worker process: the loop that it runs, and its parent's end of it."""

import contextlib
import ctypes
import faulthandler
import multiprocessing
import os
import pickle
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from experiments.batch.executors.protocol import Limits, Lost
from experiments.batch.guard import Guard, last_words

LONGEST_NOTE: Final = 20_000
"""Bytes of a dead worker's note that are read."""


class Worker[S]:
    """A worker process, as its parent sees it.

    Attributes:
        process: The process.
        results: Where its results arrive: first None when it is ready, then the parcels of each group.
        ready: Whether it has said that it is.
        runs: The group that it was given and has not handed back; None while it is free.
        said: What it wrote down before it ended: where it stood when its time was over, or at a fatal error.
    """

    def __init__(self, work: bytes, limits: Limits) -> None:
        context = multiprocessing.get_context("spawn")
        self.ready = False
        self.runs: tuple[S, ...] | None = None
        self.said = ""
        self._since = 0.0
        descriptor, note = tempfile.mkstemp(prefix="citybid-worker-")
        os.close(descriptor)
        self._note = Path(note).open("rb")  # noqa: SIM115 - closed with the worker
        groups, self._groups = context.Pipe(duplex=False)
        self.results, results = context.Pipe(duplex=False)
        arguments = (work, limits, groups, results, note, os.getpid())
        self.process = context.Process(target=_serve, args=arguments, daemon=True)
        try:
            with deaf_to_interrupts():
                self.process.start()
        except OSError:
            self._let_go()
            raise
        finally:
            groups.close()
            results.close()

    def give(self, runs: tuple[S, ...]) -> None:
        """Hand it a group; if it is dead, that is found out when it is listened to."""
        message = pickle.dumps(runs, pickle.HIGHEST_PROTOCOL)
        self.runs = runs
        self._since = time.monotonic()
        with contextlib.suppress(OSError):
            self._groups.send_bytes(message)

    def loss(self) -> Lost[S]:
        """Its group, which died with it."""
        kind = "time" if self.said.startswith("Timeout (") else "death"
        return Lost(self.runs or (), time.monotonic() - self._since, kind, self.said)

    def dismiss(self, kill: bool) -> None:
        """Tell it that there is no more to do; one that is free then ends by itself."""
        if kill:
            self.process.kill()
        self._let_go()

    def bury(self) -> None:
        """Wait for its end, and read its note."""
        self.process.join()
        if not self._note.closed:
            self.said = self._note.read(LONGEST_NOTE).decode(errors="backslashreplace")
        self._let_go()

    def _let_go(self) -> None:
        self._groups.close()
        self.results.close()
        self._note.close()
        Path(self._note.name).unlink(missing_ok=True)


@contextlib.contextmanager
def deaf_to_interrupts() -> Iterator[None]:
    """Keep Ctrl-C from the processes started within, from their first moment on, where the system allows it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # Started along with the first process, it would let interrupts through again.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(work: bytes, limits: Limits, groups: Connection, results: Connection, note: str, parent: int) -> None:
    """The life of a worker: groups in, parcels out, until its parent lets go of it."""
    descriptor = os.open(note, os.O_WRONLY | os.O_APPEND)
    with contextlib.suppress(OSError):
        os.unlink(note)
    try:
        _settle_in(parent)
        faulthandler.enable(descriptor)
        guard = Guard(pickle.loads(work), limits, descriptor)  # noqa: S301 - written by our own parent
        results.send(None)
        while True:
            runs = pickle.loads(groups.recv_bytes())  # noqa: S301 - written by our own parent
            results.send(guard.carry_out(runs))
    except (EOFError, BrokenPipeError):
        os._exit(0)
    except BaseException:
        os.write(descriptor, last_words().encode())
        os._exit(1)


def _settle_in(parent: int) -> None:
    """Leave Ctrl-C to the parent, end with it, keep off standard output, and be the first to go if memory runs out."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(OSError):
        os.dup2(2, 1)
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("500", encoding="ascii")
    process = multiprocessing.parent_process()
    if process is not None:
        threading.Thread(target=_end_with, args=(process.join,), daemon=True).start()
    if sys.platform == "linux":
        # The thread above needs the interpreter, which compiled code may never give back.
        parent_death_signal = 1
        ctypes.CDLL(None).prctl(parent_death_signal, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


def _end_with(parent_ends: Callable[[], None]) -> None:
    parent_ends()
    os._exit(1)
