"""A room of many browsers: how long an offer takes until the teacher sees it, and what the server needs for it.

`python -m benchmarks.room` starts `citybid demo` in a process of its own, opens a room on a teacher's tab and lets many
tabs join and play. The tabs speak NiceGUI's protocol over real websockets (`benchmarks.room_tab`); a few real Chromium
tabs play beside them where chromium and chromedriver are on the path.
"""

import argparse
import asyncio
import atexit
import json
import random
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from benchmarks.room_tab import Tab

SPOKEN: Final = 25.0
"""Seconds until the server must say where it is."""

AUTOMATON: Final = """
window.waits = []; let at = 0, said = '';
setInterval(() => {
  const turn = document.getElementById('turn'), now = turn ? turn.innerText : '';
  if (at && now !== said) { window.waits.push((performance.now() - at) / 1000); at = 0; }
  const press = document.getElementById('raise') || document.getElementById('drop');
  if (!at && press && Math.random() < 0.02) { said = now; at = performance.now(); press.click(); }
}, 20);
"""
"""What makes a real tab play: it raises after about a second, and measures until its own page has changed."""


@dataclass
class Load:
    """What was measured, seconds.

    Attributes:
        seen: From an offer to the teacher's tab showing it.
        own: From an offer to the player's own tab showing what came of it.
        real: The same in the Chromium tabs.
        refused: Offers that came to nothing within a long time.
    """

    seen: list[float] = field(default_factory=list)
    own: list[float] = field(default_factory=list)
    real: list[float] = field(default_factory=list)
    refused: int = 0


class Teacher:
    """The teacher's tab: it follows the overview of all tables."""

    def __init__(self, tab: Tab) -> None:
        """Follow a tab."""
        self.tab = tab
        self.rows: dict[str, tuple[str, ...]] = {}
        self.sent: dict[str, list[tuple[float, tuple[str, ...]]]] = {}
        self.load = Load()
        tab.heard.append(self._look)

    def _look(self, now: float) -> None:
        overview = self.tab.named("overview")
        if overview is None:
            return
        rows = {}
        for one in self.tab.below(overview):
            if one["tag"] == "tr":
                cells = tuple(cell.get("text", "") for cell in self.tab.below(one))
                if cells and cells[0].isdigit():
                    rows[cells[0]] = cells
        for table, cells in rows.items():
            if cells != self.rows.get(table):
                waiting = self.sent.pop(table, [])
                self.load.seen += [now - when for when, _ in waiting]
        self.rows = rows

    def offered(self, table: str, when: float) -> None:
        """Note that somebody at a table has made an offer."""
        self.sent.setdefault(table, []).append((when, self.rows.get(table, ())))


async def play(tab: Tab, teacher: Teacher, think: Callable[[], float], stop: asyncio.Event) -> None:
    """Raise whenever it is this tab's turn, after some thought."""
    table = ""
    while not stop.is_set():
        await asyncio.sleep(0.05)
        raise_, drop = tab.named("raise"), tab.named("drop")
        seat = tab.named("seat")
        if seat is not None and not table:
            table = re.findall(r"\d+", seat["text"])[-1]
        if raise_ is None and drop is None:
            continue
        await asyncio.sleep(think())
        name = "raise" if tab.named("raise") is not None else "drop"
        if tab.named(name) is None:
            continue
        before = said(tab)
        when = time.perf_counter()
        teacher.offered(table, when)
        await tab.press(name)
        until = when + 10.0
        while said(tab) == before and time.perf_counter() < until and not stop.is_set():
            await asyncio.sleep(0.005)
        if said(tab) == before:
            teacher.load.refused += not stop.is_set()
        else:
            teacher.load.own.append(time.perf_counter() - when)


def said(tab: Tab) -> str:
    """What the tab is told about its turn, or about the result."""
    return " ".join(
        one.get("text", "") for name in ("turn", "result") if (box := tab.named(name)) for one in tab.below(box)
    )


async def room(
    address: str, tabs: int, real: int, seconds: float, think: tuple[float, float], pid: int
) -> dict[str, Any]:
    """Open a room, let all play for a while, and say what it took.

    Args:
        address: Address of the server.
        tabs: Tabs that join besides the teacher's.
        real: Chromium tabs among the players, in addition.
        seconds: How long they play.
        think: Shortest and longest thought of a player, seconds.
        pid: Process of the server.
    """
    await asyncio.to_thread(wait_until_open, int(address.rpartition(":")[2]))
    before = memory(pid)
    teacher = Teacher(Tab(address))
    await teacher.tab.open("/teacher?lang=en&scenario=yongchuan_contest&contests=12")
    await teacher.tab.press("open", ["0", ""])
    code = (await teacher.tab.there("code"))["text"]
    players = [Tab(address) for _ in range(tabs)]
    began = time.perf_counter()
    for number, tab in enumerate(players):
        await tab.open(f"/room/{code}?lang=en")
        await tab.press("join", [f"Player {number + 1}"])
        await tab.there("seat")
    joined = time.perf_counter() - began
    drivers = await asyncio.to_thread(chromium, f"{address}/room/{code}?lang=en", real)
    rng, stop = random.Random(1), asyncio.Event()  # noqa: S311 - thoughts, not secrets
    began = time.perf_counter()
    await teacher.tab.press("begin")
    while not teacher.rows:
        await asyncio.sleep(0.01)
    started = time.perf_counter() - began
    await asyncio.to_thread(lambda: [driver.execute_script(AUTOMATON) for driver in drivers])
    tasks = [asyncio.create_task(play(tab, teacher, lambda: rng.uniform(*think), stop)) for tab in players]
    cpu, until = busy(pid), time.perf_counter() + seconds
    pauses = asyncio.create_task(asyncio.to_thread(longest_pause, seconds))
    while time.perf_counter() < until:
        await asyncio.sleep(0.2)
        if teacher.tab.named("next") is not None:
            await teacher.tab.press("next")
            await asyncio.sleep(1.0)
    used = (busy(pid) - cpu) / seconds
    load, full, pause = teacher.load, memory(pid), await pauses
    stop.set()
    await asyncio.gather(*tasks)
    waits = await asyncio.to_thread(lambda: [driver.execute_script("return window.waits") for driver in drivers])
    load.real = [float(wait) for one in waits for wait in one]
    await asyncio.to_thread(lambda: [driver.quit() for driver in drivers])
    lost = sum(map(len, teacher.sent.values()))
    await asyncio.gather(*(tab.close() for tab in [*players, teacher.tab]))
    return {
        "tabs": tabs, "chromium": len(drivers), "seconds": seconds, "think": list(think),
        "tables": len(teacher.rows), "offers": len(load.own), "unseen": lost, "refused": load.refused,
        "join all, s": joined, "start, s": started,
        "offer to teacher": figures(load.seen), "offer to own page": figures(load.own),
        "Chromium, own page": figures(load.real), "server, share of one core": used,
        "longest pause of the computer, s": pause, "server memory before, MB": before, "server memory full, MB": full,
    }  # fmt: skip


