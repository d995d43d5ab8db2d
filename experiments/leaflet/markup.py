"""HTML put together from parts: whatever is not markup already is escaped, wherever it comes from."""

import html
import json
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any, Final

from experiments.words import LANGUAGES, Words, words

VOID: Final = frozenset({"meta", "input", "link", "br"})
"""Elements without an end."""

LANG: Final = {"en": "en", "zh": "zh-Hans"}
"""Values of the attribute `lang`."""


class Html(str):
    """Text that is markup."""

    __slots__ = ()


type Part = str | Html | Iterable["Part"] | None


def escaped(text: str) -> Html:
    """A text as markup that shows it; characters that are not for the eye, such as marks of direction, become �."""
    return Html(html.escape("".join(character if _shows(character) else "�" for character in text)))


def _shows(character: str) -> bool:
    return character.isprintable() or character in "\n\t" or unicodedata.category(character) == "Zs"


def markup(*parts: Part) -> Html:
    """Parts one after the other."""
    told = []
    for part in parts:
        if isinstance(part, Html):
            told.append(str(part))
        elif isinstance(part, str):
            told.append(escaped(part))
        elif part is not None:
            told.append(markup(*part))
    return Html("".join(told))


def tag(element: str, /, *parts: Part, **attributes: str | int | float | bool | None) -> Html:
    """An element; names of attributes with `_` for `-`, `class_` for `class`; None and False leave one out."""
    told = "".join(_attribute(name, value) for name, value in attributes.items() if value not in (None, False))
    start = f"<{element}{told}>"
    return Html(start if element in VOID else f"{start}{markup(*parts)}</{element}>")


def _attribute(name: str, value: str | int | float | bool | None) -> str:
    name = name.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escaped(str(value))}"'


def both(told: Callable[[Words], Part], element: str = "span", **attributes: str | None) -> Html:
    """What is told in each language, one of which is shown; once if it is the same in both.

    Args:
        told: Gives the text, or markup, in the language of the words it is called with.
        element: Element around each of them.
        **attributes: Further attributes of each.
    """
    texts = [markup(told(words(language))) for language in LANGUAGES]
    if texts[0] == texts[1] and element == "span" and not attributes:
        return texts[0]
    return markup(
        tag(element, text, lang=LANG[language], **attributes) for language, text in zip(LANGUAGES, texts, strict=True)
    )


def joined(told: Callable[[Words], str]) -> str:
    """A text in both languages at once, for attributes that can hold one text only."""
    english, chinese = (told(words(language)) for language in LANGUAGES)
    return english if english == chinese else f"{english} / {chinese}"


def data(name: str, content: Any) -> Html:
    """Plain data for the script of the page; no character of it can end the element."""
    text = json.dumps(content, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Html(f'<script type="application/json" id="{name}">{text}</script>')
