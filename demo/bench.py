"""The bench of one page: what it shows now, what it waits for, and who is told when that changes.

One bench belongs to one browser window; nothing here is shared between pages. It knows nothing of NiceGUI.
"""

import asyncio
import time
from collections.abc import Callable, Coroutine
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from demo import workers
from demo.bands import Bands
from demo.catalogue import read
from demo.document import document, file_text, sides
from demo.film import Deal, Film
from demo.knobs import by_name, current
from demo.preset import Preset, Refused
from demo.settings import Settings
from experiments.words import Language, Words
from sim.explain import Explanation
from sim.schema import RegimeEntry, Scenario

type Event = Literal["film", "period", "deal", "story", "bands", "busy", "refused", "chosen"]
"""`film`: other runs; `period`: another period is shown; `deal`: another deal is followed; `story`: its explanation
is there; `bands`: more replications; `busy`: work begins or ends; `refused`: what was asked for is not allowed;
`chosen`: somebody wants to stay with a deal."""

QUIET: Final = 0.4
"""Seconds without a change before bands begin to fill."""
BATCH: Final = 0.4
"""Seconds of work that a process is given at once for the bands, about."""
PATIENCE: Final = 20.0
"""Seconds for which bands go on filling, once there are enough for a band."""


@dataclass
class Bench:
    """What one page shows.

    Attributes:
        settings: Settings of the server.
        words: The language.
        preset: What is asked for.
        shown: What the film shows; None before the first one.
        text: The scenario file of what is shown.
        film: The film; None before the first one.
        bands: Replications of what is shown.
        period: Period that is shown.
        deal: Key of the deal that is followed.
        stories: Explanation of that deal under each regime that has it.
        refusal: Why the last change was refused, in sentences; empty if it was not.
        busy: Whether a film is being made.
        filling: Whether bands are being filled.
        most: Replications of the bands; None for as many as scenario and server say and time allows.
        away: Whether nobody looks: the window is gone, perhaps for a moment only, so that filling waits.
        closed: Whether the window is gone.
        surroundings: Entered around each call of a listener, such as the window in which it builds elements.
    """

    settings: Settings
    words: Words
    preset: Preset
    shown: Preset | None = None
    text: str = ""
    film: Film | None = None
    bands: Bands = field(default_factory=lambda: Bands(()))
    period: int = 0
    deal: str | None = None
    stories: dict[str, Explanation] = field(default_factory=dict)
    refusal: tuple[str, ...] = ()
    busy: bool = False
    filling: bool = False
    most: int | None = None
    away: bool = False
    closed: bool = False
    surroundings: Callable[[], AbstractContextManager[Any]] = nullcontext
    _listeners: dict[Event, list[Callable[[], None]]] = field(default_factory=dict)
    _wanted: Preset | None = None
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _story_wanted: str | None = None
    _story_runs: bool = False

    @property
    def language(self) -> Language:
        """The language."""
        return self.words.language

    @property
    def scenario(self) -> Scenario:
        """The scenario as its file says it, for names, titles and colours."""
        return read(self.settings.catalogue.source((self.shown or self.preset).scenario))

    @property
    def sides(self) -> tuple[RegimeEntry, RegimeEntry]:
        """The regimes on the left and on the right."""
        return sides(self.shown or self.preset, self.scenario)

    @property
    def asked_sides(self) -> tuple[RegimeEntry, RegimeEntry]:
        """The regimes that are asked for, shown or not yet."""
        return sides(self.preset, self.scenario)

    def number(self, name: str) -> float | None:
        """The number of a knob in what is shown; None where nothing is set."""
        shown = self.shown or self.preset
        return shown.numbers[name] if name in shown.numbers else current(self.scenario, by_name(name))

    def period_names(self) -> list[str]:
        """Year of each period, with its part where periods are shorter."""
        time = self.scenario.time
        count = self.film.periods if self.film is not None else 0
        years = [time.start_year + period // time.periods_per_year for period in range(count)]
        if time.periods_per_year == 1:
            return [str(year) for year in years]
        return [f"{year}/{period % time.periods_per_year + 1}" for period, year in enumerate(years)]

    def on(self, event: Event, listener: Callable[[], None]) -> None:
        """Call a function whenever something changes."""
        self._listeners.setdefault(event, []).append(listener)

    def change(self, preset: Preset) -> None:
        """Ask for something else; of several wishes only the last one is fulfilled."""
        self.preset = self._wanted = preset
        self.refusal = ()
        if not self.busy:
            self._start(self._fulfil())

    def go(self, period: int) -> None:
        """Show another period."""
        if self.film is None:
            return
        period = max(0, min(self.film.periods - 1, period))
        if period == self.period:
            return
        self.period = period
        self._tell("period")
        self.follow(self._first_deal())

    def follow(self, key: str | None) -> None:
        """Follow another deal."""
        if key == self.deal or self.film is None:
            return
        self.deal = key
        self.stories = {}
        self._tell("deal")
        self._ask_for_story()

    def choose(self, key: str) -> None:
        """Follow a deal and stay with it."""
        self._tell("chosen")
        self.follow(key)

    def link(self) -> dict[str, str]:
        """The fields of a link that brings back what is shown."""
        return replace(self.preset, period=self.period, deal=self.deal).to_query()

    def close(self) -> None:
        """Drop all work: the window is gone."""
        self.closed = True
        for task in self._tasks:
            task.cancel()
        self._listeners.clear()

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _tell(self, event: Event) -> None:
        if not self.closed:
            with self.surroundings():
                for listener in list(self._listeners.get(event, [])):
                    listener()

    async def _fulfil(self) -> None:
        """Make films until nothing else is asked for."""
        self.busy = True
        self._tell("busy")
        try:
            while self._wanted is not None:
                wanted, self._wanted = self._wanted, None
                await self._fulfil_one(wanted)
        finally:
            self.busy = False
            self._tell("busy")

    async def _fulfil_one(self, preset: Preset) -> None:
        try:
            text = file_text(document(preset, self.settings.catalogue))
            found = await self.settings.workers.now(workers.shoot, text, preset.replication, self.language)
        except Refused as reason:
            self._refuse(preset, (refused(reason, self.words),))
            return
        if not isinstance(found, Film):
            self._refuse(preset, found)
            return
        self._show(preset, text, found)

    def _refuse(self, preset: Preset, why: tuple[str, ...]) -> None:
        """Say why, and go back to what is shown; to the scenario as its file says it where nothing is."""
        self.refusal = why
        if self._wanted is None:
            plain = Preset(preset.scenario)
            self.preset = plain if self.shown is None else self.shown
            if self.shown is None and preset != plain:
                self._wanted = plain
        self._tell("refused")

    def _show(self, preset: Preset, text: str, film: Film) -> None:
        first = self.film is None or self.shown is None or self.shown.scenario != preset.scenario
        self.shown, self.text, self.film = preset, text, film
        self.bands = Bands(tuple(film.reels))
        if first:
            self.period = min(preset.period, film.periods - 1)
            self.deal = preset.deal if preset.deal is not None and self._known(preset.deal) else self._first_deal()
        else:
            self.period = min(self.period, film.periods - 1)
            if self.deal is None or not self._known(self.deal):
                self.deal = self._first_deal()
        self.stories = {}
        self._tell("refused")
        self._tell("film")
        self._tell("deal")
        self._ask_for_story()
        self._start(self._fill(text))

    def deals(self) -> list[tuple[Deal, dict[str, Deal]]]:
        """The projects of the period that is shown: one deal of each, and its deal by regime."""
        found: dict[str, dict[str, Deal]] = {}
        if self.film is not None:
            for regime in self.film.reels:
                for deal in self.film.frame(regime, self.period).deals:
                    found.setdefault(deal.key, {})[regime] = deal
        return [(next(iter(sides_of.values())), sides_of) for sides_of in found.values()]

    def _known(self, key: str) -> bool:
        return self.film is not None and any(self.film.deal(regime, key) is not None for regime in self.film.reels)

    def _first_deal(self) -> str | None:
        deals = self.deals()
        return deals[0][0].key if deals else None

    def _ask_for_story(self) -> None:
        self._story_wanted = self.deal
        if not self._story_runs:
            self._start(self._tell_stories())

    async def _tell_stories(self) -> None:
        """Explain deals until no other one is asked for."""
        self._story_runs = True
        try:
            while self._story_wanted is not None:
                key, self._story_wanted = self._story_wanted, None
                text, film = self.text, self.film
                if film is None:
                    return
                stories = {}
                for regime in film.reels:
                    told = await self.settings.workers.now(workers.tell, text, key, regime, film.replication)
                    if told is not None:
                        stories[regime] = told
                if text == self.text and key == self.deal:
                    self.stories = stories
                    self._tell("story")
        finally:
            self._story_runs = False

    async def _fill(self, text: str) -> None:
        """Fill the bands while nothing else is asked for."""
        await asyncio.sleep(QUIET)
        start, number, size = time.monotonic(), 0, 1
        most = self.most or min(self.settings.replications, max(8, self.scenario.replications))
        self.filling = True
        while text == self.text and number < most and not self.closed:
            if self.away:
                await asyncio.sleep(QUIET)
                continue
            if self.most is None and time.monotonic() - start > PATIENCE and number >= 8:
                break
            numbers = tuple(range(number, min(most, number + size)))
            begun = time.monotonic()
            found = await self.settings.workers.later(workers.sample, text, numbers)
            spent = max(1e-3, (time.monotonic() - begun) / len(numbers))
            if text != self.text:
                return
            self.bands.add(found, len(numbers))
            number += len(numbers)
            size = max(1, min(8, int(BATCH / spent)))
            self._tell("bands")
        if text == self.text:
            self.filling = False
            self._tell("bands")


def refused(reason: Refused, w: Words) -> str:
    """Why something is not allowed, as a sentence."""
    return w(f"page.refused.{reason.code}", **reason.fields)
