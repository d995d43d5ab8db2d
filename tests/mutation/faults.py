"""Planted faults: what is changed where, what is wrong with it, and which test catches it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml

ROOT: Final = Path(__file__).resolve().parents[2]
FILE: Final = Path(__file__).with_name("faults.yaml")


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault, planted by putting one piece of text in the place of another.

    Attributes:
        key: Its name.
        file: The file it is planted in, from the root of the project.
        text: What stands there, exactly once.
        planted: What takes its place.
        en: What is wrong with that, in English.
        zh: The same in Chinese.
        caught_by: The test that has to fail: its file, "::" and its name, for a case of the suite its key in brackets.
    """

    key: str
    file: str
    text: str
    planted: str
    en: str
    zh: str
    caught_by: str

    def in_place(self, source: str) -> str:
        """The source of the file with the fault in it.

        Raises:
            ValueError: If the text does not stand there exactly once.
        """
        found = source.count(self.text)
        if found != 1:
            raise ValueError(f"{self.key}: the text stands {found} times in {self.file}, not once")
        return source.replace(self.text, self.planted)


def read_faults() -> tuple[Fault, ...]:
    """All faults, in the order of the file."""
    return tuple(Fault(**entry) for entry in yaml.safe_load(FILE.read_text(encoding="utf-8")))
