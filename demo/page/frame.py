"""What every page of the server has: look, language, type size, and the row at its top."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlencode

from nicegui import ui
from starlette.requests import Request

from demo.charts.look import FONT
from demo.settings import Settings
from demo.words import say
from experiments.figures.palette import INK
from experiments.words import LANGUAGES, Language, Words

ICON: Final = (
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'><rect width='32' height='32' rx='6' fill='#332288'/>"
    "<circle cx='10' cy='20' r='5' fill='#fff'/><circle cx='23' cy='12' r='3.5' fill='#44AA99'/>"
    "<path d='M10 20 Q14 7 23 12' stroke='#DDCC77' stroke-width='2.5' fill='none'/></svg>"
)
"""Two cities and a deal."""

STYLE: Final = (Path(__file__).parent / "style.css").read_text(encoding="utf-8")
PRIMARY: Final = "#332288"


@dataclass(frozen=True, slots=True)
class Frame:
    """What the address of a page asks for besides its content.

    Attributes:
        settings: Settings of the server.
        path: Path of the page.
        words: Texts in its language.
        large: Whether it is for a projector.
        query: Fields of the address that are not about the frame.
    """

    settings: Settings
    path: str
    words: Words
    large: bool
    query: Mapping[str, str]

    @property
    def language(self) -> Language:
        """The language."""
        return self.words.language

    def address(self, query: Mapping[str, str] | None = None, path: str | None = None,
                language: Language | None = None, large: bool | None = None) -> str:  # fmt: skip
        """An address on this server that keeps language and type size.

        Args:
            query: Fields about the content; those of this page if none are given.
            path: Path; that of this page if none is given.
            language: Another language.
            large: Another type size.
        """
        fields = dict(self.query if query is None else query)
        fields["lang"] = language or self.language
        big = self.large if large is None else large
        if big != self.settings.large:
            fields["large"] = "1" if big else "0"
        return f"{self.path if path is None else path}?{urlencode(fields)}"


def asked(settings: Settings, request: Request) -> Frame:
    """The frame that an address asks for: its language, or that of the browser, or that of the server."""
    fields = dict(request.query_params)
    lang = fields.pop("lang", "")
    large = fields.pop("large", "")
    language = next((one for one in LANGUAGES if one == lang), None) or settings.language
    return Frame(
        settings, request.url.path, say(language), settings.large if large not in ("0", "1") else large == "1", fields
    )


@contextmanager
def framed(frame: Frame, title: str) -> Iterator[None]:
    """A page with the row at its top; what is made inside the `with` block is its content.

    Args:
        frame: The frame.
        title: Title of the page.
    """
    w = frame.words
    tongue: Literal["zh-CN", "en-US"] = "zh-CN" if frame.language == "zh" else "en-US"
    ui.page_title(f"{title} · citybid")
    ui.colors(primary=PRIMARY, dark=INK)
    ui.add_css(f":root {{ --font: {FONT}; }}\n{STYLE}")
    _speak(tongue)
    ui.query("body").classes("large" if frame.large else "usual")
    with ui.element("a").props('href="#content"').classes("skip"):
        ui.label(w("page.skip"))
    with ui.element("header").classes("top"):
        with ui.element("a").props(f'href="{_safe(frame.address({}, "/"))}"').classes("brand"):
            ui.label("citybid")
        _links(frame)
        ui.element("div").classes("gap")
        _switches(frame)
    with ui.element("main").classes("content").props('id="content" tabindex="-1"'):
        yield


def _speak(tongue: Literal["zh-CN", "en-US"]) -> None:
    """Let this window alone have a language: what NiceGUI itself says, and the `lang` of its HTML."""
    client = ui.context.client
    client.page = copy(client.page)
    client.page.language = tongue


PAGES: Final = (("/", "page.nav.live"), ("/lessons", "page.nav.lessons"), ("/mayor", "page.nav.mayor"))


def _links(frame: Frame) -> None:
    with ui.element("nav").props(f'aria-label="{frame.words("page.nav")}"'):
        for path, key in PAGES:
            link = ui.element("a").props(f'href="{_safe(frame.address({}, path))}"')
            if frame.path == path:
                link.props('aria-current="page"')
            with link:
                ui.label(frame.words(key))


def _switches(frame: Frame) -> None:
    w = frame.words
    for language in LANGUAGES:
        if language != frame.language:
            link = (
                ui.element("a").props(f'href="{_safe(frame.address(language=language))}"').mark(f"language-{language}")
            )
            link.props(f'id="language" lang="{"zh-CN" if language == "zh" else "en"}"').classes("switch")
            with link:
                ui.label(say(language)("page.this_language"))
    link = ui.element("a").props(f'href="{_safe(frame.address(large=not frame.large))}" id="large"').classes("switch")
    with link:
        ui.label(w("page.usual_type" if frame.large else "page.large_type"))


def _safe(address: str) -> str:
    """An address inside an attribute: urlencode leaves no quote, this keeps it so."""
    return address.replace('"', "%22").replace("\\", "%5C")
