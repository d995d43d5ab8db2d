"""/teacher: whoever opens a room, starts the contests, shows the bidding and ends with the debriefing."""

from nicegui import app, run, ui

from demo.mayor import phrases
from demo.mayor.class_panel import ClassPanel
from demo.mayor.hall import Hall
from demo.mayor.parts import sending, text_field
from demo.mayor.program import program_of
from demo.mayor.refusal import Refused
from demo.mayor.room import MOST_TEAM
from demo.mayor.setting import Setting
from demo.mayor.setting_form import SettingForm, setting_from
from demo.page.elements import Choice, Text, heading, tag
from demo.page.frame import Frame, framed

STEERS = "mayor-teacher"
"""Where a window keeps which room it steers, and by which token: in the server's memory."""

ALL = "all"
ONE = "1"


class TeacherPage:
    """The page of a teacher: a room is chosen and opened, then steered."""

    def __init__(self, frame: Frame, hall: Hall) -> None:
        """Build what can be built before the browser is connected."""
        self.frame, self.hall, w = frame, hall, frame.words
        self._team, self._together = 1, ALL
        with framed(frame, w("mayor.teacher.title")):
            self.complaint = Text("p")
            self.complaint.classes("refused").props["role"] = "alert"
            self.complaint.set_visibility(False)
            self.box = tag("div", "stage")

    def connected(self) -> None:
        """Go on with the room that this window steers, or ask for a new one."""
        code, token = app.storage.tab.get(STEERS, ("", ""))
        room = self.hall.rooms.steered(code, token)
        with self.box:
            if room is None:
                self._ask()
            else:
                ClassPanel(room, token, self.frame, self.hall, self._anew)

    def _anew(self) -> None:
        app.storage.tab.pop(STEERS, None)
        self.box.clear()
        with self.box:
            self._ask()

    def _ask(self) -> None:
        w = self.frame.words
        try:
            setting = setting_from(self.frame)
        except Refused as refusal:
            self._complain(refusal)
            setting = Setting()
        with tag("section", "panel"):
            heading(w("mayor.teacher.title"), 1)
            Text("p", w("mayor.class.teach_why"))
            form = SettingForm(self.frame, setting, self._other)
            with tag("div", "row ends"):
                together = {ALL: w("mayor.teacher.all"), ONE: w("mayor.teacher.one_city")}
                Choice(w("mayor.teacher.together"), together, ALL, self._choose_together, "together")
                teams = {str(size): str(size) for size in range(1, MOST_TEAM + 1)}
                Choice(w("mayor.teacher.team"), teams, "1", self._choose_team, "team")
                text_field(w("mayor.teacher.seconds"), "seconds", None, "", inputmode="numeric", size=6)
            fields = ["luck", "seconds"]
            with tag("div", "row ends"):
                if self.hall.rooms.gate.closed:
                    text_field(w("mayor.teacher.code"), "teacher_code", None, "", size=12, maxlength=40)
                    fields.append("teacher_code")
                sending(w("mayor.teacher.open"), lambda values: self._open(form, values), fields, "open", "main")

    def _other(self, scenario: str) -> None:
        ui.navigate.to(self.frame.address({"scenario": scenario}))

    def _choose_together(self, key: str) -> None:
        self._together = ONE if key == ONE else ALL

    def _choose_team(self, size: str) -> None:
        if size.isascii() and size.isdigit() and 1 <= int(size[:2]) <= MOST_TEAM:
            self._team = int(size[:2])

    def _complain(self, refusal: Refused) -> None:
        self.complaint.text = phrases.refusal(refusal, self.frame.words)
        self.complaint.set_visibility(True)

    async def _open(self, form: SettingForm, values: list[str]) -> None:
        luck, seconds, code = [*values, "", "", ""][:3]
        try:
            self.hall.rooms.gate.check(code, ui.context.client.ip)
            setting = form.with_luck(luck)
            # Which contests there are is found out by running the scenario: that may take a second, and is kept.
            await run.io_bound(program_of, setting)
            room = self.hall.rooms.open(
                code, ui.context.client.ip, setting, team=self._team,
                together=1 if self._together == ONE else None, seconds=_seconds(seconds),
            )  # fmt: skip
        except Refused as refusal:
            self._complain(refusal)
            return
        self.complaint.set_visibility(False)
        app.storage.tab[STEERS] = (room.code, room.teacher)
        self.box.clear()
        with self.box:
            ClassPanel(room, room.teacher, self.frame, self.hall, self._anew)


def _seconds(text: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else -1
