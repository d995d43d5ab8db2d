"""A class in real browsers: a teacher and two students from the door to the debriefing, in both languages."""

from collections.abc import Callable

import pytest
from selenium.webdriver.common.keys import Keys

from tests.browser.driven import Browser
from tests.browser.serving import Serving

pytestmark = pytest.mark.browser

EVIL = "<img src=x onerror=alert(1)>"
SHOWN = EVIL[:24]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_three_browsers_play_an_open_contest_to_the_debriefing(
    several: Callable[[int], list[Browser]], server: Serving, language: str
) -> None:
    teacher, first, second = several(3)
    teacher.open(f"{server.address}/teacher?lang={language}&scenario=yongchuan_contest&contests=1")
    teacher.press("#open")
    code = teacher.text("#code")
    for browser, name in ((first, EVIL), (second, "韩梅梅")):
        browser.open(f"{server.address}/room?lang={language}")
        browser.fill("#code", f" {code[:2].lower()} {code[2:]}")
        browser.press("#enter")
        browser.fill("#name", name)
        browser.press("#join")
        browser.wait("#seat")
    first.says("#seat", SHOWN)
    teacher.says("#people", SHOWN, "韩梅梅")
    teacher.press("#begin")
    teacher.wait("#overview td")
    # The first student raises and reloads in between; the second one goes straight to a last word.
    first.press("#raise")
    first.driver.refresh()
    first.wait("#own")
    first.says("#place", "韩梅梅")

    def over() -> bool:
        second.run("const e = document.getElementById('amount'); if (e) e.value = '300';")
        second.press_now("#last")
        first.press_now("#drop")
        return teacher.sees("#next")

    teacher.until(over, "the end of the contest")
    for browser in (first, second):
        browser.wait("#result")
        assert browser.count("img[src='x']") == 0
    teacher.press("#next")
    for browser in (teacher, first, second):
        browser.wait("#earned")
        browser.wait("#revealed")
        assert browser.count("img[src='x']") == 0
    teacher.says("#class", SHOWN)
    first.says("#earned", {"en": "Truthful", "zh": "如实报价"}[language])
    teacher.press("#close")
    teacher.wait("#open")


def test_one_plays_alone_with_the_keyboard(browser: Browser, server: Serving) -> None:
    browser.open(f"{server.address}/mayor?lang=en&scenario=rongchang_longchang&city=longchang&contests=1")
    browser.fill("#amount", "12x")
    browser.keys("#amount", Keys.ENTER)
    browser.says("#complaint", "An offer is a number")
    browser.fill("#amount", "50")
    browser.says("#preview", "costs you 60")
    browser.keys("#amount", Keys.ENTER)
    browser.wait("#result")
    browser.keys("#next", Keys.ENTER)
    browser.wait("#earned")
    browser.size(390, 844)
    browser.until(lambda: browser.run("return document.documentElement.scrollWidth <= 390"), "room for it")
