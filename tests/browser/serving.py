"""`citybid demo` as a process of its own."""

import os
import signal
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
        """Wait until it says where it listens.

        Raises:
            AssertionError: If it ends or takes too long.
        """
        threading.Thread(target=self._read, daemon=True).start()
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self.process.poll() is None:
            found = [word for line in self.said for word in line.split() if word.startswith("http://127.0.0.1:")]
            if found:
                self.address = found[0].rstrip("/")
                return
            time.sleep(0.05)
        raise AssertionError("the server did not start:\n" + "\n".join(self.said))


@contextmanager
def serving(*arguments: str, command: str = "demo", prefix: tuple[str, ...] = ()) -> Iterator[Serving]:
    """A server that is started and ended again.

    Args:
        *arguments: Further arguments of the command.
        command: The command.
        prefix: Command that it runs in, such as one that takes the network away.
    """
    root = Path(__file__).parents[2]
    line = [*prefix, sys.executable, "-m", "experiments.cli", command, "--no-browser", *arguments]
    env = {**os.environ, "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}
    env.pop("PYTEST_CURRENT_TEST", None)  # NiceGUI behaves otherwise inside a test
    with subprocess.Popen(
        line, cwd=root, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8"
    ) as process:
        one = Serving(process)
        try:
            one.wait()
            yield one
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
