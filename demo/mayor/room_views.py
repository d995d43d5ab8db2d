"""What a room shows: to each participant its own, and to everybody how a table stands."""

from dataclasses import dataclass
from typing import Literal

from demo.mayor.view import CityView, OwnResult, Result, Rung

type Phase = Literal["gathering", "playing", "debriefing", "closed"]


@dataclass(frozen=True, order=True, slots=True)
class Seat:
    """A city at a table."""

    table: int
    city: str


@dataclass(slots=True)
class Participant:
    """A browser in a room.

    Attributes:
        name: As cleaned.
        seat: Its city; None for an observer.
    """

    name: str
    seat: Seat | None


@dataclass(frozen=True, slots=True)
class PersonView:
    """What one participant is shown.

    Attributes:
        phase: Where the room is.
        name: Its own name.
        seat: Its seat, None for an observer.
        waiting: Participants in the room.
        number: Number of the contest at its table, from 1.
        total: Contests of the session.
        anew: Whether the contest begins with new luck and full budgets.
        view: The contest for its city; None for observers, or where none runs.
        ladder: The public course at its table (observers: the first).
        result: What came of the contest that has just ended.
        results: The contests that are over.
        own_results: What its city learned of them besides.
        mayors: Names of the persons at its table by city.
        seconds: Seconds left to think; None without a limit, or while nobody is waited for.
    """

    phase: Phase
    name: str
    seat: Seat | None
    waiting: int
    number: int
    total: int
    anew: bool
    view: CityView | None
    ladder: tuple[Rung, ...]
    result: Result | None
    results: tuple[Result, ...]
    own_results: tuple[OwnResult, ...]
    mayors: dict[str, tuple[str, ...]]
    seconds: float | None


@dataclass(frozen=True, slots=True)
class TableView:
    """What everybody may see of a table.

    Attributes:
        number: From 1.
        contest: Number of the contest that runs or has ended.
        ladder: Public course of it.
        pending: Cities whose word is waited for.
        mayors: Names of the persons by city.
        results: The contests that are over.
        over: Whether the session is over here.
    """

    number: int
    contest: int
    ladder: tuple[Rung, ...]
    pending: tuple[str, ...]
    mayors: dict[str, tuple[str, ...]]
    results: tuple[Result, ...]
    over: bool
