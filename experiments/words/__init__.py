"""What figures, tables, summaries and the command line say, in English and Chinese.

Files named by their language (`en.yaml`, or `TOPIC.en.yaml` for one topic), flat keys, the same keys and the same
format fields in both languages. A key starts with the name of the place that uses it: `figure.`, `table.`, `summary.`,
`cli.`; `unit.` holds the units.

Example:
    >>> w = words("en")
    >>> w("figure.outside")
    'Outside option'
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal, Protocol

import yaml

type Language = Literal["en", "zh"]

LANGUAGES: Final[tuple[Language, ...]] = ("en", "zh")
"""The languages there are."""


class Bilingual(Protocol):
    """Anything with a text in both languages, such as a title of a scenario or an outcome."""

    @property
    def en(self) -> str:
        """English."""

    @property
    def zh(self) -> str:
        """Chinese."""


class Named(Protocol):
    """Anything with a name in both languages, such as a city."""

    @property
    def name_en(self) -> str:
        """English."""

    @property
    def name_zh(self) -> str:
        """Chinese."""


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of one language.

    Attributes:
        language: "en" or "zh".
        texts: Text by key.
    """

    language: Language
    texts: Mapping[str, str]

    def __call__(self, key: str, **fields: object) -> str:
        """The text of a key with its fields filled in.

        Args:
            key: Such as "figure.outside".
            **fields: Values for the fields in braces.

        Raises:
            KeyError: If there is no such key, or a field has no value.
        """
        return self.texts[key].format(**fields)

    def text(self, text: Bilingual) -> str:
        """A text that the scenario or the model gives in both languages."""
        return text.en if self.language == "en" else text.zh

    def name(self, thing: Named) -> str:
        """The name of a city."""
        return thing.name_en if self.language == "en" else thing.name_zh

    def unit(self, unit: str) -> str:
        """A unit of the model in this language; a unit that a scenario invents stays as it is."""
        return self.texts.get(f"unit.{unit}", unit)


@cache
def words(language: Language) -> Words:
    """The texts of a language.

    Raises:
        ValueError: If the language is neither "en" nor "zh".
    """
    if language not in LANGUAGES:
        raise ValueError(f"language must be one of {', '.join(LANGUAGES)}, not {language!r}")
    return Words(language, read_texts(Path(__file__).parent, language))


def read_texts(folder: Path, language: Language) -> dict[str, str]:
    """The texts of all files of one language in a folder.

    Raises:
        ValueError: If two files give the same key.
    """
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times faster where it is there
    found: dict[str, str] = {}
    for file in text_files(folder, language):
        texts = yaml.load(file.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506
        if twice := found.keys() & texts.keys():
            raise ValueError(f"{file.name} gives keys that another file gives: {', '.join(sorted(twice))}")
        found |= texts
    return found


def text_files(folder: Path, language: Language) -> list[Path]:
    """The files of one language in a folder, in the order of their names."""
    return sorted(path for path in folder.glob("*.yaml") if path.name.split(".")[-2] == language)
