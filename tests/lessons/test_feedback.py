"""What a student hears: right and wrong replies, numbers within tolerance, stories that do not hold."""

import numpy as np
import pytest

from demo.lessons import Laboratory, NoNumber, answer, check, find, options
from demo.lessons.answers import NUMBER, Answer
from demo.lessons.feedback import read_number
from demo.words import say
from experiments.statistics import Interval
from sim.scenario import with_numbers


@pytest.mark.parametrize("language", ["en", "zh"])
def test_right_and_wrong_replies_quote_the_run(worked, language):
    laboratory, answers = worked("efficient-competition")
    everyone, w = answers[0], say(language)
    right = check(everyone, "lower", laboratory.scenario, w)
    wrong = check(everyone, "higher", laboratory.scenario, w)
    assert (right.right, wrong.right) == (True, False)
    assert right.sentences[0] == w("lessons.feedback.right")
    assert wrong.sentences[0] == w("lessons.feedback.wrong")
    assert right.sentences[1:] == wrong.sentences[1:]
    for mean in (everyone.found.mean, everyone.quotes["left"].mean):
        assert f"{abs(mean):.0f}"[:3] in right.sentences[1]
    assert not check(everyone, "unclear", laboratory.scenario, w).right


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_number_is_right_within_its_tolerance(worked, language):
    laboratory, answers = worked("pacts-break")
    worth, w = answers[2], say(language)
    for reply, right in (("72", True), ("７０", True), ("72.0 百万元", True), ("75.7", False), ("-72", False)):
        assert check(worth, reply, laboratory.scenario, w).right is right, reply
    assert check(worth, "unclear", laboratory.scenario, w).right is False


@pytest.mark.parametrize(
    ("text", "value"),
    [("1,234", 1234), ("1 234.5", 1234.5), ("１２．５％", 12.5), (" 12.5 % ", 12.5), ("−3", -3), (".5", 0.5)],
)  # fmt: skip
def test_numbers_are_read_as_people_write_them(text, value):
    assert read_number(text) == value


@pytest.mark.parametrize("text", ["", "about ten", "1 to 2", "12,34", "nan", "inf", "9" * 70, "<b>x</b>"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(NoNumber):
        read_number(text)


def test_a_number_inside_the_interval_is_right_without_a_tolerance():
    question = find("pacts-break").questions[2].model_copy(update={"tolerance": 0.0})
    found = Answer(question, NUMBER, NUMBER, Interval(10.0, 9.0, 11.0, 5))
    assert [found.accepts(number) for number in (8.9, 9.5, 10.0, 11.1)] == [False, True, True, False]
    single = Answer(question, NUMBER, NUMBER, Interval(10.0, np.nan, np.nan, 1))
    assert [single.accepts(number) for number in (9.5, 10.0)] == [False, True]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_cannot_be_told_is_the_right_reply_where_the_interval_does_not_decide(language):
    lesson, w = find("efficient-competition"), say(language)
    question = lesson.questions[0]
    found = Answer(question, "unclear", "unclear", Interval(-1.0, -3.0, 1.0, 12), (Interval(1, 0, 2, 12),) * 2)
    scenario = Laboratory(lesson).scenario
    assert list(options(question, scenario, w))[-1] == "unclear"
    said = check(found, "unclear", scenario, w)
    assert said.right
    assert "3" in said.sentences[1]
    assert w("lessons.feedback.story", expected=w.text(question.options["lower"])) in said.sentences
    assert not check(found, "lower", scenario, w).right


@pytest.mark.parametrize("language", ["en", "zh"])
def test_candidates_that_cannot_be_told_apart_are_both_named(language):
    """The sentence for "any other answer" is not said where there is no answer."""
    lesson, w = find("yongchuan-reversal"), say(language)
    scenario = Laboratory(lesson).scenario
    ranking = (("yongchuan", 0.5), ("jiangjin", 0.4), ("nanchong", 0.1))
    found = Answer(lesson.questions[1], "unclear", "unclear", Interval(0.5, 0.2, 0.8, 20), ranking=ranking)
    said = check(found, "unclear", scenario, w).sentences[1]
    names = [w.name(scenario.cities[key]).removesuffix("区") for key in ("yongchuan", "jiangjin")]
    assert all(name in said for name in names)
    assert "0.5" in said


@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_says_so_where_the_story_does_not_hold(worked, language):
    laboratory, _ = worked("pacts-break")
    lesson, w = laboratory.lesson, say(language)
    question = lesson.questions[0]
    other = with_numbers(laboratory.scenario, {"regimes.unseen.levers.0.discount_factor": 0.95})
    found = answer(Laboratory(lesson, other), question)
    said = check(found, "no", other, w)
    assert said.right
    assert w("lessons.feedback.story", expected=w("lessons.option.yes")) in said.sentences
    assert not check(found, "yes", other, w).right


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_undefined_number_is_neither_right_nor_wrong(language):
    lesson, w = find("pacts-break"), say(language)
    found = Answer(lesson.questions[0], "undefined", "undefined", Interval(np.nan, np.nan, np.nan, 0))
    said = check(found, "yes", Laboratory(lesson).scenario, w)
    assert said.right is None
    assert said.sentences == (w("lessons.feedback.undefined"),)
