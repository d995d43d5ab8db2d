"""The two columns: a map for each regime, on the same luck."""

from collections.abc import Callable
from functools import partial
from typing import Final

from nicegui import ui
from nicegui.events import GenericEventArguments

from demo.bench import Bench
from demo.charts.region_map import industry_colours, region_map
from demo.film import Frame as PeriodFrame
from demo.page.elements import Text, tag
from demo.page.frame import Frame
from experiments.figures.lettering import amount

WATCH: Final = """(() => {
  const map = document.getElementById('map0');
  let waiting;
  const tell = () => emitEvent('resized', map.offsetWidth);
  new ResizeObserver(() => { clearTimeout(waiting); waiting = setTimeout(tell, 150); }).observe(map);
})()"""
"""Tells how wide a map is, whenever that changes."""


class Maps:
    """Two maps side by side."""

    def __init__(self, bench: Bench, frame: Frame) -> None:
        """Build them empty; films fill them."""
        self.bench, self.frame = bench, frame
        self.maps: list[ui.echart] = []
        self.titles: list[ui.label] = []
        self.totals: list[Text] = []
        w = frame.words
        self.width = 520.0
        with tag("div", "two early"):
            for side in range(2):
                with ui.element("section").classes("panel"):
                    self.titles.append(ui.label("").classes("h2"))
                    self.maps.append(ui.echart({"series": []}, renderer="svg").classes("map").props(f'id="map{side}"'))
                    self.totals.append(Text("p").classes("small"))
                    self.totals[-1].props["id"] = f"totals{side}"
        with tag("section", "panel early"):
            self.key = tag("div", "row key")
            Text("p", w("page.map.why")).classes("soft small")
        for chart in self.maps:
            chart.on("chart:mouseover", partial(self.point, self.bench.follow), ["seriesId", "data"], throttle=0.15)
            chart.on("chart:click", partial(self.point, self.bench.choose), ["seriesId", "data"], throttle=0.15)
        ui.on("resized", lambda event: self.resize(event.args))
        ui.run_javascript(WATCH)
        bench.on("film", self.legend)
        bench.on("film", self.draw)
        bench.on("period", self.draw)
        bench.on("deal", self.draw)

    def point(self, act: Callable[[str], None], event: GenericEventArguments) -> None:
        """Follow or choose the deal whose arc the pointer is on."""
        found = event.args if isinstance(event.args, dict) else {}
        data = found.get("data")
        key = data.get("key") if isinstance(data, dict) and found.get("seriesId") == "deals" else None
        if isinstance(key, str) and any(deal.key == key for deal, _ in self.bench.deals()):
            act(key)

    def resize(self, width: object) -> None:
        """Place the names anew for another width in pixels."""
        if isinstance(width, int | float) and 50 < width < 10_000 and abs(width - self.width) > 2:
            self.width = float(width)
            self.draw()

    def draw(self) -> None:
        """Draw the period that is shown."""
        bench, film = self.bench, self.bench.film
        if film is None:
            return
        for side, entry in enumerate(bench.sides):
            self.titles[side].text = bench.words.text(entry.title)
            options = region_map(
                bench.scenario, film, entry.key, bench.period, bench.words, width=self.width, large=self.frame.large,
                followed=bench.deal,
            )  # fmt: skip
            self.maps[side].options.clear()
            self.maps[side].options.update(options)
            self.maps[side].update()
            self.totals[side].text = self._total(film.frame(entry.key, bench.period))

    def legend(self) -> None:
        """Name the colours of the industries."""
        bench, film = self.bench, self.bench.film
        if film is None:
            return
        self.key.clear()
        with self.key:
            for kind, colour in industry_colours(bench.scenario, film).items():
                with tag("span", "row tight"):
                    tag("span", "dot").style(f"background: {colour}")
                    Text("span", bench.words.text(bench.scenario.industries[kind].title))

    def _total(self, frame: PeriodFrame) -> str:
        """What happened in a period, in numbers."""
        w = self.bench.words
        paid = sum(city["concession"] or 0.0 for city in frame.cities.values())
        said = w("page.map.total", hosted=frame.hosted, left=frame.left, amount=amount(paid))
        if frame.asked_again:
            again = w("page.map.moved", asked=frame.asked_again, moved=frame.moved)
            said += w("summary.space") + again
        if frame.breaches:
            names = w("figure.list").join(w.name(self.bench.scenario.cities[key]) for key in frame.breaches)
            said += w("summary.space") + w("page.map.breach", cities=names)
        return said
