"""What a player is told when a session is over; every number is one of the simulator's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from demo.mayor.course import Course, staff_of
from demo.mayor.program import Program
from demo.mayor.record import PARTIES, Appointment, CityResult, Record, ambition_of
from demo.mayor.setting import ERRORS, Setting
from experiments.statistics import Interval, interval
from sim.schedule import Period
from sim.simulate import Run, project_source
from sim.strategies import STRATEGIES, Strategy
from sim.world import build_world, opening_state

type Floats = NDArray[np.float64]
type Decided = tuple[tuple[tuple[Appointment, tuple[tuple[str, float], ...]], ...], ...]
"""What the other seats were ready to give: run by run, contest by contest, by city."""

BIDS: Final = 300
"""Bids from which the winner's curse is reckoned, about."""

REPLICATIONS: Final = (3, 400)
"""Replications for it, at least and at most: a scenario with one contest a run still comes to `BIDS`."""

YOU: Final = "you"
"""The player's own line among the strategies."""

STAFF: Final = "staff"
"""The line of the strategy that the scenario gives the city."""


@dataclass(frozen=True, slots=True)
class Line:
    """What one way of bidding earned the city in the same contests on the same luck; million CNY.

    Attributes:
        name: Name of a strategy, `YOU` or `STAFF`.
        payoff: Sum of what the city got: its part of deal welfare.
        judged_payoff: The same by its own judgement, ambition included.
        won: Contests won.
        concession: What it paid in all.
        rank: 1 for the highest payoff; equal ones share a rank.
    """

    name: str
    payoff: float
    judged_payoff: float
    won: int
    concession: float
    rank: int


@dataclass(frozen=True, slots=True)
class Curse:
    """How wins and errors go together, over replications in which all play the scenario's strategies.

    Attributes:
        replications: How many.
        judged: Judged value of all projects that the city bid for, share of investment.
        value: What they were worth, share of investment.
        judged_won: The first of those that it won.
        value_won: The second of those that it won.
        error: (judged - worth) / investment over all bids.
        error_won: The same over those won: above `error` where winning is bad news.
    """

    replications: int
    judged: Interval
    value: Interval
    judged_won: Interval
    value_won: Interval
    error: Interval
    error_won: Interval

    @property
    def told(self) -> bool:
        """Whether the overestimate of what was won is told apart from none."""
        return self.error_won.n >= 2 and self.error_won.low > 0.0


@dataclass(frozen=True, slots=True)
class Debriefing:
    """What came of a session for one city; million CNY.

    Attributes:
        city: Its key.
        records: The contests that took place.
        lucks: Number of the replication of each of them.
        lines: The player among the strategies, from the highest payoff down.
        curse: The winner's curse of that city.
        clearer_error: The smallest larger error in judging at which the curse can be told from none, if it cannot be
            told at the one that was played; None if it can, or at no larger one.
        paid: What each party got in all contests together, by name of `PARTIES`.
        efficient: The same had each project gone to its efficient host at the least that brings the firm.
        elsewhere: Contests that went to another host than the efficient one.
    """

    city: str
    records: tuple[Record, ...]
    lucks: tuple[int, ...]
    lines: tuple[Line, ...]
    curse: Curse
    clearer_error: float | None
    paid: Mapping[str, float]
    efficient: Mapping[str, float]
    elsewhere: int

    @property
    def own(self) -> tuple[CityResult, ...]:
        """The city in each contest."""
        return tuple(record.cities[self.city] for record in self.records)

    def line(self, name: str) -> Line:
        """The line of that name."""
        return next(line for line in self.lines if line.name == name)


def debrief(program: Program, seats: Sequence[str], played: Sequence[Sequence[Record]], city: str) -> Debriefing:
    """What came of a session for one of its seats.

    Args:
        program: The contests of the session, run by run.
        seats: Keys of the cities that persons played.
        played: The contests that took place, run by run.
        city: Key of the seat's city.
    """
    records = tuple(record for run in played for record in run)
    others = tuple(key for key in seats if key != city)
    decided = tuple(
        tuple((record.appointment, tuple((key, record.cities[key].offer) for key in others)) for record in run)
        for run in played
    )
    lines = [_line(YOU, records, city), *_strategy_lines(program, city, others, decided)]
    whole = replace(program[0][0], replication=0)
    return Debriefing(
        city=city,
        records=records,
        lucks=tuple(setting.replication for (setting, _), run in zip(program, played, strict=False) for _ in run),
        lines=ranked(lines),
        curse=winners_curse(whole, city),
        clearer_error=clearer_error(whole, city),
        paid={party: sum(record.outcome.parties[party] for record in records) for party in PARTIES},
        efficient={party: sum(record.efficient.parties[party] for record in records) for party in PARTIES},
        elsewhere=sum(record.outcome.host != record.efficient.host for record in records),
    )


