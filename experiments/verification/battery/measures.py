"""What the battery reads off a scenario: a regime's outcome held against that of another."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.verification.battery.pair import Compared
from experiments.verification.theory import deal, hosts
from sim.outcomes import run_outcomes
from sim.rules.posted import Posted
from sim.schema import Scenario
from sim.simulate import Run, simulate

type Floats = NDArray[np.float64]
type Read = Callable[[Scenario, str], float | str]
"""A number or a host of a regime."""


def against(read: Read, regime: str, other: str) -> Callable[[Scenario], Compared]:
    """A regime held against another."""
    return lambda scenario: (read(scenario, regime), read(scenario, other))


def to(read: Read, regime: str, value: float) -> Callable[[Scenario], Compared]:
    """A regime held against a value."""
    return lambda scenario: (read(scenario, regime), value)
