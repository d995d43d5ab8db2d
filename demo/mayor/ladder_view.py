"""The bidding of an open contest on a page: a chart over rounds, and how things stand as a table."""

from collections.abc import Mapping
from typing import Any, cast

from nicegui import ui

from demo.mayor import phrases
from demo.mayor.ladder_chart import ladder_chart, rounds_table
from demo.mayor.parts import Box
from demo.mayor.view import OUTSIDE, Rung
from demo.page.elements import Text, heading, table, tag
from demo.page.frame import Frame
from experiments.grid import Grid
from sim.schema import Scenario


class LadderView:
    """A box that follows the bidding of one table."""

    def __init__(self, scenario: Scenario, frame: Frame, name: str) -> None:
        """Make it empty and out of sight.

        Args:
            scenario: The scenario, for names and colours.
            frame: The frame of the page.
            name: Id of the box.
        """
        self._scenario, self._frame, w = scenario, frame, frame.words
        self._shown: object = None
        with tag("section", "panel", id=name) as self._box:
            heading(w("mayor.ladder.title"))
            self._chart = ui.echart({}).classes("chart")
            self._leader = Text("p")
            self._standing = Box()
            self._hidden = Text("p", w("mayor.ladder.hidden"))
        self._box.set_visibility(False)

    def show(self, ladder: tuple[Rung, ...], mayors: Mapping[str, tuple[str, ...]], sealed: bool) -> None:
        """Show the bidding so far.

        Args:
            ladder: The public course; empty before the first contest.
            mayors: Names of the persons by city.
            sealed: Whether offers are sealed, so that there is nothing to follow.
        """
        now = (ladder, tuple(mayors.items()), sealed)
        if now == self._shown:
            return
        self._shown = now
        self._box.set_visibility(sealed or bool(ladder))
        self._hidden.set_visibility(sealed)
        self._chart.set_visibility(not sealed and any(any(rung.offers.values()) for rung in ladder))
        w, scenario = self._frame.words, self._scenario
        outside = bool(ladder) and not sealed and ladder[-1].leader == OUTSIDE
        self._leader.text = w("mayor.ladder.outside") if outside else ""
        if sealed or not ladder:
            self._standing.show(None, None)
            return
        options = cast("dict[str, Any]", self._chart.options)
        options.clear()
        options.update(ladder_chart(scenario, ladder, w, self._frame.large))
        self._chart.update()
        names = dict(mayors)
        rows = []
        for (city, _), row in zip(ladder[-1].offers.items(), rounds_table(scenario, ladder, w), strict=True):
            rows.append([*row, w("figure.list").join(names.get(city, (w("mayor.ladder.model"),)))])
        headings = [w(f"mayor.ladder.{key}") for key in ("city", "offer", "state", "mayors")]
        grid = Grid(phrases.standing_title(ladder, w), headings, rows, left=frozenset({2, 3}))
        self._standing.show(grid, lambda: _table(grid))


def _table(grid: Grid) -> None:
    table(grid)
