"""The live page: two regimes side by side on the same luck."""

from collections.abc import Callable

from nicegui import ui
from starlette.requests import Request

from demo.bench import Bench, refused
from demo.page.frame import Frame, asked, framed
from demo.page.maps import Maps
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
        with ui.element("div").classes("bench"):
            ui.element("aside").classes("panel")
            with ui.element("div").classes("stage"):
                Maps(bench, frame)
                Transport(bench, frame)
    ui.context.client.on_delete(bench.close)
    ui.timer(0.0, lambda: bench.change(preset), once=True)
    return bench
