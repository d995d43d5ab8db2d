"""What cities post in a theory scenario, and how its firms then choose, through the ordinary run."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.verification.theory import named, theory
from sim.schema import Scenario
from sim.simulate import Columns, Run, simulate

type Floats = NDArray[np.float64]

BATCH = 200_000
"""Projects of one replication; more draws are more replications."""


@dataclass(frozen=True)
class Posting:
    """The concessions of one reference project, (C,) unless said otherwise; million CNY.

    Attributes:
        run: The run that they come from.
        concession: What is posted: the fixed point reached from no concessions.
        from_above: The one reached from the highest concession; NaN where there is none.
        probability: Chance of being chosen.
        payoff: Expected payoff of each city.
        sweeps: Rounds of replies.
    """

    run: Run
    concession: Floats
    from_above: Floats
    probability: Floats
    payoff: Floats
    sweeps: int


def posting(name: str, regime: str | None = None, *overrides: str) -> Posting:
    """What is posted in the first period of a theory scenario."""
    return played(theory(name, *overrides), regime)


def played(scenario: Scenario, regime: str | None = None) -> Posting:
    """What is posted in the first period."""
    run = simulate(scenario, regime, with_planner=False)
    solved = run.posted[0].solved
    return Posting(
        run,
        concession=np.where(solved.converged[0], solved.concession[0], np.nan),
        from_above=solved.other[0],
        probability=solved.probability[0],
        payoff=solved.payoff[0],
        sweeps=int(solved.sweeps[0]),
    )


def identical(count: int, value: float = 10.0) -> tuple[str, ...]:
    """Settings that put n identical cities c0, c1, … in the place of a scenario's own."""
    keys = [f"c{number}" for number in range(count)]
    values = {"site_value": 0.0, "public_value": value}
    return (
        named(keys),
        *(
            f"projects.stylised.{name}={{{', '.join(f'{key}: {each}' for key in keys)}}}"
            for name, each in values.items()
        ),
    )


def furthest(expected: Floats | float, simulated: Floats) -> tuple[float, float]:
    """The pair of an expected and a simulated value that lie furthest apart; NaN counts as furthest."""
    gap = np.abs(simulated - expected)
    worst = int(np.where(np.isnan(gap), np.inf, gap).argmax())
    return float(np.broadcast_to(expected, simulated.shape)[worst]), float(simulated[worst])


def binomial(chance: float) -> float:
    """Standard deviation of one draw of what happens with this probability."""
    return sqrt(chance * (1.0 - chance))


def runs(draws: int, name: str, regime: str | None = None, *overrides: str) -> Iterator[Run]:
    """Replications of one period that together have at least so many projects."""
    batches = -(-draws // BATCH)
    scenario = theory(name, *overrides, f"projects.stylised.per_period={-(-draws // batches)}")
    for replication in range(batches):
        yield simulate(scenario, regime, replication, with_planner=False)


def deals(draws: int, columns: tuple[str, ...], name: str, regime: str | None = None, *overrides: str) -> Columns:
    """Columns of at least so many deals."""
    found: dict[str, list[NDArray[Any]]] = {column: [] for column in columns}
    for run in runs(draws, name, regime, *overrides):
        every = run.deals
        for column, parts in found.items():
            parts.append(every[column])
    return {column: np.concatenate(parts) for column, parts in found.items()}
