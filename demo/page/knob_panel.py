"""The knobs: numbers of the scenario, levers of the right side, and what holds people to them."""

from dataclasses import replace
from functools import partial
from typing import Any, Final

from demo.bench import Bench
from demo.document import lever_names, lever_periods
from demo.knobs import (
    CHOICES,
    KNOBS,
    LEVER_BY_NAME,
    LEVER_KNOBS,
    OWN_LEVERS,
    STARTS,
    Facts,
    Knob,
    LeverKnob,
    current,
    facts,
    knob_facts,
    moves,
)
from demo.page.elements import Choice, Slider, Text, attribute, button, heading, tag
from demo.page.frame import Frame
from demo.preset import Enforcement, Preset
from sim.levers.pact import Pact

GROUPS: Final = ("rivalry", "officials", "accounting")
AUDIT_HIGH: Final = 0.5
PENALTY_HIGH: Final = 500.0
"""Right ends of the sliders of enforcement; assumptions."""


class KnobPanel:
    """The column of knobs."""

    def __init__(self, bench: Bench, frame: Frame) -> None:
        """Build it."""
        self.bench, self.frame, w = bench, frame, frame.words
        self.sliders: dict[str, Slider] = {}
        with tag("aside", "panel knobs", aria_label=w("page.knobs")):
            with tag("div", "row tight"):
                heading(w("page.knobs"))
                button(w("page.reset"), self._reset, "small", id="reset")
            for group in GROUPS:
                with tag("fieldset"):
                    Text("legend", w(f"page.group.{group}"))
                    for knob in KNOBS:
                        if knob.group == group and moves(bench.scenario, knob):
                            self._knob(knob)
            self.levers = tag("fieldset")
        self._draw_levers()
        bench.on("film", self.draw)
        bench.on("refused", self._draw_levers)

    # ------------------------------------------------------------ numbers of the scenario

    def _knob(self, knob: Knob) -> None:
        said, w = knob_facts(knob), self.frame.words
        own = current(self.bench.scenario, knob)
        at = self.bench.preset.numbers.get(knob.name, own)
        low, high = self._ends(knob, own)
        start = high if at is None else min(at, high)
        turn = partial(self._turn, knob)
        slider = Slider(self._title(said), low, high, knob.step, start, turn, f"knob-{knob.name}")
        self.sliders[knob.name] = slider
        self._say(knob, None if at is None else start)
        _source(said, w, f"knob.source.{knob.name}")

    def _ends(self, knob: Knob, own: float | None) -> tuple[float, float]:
        """Ends of a slider: wide enough for what the scenario says."""
        if knob.name == "rivals":
            return 1.0, float(len(self.bench.scenario.cities))
        return min(knob.low, own or knob.low), max(knob.high, own or knob.high)

    def _title(self, said: Facts) -> str:
        return said.zh if self.frame.language == "zh" else said.en

    def _say(self, knob: Knob, value: float | None) -> None:
        w = self.frame.words
        if value is None:
            text = w(f"page.unset.{knob.name}")
        elif knob.name == "rivals":
            every = self.bench.scenario.cities.values()
            parks = any(city.opens_with_joint_park for city in every)
            key = "page.cities_park" if parks else "page.cities"
            text = w(key, number=f"{value:g}", all=len(every))
        else:
            text = written(value, knob_facts(knob).unit, w)
        self.sliders[knob.name].say(text)

    def _turn(self, knob: Knob, value: float) -> None:
        bench = self.bench
        value = round(value / knob.step) * knob.step
        own = current(bench.scenario, knob)
        numbers = {name: number for name, number in bench.preset.numbers.items() if name != knob.name}
        if own is None or abs(value - own) > 1e-9:
            numbers[knob.name] = round(value, 6)
        self._say(knob, round(value, 6))
        bench.change(replace(bench.preset, numbers=numbers))

    def _reset(self) -> None:
        bench, preset = self.bench, self.bench.preset
        plain = Preset(preset.scenario, preset.left, preset.right)
        plain = replace(plain, periods=preset.periods, replication=preset.replication)
        for knob in KNOBS:
            if knob.name in self.sliders:
                own = current(bench.scenario, knob)
                self._say(knob, own)
                if own is not None:
                    self.sliders[knob.name].set(own)
        bench.change(plain)
        self._draw_levers()

    # ------------------------------------------------------------ levers of the right side

    def _draw_levers(self) -> None:
        """Build the levers anew: those that the right side has, and those that it can have."""
        bench, w = self.bench, self.frame.words
        _, right = bench.asked_sides
        self.levers.clear()
        with self.levers:
            Text("legend", w("page.group.levers", regime=w.text(right.title)))
            here = lever_names(bench.preset, right)
            for name in [*here, *(one for one in OWN_LEVERS if one not in here)]:
                self._lever(name, name in here)
            self._enforcement()

    def _lever(self, name: str, here: bool) -> None:
        bench, w = self.bench, self.frame.words
        lever = LEVER_BY_NAME[name]
        with tag("div", "lever"):
            _, right = bench.asked_sides
            on = here and any(lever_periods(bench.preset, name, right, bench.scenario))
            box = tag("input", type="checkbox", id=f"lever-{name}")
            if on:
                box.props["checked"] = True
            box.on("change", lambda e: self._put(name, bool(e.args)), js_handler="(e) => emit(e.target.checked)")
            label = Text("label", lever.title[1 if self.frame.language == "zh" else 0])
            label.props["for"] = f"lever-{name}"
            if not on:
                return
            for knob in LEVER_KNOBS:
                if knob.lever == name and (value := self._setting(name, knob.field)) is not None:
                    self._lever_knob(knob, float(value))
            for (one, setting), words in CHOICES.items():
                if one == name and (chosen := self._setting(name, setting)) is not None and str(chosen) in words:
                    said = facts(lever, setting)
                    options = {word: w(f"page.word.{word}") for word in words}
                    choose = partial(self._word, name, setting)
                    Choice(self._title(said), options, str(chosen), choose, f"lever-{name}-{setting}")

    def _setting(self, name: str, setting: str) -> Any:
        """The value of a setting of a lever on the right side; None where its levers differ or do not have it."""
        if setting in self.bench.preset.levers.get(name, {}):
            return self.bench.preset.levers[name][setting]
        _, right = self.bench.asked_sides
        values = {getattr(lever, setting, None) for lever in right.levers if lever.lever == name}
        if values:
            return values.pop() if len(values) == 1 else None
        return STARTS.get(name, {}).get(setting)

    def _lever_knob(self, knob: LeverKnob, value: float) -> None:
        said, w = knob_facts(knob), self.frame.words
        name = f"lever-{knob.lever}-{knob.field}"
        slider = Slider(self._title(said), knob.low, max(knob.high, value), knob.step, value,
                        lambda v: self._turn_lever(knob, v, slider), name)  # fmt: skip
        slider.say(written(value, said.unit, w))
        _source(said, w, f"knob.source.{knob.lever}.{knob.field}")

    def _turn_lever(self, knob: LeverKnob, value: float, slider: Slider) -> None:
        preset = self.bench.preset
        value = round(round(value / knob.step) * knob.step, 6)
        slider.say(written(value, knob_facts(knob).unit, self.frame.words))
        settings = {**preset.levers.get(knob.lever, {}), knob.field: value}
        self.bench.change(replace(preset, levers={**preset.levers, knob.lever: settings}))

    def _word(self, name: str, setting: str, word: str) -> None:
        preset = self.bench.preset
        settings = {**preset.levers.get(name, {}), setting: word}
        self.bench.change(replace(preset, levers={**preset.levers, name: settings}))

    def _put(self, name: str, on: bool) -> None:
        """Put a lever on the right side for all periods, or take it off."""
        preset = self.bench.preset
        _, right = self.bench.asked_sides
        own = any(lever.lever == name for lever in right.levers)
        levers = {key: value for key, value in preset.levers.items() if key != name}
        switches = {key: value for key, value in preset.switches.items() if key != name}
        if on and not own:
            levers[name] = dict(preset.levers.get(name, {}))
        if not on and own:
            switches[name] = ()
        self.bench.change(replace(preset, levers=levers, switches=switches))
        self._draw_levers()

    # ------------------------------------------------------------ enforcement

    def _enforcement(self) -> None:
        bench, w = self.bench, self.frame.words
        preset = bench.preset
        options = {word: w(f"page.enforcement.{word}") for word in ("stated", "chosen")}
        Choice(w("page.enforcement"), options, preset.enforcement, self._enforce, "enforcement")
        if preset.enforcement != "chosen":
            return
        for name, high, step in (("audit_probability", AUDIT_HIGH, 0.01), ("penalty", PENALTY_HIGH, 10.0)):
            said = facts(Pact, name)
            value = float(getattr(preset, name))
            turn = partial(self._term, name)
            slider = Slider(self._title(said), 0.0, max(high, value), step, value, turn, f"enforcement-{name}")
            slider.say(written(value, said.unit, w))
            self.sliders[name] = slider
            _source(said, w, f"knob.source.{name}")

    def _enforce(self, word: str) -> None:
        chosen: Enforcement = "chosen" if word == "chosen" else "stated"
        self.bench.change(replace(self.bench.preset, enforcement=chosen))
        self._draw_levers()

    def _term(self, name: str, value: float) -> None:
        self.sliders[name].say(written(value, facts(Pact, name).unit, self.frame.words))
        preset, value = self.bench.preset, round(value, 6)
        audited = replace(preset, audit_probability=value)
        self.bench.change(audited if name == "audit_probability" else replace(preset, penalty=value))

    def draw(self) -> None:
        """Mark what differs from the scenario."""
        for name, slider in self.sliders.items():
            attribute(slider.element, "data-changed", "yes" if name in self.bench.preset.numbers else None)


def written(value: float, unit: str, w: Any) -> str:
    """A number with its unit; shares in per cent."""
    if unit in ("share", "probability") or unit.startswith("share of"):
        number, of = f"{100 * value:.4g}", w.unit(unit).removeprefix("share ")
        return w("page.percent", number=number) if " of " not in unit else w("page.percent_of", number=number, of=of)
    if unit == "multiple":
        return w("page.times", number=f"{value:,.6g}")
    if value == 1 and f"page.one.{unit}" in w.texts:
        return w(f"page.one.{unit}")
    return w("page.number", number=f"{value:,.6g}", unit=w.unit(unit))


def _source(said: Facts, w: Any, key: str) -> None:
    """Unit, bounds and source of a number, folded away."""
    low, high = ("…" if end is None else f"{end:g}" for end in (said.ge, said.le))
    source = w(key) if key in w.texts else said.source
    with tag("details", "source"):
        Text("summary", w("page.source"))
        Text("p", w("page.source.text", unit=w.unit(said.unit), low=low, high=high, source=source))
