"""What must agree in a lesson: its names with the scenario, and its sentences with the numbers that they name."""

import string
from collections.abc import Collection, Iterator
from typing import Final

from demo.lessons.feedback import quoted_fields
from demo.lessons.measures import HOSTS, LEAVES
from demo.lessons.schema import DIRECTIONS, OTHERWISE, UNCLEAR, Lesson, Measure, Question, Reading, Side
from experiments.replications import WATCHED_FIELDS
from sim.columns import CITY_COLUMNS
from sim.outcomes import OUTCOMES
from sim.scenario import ScenarioError, bundled, load, with_numbers
from sim.scenario.echo import joined
from sim.scenario.node import Node, Route
from sim.scenario.phrase import phrase
from sim.scenario.problem import Ledger
from sim.schema import Scenario

CLASS_MINUTES: Final = 45
"""What the parts of a class add up to."""

_OUTCOMES: Final = tuple(outcome.name for outcome in OUTCOMES)


def check_consistency(top: Node, lesson: Lesson, ledger: Ledger) -> None:
    """Note everything in a lesson that does not fit together.

    Args:
        top: The file.
        lesson: What it says.
        ledger: Takes the problems.
    """
    to = _Complaints(top, ledger)
    preset, route = lesson.preset, ("preset",)
    if not to.known((*route, "scenario"), preset.scenario, bundled()):
        return
    scenario = load(preset.scenario)
    for number, regime in enumerate(preset.regimes):
        to.known((*route, "regimes", number), regime, _regimes(scenario))
    if preset.project is not None:
        to.known((*route, "project"), preset.project, _leads(scenario))
    to.known((*route, "period"), preset.period, range(scenario.time.periods))
    for number, question in enumerate(lesson.questions):
        _check_question(("questions", number), question, scenario, to)
    to.known(("notes", "plan"), sum(step.minutes for step in lesson.notes.plan), (CLASS_MINUTES,))


class _Complaints:
    """Takes problems by their place in the file."""

    def __init__(self, top: Node, ledger: Ledger) -> None:
        self.top, self.ledger = top, ledger

    def known(self, route: Route, value: str | int, allowed: Collection[str] | Collection[int]) -> bool:
        """Whether a value is among those allowed; it is noted if not."""
        if value in allowed:
            return True
        names = [str(each) for each in allowed]
        self.ledger.add(
            self.top.nearest(route).place,
            ("lesson", *route),
            phrase("not_one_of", value=str(value)),
            allowed=phrase("one_of", names=joined(names)),
            suggestions=self.ledger.close_to(str(value), names) if isinstance(value, str) else (),
        )
        return False

    def needs(self, route: Route, entry: str, there: bool) -> None:
        """Note a missing entry unless it is there."""
        if not there:
            place = self.top.nearest(route).spot
            self.ledger.add(place, ("lesson", *route, entry), phrase("missing_key", key=entry))

    def refused(self, route: Route, error: ScenarioError) -> None:
        """Note why a setting cannot be laid over the scenario."""
        for problem in error.problems:
            self.ledger.add(
                self.top.nearest(route).place,
                ("lesson", *route),
                problem.what,
                hints=problem.hints,
                allowed=problem.allowed,
                suggestions=problem.suggestions,
            )


def _check_question(route: Route, question: Question, scenario: Scenario, to: _Complaints) -> None:
    for where, measure, side in _readings(route, question):
        _check_measure((*where[:-1], "what"), measure, scenario, to, free_city=question.among == "cities")
        _check_side(where, side, scenario, to)
    answers = _answers(route, question, scenario, to)
    for answer in answers:
        to.needs((*route, "says"), answer, answer in question.says or OTHERWISE in question.says)
    for said in question.says:
        to.known((*route, "says", said), said, (*answers, UNCLEAR, OTHERWISE))
    if question.story is not None:
        to.known((*route, "story"), question.story, _replies(question))
    for said, text in question.says.items():
        for language in ("en", "zh"):
            for name in _names_in(getattr(text, language)):
                to.known((*route, "says", said, language), name, sorted(quoted_fields(question)))


def _answers(route: Route, question: Question, scenario: Scenario, to: _Complaints) -> tuple[str, ...]:
    """The answers that must have a sentence; what the kind of question needs is checked on the way."""
    if question.kind in ("direction", "yes_no"):
        to.needs(route, "against", (question.against is None) != (question.than is None))
        if question.kind == "yes_no":
            to.needs(route, "yes_when", bool(question.yes_when))
        for key in question.options:
            to.known((*route, "options", key), key, DIRECTIONS)
        for key in DIRECTIONS:
            to.needs((*route, "options"), key, question.kind == "yes_no" or key in question.options)
        return DIRECTIONS
    if question.kind == "which":
        to.needs(route, "among", question.among is not None)
        to.needs(route, "options", len(question.options) > 1)
        known = list(scenario.cities) if question.among == "cities" else _regimes(scenario)
        if question.what.field in HOSTS:
            known.append(LEAVES)
        for key in question.options:
            to.known((*route, "options", key), key, known)
        return tuple(question.options)
    to.needs(route, "tolerance", question.tolerance is not None)
    to.needs(route, "unit", question.unit is not None)
    return (OTHERWISE,)


def _replies(question: Question) -> tuple[str, ...]:
    return ("yes", "no") if question.kind == "yes_no" else tuple(question.options) or DIRECTIONS


def _readings(route: Route, question: Question) -> Iterator[tuple[Route, Measure, Side]]:
    """Every number that a question reads, with the place of its side in the file."""
    places: dict[Route, Reading] = {route: question}
    places |= {(*route, "quotes", key): quote for key, quote in question.quotes.items()}
    for where, one in places.items():
        yield (*where, "at"), one.what, one.at
        if one.against is not None:
            yield (*where, "against"), one.what, one.against


def _check_measure(route: Route, what: Measure, scenario: Scenario, to: _Complaints, free_city: bool) -> None:
    given = [name for name in ("outcome", "cities", "lead") if getattr(what, name) is not None]
    if len(given) != 1:
        to.known(route, ", ".join(given) or "-", ("outcome", "cities", "lead"))
    elif what.outcome is not None:
        to.known((*route, "outcome"), what.outcome, _OUTCOMES)
    elif what.lead is not None:
        to.known((*route, "lead"), what.lead, _leads(scenario))
        to.known((*route, "field"), what.field or "-", WATCHED_FIELDS)
        to.needs(route, "city", what.field not in HOSTS or what.city is not None or free_city)
    for name in ("cities", "over"):
        if (field := getattr(what, name)) is not None:
            to.known((*route, name), field, list(CITY_COLUMNS))
    if what.city is not None:
        to.known((*route, "city"), what.city, list(scenario.cities))
    for number, period in enumerate(what.periods or ()):
        to.known((*route, "periods", number), period, range(scenario.time.periods))


def _check_side(route: Route, side: Side, scenario: Scenario, to: _Complaints) -> None:
    to.known((*route, "regime"), side.regime, _regimes(scenario))
    try:
        with_numbers(scenario, side.settings)
    except ScenarioError as error:
        to.refused((*route, "settings"), error)


def _names_in(text: str) -> Iterator[str]:
    """The names that a sentence puts in braces; a brace without its partner is a name that is not known."""
    try:
        yield from (name for _, name, _, _ in string.Formatter().parse(text) if name is not None)
    except ValueError as error:
        yield str(error)


def _regimes(scenario: Scenario) -> list[str]:
    return [entry.key for entry in scenario.regimes]


def _leads(scenario: Scenario) -> list[str]:
    return [lead.key for lead in scenario.projects.watched]