def figures(values: Sequence[float]) -> Mapping[str, float]:
    """Median, 95 % quantile and largest value, seconds."""
    if len(values) < 2:
        return {}
    high = statistics.quantiles(values, n=20, method="inclusive")[-1]
    return {"median": statistics.median(values), "p95": high, "largest": max(values), "count": len(values)}


def longest_pause(seconds: float) -> float:
    """How much longer than asked the longest of many short sleeps took, seconds: nothing here can be quicker."""
    began = now = time.perf_counter()
    longest = 0.0
    while now < began + seconds:
        time.sleep(0.05)
        longest, now = max(longest, time.perf_counter() - now - 0.05), time.perf_counter()
    return longest


def memory(pid: int) -> float:
    """Resident memory of a process, MB."""
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text(encoding="ascii"))
    return int(found[1]) / 1024.0 if found else float("nan")


def busy(pid: int) -> float:
    """Processor time that a process has used, seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100.0


def chromium(address: str, count: int) -> list[Any]:
    """Real tabs that have joined, each in a browser of its own; none where there is no Chromium."""
    browser, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not (count and browser and driver):
        return []
    from selenium.webdriver import Chrome, ChromeOptions
    from selenium.webdriver.chrome.service import Service
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.ui import WebDriverWait

    found = []
    for number in range(count):
        options = ChromeOptions()
        options.binary_location = browser
        for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                     "--disable-background-networking", "--disable-component-update", "--disable-sync",
                     f"--user-data-dir={tempfile.mkdtemp(prefix='citybid-room-')}"):  # fmt: skip
            options.add_argument(flag)
        one = Chrome(options=options, service=Service(driver))
        atexit.register(one.quit)
        one.get(address)
        WebDriverWait(one, 60).until(lambda d: d.find_elements(By.ID, "name"))
        one.find_element(By.ID, "name").send_keys(f"Chromium {number + 1}")
        one.find_element(By.ID, "join").click()
        WebDriverWait(one, 60).until(lambda d: d.find_elements(By.ID, "seat"))
        found.append(one)
    return found


def main() -> None:
    """Measure, and print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tabs", type=int, default=60, help="tabs that join (60)")
    parser.add_argument("--chromium", type=int, default=3, help="Chromium tabs beside them (3)")
    parser.add_argument("--seconds", type=float, default=40.0, help="how long they play (40)")
    parser.add_argument("--think", type=float, nargs=2, default=(2.0, 8.0), help="shortest and longest thought (2 8)")
    asked = parser.parse_args()
    # A port that nobody else looks for: servers of other work try 8080 and the next ones.
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    command = [sys.executable, "-m", "experiments.cli", "demo", "--no-browser", "--lang", "en", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as server:  # noqa: S603
        try:
            address = where(server)
            threading.Thread(target=_echo, args=(server,), daemon=True).start()
            found = asyncio.run(
                room(address, asked.tabs, asked.chromium, asked.seconds, tuple(asked.think), server.pid)
            )
        finally:
            server.terminate()
    print(json.dumps(found, indent=2, allow_nan=False))


def _echo(server: "subprocess.Popen[str]") -> None:
    """Pass on what a server says: a pipe that nobody reads would fill up and stop it."""
    with suppress(ValueError):  # closed at the end
        for line in server.stdout or ():
            print(line, end="", file=sys.stderr)


def where(server: "subprocess.Popen[str]") -> str:
    """Where a server says that it is.

    Raises:
        RuntimeError: If it ends before.
    """
    if server.stdout is None:
        raise RuntimeError("the server cannot be heard")
    for line in server.stdout:
        if found := re.search(r"http://127\.0\.0\.1:\d+", line):
            return found[0]
    raise RuntimeError("the server ended before it was there")


def wait_until_open(port: int) -> None:
    """Wait until somebody listens: a server says where it is a moment before.

    Raises:
        RuntimeError: If nobody does.
    """
    until = time.monotonic() + SPOKEN
    while time.monotonic() < until:
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError(f"nobody listens on port {port}")


if __name__ == "__main__":
    main()
