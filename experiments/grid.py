"""Tables for people: aligned text that fits a terminal, whatever the language, and Markdown."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from typing import Final
from unicodedata import category

from experiments.figures.lettering import clean, display_width

GAP: Final = 2
"""Spaces between columns."""

MOST_LINES: Final = 4
"""Lines of a heading, at most."""

UNBROKEN: Final = 8
"""Width up to which a heading is not broken."""

UNBROKEN_WIDE: Final = 12
"""The same for Chinese: six characters."""

NARROWEST_WIDE: Final = 10
"""Width to which a longer Chinese heading is narrowed."""

AFTER, BEFORE = "的、，：；/）", "（与和"
"""Characters after and before which a Chinese heading is best broken."""

MOST_PIECES: Final = 24
"""Pieces of a heading up to which all ways to break it are weighed."""

LONGEST_LABEL: Final = 0.45
"""Share of the width that a column of text may take before it is wrapped."""

NARROWEST: Final = 18
"""Width to which a column of text may be narrowed so that the whole table fits."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of texts.

    Attributes:
        title: What the table is about.
        headings: One for each column.
        rows: Cells.
        note: A remark below.
        labels: Number of leading columns that are repeated where the table is continued below.
        left: Further columns that hold text and are aligned to the left.
    """

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""
    labels: int = 1
    left: frozenset[int] = field(default_factory=frozenset)

    def is_text(self, column: int) -> bool:
        """Whether a column is aligned to the left."""
        return column < self.labels or column in self.left


def text(grid: Grid, width: int) -> str:
    """The table as aligned text; columns that do not fit are continued below, with the labels repeated."""
    widths = _fitted(grid, width)
    lines = [*_paragraph(grid.title, width)] if grid.title else []
    for number, block in enumerate(_blocks(grid, widths, width)):
        lines += ([""] if number else []) + _block(grid, block, widths)
    if grid.note:
        lines += _paragraph(grid.note, width)
    return "\n".join(lines)


def paragraph(words: str, width: int) -> str:
    """A text broken into lines of a width, at spaces or between Chinese characters."""
    return "\n".join(_paragraph(words, width))


def markdown(grid: Grid) -> str:
    """The table in Markdown."""
    marks = [":--" if grid.is_text(column) else "--:" for column in range(len(grid.headings))]
    rows = [list(grid.headings), marks, *grid.rows]
    lines = ["| " + " | ".join(clean(cell).replace("|", "/") for cell in row) + " |" for row in rows]
    return "\n".join(([f"**{grid.title}**", ""] if grid.title else []) + lines + (["", grid.note] if grid.note else []))


def _paragraph(words: str, width: int) -> list[str]:
    lines = [""]
    for piece in _pieces(clean(words)):
        if lines[-1] and display_width(lines[-1] + piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece
    return [line.rstrip() for line in lines]


def _pieces(words: str) -> list[str]:
    """What no line may break: a word with the space behind it, or a Chinese character with its punctuation."""
    pieces: list[str] = []
    for character in words:
        before = pieces[-1] if pieces else " "
        if before == " " or not _breaks(before[-1], character):
            pieces[-1:] = [(pieces[-1] if pieces else "") + character]
        else:
            pieces.append(character)
    return pieces


def _breaks(before: str, after: str) -> bool:
    """Whether a line may end between two characters."""
    if after == " " or (display_width(after) > 1 and category(after) in ("Pe", "Po", "Pf")):
        return False
    if category(before) in ("Ps", "Pi"):
        return False
    return before == " " or display_width(before) > 1 or display_width(after) > 1


def _width(grid: Grid, column: int, most: int) -> int:
    """Width of a column: that of its cells, and enough to show its heading in a few lines."""
    cells = max((display_width(row[column]) for row in grid.rows), default=0)
    if grid.is_text(column):
        cells = min(cells, most)
    heading = clean(grid.headings[column])
    width = max(cells, _least(heading))
    while not _fits(heading, width, 1 if column < grid.labels and width < most else MOST_LINES):
        width += 1
    return width


def _least(heading: str) -> int:
    """Width below which a column does not go for the sake of its heading."""
    width = display_width(heading)
    if width == len(heading):
        return min(width, UNBROKEN)
    return width if width <= UNBROKEN_WIDE else NARROWEST_WIDE


def _fitted(grid: Grid, width: int) -> list[int]:
    """Widths of the columns: those of text as wide as there is room, so that all stand side by side if they can."""
    most = max(12, int(LONGEST_LABEL * width))
    count = len(grid.headings)
    whole = [_width(grid, column, width if grid.is_text(column) else most) for column in range(count)]
    least = [_width(grid, column, NARROWEST) if grid.is_text(column) else whole[column] for column in range(count)]
    if sum(least) + GAP * (count - 1) > width:
        return [_width(grid, column, most) for column in range(count)]
    while sum(whole) + GAP * (count - 1) > width:
        widest = max(range(count), key=lambda column: whole[column] - least[column])
        whole[widest] -= 1
    return whole


def _fits(heading: str, width: int, lines: int) -> bool:
    broken = _paragraph(heading, width)
    return len(broken) <= lines and all(display_width(line) <= width for line in broken)


def _blocks(grid: Grid, widths: Sequence[int], width: int) -> list[list[int]]:
    """Columns side by side; every block starts with the labels."""
    labels = list(range(grid.labels))
    start = sum(widths[column] + GAP for column in labels)
    blocks: list[list[int]] = [labels.copy()]
    used = start
    for column in range(grid.labels, len(widths)):
        if len(blocks[-1]) > grid.labels and used + widths[column] > width:
            blocks.append(labels.copy())
            used = start
        blocks[-1].append(column)
        used += widths[column] + GAP
    return blocks


def _block(grid: Grid, columns: Sequence[int], widths: Sequence[int]) -> list[str]:
    lines = _lines(grid, [_heading(grid.headings[c], widths[c]) for c in columns], columns, widths, bottom=True)
    lines.append("-" * (sum(widths[column] + GAP for column in columns) - GAP))
    for row in grid.rows:
        lines += _lines(grid, [_paragraph(row[c], widths[c]) for c in columns], columns, widths)
    return lines


def _heading(words: str, width: int) -> list[str]:
    """The lines of a heading; a Chinese one is broken between words as far as that can be guessed.

    Most words have two characters: lines with an even number of them, breaks at the signs of `AFTER` and `BEFORE`, and
    lines of much the same length are preferred, in as few lines as there can be.
    """
    greedy, pieces = _paragraph(words, width), _pieces(clean(words))
    if len(greedy) < 2 or display_width(words) == len(words) or len(pieces) > MOST_PIECES:
        return greedy

    def broken(at: tuple[int, ...]) -> list[str]:
        ends = (0, *at, len(pieces))
        return ["".join(pieces[start:end]).rstrip() for start, end in pairwise(ends)]

    def cost(lines: list[str]) -> float:
        sizes = [display_width(line) for line in lines]
        bad = sum(_badness(before, after) for before, after in pairwise(lines))
        return bad + (max(sizes) - min(sizes)) / max(sizes)

    ways = (broken(at) for at in combinations(range(1, len(pieces)), len(greedy) - 1))
    return min((lines for lines in ways if max(map(display_width, lines)) <= width), key=cost)


def _badness(before: str, after: str) -> float:
    """How bad a break between two lines is: 0 at a sign or a space, 1 after whole pairs of characters, 2 elsewhere."""
    if before[-1] in AFTER or after[0] in BEFORE or display_width(before[-1]) == 1 or display_width(after[0]) == 1:
        return 0.0
    return 1.0 if len(before) % 2 == 0 else 2.0


def _lines(
    grid: Grid, parts: Sequence[Sequence[str]], columns: Sequence[int], widths: Sequence[int], bottom: bool = False
) -> list[str]:
    """The lines of one row; cells of several lines stand at the top, headings at the bottom."""
    height = max(len(part) for part in parts)
    lines = []
    for index in range(height):
        line = ""
        for part, column in zip(parts, columns, strict=True):
            at = index - (height - len(part)) if bottom else index
            cell = part[at] if 0 <= at < len(part) else ""
            space = " " * (widths[column] - display_width(cell))
            line += (cell + space if grid.is_text(column) else space + cell) + " " * GAP
        lines.append(line.rstrip())
    return lines
