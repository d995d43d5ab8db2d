"""The answers to the questions of a lesson, worked out from runs; nothing is written down beforehand."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from demo.lessons.laboratory import Laboratory
from demo.lessons.measures import Floats
from demo.lessons.schema import DIRECTIONS, UNCLEAR, UNDEFINED, Measure, Question, Reading, Side
from experiments.findings import ONE_YUAN, verdict
from experiments.statistics import Interval, interval, paired

NUMBER = "number"
"""Key of the answer to a question for a number."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the run says to one question.

    Attributes:
        question: The question.
        key: The answer that is right: "higher", "lower" or "same"; "yes" or "no"; a city or regime; "number";
            "unclear" where the interval does not decide, "undefined" where there is no such number.
        direction: What a comparison came to, also where the answer is yes or no; else the same as `key`.
        found: The number, or the difference, with its 95 % interval.
        levels: What was measured: at the place asked about, and at the one it is compared with, if there is one.
        ranking: Means of the candidates from the best on, where one of several is asked for.
        quotes: The further numbers that sentences name.
    """

    question: Question
    key: str
    direction: str
    found: Interval
    levels: tuple[Interval, ...] = ()
    ranking: tuple[tuple[str, float], ...] = ()
    quotes: Mapping[str, Interval] = field(default_factory=dict)

    @property
    def story_holds(self) -> bool:
        """Whether the run gives what the story of the lesson needs."""
        return self.question.story in (None, self.key)

    def accepts(self, number: float) -> bool:
        """Whether a number is near enough: within the tolerance of the mean, or inside the interval."""
        near = abs(number - self.found.mean) <= (self.question.tolerance or 0.0) * abs(self.found.mean) + ONE_YUAN
        return near or bool(self.found.low <= number <= self.found.high)


def work_out(laboratory: Laboratory) -> tuple[Answer, ...]:
    """The answers to all questions, in order.

    Raises:
        ScenarioError: If the scenario as it stands is not valid with a setting that a question needs.
        RunFailed: If a run ended in an error of the model.
    """
    return tuple(answer(laboratory, question) for question in laboratory.lesson.questions)


def answer(laboratory: Laboratory, question: Question) -> Answer:
    """The answer to one question; exceptions as for `work_out`."""
    quotes = {name: _quoted(laboratory, quote) for name, quote in question.quotes.items()}
    if question.kind == "which":
        return _which(laboratory, question, quotes)
    values = laboratory.values(question.what, question.at)
    levels: tuple[Interval, ...] = (interval(values),)
    found, direction = levels[0], NUMBER
    if question.against is not None or question.than is not None:
        base = _baseline(laboratory, question, values)
        levels = (levels[0], interval(base))
        found, direction = paired(values, base).difference, compared(values, base)
    if not np.isfinite(found.mean):
        direction = UNDEFINED
    key = direction
    if question.kind == "number":
        key = UNDEFINED if direction == UNDEFINED else NUMBER
    elif question.kind == "yes_no" and direction in DIRECTIONS:
        key = "yes" if direction in question.yes_when else "no"
    return Answer(question, key, direction, found, levels, quotes=quotes)


def compared(values: Floats, base: Floats) -> str:
    """Higher, lower or the same; "unclear" where the interval of the differences does not decide.

    A single replication decides by its sign, as in a comparison of regimes.
    """
    gap = values - base
    known = gap[np.isfinite(gap)]
    said = verdict(paired(values, base), bool(np.all(np.abs(known) <= ONE_YUAN)))
    return {"gain": "higher", "loss": "lower", "same": "same", "unclear": UNCLEAR, "none": UNDEFINED}[said]


def _baseline(laboratory: Laboratory, question: Question, values: Floats) -> Floats:
    if question.against is not None:
        return laboratory.values(question.what, question.against)
    return np.full(values.shape, float(question.than or 0.0))


def _quoted(laboratory: Laboratory, quote: Reading) -> Interval:
    values = laboratory.values(quote.what, quote.at)
    if quote.against is None:
        return interval(values)
    return paired(values, laboratory.values(quote.what, quote.against)).difference


def _which(laboratory: Laboratory, question: Question, quotes: Mapping[str, Interval]) -> Answer:
    """The candidate that beats every other, replication by replication."""
    values = {key: laboratory.values(*_candidate(question, key)) for key in question.options}
    sign = 1.0 if question.best == "highest" else -1.0
    means = {key: interval(each).mean for key, each in values.items()}
    if not all(np.isfinite(mean) for mean in means.values()):
        return Answer(question, UNDEFINED, UNDEFINED, Interval(np.nan, np.nan, np.nan, 0), quotes=quotes)
    ranked = sorted(means, key=lambda key: -sign * means[key])
    first = ranked[0]
    beats = all(compared(sign * values[first], sign * values[other]) == "higher" for other in ranked[1:])
    key = first if beats else UNCLEAR
    ranking = tuple((each, means[each]) for each in ranked)
    return Answer(question, key, key, interval(values[first]), ranking=ranking, quotes=quotes)


def _candidate(question: Question, key: str) -> tuple[Measure, Side]:
    if question.among == "cities":
        return question.what.model_copy(update={"city": key}), question.at
    return question.what, question.at.model_copy(update={"regime": key})
