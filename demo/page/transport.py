"""Play, pause, step, speed, and back to any period."""

from typing import Final

from nicegui import ui

from demo.bench import Bench
from demo.page.elements import Choice
from demo.page.frame import Frame

SPEEDS: Final = (0.5, 1.0, 2.0, 4.0)
"""Periods per second."""


class Transport:
    """The buttons of the replay."""

    def __init__(self, bench: Bench, frame: Frame) -> None:
        """Build the buttons."""
        self.bench, self.frame, w = bench, frame, frame.words
        self.timer = ui.timer(1.0, self.step, active=False)
        with ui.element("section").classes("panel row transport early").props(f'aria-label="{w("page.transport")}"'):
            self.back = self._button("page.first", "first_page", lambda: bench.go(0), "first")
            self._button("page.back", "chevron_left", lambda: bench.go(bench.period - 1), "back")
            self.play = self._button("page.play", "play_arrow", self.toggle, "play")
            self._button("page.step", "chevron_right", lambda: bench.go(bench.period + 1), "step")
            self._button("page.last", "last_page", lambda: bench.go(10_000), "last")
            speeds = {str(speed): w("page.speed.of", speed=f"{speed:g}") for speed in SPEEDS}
            Choice(w("page.speed"), speeds, "1.0", self._speed, "speed")
            self.now = ui.label("").classes("now").props('id="now" aria-live="polite"')
        for event in ("film", "period"):
            bench.on(event, self.draw)
        bench.on("chosen", lambda: self._set(False))

    def _button(self, key: str, icon: str, act: object, name: str) -> ui.button:
        said = self.frame.words(key)
        button = ui.button(icon=icon, on_click=act).props(f'flat dense aria-label="{said}" id="{name}"').mark(name)  # type: ignore[arg-type]
        with button:
            ui.tooltip(said)
        return button

    def _speed(self, speed: str) -> None:
        self.timer.interval = 1.0 / float(speed)

    @property
    def playing(self) -> bool:
        """Whether the replay runs."""
        return bool(self.timer.active)

    def toggle(self) -> None:
        """Play or pause; at the end, from the beginning."""
        film = self.bench.film
        if film is None:
            return
        if not self.playing and self.bench.period >= film.periods - 1:
            self.bench.go(0)
        self._set(not self.playing)

    def step(self) -> None:
        """One period further; the replay ends with the last one."""
        film = self.bench.film
        if film is None:
            return
        self.bench.go(self.bench.period + 1)
        if self.bench.period >= film.periods - 1:
            self._set(False)

    def _set(self, playing: bool) -> None:
        self.timer.active = playing
        said = self.frame.words("page.pause" if playing else "page.play")
        self.play.props(f'icon={"pause" if playing else "play_arrow"} aria-label="{said}"')

    def draw(self) -> None:
        """Say which period is shown."""
        film, w = self.bench.film, self.frame.words
        if film is not None:
            self.now.text = w("page.now", period=self.bench.period + 1, periods=film.periods)
