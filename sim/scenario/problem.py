"""Problems of a scenario: where, what is wrong, what is allowed; and the error that carries all of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from typing import Final

from sim.scenario.echo import half_width, joined, visible
from sim.scenario.node import Place, Route, dotted
from sim.scenario.phrase import TABLES, Language, Phrase, phrase

MOST_PROBLEMS: Final = 1_000
"""Problems kept; beyond them only their number is told."""

_COMPARISONS: Final = 60_000
"""Names compared for suggestions in one reading, so that a file full of mistakes stays quick."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake.

    Attributes:
        file: The file as the user named it, `<dict>`, or the `--set` argument.
        line: Line from 1; None where there is none.
        column: Character column from 1; None where there is none.
        path: Dotted path of the value in the scenario; empty for the file as a whole.
        what: What is wrong.
        hints: Further sentences.
        allowed: What is allowed.
        suggestions: What was probably meant.
    """

    file: str
    line: int | None
    column: int | None
    path: str
    what: Phrase
    hints: tuple[Phrase, ...] = ()
    allowed: Phrase | None = None
    suggestions: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """Stable short code of the kind of mistake."""
        return self.what.code

    def message(self, language: Language = "en") -> str:
        """What is wrong, what is allowed and what was probably meant, without the position."""
        table = TABLES[language]
        text = table["semicolon"].join(part.render(language) for part in (self.what, *self.hints))
        if self.allowed is not None:
            text += table["allowed"].format(allowed=self.allowed.render(language))
        if self.suggestions:
            text += table["did_you_mean"].format(suggestion=joined(self.suggestions))
        return text

    def text(self, language: Language = "en") -> str:
        """The whole line: file:line:column: path: message."""
        position = visible(self.file)
        if self.line is not None:
            position += f":{self.line}" + ("" if self.column is None else f":{self.column}")
        return ": ".join(part for part in (position, self.path, self.message(language)) if part)


class ScenarioError(ValueError):
    """A scenario that cannot be read; `problems` holds every mistake found, `str()` gives a line for each."""

    def __init__(self, problems: Iterable[Problem], language: Language = "en") -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        self.language: Language = language
        super().__init__(self.text(language))

    def text(self, language: Language) -> str:
        """All problems in a language, one line each."""
        return "\n".join(problem.text(language) for problem in self.problems)

    def __reduce__(self) -> tuple[type["ScenarioError"], tuple[tuple[Problem, ...], Language]]:
        return ScenarioError, (self.problems, self.language)


class Refused(Exception):
    """Why a step cannot be done, before it is known where to report it."""

    def __init__(self, what: Phrase, allowed: Phrase | None = None, suggestions: tuple[str, ...] = ()) -> None:
        super().__init__(what.code)
        self.what = what
        self.allowed = allowed
        self.suggestions = suggestions


class Ledger:
    """The problems found so far, each mistake once."""

    def __init__(self) -> None:
        self._found: dict[tuple[object, ...], Problem] = {}
        self._files: dict[str, int] = {}
        self._left_out = 0
        self._comparisons = _COMPARISONS
        self.poisoned: set[Place] = set()

    def __len__(self) -> int:
        return len(self._found) + self._left_out

    def add(
        self,
        place: Place,
        route: Route,
        what: Phrase,
        *,
        hints: tuple[Phrase, ...] = (),
        allowed: Phrase | None = None,
        suggestions: tuple[str, ...] = (),
        poison: bool = False,
    ) -> None:
        """Note a problem.

        Args:
            place: Where it was written.
            route: Path in the scenario.
            what: What is wrong.
            hints: Further sentences.
            allowed: What is allowed.
            suggestions: What was probably meant.
            poison: Whether the value is unusable, so that nothing further is said about it.
        """
        if poison:
            self.poisoned.add(place)
        file = place.origin.label
        self._files.setdefault(file, len(self._files))
        identity = (place, what.code, route[-1:])
        if identity in self._found:
            return
        if len(self._found) >= MOST_PROBLEMS:
            self._left_out += 1
            return
        if place.origin.kind == "csv" and len(route) > 2:
            column = route[3:] if isinstance(route[2], int) else route[2:]  # rows of leads have numbers
            hints = (*hints, phrase("csv_column", name=dotted(column))) if column else hints
        path = visible(dotted(route), 200)
        self._found[identity] = Problem(file, place.line, place.column, path, what, hints, allowed, suggestions)

    def refuse(self, place: Place, route: Route, reason: Refused) -> None:
        """Note why a step could not be done."""
        self.add(place, route, reason.what, allowed=reason.allowed, suggestions=reason.suggestions, poison=True)

    def close_to(self, word: str, names: Iterable[str], spellings: Mapping[str, str] | None = None) -> tuple[str, ...]:
        """Up to three names that look like `word`.

        Args:
            word: What was written.
            names: The names that exist.
            spellings: Other ways to write them, such as titles, with the name that each means.
        """
        lower = {spelling.lower(): name for spelling, name in (spellings or {}).items()}
        lower |= {name.lower(): name for name in names}
        self._comparisons -= len(lower)
        if self._comparisons < 0 or len(word) > 80:
            return ()
        wanted = half_width(word).strip().lower()
        matches = get_close_matches(wanted, lower, n=5, cutoff=0.6)
        closeness = {match: SequenceMatcher(None, wanted, match).ratio() for match in matches}
        best = max(closeness.values(), default=0.0)
        return tuple(dict.fromkeys(lower[match] for match in matches if closeness[match] > best - 0.1))[:3]

    def problems(self) -> tuple[Problem, ...]:
        """All problems by file in the order of reading, then by position."""
        far = 10**9
        ordered = sorted(
            self._found.values(),
            key=lambda p: (self._files[p.file], far if p.line is None else p.line, p.column or 0),
        )
        if self._left_out:
            ordered.append(Problem(ordered[-1].file, None, None, "", phrase("and_more", count=self._left_out)))
        return tuple(ordered)

    def settle(self, language: Language) -> None:
        """Raise all problems, if there are any."""
        if self._found:
            raise ScenarioError(self.problems(), language)
