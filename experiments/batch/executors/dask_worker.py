"""What a worker of a Dask cluster holds: the work of a batch, sent to it once, and what carries out a group."""

import os
import pickle
from typing import Any, Final

from distributed import Worker, WorkerPlugin

from experiments.batch.executors.protocol import Limits
from experiments.batch.guard import Guard, Parcel
from experiments.batch.identity import model_version


class OtherModel(RuntimeError):
    """A worker whose copy of the program differs from that of the batch."""


class Bench(WorkerPlugin):
    """The work of one batch, set up on every worker of a cluster, those that join later included.

    Attributes:
        batch: Name of the batch, unlike any other on the cluster.
        work: The work, pickled.
        limits: What a run may use.
        model: Version of the model that the batch needs.
        ours: Whether the worker shares our standard output and error, and so keeps off them.
    """

    def __init__(self, batch: str, work: bytes, limits: Limits, model: str, ours: bool) -> None:
        self.batch = batch
        self.work = work
        self.limits = limits
        self.model = model
        self.ours = ours

    def setup(self, worker: Worker) -> None:
        """Make ready for groups of this batch."""
        if self.ours:
            os.dup2(2, 1)
        _BENCHES[self.batch] = self

    def teardown(self, worker: Worker) -> None:
        """Forget the batch."""
        _BENCHES.pop(self.batch, None)
        _GUARDS.pop(self.batch, None)

    def guard(self) -> Guard[Any, Any]:
        """What carries out its runs, made when the first group arrives.

        Raises:
            OtherModel: If results from here would be those of another model.
        """
        if self.model != model_version():
            raise OtherModel(f"this worker has model {model_version()}, the batch needs {self.model}")
        note = os.open(os.devnull, os.O_WRONLY) if self.ours else None
        return Guard(pickle.loads(self.work), self.limits, note)  # noqa: S301 - sent by the batch


_BENCHES: Final[dict[str, Bench]] = {}
_GUARDS: Final[dict[str, Guard[Any, Any]]] = {}


def carry_out(batch: str, runs: bytes) -> list[Parcel]:
    """Carry out a pickled group of a batch."""
    if batch not in _GUARDS:
        _GUARDS[batch] = _BENCHES[batch].guard()
    return _GUARDS[batch].carry_out(pickle.loads(runs))  # noqa: S301 - sent by the batch
