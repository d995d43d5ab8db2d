"""What was tried and not kept: written by hand in `tried.yaml`."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final

import yaml

FILE: Final = Path(__file__).parent / "tried.yaml"


@dataclass(frozen=True, slots=True)
class Tried:
    """Something that was tried and not kept.

    Attributes:
        what: What was tried.
        brought: What it brought, measured.
        why: Why it is not there.
    """

    what: str
    brought: str
    why: str


def tried(file: Path = FILE) -> Sequence[Tried]:
    """All entries, in the order of the file.

    Raises:
        ValueError: If an entry is not made of exactly these texts.
    """
    entries = yaml.safe_load(file.read_text(encoding="utf-8")) or []
    names = {field.name for field in fields(Tried)}
    if not isinstance(entries, list):
        raise ValueError(f"{file.name}: a list of entries is wanted")
    for number, entry in enumerate(entries, start=1):
        whole = isinstance(entry, dict) and set(entry) == names
        if not whole or not all(isinstance(text, str) and text.strip() for text in entry.values()):
            raise ValueError(f"{file.name}, entry {number}: {', '.join(sorted(names))} are wanted, each a text")
    return [Tried(**entry) for entry in entries]
