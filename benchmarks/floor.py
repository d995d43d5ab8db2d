"""The floor: the draws that the model cannot do without, and the least that can be done with them."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from sim.drawn import drawn_size
from sim.schema import Scenario
from sim.simulate import Run
from sim.streams import Luck

ONCE: Final = (
    "project_enters", "project_size", "project_industry", "project_contestable", "project_alternative", "outside_match",
)  # fmt: skip
"""Streams of one number for each project that every pipeline draws under a Gumbel match."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What a run settles.

    Attributes:
        projects: Projects of each period, contests that open again included.
        cities: Keys of the cities that firms can go to.
    """

    projects: tuple[int, ...]
    cities: tuple[str, ...]

    @property
    def total(self) -> int:
        """All projects."""
        return sum(self.projects)


def settled(run: Run) -> Counts:
    """The projects that a run has settled, period by period, and its sites that are open."""
    keys, is_open = run.world.cities.keys, run.world.regimes[0].site_open
    cities = tuple(key for key, there in zip(keys, is_open.tolist(), strict=True) if there)
    return Counts(tuple(int(block["host"].size) for block in run.deal_blocks), cities)


def pooled(scenario: Scenario, counts: Counts) -> Counts:
    """The same with every slot of the pool in place of the projects that arrive: what is drawn, by design."""
    pipeline = scenario.projects.drawn_pipeline
    slots = 0 if pipeline is None else -(-pipeline.pool_per_year // scenario.time.periods_per_year)
    return Counts(tuple(max(slots, count) for count in counts.projects), counts.cities)


def floor(scenario: Scenario, counts: Counts, replication: int = 0) -> int:
    """Draw, take one logarithm, multiply by I, choose the best; returns a sum of choices so that nothing is left out.

    For each period: one number of every stream of `ONCE` and one exponential for each project and city, E_pc; then
    argmax_c of -I_p·ln E_pc. One thread, the model's own generator and streams, arrays that stay in place.
    """
    pipeline = scenario.projects.drawn_pipeline
    if pipeline is None:
        raise ValueError("the floor is that of a pipeline of projects")
    luck, chosen = Luck(scenario.seed, replication), 0
    for period, projects in enumerate(counts.projects):
        drawn = {stream: luck.draw(stream, period, projects) for stream in ONCE}
        investment = drawn_size(pipeline.size, drawn["project_size"])
        match = np.empty((len(counts.cities), projects))
        for row, city in enumerate(counts.cities):
            match[row] = luck.draw("match", period, projects, city)
        np.log(match, out=match)
        match *= investment
        chosen += int(match.argmin(axis=0).sum())
    return chosen
