"""Which browser there is, and what becomes of the tests that need one where there is none."""

import os
import shutil
from dataclasses import dataclass
from functools import cache

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
REQUIRED = "CITYBID_BROWSER"


@dataclass(frozen=True)
class Programs:
    """A browser and the program that drives it."""

    browser: str
    driver: str


@cache
def programs() -> Programs | None:
    """The programs on the path; None without both."""
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    driver = shutil.which("chromedriver")
    return Programs(browser, driver) if browser and driver else None


def required() -> bool:
    """Whether a missing browser is a failure."""
    return os.environ.get(REQUIRED, "") == "required"


def leave_out_without_browser(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Take tests of the browser out of a run that has none, unless it is required."""
    if programs() is not None or required():
        return
    wanted = [item for item in items if item.get_closest_marker("browser") is None]
    if len(wanted) < len(items):
        config.hook.pytest_deselected(items=[item for item in items if item not in wanted])
        items[:] = wanted


def told_without_browser() -> str:
    """What the end of a run says where there is no browser; empty where there is one."""
    if programs() is not None or required():
        return ""
    return (
        "NO BROWSER: all tests marked `browser` were left out. Install chromium and chromedriver, "
        f"or set {REQUIRED}=required to make this a failure."
    )
