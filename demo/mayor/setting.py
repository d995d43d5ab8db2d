"""What is played: a scenario, a regime, its luck, and how many contests."""

from dataclasses import dataclass
from functools import cache
from typing import Final

from demo.mayor.refusal import Refused
from sim.rules.choice import shared_labels
from sim.scenario import bundled, load
from sim.schema import Scenario
from sim.world import build_world

FIRST: Final = ("yongchuan_contest", "rongchang_longchang")
"""Scenarios that are offered first: one open and one sealed contest."""

NO_CASES: Final = ("leads_example", "long_run", "recalibrated")
"""Scenarios that show a file format or check the model: neither a case nor a lesson, and not offered."""

FORMATS: Final = ("open", "sealed")
"""Formats in which a person can bid project by project."""

ERRORS: Final = (0.0, 0.1, 0.2)
"""Errors in judging a project's benefit that can be chosen: the declared range of `cities.*.judgement_error`."""

MOST_CONTESTS: Final = 12
"""Contests of one session at most."""

MOST_REPLICATION: Final = 9_999
"""Highest number of a replication that can be chosen."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What is played.

    Attributes:
        scenario: Name of a bundled scenario with open or sealed contests.
        regime: Key of a regime in which each city bids for itself; the first of them if None.
        replication: Number of the replication: with the seed of the scenario it fixes all luck.
        contests: Contests of a session, at most; a scenario may hold fewer.
        judgement_error: Standard deviation of the error with which all cities judge a project's benefit, share of it.
            The scenarios themselves have none; the declared range ends at 0.2 (assumption).
    """

    scenario: str = FIRST[0]
    regime: str | None = None
    replication: int = 0
    contests: int = 6
    judgement_error: float = 0.2

    def __post_init__(self) -> None:
        """Refuse what cannot be played."""
        if self.scenario not in playable_scenarios():
            raise Refused("scenario", names=", ".join(playable_scenarios()))
        if not 1 <= self.contests <= MOST_CONTESTS:
            raise Refused("contests", most=MOST_CONTESTS)
        if not 0 <= self.replication <= MOST_REPLICATION:
            raise Refused("replication", most=MOST_REPLICATION)
        if self.judgement_error not in ERRORS:
            raise Refused("error", values=", ".join(str(value) for value in ERRORS))
        if self.regime is not None and self.regime not in playable_regimes(self.scenario):
            raise Refused("regime", names=", ".join(playable_regimes(self.scenario)))

    def loaded(self) -> Scenario:
        """The scenario with the chosen error in judging."""
        return _loaded(self.scenario, self.judgement_error)

    def regime_key(self) -> str:
        """Key of the regime that is played."""
        return playable_regimes(self.scenario)[0] if self.regime is None else self.regime


@cache
def _loaded(name: str, error: float) -> Scenario:
    return load(name, overrides=[f"cities.*.judgement_error={error}"])


@cache
def playable_scenarios() -> tuple[str, ...]:
    """Names of the bundled cases whose contests are open or sealed, with a regime in which cities bid alone."""
    names = [name for name in bundled() if "/" not in name and name not in NO_CASES and _playable(name)]
    return tuple(sorted(names, key=lambda name: (FIRST.index(name) if name in FIRST else len(FIRST), name)))


@cache
def as_bundled(name: str) -> Scenario:
    """A bundled scenario as its file has it."""
    return load(name)


def _playable(name: str) -> bool:
    scenario = as_bundled(name)
    projects, pipeline = scenario.projects, scenario.projects.drawn_pipeline
    arrive = bool(projects.watched or projects.listed) or (pipeline is not None and pipeline.arrivals_per_year > 0.0)
    asked = scenario.contest.format in FORMATS and projects.stylised is None
    return asked and arrive and bool(playable_regimes(name))


@cache
def playable_regimes(name: str) -> tuple[str, ...]:
    """Keys of the regimes of a scenario in which a person's offer is that of its city alone.

    Left out are regimes with coalitions, with agreements that members may break, with a ban on all support, and, where
    offers are sealed, with cities that show them to each other: there the model itself bids as in an open contest.
    """
    scenario, found = as_bundled(name), []
    for regime in scenario.regimes:
        world = build_world(scenario, regime.key)
        alone = not any(one.coalitions for one in world.regimes) and not world.pacts
        hidden = scenario.contest.format == "open" or not any(shared_labels(r.disclosure_group) for r in world.regimes)
        supported = all(one.concession_allowed.any() for one in world.regimes)
        if alone and hidden and supported:
            found.append(regime.key)
    return tuple(found)
