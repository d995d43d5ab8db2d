"""What is compared: the scenario, the two regimes, and the luck; and how to take it along."""

from dataclasses import replace

from nicegui import ui

from demo.bench import Bench
from demo.catalogue import LESSONS, read
from demo.document import document, file_text, sides
from demo.page.elements import Choice, Text, button, heading, tag
from demo.page.frame import Frame
from demo.preset import MOST_REPLICATION, Preset
from experiments.manifest import version


class Choices:
    """The row above the maps."""

    def __init__(self, bench: Bench, frame: Frame) -> None:
        """Build it."""
        self.bench, self.frame, w = bench, frame, frame.words
        scenario = bench.scenario
        with tag("section", "panel", aria_label=w("page.choices")):
            heading(w("page.title"), 1)
            self.about = Text("p", w.text(scenario.title)).classes("soft")
            with tag("div", "row ends"):
                Choice(
                    w("page.scenario"), self._scenarios(), bench.preset.scenario, self._scenario, "scenario",
                    groups={w("page.nav.lessons"): self._scenarios(lessons=True)},
                )  # fmt: skip
                left, right = sides(bench.preset, scenario)
                titles = {entry.key: w.text(entry.title) for entry in (*scenario.regimes, left, right)}
                self.left = Choice(w("page.left"), titles, left.key, lambda key: self._regime("left", key), "left")
                self.right = Choice(w("page.right"), titles, right.key, lambda key: self._regime("right", key), "right")
                button(w("page.luck"), self._luck, id="luck", title=w("page.luck.why"))
                button(w("page.download"), self._download, id="download")
                button(w("page.link"), self._link, id="link")
            self.luck = Text("p").classes("soft small").props('id="which"')
        bench.on("film", self.draw)

    def draw(self) -> None:
        """Say which replication is shown, and keep the address of the page in step."""
        film, w = self.bench.film, self.frame.words
        if film is not None:
            seed = self.bench.scenario.seed
            said = w("page.which", number=film.replication, seed=seed)
            every = self.bench.scenario.time.periods
            if film.periods < every:
                said += w("summary.space") + w("page.shortened", shown=film.periods, every=every)
            self.luck.text = said

    def _scenarios(self, lessons: bool = False) -> dict[str, str]:
        w, sources = self.frame.words, self.bench.settings.catalogue.sources
        return {name: w.text(read(sources[name]).title) for name in sources if (name in LESSONS) == lessons}

    def _scenario(self, name: str) -> None:
        ui.navigate.to(self.frame.address(Preset(name).to_query()))

    def _regime(self, side: str, key: str) -> None:
        bench = self.bench
        left, right = sides(bench.preset, bench.scenario)
        other = right.key if side == "left" else left.key
        if key == other:  # the two change places
            preset = replace(bench.preset, left=right.key, right=left.key)
        else:
            first, second = (key, right.key) if side == "left" else (left.key, key)
            preset = replace(bench.preset, left=first, right=second)
        if preset.right != right.key:  # its levers are others
            preset = replace(preset, levers={}, switches={})
        ui.navigate.to(self.frame.address(replace(preset, period=bench.period).to_query()))

    def _luck(self) -> None:
        number = (self.bench.preset.replication + 1) % (MOST_REPLICATION + 1)
        self.bench.change(replace(self.bench.preset, replication=number))

    def _download(self) -> None:
        bench, shown = self.bench, self.bench.shown
        if shown is None:
            return
        name = f"{shown.scenario.replace('/', '_')}_demo.yaml"
        head = tuple(
            self.frame.words(key, file=name, number=shown.replication, version=version())
            for key in ("page.file.head", "page.file.how")
        )
        text = file_text(document(shown, bench.settings.catalogue), head)
        ui.download.content(text.encode("utf-8"), name, "application/yaml")

    def _link(self) -> None:
        w = self.frame.words
        where = self.frame.address(self.bench.link())
        with ui.dialog() as dialog, ui.card():
            Text("h2", w("page.link"))
            Text("p", w("page.link.why")).classes("soft")
            tag("textarea", "link", readonly=True, rows=4, id="link-text", aria_label=w("page.link"))
            ui.run_javascript(
                f"const e = document.getElementById('link-text'); e.value = location.origin + {where!r}; e.select();"
            )
            button(w("page.close"), dialog.close, id="link-close")
        dialog.open()
