"""Every lesson is complete in both languages; what is wrong in a file is told with its place."""

import re
from pathlib import Path

import pytest
import yaml

from demo.lessons import LESSONS, UnknownLesson, find, options, read
from demo.lessons.feedback import quoted_fields
from demo.lessons.measures import LEAVES
from demo.words import say
from experiments.cli.entry import run
from sim.quantity import Text
from sim.scenario import ScenarioError, load

WANTED = {
    "race-to-bottom", "sealed-offers", "yongchuan-reversal", "land-floor-waterbed", "efficient-competition",
    "ban-backfires", "pacts-break", "duplication-clusters",
}  # fmt: skip

FOLDER = Path(__file__).resolve().parents[2] / "demo" / "lessons"


def texts(part):
    """All texts below a part of a lesson."""
    if isinstance(part, Text):
        yield part
    elif isinstance(part, dict):
        for value in part.values():
            yield from texts(value)
    elif isinstance(part, tuple):
        for value in part:
            yield from texts(value)
    elif hasattr(type(part), "model_fields"):
        for name in type(part).model_fields:
            yield from texts(getattr(part, name))


def test_the_lessons_that_are_promised_are_there():
    assert set(LESSONS) == WANTED == {path.stem for path in FOLDER.glob("*.yaml")}
    assert len(LESSONS) == len(WANTED)


@pytest.mark.parametrize("name", sorted(WANTED))
def test_a_lesson_is_complete_in_both_languages(name):
    lesson = find(name)
    found = list(texts(lesson))
    assert len(found) > 24
    for text in found:
        assert text.en.strip() == text.en
        assert text.zh.strip() == text.zh
        chinese = [character for character in text.zh if "\u4e00" <= character <= "\u9fff"]
        assert chinese or text.zh[0].isdigit() or text.zh.startswith("%")
        outside = text.en.replace("国土资发", "").replace("公平竞争审查条例", "").replace("号", "")
        assert not any("\u4e00" <= character <= "\u9fff" for character in outside), text.en
        # A folded YAML text puts a blank at every line break; none may stand between two Chinese characters.
        assert not re.search("[\u2e80-\uffff] [\u2e80-\uffff]", text.zh), text.zh
    assert len({question.kind for question in lesson.questions}) > 1
    assert sum(step.minutes for step in lesson.notes.plan) == 45


@pytest.mark.parametrize("name", sorted(WANTED))
def test_every_sentence_can_be_said(name):
    for question in find(name).questions:
        fields = dict.fromkeys(quoted_fields(question), "1")
        for text in question.says.values():
            for language in ("en", "zh"):
                said = getattr(text, language).format(**fields)
                assert "{" not in said
        used = "".join(text.en + text.zh for text in question.says.values())
        assert all(f"{{{quote}}}" in used for quote in question.quotes), "a number that no sentence names"
        for text in question.says.values():
            named = [{part.split("}")[0] for part in getattr(text, of).split("{")[1:]} for of in ("en", "zh")]
            assert named[0] == named[1], text.en


@pytest.mark.parametrize("name", sorted(WANTED))
def test_cities_of_an_option_are_called_as_in_the_scenario(name):
    lesson = find(name)
    scenario = load(lesson.preset.scenario)
    for question in lesson.questions:
        labels = options(question, scenario, say("en"))
        assert len(set(labels.values())) == len(labels)
        if question.kind != "number":
            assert list(labels)[-1] == "unclear"
        if question.among == "cities":
            for key in set(question.options) - {LEAVES}:
                assert labels[key] in scenario.cities[key].name_en
                assert options(question, scenario, say("zh"))[key] in scenario.cities[key].name_zh


def test_an_unknown_lesson_is_told_with_what_was_meant():
    with pytest.raises(UnknownLesson) as caught:
        find("race_to_the_bottom")
    assert caught.value.suggestions == ("race-to-bottom",)
    assert set(caught.value.known) == WANTED
    with pytest.raises(UnknownLesson):
        find("../../scenarios/base")


@pytest.mark.parametrize(("language", "said"), [("en", "Did you mean race-to-bottom?"), ("zh", "race-to-bottom")])
def test_the_command_names_the_nearest_lesson(language, said, capsys):
    assert run(["demo", "--lesson", "race_to_the_bottom", "--lang", language]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert said in told.err
    assert all(name in told.err for name in LESSONS)


PLANTED = {
    "titel": ("title:\n", "titel:\n", "unknown_key", "title"),
    "no Chinese": ("  zh: 协议为何破裂\n", "", "missing_key", None),
    "alias": ("  zh: 协议为何破裂\n", "  zh: &a 协议为何破裂\n", "anchor", None),
    "scenario": ("lessons/pacts_break", "lessons/pact_breaks", "not_one_of", "lessons/pacts_break"),
    "regime": ("regimes: [competition, unseen]", "regimes: [competition, unsen]", "not_one_of", "unseen"),
    "outcome": ("what: { outcome: cities_gain }\n    at: { regime: seen }", "what: { outcome: city_gain }\n"
                "    at: { regime: seen }", "not_one_of", "cities_gain"),
    "minutes": ("    - minutes: 7\n", "    - minutes: 8\n", "not_one_of", None),
    "period": ("  period: 0\n", "  period: 6\n", "not_one_of", None),
    "field": ("is worth {broken}", "is worth {brocken}", "not_one_of", "broken"),
    "brace": ("is worth {broken}", "is worth {broken", "not_one_of", None),
    "setting": ("levers.0.discount_factor", "levers.0.discount_facter", "no_such_path", "discount_factor"),
    "bound": ('discount_factor": 0.95', 'discount_factor": 1.95', "out_of_bounds", None),
    "story": ('    story: "yes"\n', '    story: "maybe"\n', "not_one_of", None),
    "sentence": ("      else:\n        en: No, all keep it.", "      same:\n        en: No, all keep it.",
                 "missing_key", None),
    "no options": ("    kind: yes_no\n", "    kind: direction\n", "missing_key", None),
    "tolerance": ("    tolerance: 0.05\n", "", "missing_key", None),
    "two kinds": ("what: { outcome: cities_gain }\n    at: { regime: seen }", "what: { outcome: cities_gain, "
                  "cities: concession }\n    at: { regime: seen }", "not_one_of", None),
}  # fmt: skip


@pytest.mark.parametrize("planted", PLANTED)
def test_a_mistake_in_a_file_is_told_with_its_place(planted, tmp_path):
    before, after, kind, suggestion = PLANTED[planted]
    text = (FOLDER / "pacts-break.yaml").read_text(encoding="utf-8")
    assert text.count(before) >= 1
    file = tmp_path / "mine.yaml"
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        read(file)
    found = [problem for problem in caught.value.problems if problem.kind == kind]
    assert found, caught.value
    (first, *_) = found
    assert first.file == "mine.yaml"
    assert first.line is not None
    assert first.line <= text[: text.index(before)].count("\n") + 40
    if suggestion is not None:
        assert suggestion in " ".join(first.suggestions)
    for language in ("en", "zh"):
        assert caught.value.text(language)


def test_a_lesson_that_is_fine_is_read_from_anywhere(tmp_path):
    file = tmp_path / "mine.yaml"
    file.write_bytes((FOLDER / "pacts-break.yaml").read_bytes())
    assert read(file) == find("pacts-break")


def test_answers_are_not_written_down():
    """What is right stands in no file: `story` says what the lesson needs, and the checker does not read it."""
    for path in FOLDER.glob("*.yaml"):
        for question in yaml.safe_load(path.read_text(encoding="utf-8"))["questions"]:
            assert not {"answer", "right", "correct", "value"} & set(question)
