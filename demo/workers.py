"""Runs in processes of their own, so that pages stay responsive: films first, bands in what time is left."""

import asyncio
import multiprocessing
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import lru_cache
from typing import Final

import yaml

from demo import bands, film
from demo.bands import Sample
from demo.film import Film
from experiments.executor import available_cores
from sim.explain import Explanation, explain
from sim.scenario import Language, ScenarioError, from_dict
from sim.schema import Scenario

MOST_WORKERS: Final = 4
"""Processes of one server, at most."""


@lru_cache(maxsize=16)
def _scenario(text: str) -> Scenario:
    return from_dict(yaml.safe_load(text))


def shoot(text: str, replication: int, language: Language) -> Film | tuple[str, ...]:
    """The film of a scenario file's text, or what the model says is wrong with it."""
    try:
        return film.shoot(_scenario(text), replication)
    except ScenarioError as error:
        return tuple(problem.text(language) for problem in error.problems)


def sample(text: str, numbers: tuple[int, ...]) -> list[Sample]:
    """Replications of a scenario file's text for the bands."""
    return bands.sample(_scenario(text), numbers)


@lru_cache(maxsize=64)
def tell(text: str, project: str, regime: str, replication: int) -> Explanation | None:
    """One deal of a scenario file's text; None if there is no such deal.

    Args:
        text: The file.
        project: Key of a watched project, or "period/slot".
        regime: Key of the regime.
        replication: Number of the replication.
    """
    period, sign, slot = project.partition("/")
    place = (int(period), int(slot)) if sign else project
    try:
        return explain(_scenario(text), place, regime, replication)
    except KeyError:
        return None


class Workers:
    """A pool of processes; one that dies is replaced and its work is done again, once."""

    def __init__(self, count: int | None = None) -> None:
        """Start nothing yet.

        Args:
            count: Number of processes; as many as there are cores, at most `MOST_WORKERS`, if none is given.
        """
        self.count = count or min(MOST_WORKERS, available_cores())
        self._pool: ProcessPoolExecutor | None = None
        self._closed = False
        self._spare = asyncio.Semaphore(max(1, self.count - 1))

    async def now[**P, T](self, work: Callable[P, T], *arguments: P.args, **names: P.kwargs) -> T:
        """Do what somebody waits for."""
        try:
            return await asyncio.wrap_future(self._submit(work, *arguments, **names))
        except BrokenProcessPool:
            self._pool = None
            return await asyncio.wrap_future(self._submit(work, *arguments, **names))

    async def later[**P, T](self, work: Callable[P, T], *arguments: P.args, **names: P.kwargs) -> T:
        """Do what fills in while nobody waits: one process stays free for those who do."""
        async with self._spare:
            return await self.now(work, *arguments, **names)

    def warm(self) -> None:
        """Start the processes before the first page asks."""
        for _ in range(self.count):
            self._submit(_ready)

    def close(self) -> None:
        """End the processes for good."""
        self._closed = True
        if self._pool is not None:
            for process in list(self._pool._processes.values()):
                process.kill()
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def _submit[**P, T](self, work: Callable[P, T], *arguments: P.args, **names: P.kwargs) -> Future[T]:
        if self._closed:
            raise asyncio.CancelledError
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self.count, mp_context=context, initializer=_begin)
        return self._pool.submit(work, *arguments, **names)


def _begin() -> None:
    """Leave Ctrl-C to the server, and end with it even if it is killed and cannot say so."""
    import signal
    import threading

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_server, daemon=True).start()


def _end_with_the_server() -> None:
    import os

    server = multiprocessing.parent_process()
    if server is not None:
        server.join()
        os._exit(1)


def _ready() -> None:
    """Import what runs need."""
