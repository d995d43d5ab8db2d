"""/room and /room/CODE: a participant of a class."""

from functools import partial

from nicegui import app, ui

from demo.mayor import phrases
from demo.mayor.debrief_panel import DebriefPanel
from demo.mayor.hall import Hall
from demo.mayor.parts import sending, text_field
from demo.mayor.person_name import LONGEST
from demo.mayor.play_panel import PlayPanel
from demo.mayor.refusal import Refused
from demo.mayor.room import Room
from demo.mayor.rooms import CODE_LENGTH, normal
from demo.page.elements import Text, heading, tag
from demo.page.frame import Frame, framed

KEPT = "mayor-room-"
"""Where a window keeps its token, by the code of the room: in the server's memory, under the window's own secret."""


class DoorPage:
    """The page that asks for the code of a room."""

    def __init__(self, frame: Frame) -> None:
        """Build it."""
        self.frame, w = frame, frame.words
        with framed(frame, w("mayor.class.join")), tag("section", "panel"):
            heading(w("mayor.class.join"), 1)
            Text("p", w("mayor.class.join_with_code"))
            with tag("div", "row ends"):
                text_field(w("mayor.room.code"), "code", self._go, size=8, maxlength=4 * CODE_LENGTH)
                sending(w("mayor.room.enter"), lambda values: self._go("".join(values)), ["code"], "enter", "main")
            self.complaint = Text("p")
            self.complaint.classes("refused").props["role"] = "alert"
            self.complaint.set_visibility(False)

    def _go(self, text: str) -> None:
        code = normal(text)
        if code:
            ui.navigate.to(self.frame.address({}, f"/room/{code}"))
            return
        self.complaint.text = phrases.refusal(Refused("no_room"), self.frame.words)
        self.complaint.set_visibility(True)


class RoomPage:
    """The page of a participant: the door, the play, the debriefing."""

    def __init__(self, frame: Frame, hall: Hall, code: str) -> None:
        """Build what can be built before the browser is connected."""
        self.frame, self.hall, self.code = frame, hall, normal(code)
        w = frame.words
        with framed(frame, w("mayor.room.title", code=self.code or "?")):
            self.complaint = Text("p")
            self.complaint.classes("refused").props["role"] = "alert"
            self.complaint.set_visibility(False)
            self.box = tag("div", "stage")

    def connected(self) -> None:
        """Go on with the seat that this window has, or ask for a name."""
        token = app.storage.tab.get(KEPT + self.code)
        rooms = self.hall.rooms
        try:
            self.room: Room = rooms.seated(self.code, token) or rooms.find(self.code, ui.context.client.ip)
        except Refused as refusal:
            self._complain(refusal)
            return
        with self.box:
            if self.room.knows(token):
                self._play(str(token))
            else:
                self._ask()

    def _complain(self, refusal: Refused) -> None:
        self.complaint.text = phrases.refusal(refusal, self.frame.words)
        self.complaint.set_visibility(True)

    def _ask(self) -> None:
        w = self.frame.words
        with tag("section", "panel"):
            heading(w("mayor.room.title", code=self.code), 1)
            with tag("div", "row ends"):
                text_field(w("mayor.room.name"), "name", self._join, maxlength=LONGEST, size=LONGEST)
                sending(w("mayor.room.join"), lambda values: self._join("".join(values)), ["name"], "join", "main")

    def _join(self, name: str) -> None:
        if self.room.knows(app.storage.tab.get(KEPT + self.code)):
            return
        try:
            token = self.room.join(name)
        except Refused as refusal:
            self._complain(refusal)
            return
        app.storage.tab[KEPT + self.code] = token
        self.complaint.set_visibility(False)
        self.box.clear()
        with self.box:
            self._play(token)

    def _play(self, token: str) -> None:
        self.token = token
        PlayPanel(self.room, token, self.frame, self._ended, leave=self._leave)

    def _leave(self) -> None:
        try:
            self.room.leave(self.token)
        except Refused as refusal:
            self._complain(refusal)
            return
        app.storage.tab.pop(KEPT + self.code, None)
        ui.navigate.to(self.frame.address({}, "/room"))

    def _ended(self) -> None:
        w, room = self.frame.words, self.room
        with self.box:
            if room.phase != "debriefing":
                Text("p", w("mayor.room.closed")).props["id"] = "closed"
                return
            seat = room.view_for(self.token).seat
            table, city = (0, room.tables_for_debriefing()[0].cities[0]) if seat is None else (seat.table, seat.city)
            DebriefPanel(room.setting.loaded(), self.frame, partial(self.hall.debriefing, room, table, city))
