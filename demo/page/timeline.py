"""The time axis: a cell for each period, and a row for each lever that a click turns on or off from there."""

from demo.bench import Bench
from demo.document import lever_names, lever_periods, switched
from demo.knobs import LEVER_BY_NAME
from demo.page.elements import Text, attribute, tag
from demo.page.frame import Frame

ALONG = """(e) => {
  const to = {ArrowRight: 'nextElementSibling', ArrowLeft: 'previousElementSibling'}[e.key];
  const next = to && e.target[to];
  if (next && next.tagName === 'BUTTON') { e.preventDefault(); next.focus(); }
}"""
"""Arrow keys go along a row."""


class Timeline:
    """Periods across, levers down."""

    def __init__(self, bench: Bench, frame: Frame) -> None:
        """Build it empty; films fill it."""
        self.bench, self.frame, w = bench, frame, frame.words
        self.periods: list[Text] = []
        self.rows: dict[str, list[Text]] = {}
        with tag("section", "panel early", aria_label=w("page.timeline")):
            self.why = Text("p", w("page.timeline.why")).classes("soft small")
            with tag("div", "scroll"):
                self.box = tag("div", "timeline")
        bench.on("film", self.build)
        bench.on("period", self.mark)

    def build(self) -> None:
        """Build the rows of the levers that there are; the same ones are only marked."""
        bench, film, w = self.bench, self.bench.film, self.frame.words
        if film is None:
            return
        _, right = bench.sides
        names = lever_names(bench.preset, right)
        if len(self.periods) != film.periods or tuple(self.rows) != names:
            self.box.clear()
            widest = max(len(text) for text in bench.period_names())
            least = 0.55 * widest + 0.6  # letters of the years are a little smaller
            self.box.style(f"grid-template-columns: max-content repeat({film.periods}, minmax({least:.2f}em, 1fr))")
            with self.box:
                Text("span", w("page.timeline.period")).classes("name soft")
                self.periods = [self._period(period, text) for period, text in enumerate(bench.period_names())]
                self.rows = {name: self._row(name) for name in names}
        self.mark()

    def _period(self, period: int, text: str) -> Text:
        cell = Text("button", text)
        cell.classes("cell year").props["type"] = "button"
        cell.props["id"] = f"period-{period}"
        cell.on("click", lambda: self.bench.go(period), args=[])
        cell.on("keydown", js_handler=ALONG)
        return cell

    def _row(self, name: str) -> list[Text]:
        Text("span", self._title(name)).classes("name")
        return [self._cell(name, period) for period in range(len(self.periods))]

    def _title(self, name: str) -> str:
        return LEVER_BY_NAME[name].title[1 if self.frame.language == "zh" else 0]

    def _cell(self, name: str, period: int) -> Text:
        cell = Text("button")
        cell.classes("cell switch").props["type"] = "button"
        cell.props["id"] = f"at-{name}-{period}"
        cell.on("click", lambda: self.turn(name, period), args=[])
        cell.on("keydown", js_handler=ALONG)
        return cell

    def turn(self, name: str, period: int) -> None:
        """Turn a lever on or off from a period until it turns next."""
        bench = self.bench
        _, right = bench.asked_sides
        bench.change(switched(bench.preset, name, period, right, bench.scenario))
        self.mark()

    def mark(self) -> None:
        """Mark the period that is shown, and where each lever is on."""
        bench, w = self.bench, self.frame.words
        _, right = bench.asked_sides
        years = bench.period_names()
        for period, cell in enumerate(self.periods):
            attribute(cell, "aria-current", "step" if period == bench.period else None)
            attribute(cell, "tabindex", 0 if period == bench.period else -1)
        for name, cells in self.rows.items():
            on = lever_periods(bench.preset, name, right, bench.scenario)
            for period, cell in enumerate(cells):
                here = period < len(on) and on[period]
                attribute(cell, "aria-pressed", "true" if here else "false")
                attribute(cell, "data-now", "yes" if period == bench.period else None)
                attribute(cell, "tabindex", 0 if period == bench.period else -1)
                key = "page.timeline.off" if here else "page.timeline.on"
                attribute(cell, "aria-label", w(key, lever=self._title(name), period=years[period]))
                attribute(cell, "title", w(key, lever=self._title(name), period=years[period]))
