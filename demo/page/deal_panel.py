"""The projects of the period, and the deal that is followed: ladder, sentence, table and waterfall on both sides."""

from collections.abc import Callable
from typing import Any, Final

from nicegui import ui

from demo.bench import Bench
from demo.charts.ladder import WIDTH, Look, ladder, legend
from demo.charts.look import OTHER_INDUSTRY, outlined
from demo.charts.region_map import industry_colours
from demo.charts.waterfall import waterfall
from demo.film import Deal
from demo.page.elements import Text, attribute, heading, table, tag
from demo.page.frame import Frame
from demo.sentences import economics
from experiments import explain_report
from experiments.figures.lettering import amount
from experiments.project_names import project_name
from sim.explain import Explanation

HOVER: Final = 0.15
"""Seconds between two deals that the pointer asks for."""


class DealList:
    """The projects of the period under both regimes; pointing at one follows it.

    A click, or moving the focus to it, stays with it: the replay pauses. The pointer alone does not pause, since
    periods that follow put other projects below a pointer that rests.
    """

    def __init__(self, bench: Bench, frame: Frame) -> None:
        """Build it empty."""
        self.bench, self.frame, w = bench, frame, frame.words
        self.buttons: dict[str, Text] = {}
        with tag("section", "panel", aria_label=w("page.deals")):
            heading(w("page.deals"))
            Text("p", w("page.deals.why")).classes("soft small")
            self.box = tag("div", "scroll")
        bench.on("film", self.draw)
        bench.on("period", self.draw)
        bench.on("deal", self.mark)

    def draw(self) -> None:
        """Show the projects of the period."""
        bench, film = self.bench, self.bench.film
        if film is None:
            return
        colours = industry_colours(bench.scenario, film)
        self.box.clear()
        self.buttons = {}
        with self.box, tag("table", "numbers deals"):
            with tag("thead"), tag("tr"):
                for text in self._headings():
                    Text("th", text).props["scope"] = "col"
            with tag("tbody"):
                for deal, by_regime in bench.deals():
                    self._row(deal, by_regime, colours.get(deal.industry or "", OTHER_INDUSTRY))
        self.mark()

    def _headings(self) -> list[str]:
        w = self.frame.words
        titles = [w.text(entry.title) for entry in self.bench.sides]
        return [w("page.deals.project"), w("page.deals.investment"), *titles]

    def _row(self, deal: Deal, by_regime: dict[str, Deal], colour: str) -> None:
        bench, w = self.bench, self.frame.words
        name = project_name(bench.scenario, deal.key, deal.kind, deal.industry, w)
        hosts = [by_regime[entry.key].host if entry.key in by_regime else "-" for entry in bench.sides]
        with tag("tr", "differs" if len(set(hosts)) > 1 else "") as row:
            with tag("th", scope="row"), tag("div", "row tight"):
                tag("span", "dot").style(f"background: {colour}")
                button = Text("button", name)
                button.classes("plain").props["type"] = "button"
                button.props["data-deal"] = deal.key
                button.on("focus", self._choose(deal.key), args=[])
                button.on("click", self._choose(deal.key), args=[])
                self.buttons[deal.key] = button
            Text("td", amount(deal.numbers["investment"] or 0.0)).classes("number")
            for entry in bench.sides:
                Text("td", self._ending(by_regime.get(entry.key)))
        row.on("mouseenter", self._follow(deal.key), args=[], throttle=HOVER, leading_events=True, trailing_events=True)

    def _follow(self, key: str) -> Callable[[], None]:
        return lambda: self.bench.follow(key)

    def _choose(self, key: str) -> Callable[[], None]:
        return lambda: self.bench.choose(key)

    def _ending(self, deal: Deal | None) -> str:
        """Where it went, and for how much."""
        w = self.frame.words
        if deal is None:
            return "-"
        if deal.host is None:
            return w("page.map.left")
        paid = deal.numbers["concession"] or 0.0
        return w("page.deals.ending", host=w.name(self.bench.scenario.cities[deal.host]), concession=amount(paid))

    def mark(self) -> None:
        """Mark the deal that is followed."""
        for key, button in self.buttons.items():
            attribute(button, "aria-current", "true" if key == self.bench.deal else None)


