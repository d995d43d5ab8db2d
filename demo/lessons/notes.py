"""The teacher's notes of a lesson, behind a switch."""

from nicegui import ui

from demo.lessons.schema import Lesson
from demo.lessons.text_blocks import heading, items
from demo.page.frame import Frame


class Notes:
    """Aim, plan, what the model leaves out, when the opposite comes out, sources."""

    def __init__(self, lesson: Lesson, frame: Frame) -> None:
        """Build them, out of sight."""
        w, notes = frame.words, lesson.notes
        switch = ui.switch(w("lessons.notes")).props('id="notes-switch"').mark("notes-switch").classes("notes-switch")
        with ui.element("div").classes("notes").props('id="notes"').mark("notes") as self.box:
            heading("h2", w("lessons.notes.aim"))
            ui.label(w.text(notes.aim))
            heading("h2", w("lessons.notes.plan"))
            with ui.element("ol").classes("plan"):
                for step in notes.plan:
                    with ui.element("li"):
                        ui.label(w("lessons.notes.minutes", minutes=step.minutes)).classes("minutes")
                        ui.label(w.text(step.text))
            heading("h2", w("lessons.notes.omits"))
            ui.label(w.text(notes.omits))
            heading("h2", w("lessons.notes.reverses"))
            ui.label(w.text(notes.reverses))
            heading("h2", w("lessons.notes.sources"))
            items([w.text(source) for source in notes.sources])
        self.box.bind_visibility_from(switch, "value")
