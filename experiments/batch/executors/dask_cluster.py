"""Carrying out runs on a Dask cluster: one that is running already, or one made of processes of this machine."""

import contextlib
import logging
import pickle
import queue
import time
import uuid
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from experiments.batch.executors.local import MOST_FAILED_STARTS
from experiments.batch.executors.protocol import Completed, ExecutorGone, Limits, Lost, Work
from experiments.batch.executors.worker import deaf_to_interrupts
from experiments.batch.guard import Parcel, opened
from experiments.batch.identity import model_version

if TYPE_CHECKING:
    from distributed import Client, Future, LocalCluster

CONNECT_SECONDS: Final = 15.0
"""Seconds in which a scheduler must answer."""

LOOK_SECONDS: Final = 1.0
"""Seconds between two looks at which workers there are."""

FETCH_SECONDS: Final = 5.0
"""Seconds that results may take from a worker before it is looked at whether it is still there."""

SLOW: Final = "the machine is too busy to start a thread"
"""Why Dask asserts in vain that its own thread has started."""

CLOSE_SECONDS: Final = 2.0
"""Seconds that a scheduler or a worker is given to say goodbye."""


@dataclass(frozen=True, slots=True)
class _Given[S]:
    """A group that a worker was given, when and under which address."""

    runs: tuple[S, ...]
    worker: str
    since: float


class DaskCluster[S, R]:
    """Carries out runs on the workers of a Dask cluster.

    A worker has one group at a time, and no other worker may take that over: a death is then a loss of that group, and
    a run that kills its worker does not go on to kill those that Dask would try it on next. Workers that join later
    are used; if there are none, groups wait for them.

    On a cluster that is not ours, `close` leaves its workers to finish what they do.

    Attributes:
        slots: Number of workers at last look, and 1 if there was none; in a cluster of its own, as many as it wants.
    """

    def __init__(self, work: Work[S, R], limits: Limits, workers: int, scheduler: str | None = None) -> None:
        """Connect to the scheduler of that address, or else make a cluster of so many workers.

        Raises:
            ExecutorGone: If Dask is not installed or the scheduler does not answer.
        """
        try:
            import distributed  # noqa: F401
        except ImportError as error:
            raise ExecutorGone("no_dask") from error
        self.slots = 1
        self._limits = limits
        self._wanted = workers if scheduler is None else 0
        self._cluster = _local_cluster(workers) if scheduler is None else None
        self._client = _client(self._cluster, scheduler)
        self._batch = f"citybid-{uuid.uuid4().hex}"
        self._waiting: deque[tuple[S, ...]] = deque()
        self._running: dict[Future[list[Parcel]], _Given[S]] = {}
        self._finished: queue.SimpleQueue[Future[list[Parcel]]] = queue.SimpleQueue()
        self._workers: set[str] = set()
        self._looked = 0.0
        self._introduce(pickle.dumps(work, pickle.HIGHEST_PROTOCOL))

    def submit(self, runs: Sequence[S]) -> None:
        """Hand in a group."""
        self._waiting.append(tuple(runs))
        self._feed()

    def wait(self, timeout: float) -> list[Completed[S, R] | Lost[S]]:
        """Groups that have come back, or were lost, since the last call."""
        deadline = time.monotonic() + timeout
        back: list[Completed[S, R] | Lost[S]] = []
        while (self._waiting or self._running) and not back:
            patience = deadline - time.monotonic()
            back += self._come_back(max(0.0, min(patience, LOOK_SECONDS)))
            if not back and time.monotonic() - self._looked >= LOOK_SECONDS:
                back += self._missing()
            self._feed()
            if patience <= 0.0:
                break
        return back

    def close(self, kill: bool = False) -> None:
        """Let go of all workers; those of a cluster that is not ours finish what they do."""
        self._waiting.clear()
        self._running.clear()
        if self._client.status == "closed":
            return
        with contextlib.suppress(OSError):
            if not kill:
                self._client.unregister_worker_plugin(self._batch)
            self._client.close(timeout=CLOSE_SECONDS)
            if self._cluster is not None:
                self._cluster.close(timeout=CLOSE_SECONDS)

    def _introduce(self, work: bytes) -> None:
        """Send the work to all workers, now and to come."""
        from experiments.batch.executors.dask_worker import Bench

        bench = Bench(self._batch, work, self._limits, model_version(), ours=self._cluster is not None)
        try:
            self._client.register_plugin(bench, self._batch)
        except Exception as error:
            self.close(kill=True)
            raise ExecutorGone("workers_lack_program", why=str(error)) from error
        self._look()

    @contextlib.contextmanager
    def _connected(self) -> Iterator[None]:
        """A scheduler that was lost once has forgotten us, even if it is back."""
        if self._client.status != "running":
            raise ExecutorGone("scheduler_lost", why=f"connection {self._client.status}")
        try:
            yield
        except OSError as error:
            raise ExecutorGone("scheduler_lost", why=str(error)) from error

    def _look(self) -> None:
        """See which workers there are."""
        with self._connected():
            self._workers = set(self._client.nthreads())
        self.slots = max(1, len(self._workers), self._wanted)
        if self._cluster is not None and len(self._workers) < self._wanted:
            # Dask gives up a worker that dies again while it is being replaced.
            self._cluster.scale(self._wanted)
        self._looked = time.monotonic()

    def _feed(self) -> None:
        """Give what waits to workers that are free."""
        from experiments.batch.executors.dask_worker import carry_out

        free = self._workers - {given.worker for given in self._running.values()}
        while self._waiting and free:
            worker = free.pop()
            message = pickle.dumps(self._waiting[0], pickle.HIGHEST_PROTOCOL)
            with self._connected():
                future = self._client.submit(carry_out, self._batch, message, workers=[worker], pure=False, retries=0)
            self._running[future] = _Given(self._waiting.popleft(), worker, time.monotonic())
            future.add_done_callback(self._finished.put)

    def _come_back(self, timeout: float) -> list[Completed[S, R] | Lost[S]]:
        """Groups that are finished, those of killed workers included; waits so long for the first."""
        back = []
        with contextlib.suppress(queue.Empty):
            future = self._finished.get(timeout=timeout)
            while True:
                if future in self._running:
                    back += self._fetched(future)
                future = self._finished.get_nowait()
        return back

    def _fetched(self, future: "Future[list[Parcel]]") -> list[Completed[S, R] | Lost[S]]:
        """What became of a finished group; nothing yet if its results are not to be had just now."""
        from distributed import KilledWorker

        try:
            parcels = future.result(timeout=FETCH_SECONDS)
        except TimeoutError:
            future.add_done_callback(self._finished.put)
            return []
        except KilledWorker:
            return [self._lost(future)]
        except CancelledError as error:
            raise ExecutorGone("scheduler_lost", why=str(error)) from error
        except Exception as error:
            raise ExecutorGone("workers_lack_program", why=f"{self._running[future].worker}: {error!r}") from error
        given = self._running.pop(future)
        return [opened(given.runs, parcels)]

    def _missing(self) -> list[Completed[S, R] | Lost[S]]:
        """Groups whose worker is no longer there."""
        self._look()
        return [
            self._lost(future) for future, given in list(self._running.items()) if given.worker not in self._workers
        ]

    def _lost(self, future: "Future[list[Parcel]]") -> Lost[S]:
        """A group that died with its worker; if it was one run and took as long as a run may, that is why."""
        given = self._running.pop(future)
        self._workers.discard(given.worker)
        future.release()
        seconds = time.monotonic() - given.since
        late = self._limits.seconds is not None and len(given.runs) == 1 and seconds >= self._limits.seconds
        return Lost(given.runs, seconds, "time" if late else "death")


