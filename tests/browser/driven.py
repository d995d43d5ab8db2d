"""A Chromium that is driven by a test: it records what it requests and what its console says.

Nothing outside this machine is ever asked: names are not resolved, and a request to anything but 127.0.0.1 fails the
test that made it.
"""

import json
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit

from selenium.common.exceptions import (
    ElementClickInterceptedException,
    ElementNotInteractableException,
    MoveTargetOutOfBoundsException,
    NoSuchElementException,
    StaleElementReferenceException,
    TimeoutException,
)
from selenium.webdriver import ActionChains, Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from tests.browser.programs import Programs

FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    "--no-default-browser-check", "--disable-default-apps", "--disable-domain-reliability",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--hide-scrollbars", "--force-color-profile=srgb",
)  # fmt: skip
OWN_SCHEMES = ("data", "blob", "about", "chrome", "chrome-untrusted", "devtools", "chrome-error")
PATIENCE = 30.0
"""Seconds that a test waits for something to appear."""
PASSING = (
    StaleElementReferenceException, NoSuchElementException, ElementClickInterceptedException,
    ElementNotInteractableException, MoveTargetOutOfBoundsException,
)  # fmt: skip
"""What befalls an element that the page puts another one in the place of: it is looked for again."""


@dataclass
class Browser:
    """A browser with one window.

    Attributes:
        driver: What drives it.
        downloads: Folder for what it downloads.
        pictures: Folder for screenshots.
        asked: Addresses that it asked for since it was last cleared.
        complaints: Errors that its console showed since then.
    """

    driver: Chrome
    downloads: Path
    pictures: Path
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, address: str) -> None:
        """Go to an address; once more, if a busy machine does not finish the page in time."""
        try:
            self.driver.get(address)
        except TimeoutException:
            self.driver.get(address)
        # On a busy machine the driver may be back while the page before still stands.
        arrived = "return document.readyState === 'complete' && (location.href === 'about:blank') === arguments[0]"
        self.until(lambda: self.run(arrived, address == "about:blank"), address)

    def size(self, width: int, height: int) -> None:
        """Make the window as large as that, also where a window could not be so narrow."""
        measures = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", measures)

    def wait(self, selector: str) -> None:
        """Wait until an element of a CSS selector is there and seen."""
        self.until(lambda: self._seen(selector), selector)

    def count(self, selector: str) -> int:
        """How many elements of a CSS selector there are now, seen or not."""
        return len(self.driver.find_elements(By.CSS_SELECTOR, selector))

    def sees(self, selector: str) -> bool:
        """Whether an element of a CSS selector is seen now."""
        try:
            return self._seen(selector) is not None
        except StaleElementReferenceException:
            return False

    def text(self, selector: str) -> str:
        """What an element says."""
        return self._with(selector, lambda element: element.text)

    def says(self, selector: str, *parts: str) -> None:
        """Wait until an element says all of that."""
        self.until(lambda: all(part in self.text(selector) for part in parts), f"{' and '.join(parts)} in {selector}")

    def attribute(self, selector: str, name: str) -> str | None:
        """An attribute of an element."""
        return self._with(selector, lambda element: element.get_attribute(name))

    def has(self, selector: str, name: str, value: str) -> None:
        """Wait until an attribute of an element has that value."""
        self.until(lambda: self.attribute(selector, name) == value, f"{name} {value} of {selector}")

    def press(self, selector: str, number: int = 0) -> None:
        """Click an element, wherever it is on the page; the first one of the selector, unless another is asked for."""

        def click(element: WebElement) -> None:
            self.run("arguments[0].scrollIntoView({block: 'center'})", element)
            element.click()

        self._with(selector, click, number)

    def press_now(self, selector: str) -> bool:
        """Click an element if it is seen now; whether it was."""
        try:
            element = self._seen(selector)
            if element is not None:
                element.click()
        except PASSING:
            return False
        return element is not None

    def point(self, selector: str) -> None:
        """Move the mouse onto an element."""

        def move(element: WebElement) -> None:
            self.run("arguments[0].scrollIntoView({block: 'center'})", element)
            ActionChains(self.driver).move_to_element(element).perform()

        self._with(selector, move)

    def keys(self, selector: str, *keys: str) -> None:
        """Type into an element."""
        self._with(selector, lambda element: element.send_keys(*keys))

    def fill(self, selector: str, text: str) -> None:
        """Type a text into a field in place of what it holds, until it holds that, as far as it has room."""

        def holds(element: WebElement) -> bool:
            room = int(str(element.get_property("maxLength")))
            return element.get_property("value") == (text[:room] if room >= 0 else text)

        def type_into(element: WebElement) -> None:
            if not holds(element):
                element.send_keys(Keys.CONTROL, "a", Keys.NULL, text)

        def filled() -> bool:
            self._with(selector, type_into)
            return self._with(selector, holds)

        self.until(filled, f"{text!r} in {selector}")

    def until[T](self, found: Callable[[], T], what: str = "what was waited for") -> T:
        """What a function returns as soon as that is true."""

        def look(_: Chrome) -> T:
            try:
                return found()
            except PASSING:
                return False  # type: ignore[return-value]

        return WebDriverWait(self.driver, PATIENCE, poll_frequency=0.05).until(look, f"no {what}")

    def run(self, script: str, *arguments: object) -> object:
        """The value of a piece of JavaScript."""
        return self.driver.execute_script(script, *arguments)

    def driven(self, script: str, *arguments: object) -> object:
        """What a piece of JavaScript hands to the function that is its last argument."""
        return self.driver.execute_async_script(script, *arguments)

    def picture(self, name: str, whole: bool = False) -> Path:
        """A screenshot as PNG, of the window or of the whole page."""
        path = self.pictures / f"{name}.png"
        if whole:  # a window as high as the page, since charts measure themselves anew while a page is captured
            width, height = self.page()
            self.size(width, height)
            time.sleep(0.6)
        self.driver.save_screenshot(str(path))
        return path

    def listen(self) -> None:
        """Take in what the browser has recorded since the last time."""
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] in ("Network.requestWillBeSent", "Network.webSocketCreated"):
                found = message["params"]
                self.asked.append(found["request"]["url"] if "request" in found else found["url"])
        self.complaints += [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] == "SEVERE"]

    def strangers(self) -> list[str]:
        """Addresses that it asked for and that are not on this machine."""
        self.listen()
        return [url for url in self.asked if not _own(url)]

    def clear(self) -> None:
        """Forget what was recorded, and leave the page."""
        self.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
        self.driver.get("about:blank")
        self.listen()
        self.asked.clear()
        self.complaints.clear()

    def close(self) -> None:
        """End the browser."""
        self.driver.quit()

    def _seen(self, selector: str, number: int = 0) -> WebElement | None:
        seen = (one for one in self.driver.find_elements(By.CSS_SELECTOR, selector) if one.is_displayed())
        return next(islice(seen, number, None), None)

    def _with[T](self, selector: str, act: Callable[[WebElement], T], number: int = 0) -> T:
        """What comes of doing something with an element that is seen; again, if the page replaced it meanwhile."""

        def done() -> tuple[T] | None:
            element = self._seen(selector, number)
            return None if element is None else (act(element),)

        return self.until(done, selector)[0]

    def page(self) -> tuple[int, int]:
        """Width of the window and height of the page in pixels."""
        root = "document.documentElement"
        width, height = self.driver.execute_script(f"return [{root}.clientWidth, {root}.scrollHeight]")
        return int(width), int(height)


