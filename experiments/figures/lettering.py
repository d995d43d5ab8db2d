"""Text for figures: cleaning, shortening and wrapping by display width, and numbers."""

import math
import re
import unicodedata


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
    """A text broken into at most that many lines of a display width, at spaces or between Chinese characters.

    A text that takes two lines is broken between two sentences if that is possible.
    """
    text = clean(text)
    if lines == 2 and display_width(text) > width:
        ends = [end.end() for end in re.finditer(r"\. |。", text)]
        halves = [(text[:end].rstrip(), text[end:]) for end in ends if end < len(text)]
        fitting = [pair for pair in halves if max(map(display_width, pair)) <= width]
        if fitting:
            return "\n".join(fitting[-1])
    rows = [""]
    for piece in _pieces(text):
        if rows[-1] and display_width(rows[-1] + piece.rstrip()) > width and len(rows) < lines:
            rows[-1] = rows[-1].rstrip()
            rows.append("")
        rows[-1] += piece
    return "\n".join(shorten(row, width) for row in rows)


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


def amount(value: float) -> str:
    """A number with three digits that count, thousands separated; no minus before a zero."""
    if not math.isfinite(value):
        return "∞" if value > 0 else "-∞"
    size = abs(value)
    if size >= 99.95:
        decimals = 0
    elif size >= 9.995:
        decimals = 1
    elif size >= 0.9995 or size < 5e-4:
        decimals = 2 if size >= 5e-4 else 0
    else:
        decimals = 3
    text = f"{value:,.{decimals}f}"
    return text.lstrip("-") if not any(c in "123456789" for c in text) else text


def tick(value: float) -> str:
    """A number on a scale, thousands separated."""
    text = f"{round(value, 9):,.10g}"
    return "0" if text == "-0" else text


def signed(value: float) -> str:
    """The same with a plus before what is above zero."""
    text = amount(value)
    return f"+{text}" if value > 0 and text.strip("0.,") else text
