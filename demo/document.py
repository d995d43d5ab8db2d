"""The scenario behind a page as a document that `citybid run` reads: the page runs nothing else.

What a preset says is laid over `extends: bundled:NAME`, and the model's own loader reads the result, so the file that
people download gives the numbers that they saw.
"""

from dataclasses import replace
from functools import lru_cache
from typing import Any, Final

import yaml

from demo.catalogue import Catalogue, read
from demo.knobs import CHOICES, EVERY, LEVER_BY_NAME, LEVER_KNOBS, OWN_LEVERS, STARTS, by_name, checked
from demo.preset import Preset, Refused, Value
from sim.regime_book import active_periods
from sim.scenario import bundled, from_dict, resolved
from sim.schema import RegimeEntry, Scenario
from sim.schema.economy import Time

type Document = dict[str, Any]

MOST_PAIRS: Final = 600_000
"""Pairs of project and city that a page runs at most in one replication, before it shortens the calendar."""

CHOSEN: Final = {"compliance": "chosen"}


def document(preset: Preset, catalogue: Catalogue) -> Document:
    """A preset as plain data with the structure of a scenario file.

    Raises:
        Refused: If it names what the scenario does not have, or a number outside its bounds.
    """
    source = catalogue.source(preset.scenario)
    scenario = read(source)
    left, right = sides(preset, scenario)
    file = _bottom(source, scenario)
    periods = shown_periods(preset, scenario)
    if periods != scenario.time.periods:
        file["time"] = {**file.get("time", {}), "periods": periods}
        if scenario.projects.watched:
            file["projects"] = {**file.get("projects", {}), "watched": _in_time(scenario, periods)}
    for name, value in preset.numbers.items():
        knob = by_name(name)
        _lay(file, knob.path, checked(knob, value), scenario)
    time = scenario.time.model_copy(update={"periods": periods})
    entry = right.model_dump(mode="json", exclude_unset=True)
    entry["levers"] = _levers(preset, right, scenario, time)
    file["regimes"] = [left.model_dump(mode="json", exclude_unset=True), entry]
    return {**file, "sweeps": [], "prior": None}


def scenario_of(file: Document) -> Scenario:
    """The scenario that a document means.

    Raises:
        sim.ScenarioError: If the model refuses it.
    """
    return _read(file_text(file))


@lru_cache(maxsize=8)
def _read(text: str) -> Scenario:
    return from_dict(yaml.safe_load(text))


def file_text(file: Document, head: tuple[str, ...] = ()) -> str:
    """A document as YAML, with comment lines at its top."""
    lines = [f"# {line}".rstrip() for text in head for line in text.splitlines()]
    return "\n".join([*lines, yaml.dump(file, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=110)])


