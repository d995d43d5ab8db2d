"""The live page in a browser."""

import pytest

from tests.browser.driven import Browser
from tests.browser.serving import Serving

pytestmark = pytest.mark.browser


def test_it_opens_with_two_maps_of_the_worked_case(browser: Browser, server: Serving):
    browser.open(server.address)
    for side in ("#map0", "#map1"):
        browser.until(lambda side=side: "Rongchang" in browser.text(side) and "Longchang" in browser.text(side), side)
    assert "Period 1 of 8" in browser.text("#now")


def test_the_language_is_switched_and_what_is_shown_stays(browser: Browser, server: Serving):
    browser.open(f"{server.address}/?scenario=yongchuan_contest&right=ban")
    browser.until(lambda: "Yongchuan" in browser.text("#map0"))
    browser.press("#language")
    browser.until(lambda: "永川" in browser.text("#map0"))
    assert browser.run("return document.documentElement.lang") == "zh-CN"
    assert "right=ban" in str(browser.run("return location.search"))
