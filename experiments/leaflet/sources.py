"""What is taken as given: every number of the scenario, as a fact, derived or assumed, with unit, source and grade."""

from collections.abc import Sequence

from experiments.fact_tables import grouped, span
from experiments.leaflet.markup import Html, both, markup, tag
from experiments.leaflet.tables import sort_key
from sim.scenario import Number
from sim.scenario.facts import STATUSES


def sources(numbers: Sequence[Number]) -> Html:
    """Counts, then a table for each status; numbers alike for all cities or industries stand in one row."""
    counts = {status: sum(one.status == status for one in numbers) for status in STATUSES}
    told = [tag("p", both(lambda w: w("leaflet.sources.counts", all=len(numbers), **counts))),
            tag("p", both(lambda w: w("leaflet.sources.original")))]  # fmt: skip
    for status in STATUSES:
        rows = [_row(path, group) for path, group in grouped(numbers, status)]
        if rows:
            told.append(_table(status, rows))
    return markup(told)


def _table(status: str, rows: Sequence[Html]) -> Html:
    names = ("what", "path", "value", "unit", "count", "source", "confidence")
    kinds = {"value": "number", "count": "number"}
    head = [
        tag("th", both(lambda w, n=name: w(f"leaflet.sources.{n}")), scope="col", class_=kinds.get(name, "text"))  # type: ignore[misc]
        for name in names
    ]
    caption = tag("caption", both(lambda w: w(f"table.facts.{status}")))
    body = tag("table", caption, tag("thead", tag("tr", head)), tag("tbody", rows), class_="sources")
    wrapped = tag("div", body, class_="table")
    if status != "assumption":
        return wrapped
    return tag("details", tag("summary", both(lambda w: w("leaflet.sources.open", count=len(rows)))), wrapped)


def _row(path: str, group: Sequence[Number]) -> Html:
    first = group[0]
    value = span(group)
    return tag(
        "tr",
        tag("th", both(lambda w: w.text(first) or path), scope="row"),
        tag("td", tag("code", path), class_="text path"),
        tag("td", value, data_v=sort_key(value)),
        tag("td", both(lambda w: "" if first.unit == "-" else w.unit(first.unit)), class_="text"),
        tag("td", str(len(group)), data_v=len(group)),
        tag("td", first.source, class_="text"),
        tag("td", first.confidence or both(lambda w: w("leaflet.sources.none")), class_="text"),
    )
