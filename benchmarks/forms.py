"""Runs in numpy alone and with compiled passes, whatever the environment asks for."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Final
from unittest.mock import patch

from sim import compiled
from sim.schema import Scenario
from sim.simulate import Run, simulate

COMPILED: Final = find_spec("numba") is not None
"""Whether passes can be compiled here; without it they are left out of all tables."""


@contextmanager
def asked_for(choice: str) -> Iterator[None]:
    """Have the environment ask for compiled passes: `auto`, `never` or `always`."""
    with patch.dict(os.environ, {compiled.VARIABLE: choice}):
        yield


def once(scenario: Scenario, choice: str = "never") -> Callable[[], Run]:
    """A run of a scenario under its first regime, in numpy alone or (`always`) with compiled passes."""

    def run() -> Run:
        with asked_for(choice):
            return simulate(scenario, with_planner=False)

    return run


def load_passes() -> None:
    """Load compiled passes, so that the run that follows is not billed for it."""
    with asked_for("always"):
        compiled.prepare()
