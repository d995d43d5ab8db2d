"""The pages of the lessons through NiceGUI's simulated user: no browser, no other process."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace

import pytest
import yaml
from nicegui import ui
from nicegui.testing import User, user_simulation
from starlette.requests import Request

from demo.bands import Bands, sample
from demo.bench import Bench
from demo.document import document, file_text
from demo.lessons import LESSONS, Laboratory, find, register
from demo.lessons.panel import Panel
from demo.lessons.schema import Measure, Side
from demo.lessons.standing import opening, standing, told
from demo.page.frame import asked
from demo.page.live import build
from demo.preset import Preset
from demo.settings import Settings
from demo.words import say
from demo.workers import Workers
from experiments.statistics import paired
from sim.scenario import from_dict


class Here(Workers):
    """Does all work at once, in this process."""

    async def now(self, work, *arguments, **names):
        return work(*arguments, **names)

    async def later(self, work, *arguments, **names):
        return []  # no bands: lessons do not show them


SETTINGS = Settings(workers=Here(1))


def visit(part: Callable[[User], Coroutine[None, None, None]]) -> None:
    """Let a simulated user go through the pages."""

    async def through() -> None:
        async with user_simulation() as user:
            register(SETTINGS)
            await part(user)

    asyncio.run(through())


async def settled(user: User, look: Callable[[], bool]) -> None:
    """Wait until something is so."""
    for _ in range(400):
        if look():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it did not come")


def said(user: User, number: int) -> list[str]:
    """What the visible feedback of a question says."""
    with user.client:  # type: ignore[union-attr]
        boxes = [box for box in user.client.elements.values() if box.props.get("id") == f"said{number}"]  # type: ignore[union-attr]
    return [one.text for box in boxes for one in box.descendants() if isinstance(one, ui.label)]


def choose(user: User, number: int, key: str) -> None:
    """Choose an option of a question."""
    (chosen,) = user.find(marker=f"reply-{number}").elements
    with user.client:  # type: ignore[union-attr]
        chosen.value = key  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_all_lessons_stand_on_the_shelf(language):
    async def part(user: User) -> None:
        await user.open(f"/lessons?lang={language}")
        for name in LESSONS:
            await user.should_see(say(language).text(find(name).title))

    visit(part)


def test_an_unknown_lesson_leads_to_the_shelf():
    async def part(user: User) -> None:
        await user.open("/lesson/race-to-the-top?lang=en")
        await user.should_see("There is no lesson race-to-the-top")
        await user.should_see(say("en").text(find("pacts-break").title))

    visit(part)


def test_three_questions_are_answered_and_the_notes_are_behind_a_switch():
    lesson, w = find("pacts-break"), say("zh")

    async def part(user: User) -> None:
        await user.open("/lesson/pacts-break?lang=zh")
        for text in (lesson.title, lesson.about, *lesson.look_at, lesson.questions[0].ask):
            await user.should_see(w.text(text))
        await user.should_not_see(w.text(lesson.notes.aim))
        await user.should_not_see(w.text(lesson.questions[1].ask))

        user.find(marker="check-1").click()
        await settled(user, lambda: said(user, 0) == [w("lessons.choose")])

        choose(user, 1, "yes")
        user.find(marker="check-1").click()
        await settled(user, lambda: w("lessons.feedback.right") in said(user, 0))
        assert any("3次违约" in text for text in said(user, 0))

        user.find(marker="turn-1-2").click()
        await user.should_see(w.text(lesson.questions[1].ask))
        await user.should_not_see(w.text(lesson.questions[0].ask))
        user.find(marker="turn-2-3").click()
        user.find(marker="reply-3").type("很多").trigger("keydown.enter")
        await settled(user, lambda: said(user, 2) == [w("lessons.feedback.not_a_number")])
        user.find(marker="reply-3").clear().type("36")
        user.find(marker="check-3").click()
        await settled(user, lambda: w("lessons.feedback.wrong") in said(user, 2))
        user.find(marker="reply-3").clear().type("７２")
        user.find(marker="check-3").click()
        await settled(user, lambda: w("lessons.feedback.right") in said(user, 2))

        user.find(marker="notes-switch").click()
        for text in (lesson.notes.aim, lesson.notes.omits, lesson.notes.reverses, *lesson.notes.sources):
            await user.should_see(w.text(text))

    visit(part)


def test_a_knob_in_the_link_changes_the_answer_and_the_lesson_says_so():
    w = say("en")

    async def part(user: User) -> None:
        await user.open("/lesson/yongchuan-reversal?lang=en&k.outside=0.3")
        user.find(marker="turn-1-2").click()
        choose(user, 2, "yongchuan")
        user.find(marker="check-2").click()
        await settled(user, lambda: w("lessons.feedback.wrong") in said(user, 1))
        assert any("does not hold" in text for text in said(user, 1)), said(user, 1)

    visit(part)


def test_what_was_said_is_taken_back_when_a_knob_moves():
    lesson, w = find("pacts-break"), say("en")
    benches: list[Bench] = []

    async def part(user: User) -> None:
        @ui.page("/bench")
        def page(request: Request) -> None:
            frame = asked(SETTINGS, request)
            benches.append(build(frame, opening(lesson), lambda bench, own: Panel("pacts-break", bench, own)))

        await user.open("/bench?lang=en")
        await settled(user, lambda: benches[0].film is not None)
        choose(user, 1, "yes")
        user.find(marker="check-1").click()
        await settled(user, lambda: w("lessons.feedback.right") in said(user, 0))
        benches[0].change(replace(opening(lesson), numbers={"funds": 0.0}))
        await settled(user, lambda: said(user, 0) == [w("lessons.changed")])
        user.find(marker="check-1").click()
        await settled(user, lambda: w("lessons.feedback.right") in said(user, 0))
        benches[0].change(Preset("yongchuan_contest"))
        await settled(user, lambda: said(user, 0) == [w("lessons.changed")])
        user.find(marker="check-1").click()
        await settled(user, lambda: len(said(user, 0)) == 1 and "another scenario" in said(user, 0)[0])

    visit(part)


@pytest.mark.parametrize(("name", "count"), [("ban-backfires", 12), ("pacts-break", None)])
def test_charts_rest_on_the_replications_of_the_answers(name, count):
    """Where replications differ; the gains of the bands are then those that answers quote."""
    lesson = find(name)
    benches: list[Bench] = []

    async def part(user: User) -> None:
        @ui.page("/bench")
        def page(request: Request) -> None:
            benches.append(build(asked(SETTINGS, request), opening(lesson), lambda bench, own: Panel(name, bench, own)))

        await user.open("/bench?lang=zh")
        await settled(user, lambda: benches[0].film is not None)
        assert benches[0].most == count
        benches[0].change(Preset("yongchuan_contest"))
        await settled(user, lambda: benches[0].shown == Preset("yongchuan_contest"))
        assert benches[0].most is None

    visit(part)
    if count is not None:
        left, right = lesson.preset.regimes
        scenario = from_dict(yaml.safe_load(file_text(document(opening(lesson), SETTINGS.catalogue))))
        bands = Bands((left, right))
        bands.add(sample(scenario, range(count)), count)
        region = Measure(outcome="welfare_region")
        laboratory = Laboratory(lesson)
        here, base = (laboratory.values(region, Side(regime=key)) for key in (right, left))
        assert bands.gain(right, "region") == paired(here, base).difference


@pytest.mark.parametrize("event", ["knob", "failure"])
def test_what_comes_between_is_told(event, caplog):
    """A knob that moves while the answer is worked out, and runs that fail."""
    w = say("en")
    benches: list[Bench] = []

    class Disturbed(Here):
        async def now(self, work, *arguments, **names):
            if work is told and event == "failure":
                raise RuntimeError("planted")
            if work is told:
                benches[0].shown = replace(opening(find("pacts-break")), numbers={"funds": 0.0})
            return work(*arguments, **names)

    settings = Settings(workers=Disturbed(1))

    async def part(user: User) -> None:
        @ui.page("/bench")
        def page(request: Request) -> None:
            preset, frame = opening(find("pacts-break")), asked(settings, request)
            benches.append(build(frame, preset, lambda bench, own: Panel("pacts-break", bench, own)))

        await user.open("/bench?lang=en")
        await settled(user, lambda: benches[0].film is not None)
        choose(user, 1, "yes")
        user.find(marker="check-1").click()
        expected = w("lessons.changed" if event == "knob" else "lessons.failed")
        await settled(user, lambda: said(user, 0) == [expected])

    visit(part)
    assert ("planted" in caplog.text) == (event == "failure")


def test_what_a_name_in_the_address_holds_is_never_html():
    async def part(user: User) -> None:
        await user.open("/lesson/%3Cimg%20src=x%3E?lang=en")
        await user.should_see("There is no lesson <img src=x>")
        assert not [one for one in user.client.elements.values() if isinstance(one, ui.html | ui.markdown)]  # type: ignore[union-attr]

    visit(part)


def test_questions_may_read_regimes_that_are_in_neither_column():
    preset = opening(find("pacts-break"))
    file = standing(preset, SETTINGS.catalogue)
    answers = told("pacts-break", file, "en")
    assert [answer.key for answer in answers] == ["yes", "no", "number"]
    assert "key: seen" in file


def test_a_setting_that_the_scenario_refuses_is_told_as_a_reason():
    file = standing(opening(find("duplication-clusters")), SETTINGS.catalogue)
    reason = told(
        "duplication-clusters", file.replace("sweeps: []", "sweeps: []\npillars:\n  bonus_table: [1.0, 1.2]"), "zh"
    )
    assert isinstance(reason, str)
    assert reason


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_opens_with_its_two_columns_and_a_link_restores_it(name):
    lesson = find(name)
    preset = opening(lesson)
    assert (preset.left, preset.right) == lesson.preset.regimes
    assert Preset.from_query(preset.to_query()) == preset
    assert standing(preset, SETTINGS.catalogue)
