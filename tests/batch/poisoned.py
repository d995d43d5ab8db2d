"""Work that does its worst in a few runs, and what each of them must end as."""

import ctypes
import os
import threading
from dataclasses import dataclass, replace

from experiments.batch.plan import RunSpec
from experiments.batch.work import NotFinite, RunResult, RunWork


def _raise(result: RunResult) -> RunResult:
    raise ValueError("planned")


def _exit(result: RunResult) -> RunResult:
    raise SystemExit(3)


def _leave(result: RunResult) -> RunResult:
    os._exit(0)


def _crash(result: RunResult) -> RunResult:
    ctypes.string_at(0)
    return result


def _hang(result: RunResult) -> RunResult:
    threading.Event().wait()
    return result


def _eat(result: RunResult) -> RunResult:
    eaten = []
    while True:
        eaten.append(bytearray(200_000_000))


def _not_a_number(result: RunResult) -> RunResult:
    raise NotFinite("welfare_total is nan")


def _unsendable(result: RunResult) -> RunResult:
    return replace(result, series=lambda: None)  # type: ignore[arg-type]


POISON = {
    (0, 0, 1): (_raise, "error"),
    (0, 1, 2): (_exit, "error"),
    (1, 0, 3): (_leave, "crashed"),
    (2, 1, 0): (_crash, "crashed"),
    (3, 0, 5): (_hang, "timeout"),
    (3, 1, 4): (_eat, "memory"),
    (4, 0, 0): (_not_a_number, "not_finite"),
    (5, 1, 5): (_unsendable, "unsendable"),
}
"""What the run of a world, policy and replication does, and the status that it must end with."""


@dataclass(frozen=True, eq=False)
class Poisoned:
    """The work of a batch, with poison."""

    work: RunWork

    def __call__(self, run: RunSpec) -> RunResult:
        """Carry out a run, and do what is planned for it."""
        result = self.work(run)
        poison = POISON.get((run.world, run.policy, run.replication))
        return result if poison is None else poison[0](result)