@lru_cache(maxsize=256)
def _strategy_lines(program: Program, city: str, others: tuple[str, ...], decided: Decided) -> tuple[Line, ...]:
    """What every strategy earns in the seat; the same for all tables at which the others offered the same."""
    found = []
    for name, strategy in entrants(program[0][0], city).items():
        records = [
            record
            for (setting, agenda), run in zip(program, decided, strict=False)
            for record in replay(setting, agenda, city, strategy, others, {when: dict(offers) for when, offers in run})
        ]
        found.append(_line(name, records, city))
    return tuple(found)


def entrants(setting: Setting, city: str) -> dict[str, Strategy]:
    """The strategies that play the seat again: the city's own and all of the catalogue, as they come."""
    return {STAFF: staff_of(setting.loaded(), city)} | {one().name: one() for one in STRATEGIES}  # type: ignore[call-arg]


def replay(
    setting: Setting,
    agenda: Sequence[Appointment],
    city: str,
    strategy: Strategy,
    others: Sequence[str],
    decided: Mapping[Appointment, Mapping[str, float]],
) -> list[Record]:
    """The same contests on the same luck with a strategy in one seat.

    Args:
        setting: What was played.
        agenda: Its contests.
        city: Key of the seat.
        strategy: What decides in it.
        others: Keys of the other seats.
        decided: What the other seats were ready to give in each contest, by city.
    """
    course = Course(setting, agenda, {**dict.fromkeys(others), city: strategy})
    while course.current is not None:
        course.settle(decided.get(course.current.appointment, {}))
    return course.records


def _line(name: str, records: Sequence[Record], city: str) -> Line:
    own = [record.cities[city] for record in records]
    won = [record for record in records if record.host == city]
    return Line(
        name=name,
        payoff=sum(one.payoff for one in own),
        judged_payoff=sum(one.judged_payoff for one in own),
        won=len(won),
        concession=sum(record.concession for record in won),
        rank=0,
    )


def ranked(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines from the highest payoff down, with their ranks; the player first among equals."""
    ordered = sorted(lines, key=lambda line: (-round(line.payoff, 6), line.name != YOU, line.name))
    return tuple(
        replace(line, rank=1 + sum(other.payoff > line.payoff + 1e-6 for other in ordered)) for line in ordered
    )


def clearer_error(setting: Setting, city: str) -> float | None:
    """The smallest larger error at which winning is bad news, by trying; None if it is so already, or at none."""
    errors = [error for error in sorted(ERRORS) if error > setting.judgement_error]
    if winners_curse(setting, city).told or setting.judgement_error == 0.0:
        return None
    return next((e for e in errors if winners_curse(replace(setting, judgement_error=e), city).told), None)


@lru_cache(maxsize=64)
def winners_curse(setting: Setting, city: str) -> Curse:
    """What a city's wins say about its judgement, over replications of the whole scenario.

    All cities play the strategies of the scenario; every contest in which the city is invited and has something to
    offer counts, in all periods that a session of this setting reaches.
    """
    scenario = setting.loaded()
    world = build_world(scenario, setting.regime_key())
    index = world.cities.keys.index(city)
    last = max((lead.period for lead in scenario.projects.watched), default=0)
    periods = min(scenario.time.periods, max(setting.contests, last + 1))
    parts: list[Floats] = []
    bids, number = 0, 0
    least, most = REPLICATIONS
    while number < least or (bids < BIDS and number < most):
        run, source = Run(world, number, opening_state(world)), project_source(scenario, number)
        for period in range(periods):
            parts.append(_judged_and_worth(run.step(source.period(period), with_planner=False), index))
            bids += len(parts[-1])
        number += 1
    rows = np.concatenate(parts)
    won = rows[rows[:, 2] > 0]
    return Curse(
        replications=number,
        judged=interval(rows[:, 0]), value=interval(rows[:, 1]),
        judged_won=interval(won[:, 0]), value_won=interval(won[:, 1]),
        error=interval(rows[:, 0] - rows[:, 1]), error_won=interval(won[:, 0] - won[:, 1]),
    )  # fmt: skip


def _judged_and_worth(p: Period, index: int) -> Floats:
    """Judged value and worth over investment, and whether it was won, of each bid of a city, (bids, 3)."""
    offers, new = p.settlement.offers, p.block.incumbent < 0
    rows = np.flatnonzero(offers.invited[:, index] & (offers.reservation[:, index] > 0.0) & new)
    judged = (p.leader_value.total + p.officials_gain - ambition_of(p))[rows, index]
    worth = p.leader_value.total[rows, index]
    won = p.settlement.outcome.host[rows] == index
    return np.column_stack([judged / p.block.investment[rows], worth / p.block.investment[rows], won])
