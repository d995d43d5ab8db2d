"""Settings of all tests: random examples are the same on every machine and in every run.

`--hypothesis-profile=first_failure` stops at the first example that fails, as it is, for those who only ask whether.
Tests that need a browser are left out where there is none, and the end of the run says so. No pass is compiled in the
midst of a test because others before it have decided much.
"""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings

from tests.browser.programs import leave_out_without_browser, told_without_browser

settings.register_profile(
    "fixed",
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "first_failure",
    settings.get_profile("fixed"),
    phases=[Phase.explicit, Phase.generate],
    report_multiple_bugs=False,
)
settings.load_profile("fixed")

os.environ.setdefault("CITYBID_COMPILED", "never")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what cannot run here."""
    leave_out_without_browser(config, items)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was left out."""
    said = told_without_browser()
    if said:
        terminalreporter.write_sep("!", said, red=True, bold=True)
