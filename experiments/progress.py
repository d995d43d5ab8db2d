"""Progress on standard error: a bar in a terminal, a plain line now and then elsewhere, nothing for what is quick."""

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Final, Literal, Self

from experiments.words import Words

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

type Kind = Literal["auto", "plain", "none"]

PATIENCE: Final = 1.0
"""Seconds before a bar is shown."""

FIRST: Final = 2.0
"""Seconds before the first plain line."""

INTERVAL: Final = 10.0
"""Seconds from one plain line to the next."""

BUNDLE: Final = 0.05
"""Seconds within which runs that come in belong together."""

TELLING: Final = 0.05, 20.0
"""Share that must be done, or else seconds that must have gone, before the time left is told: the first runs come with
the start of the workers, and later than they were made."""


class Phase:
    """One stretch of work; call it with what is done and what there is in all."""

    def __init__(self, label: str, w: Words) -> None:
        """Nothing is shown before it is entered."""
        self.label = label
        self.w = w
        self.done = 0
        self.total = 0
        self.rate = self._rate_before = self._told = 0.0
        self.start = time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        """Tell how far it is."""
        elapsed = max(self.elapsed, 1e-9)
        # Runs come in bundles: the first ones of a bundle say less of the pace than the last one of the bundle before.
        if elapsed - self._told > BUNDLE:
            self._rate_before = self.done / max(self._told, 1e-9)
        self.rate = max(done / elapsed, self._rate_before)
        self.done, self.total, self._told = done, total, elapsed

    def __enter__(self) -> Self:
        """Start the clock."""
        self.start = time.monotonic()
        return self

    def left(self) -> str:
        """How long the rest takes; a dash while that is not to be said yet."""
        share, seconds = TELLING
        known = self.rate > 0 and (self.done >= share * self.total or self.elapsed >= seconds)
        return clock((self.total - self.done) / self.rate) if known else "-"

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop showing."""

    @property
    def elapsed(self) -> float:
        """Seconds since it was entered."""
        return time.monotonic() - self.start


class Bar(Phase):
    """A bar with rate and time left; it appears after a second."""

    def __init__(self, label: str, w: Words) -> None:
        """Nothing is shown before it is entered."""
        super().__init__(label, w)
        self._lock = threading.Lock()
        self._timer = threading.Timer(PATIENCE, self._appear)
        self._timer.daemon = True
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._over = False

    def __enter__(self) -> Self:
        """Start the clock."""
        self._timer.start()
        return super().__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the bar away."""
        self._timer.cancel()
        with self._lock:
            self._over = True
            if self._bar is not None:
                self._bar.stop()

    def __call__(self, done: int, total: int) -> None:
        """Tell how far it is."""
        super().__call__(done, total)
        if self._bar is not None and self._task is not None:
            self._bar.update(
                self._task, description=self.label, completed=done, total=total, rate=self._pace(), left=self.left()
            )

    def _pace(self) -> str:
        return self.w("cli.progress.rate", rate=rate_text(self.rate))

    def _appear(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        columns = (
            TextColumn("{task.description}"), BarColumn(bar_width=None), MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"), TextColumn("{task.fields[left]}", style="progress.remaining"),
        )  # fmt: skip
        with self._lock:
            if self._over:
                return
            bar = Progress(*columns, console=Console(stderr=True), transient=True, expand=True)
            self._task = bar.add_task(
                self.label, total=self.total or None, completed=self.done, rate=self._pace(), left=self.left()
            )
            bar.start()
            self._bar = bar


class Lines(Phase):
    """Plain lines: the first after two seconds, then one every ten seconds at most, and one at the end."""

    def __init__(self, label: str, w: Words) -> None:
        """Nothing is shown before it is entered."""
        super().__init__(label, w)
        self._next = FIRST

    def __call__(self, done: int, total: int) -> None:
        """Tell how far it is, if it is time for a line."""
        super().__call__(done, total)
        if self.elapsed >= self._next:
            self._next = self.elapsed + INTERVAL
            self._line()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Write the last line, if there was a first."""
        if self._next > FIRST:
            self._line()

    def _line(self) -> None:
        line = self.w("cli.progress.line", label=self.label, done=self.done, total=self.total,
                      rate=rate_text(self.rate), elapsed=clock(self.elapsed), left=self.left())  # fmt: skip
        print(line, file=sys.stderr, flush=True)


@contextmanager
def phase(kind: Kind, label: str, w: Words) -> Iterator[Phase]:
    """Show the progress of what happens inside.

    Args:
        kind: `auto` shows a bar if standard error is a terminal, and plain lines otherwise; `none` shows nothing.
        label: What is done.
        w: The language.
    """
    if kind == "none":
        shown = Phase(label, w)
    elif kind == "auto" and sys.stderr.isatty() and os.environ.get("TERM") != "dumb":
        shown = Bar(label, w)
    else:
        shown = Lines(label, w)
    with shown:
        yield shown


def rate_text(rate: float) -> str:
    """Runs per second with two digits that count."""
    return f"{rate:.0f}" if rate >= 10 else f"{rate:.1f}" if rate >= 0.1 else f"{rate:.2g}"


def clock(seconds: float) -> str:
    """A duration as minutes and seconds, or hours, minutes and seconds."""
    whole = round(seconds)
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours}:{minutes:02d}:{whole % 60:02d}" if hours else f"{minutes}:{whole % 60:02d}"
