"""Ctrl-C and requests to terminate: the first lets the command finish tidily, the second ends it at once."""

import os
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Any, Final, Self

from experiments.cli.exits import Exit
from experiments.words import Words

_CODES: Final = {"SIGINT": Exit.INTERRUPTED, "SIGBREAK": Exit.INTERRUPTED, "SIGTERM": Exit.TERMINATED}


class Interrupts:
    """While it is entered, signals become KeyboardInterrupt once and end the process the second time.

    Attributes:
        received: Exit code of the first signal, None before it.
    """

    def __init__(self, w: Words) -> None:
        """Nothing is changed before it is entered."""
        self.received: Exit | None = None
        self._note = w("cli.stopping") + "\n"
        self._before: dict[int, Callable[[int, FrameType | None], Any] | int | None] = {}

    def __enter__(self) -> Self:
        """Take over the signals; elsewhere than in the main thread Python allows no handlers."""
        if threading.current_thread() is threading.main_thread():
            for name, code in _CODES.items():
                number = getattr(signal, name, None)
                if number is not None:
                    self._before[number] = signal.signal(number, self._handler(code))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give the signals back."""
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def code(self, otherwise: int) -> int:
        """The exit code: that of the signal if the command ended because of it."""
        return int(self.received) if self.received is not None and otherwise == Exit.INTERRUPTED else otherwise

    def _handler(self, code: Exit) -> Callable[[int, FrameType | None], None]:
        def handle(number: int, frame: FrameType | None) -> None:
            if self.received is not None:
                _end_now(code)
            self.received = code
            _tell(self._note)
            raise KeyboardInterrupt

        return handle


def _tell(text: str) -> None:
    """Write to standard error past Python's buffers, which a signal may have caught half way."""
    encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
    try:
        os.write(2, text.encode(encoding, errors="replace"))
    except OSError:
        return


def _end_now(code: Exit) -> None:
    if "multiprocessing" in sys.modules:
        import multiprocessing

        for child in multiprocessing.active_children():
            child.kill()
    os._exit(int(code))
