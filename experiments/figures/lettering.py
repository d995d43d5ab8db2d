"""Text for figures: cleaning, shortening and wrapping by display width, and numbers."""

import math
import unicodedata
from collections.abc import Sequence
from itertools import combinations
from typing import Final

MOST_DECIMALS: Final = 8
"""Decimals that are tried to tell two amounts apart."""


def clean(text: str) -> str:
    """A text on one line, without characters that cannot be drawn."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def display_width(text: str) -> int:
    """Width in half-width columns: a Chinese character counts two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def shorten(text: str, width: int) -> str:
    """A text cut to a display width; an ellipsis stands for what is left out."""
    text = clean(text)
    if display_width(text) <= width:
        return text
    while text and display_width(text) > width - 1:
        text = text[:-1]
    return text.rstrip() + "…"


def wrapped(text: str, width: int, lines: int = 2) -> str:
    """A text broken into at most that many lines, as even as possible; cut if it does not fit.

    Lines break at spaces and between Chinese characters.

    Args:
        text: The text.
        width: Longest line in half-width columns.
        lines: Most lines.
    """
    text = clean(text)
    count = min(lines, math.ceil(display_width(text) / width))
    rows = [text]
    if count > 1:
        for narrow in range(display_width(text) // count, width + 1):
            rows = _filled(text, narrow)
            if len(rows) <= count and max(map(display_width, rows)) <= width:
                break
    if len(rows) > lines:
        rows = [*rows[: lines - 1], "".join(_filled_with_spaces(text, width)[lines - 1 :])]
    return "\n".join(shorten(row, width) for row in rows)


def paragraph(sentences: Sequence[str], width: int, gap: str, lines: int = 3) -> list[str]:
    """Sentences set in lines: a sentence starts on a new line unless it fits behind the one before.

    Args:
        sentences: The sentences.
        width: Longest line in half-width columns.
        gap: What stands between two sentences on a line.
        lines: Most lines; more are cut off.
    """
    rows: list[str] = []
    for sentence in map(clean, sentences):
        if rows and display_width(rows[-1] + gap + sentence) <= width:
            rows[-1] += gap + sentence
        else:
            rows += wrapped(sentence, width).split("\n")
    return rows[:lines]


def _filled(text: str, width: int) -> list[str]:
    return [row.rstrip() for row in _filled_with_spaces(text, width)]


def _filled_with_spaces(text: str, width: int) -> list[str]:
    rows = [""]
    for piece in _pieces(text):
        if rows[-1] and display_width(rows[-1] + piece.rstrip()) > width:
            rows.append("")
        rows[-1] += piece
    return rows


def _pieces(text: str) -> list[str]:
    """Words with the space behind them; each Chinese character, with punctuation that may not start a line."""
    pieces: list[str] = []
    for c in text:
        wide = unicodedata.east_asian_width(c) in "WF"
        closing = wide and unicodedata.category(c) in ("Pe", "Po", "Pf")
        opened = bool(pieces) and unicodedata.category(pieces[-1][-1]) == "Ps" and len(pieces[-1]) == 1
        after = bool(pieces) and not pieces[-1].endswith(" ")
        wide_before = after and unicodedata.east_asian_width(pieces[-1][-1]) in "WF"
        if pieces and (closing or opened or (after and not wide and not wide_before) or c == " "):
            pieces[-1] += c
        else:
            pieces.append(c)
    return pieces


def amount(value: float, more: int = 0) -> str:
    """A number with three digits that count, thousands separated, no zeros at its end; no minus before a zero.

    Args:
        value: The number.
        more: Decimals beyond those.
    """
    if not math.isfinite(value):
        return "∞" if value > 0 else "-∞"
    size = abs(value)
    if size >= 99.95:
        decimals = 0
    elif size >= 9.995:
        decimals = 1
    else:
        decimals = 2 if size >= 0.9995 else 3
    text = f"{value:,.{decimals + more}f}"
    if decimals + more:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def told_apart(*values: float) -> tuple[str, ...]:
    """Amounts of one sentence, with as many decimals as it takes that unequal ones do not read the same.

    Numbers that differ by less than a millionth (one yuan, if they are million CNY) count as equal.
    """
    unequal = [pair for pair in combinations(range(len(values)), 2) if not _same(*(values[i] for i in pair))]
    for more in range(MOST_DECIMALS):
        texts = tuple(amount(value, more) for value in values)
        if all(texts[i] != texts[j] for i, j in unequal):
            break
    return texts


def _same(one: float, other: float) -> bool:
    return not abs(one - other) > 1e-6 or one == other


def tick(value: float) -> str:
    """A number on a scale, thousands separated."""
    text = f"{round(value, 9):,.10g}"
    return "0" if text == "-0" else text


def signed(value: float) -> str:
    """The same with a plus before what is above zero."""
    text = amount(value)
    return f"+{text}" if value > 0 and text != "0" else text
