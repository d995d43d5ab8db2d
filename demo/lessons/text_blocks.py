"""Headings and lists of texts; never HTML."""

from collections.abc import Sequence

from nicegui import ui


def heading(tag: str, text: str) -> None:
    """A heading, read out as one."""
    with ui.element(tag):
        ui.label(text)


def items(texts: Sequence[str]) -> None:
    """A list of texts."""
    with ui.element("ul"):
        for text in texts:
            with ui.element("li"):
                ui.label(text)
