"""The pages of the lessons: the list at /lessons, and each lesson above the live page at /lesson/NAME."""

from pathlib import Path
from typing import Final
from urllib.parse import quote

from nicegui import ui
from starlette.requests import Request

from demo.bench import Bench, refused
from demo.lessons.panel import Panel
from demo.lessons.reader import NAMES, UnknownLesson, find
from demo.lessons.standing import opening
from demo.lessons.text_blocks import heading
from demo.page.frame import Frame, asked, framed
from demo.page.live import build
from demo.preset import Preset, Refused
from demo.settings import Settings

STYLE: Final = (Path(__file__).parent / "style.css").read_text(encoding="utf-8")


def register(settings: Settings) -> None:
    """Put the pages in place."""

    @ui.page("/lessons")
    def listed(request: Request) -> None:
        shelf(asked(settings, request))

    @ui.page("/lesson/{name}", response_timeout=30)
    def shown(request: Request, name: str) -> None:
        frame = asked(settings, request)
        try:
            preset = opening(find(name))
        except UnknownLesson:
            shelf(frame, frame.words("lessons.unknown", name=name[:60]))
            return
        refusal = ""
        try:
            preset = Preset.from_query(preset.to_query() | dict(frame.query))
        except Refused as reason:
            refusal = refused(reason, frame.words)
        build(frame, preset, lambda bench, own: lesson(name, bench, own), refusal)


def lesson(name: str, bench: Bench, frame: Frame) -> None:
    """A lesson with the ways to the others."""
    ui.add_css(STYLE)
    w = frame.words
    with ui.element("nav").classes("row ways").props(f'aria-label="{w("lessons.title")}"'):
        _way(frame, "/lessons", w("lessons.all"), "all")
        _way(frame, frame.path, w("lessons.restart"), "restart")
        at = NAMES.index(name)
        for key, number in (("lessons.previous_lesson", at - 1), ("lessons.next_lesson", at + 1)):
            if 0 <= number < len(NAMES):
                title = w.text(find(NAMES[number]).title)
                _way(frame, f"/lesson/{NAMES[number]}", w(key, title=title), key.rpartition(".")[2])
    Panel(name, bench, frame)


def shelf(frame: Frame, said: str = "") -> None:
    """All lessons, to choose from.

    Args:
        frame: The frame.
        said: What to say first.
    """
    w = frame.words
    with framed(frame, w("lessons.title")):
        ui.add_css(STYLE)
        heading("h1", w("lessons.title"))
        if said:
            ui.label(said).classes("refused").props('role="alert"').mark("refused")
        ui.label(w("lessons.intro")).classes("intro")
        with ui.element("div").classes("shelf"):
            for name in NAMES:
                one = find(name)
                with ui.element("section").classes("panel"):
                    with ui.element("h2"):
                        _way(frame, f"/lesson/{name}", w.text(one.title), name)
                    ui.label(w.text(one.about))


def _way(frame: Frame, path: str, text: str, name: str) -> None:
    """A link to another page of this server."""
    address = frame.address({}, quote(path)).replace('"', "%22")
    with ui.element("a").props(f'href="{address}" id="{name}"').mark(name):
        ui.label(text)