class DealPanel:
    """The deal that is followed, side by side."""

    def __init__(self, bench: Bench, frame: Frame) -> None:
        """Build it empty."""
        self.bench, self.frame, w = bench, frame, frame.words
        with tag("section", "deal", aria_label=w("page.deal")):
            self.title = heading("")
            self.title.props["id"] = "deal-title"
            with tag("div", "two"):
                self.sides = [Story(bench, frame, side) for side in range(2)]
        bench.on("deal", self.name)
        bench.on("film", self.name)
        bench.on("story", self.draw)

    def name(self) -> None:
        """Say which deal is followed."""
        bench, w = self.bench, self.frame.words
        found = next((deal for deal, _ in bench.deals() if deal.key == bench.deal), None)
        if found is None and bench.film is not None and bench.deal is not None:
            reels = (bench.film.deal(regime, bench.deal) for regime in bench.film.reels)
            found = next((deal for deal in reels if deal is not None), None)
        if found is not None:
            name = project_name(bench.scenario, found.key, found.kind, found.industry, w)
            self.title.text = w("page.deal.title", project=name)

    def draw(self) -> None:
        """Show its explanation under both regimes."""
        for side, entry in zip(self.sides, self.bench.sides, strict=True):
            side.draw(self.bench.stories.get(entry.key))


class Story:
    """One deal under one regime."""

    def __init__(self, bench: Bench, frame: Frame, side: int) -> None:
        """Build it empty."""
        self.bench, self.frame, self.side = bench, frame, side
        with tag("section", "panel"):
            self.title = heading("", 3)
            self.sentence = Text("p").classes("sentence")
            self.sentence.props["id"] = f"sentence{side}"
            self.sentence.props["aria-live"] = "polite"
            self.key = tag("div", "row small")
            self.ladder = ui.echart({"series": []}, renderer="svg").classes("chart").props(f'id="ladder{side}"')
            self.rounds = tag("div", id=f"rounds{side}")
            self.waterfall = ui.echart({"series": []}, renderer="svg").classes("chart").props(f'id="waterfall{side}"')

    def draw(self, told: Explanation | None) -> None:
        """Show an explanation; None where the regime does not have the deal."""
        bench, w = self.bench, self.frame.words
        self.title.text = w.text(bench.sides[self.side].title)
        bids = told is not None and told.asked == "cities"
        self.ladder.set_visibility(bids)
        self.waterfall.set_visibility(told is not None and told.asked != "assigned")
        self.rounds.clear()
        self.key.clear()
        if told is None:
            self.sentence.text = w("page.deal.none")
            return
        funds = 1.0 + (bench.number("funds") or 0.0)
        self.sentence.text = economics(told, bench.scenario, w, funds)
        if bids:
            with self.key:
                for look in legend(told, bench.scenario, w):
                    with tag("span", "row tight"):
                        drawn(look)
                        Text("span", look.name)
            put(self.ladder, ladder(told, bench.scenario, w, self.frame.large))
            grid = explain_report.rounds(told, bench.scenario, w) or explain_report.bidders(told, bench.scenario, w)
            if grid is not None:
                with self.rounds, tag("details"):
                    Text("summary", w("page.deal.table"))
                    table(grid)
        if told.asked != "assigned":
            put(self.waterfall, waterfall(told, bench.scenario, w, self.frame.large))


def drawn(look: Look) -> None:
    """The sign of a legend: a line with its marker, or the marker alone."""
    wide = 12 if look.dash is None else 40
    with tag("svg", "sign", width=wide, height=12, viewBox=f"0 0 {wide} 12", aria_hidden="true"):
        if look.dash is not None:
            line = tag("line", x1=0, y1=6, x2=wide, y2=6, stroke=look.colour, stroke_width=WIDTH)
            attribute(line, "stroke-dasharray", " ".join(f"{length:g}" for length in look.dash) or None)
        edge = look.colour if look.dash is not None else outlined(look.colour)["borderColor"]
        tag("path", d=look.marker, transform=f"translate({wide / 2 - 5:g} 1)", fill=look.colour, stroke=edge)


def put(chart: ui.echart, options: dict[str, Any]) -> None:
    """Show other options in a chart."""
    chart.options.clear()
    chart.options.update(options)
    chart.update()
