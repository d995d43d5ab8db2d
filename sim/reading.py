"""Readings of a scenario that are made once for all its runs: a batch runs one scenario many times."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import wraps
from typing import Any

import numpy as np

from sim.schema import Scenario


def once_for_a_scenario[T](read: Callable[[Scenario], T]) -> Callable[[Scenario], T]:
    """A reading that is kept until another scenario is read; its arrays can no longer be written to."""
    last: list[tuple[Scenario, T]] = []

    @wraps(read)
    def kept(scenario: Scenario) -> T:
        for known, found in last:
            if known is scenario:
                return found
        found = read(scenario)
        _seal(found)
        last[:] = [(scenario, found)]
        return found

    return kept


def _seal(found: Any) -> None:
    """No array in it can be written to any more, however deep it lies."""
    if isinstance(found, np.ndarray):
        found.setflags(write=False)
    elif isinstance(found, Mapping):
        for value in found.values():
            _seal(value)
    elif isinstance(found, tuple | list):
        for value in found:
            _seal(value)
    elif is_dataclass(found):
        for each in fields(found):
            _seal(getattr(found, each.name))
