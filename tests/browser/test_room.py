"""A class in real browsers: a teacher and two students from the door to the debriefing, in both languages."""

from collections.abc import Callable

import pytest

from tests.browser.driven import Browser
from tests.browser.serving import Serving

pytestmark = pytest.mark.browser

EVIL = "<img src=x onerror=alert(1)>"
SHOWN = EVIL[:24]


def press_if_there(browser: Browser, selector: str) -> bool:
    """Press what the page may have put away by now."""
    try:
        browser.every(selector)[0].click()
    except Exception:  # gone, or being built anew
        return False
    return True


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
        browser.find("#code").send_keys(f" {code[:2].lower()} {code[2:]}")
        browser.press("#enter")
        browser.find("#name").send_keys(name)
        browser.press("#join")
        browser.find("#seat")
    assert SHOWN in first.text("#seat")
    teacher.until(lambda: SHOWN in teacher.text("#people") and "韩梅梅" in teacher.text("#people"), "both names")
    teacher.press("#begin")
    teacher.until(lambda: teacher.every("#overview td"), "the overview")
    # The first student raises and reloads in between; the second one goes straight to a last word.
    first.press("#raise")
    first.driver.refresh()
    first.find("#own")
    assert "韩梅梅" in first.text("#place")
    while not teacher.every("#next"):
        if second.every("#last"):
            second.run("const e = document.getElementById('amount'); if (e) e.value = '300';")
            press_if_there(second, "#last")
        press_if_there(first, "#drop")
    for browser in (first, second):
        browser.find("#result")
        assert browser.every("img[src='x']") == []
    teacher.press("#next")
    for browser in (teacher, first, second):
        browser.find("#earned")
        browser.find("#revealed")
        assert browser.every("img[src='x']") == []
    assert SHOWN in teacher.text("#class")
    assert {"en": "Truthful", "zh": "如实报价"}[language] in first.text("#earned")
    teacher.press("#close")
    teacher.find("#open")


def test_one_plays_alone_with_the_keyboard(browser: Browser, server: Serving) -> None:
    browser.open(f"{server.address}/mayor?lang=en&scenario=rongchang_longchang&city=longchang&contests=1")
    field = browser.find("#amount")
    field.send_keys("12x")
    field.send_keys("\ue007")
    browser.until(lambda: "An offer is a number" in browser.text("#complaint"), "the complaint")
    field = browser.find("#amount")
    field.send_keys("\ue003\ue003\ue003", "50")
    browser.until(lambda: "costs you 60" in browser.text("#preview"), "the preview")
    field.send_keys("\ue007")
    browser.find("#result")
    next_button = browser.find("#next")
    browser.run("arguments[0].focus()", next_button)
    next_button.send_keys("\ue007")
    browser.find("#earned")
    browser.size(390, 844)
    assert browser.run("return document.documentElement.scrollWidth <= 390")
