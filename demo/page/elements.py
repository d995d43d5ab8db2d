"""Plain elements of HTML: browsers and screen readers know them, and they are light. Texts are never read as HTML."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

from experiments.grid import Grid

THROTTLE: Final = 0.12
"""Seconds between two messages of a slider that is being moved."""


class Text(TextElement):
    """An element that holds a text, such as a heading or a cell."""

    def __init__(self, tag: str, text: str = "") -> None:
        """Make it.

        Args:
            tag: Tag, such as "h2".
            text: Text; shown as it is.
        """
        super().__init__(tag=tag, text=text)


def attribute(element: ui.element, name: str, value: str | int | float | bool | None) -> None:
    """Set an attribute of an element to any text; None takes it away."""
    if value is None:
        element.props(remove=name)
    elif element.props.get(name) != value:
        element.props[name] = value
        element.update()


def tag(name: str, classes: str = "", **attributes: str | int | float | bool) -> ui.element:
    """An element with attributes; an underscore stands for a hyphen, `for_` for `for`."""
    element = ui.element(name).classes(classes)
    for key, value in attributes.items():
        element.props[key.rstrip("_").replace("_", "-")] = value
    return element


def button(text: str, act: Callable[[], Any], classes: str = "", **attributes: str | int | float | bool) -> Text:
    """A button with a text."""
    made = Text("button", text)
    made.classes(f"button {classes}")
    for key, value in {"type": "button", **attributes}.items():
        made.props[key.rstrip("_").replace("_", "-")] = value
    made.on("click", lambda: act(), args=[])
    return made


class Choice:
    """A list to choose from, with a label."""

    def __init__(
        self, label: str, options: Mapping[str, str], chosen: str, act: Callable[[str], Any], name: str,
        groups: Mapping[str, Mapping[str, str]] | None = None,
    ) -> None:  # fmt: skip
        """Make it.

        Args:
            label: Label.
            options: Text by key.
            chosen: Key that is chosen.
            act: Called with the key that somebody chooses.
            name: Its id.
            groups: Further options below headings: text by key, by heading.
        """
        self.act = act
        with tag("label", "field", for_=name):
            Text("span", label).classes("soft small")
            self.element = tag("select", id=name)
            self.element.on("change", lambda e: self.act(str(e.args)), js_handler="(e) => emit(e.target.value)")
        with self.element:
            self._fill(options, chosen)
            for heading, further in (groups or {}).items():
                with tag("optgroup", label=heading):
                    self._fill(further, chosen)

    def _fill(self, options: Mapping[str, str], chosen: str) -> None:
        for key, text in options.items():
            option = Text("option", text)
            option.props["value"] = key
            if key == chosen:
                option.props["selected"] = True


class Slider:
    """A number on a scale, with its label, its value in words, and a button that takes it back."""

    def __init__(self, label: str, low: float, high: float, step: float, value: float,
                 act: Callable[[float], Any], name: str) -> None:  # fmt: skip
        """Make it; `act` is called with the number while it is moved, a few times a second.

        Args:
            label: Label.
            low: Left end.
            high: Right end.
            step: Step.
            value: Where it stands.
            act: Called with each new number.
            name: Its id.
        """
        self.act = act
        with tag("div", "slider"):
            with tag("div", "row tight"):
                Text("label", label).props["for"] = name
                self.value = Text("output")
                self.value.classes("value").props["for"] = name
            # Not `value`, which Vue would write back, and the thumb with it, whenever anything of it changes.
            self.element = tag("input", type="range", id=name, min=low, max=high, step=step, defaultValue=value)
            self.element.on("input", self._moved, throttle=THROTTLE, js_handler="(e) => emit(Number(e.target.value))")

    def _moved(self, event: Any) -> None:
        value = event.args
        if isinstance(value, int | float):
            self.act(float(value))

    def say(self, text: str, spoken: str = "") -> None:
        """Show a text for the number."""
        self.value.text = text
        attribute(self.element, "aria-valuetext", spoken or text)

    def set(self, value: float) -> None:
        """Move it without telling."""
        ui.run_javascript(f"document.getElementById({self.element.props['id']!r}).value = {float(value)!r}")


def heading(text: str, level: int = 2) -> Text:
    """A heading."""
    return Text(f"h{level}", text)


def table(grid: Grid, most: int = 12) -> ui.element:
    """A table of texts inside a box that scrolls sideways where the window is narrow.

    Args:
        grid: The table.
        most: Rows that are shown; of more the first and the last ones.
    """
    rows: Sequence[Sequence[str]] = grid.rows
    if len(rows) > most:
        half = most // 2
        rows = [*rows[:half], ["…"] * len(grid.headings), *rows[-(most - half - 1) :]]
    with tag("div", "scroll", tabindex=0, role="group", aria_label=grid.title) as box:
        with tag("table", "numbers"):
            Text("caption", grid.title)
            with tag("thead"), tag("tr"):
                for column, text in enumerate(grid.headings):
                    head = Text("th", text)
                    head.classes("" if grid.is_text(column) else "number")
                    head.props["scope"] = "col"
            with tag("tbody"):
                for row in rows:
                    with tag("tr"):
                        for column, text in enumerate(row):
                            cell = Text("th" if column == 0 else "td", text)
                            cell.classes("" if grid.is_text(column) else "number")
                            if column == 0:
                                cell.props["scope"] = "row"
        if grid.note:
            Text("p", grid.note).classes("soft small")
    return box