class _Plain(yaml.SafeDumper):
    """Writes what is the same twice as two copies: scenario files have no anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def sides(preset: Preset, scenario: Scenario) -> tuple[RegimeEntry, RegimeEntry]:
    """The regimes on the left and on the right.

    Raises:
        Refused: If the scenario has no such regime, or the two are the same.
    """
    by_key = {entry.key: entry for entry in scenario.regimes}
    for name in ("left", "right"):
        key = getattr(preset, name)
        if key is not None and key not in by_key:
            raise Refused("regime", value=key, allowed=", ".join(by_key))
    left = preset.left or scenario.regimes[0].key
    right = preset.right or next((key for key in by_key if key != left), None)
    if right is None:
        entry = RegimeEntry.model_validate({"key": "coordination", "title": {"en": "Coordination", "zh": "协同"}})
        return by_key[left], entry
    if left == right:
        raise Refused("same", value=left)
    return by_key[left], by_key[right]


def shown_periods(preset: Preset, scenario: Scenario) -> int:
    """Periods that are run: what was asked for, else as many as can be shown without a long wait."""
    periods = scenario.time.periods
    if preset.periods is not None:
        return min(preset.periods, periods)
    if scenario.projects.drawn_pipeline is None:
        return periods
    arrivals = scenario.projects.terms.arrivals_per_year / scenario.time.periods_per_year
    return max(1, min(periods, int(MOST_PAIRS // max(1.0, arrivals * len(scenario.cities)))))


def lever_periods(preset: Preset, name: str, right: RegimeEntry, scenario: Scenario) -> tuple[bool, ...]:
    """In which periods the levers of a name are on, on the right side."""
    periods = shown_periods(preset, scenario)
    if name in preset.switches:
        flips = preset.switches[name]
        return tuple(sum(at <= period for at in flips) % 2 == 1 for period in range(periods))
    own = [lever for lever in right.levers if lever.lever == name]
    if not own:
        return (name in preset.levers,) * periods
    shown = scenario.model_copy(update={"time": scenario.time.model_copy(update={"periods": periods})})
    on = {period for lever in own for period in active_periods(lever, shown)}
    return tuple(period in on for period in range(periods))


def lever_names(preset: Preset, right: RegimeEntry) -> tuple[str, ...]:
    """Names of the levers on the right side, those of the regime first."""
    return tuple(dict.fromkeys([*(lever.lever for lever in right.levers), *preset.levers]))


def switched(preset: Preset, name: str, period: int, right: RegimeEntry, scenario: Scenario) -> Preset:
    """The preset with a lever turned from off to on, or from on to off, from a period until it turns next."""
    on = list(lever_periods(preset, name, right, scenario))
    before = on[period]
    for later in range(period, len(on)):
        if on[later] != before:
            break
        on[later] = not before
    flips = tuple(p for p, now in enumerate(on) if now != (on[p - 1] if p else False))
    return replace(preset, switches={**preset.switches, name: flips})


def _bottom(source: str, scenario: Scenario) -> Document:
    """What a document builds on: a bundled scenario by name, another file with all that it says."""
    if source in bundled():
        return {"extends": f"bundled:{source}"}
    return resolved(scenario)


def _in_time(scenario: Scenario, periods: int) -> list[Any]:
    """Watched projects that arrive within the calendar."""
    return [
        lead.model_dump(mode="json", exclude_unset=True) for lead in scenario.projects.watched if lead.period < periods
    ]


def _lay(file: Document, path: tuple[str, ...], value: float | int, scenario: Scenario) -> None:
    """Lay a number over a document."""
    if path[1] == EVERY:
        for key in scenario.cities:
            _lay(file, ("cities", "set", key, *path[2:]), value, scenario)
        return
    place = file
    for part in path[:-1]:
        place[part] = dict(place.get(part) or {})
        place = place[part]
    place[path[-1]] = value


def _levers(preset: Preset, right: RegimeEntry, scenario: Scenario, time: Time) -> list[Document]:
    """The levers of the right side as a file says them, dated by the periods in which they are on."""
    found: list[Document] = []
    for name in lever_names(preset, right):
        plain = [lever.model_dump(mode="json", exclude_unset=True) for lever in right.levers if lever.lever == name]
        settings = preset.levers.get(name, {})
        plain = plain or [_fresh(name, scenario)]
        plain = [{**lever, **{key: _setting(name, key, value) for key, value in settings.items()}} for lever in plain]
        if name not in preset.switches and any(lever.lever == name for lever in right.levers):
            shown = scenario.model_copy(update={"time": time})
            own = [lever for lever in right.levers if lever.lever == name]
            found += [said for lever, said in zip(own, plain, strict=True) if active_periods(lever, shown)]
            continue
        for start, end in windows(lever_periods(preset, name, right, scenario)):
            dates = {"start": day(time, start)} if start else {}
            dates |= {"end": day(time, end)} if end < time.periods else {}
            undated = [{key: value for key, value in lever.items() if key not in ("start", "end")} for lever in plain]
            found += [{**lever, **dates} for lever in undated]
    return _kept_by_choice(found, preset) if preset.enforcement == "chosen" else found


def _fresh(name: str, scenario: Scenario) -> Document:
    """A lever that the page adds, for all cities, with the values it starts from (assumptions).

    Raises:
        Refused: If the page cannot add it.
    """
    if name not in OWN_LEVERS:
        raise Refused("lever", value=name, allowed=", ".join(OWN_LEVERS))
    lever: Document = {"lever": name, **STARTS.get(name, {})}
    if "members" in LEVER_BY_NAME[name].model_fields:
        lever["members"] = [key for key, city in scenario.cities.items() if not city.opens_with_joint_park]
    return lever


def _setting(lever: str, name: str, value: Value) -> Value:
    """A setting of a lever, checked.

    Raises:
        Refused: If the page does not offer it, or its value is not allowed.
    """
    words = CHOICES.get((lever, name))
    if words is not None:
        if value not in words:
            raise Refused("choice", name=f"lever.{lever}.{name}", value=str(value), allowed=", ".join(words))
        return value
    for knob in LEVER_KNOBS:
        if (knob.lever, knob.field) == (lever, name):
            if isinstance(value, str):
                raise Refused("number", name=f"lever.{lever}.{name}", value=value)
            return checked(knob, value)
    known = [knob.field for knob in LEVER_KNOBS if knob.lever == lever]
    known += [setting for one, setting in CHOICES if one == lever]
    raise Refused("setting", value=f"{lever}.{name}", allowed=", ".join(known) or "-")


def _kept_by_choice(levers: list[Document], preset: Preset) -> list[Document]:
    """The same levers, which every member keeps or breaks as it pays; levers of equal dates are one agreement."""
    terms = {**CHOSEN, "audit_probability": preset.audit_probability, "penalty": preset.penalty}
    found = [{**lever, **terms} for lever in levers if lever["lever"] == "agreement"]
    groups: dict[tuple[Any, Any], list[Document]] = {}
    for lever in levers:
        if lever["lever"] != "agreement":
            groups.setdefault((lever.get("start"), lever.get("end")), []).append(lever)
    own = {"start", "end", "compliance", "audit_probability", "penalty"}
    for (start, end), wrapped in groups.items():
        plain = [{key: value for key, value in lever.items() if key not in own} for lever in wrapped]
        dates = {name: when for name, when in (("start", start), ("end", end)) if when is not None}
        found.append({"lever": "agreement", **terms, **dates, "levers": plain})
    return found


def windows(on: tuple[bool, ...]) -> list[tuple[int, int]]:
    """Stretches in which something is on, as first period and the one after the last."""
    starts = [p for p, now in enumerate(on) if now and (p == 0 or not on[p - 1])]
    ends = [p + 1 for p, now in enumerate(on) if now and (p + 1 == len(on) or not on[p + 1])]
    return list(zip(starts, ends, strict=True))


def day(time: Time, period: int) -> str:
    """The first day of a period, YYYY-MM-DD."""
    months = 12 * time.start_year + 12 * period / time.periods_per_year
    whole = int(months)
    return f"{whole // 12:04d}-{whole % 12 + 1:02d}-{1 + int((months - whole) * 31):02d}"
