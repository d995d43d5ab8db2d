"""The benchmark of a room, small: its tabs are real connections, and every offer reaches the teacher."""

import asyncio

from benchmarks.room import figures, room
from tests.browser.serving import serving


def test_a_few_tabs_join_play_and_are_seen() -> None:
    with serving("--lang", "en") as server:
        found = asyncio.run(room(server.address, 5, 0, 4.0, (0.2, 0.6), server.process.pid))
    assert found["tables"] == 2
    assert found["offers"] > 0
    # An offer of the last moment may not have been seen yet.
    assert found["offer to teacher"].get("count", 0) + found["unseen"] + 1 >= found["offers"]
    assert found["server memory full, MB"] < 1000


def test_figures_are_quantiles() -> None:
    assert figures([float(number) for number in range(1, 102)]) == {
        "median": 51.0, "p95": 96.0, "largest": 101.0, "count": 101,
    }  # fmt: skip
