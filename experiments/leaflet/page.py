"""The frame of the page: head, switches, contents and sections, with style and script inside."""

import base64
import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from experiments.findings import STANDARDS
from experiments.leaflet.markup import LANG, Html, Part, both, joined, markup, tag
from experiments.words import LANGUAGES, Language, Words, words

FOLDER: Final = Path(__file__).parent

MANY: Final = 4
"""Clauses from which on a sentence is told as a list."""

_HEAD: Final = re.compile(r"(?:[^:：(（]|[(（][^)）]*[)）])*(?:: |：)")

MARK: Final = "citybid-report"
"""Name of the element that says what a page is about; by it a page of ours is known."""


def identity_of(plan: Mapping[str, Any]) -> str:
    """What tells the page of one plan from that of another."""
    options = plan.get("options")
    design = options.get("design", "") if isinstance(options, dict) else ""
    told = (plan.get(name) for name in ("command", "scenario", "replications", "seed"))
    return " ".join(map(str, (*told, ",".join(map(str, plan.get("regimes") or ())), design))).strip()


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the page.

    Attributes:
        key: Its name, of which its heading is a word: `leaflet.section.KEY`.
        content: What it says.
        screen: Whether it is left out on paper.
    """

    key: str
    content: Html
    screen: bool = False


def page(
    title: Callable[[Words], str],
    subtitle: Callable[[Words], Part],
    sections: Sequence[Section],
    identity: str,
    language: Language | None,
    payload: Html,
) -> str:
    """The whole file.

    Args:
        title: What it is about.
        subtitle: What was run.
        sections: The sections, in order.
        identity: What tells the page of one plan from that of another.
        language: Language that is shown first; None for that of the browser.
        payload: Data for the script.
    """
    style, script = (
        (FOLDER / name).read_text(encoding="utf-8").strip() for name in ("leaflet.css", "leaflet.js")
    )  # fmt: skip
    first: Language = language or "en"
    digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    # Figures carry colours in attributes, hence styles from inside of the page; the only script is this one.
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; img-src data:"
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name=MARK, content=identity),
        tag("link", rel="icon", href="data:,"),
        tag("title", title(words(first)), data_en=title(words("en")), data_zh=title(words("zh"))),
        Html(f"<style>{style}</style>"),
    )
    shown = [section for section in sections if section.content]
    body = tag(
        "body",
        tag("a", both(lambda w: w("leaflet.skip")), href="#main", class_="skip"),
        tag("header", _switches(first), tag("h1", both(title)), tag("div", both(subtitle), class_="subtitle")),
        _contents(shown),
        tag("main", [_section(section) for section in shown], id="main"),
        tag("footer", both(lambda w: w("leaflet.footer"), "p")),
        payload,
        Html(f"<script>{script}</script>"),
    )
    attributes = {"lang": LANG[first], "data_first": language or "auto"}
    return f"<!DOCTYPE html>\n{tag('html', head, body, **attributes)}\n"


def _switches(first: Language) -> Html:
    """Language and standard of welfare: plain choices, which work without the script."""
    names = {"en": "English", "zh": "中文"}
    languages = [
        _choice(
            "language", language, tag("span", names[language], lang=LANG[language], class_="own"), language == first
        )
        for language in LANGUAGES
    ]
    standards = [_choice("standard", "all", both(lambda w: w("leaflet.switch.all")), True)]
    standards += [
        _choice("standard", name, both(lambda w, n=name: w(f"table.standard.{n}")), False)  # type: ignore[misc]
        for name in STANDARDS
    ]
    return tag(
        "div",
        tag("fieldset", tag("legend", "Language / 语言"), languages),
        tag("fieldset", tag("legend", both(lambda w: w("leaflet.switch.standard"))), standards),
        class_="switches",
    )


def _choice(name: str, value: str, label: Part, checked: bool) -> Html:
    given = {"type": "radio", "name": name, "id": f"{name}-{value}", "value": value, "autocomplete": "off"}
    return tag("label", tag("input", checked=checked, **given), " ", label)


def _contents(sections: Sequence[Section]) -> Html:
    entries = [
        tag("li", tag("a", both(lambda w, k=section.key: w(f"leaflet.section.{k}")), href=f"#{section.key}"))  # type: ignore[misc]
        for section in sections
    ]
    return tag("nav", tag("ol", entries), aria_label=joined(lambda w: w("leaflet.contents")))


def _section(section: Section) -> Html:
    heading = tag("h2", both(lambda w: w(f"leaflet.section.{section.key}")), id=f"heading-{section.key}")
    return tag(
        "section", heading, section.content, id=section.key, aria_labelledby=f"heading-{section.key}",
        class_="screen" if section.screen else None,
    )  # fmt: skip


def list_of(told: Callable[[Words], Sequence[str]], class_: str) -> Html:
    """Sentences as a list in each language; one of many clauses with a list of them."""
    return both(lambda w: markup(tag("li", _clauses(sentence, w)) for sentence in told(w)), "ul", class_=class_)


def _clauses(sentence: str, w: Words) -> Html:
    clauses = _split(sentence, w("summary.semicolon"))
    if len(clauses) < MANY:
        return markup(sentence)
    found = _HEAD.match(clauses[0])
    head = clauses.pop(0) if found is None else found.group()
    if found is not None:
        clauses[0] = clauses[0][found.end() :]
    return markup(head.strip(), tag("ul", [tag("li", clause) for clause in clauses]))


def _split(sentence: str, mark: str) -> list[str]:
    """The clauses of a sentence; what stands in brackets stays together."""
    clauses, depth = [""], 0
    for piece in re.split(rf"([(（)）]|{re.escape(mark)})", sentence):
        depth += (piece in ("(", "（")) - (piece in (")", "）"))
        if piece == mark and depth == 0:
            clauses.append("")
        else:
            clauses[-1] += piece
    return clauses
