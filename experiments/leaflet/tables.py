"""Tables of the page: made of the same grids that the screen shows, in both languages, and sorted by their headings."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from experiments.findings import STANDARDS
from experiments.grid import Grid
from experiments.leaflet.markup import Html, Part, both, markup, tag
from experiments.words import Words, words

type Columns = Mapping[int, str]

MOST_COLUMNS: Final = 7
"""Columns besides the labels that stand side by side, as many as fit on paper; what is wider is continued below."""

SHORT: Final = 20
"""Rows up to which a table stays on one sheet of paper."""

_NUMBER: Final = re.compile(r"[-+−]?\d[\d,]*(?:\.\d+)?")
_MARK: Final = re.compile(r"^(.*\S) ([-+=.])$", re.DOTALL)
_ONLY_MARKS: Final = re.compile(r"^[-+=.](?: [-+=.])+$")
_MARKS: Final = {"+": "gain", "-": "loss", "=": "unclear", ".": "none"}


def tables(grids: Callable[[Words], Sequence[Grid]], most: int = MOST_COLUMNS, columns: Columns | None = None) -> Html:
    """Grids as tables.

    Args:
        grids: Gives them in a language, of the same form in both.
        most: Columns besides the labels that stand side by side.
        columns: Class of cells by number of their column.
    """
    pairs = zip(grids(words("en")), grids(words("zh")), strict=True)
    return markup(table(english, chinese, most, columns) for english, chinese in pairs)


def table(english: Grid, chinese: Grid, most: int = MOST_COLUMNS, columns: Columns | None = None) -> Html:
    """A grid in both languages as one table, or several if it is too wide."""
    if english.labels == 1 and len(english.headings) - 1 > most and len(english.rows) + 1 < len(english.headings):
        english, chinese = (_turned(grid, words(language)) for grid, language in ((english, "en"), (chinese, "zh")))
    labels = list(range(english.labels))
    others = list(range(english.labels, len(english.headings)))
    blocks = [[*labels, *others[start : start + most]] for start in range(0, len(others), most)] or [labels]
    shown = [_block(english, chinese, block, columns or {}) for block in blocks]
    note = _both(english.note, chinese.note, "p", "note") if english.note else None
    return markup(shown, note)


def _turned(grid: Grid, w: Words) -> Grid:
    """Rows and columns exchanged, for a grid with one column of labels and one for each regime."""
    cells = [list(grid.headings), *map(list, grid.rows)]
    turned = [list(column) for column in zip(*cells, strict=True)]
    return Grid(grid.title, [w("table.regime"), *turned[0][1:]], turned[1:], grid.note)


def _block(english: Grid, chinese: Grid, block: Sequence[int], columns: Columns) -> Html:
    def heading(column: int) -> Html:
        kind = "text" if english.is_text(column) else "number"
        return tag(
            "th", _both(english.headings[column], chinese.headings[column]), scope="col",
            class_=" ".join(filter(None, (kind, columns.get(column)))),
        )  # fmt: skip

    rows = []
    for ours, theirs in zip(english.rows, chinese.rows, strict=True):
        cells = [_cell(english, ours[column], theirs[column], column, columns) for column in block]
        rows.append(tag("tr", cells))
    caption = tag("caption", _both(english.title, chinese.title)) if english.title else None
    head = tag("thead", tag("tr", [heading(column) for column in block]))
    kind = "table short" if len(rows) <= SHORT else "table"
    return tag("div", tag("table", caption, head, tag("tbody", rows)), class_=kind)


def _cell(grid: Grid, english: str, chinese: str, column: int, columns: Columns) -> Html:
    own = columns.get(column)
    if grid.is_text(column):
        if column < grid.labels:
            return tag("th", _both(english, chinese), scope="row", class_=own)
        return tag("td", _both(english, chinese), class_=" ".join(filter(None, ("text", own))))
    marked = _MARK.match(english)
    content: Part = _both(english, chinese)
    if _ONLY_MARKS.match(english):
        content = markup(_mark(sign) for sign in english.split())
    elif marked is not None and marked.group(1) != "-":
        content = markup(marked.group(1), " ", _mark(marked.group(2)))
    return tag("td", content, class_=own, data_v=sort_key(english))


def _mark(sign: str) -> Html:
    return tag("span", sign, class_=f"mark {_MARKS[sign]}")


def sort_key(text: str) -> str | None:
    """The first number of a cell as the script of the page reads it; None if there is none."""
    found = _NUMBER.search(text)
    return None if found is None else found.group().replace(",", "").replace("−", "-").removeprefix("+")


def _both(english: str, chinese: str, element: str = "span", class_: str | None = None) -> Html:
    return both(lambda w: english if w.language == "en" else chinese, element, **({"class_": class_} if class_ else {}))


def standard_columns(first: int = 1) -> Columns:
    """Classes of the columns of the three standards, by which the switch of the page shows one of them."""
    return {first + index: f"standard-{name}" for index, name in enumerate(STANDARDS)}
