"""The live page in a browser: what it shows is what the simulator computes, by mouse and by keyboard."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from selenium.webdriver import ActionChains, Keys

from demo.sentences import economics
from demo.words import say
from experiments.cli import main
from experiments.figures.lettering import amount
from sim.explain import explain
from sim.scenario import load
from sim.schema import Scenario
from sim.simulate import simulate
from tests.browser.driven import Browser
from tests.browser.serving import Serving

pytestmark = pytest.mark.browser

SIDES = ("#totals0", "#totals1")
WORKED = ("competition", "land_floor")


def totals(scenario: Scenario, regimes: tuple[str, ...], period: int, language: str = "en") -> list[str]:
    """What the page must say below the two maps, from runs of the simulator."""
    found = []
    for regime in regimes:
        run = simulate(scenario, regime, 0, with_planner=False)
        here = (run.deals["period"] == period) & (run.deals["incumbent"] < 0)
        host = run.deals["host"][here]
        paid = amount(float(run.cities["concession"][period].sum()))
        hosted, left = int((host >= 0).sum()), int((host < 0).sum())
        found.append(say(language)("page.map.total", hosted=hosted, left=left, amount=paid))  # type: ignore[arg-type]
    return found


def shown(browser: Browser) -> list[str]:
    return [browser.text(one) for one in SIDES]


def shows(browser: Browser, expected: list[str]) -> None:
    browser.until(lambda: shown(browser) == expected, f"{expected}")


def open_case(browser: Browser, server: Serving, **query: str) -> None:
    """Open the page and wait for its first film."""
    browser.open(f"{server.address}/?{urlencode(query)}")
    browser.until(lambda: all(shown(browser)), "film")


@pytest.fixture(scope="module")
def kept(browsers: Callable[[str, int], Browser], server: Serving) -> Browser:
    """A window with the worked case that several tests use one after the other."""
    one = browsers("en", 1)
    open_case(one, server)
    return one


@pytest.fixture
def worked(kept: Browser) -> Iterator[Browser]:
    """That window as it was opened."""
    kept.press("#first")
    kept.press("#reset")
    shows(kept, totals(load("rongchang_longchang"), WORKED, 0))
    yield kept
    assert kept.strangers() == []
    assert kept.complaints == []


def slide(browser: Browser, knob: str, value: float) -> None:
    """Move a slider as a finger does: it tells each step."""
    browser.run(
        "const e = document.getElementById(arguments[0]); e.value = arguments[1];"
        "e.dispatchEvent(new Event('input', {bubbles: true}));", knob, value,
    )  # fmt: skip


def choose(browser: Browser, name: str, value: str) -> None:
    browser.run(
        "const e = document.getElementById(arguments[0]); e.value = arguments[1];"
        "e.dispatchEvent(new Event('change', {bubbles: true}));", name, value,
    )  # fmt: skip


def test_it_opens_with_the_worked_case_on_two_maps(worked: Browser):
    for side in ("#map0", "#map1"):
        worked.says(side, "Rongchang", "Longchang")
    worked.says("#now", "Period 1 of 8")


def test_a_knob_is_moved_and_the_page_shows_the_run_of_that_number(worked: Browser):
    for value in (0.0, 0.05, 0.1):
        slide(worked, "knob-outside", value)
    shows(worked, totals(load("rongchang_longchang", overrides=["projects.outside.gap=0.1"]), WORKED, 0))
    worked.has("#knob-outside", "aria-valuetext", "10 % of investment")


def test_a_slider_stays_where_the_keyboard_or_a_quick_finger_left_it(worked: Browser):
    """Key by key; then thirty moves in a second, of which the last one counts."""
    for percent in (-11, -10, -9):
        worked.keys("#knob-outside", Keys.ARROW_RIGHT)
        worked.has("#knob-outside", "aria-valuetext", f"{percent} % of investment")
        quiet(worked)
        assert worked.run("return document.getElementById('knob-outside').value") == str(percent / 100)
    worked.driven(
        "const done = arguments[0], e = document.getElementById('knob-outside'); let moves = 0;"
        "const timer = setInterval(() => { moves += 1; e.value = moves < 30 ? -0.3 + 0.015 * moves : 0.1;"
        " e.dispatchEvent(new Event('input', {bubbles: true}));"
        " if (moves === 30) { clearInterval(timer); done(true); } }, 33);"
    )
    worked.has("#knob-outside", "aria-valuetext", "10 % of investment")
    shows(worked, totals(load("rongchang_longchang", overrides=["projects.outside.gap=0.1"]), WORKED, 0))
    quiet(worked)
    assert worked.run("return document.getElementById('knob-outside').value") == "0.1"


def test_a_project_that_is_chosen_pauses_the_replay(worked: Browser):
    choose(worked, "speed", "0.5")
    worked.press("#play")
    worked.has("#play", "aria-label", "Pause")
    worked.press("[data-deal]")
    worked.has("#play", "aria-label", "Play")


def test_a_case_answers_while_the_finger_is_on_the_slider(worked: Browser):
    """From the message of the slider to the numbers of another run, on a server that computes nothing else."""
    rested(worked)
    seconds = worked.driven(
        "const done = arguments[2], start = performance.now(), e = document.getElementById(arguments[0]);"
        "const said = document.getElementById('totals0'), old = said.textContent;"
        "new MutationObserver((_, me) => { if (said.textContent !== old) {"
        " me.disconnect(); done((performance.now() - start) / 1000); } })"
        ".observe(said, {childList: true, characterData: true, subtree: true});"
        "e.value = arguments[1]; e.dispatchEvent(new Event('input', {bubbles: true}));", "knob-match", 0.1,
    )  # fmt: skip
    assert float(str(seconds)) < 2.5


def test_it_plays_to_the_end_and_goes_back_to_any_period(worked: Browser):
    choose(worked, "speed", "4.0")
    worked.press("#play")
    worked.says("#now", "Period 8 of 8")
    worked.has("#play", "aria-label", "Play")
    worked.press("#period-2")
    worked.says("#now", "Period 3 of 8")
    shows(worked, totals(load("rongchang_longchang"), WORKED, 2))
    worked.press("#step")
    worked.says("#now", "Period 4 of 8")
    worked.press("#back")
    worked.says("#now", "Period 3 of 8")


def test_a_deal_is_followed_with_its_ladder_sentence_and_waterfall(worked: Browser):
    worked.press("#period-3")
    scenario = load("rongchang_longchang")
    for key, place in (("3/27", (3, 27)), ("electronics_plant", "electronics_plant")):
        worked.point(f"[data-deal='{key}']")
        for side, regime in enumerate(WORKED):
            expected = economics(explain(scenario, place, regime, 0), scenario, say("en"), 1.2)
            worked.until(
                lambda side=side, expected=expected: worked.text(f"#sentence{side}") == expected, f"{key}: {expected}"
            )
            worked.says(f"#ladder{side}", "Rongchang")
            worked.says(f"#waterfall{side}", "Lead in score")


def test_a_lever_is_turned_off_and_on_by_a_click_on_the_time_axis(worked: Browser):
    for period, state in ((4, "false"), (6, "true")):
        worked.press(f"#at-land_price_floor-{period}")
        worked.has("#at-land_price_floor-7", "aria-pressed", state)
    worked.has("#at-land_price_floor-3", "aria-pressed", "true")
    floor = "lever: land_price_floor, basis: land_cost"
    levers = f"[{{{floor}, end: '2027-01-01'}}, {{{floor}, start: '2029-01-01'}}]"
    scenario = load("rongchang_longchang", overrides=[f"regimes.land_floor.levers={levers}"])
    for period in (7, 5):
        worked.press(f"#period-{period}")
        shows(worked, totals(scenario, WORKED, period))


def test_the_language_is_switched_and_what_is_shown_stays(browser: Browser, server: Serving):
    open_case(browser, server, scenario="yongchuan_contest", right="ban")
    browser.says("#map0", "Yongchuan")
    browser.press("#language")
    browser.says("#map0", "永川")
    assert browser.run("return document.documentElement.lang") == "zh-CN"
    assert "right=ban" in str(browser.run("return location.search"))
    shows(browser, totals(load("yongchuan_contest"), ("competition", "ban"), 0, "zh"))
    browser.press("#large")
    browser.until(lambda: browser.run("return document.body.classList.contains('large')"))
    assert "lang=zh" in str(browser.run("return location.search"))
    choose(browser, "scenario", "dazu_anyue_credit")
    browser.says("#map0", "安岳")


def downloaded(browser: Browser) -> Path:
    return browser.until(lambda: next(iter(browser.downloads.glob("*.yaml")), None), "download")


def test_the_scenario_is_downloaded_and_runs_as_it_was_shown(
    browser: Browser, server: Serving, capsys: pytest.CaptureFixture[str]
):
    open_case(browser, server, right="ban", **{"k.funds": "0.4", "k.political": "0.03", "at.subsidy_ban": "2"})
    browser.press("#download")
    file = downloaded(browser)
    capsys.readouterr()
    assert main(["run", str(file), "--json", "--no-planner", "--rows", "0"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["regimes"] == ["competition", "ban"]
    scenario = load(str(file))
    hosted = {run["regime"]: run["projects_hosted"] for run in found["runs"]}
    total = dict.fromkeys(hosted, 0)
    for period in range(8):
        browser.press(f"#period-{period}")
        browser.says("#now", f"Period {period + 1} of 8")
        shows(browser, totals(scenario, ("competition", "ban"), period))
        for regime, said in zip(total, shown(browser), strict=True):
            total[regime] += int(said.split()[3])
    assert total == hosted


def test_a_link_restores_every_knob(browser: Browser, server: Serving):
    open_case(
        browser, server, right="land_floor_cap", replication="5", enforcement="chosen",
        **{"k.rivals": "1", "k.match": "0.03", "k.mobile": "0.2", "k.outside": "0.05", "k.political": "0.04",
           "k.rival_weight": "0.5", "k.funds": "0.1", "k.elsewhere": "0.25", "lever.subsidy_cap.cap": "0.06",
           "lever.land_price_floor.level": "0.8", "lever.information_sharing": "on",
           "lever.revenue_sharing.share": "0.5", "lever.revenue_sharing.contract": "net_split",
           "at.subsidy_cap": "1,5", "audit_probability": "0.2", "penalty": "70.0"},
    )  # fmt: skip
    browser.press("#period-4")
    browser.says("#now", "Period 5 of 8")
    quiet(browser)
    before = state(browser)
    assert before["knob-funds"] == "0.1"
    assert before["lever-revenue_sharing-contract"] == "net_split"
    expected = shown(browser)
    browser.press("#link")
    link = str(browser.until(lambda: browser.attribute("#link-text", "value"), "link"))
    assert link.startswith(server.address)
    browser.open("about:blank")
    browser.open(link)
    shows(browser, expected)
    browser.until(lambda: state(browser) == before, f"{before}")
    browser.says("#now", "Period 5 of 8")


def state(browser: Browser) -> dict[str, str]:
    """Where all knobs stand."""
    script = """return Object.fromEntries([...document.querySelectorAll('input, select, button[aria-pressed]')].map(
        e => [e.id, e.type === 'checkbox' ? String(e.checked) : e.getAttribute('aria-pressed') || e.value]))"""
    return dict(browser.run(script))  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ({"k.funds": "<img src=x onerror=alert(1)>", "lang": "en"}, "must be a number, not <img src=x"),
        ({"right": "no_such_regime"}, "has no regime no_such_regime"),
        ({"deal": "9/99", "period": "399", "replication": "9999", "lang": "klingon", "large": "<b>"}, ""),
    ],
)
def test_a_hostile_link_gets_a_sentence_and_never_a_crash(
    browser: Browser, server: Serving, query: dict[str, str], says: str
):
    browser.open(f"{server.address}/?{urlencode(query)}")
    if says:
        browser.says("[role=alert]", says)
        assert browser.count("main img") == 0
    browser.until(lambda: browser.text("#totals0"), "film")


def test_the_keyboard_alone_reaches_and_does_everything(browser: Browser, server: Serving):
    open_case(browser, server)
    keys = ActionChains(browser.driver)

    def press(*which: str) -> None:
        keys.send_keys(*which).perform()
        keys.reset_actions()

    seen: list[str] = []
    while len(seen) < 100 and not (seen and seen[-1].startswith("0/") and len(set(seen)) < len(seen) - 40):
        press(Keys.TAB)
        here = focused(browser)
        seen.append(here)
        if here == "knob-outside":
            press(Keys.ARROW_RIGHT)
            browser.until(lambda: "k.outside=-0.11" in str(browser.run("return location.search")), "address")
            quiet(browser)
        if here == "step":
            press(Keys.ENTER)
            browser.says("#now", "Period 2 of 8")
        if here.startswith("at-land_price_floor-"):
            at = int(here.rpartition("-")[2])
            press(Keys.ARROW_RIGHT)
            browser.until(lambda at=at: focused(browser) == f"at-land_price_floor-{at + 1}", "focus on the next period")
            press(Keys.ENTER)
            break
    assert {"scenario", "left", "right", "luck", "download", "link", "knob-funds", "lever-subsidy_cap", "play"} <= {
        *seen
    }
    browser.has("#at-land_price_floor-7", "aria-pressed", "false")
    quiet(browser)
    name = browser.run("const e = document.querySelectorAll('[data-deal]')[1]; e.focus(); return e.textContent")
    browser.says("#deal-title", str(name))


def focused(browser: Browser) -> str:
    """What the keyboard is on: the key of a project, else the name of an element."""
    return str(browser.run("const e = document.activeElement; return e.dataset.deal || e.id || e.tagName"))


def quiet(browser: Browser) -> None:
    """Wait until nothing is being computed."""
    browser.until(lambda: not browser.sees("#busy"), "rest")


def rested(browser: Browser) -> None:
    """Wait until the replications have come in as well, so that the server has nothing to do."""
    quiet(browser)
    browser.says("#bands", say("en")("page.bands.done", count=4))


def test_a_narrow_window_never_scrolls_sideways_and_names_never_overlap(browser: Browser, server: Serving):
    """Where the browser really puts the names, with its own letters."""
    apart = """const boxes = [...document.querySelectorAll('#map0 svg text')].map(e => [e.textContent,
        e.getBoundingClientRect()]);
      return boxes.flatMap(([a, p], i) => boxes.slice(i + 1).filter(([b, q]) => p.left < q.right - 1
        && q.left < p.right - 1 && p.top < q.bottom - 2 && q.top < p.bottom - 2).map(([b]) => a + ' / ' + b))"""
    for lang, name in (("zh", "region"), ("en", "rongchang_longchang")):
        browser.size(390, 844)
        open_case(browser, server, lang=lang, scenario=name, **({"periods": "1"} if name == "region" else {}))
        browser.wait("#ladder0 svg text")
        browser.until(lambda: browser.run("return document.documentElement.scrollWidth <= innerWidth"), "no scrolling")
        browser.until(lambda: browser.run(apart) == [], "names apart")
        if name == "region":
            few = browser.count("#map0 svg text")
            browser.size(1440, 900)
            browser.until(lambda few=few: browser.count("#map0 svg text") > few, "more names where there is room")
            browser.until(lambda: browser.run(apart) == [], "names apart")


def test_two_windows_do_not_share_what_they_show(worked: Browser, browser: Browser, server: Serving):
    open_case(browser, server, right="ban")
    worked.press("#last")
    worked.says("#now", "Period 8 of 8")
    assert "Period 1 of 8" in browser.text("#now")
    browser.press("#luck")
    browser.says("#which", "Replication 1 of")
    assert "Replication 0 of" in worked.text("#which")
