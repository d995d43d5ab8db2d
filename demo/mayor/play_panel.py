"""What the player of a city sees and does while contests run."""

from collections.abc import Callable
from typing import Final

from nicegui import ui

from demo.mayor import phrases
from demo.mayor.contest import read_amount
from demo.mayor.ladder_view import LadderView
from demo.mayor.parts import Box, number_field, sending, typed
from demo.mayor.refusal import Refused
from demo.mayor.room import Room
from demo.mayor.room_views import PersonView
from demo.mayor.view import CityView, Own
from demo.page.elements import Text, button, heading, table, tag
from demo.page.frame import Frame
from experiments.figures.lettering import amount
from experiments.grid import Grid

BEAT: Final = 0.3
"""Seconds between two looks at the room; one that finds nothing new costs next to nothing."""

NOTHING: Final = 5e-7
"""Parts of a value below this are not shown, million CNY."""


class PlayPanel:
    """The page of a participant between the door and the debriefing."""

    def __init__(
        self, room: Room, token: str, frame: Frame, ended: Callable[[], None], *,
        forward: Callable[[], None] | None = None, leave: Callable[[], None] | None = None,
    ) -> None:  # fmt: skip
        """Build it.

        Args:
            room: The room.
            token: The participant's token.
            frame: The frame of the page.
            ended: Called once when the contests are over.
            forward: Goes on to the next contest where the player decides that; None where a teacher does.
            leave: Gives the seat back while the room gathers.
        """
        self.room, self.token, self.frame = room, token, frame
        self.scenario = room.setting.loaded()
        self._forward, self._ended, self._leave = forward, ended, leave
        self._seen: object = None
        self._over = False
        self._draft = ""
        self.complaint = Text("p")
        self.complaint.classes("refused").props["role"] = "alert"
        self.complaint.props["id"] = "complaint"
        self.complaint.set_visibility(False)
        self.place = Box("soft", id="place")
        self.head = Box("panel", id="project")
        with tag("div", "play") as self.board:
            self.own = Box("panel own", id="own")
            with tag("div", "stage"):
                self.turn = Box("panel turn", id="turn", aria_live="polite")
                self.result = Box("panel turn", id="result", aria_live="polite")
                self.ladder = LadderView(self.scenario, frame, "ladder")
        self.history = Box("panel", id="history")
        self.clock = Text("p").classes("soft")
        self.draw()
        ui.timer(BEAT, self.beat, immediate=False)

    def beat(self) -> None:
        """Look whether there is anything new."""
        if self._over or not self.room.knows(self.token):
            return
        version = self.room.version_for(self.token), self.room.phase
        if version != self._seen:
            self.draw()
        elif self.room.timed:
            self._tick(self.room.seconds_for(self.token))

    def draw(self) -> None:
        """Show what the participant may see now."""
        if not self.room.knows(self.token):
            return
        self._seen = self.room.version_for(self.token), self.room.phase
        if self.room.phase in ("debriefing", "closed"):
            self._over = True
            self.board.set_visibility(False)
            for box in (self.head, self.history, self.place):
                box.show(None, None)
            self.clock.text = ""
            self._ended()
            return
        shown, w = self.room.view_for(self.token), self.frame.words
        self._tick(shown.seconds)
        self.board.set_visibility(self.room.phase == "playing")
        place = (shown.seat, shown.mayors, shown.phase, shown.waiting)
        self.place.show(place, (lambda: self._place(shown)) if self._forward is None else None)
        if self.room.phase == "gathering":
            return
        view = shown.view
        if view is not None:
            self.head.show(
                (view.project, shown.number, shown.anew and shown.number > 1), lambda: self._project(view, shown)
            )
            self.own.show(view.own, lambda: self._own(view.own))
            ended = shown.result is not None
            self.turn.show(
                (shown.number, view.turn, view.asked, view.agreed, ended),
                None if ended else lambda: self._turn(view, shown.number),
            )
        self.result.show((shown.number, shown.result), None if shown.result is None else lambda: self._result(shown))
        self.ladder.show(shown.ladder, shown.mayors, self.scenario.contest.format != "open")
        self.history.show(shown.results, (lambda: self._history(shown)) if shown.results else None)
        self.clock.text = w("mayor.money")

    def _tick(self, seconds: float | None) -> None:
        left = None if seconds is None else max(0, int(seconds + 0.999))
        self.clock.text = (
            self.frame.words("mayor.money") if left is None else self.frame.words("mayor.turn.seconds", seconds=left)
        )

    def _place(self, shown: PersonView) -> None:
        w = self.frame.words
        Text("p", phrases.seat_said(self.scenario, shown, w)).props["id"] = "seat"
        if shown.phase == "gathering":
            Text("p", w("mayor.room.gathering", count=shown.waiting))
        Text("p", w("mayor.room.with", mayors=phrases.mayors_said(self.scenario, shown.mayors, w)))
        if shown.phase == "gathering" and self._leave is not None:
            button(w("mayor.room.leave"), self._leave, id="leave")

    def _project(self, view: CityView, shown: PersonView) -> None:
        w, project = self.frame.words, view.project
        year = self.scenario.time.start_year + project.period // self.scenario.time.periods_per_year
        with tag("div", "row"):
            heading(phrases.name_of(self.scenario, project, w), 1)
            Text("span", w("mayor.contest", number=shown.number, total=shown.total)).classes("soft")
            Text("span", w("mayor.year", year=year)).classes("soft")
        Text("p", phrases.facts_of(self.scenario, project, w))
        Text("p", phrases.rules_of(project, w)).classes("soft small")
        if shown.anew and shown.number > 1:
            Text("p", w("mayor.anew")).classes("soft small")

    def _own(self, own: Own) -> None:
        w = self.frame.words
        heading(w("mayor.own.title", city=w.name(self.scenario.cities[own.city])))
        with tag("dl", "facts"):
            self._fact("mayor.own.judged", own.judged, strong=True)
            for part, value in own.parts.items():
                if abs(value) > NOTHING:
                    self._fact(f"mayor.own.part.{part}", value, small=True)
            self._fact("mayor.own.reservation", own.reservation, strong=True)
            self._fact("mayor.own.highest", own.highest, strong=True)
            for instrument, value in own.rooms.items():
                self._fact(f"mayor.own.room.{instrument}", value, small=True)
            self._fact("mayor.own.funds", 1.0 + own.cost_of_public_funds)
            self._fact("mayor.own.commitment_room", own.commitment_room)
            self._fact("mayor.own.liabilities", own.liabilities)
            self._fact("mayor.own.budget", own.budget)
            self._fact("mayor.own.land_left", own.land_left)
            self._fact("mayor.own.land_price", own.land_price)
            self._fact("mayor.own.land_cost", own.land_cost)

    def _fact(self, key: str, value: float | None, strong: bool = False, small: bool = False) -> None:
        w = self.frame.words
        classes = "strong" if strong else "small soft" if small else ""
        Text("dt", w(key)).classes(classes)
        Text("dd", w("mayor.own.unlimited") if value is None else amount(value)).classes(classes)

    def _turn(self, view: CityView, number: int) -> None:
        w = self.frame.words
        said = Text("p", phrases.turn_of(self.scenario, view, w))
        said.classes("told").props["id"] = "said"
        if view.turn != "yours":
            return
        jump = phrases.jump_of(self.scenario, view, w)
        if jump:
            Text("p", jump).classes("soft").props["id"] = "jump"
        sealed, asked = view.project.format != "open", view.asked

        def act(action: str) -> Callable[[list[str]], None]:
            return lambda values: self._act(action, number, values[0] if values else "")

        if asked is not None:
            with tag("div", "row"):
                if asked.step <= view.own.highest:
                    step = asked.step
                    button(w("mayor.act.raise", step=amount(step)), lambda: self._act("raise_once", number, step),
                           "main", id="raise")  # fmt: skip
                else:
                    Text("span", w("mayor.act.raise_too_far"))
                button(w("mayor.act.drop"), lambda: self._act("drop_out", number, None), id="drop")
        main = "hand_in" if sealed else "raise_up_to"
        with tag("div", "row ends"):
            field = number_field(
                w("mayor.act.amount"), "amount", lambda text: self._act(main, number, text), self._draft
            )
            field.on("input", lambda e: self._preview(view, typed(e.args)), js_handler="(e) => emit(e.target.value)",
                     throttle=0.2)  # fmt: skip
            if sealed:
                sending(w("mayor.act.hand_in"), act("hand_in"), ["amount"], "hand_in", "main")
            else:
                sending(w("mayor.act.up_to"), act("raise_up_to"), ["amount"], "up_to")
                sending(w("mayor.act.last"), act("last_word"), ["amount"], "last")
        self._previewed = Text("p")
        self._previewed.classes("soft").props["id"] = "preview"
        self._warned = Text("p")
        self._warned.classes("refused").props["id"] = "overbid"
        self._warned.props["role"] = "alert"
        self._warned.set_visibility(False)
        if asked is not None:
            self._say_offer(view, asked.step)

    def _say_offer(self, view: CityView, offer: float) -> None:
        self._previewed.text = phrases.preview(view, offer, self.frame.words)
        self._warn(phrases.overbid(view, offer, self.frame.words))

    def _warn(self, warning: str) -> None:
        self._warned.text = warning
        self._warned.set_visibility(bool(warning))

    def _preview(self, view: CityView, text: str) -> None:
        self._draft = text
        try:
            self._say_offer(view, read_amount(text, view.own.highest))
        except Refused as refusal:
            self._previewed.text = phrases.refusal(refusal, self.frame.words) if text.strip() else ""
            self._warn("")

    def _act(self, action: str, number: int, value: object) -> None:
        try:
            self.room.act(self.token, action, number, value)
        except Refused as refusal:
            self.complaint.text = phrases.refusal(refusal, self.frame.words)
            self.complaint.set_visibility(True)
        else:
            self._draft = ""
            self.complaint.set_visibility(False)
        self.draw()

    def _result(self, shown: PersonView) -> None:
        w, result = self.frame.words, shown.result
        if result is None:
            return
        Text("p", phrases.result_said(self.scenario, result, w)).classes("told strong")
        if shown.seat is not None and shown.own_results:
            reservation = None if shown.view is None else min(shown.view.own.reservation, shown.view.own.highest)
            Text("p", phrases.own_said(result, shown.own_results[-1], shown.seat.city, reservation, w))
        forward = self._forward
        if forward is None:
            Text("p", w("mayor.result.wait")).classes("soft")
        else:
            last = len(shown.results) >= shown.total
            button(w("mayor.act.debrief") if last else w("mayor.act.next"), forward, "main", id="next")

    def _history(self, shown: PersonView) -> None:
        w, city = self.frame.words, None if shown.seat is None else shown.seat.city
        headings = [w("mayor.history.project"), w("mayor.history.host"), w("mayor.history.paid")]
        if city is not None:
            headings += [w("mayor.history.offer"), w("mayor.history.needed"), w("mayor.history.payoff")]
        rows = []
        for place, result in enumerate(shown.results):
            row = [
                phrases.name_of(self.scenario, result, w),
                phrases.city_name(self.scenario, result.host, w),
                amount(result.concession),
            ]
            if city is not None:
                own = shown.own_results[place]
                row += [amount(own.offer), amount(own.needed), amount(own.judged_payoff)] if own.invited else ["-"] * 3
            rows.append(row)
        table(Grid(w("mayor.history.title"), headings, rows, left=frozenset({1})))
