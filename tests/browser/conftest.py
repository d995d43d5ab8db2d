"""A server and a browser for the tests of the pages."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.browser.driven import Browser, launch
from tests.browser.programs import programs
from tests.browser.serving import Serving, serving


@pytest.fixture(scope="session")
def server() -> Iterator[Serving]:
    """`citybid demo`, one for all tests of a process."""
    with serving("--lang", "en", "--replications", "4") as one:
        yield one


@pytest.fixture(scope="session")
def browsers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str, int], Browser]]:
    """Browsers by language and number, started when first asked for and kept."""
    found = programs()
    if found is None:
        pytest.fail("no chromium with chromedriver on the path")
    pictures: Path = tmp_path_factory.mktemp("pictures")
    running: dict[tuple[str, int], Browser] = {}

    def ask(language: str = "en", number: int = 0) -> Browser:
        if (language, number) not in running:
            running[language, number] = launch(found, pictures, language)
        return running[language, number]

    yield ask
    for one in running.values():
        one.close()


@pytest.fixture
def browser(browsers: Callable[[str, int], Browser]) -> Iterator[Browser]:
    """A browser whose requests must stay on this machine and whose console must stay without errors."""
    one = browsers("en", 0)
    one.clear()
    yield one
    content(one)


@pytest.fixture
def several(browsers: Callable[[str, int], Browser]) -> Iterator[Callable[[int], list[Browser]]]:
    """So many browsers side by side, each with a profile of its own; the same holds for them."""
    used: list[Browser] = []

    def ask(count: int) -> list[Browser]:
        used.extend(browsers("en", number) for number in range(len(used), count))
        for one in used:
            one.clear()
        return used

    yield ask
    for one in used:
        content(one)


def content(one: Browser) -> None:
    """It asked for nothing outside this machine and had nothing to complain of; what it did is forgotten."""
    strangers, complaints = one.strangers(), [*one.complaints]
    one.clear()
    assert strangers == []
    assert complaints == []