def _own(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in (*OWN_SCHEMES, "file") or parts.hostname in ("127.0.0.1", "localhost", "::1")


def launch(found: Programs, pictures: Path, language: str = "en", width: int = 1440, height: int = 900,
           flags: tuple[str, ...] = ()) -> Browser:  # fmt: skip
    """A new browser with an empty profile.

    Args:
        found: The programs.
        pictures: Folder for screenshots.
        language: Language that it asks pages for, such as "en" or "zh-CN".
        width: Width of the window in pixels.
        height: Height.
        flags: Further flags.
    """
    home = Path(tempfile.mkdtemp(prefix="citybid-browser-"))
    downloads = home / "downloads"
    options = ChromeOptions()
    options.binary_location = found.browser
    for flag in (
        *FLAGS,
        *flags,
        f"--lang={language}",
        f"--window-size={width},{height}",
        f"--user-data-dir={home / 'profile'}",
    ):
        options.add_argument(flag)
    options.add_experimental_option("prefs", {
        "intl.accept_languages": language, "download.default_directory": str(downloads),
        "download.prompt_for_download": False,
    })  # fmt: skip
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    driver = Chrome(options=options, service=Service(found.driver))
    driver.set_script_timeout(30)
    driver.set_page_load_timeout(40)
    return Browser(driver, downloads, pictures)
