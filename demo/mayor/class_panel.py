"""What a teacher sees and does in a room: who has come, the bidding at every table, the results of the class."""

from collections.abc import Callable
from functools import partial
from typing import Final

from nicegui import ui

from demo.mayor import phrases
from demo.mayor.address import reachable_address
from demo.mayor.class_results import ClassResults
from demo.mayor.hall import Hall
from demo.mayor.ladder_view import LadderView
from demo.mayor.parts import Box
from demo.mayor.refusal import Refused
from demo.mayor.room import Room
from demo.mayor.room_views import TableView
from demo.page.elements import Choice, Text, button, heading, table, tag
from demo.page.frame import Frame
from experiments.figures.lettering import amount
from experiments.grid import Grid

BEAT: Final = 0.3
"""Seconds between two looks at the room."""

MOST_ROWS: Final = 120
"""Tables in the overview."""


class ClassPanel:
    """The page of a teacher whose room is open."""

    def __init__(self, room: Room, teacher: str, frame: Frame, hall: Hall, gone: Callable[[], None]) -> None:
        """Build it.

        Args:
            room: The room.
            teacher: The teacher's token.
            frame: The frame of the page.
            hall: What the pages of the server share.
            gone: Called once the room is closed.
        """
        self.room, self.teacher, self.frame, self.hall, self._gone = room, teacher, frame, hall, gone
        self.scenario = room.setting.loaded()
        self._seen: object = None
        self._shown_table = 0
        self.results: ClassResults | None = None
        self.complaint = Text("p")
        self.complaint.classes("refused").props["role"] = "alert"
        self.complaint.set_visibility(False)
        self.door = Box("panel door", id="door")
        self.controls = Box("panel row", id="controls")
        self.choice = Box("row", id="choice")
        self.ladder = LadderView(self.scenario, frame, "ladder")
        self.overview = Box("panel", id="overview", aria_live="polite")
        self.people = Box("panel", id="people")
        self.end = tag("div", "stage")
        self.draw()
        ui.timer(BEAT, self.beat, immediate=False)

    def beat(self) -> None:
        """Look whether there is anything new."""
        if (self.room.moves, self.room.phase) != self._seen:
            self.draw()

    def draw(self) -> None:
        """Show the state of the room."""
        room = self.room
        self._seen = room.moves, room.phase
        if room.phase == "closed":
            self._gone()
            return
        people = room.people(self.teacher)
        tables = room.overview(self.teacher)
        self.door.show((room.phase == "gathering", len(people)), self._door if room.phase == "gathering" else None)
        states = [(bool(one.pending), bool(one.results)) for one in tables]
        waits, done = any(pending for pending, _ in states), any(results for _, results in states)
        self.controls.show((room.phase, waits, done, bool(people)), lambda: self._controls(waits, done, bool(people)))
        named = tuple((person.name, person.seat) for person in people)
        self.people.show((room.phase, named), self._people if room.phase in ("gathering", "playing") else None)
        if room.phase == "debriefing":
            self.choice.show(None, None)
            self.overview.show(None, None)
            self.ladder.show((), {}, False)
            if self.results is None:
                with self.end:
                    self.results = ClassResults(room, self.frame, self.hall)
            return
        if not tables:
            return
        self.choice.show(len(tables), self._choice if len(tables) > 1 else None)
        shown = tables[min(self._shown_table, len(tables) - 1)]
        self.ladder.show(shown.ladder, shown.mayors, self.scenario.contest.format != "open")
        self.overview.show(tables, lambda: self._overview(tables))

    def _door(self) -> None:
        w = self.frame.words
        address = reachable_address(self.frame.settings, "/room")
        heading(w("mayor.room.title", code=self.room.code), 1)
        Text("p", w("mayor.teacher.join_at", address=address))
        Text("p", self.room.code).classes("code").props["id"] = "code"
        Text("p", w("mayor.teacher.same_luck")).classes("soft small")

    def _controls(self, waits: bool, done: bool, people: bool) -> None:
        w, room = self.frame.words, self.room
        if room.phase != "gathering":
            heading(w("mayor.room.title", code=room.code))
        if room.phase == "gathering" and people:
            button(w("mayor.teacher.start"), self._steer(room.start), "main", id="begin")
        if room.phase == "playing" and waits:
            if self.scenario.contest.format == "open":
                button(w("mayor.teacher.close_round"), self._steer(room.close_round), id="close_round")
            button(w("mayor.teacher.close_contest"), self._steer(room.close_contest), id="close_contest")
        if room.phase == "playing" and not waits:
            button(w("mayor.teacher.next"), self._steer(room.next_contest), "main", id="next")
            if done:
                button(w("mayor.teacher.debrief"), self._steer(room.debrief_now), id="debrief")
        tag("div", "gap")
        button(w("mayor.teacher.close"), self._steer(room.close), id="close")

    def _steer(self, act: Callable[[str], None]) -> Callable[[], None]:
        return lambda: self._try(partial(act, self.teacher))

    def _try(self, act: Callable[[], None]) -> None:
        try:
            act()
        except Refused as refusal:
            self.complaint.text = phrases.refusal(refusal, self.frame.words)
            self.complaint.set_visibility(True)
        else:
            self.complaint.set_visibility(False)
        self.draw()

    def _choice(self) -> None:
        numbers = {str(number): str(number + 1) for number in range(len(self.room.overview(self.teacher)))}
        Choice(self.frame.words("mayor.teacher.show"), numbers, str(self._shown_table), self._show, "shown_table")

    def _show(self, number: str) -> None:
        if number.isascii() and number.isdigit():
            self._shown_table = int(number[:4])
            self.draw()

    def _overview(self, tables: tuple[TableView, ...]) -> None:
        w = self.frame.words
        keys = ("table", "leader", "offer", "state", "mayors")
        rows = [self._row(one) for one in tables]
        total = sum(len(agenda) for _, agenda in self.room.program)
        title = w("mayor.contest", number=max(one.contest for one in tables), total=total)
        headings = [w(f"mayor.teacher.{key}") for key in keys]
        table(Grid(title, headings, rows, left=frozenset({1, 3, 4})), most=MOST_ROWS)

    def _row(self, one: TableView) -> list[str]:
        w, scenario = self.frame.words, self.scenario
        leader, offer = "-", "-"
        if not one.pending and one.results:
            result = one.results[-1]
            leader, offer = phrases.city_name(scenario, result.host, w), amount(result.concession)
        elif one.ladder and one.ladder[-1].leader in scenario.cities:
            leader = phrases.city_name(scenario, one.ladder[-1].leader, w)
            offer = amount(one.ladder[-1].offers.get(one.ladder[-1].leader, 0.0))
        waiting = w("figure.list").join(phrases.city_name(scenario, city, w) for city in one.pending)
        state = w("mayor.teacher.waits_for", cities=waiting) if waiting else w("mayor.teacher.is_over")
        return [str(one.number), leader, offer, state, phrases.mayors_said(scenario, one.mayors, w)]

    def _people(self) -> None:
        w, people = self.frame.words, self.room.people(self.teacher)
        if not people:
            Text("p", w("mayor.teacher.nobody"))
            return
        seated = [person for person in people if person.seat is not None]
        tables = len({person.seat.table for person in seated if person.seat is not None})
        Text("p", w("mayor.teacher.people", count=len(people), tables=tables)).props["id"] = "count"
        with tag("ul", "names"):
            for person in people:
                if person.seat is None:
                    Text("li", w("mayor.teacher.watching", name=person.name))
                else:
                    city = phrases.city_name(self.scenario, person.seat.city, w)
                    Text("li", w("mayor.teacher.seat", name=person.name, city=city, table=person.seat.table + 1))
        if self.room.phase == "playing":
            seats = sorted({person.seat for person in seated if person.seat is not None})
            options = {"": "-"} | {
                f"{seat.table}/{seat.city}": w(
                    "mayor.teacher.seat", name=", ".join(one.name for one in seated if one.seat == seat),
                    city=phrases.city_name(self.scenario, seat.city, w), table=seat.table + 1,
                )
                for seat in seats
            }  # fmt: skip
            Choice(w("mayor.teacher.office"), options, "", self._office, "office")

    def _office(self, key: str) -> None:
        number, _, city = key.partition("/")
        if number.isascii() and number.isdigit():
            self._try(partial(self.room.hand_to_office, self.teacher, int(number[:4]), city))
