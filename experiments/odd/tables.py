"""Tables in Markdown."""

from collections.abc import Iterable, Sequence


def table(headings: Sequence[str], rows: Iterable[Sequence[str]], right: frozenset[int] = frozenset()) -> str:
    """A table; bars inside cells are escaped.

    Args:
        headings: One for each column.
        rows: Cells as text.
        right: Columns that are set to the right.
    """
    rules = ["---:" if column in right else "---" for column in range(len(headings))]
    lines = [f"| {' | '.join(headings)} |", f"| {' | '.join(rules)} |"]
    lines += [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows]
    return "\n".join(lines)


def sentence(text: str) -> str:
    """A text as the content of a cell: in one line, without the full stop at the end."""
    line = " ".join(text.split())
    return line if line.endswith("..") else line.removesuffix(".")
