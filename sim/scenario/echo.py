"""What a user wrote, shown safely: control and bidirectional characters escaped, long text cut."""

import re
from collections.abc import Iterable
from typing import Final

UNSAFE: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
"""Control characters, line separators, bidirectional controls, byte order marks and lone surrogates."""

FORBIDDEN_IN_TEXT: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
"""The same without tab and line feed, which texts of several lines need."""

FULL_WIDTH: Final = re.compile("[\uff01-\uff5e\u3000-\u3002\u3010\u3011\u2018\u2019\u201c\u201d]")
"""Full-width letters, digits and punctuation, and the typographic quotes of Chinese keyboards."""

_HALF_WIDTH: Final = {
    "\u3000": " ", "\u3001": ",", "\u3002": ".", "\u3010": "[", "\u3011": "]",
    "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"',
}  # fmt: skip


def visible(text: str, limit: int = 1000) -> str:
    """The text with unsafe characters escaped, cut to `limit` characters."""
    cut = text if len(text) <= limit else text[: limit - 1] + "…"
    return UNSAFE.sub(lambda m: f"\\u{ord(m.group()):04x}" if ord(m.group()) > 255 else f"\\x{ord(m.group()):02x}", cut)


def code_point(character: str) -> str:
    """The code point in the form U+202E."""
    return f"U+{ord(character):04X}"


def half_width(text: str) -> str:
    """The text with full-width characters replaced by those of ASCII."""
    return FULL_WIDTH.sub(lambda m: _HALF_WIDTH.get(m.group()) or chr(ord(m.group()) - 0xFEE0), text)


def number_text(value: float) -> str:
    """A number for people: no exponent for ordinary sizes, huge integers by their number of digits."""
    if isinstance(value, int):
        return str(value) if abs(value) < 10**30 else f"10^{value.bit_length() * 30103 // 100000}"
    short = f"{value:.10g}"
    if "e" in short and 1e-6 <= abs(value) < 1e15:
        return f"{value:.10f}".rstrip("0").rstrip(".")
    return short


def joined(names: Iterable[str], limit: int = 12) -> str:
    """Names separated by commas, the first `limit` of them."""
    every = [visible(name, 40) for name in names]
    more = f", … ({len(every)})" if len(every) > limit else ""
    return ", ".join(every[:limit]) + more
