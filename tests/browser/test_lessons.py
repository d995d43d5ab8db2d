"""A lesson in a browser: three questions in Chinese, by keyboard too; nothing overlaps or runs out of the window."""

import pytest
from selenium.webdriver.common.keys import Keys

from demo.lessons import find
from demo.words import say
from tests.browser.driven import Browser
from tests.browser.serving import Serving

pytestmark = pytest.mark.browser

WIDE, NARROW = (1440, 900), (390, 844)

OUT = """
const wide = document.documentElement.clientWidth;
return [...document.querySelectorAll('#lesson *')].filter(one => one.checkVisibility() && one.clientWidth)
  .map(one => [one.getBoundingClientRect(), one.textContent]).filter(([box]) => box.right > wide + 1 || box.left < -1)
  .map(([box, text]) => text.slice(0, 40));
"""
"""Texts of the lesson that reach out of the window."""

CLIPPED = """
return [...document.querySelectorAll('#lesson .nicegui-label, #lesson .q-btn, #lesson label')]
  .filter(one => one.checkVisibility())
  .filter(one => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 3)
  .map(one => one.textContent.slice(0, 40));
"""
"""Texts that do not fit into their box."""


def fits(browser: Browser) -> None:
    """Everything of the lesson lies inside the window and inside its box."""
    assert browser.run(OUT) == []
    assert browser.run(CLIPPED) == []


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_three_questions_are_answered_in_chinese(browser: Browser, server: Serving, size: tuple[int, int]):
    lesson, w = find("pacts-break"), say("zh")
    name = "lesson_wide" if size == WIDE else "lesson_narrow"
    browser.size(*size)
    browser.open(f"{server.address}/lesson/pacts-break?lang=zh")
    browser.says("#map0", "永川")
    assert browser.run("return document.documentElement.lang") == "zh-CN"
    fits(browser)
    for question, (reply, right) in enumerate(((0, True), (0, False), ("36", False))):
        browser.says("#lesson", w.text(lesson.questions[question].ask))
        if isinstance(reply, int):
            browser.press(f"#reply{question} .q-radio", reply)
            browser.wait(f"#reply{question} .q-radio[aria-checked=true]")
        else:
            browser.fill(f"#reply{question}", reply)
        browser.press(f"#check{question}")
        browser.says(f"#said{question}", w("lessons.feedback.right" if right else "lessons.feedback.wrong"))
        fits(browser)
        browser.picture(f"{name}_{question + 1}", whole=True)
        if question < 2:
            browser.press(f"#next{question}")
    browser.says("#said2", "72百万元")
    browser.fill("#reply2", "７２")
    browser.keys("#reply2", Keys.ENTER)
    browser.says("#said2", w("lessons.feedback.right"))
    browser.press("#notes-switch")
    browser.says("#notes", w.text(lesson.notes.aim))
    fits(browser)
    browser.picture(f"{name}_notes", whole=True)


def test_a_lesson_is_answered_by_keyboard_in_large_type(browser: Browser, server: Serving):
    w = say("zh")
    browser.size(*WIDE)
    browser.open(f"{server.address}/lesson/yongchuan-reversal?lang=zh&large=1")
    browser.says("#map0", "永川")
    size = browser.run("return parseFloat(getComputedStyle(document.querySelector('.ask')).fontSize)")
    assert isinstance(size, int | float)
    assert size >= 21
    browser.wait("#reply0 .q-radio")
    browser.run("document.querySelector('#reply0 .q-radio').focus()")

    def pressed(*keys: str) -> None:
        for key in keys:
            browser.driver.switch_to.active_element.send_keys(key)

    pressed(Keys.SPACE)
    browser.wait("#reply0 .q-radio[aria-checked=true]")
    pressed(*[Keys.TAB] * browser.count("#reply0 .q-radio"))
    browser.until(lambda: browser.driver.switch_to.active_element.get_attribute("id") == "check0")
    pressed(Keys.ENTER)
    browser.says("#said0", w("lessons.feedback.wrong"), "龙泉驿")
    fits(browser)
    browser.picture("lesson_large", whole=True)


def test_a_lesson_is_chosen_from_the_shelf(browser: Browser, server: Serving):
    browser.size(*NARROW)
    browser.open(f"{server.address}/lessons?lang=zh")
    browser.picture("shelf_narrow", whole=True)
    browser.press("#ban-backfires")
    browser.says("#lesson", "禁令何时适得其反")
    browser.press("#next_lesson")
    browser.says("#lesson h1", say("zh").text(find("pacts-break").title))
