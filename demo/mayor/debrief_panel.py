"""The debriefing of one city: what was earned, judged and paid, and what was hidden."""

from collections.abc import Awaitable, Callable

from nicegui import ui

from demo.mayor import phrases
from demo.mayor.debriefing import YOU, Debriefing
from demo.mayor.record import PARTIES
from demo.page.elements import Text, heading, table, tag
from demo.page.frame import Frame
from experiments.figures.lettering import amount, signed
from experiments.grid import Grid
from sim.schema import Scenario


class DebriefPanel:
    """A box that waits for a debriefing and shows it."""

    def __init__(self, scenario: Scenario, frame: Frame, work: Callable[[], Awaitable[Debriefing]]) -> None:
        """Begin to wait.

        Args:
            scenario: The scenario.
            frame: The frame of the page.
            work: Computes the debriefing.
        """
        self._scenario, self._frame, self._work = scenario, frame, work
        with tag("div", "stage", id="debriefing") as self._box:
            self._note = Text("p", frame.words("mayor.debrief.working"))
            self._note.props["role"] = "status"
        ui.timer(0.0, self._fill, once=True)

    async def _fill(self) -> None:
        try:
            found = await self._work()
        except Exception:
            # What went wrong is a fault of ours: it belongs into the server's log, whole.
            self._note.text = self._frame.words("mayor.debrief.failed")
            raise
        if self._box.is_deleted:
            return
        self._box.clear()
        with self._box:
            show_debriefing(self._scenario, self._frame, found)


def show_debriefing(scenario: Scenario, frame: Frame, found: Debriefing) -> None:
    """Show a debriefing.

    Args:
        scenario: The scenario.
        frame: The frame of the page.
        found: What came of the session for one city.
    """
    w = frame.words
    with tag("section", "panel", id="earned"):
        heading(w("mayor.debrief.title"), 1)
        for sentence in phrases.earned(scenario, found, w):
            Text("p", sentence)
        table(_strategies(scenario, frame, found), most=20).classes("marked")
    with tag("div", "two"):
        with tag("section", "panel", id="judgement"):
            heading(w("mayor.debrief.curse"))
            for sentence in phrases.curse_said(scenario, found, w):
                Text("p", sentence)
            table(_judgement(scenario, frame, found))
        with tag("section", "panel", id="paid"):
            heading(w("mayor.debrief.who_paid"))
            Text("p", phrases.hosts_said(found, w))
            table(_parties(frame, found))
            Text("p", w("mayor.debrief.efficient_why")).classes("soft small")
    with tag("section", "panel", id="revealed"):
        heading(w("mayor.debrief.revealed"))
        with tag("div", "two"):
            for place in range(len(found.records)):
                table(_revealed(scenario, frame, found, place))
        Text("p", w("mayor.money")).classes("soft small")


def _strategies(scenario: Scenario, frame: Frame, found: Debriefing) -> Grid:
    w = frame.words
    staff = scenario.cities[found.city].strategy.name
    keys = ("strategy", "rank_column", "payoff", "judged_payoff", "won", "paid")
    rows = [
        [
            ("▶ " if line.name == YOU else "") + phrases.line_name(line, staff, w),
            str(line.rank) if line.won else "-",
            amount(line.payoff),
            amount(line.judged_payoff),
            str(line.won),
            amount(line.concession),
        ]
        for line in found.lines
    ]
    return Grid(w("mayor.debrief.strategies"), [w(f"mayor.debrief.{key}") for key in keys], rows)


def _judgement(scenario: Scenario, frame: Frame, found: Debriefing) -> Grid:
    w = frame.words
    keys = ("project", "judged", "value", "error", "offer", "needed", "host")
    rows = []
    for place, (record, own) in enumerate(zip(found.records, found.own, strict=True)):
        if own.invited:
            rows.append([
                phrases.contest_name(scenario, found, place, w),
                amount(own.judged), amount(own.value), signed(own.error), amount(own.offer),
                amount(own.needed), phrases.city_name(scenario, record.host, w),
            ])  # fmt: skip
    headings = [w(f"mayor.debrief.{key}") for key in keys]
    return Grid(w("mayor.debrief.judgement"), headings, rows, left=frozenset({6}))


def _parties(frame: Frame, found: Debriefing) -> Grid:
    w = frame.words
    rows = [
        [
            w(f"mayor.debrief.party.{party}"),
            amount(found.paid[party]),
            amount(found.efficient[party]),
            signed(found.paid[party] - found.efficient[party]),
        ]
        for party in PARTIES
    ]
    total, best = sum(found.paid.values()), sum(found.efficient.values())
    rows.append([w("mayor.debrief.party.total"), amount(total), amount(best), signed(total - best)])
    keys = ("party", "as_it_went", "efficient", "difference")
    return Grid(w("mayor.debrief.who_paid"), [w(f"mayor.debrief.{key}") for key in keys], rows)


def _revealed(scenario: Scenario, frame: Frame, found: Debriefing, place: int) -> Grid:
    w = frame.words
    keys = ("city", "offer", "reservation", "judged", "value", "needed")
    rows = [
        [
            phrases.city_name(scenario, city, w),
            amount(one.offer),
            amount(one.reservation),
            amount(one.judged),
            amount(one.value),
            amount(one.needed),
        ]
        for city, one in found.records[place].cities.items()
        if one.invited
    ]
    return Grid(phrases.contest_name(scenario, found, place, w), [w(f"mayor.debrief.{key}") for key in keys], rows)
