"""Where the time of a run goes: by event of the schedule, with what stands around them, and what is left over."""

import functools
import importlib
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from statistics import median
from typing import Any
from unittest.mock import patch

import sim.schedule
from benchmarks.clock import Facts, tell
from sim import records
from sim.projects import ProjectSource
from sim.schema import Scenario
from sim.simulate import simulate
from sim.streams import Luck, Reel

RECORDS = ("city_columns", "welfare_flows")
"""What a run keeps of each period, in `sim.records`."""


DRAWS = "draw luck"
"""Section of all random numbers, wherever they are asked for."""


@dataclass
class Sections:
    """Processor time by section, each without the sections that ran inside it.

    Attributes:
        spent: Seconds by name.
        running: Names of the sections that are open, the innermost last.
        since: When the innermost was last entered or came back.
        now: The clock.
    """

    spent: dict[str, float] = field(default_factory=dict)
    running: list[str] = field(default_factory=list)
    since: float = 0.0
    now: Callable[[], float] = time.process_time

    @contextmanager
    def inside(self, name: str) -> Iterator[None]:
        """Count what runs within under a name."""
        self._hand_over()
        self.running.append(name)
        try:
            yield
        finally:
            self._hand_over()
            self.running.pop()

    def counted[**P, T](self, name: str, function: Callable[P, T]) -> Callable[P, T]:
        """The same function, counted under a name."""

        @functools.wraps(function)
        def counting(*arguments: P.args, **named: P.kwargs) -> T:
            with self.inside(name):
                return function(*arguments, **named)

        return counting

    def _hand_over(self) -> None:
        now = self.now()
        if self.running:
            self.spent[self.running[-1]] = self.spent.get(self.running[-1], 0.0) + now - self.since
        self.since = now


@contextmanager
def watched(sections: Sections) -> Iterator[None]:
    """Have every run of the model within counted: luck, projects, each event, what is kept, the set-up."""
    with ExitStack() as stack:

        def put(holder: Any, name: str, title: str) -> None:
            stack.enter_context(patch.object(holder, name, sections.counted(title, getattr(holder, name))))

        events = tuple(sections.counted(event.__name__, event) for event in sim.schedule.SCHEDULE)
        stack.enter_context(patch.object(sim.schedule, "SCHEDULE", events))
        put(ProjectSource, "_together", "make projects")
        for name in ("draw", "draw_by_city"):
            put(Luck, name, DRAWS)
        put(Reel, "read", DRAWS)
        for name in RECORDS:
            put(records, name, f"keep {name.replace('_', ' ')}")
        put(importlib.import_module("sim.simulate"), "build_world", "set up the world")
        yield


def profiled(scenario: Scenario, runs: int = 3) -> Facts:
    """Seconds of a run by section, median of some runs; `left_over` is what no section counts.

    The clock is read twice for each event, which is nothing beside what events take.
    """
    found: list[dict[str, float]] = []
    totals: list[float] = []
    for number in range(runs):
        sections = Sections()
        with watched(sections):
            start = time.process_time()
            simulate(scenario, replication=number, with_planner=False)
            totals.append(time.process_time() - start)
        found.append(sections.spent)
        tell(f"profile, run {number + 1} of {runs}: {totals[-1]:.3f} s")
    total = median(totals)
    spent = {name: median(one.get(name, 0.0) for one in found) for name in found[0]}
    rows = sorted(spent.items(), key=lambda row: -row[1])
    return {"total": total, "sections": dict(rows), "left_over": total - sum(spent.values()), "runs": runs}
