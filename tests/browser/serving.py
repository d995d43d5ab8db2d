"""`citybid demo` as a process of its own."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

PATIENCE = 60.0
"""Seconds until the server must answer."""

TRIES = 3
"""Starts, if another program takes the port between the choice of it and the start."""


class NotStarted(AssertionError):
    """A server that ended, or said nothing in time."""


def spare_port() -> int:
    """A port that nobody listens on and that no other server looks for: those try 8080 and the next ones."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@dataclass
class Serving:
    """A running server.

    Attributes:
        process: The process.
        address: Where it listens, such as "http://127.0.0.1:41233".
        said: Lines that it has written so far.
    """

    process: subprocess.Popen[str]
    address: str = ""
    said: list[str] = field(default_factory=list)

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line.rstrip())

    def wait(self) -> None:
        """Wait until it says where it listens, which it does once it answers.

        Raises:
            NotStarted: If it ends or takes too long.
        """
        threading.Thread(target=self._read, daemon=True).start()
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self.process.poll() is None:
            found = [word for line in self.said for word in line.split() if word.startswith("http://127.0.0.1:")]
            if found:
                self.address = found[0].rstrip("/")
                return
            time.sleep(0.05)
        raise NotStarted("the server did not start:\n" + "\n".join(self.said))


@contextmanager
def serving(*arguments: str, command: str = "demo", prefix: tuple[str, ...] = ()) -> Iterator[Serving]:
    """A server that is started and ended again.

    Args:
        *arguments: Further arguments of the command.
        command: The command.
        prefix: Command that it runs in, such as one that takes the network away.
    """
    for start in range(1, TRIES + 1):
        port = () if "--port" in arguments else ("--port", str(spare_port()))
        one = Serving(
            _process(*prefix, sys.executable, "-m", "experiments.cli", command, "--no-browser", *arguments, *port)
        )
        try:
            one.wait()
            break
        except NotStarted:
            _end(one.process)
            if start == TRIES:
                raise
    try:
        yield one
    finally:
        _end(one.process)


def _process(*line: str) -> subprocess.Popen[str]:
    env = {**os.environ, "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}
    env.pop("PYTEST_CURRENT_TEST", None)  # NiceGUI behaves otherwise inside a test
    return subprocess.Popen(
        line, cwd=Path(__file__).parents[2], env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8"
    )


def _end(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
