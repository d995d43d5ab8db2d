"""The live page: two regimes side by side on the same luck."""

import json
from collections.abc import Callable
from typing import Final

from nicegui import ui
from starlette.requests import Request

from demo.bench import Bench, Event, refused
from demo.document import document
from demo.page.choices import Choices
from demo.page.deal_panel import DealList, DealPanel
from demo.page.elements import Text, tag
from demo.page.frame import Frame, asked, framed
from demo.page.knob_panel import KnobPanel
from demo.page.maps import Maps
from demo.page.outcome_panel import OutcomePanel
from demo.page.timeline import Timeline
from demo.page.transport import Transport
from demo.preset import Preset, Refused
from demo.settings import Settings

type Panel = Callable[[Bench, Frame], None]
"""What a lesson puts above the bench."""


def register(settings: Settings) -> None:
    """Put the live page in place at /."""

    @ui.page("/", response_timeout=30)
    def live(request: Request) -> None:
        frame = asked(settings, request)
        try:
            preset = Preset.from_query({"scenario": settings.catalogue.first} | dict(frame.query))
            document(preset, settings.catalogue)
        except Refused as reason:
            preset = settings.start()
            build(frame, preset, refusal=refused(reason, frame.words))
            return
        build(frame, preset)


def build(frame: Frame, preset: Preset, panel: Panel | None = None, refusal: str = "") -> Bench:
    """The content of a page with a bench.

    Args:
        frame: The frame.
        preset: What it shows first.
        panel: What stands above the bench, such as a lesson.
        refusal: Why what the address asked for is not shown.
    """
    bench = Bench(frame.settings, frame.words, preset)
    with framed(frame, frame.words("page.title")):
        if refusal:
            ui.label(refusal).classes("refused").props('role="alert"').mark("refused")
        if panel is not None:
            panel(bench, frame)
        Choices(bench, frame)
        Notice(bench, frame)
        with tag("div", "bench"):
            KnobPanel(bench, frame)
            with tag("div", "stage"):
                Transport(bench, frame)
                Timeline(bench, frame)
                Maps(bench, frame)
                DealList(bench, frame)
                DealPanel(bench, frame)
                OutcomePanel(bench, frame)
    client = ui.context.client
    bench.surroundings = lambda: client
    client.on_connect(lambda: setattr(bench, "away", False))
    client.on_disconnect(lambda: setattr(bench, "away", True))
    client.on_delete(bench.close)
    ui.timer(0.0, lambda: bench.change(preset), once=True)
    return bench


class Notice:
    """Why the last change was not carried out, and that work is under way; keeps the address of the page in step."""

    def __init__(self, bench: Bench, frame: Frame) -> None:
        """Build it empty."""
        self.bench, self.frame = bench, frame
        self.refused = Text("div").classes("refused").props('role="alert" id="refused"')
        self.refused.set_visibility(False)
        self.busy = Text("div", frame.words("page.busy")).classes("busy").props('role="status" id="busy"')
        self.busy.set_visibility(False)
        bench.on("refused", self.draw)
        bench.on("busy", self.draw)
        for event in EVENTS:
            bench.on(event, self.address)

    def draw(self) -> None:
        """Show what there is to say."""
        self.refused.text = "\n".join(self.bench.refusal)
        self.refused.set_visibility(bool(self.bench.refusal))
        self.busy.set_visibility(self.bench.busy)

    def address(self) -> None:
        """Let the address of the page say what is shown, so that another language or a reload keeps it."""
        query = self.bench.link()
        here = self.frame.address(query)
        ui.run_javascript(f"history.replaceState(null, '', {json.dumps(here)})")
        for link, there in (
            ("language", self.frame.address(query, language="zh" if self.frame.language == "en" else "en")),
            ("large", self.frame.address(query, large=not self.frame.large)),
        ):
            ui.run_javascript(f"document.getElementById('{link}').setAttribute('href', {json.dumps(there)})")


EVENTS: Final[tuple[Event, ...]] = ("film", "period", "deal")
"""When the address changes."""
