"""What a student hears: whether the reply agrees with the run, and the run's numbers in a sentence."""

import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from demo.lessons.answers import NUMBER, Answer
from demo.lessons.schema import OTHERWISE, UNCLEAR, UNDEFINED, Question
from experiments.figures.lettering import amount
from experiments.words import Words
from sim.schema import Scenario

_NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_GROUPS = re.compile(r"(?<=[0-9])[,_ ](?=[0-9]{3}(?:[^0-9]|$))")


class NoNumber(ValueError):
    """A reply that is no number."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """What is said about a reply.

    Attributes:
        right: Whether it agrees with the run; None where the run has no answer.
        sentences: What is said, in order.
    """

    right: bool | None
    sentences: tuple[str, ...]


def check(answer: Answer, reply: str, scenario: Scenario, w: Words) -> Feedback:
    """Compare a reply with what the run says.

    Args:
        answer: What the run says.
        reply: Key of the option that was chosen, or the number that was typed.
        scenario: The scenario of the runs, for names.
        w: The language.

    Raises:
        NoNumber: If a number is asked for and the reply is none.
    """
    number = read_number(reply) if answer.question.kind == "number" and reply != UNCLEAR else math.nan
    if answer.key == UNDEFINED:
        return Feedback(None, (w("lessons.feedback.undefined"),))
    right = answer.accepts(number) if answer.key == NUMBER else reply == answer.key
    sentences = [w("lessons.feedback.right" if right else "lessons.feedback.wrong"), sentence(answer, scenario, w)]
    if not answer.story_holds:
        expected = option_label(answer.question, str(answer.question.story), scenario, w)
        sentences.append(w("lessons.feedback.story", expected=expected))
    return Feedback(right, (*sentences, precision(answer, w)))


def sentence(answer: Answer, scenario: Scenario, w: Words) -> str:
    """What the run says, in the words of the lesson and with the run's numbers."""
    says, fields = answer.question.says, _fields(answer, scenario, w)
    for key in (answer.key, answer.direction, OTHERWISE):
        if key in says and not (key == OTHERWISE and answer.key == UNCLEAR):
            return w.text(says[key]).format(**fields)
    if answer.key == UNCLEAR and answer.ranking:
        return w("lessons.feedback.unclear_which", **fields)
    if answer.key == UNCLEAR:
        return w("lessons.feedback.unclear", low=fields["low"], high=fields["high"])
    return w("lessons.feedback.undefined")


def precision(answer: Answer, w: Words) -> str:
    """On how many replications the answer rests."""
    if answer.found.n <= 1:
        return w("lessons.feedback.single")
    return w("lessons.feedback.precision", n=answer.found.n)


def read_number(text: str) -> float:
    """The number in a reply: digits of either width, thousands set apart or not, a unit behind it.

    Raises:
        NoNumber: If there is none, or more than one.
    """
    plain = _GROUPS.sub("", unicodedata.normalize("NFKC", text).strip().replace("−", "-"))
    found = _NUMBER.findall(plain)
    if len(found) != 1 or len(text) > 60:
        raise NoNumber(text)
    value = float(found[0])
    if not math.isfinite(value):
        raise NoNumber(text)
    return value


def options(question: Question, scenario: Scenario, w: Words) -> dict[str, str]:
    """What can be chosen, label by key, "it cannot be told" at the end; nothing where a number is asked for."""
    if question.kind == "number":
        return {}
    keys = ("yes", "no") if question.kind == "yes_no" else tuple(question.options)
    return {key: option_label(question, key, scenario, w) for key in (*keys, UNCLEAR)}


def option_label(question: Question, key: str, scenario: Scenario, w: Words) -> str:
    """The text of an option."""
    if key in question.options:
        return w.text(question.options[key])
    if key in scenario.cities and question.among == "cities":
        return w.name(scenario.cities[key])
    return w(f"lessons.option.{key}")


def quoted_fields(question: Question) -> set[str]:
    """The names that sentences of a question may put in braces."""
    ranked = {"winner", "value", "second", "second_value"} if question.kind == "which" else set()
    return {"answer", "low", "high", "at", "against", *ranked, *question.quotes}


def _fields(answer: Answer, scenario: Scenario, w: Words) -> Mapping[str, str]:
    """The run's numbers as texts; the answer without its sign, for its sentence says which way it goes."""
    low, high = answer.found.low, answer.found.high
    if len(answer.levels) > 1 and answer.question.kind != "number" and answer.found.mean < 0:
        low, high = -high, -low
    size = abs(answer.found.mean) if answer.question.kind != "number" else answer.found.mean
    fields: dict[str, str] = {
        "answer": told(size),
        "low": told(low),
        "high": told(high),
        "at": _level(answer, 0),
        "against": _level(answer, 1),
    }
    for (who, value), names in zip(answer.ranking, (("winner", "value"), ("second", "second_value")), strict=False):
        fields |= {names[0]: option_label(answer.question, who, scenario, w), names[1]: told(value)}
    for name, found in answer.quotes.items():
        differs = answer.question.quotes[name].against is not None
        fields[name] = moves(found.mean, w) if differs else told(found.mean)
    return fields


def _level(answer: Answer, index: int) -> str:
    return told(answer.levels[index].mean) if index < len(answer.levels) else "-"


def told(value: float) -> str:
    """A number as sentences have it; a dash where it is undefined."""
    return amount(value) if np.isfinite(value) else "-"


def moves(value: float, w: Words) -> str:
    """A difference as a sentence says it: which way it goes, and how far; a dash where it is undefined."""
    text = told(abs(value))
    way = "same" if text in ("0", "-") else "up" if value > 0 else "down"
    return w(f"lessons.moves.{way}", amount=text)
