"""Readings of a scenario that are made once for all its runs: a batch runs one scenario many times."""

from collections.abc import Callable
from functools import wraps

from sim.schema import Scenario


def once_for_a_scenario[T](read: Callable[[Scenario], T]) -> Callable[[Scenario], T]:
    """A reading that is kept until another scenario is read; scenarios are frozen, and nobody changes what was read."""
    last: list[tuple[Scenario, T]] = []

    @wraps(read)
    def kept(scenario: Scenario) -> T:
        for known, found in last:
            if known is scenario:
                return found
        found = read(scenario)
        last[:] = [(scenario, found)]
        return found

    return kept
