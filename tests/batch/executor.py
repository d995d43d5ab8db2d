"""An executor that does as it is told: hands back in any order, loses groups, stops half way."""

import random
from collections.abc import Callable, Sequence
from typing import Any

from experiments.batch.executors.protocol import Completed, Failed, Lost


class Unruly:
    """Carries out runs here, and hands them back in an order of its own.

    `loses` says of a group whether its worker dies, and how: "death", "time" or nothing.
    """

    def __init__(
        self,
        work: Callable[[Any], Any],
        seed: int = 0,
        slots: int = 3,
        loses: Callable[[Sequence[Any]], str | None] = lambda runs: None,
        after: int | None = None,
    ) -> None:
        self.slots = slots
        self.work, self.loses, self.after = work, loses, after
        self.random = random.Random(seed)
        self.waiting: list[tuple[Any, ...]] = []
        self.groups: list[tuple[Any, ...]] = []
        self.closed: list[bool] = []

    def submit(self, runs: Sequence[Any]) -> None:
        self.waiting.append(tuple(runs))
        self.groups.append(tuple(runs))

    def wait(self, timeout: float) -> list[Completed[Any, Any] | Lost[Any]]:
        if self.after is not None:
            self.after -= 1
            if self.after < 0:
                raise KeyboardInterrupt
        back: list[Completed[Any, Any] | Lost[Any]] = []
        for _ in range(self.random.randint(0, 2)):
            if self.waiting:
                runs = self.waiting.pop(self.random.randrange(len(self.waiting)))
                how = self.loses(runs)
                back.append(Completed(runs, tuple(map(self._result, runs))) if how is None else Lost(runs, 1.0, how))
        return back

    def _result(self, run: Any) -> Any:
        try:
            return self.work(run)
        except Exception as error:
            return Failed("error", repr(error), 0.0)

    def close(self, kill: bool = False) -> None:
        self.closed.append(kill)
