"""The bundled Chinese font, and how matplotlib comes to know it.

Every figure uses the bundled file, whatever fonts the machine has: so pictures are the same
everywhere, and none shows a box in place of a character. Latin letters and digits come from
DejaVu Sans, which matplotlib brings along; matplotlib falls back to the next family for each
glyph that is missing.

Example:
    with matplotlib.rc_context({"font.family": register(), "axes.unicode_minus": False}):
        ...
"""

from functools import cache
from pathlib import Path

FAMILY = "citybid CJK"
"""The family name inside the bundled file."""

FILE = Path(__file__).with_name("citybid-cjk.ttf")
"""The bundled file; ``build_font.py`` makes it."""


@cache
def _add() -> None:
    from matplotlib import font_manager

    font_manager.fontManager.addfont(str(FILE))


def register() -> list[str]:
    """Make the bundled font known to matplotlib and return the families to set.

    It may be called any number of times, in every process that draws. The caller sets
    ``font.family`` to the result and ``axes.unicode_minus`` to False.

    Returns:
        The value for ``font.family``: Latin first, then Chinese.
    """
    _add()
    return ["DejaVu Sans", FAMILY]


@cache
def characters() -> frozenset[int]:
    """The code points that the bundled font can draw."""
    from matplotlib.ft2font import FT2Font

    return frozenset(FT2Font(str(FILE)).get_charmap())
