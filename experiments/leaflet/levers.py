"""The regimes that are compared: which levers each has, with their dates and numbers."""

from collections.abc import Iterator
from typing import Any, Final

from experiments.figures.palette import regime_marks
from experiments.figures.provenance import regime_title
from experiments.leaflet.markup import Html, both, markup, tag
from experiments.words import Words
from sim.levers import Lever
from sim.schema import Scenario

type Fields = Iterator[tuple[str, str, str, Any]]

MANY: Final = 30
"""Levers of all regimes from which on the page only names them until it is asked."""

MOST_KEYS: Final = 8
"""Cities that are named before the rest is only counted."""


def regimes(scenario: Scenario, keys: tuple[str, ...]) -> Html:
    """A list of the regimes, the baseline first, with what each of their levers says."""
    known = {entry.key: entry for entry in scenario.regimes}
    marks = regime_marks(scenario.model_copy(update={"regimes": tuple(known[key] for key in keys)}))
    many = sum(len(known[key].levers) for key in keys) > MANY
    told = []
    for number, key in enumerate(keys):
        name = both(lambda w, key=key: regime_title(scenario, key, w))  # type: ignore[misc]
        base = tag("span", both(lambda w: w("leaflet.regimes.baseline")), class_="badge") if number == 0 else None
        swatch = tag("span", class_="swatch", style=f"background:{marks[key].colour}", aria_hidden="true")
        levers = _levers(scenario, known[key].levers)
        if many and len(known[key].levers) > 2:
            levers = _folded(known[key].levers, levers)
        told.append(tag("li", tag("h3", swatch, name, " ", base), levers))
    return tag("ul", told, class_="regimes")


def _folded(levers: tuple[Lever, ...], told: Html) -> Html:
    """The names of levers, and what they say for those who open it."""
    titles = both(lambda w: w("figure.list").join(dict.fromkeys(lever_title(lever, w) for lever in levers)), "p")
    opened = tag("summary", both(lambda w: w("leaflet.regimes.open", count=len(levers))))
    return markup(titles, tag("details", opened, told, class_="screen"))


def lever_title(lever: Lever, w: Words) -> str:
    """Name of a lever, marked if it is a real one."""
    return ("® " if lever.kind == "real" else "") + lever.title[0 if w.language == "en" else 1]


def _levers(scenario: Scenario, levers: tuple[Lever, ...]) -> Html:
    if not levers:
        return tag("p", both(lambda w: w("leaflet.regimes.none")))
    return tag("ul", [tag("li", _lever(scenario, lever)) for lever in levers], class_="levers")


def _lever(scenario: Scenario, lever: Lever) -> Html:
    dates = both(lambda w: w("leaflet.regimes.dates", **_dates(lever, w)))
    said = [
        tag("li", both(lambda w, each=each: _said(scenario, each, w)))  # type: ignore[misc]
        for each in _fields(lever)
    ]
    inside = getattr(lever, "levers", ())
    return markup(
        tag("strong", both(lambda w: lever_title(lever, w))), " ", tag("span", dates, class_="dates"),
        tag("ul", said, class_="terms") if said else None, _levers(scenario, inside) if inside else None,
    )  # fmt: skip


def _dates(lever: Lever, w: Words) -> dict[str, str]:
    return {
        "start": lever.start or w("leaflet.regimes.beginning"),
        "end": lever.end or w("leaflet.regimes.end"),
    }


def _fields(lever: Lever) -> Fields:
    """Label in English and Chinese, unit and value of what a lever sets otherwise than by default."""
    for name, info in type(lever).model_fields.items():
        value = getattr(lever, name)
        if name in ("lever", "start", "end", "levers") or value == info.default or value is None:
            continue
        extra: dict[str, Any] = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
        yield info.title or name, str(extra.get("title_zh", name)), str(extra.get("unit", "-")), value


def _said(scenario: Scenario, field: tuple[str, str, str, Any], w: Words) -> str:
    english, chinese, unit, value = field
    label = english if w.language == "en" else chinese
    shown = _value(scenario, value, w)
    if unit not in ("-", "index", "share") and not isinstance(value, bool):
        shown = w("leaflet.with_unit", value=shown, unit=w.unit(unit))
    return w("leaflet.term", label=label, value=shown)


def _value(scenario: Scenario, value: Any, w: Words) -> str:
    if isinstance(value, bool):
        return w("table.explain.yes" if value else "table.explain.no")
    if isinstance(value, float | int):
        return f"{value:,.10g}"
    if isinstance(value, str):
        return _named(scenario, value, w)
    if isinstance(value, dict):
        parts = [w("leaflet.term", label=_named(scenario, key, w), value=_value(scenario, each, w))
                 for key, each in value.items()]  # fmt: skip
        return _few(parts, w)
    return _few([_value(scenario, each, w) for each in value], w)


def _few(parts: list[str], w: Words) -> str:
    text, rest = w("figure.list").join(parts[:MOST_KEYS]), len(parts) - MOST_KEYS
    return w("summary.and_more", names=text, count=rest) if rest > 0 else text


def _named(scenario: Scenario, key: str, w: Words) -> str:
    """Name of a city, an industry or a setting; any other key stands for itself."""
    if key in scenario.cities:
        return w.name(scenario.cities[key])
    if key in scenario.industries:
        return w.text(scenario.industries[key].title)
    return w.texts.get(f"leaflet.value.{key}", key)
