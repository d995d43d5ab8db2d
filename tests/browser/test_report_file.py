"""The report as one file, opened from the disk in a browser to which no name in the world means anything."""

import base64
from collections.abc import Callable, Iterator

import pytest
from selenium.webdriver.common.keys import Keys

from experiments.cli import main
from tests.browser.driven import Browser
from tests.cli.conftest import SMALL

pytestmark = pytest.mark.browser

ENGLISH, CHINESE = "<script>alert(1)</script> & 'two'", "</script>两镇"
OUTSIDE = "Outside</script><script>alert(3)</script>"
NAMES = {
    "{ en: Two towns, zh: 两个城镇 }": f'{{ en: "{ENGLISH}", zh: "{CHINESE}" }}',
    "name_en: East": 'name_en: "East</td><img src=x onerror=alert(2)>"',
    "{ en: Cap, zh: 上限 }": '{ en: "Cap <!--<script>{n}", zh: "上限</option>" }',
    "{ en: Outside option, zh: 外部选择 }": f'{{ en: "{OUTSIDE}", zh: "外部" }}',
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A page on the disk, whose scenario has names that look like markup."""
    base = tmp_path_factory.mktemp("stick")
    text = SMALL
    for plain, odd in NAMES.items():
        text = text.replace(plain, odd)
    scenario, out = base / "odd.yaml", base / "odd.html"
    scenario.write_text(text, encoding="utf-8")
    assert main(["report", str(scenario), "--out", str(out), "--quiet"]) == 0
    return out.as_uri()


@pytest.fixture
def opened(browsers: Callable[[str, int], Browser], address: str) -> Iterator[Callable[..., Browser]]:
    """Open the page from the disk; in the end nothing else was asked for and the console had nothing to say."""
    used: list[Browser] = []

    def open_page(language: str = "en") -> Browser:
        browser = browsers(language, 0)
        browser.clear()
        browser.open(address)
        used.append(browser)
        return browser

    yield open_page
    for browser in used:
        browser.listen()
        assert set(browser.asked) - {"data:,"} == {address}
        assert browser.complaints == []
        browser.clear()


def cells(browser: Browser, caption: str, column: int) -> list[str]:
    """The cells of a column of the table whose caption begins so."""
    script = """
      const table = [...document.querySelectorAll("main table")].find((t) => t.caption?.innerText.startsWith(arguments[0]));
      return [...table.tBodies[0].rows].map((row) => row.cells[arguments[1]].innerText.trim());
    """  # noqa: E501
    return browser.driver.execute_script(script, caption, column)


def test_the_language_is_that_of_the_browser_and_can_be_switched(opened):
    browser = opened("en")
    assert browser.text("h1") == ENGLISH
    browser.press("#language-zh")
    browser.says("h1", CHINESE)
    assert browser.driver.title == CHINESE
    assert browser.run("return document.documentElement.lang") == "zh-Hans"
    chinese = opened("zh-CN")
    assert chinese.text("h1") == CHINESE
    assert "谁受益" in chinese.text("#losers")
    assert "Who gains" not in chinese.text("#losers")


def test_tables_sort_by_mouse_and_by_keyboard(opened):
    browser = opened()
    heading = "#standards thead th:nth-child(2)"
    browser.press(f"{heading} button")
    browser.has(heading, "aria-sort", "descending")
    falling = cells(browser, "Welfare", 1)
    browser.keys(f"{heading} button", Keys.ENTER)
    browser.has(heading, "aria-sort", "ascending")
    rising = cells(browser, "Welfare", 1)
    values = [float(cell.split("±")[0].replace(",", "").strip(" +")) for cell in rising]
    assert values == sorted(values)
    assert rising == falling[::-1]


def test_a_knob_shows_the_points_that_were_computed_and_no_others(opened):
    browser = opened()
    data = browser.run("return JSON.parse(document.getElementById('data').textContent).boards[0]")
    assert browser.attribute("#knob-0", "max") == "2"
    assert "value of the scenario itself" in browser.text("#point")
    seen = []
    browser.keys("#knob-0", Keys.HOME)
    for position in range(3):
        value = data["knobs"][0]["values"][position]
        browser.until(lambda value=value: str(browser.attribute("#knob-0", "aria-valuetext")).startswith(value), value)
        found = browser.text("#board-place tbody tr:nth-child(1) td:nth-child(2)")
        assert found.startswith(data["found"]["cap"]["welfare_total"][position][3])
        seen.append(found)
        browser.keys("#knob-0", Keys.ARROW_RIGHT)
    assert len(set(seen)) > 1
    browser.says("#point", "another value")


def test_one_standard_is_shown_at_a_time(opened):
    browser = opened()
    browser.press("#standard-welfare_region")
    shown = browser.run("return [...document.querySelectorAll('#standards thead th')].map(h => h.offsetWidth > 0)")
    assert shown == [True, False, True, False]
    shown = browser.run("return [...document.querySelectorAll('#board-place thead th')].map(h => h.offsetWidth > 0)")
    assert shown == [True, False, True, False]


def test_without_javascript_it_is_a_document_in_either_language(opened, address):
    browser = opened()
    browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.open(address)
        assert browser.text("h1") == ENGLISH
        assert "need JavaScript" in browser.text("#knobs")
        browser.press("#language-zh")
        assert browser.text("h1") == CHINESE
    finally:
        browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_names_that_look_like_markup_are_text(opened):
    browser = opened()
    assert browser.text("h1") == ENGLISH
    assert "East</td><img src=x onerror=alert(2)>" in browser.text("#losers")
    assert browser.text("#board").strip() == OUTSIDE
    assert "Cap <!--<script>{n}" in browser.text("#board-place")
    assert browser.run("return document.querySelectorAll('script').length") == 2
    assert browser.run("return document.querySelectorAll('img').length") == 0
    browser.press("#language-zh")
    assert browser.text("h1") == CHINESE


@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_sticks_out_of_a_window(opened, width):
    browser = opened()
    browser.size(width, 900)
    assert browser.run("return document.documentElement.scrollWidth") <= width


def test_on_paper_there_are_no_switches_and_nothing_is_cut(opened):
    browser = opened()
    printed = browser.driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
    assert base64.b64decode(printed["data"]).startswith(b"%PDF")
    browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    browser.size(688, 1000)  # A4 without its margins, at 96 dots per inch
    try:
        assert browser.run("return document.querySelector('.switches').offsetHeight") == 0
        assert browser.run("return document.getElementById('knobs').offsetHeight") == 0
        wide = """return [...document.querySelectorAll("main table, main svg")].filter((each) =>
                  each.getBoundingClientRect().right > 689).map((each) => each.innerText ?? each.outerHTML)"""
        assert browser.run(wide) == []
        heights = browser.run("return [...document.querySelectorAll('.picture svg')].map((each) => each.clientHeight)")
        assert isinstance(heights, list)
        assert heights
        assert all(3 * (height + 12) < 994 for height in heights)  # three to a page of 263 mm
        assumed = "return document.querySelector('#sources details .table').offsetHeight"
        assert browser.run(assumed) > 100
    finally:
        browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
