"""The two columns: a map for each regime, on the same luck."""

from nicegui import ui

from demo.bench import Bench
from demo.charts.region_map import region_map
from demo.page.frame import Frame


class Maps:
    """Two maps side by side."""

    def __init__(self, bench: Bench, frame: Frame) -> None:
        """Build them empty; films fill them."""
        self.bench, self.frame = bench, frame
        self.maps: list[ui.echart] = []
        self.titles: list[ui.label] = []
        self.width = 520.0
        with ui.element("div").classes("two"):
            for side in range(2):
                with ui.element("section").classes("panel"):
                    self.titles.append(ui.label("").classes("h2"))
                    self.maps.append(ui.echart({"series": []}, renderer="svg").classes("map").props(f'id="map{side}"'))
        for event in ("film", "period", "deal"):
            bench.on(event, self.draw)

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
