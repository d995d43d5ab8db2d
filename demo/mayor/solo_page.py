"""/mayor: one person against the model."""

from functools import partial

from nicegui import run, ui

from demo.mayor import phrases
from demo.mayor.debrief_panel import DebriefPanel
from demo.mayor.hall import Hall
from demo.mayor.parts import sending
from demo.mayor.play_panel import PlayPanel
from demo.mayor.refusal import Refused
from demo.mayor.room import Room
from demo.mayor.setting import Setting
from demo.mayor.setting_form import SettingForm, address_of, setting_from
from demo.page.elements import Choice, Text, heading, tag
from demo.page.frame import Frame, framed

ALONE = "ALONE"
"""Stands where a room has its code."""


def private_room(setting: Setting, city: str, name: str) -> tuple[Room, str]:
    """A room for one, already begun, that no code leads to.

    Args:
        setting: What is played.
        city: Key of the city.
        name: What the player is called.

    Returns:
        The room and the player's token.
    """
    room = Room(ALONE, setting, cities=(city,))
    token = room.join(name)
    room.start(room.teacher)
    return room, token


class SoloPage:
    """The page of a person who plays alone."""

    def __init__(self, frame: Frame, hall: Hall) -> None:
        """Build it: the choice of what is played, or the play that the address asks for."""
        self.frame, self.hall, w = frame, hall, frame.words
        self.city = frame.query.get("city", "")
        refusal: Refused | None = None
        try:
            self.setting = setting_from(frame)
            if self.city and self.city not in self.setting.loaded().cities:
                raise Refused("no_seat")
        except Refused as reason:
            refusal, self.setting, self.city = reason, Setting(), ""
        with framed(frame, w("mayor.title")):
            if refusal is not None:
                Text("p", phrases.refusal(refusal, w)).classes("refused").props["role"] = "alert"
            self.box = tag("div", "stage")
            with self.box:
                if not self.city:
                    self._choose()
        if self.city:
            ui.timer(0.0, self._begin, once=True)

    def _choose(self) -> None:
        w, scenario = self.frame.words, self.setting.loaded()
        with tag("section", "panel"):
            heading(w("mayor.title"), 1)
            Text("p", w("mayor.intro"))
            heading(w("mayor.alone"))
            form = SettingForm(self.frame, self.setting, self._other)
            cities = {key: w.name(city) for key, city in scenario.cities.items()}
            self._chosen = next(iter(cities))
            with tag("div", "row ends"):
                Choice(w("mayor.form.city"), cities, self._chosen, self._city, "city")
                sending(w("mayor.form.start"), partial(self._start, form), ["luck"], "start", "main")
            self._complaint = Text("p")
            self._complaint.classes("refused").props["role"] = "alert"
            self._complaint.set_visibility(False)
        with tag("section", "panel"):
            heading(w("mayor.class"))
            for path, link, why in (("/room", "join", "join_with_code"), ("/teacher", "teach", "teach_why")):
                with tag("p"):
                    Text("a", w(f"mayor.class.{link}")).props["href"] = self.frame.address({}, path)
                    Text("span", f" {w(f'mayor.class.{why}')}").classes("soft")

    def _city(self, key: str) -> None:
        self._chosen = key

    def _other(self, scenario: str) -> None:
        ui.navigate.to(self.frame.address({"scenario": scenario}))

    def _start(self, form: SettingForm, values: list[str]) -> None:
        try:
            setting = form.with_luck(values[0] if values else "")
        except Refused as refusal:
            self._complaint.text = phrases.refusal(refusal, self.frame.words)
            self._complaint.set_visibility(True)
            return
        ui.navigate.to(self.frame.address({**address_of(setting), "city": self._chosen}))

    async def _begin(self) -> None:
        w = self.frame.words
        try:
            made = await run.io_bound(private_room, self.setting, self.city, w("mayor.debrief.you"))
        except Refused as refusal:
            with self.box:
                Text("p", phrases.refusal(refusal, w)).classes("refused").props["role"] = "alert"
            return
        if made is None:  # the server is going down
            return
        self.room, self.token = made
        with self.box:
            self.panel = PlayPanel(self.room, self.token, self.frame, self._debrief, forward=self._forward)

    def _forward(self) -> None:
        self.room.next_contest(self.room.teacher)
        self.panel.draw()

    def _debrief(self) -> None:
        room, w = self.room, self.frame.words
        with self.box:
            DebriefPanel(room.setting.loaded(), self.frame, partial(self.hall.debriefing, room, 0, self.city))
            with tag("p"):
                Text("a", w("mayor.again")).props["href"] = self.frame.address({"scenario": self.setting.scenario})
