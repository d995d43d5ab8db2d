"""The rules of the simulator once more, as an idiomatic Mesa model: the measure of speed, and a second opinion.

City and firm agents with Python methods on plain floats; `mesa.Model`, `AgentSet.shuffle_do` and `do`, a
`DataCollector`. No rule of `sim.rules`, `sim.schedule` or `sim.booking` runs here. From the simulator come the
scenario, its compiled constants (`sim.world`), and each year's projects with their draws (`sim.projects`), whose
drawing is part of a run's time. What the twin follows, `twin.scope` says; anything else it refuses.

It does less than `sim.simulate`, never more, where that does not change who hosts what at what price:

- only invited cities value a firm, not every city every firm; firms that ask for no offers, none;
- no table of deals (the simulator fills some forty columns), only hosts and concessions; of the welfare of each deal
  what firms gain, what the public gets elsewhere, and what each city and its residents gain;
- of the accounts the treasuries, liabilities, tax, rebates, grants, profits of owners inside and in all, the value of
  jobs and the rise of wages, one number for each city and year; no double entry, no check that the books balance;
- contracts that have ended are forgotten; what is left of match and spillover is not booked back.
"""

from dataclasses import dataclass

from benchmarks.twin.city import CityAgent
from benchmarks.twin.firm import FirmAgent
from benchmarks.twin.model import TwinModel
from benchmarks.twin.scope import BeyondTwin
from sim.schema import Scenario


@dataclass(frozen=True, slots=True)
class TwinRun:
    """What a run of the twin ends with.

    Attributes:
        hosts: Index of the host of each project in order of its contest, -1 if it left.
        concessions: Of each project, million CNY.
        treasury: Of each city at the end, million CNY.
        land_left: Of each city at the end, mu.
        model: The model itself.
    """

    hosts: list[int]
    concessions: list[float]
    treasury: list[float]
    land_left: list[float]
    model: TwinModel


def simulate_twin(
    scenario: Scenario | str, regime: str | None = None, replication: int = 0, *, share: bool = False
) -> TwinRun:
    """Run one replication of a scenario under one regime on the twin.

    Args:
        scenario: The scenario, or the name or path of its file.
        regime: Key of the regime; the first if none is given.
        replication: Number of the replication.
        share: Whether firms of one type look up what a city shows to all of them, as in `TwinModel`.

    Raises:
        BeyondTwin: If the scenario uses rules that the twin does not follow.
    """
    model = TwinModel(scenario, regime, replication, share=share)
    while model.running:
        model.step()
    return TwinRun(
        hosts=model.hosts,
        concessions=model.concessions,
        treasury=[city.treasury for city in model.cities],
        land_left=[city.land_left for city in model.cities],
        model=model,
    )


__all__ = ["BeyondTwin", "CityAgent", "FirmAgent", "TwinModel", "TwinRun", "simulate_twin"]
