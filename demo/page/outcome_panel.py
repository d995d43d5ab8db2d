"""What comes of it: prices, support, debt over the periods; who gains and who pays; bands over replications."""

from nicegui import ui

from demo.bench import Bench
from demo.charts.gains import gains
from demo.charts.look import regime_colour
from demo.charts.series import over_time
from demo.measures import MEASURES
from demo.page.elements import Text, heading, tag
from demo.page.frame import Frame
from sim.columns import CITY_COLUMNS


class OutcomePanel:
    """Charts of the whole run."""

    def __init__(self, bench: Bench, frame: Frame) -> None:
        """Build them empty."""
        self.bench, self.frame, w = bench, frame, frame.words
        self.charts: dict[str, ui.echart] = {}
        self.nothing: dict[str, Text] = {}
        with tag("section", "panel", aria_label=w("page.outcomes")):
            heading(w("page.outcomes"))
            self.key = tag("div", "row key")
            self.state = Text("p").classes("soft small")
            self.state.props["id"] = "bands"
            with tag("div", "two"):
                for measure in MEASURES:
                    with tag("div"):
                        heading(w.text(CITY_COLUMNS[measure.name]), 3)
                        chart = ui.echart({"series": []}, renderer="svg").classes("chart small-chart")
                        self.charts[measure.name] = chart.props(f'id="series-{measure.name}"')
                        self.nothing[measure.name] = Text("p", w("page.series.none")).classes("soft small")
            heading(w("page.gains"), 3)
            Text("p", w("page.gains.why")).classes("soft small")
            self.gains = ui.echart({"series": []}, renderer="svg").classes("chart").props('id="gains"')
        bench.on("film", self.draw)
        bench.on("bands", self.draw)
        bench.on("period", self.draw_series)

    def draw(self) -> None:
        """Draw all."""
        bench, w = self.bench, self.frame.words
        if bench.film is None:
            return
        self.key.clear()
        with self.key:
            for entry in bench.sides:
                with tag("span", "row tight"):
                    tag("span", "dot").style(f"background: {regime_colour(bench.scenario, entry.key)}")
                    Text("span", w.text(entry.title))
        count = bench.bands.count
        self.state.text = w("page.bands.filling" if bench.filling or not count else "page.bands.done", count=count)
        if bench.bands.failed:
            self.state.text += " " + w("page.bands.failed", count=bench.bands.failed)
        self.draw_series()
        right = bench.sides[1]
        self.gains.options.clear()
        self.gains.options.update(gains(bench.bands, right.key, w, self.frame.large))
        self.gains.update()

    def draw_series(self) -> None:
        """Draw what goes over periods."""
        bench, film = self.bench, self.bench.film
        if film is None:
            return
        for name, chart in self.charts.items():
            known = any(value is not None for reel in film.reels.values() for value in reel.series[name])
            chart.set_visibility(known)
            self.nothing[name].set_visibility(not known)
            options = over_time(
                name, bench.scenario, bench.sides, film, bench.bands, bench.period, bench.period_names(),
                bench.words, self.frame.large,
            )  # fmt: skip
            chart.options.clear()
            chart.options.update(options)
            chart.update()
