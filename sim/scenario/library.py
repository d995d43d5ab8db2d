"""The scenarios that come with the project, in a checkout and in an installed package."""

from functools import cache
from pathlib import Path
from typing import Final

PREFIX: Final = "bundled:"
"""What `extends` puts before the name of a bundled scenario."""


@cache
def bundled_folder() -> Path:
    """The folder of the bundled scenarios: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "scenarios"
    return inside if inside.is_dir() else package.parent / "scenarios"


def bundled() -> dict[str, Path]:
    """The bundled scenario files by name, such as `theory/case_01_n`."""
    folder = bundled_folder()
    files = sorted(folder.rglob("*.yaml"))
    return {file.relative_to(folder).with_suffix("").as_posix(): file for file in files if file.is_file()}
