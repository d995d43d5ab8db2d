"""Parts that the pages of rooms share: boxes that are built anew only if what they show has changed, and fields."""

from collections.abc import Callable
from typing import Any, Final

from nicegui import ui

from demo.page.elements import Text, tag

ENTER: Final = "(e) => { if (e.key === 'Enter') { e.preventDefault(); emit(e.target.value); } }"
"""Sends the value of a field when Enter is pressed."""

LONGEST: Final = 200
"""Characters of a field that are taken from a browser."""


class Box:
    """A part of a page that is built anew whenever what it shows is another thing than before."""

    def __init__(self, classes: str = "", **attributes: str | int | bool) -> None:
        """Make it empty and out of sight.

        Args:
            classes: Its classes.
            **attributes: Its attributes.
        """
        self.element = tag("section", classes, **attributes)
        self.element.set_visibility(False)
        self._shown: object = self

    def show(self, what: object, build: Callable[[], None] | None) -> bool:
        """Build it for something.

        Args:
            what: What it shows; nothing happens if that equals what it showed before.
            build: Makes its content; None for nothing.

        Returns:
            Whether it was built anew.
        """
        if what == self._shown:
            return False
        self._shown = what
        self.element.clear()
        self.element.set_visibility(build is not None)
        if build is not None:
            with self.element:
                build()
        return True


def number_field(label: str, name: str, act: Callable[[str], Any] | None = None, value: str = "") -> ui.element:
    """A field for a number.

    Args:
        label: Its label.
        name: Its id.
        act: Called with what was typed when Enter is pressed.
        value: What stands in it first.
    """
    return text_field(label, name, act, value, inputmode="decimal", size=10)


def text_field(
    label: str, name: str, act: Callable[[str], Any] | None = None, value: str = "", **attributes: str | int
) -> ui.element:
    """A field for a line of text.

    Args:
        label: Its label.
        name: Its id.
        act: Called with what was typed when Enter is pressed.
        value: What stands in it first.
        **attributes: Its attributes.
    """
    with tag("label", "field", for_=name):
        Text("span", label).classes("soft small")
        # Not `value`, which Vue would write back over what is being typed whenever anything else on the page changes.
        made = tag("input", "line", id=name, type="text", defaultValue=value, autocomplete="off", **attributes)
    if act is not None:
        made.on("keydown", lambda e: act(typed(e.args)), js_handler=ENTER)
    return made


def sending(text: str, act: Callable[[list[str]], Any], fields: list[str], name: str, classes: str = "") -> Text:
    """A button that sends what stands in some fields.

    Args:
        text: What it says.
        act: Called with the values, in the order of the fields.
        fields: Ids of the fields.
        name: Its id.
        classes: Further classes.
    """
    made = Text("button", text)
    made.classes(f"button {classes}").props["type"] = "button"
    made.props["id"] = name
    wanted = ", ".join(f"document.getElementById({field!r}).value" for field in fields)
    made.on("click", lambda e: act([typed(one) for one in _listed(e.args)]), js_handler=f"() => emit([{wanted}])")
    return made


def _listed(sent: object) -> list[object]:
    return sent if isinstance(sent, list) else []


def typed(sent: object) -> str:
    """What a browser sent as the value of a field, cut to a length that no honest one exceeds."""
    return sent[:LONGEST] if isinstance(sent, str) else ""
