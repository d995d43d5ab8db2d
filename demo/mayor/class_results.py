"""What came of a session for the whole class, and the debriefing of any seat of it."""

import asyncio
from functools import partial

from nicegui import ui

from demo.mayor import phrases
from demo.mayor.debrief_panel import DebriefPanel
from demo.mayor.debriefing import YOU
from demo.mayor.hall import Hall
from demo.mayor.parts import Box
from demo.mayor.room import Room
from demo.page.elements import Choice, Text, heading, table, tag
from demo.page.frame import Frame
from experiments.figures.lettering import amount
from experiments.grid import Grid

MOST_ROWS = 240
"""Seats in the table of the class."""


class ClassResults:
    """All seats of a room that persons played, from the highest payoff down, and the debriefing of one of them."""

    def __init__(self, room: Room, frame: Frame, hall: Hall) -> None:
        """Build it; ranks among the strategies fill in as they are computed."""
        self.room, self.frame, self.hall = room, frame, hall
        self.scenario = room.setting.loaded()
        self.seats = [(number, city) for number, one in enumerate(room.tables_for_debriefing()) for city in one.cities]
        self.ranks: dict[tuple[int, str], str] = {}
        self.shown = self.seats[0]
        w = frame.words
        with tag("section", "panel", id="class"):
            heading(w("mayor.debrief.class"), 1)
            Text("p", w("mayor.debrief.class_why")).classes("soft small")
            self.list = Box()
        if len(self.seats) > 1:
            with tag("div", "row"):
                Choice(w("mayor.debrief.seat_shown"), {
                    f"{number}/{city}": w("mayor.teacher.seat", name=self._names(number, city), table=number + 1,
                                          city=phrases.city_name(self.scenario, city, w))
                    for number, city in self.seats
                }, f"{self.shown[0]}/{self.shown[1]}", self._show, "seat_shown")  # fmt: skip
        self.detail = tag("div", "stage")
        self.draw()
        self._debrief()
        ui.timer(0.0, self._rank, once=True)

    def _names(self, number: int, city: str) -> str:
        return self.frame.words("figure.list").join(self.room.mayors_of(number).get(city, ()))

    def draw(self) -> None:
        """Show the class as far as it is known."""
        w, tables = self.frame.words, self.room.tables_for_debriefing()
        found = []
        for number, city in self.seats:
            records = tables[number].records
            payoff = sum(record.cities[city].payoff for record in records)
            found.append((payoff, number, city, sum(record.host == city for record in records)))
        found.sort(key=lambda one: (-one[0], one[1]))
        rows = [
            [
                self._names(number, city), phrases.city_name(self.scenario, city, w), str(number + 1), amount(payoff),
                str(won), self.ranks.get((number, city), "…"),
            ]
            for payoff, number, city, won in found
        ]  # fmt: skip
        headings = [
            w("mayor.teacher.mayors"), w("mayor.debrief.city"), w("mayor.teacher.table"), w("mayor.debrief.payoff"),
            w("mayor.debrief.won"), w("mayor.debrief.model_rank"),
        ]  # fmt: skip
        grid = Grid("", headings, rows, left=frozenset({1}))
        self.list.show(grid, lambda: _table(grid))

    async def _rank(self) -> None:
        """Ask for every seat's debriefing, one after the other, and show its rank."""
        for number, city in self.seats:
            found = await self.hall.debriefing(self.room, number, city)
            if self.detail.is_deleted:
                return
            line = found.line(YOU)
            self.ranks[number, city] = f"{line.rank} / {len(found.lines)}" if line.won else "-"
            if len(self.ranks) % 5 == 0 or len(self.ranks) == len(self.seats):
                self.draw()
            await asyncio.sleep(0)

    def _show(self, key: str) -> None:
        number, _, city = key.partition("/")
        if number.isascii() and number.isdigit() and (int(number[:4]), city) in self.seats:
            self.shown = int(number), city
            self._debrief()

    def _debrief(self) -> None:
        self.detail.clear()
        with self.detail:
            DebriefPanel(self.scenario, self.frame, partial(self.hall.debriefing, self.room, *self.shown))


def _table(grid: Grid) -> None:
    table(grid, most=MOST_ROWS)