def _local_cluster(workers: int) -> "LocalCluster":
    """A cluster of processes of this machine, whose workers leave Ctrl-C to us.

    One that dies while it starts takes the whole cluster along, which is then started again.
    """
    from distributed import LocalCluster

    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    why = ""
    for _ in range(MOST_FAILED_STARTS):
        try:
            with deaf_to_interrupts():
                return LocalCluster(
                    n_workers=workers, threads_per_worker=1, processes=True, memory_limit=0,
                    dashboard_address="127.0.0.1:0", silence_logs=logging.CRITICAL,
                    scheduler_kwargs={"allowed_failures": 0},
                )  # fmt: skip
        except (RuntimeError, OSError, AssertionError) as error:
            why = SLOW if isinstance(error, AssertionError) else repr(error.__cause__ or error)
    raise ExecutorGone("no_worker_starts", why=why)


def _client(cluster: "LocalCluster | None", scheduler: str | None) -> "Client":
    from distributed import Client

    for chatty in ("distributed", "asyncio"):
        logging.getLogger(chatty).setLevel(logging.CRITICAL)
    for _ in range(MOST_FAILED_STARTS):
        try:
            return Client(cluster or scheduler, timeout=CONNECT_SECONDS, set_as_default=False)
        except AssertionError:  # Dask asserts that its thread runs 10 s after it was asked to start
            continue
        except (OSError, ValueError) as error:
            raise ExecutorGone("no_scheduler", address=str(scheduler), why=str(error)) from error
    raise ExecutorGone("no_scheduler", address=str(scheduler), why=SLOW)
