"""A room: a class that plays, its tables and who sits where. Everything hidden stays in here."""

import secrets
import time
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final, Literal

from demo.mayor.access import same
from demo.mayor.person_name import cleaned
from demo.mayor.program import Program, program_of, seats_of
from demo.mayor.refusal import Refused
from demo.mayor.room_views import Participant, PersonView, Phase, Seat, TableView
from demo.mayor.setting import Setting
from demo.mayor.table import Table
from demo.mayor.view import Rung, ladder_of

type Action = Literal["raise_once", "raise_up_to", "last_word", "drop_out", "hand_in"]

ACTIONS: Final[tuple[Action, ...]] = ("raise_once", "raise_up_to", "last_word", "drop_out", "hand_in")
MOST_PARTICIPANTS: Final = 120
"""Browsers in a room, observers included."""

MOST_SECONDS: Final = 600
"""Longest time to think that a teacher can set."""

MOST_TEAM: Final = 4
"""Browsers that may share a city."""


class Room:
    """A room in memory.

    Every action of a participant comes with its token, every one of the teacher with the teacher's: both are checked
    here, whatever the page shows.

    Attributes:
        code: Short code by which browsers join.
        teacher: The teacher's token for this room.
        setting: What is played.
        program: Its contests.
        cities: Cities that persons take at each table.
        phase: Where the room is.
        version: Grows with every change that concerns the whole room.
        touched: When somebody last did something, by the room's clock.
    """

    def __init__(
        self,
        code: str,
        setting: Setting,
        *,
        team: int = 1,
        together: int | None = None,
        cities: Sequence[str] | None = None,
        seconds: int | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Open the room; participants may come.

        Args:
            code: Its code.
            setting: What is played.
            team: Browsers that share a city before the next city is given out.
            together: Cities that persons play at each table; all that can be played if None.
            cities: Cities that persons may take; all that the first contest invites if None.
            seconds: Time to think, None for no limit.
            clock: Seconds.

        Raises:
            Refused: If a number is out of its range.
        """
        if not 1 <= team <= MOST_TEAM:
            raise Refused("team", most=MOST_TEAM)
        if seconds is not None and not 5 <= seconds <= MOST_SECONDS:
            raise Refused("seconds", most=MOST_SECONDS)
        self.code, self.setting, self.teacher = code, setting, secrets.token_urlsafe(24)
        if cities is not None and not (cities and set(cities) <= set(setting.loaded().cities)):
            raise Refused("no_seat")
        self.program: Program = program_of(setting, None if cities is None else tuple(cities))
        if not self.program:
            raise Refused("no_contest")
        every = seats_of(self.program) if cities is None else tuple(cities)
        self.cities = every[: max(1, min(together or len(every), len(every)))]
        self.phase: Phase = "gathering"
        self.version = 0
        self._team, self._seconds, self._clock = team, seconds, clock
        self._people: dict[str, Participant] = {}
        self._tables: list[Table] = []
        self._office: set[Seat] = set()
        self._changed: list[int] = []
        self._asked: dict[int, tuple[object, float]] = {}
        self.touched = clock()

    # -- coming and looking -------------------------------------------------------------------------------------

    def join(self, name: object) -> str:
        """Come in under a name; gets a seat while the room gathers, and watches afterwards.

        Returns:
            The token by which the server knows the browser again.

        Raises:
            Refused: If the name is none, the room is full or over.
        """
        shown = cleaned(name)
        if self.phase not in ("gathering", "playing"):
            raise Refused("room_over")
        if len(self._people) >= MOST_PARTICIPANTS:
            raise Refused("room_full", most=MOST_PARTICIPANTS)
        token = secrets.token_urlsafe(24)
        self._people[token] = Participant(shown, self._free_seat() if self.phase == "gathering" else None)
        self._touch()
        return token

    def leave(self, token: object) -> None:
        """Go; in a room that gathers the seat is free again.

        Raises:
            Refused: If nobody has that token.
        """
        person = self._person(token)
        if self.phase == "gathering":
            self._people = {key: one for key, one in self._people.items() if one is not person}
            self._touch()

    def knows(self, token: object) -> bool:
        """Whether a participant has that token."""
        return self._found(token) is not None

    def steered_by(self, token: object) -> bool:
        """Whether it is the teacher's token."""
        return same(token, self.teacher)

    def version_for(self, token: object) -> tuple[int, int]:
        """What grows whenever a participant has something new to see."""
        person = self._found(token)
        table = 0 if person is None or person.seat is None else person.seat.table
        return self.version, self._changed[table] if table < len(self._changed) else 0

    @property
    def moves(self) -> tuple[int, int]:
        """What grows whenever the teacher has something new to see."""
        return self.version, sum(self._changed)

    def view_for(self, token: object) -> PersonView:
        """What a participant is shown.

        Raises:
            Refused: If nobody has that token.
        """
        person = self._person(token)
        seat = person.seat
        index = 0 if seat is None else seat.table
        table = self._tables[index] if index < len(self._tables) else None
        shown = table is not None and seat is not None and self.phase == "playing"
        ended = table is not None and not table.running and bool(table.records) and not table.over
        return PersonView(
            phase=self.phase,
            name=person.name,
            seat=seat,
            waiting=len(self._people),
            number=0 if table is None else table.number,
            total=sum(len(agenda) for _, agenda in self.program),
            anew=table is not None and table.anew,
            view=table.view_for(seat.city) if shown and table is not None and seat is not None else None,
            ladder=() if table is None else _ladder(table),
            result=table.results()[-1] if ended and table is not None else None,
            results=() if table is None else tuple(table.results()),
            own_results=() if table is None or seat is None else tuple(table.own_results(seat.city)),
            mayors=self._mayors(index),
            seconds=self._left(index),
        )

    def overview(self, teacher: object) -> tuple[TableView, ...]:
        """What the teacher's page shows of every table: what all may see, and no offer that is hidden.

        Raises:
            Refused: If it is not the teacher.
        """
        self._steering(teacher)
        return tuple(
            TableView(
                number=index + 1,
                contest=table.number,
                ladder=_ladder(table),
                pending=self._pending(table),
                mayors=self._mayors(index),
                results=tuple(table.results()),
                over=table.over,
            )
            for index, table in enumerate(self._tables)
        )

    def people(self, teacher: object) -> tuple[Participant, ...]:
        """Everybody in the room, for the teacher.

        Raises:
            Refused: If it is not the teacher.
        """
        self._steering(teacher)
        return tuple(self._people.values())

    # -- playing ------------------------------------------------------------------------------------------------

    def act(self, token: object, action: str, number: int, amount: object = None) -> None:
        """Act for the participant's own city.

        Args:
            token: The participant's.
            action: One of `ACTIONS`.
            number: Number of the contest that the participant saw; refused if another one runs by now.
            amount: The offer; for `raise_once` the step that the participant saw.

        Raises:
            Refused: If the token, the city, the time or the amount is wrong.
        """
        person = self._person(token)
        if self.phase != "playing":
            raise Refused("not_running")
        if person.seat is None:
            raise Refused("observer")
        if action not in ACTIONS:
            raise Refused("action")
        table, city = self._tables[person.seat.table], person.seat.city
        if number != table.number or not table.running:
            raise Refused("moved_on")
        if action == "raise_once":
            if isinstance(amount, bool) or not isinstance(amount, int | float):
                raise Refused("number")
            table.raise_once(city, float(amount))
        elif action == "drop_out":
            table.drop_out(city)
        else:
            getattr(table, action)(city, amount)
        self._moved(person.seat.table)

    @property
    def timed(self) -> bool:
        """Whether there is a limit on the time to think."""
        return self._seconds is not None

    def seconds_for(self, token: object) -> float | None:
        """Seconds that a participant's table has left; None without a limit, or while nobody is waited for.

        Raises:
            Refused: If nobody has that token.
        """
        seat = self._person(token).seat
        return self._left(0 if seat is None else seat.table)

    def tick(self) -> None:
        """Close the rounds whose time is over; called now and then by the server."""
        if self.phase != "playing" or self._seconds is None:
            return
        for index, table in enumerate(self._tables):
            left = self._left(index)
            if table.running and left is not None and left <= 0.0:
                table.close_round()
                self._moved(index, by_person=False)

    # -- steering -----------------------------------------------------------------------------------------------

    def start(self, teacher: object) -> None:
        """Begin: tables are laid for all who have come, the model plays the seats that are left.

        Raises:
            Refused: If it is not the teacher, nobody has come, or it has begun already.
        """
        self._steering(teacher)
        if self.phase != "gathering":
            raise Refused("begun")
        seats = {person.seat for person in self._people.values() if person.seat is not None}
        if not seats:
            raise Refused("nobody")
        # Who left has made gaps: tables without anybody are not laid.
        laid = sorted({seat.table for seat in seats})
        place = {old: new for new, old in enumerate(laid)}
        for person in self._people.values():
            if person.seat is not None:
                person.seat = Seat(place[person.seat.table], person.seat.city)
        for old in laid:
            self._tables.append(Table(self.program, [c for c in self.cities if Seat(old, c) in seats]))
        if all(table.over for table in self._tables):
            self._tables = []
            raise Refused("no_contest")
        self._changed = [0] * len(self._tables)
        self.phase = "playing"
        for index in range(len(self._tables)):
            self._moved(index)

    def close_round(self, teacher: object) -> None:
        """Wait no longer in this round, at any table.

        Raises:
            Refused: If it is not the teacher, or nothing runs.
        """
        for index, table in self._running(teacher):
            table.close_round()
            self._moved(index)

    def close_contest(self, teacher: object) -> None:
        """End the contest at every table.

        Raises:
            Refused: If it is not the teacher, or nothing runs.
        """
        for index, table in self._running(teacher):
            table.close_contest()
            self._moved(index)

    def next_contest(self, teacher: object) -> None:
        """Go on to the next contest at every table; after the last one comes the debriefing.

        Raises:
            Refused: If it is not the teacher, or a contest still runs.
        """
        self._steering(teacher)
        if self.phase != "playing":
            raise Refused("not_running")
        if any(table.running for table in self._tables):
            raise Refused("running")
        for index, table in enumerate(self._tables):
            table.next_contest()
            self._moved(index)
        if all(table.over for table in self._tables):
            self.phase = "debriefing"
            self._touch()

    def debrief_now(self, teacher: object) -> None:
        """End the session after the contests that are over.

        Raises:
            Refused: If it is not the teacher, a contest still runs, or none is over.
        """
        self._steering(teacher)
        if self.phase != "playing":
            raise Refused("not_running")
        if any(table.running for table in self._tables):
            raise Refused("running")
        if not any(table.records for table in self._tables):
            raise Refused("no_result")
        self.phase = "debriefing"
        self._touch()

    def hand_to_office(self, teacher: object, table: int, city: str) -> None:
        """Let the city's own strategy play on for somebody who has gone.

        Args:
            teacher: The teacher's token.
            table: Index of the table.
            city: Key of the city.

        Raises:
            Refused: If it is not the teacher, or nobody plays that city there.
        """
        self._steering(teacher)
        if not (0 <= table < len(self._tables)) or city not in self._tables[table].cities:
            raise Refused("no_seat")
        self._office.add(Seat(table, city))
        self._moved(table)

    def close(self, teacher: object) -> None:
        """Close the room for good.

        Raises:
            Refused: If it is not the teacher.
        """
        self._steering(teacher)
        self.phase = "closed"
        self._touch()

    # -- for the debriefing -------------------------------------------------------------------------------------

    def tables_for_debriefing(self) -> tuple[Table, ...]:
        """The tables, once everything may be shown.

        Raises:
            Refused: If the session still runs.
        """
        if self.phase != "debriefing":
            raise Refused("not_over")
        return tuple(self._tables)

    def mayors_of(self, table: int) -> dict[str, tuple[str, ...]]:
        """Names of the persons at a table by city."""
        return self._mayors(table)

    # -- within -------------------------------------------------------------------------------------------------

    def _found(self, token: object) -> Participant | None:
        return self._people.get(token) if isinstance(token, str) else None

    def _person(self, token: object) -> Participant:
        person = self._found(token)
        if person is None:
            raise Refused("who")
        return person

    def _steering(self, teacher: object) -> None:
        if not self.steered_by(teacher):
            raise Refused("teacher")
        self.touched = self._clock()

    def _running(self, teacher: object) -> list[tuple[int, Table]]:
        self._steering(teacher)
        running = [(index, table) for index, table in enumerate(self._tables) if table.running]
        if self.phase != "playing" or not running:
            raise Refused("not_running")
        return running

    def _free_seat(self) -> Seat:
        taken = Counter(person.seat for person in self._people.values() if person.seat is not None)
        for table in range(MOST_PARTICIPANTS):
            for city in self.cities:
                if taken[Seat(table, city)] < self._team:
                    return Seat(table, city)
        raise Refused("room_full", most=MOST_PARTICIPANTS)

    def _mayors(self, table: int) -> dict[str, tuple[str, ...]]:
        names: dict[str, tuple[str, ...]] = {}
        for person in self._people.values():
            if person.seat is not None and person.seat.table == table:
                names[person.seat.city] = (*names.get(person.seat.city, ()), person.name)
        return names

    def _pending(self, table: Table) -> tuple[str, ...]:
        if not table.running or table.contest is None:
            return ()
        keys = table.course.world.cities.keys
        return tuple(keys[city] for city in table.contest.pending())

    def _left(self, index: int) -> float | None:
        if self._seconds is None or index not in self._asked or index >= len(self._tables):
            return None
        if not self._tables[index].running:
            return None
        return self._asked[index][1] + self._seconds - self._clock()

    def _moved(self, index: int, by_person: bool = True) -> None:
        """Something happened at a table: offices speak, the clock begins anew, and who looks at it is told."""
        table = self._tables[index]
        office = {seat.city for seat in self._office if seat.table == index}
        while waiting := office & set(self._pending(table)):
            table.play_as_staff(min(waiting))
        pending = self._pending(table)
        # Sealed offers have one time for all; in an open contest it begins anew with every turn.
        asked = (table.number, pending if table.contest is not None and table.contest.open else bool(pending))
        agreed = None if table.contest is None or not table.contest.open else tuple(table.contest.agreed.items())
        if self._asked.get(index, (None, 0.0))[0] != (asked, agreed):
            self._asked[index] = ((asked, agreed), self._clock())
        self._changed[index] += 1
        if by_person:
            self.touched = self._clock()

    def _touch(self) -> None:
        self.version += 1
        self.touched = self._clock()


def _ladder(table: Table) -> tuple[Rung, ...]:
    """The public course of the contest that runs or has ended."""
    if table.running and table.contest is not None:
        return ladder_of(table.contest)
    return table.ladders[-1] if table.ladders else ()
