"""A message that is not yet in any language: a code with its values, rendered in English or Chinese."""

from dataclasses import dataclass
from typing import Literal

from sim.scenario.echo import number_text, visible
from sim.scenario.messages_en import ENGLISH
from sim.scenario.messages_zh import CHINESE
from sim.scenario.vocabulary import chinese

type Language = Literal["en", "zh"]

TABLES: dict[str, dict[str, str]] = {"en": ENGLISH, "zh": CHINESE}
"""The message tables by language."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word or sentence of the schema, such as a unit, that the vocabulary may know in Chinese."""

    text: str

    def render(self, language: Language) -> str:
        """The term in a language; English where no translation is known."""
        return chinese(self.text) if language == "zh" else self.text


@dataclass(frozen=True, slots=True)
class Phrase:
    """A message by code; its values may be phrases and terms themselves."""

    code: str
    values: tuple[tuple[str, "str | Term | Phrase"], ...] = ()

    def render(self, language: Language) -> str:
        """The message in a language."""
        values = {name: value if isinstance(value, str) else value.render(language) for name, value in self.values}
        return TABLES[language][self.code].format(**values)


def phrase(code: str, /, **values: "str | float | Term | Phrase") -> Phrase:
    """A phrase whose texts are made safe to show and whose numbers are formatted."""
    shown: list[tuple[str, str | Term | Phrase]] = []
    for name, value in values.items():
        if isinstance(value, str):
            shown.append((name, visible(value)))
        elif isinstance(value, int | float):
            shown.append((name, number_text(value)))
        else:
            shown.append((name, value))
    return Phrase(code, tuple(shown))
