"""Make the bundled font again, from a full WenQuanYi Micro Hei.

Usage:
    python -m experiments.fonts.build_font path/to/wqy-microhei.ttc

Debian and Ubuntu have the source font in the package ``fonts-wqy-microhei``. Any other
TrueType font or collection with Chinese glyphs works too, if its licence allows a changed
and renamed copy; then change the licence file beside the font as well.

The subset holds ASCII and Latin-1, general and Chinese punctuation, full-width forms, the
6,763 characters of GB 2312 (levels 1 and 2), characters of place and personal names that
GB 2312 lacks, and every character in the project's own files. Hinting and layout tables
are left out, the family is renamed (the licence gives no right to the original's name), and
the date is kept: the same source gives the same bytes.

Run it when ``tests/test_fonts.py`` reports a character that the font lacks.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from experiments.fonts import FAMILY, FILE

ROOT = Path(__file__).resolve().parents[2]

FOLDERS = ("sim", "experiments", "scenarios", "docs")
SUFFIXES = frozenset({".py", ".yaml", ".yml", ".csv", ".json", ".md", ".html"})

# In use in names of counties, districts, towns and people, yet not in GB 2312.
NAMES = "浉浐甪堽埇猇鄠洺滘漷堌峃垟埗禤镕堃喆昇璟瑄珺祎赟玥翀頔珅犇骉埌塱曌晞暐燊璘皞硚禛竑筼翾苼菉虓"
RANGES = (
    (0x0020, 0x007E),  # ASCII
    (0x00A0, 0x00FF),  # Latin-1
    (0x2010, 0x2027),  # dashes, quotation marks, ellipsis
    (0x2030, 0x203B),  # per mille, primes, reference mark
    (0x2160, 0x216B),  # Roman numerals
    (0x2190, 0x2199),  # arrows
    (0x2460, 0x2473),  # circled numbers
    (0x3000, 0x3017),  # Chinese punctuation
    (0xFF01, 0xFF5E),  # full-width forms
    (0xFFE0, 0xFFE5),  # full-width currency signs
)
COPYRIGHT = (
    "Digitized data copyright 2007, Google Corporation. Copyright 2008-2009 WenQuanYi Board of "
    "Trustees and Qianqian Fang. Subset of WenQuanYi Micro Hei, renamed, for citybid."
)
LICENCE = "Licensed under the Apache License, Version 2.0"


def gb2312() -> set[int]:
    """The code points of GB 2312: both levels of characters, and its symbols."""
    found: set[int] = set()
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            text = bytes((row, cell)).decode("gb2312", errors="ignore")
            found.update(map(ord, text))
    return found


def project_files(root: Path = ROOT) -> Iterator[Path]:
    """The text files of the project that a reader or a figure may show."""
    yield from sorted(root.glob("README*.md"))
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in SUFFIXES and "__pycache__" not in path.parts:
                yield path


def project_characters(root: Path = ROOT) -> set[int]:
    """The non-ASCII code points in the project's own files."""
    found: set[int] = set()
    for path in project_files(root):
        found.update(map(ord, path.read_text(encoding="utf-8")))
    return {point for point in found if point > 0x7E}


def wanted(root: Path = ROOT) -> set[int]:
    """All code points that the bundled font should hold, as far as the source has them."""
    listed = {point for first, last in RANGES for point in range(first, last + 1)}
    return listed | gb2312() | set(map(ord, NAMES)) | project_characters(root)


def rename(font: Any) -> None:
    """Give the font its own family name; keep the copyright and the licence."""
    table = font["name"]
    table.names = []
    texts = {0: COPYRIGHT, 1: FAMILY, 2: "Regular", 3: f"{FAMILY} Regular", 4: FAMILY}
    texts |= {5: "Version 1.0", 6: FAMILY.replace(" ", "-"), 13: LICENCE}
    for number, text in texts.items():
        table.setName(text, number, 3, 1, 0x409)


def build(source: Path, target: Path, points: set[int]) -> set[int]:
    """Write the subset of a font.

    Args:
        source: A TrueType font or collection; of a collection, the first font is taken.
        target: The file to write.
        points: The code points to keep.

    Returns:
        The code points that the source does not have.
    """
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    font = TTFont(source, fontNumber=0, recalcTimestamp=False)
    missing = points - set(font.getBestCmap())
    options = Options(hinting=False, layout_features=[], notdef_outline=True, name_IDs=["*"])
    options.drop_tables += ["FFTM", "GDEF", "GPOS", "GSUB", "gasp", "vhea", "vmtx"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=points - missing)
    subsetter.subset(font)
    rename(font)
    font.save(target)
    return missing


def main() -> int:
    """Build the bundled font from the source font named on the command line."""
    parser = argparse.ArgumentParser(description="Make the bundled font of citybid again.")
    parser.add_argument("source", type=Path, help="WenQuanYi Micro Hei, .ttc or .ttf")
    parser.add_argument("--target", type=Path, default=FILE, help="the file to write")
    arguments = parser.parse_args()
    if not arguments.source.is_file():
        parser.error(f"no such file: {arguments.source}")
    points = wanted()
    missing = build(arguments.source, arguments.target, points)
    size = arguments.target.stat().st_size
    print(f"{arguments.target.name}: {len(points - missing)} characters, {size} bytes")
    if missing:
        print("left out, the source font has no:", "".join(map(chr, sorted(missing))), file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
