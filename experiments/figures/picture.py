"""Writing a figure to files that say where they come from."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from matplotlib.figure import Figure

from experiments.figures.canvas import style
from experiments.figures.provenance import citybid_version

DOTS_PER_INCH: Final = 160


def save(figure: Figure, folder: Path, name: str, provenance: Mapping[str, str]) -> list[Path]:
    """Write a figure as PNG and as SVG; the same figure gives the same bytes.

    The provenance lies inside both files: in the PNG field by field and as JSON under "Description", in the SVG
    as JSON in its metadata (following `savefig` of covasim). Texts of the SVG stay text. No date is written.

    Args:
        figure: The figure.
        folder: Where the files go; made if it is missing.
        name: Name of the files without their endings.
        provenance: What was run, such as `provenance.provenance` gives.

    Returns:
        The two files, PNG first.
    """
    folder.mkdir(parents=True, exist_ok=True)
    png, svg = folder / f"{name}.png", folder / f"{name}.svg"
    described = json.dumps(dict(provenance), ensure_ascii=False, sort_keys=True)
    creator = f"citybid {citybid_version()}"
    title = figure.texts[0].get_text() if figure.texts else name
    fields = {key: value for key, value in provenance.items() if key.isascii() and 0 < len(key) < 80}
    reserved = {"Title": title, "Description": described, "Software": creator}
    with style():
        figure.savefig(png, dpi=DOTS_PER_INCH, metadata={**fields, **reserved})
        metadata = {"Title": title, "Description": described, "Creator": creator, "Date": None}
        figure.savefig(svg, metadata=metadata)
    svg.write_text(numbered(svg.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    return [png, svg]


_HASHED: Final = re.compile(r'(?<=["#])([a-z][0-9a-f]{10})(?=[")])')


def numbered(text: str) -> str:
    """The SVG with its hashed ids counted in order: matplotlib hashes clip paths by their place in memory."""
    order = {name: f"{name[0]}_{number}" for number, name in enumerate(dict.fromkeys(_HASHED.findall(text)))}
    return _HASHED.sub(lambda found: order[found.group(1)], text)
