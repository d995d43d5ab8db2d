"""Figures inside the page: SVG with text as text, without what only a file of its own needs."""

import io
import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final

from experiments.drawings import Drawing
from experiments.figures.canvas import style
from experiments.figures.picture import numbered
from experiments.leaflet.markup import LANG, Html, escaped, markup, tag
from experiments.words import LANGUAGES, Language

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_ID: Final = re.compile(r'(?<=\bid=")([^"]+)(?=")')
_USED: Final = re.compile(r'(?:url\(#|href="#)([^")]+)')
_UNUSED: Final = re.compile(r' id="(?!@)[^"]*"')
_NUMBER: Final = re.compile(r"-?\d+\.\d{2,}")
_FONTS: Final = re.compile(r" ?font-family: [^;\"]*;?")
_PLAIN_GROUP: Final = re.compile(r"<g>\s*</g>")


def svg(figure: "Figure", name: str, label: str) -> Html:
    """A figure as an element of the page.

    Args:
        figure: The figure.
        name: What the names inside begin with, so that no two figures of a page share one.
        label: What it shows, for readers who hear it.
    """
    out = io.StringIO()
    with style():
        figure.savefig(out, format="svg", metadata={"Date": None})
    return Html(inlined(numbered(out.getvalue()), name, label))


def inlined(text: str, name: str, label: str) -> str:
    """An SVG file of matplotlib as an element: names of its own, two decimals, the fonts of the page."""
    start = text.index("<svg")
    box = re.search(r'viewBox="([^"]*)"', text)
    if box is None:
        raise ValueError("an SVG without a viewBox")
    body = text[text.index(">", start) + 1 : text.rindex("</svg>")]
    body = re.sub(r"<title>.*?</title>|<metadata>.*?</metadata>|<style.*?</style>", "", body, flags=re.DOTALL)
    used = set(_USED.findall(body))
    body = _ID.sub(lambda found: f"@{name}-{found.group(1)}" if found.group(1) in used else found.group(1), body)
    body = _UNUSED.sub("", body).replace('id="@', 'id="')
    body = re.sub(r"(url\(#|href=\"#)", rf"\g<1>{name}-", body).replace("xlink:href", "href")
    body = _FONTS.sub("", body).replace(' style=""', "")
    # Texts are left as they are: only what is inside of a tag is shortened.
    body = re.sub(r"<[^>]+>", lambda found: _shortened(found.group()), body)
    body = _PLAIN_GROUP.sub("", re.sub(r">\s+<", "><", body))
    return f'<svg viewBox="{box.group(1)}" role="img" aria-label="{escaped(label)}">{body}</svg>'


def _shortened(element: str) -> str:
    element = _NUMBER.sub(lambda found: f"{float(found.group()):.2f}".rstrip("0").rstrip("."), element)
    return re.sub(r"\s+", " ", element).replace("; ", ";").replace(": ", ":").replace(' "', '"')


def pictures(
    drawings: Callable[[Language], Iterable[Drawing]], progress: Callable[[int, int], None]
) -> dict[str, Html]:
    """Every figure in both languages, by name.

    Args:
        drawings: Gives the figures in a language, the same ones in each.
        progress: Called with figures drawn and figures in all.
    """
    wanted = {language: dict(drawings(language)) for language in LANGUAGES}
    total, found = len(wanted["en"]) * len(LANGUAGES), {}
    for number, name in enumerate(wanted["en"]):
        told = []
        for at, language in enumerate(LANGUAGES):
            progress(len(LANGUAGES) * number + at, total)
            figure = wanted[language][name]()
            title = figure.texts[0].get_text() if figure.texts else name
            picture = svg(figure, f"{language}{number}", title)
            told.append(tag("div", picture, lang=LANG[language], class_="picture"))
        found[name] = tag("figure", markup(told), id=f"figure-{name}")
    progress(total, total)
    return found
