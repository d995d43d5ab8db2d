"""The numbers on the pages of the levers, from the runs of each lever's pair of scenarios.

    python -m experiments.lever_pages [LEVER ...]

writes the block between the markers of docs/levers/LEVER.md again, and the index docs/levers/README.md. A page asks
for further rows with names of outcomes in its first marker: `<!-- numbers: loss_share but_for_share -->`.
"""

import math
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from sim.levers import LEVERS, Lever
from sim.outcomes import OUTCOMES, run_outcomes
from sim.scenario import bundled, load, resolved
from sim.schema import Scenario
from sim.simulate import simulate_regimes

type Floats = NDArray[np.float64]
type Side = Literal["helps", "fails"]

PAGES: Final = Path(__file__).resolve().parents[1] / "docs" / "levers"
REGIMES: Final = ("without", "with")
SIDES: Final[tuple[Side, Side]] = ("helps", "fails")
ALWAYS: Final = ("welfare_total", "welfare_region", "firms_gain", "cities_gain", "concession", "projects_left")
"""Outcomes in the table of every page."""
MOST_CITIES: Final = 4
"""Scenarios with more cities show no row for each."""
PLANNED: Final = frozenset({"efficiency", "efficiency_bound", "allocative_efficiency"})
"""Outcomes that need the planner."""

MARKED: Final = re.compile(r"(<!-- numbers:? ?(?P<more>[a-z_ ]*)-->\n).*?(<!-- end of numbers -->)", re.DOTALL)
_INDEX: Final = re.compile(r"(<!-- levers -->\n).*?(<!-- end of levers -->)", re.DOTALL)
_BY_NAME: Final = {outcome.name: outcome for outcome in OUTCOMES}


@dataclass(frozen=True)
class Measured:
    """One scenario of a pair: means over its replications.

    Attributes:
        scenario: The scenario.
        outcomes: Value by regime and outcome.
        cities: (C,) W_city by regime.
    """

    scenario: Scenario
    outcomes: Mapping[str, Mapping[str, float]]
    cities: Mapping[str, Floats]

    def gain(self, outcome: str) -> float:
        """How much better it is with the lever, by the outcome's own direction.

        Raises:
            ValueError: If the outcome has no better direction.
        """
        sign = {"higher": 1.0, "lower": -1.0}.get(_BY_NAME[outcome].better)
        if sign is None:
            raise ValueError(f"{outcome} has no better direction: it is no standard")
        return sign * (self.outcomes["with"][outcome] - self.outcomes["without"][outcome])


def lever_names() -> dict[str, type[Lever]]:
    """Every lever of the catalogue by name."""
    return {lever.model_fields["lever"].default: lever for lever in LEVERS}


def with_pages() -> list[str]:
    """Levers whose pair of scenarios exists."""
    files = bundled()
    return [name for name in lever_names() if all(f"levers/{name}_{side}" in files for side in SIDES)]


def standards(scenario: Scenario) -> tuple[str, ...]:
    """Outcomes by which a scenario of a pair is judged: the last line of its description.

    Raises:
        ValueError: If the line is missing or names something else.
    """
    last = "" if scenario.description is None else scenario.description.en.strip().splitlines()[-1]
    names = tuple(name.strip() for name in last.removeprefix("Standard:").split(","))
    if not last.startswith("Standard:") or not set(names) <= set(_BY_NAME):
        raise ValueError(f"the description must end with a line such as 'Standard: welfare_region', not {last!r}")
    return names


def measure(lever: str, side: Side) -> Measured:
    """Run one scenario of a lever's pair."""
    scenario = load(f"levers/{lever}_{side}")
    planned = bool(PLANNED & {*standards(scenario), *_more(page(lever).read_text(encoding="utf-8"))})
    found: dict[str, list[dict[str, float]]] = {regime: [] for regime in REGIMES}
    cities: dict[str, list[Floats]] = {regime: [] for regime in REGIMES}
    for replication in range(scenario.replications):
        runs = simulate_regimes(scenario, REGIMES, replication, with_planner=planned)
        for regime, run in runs.items():
            found[regime].append(run_outcomes(run))
            cities[regime].append(run.cities["welfare_city"].sum(axis=0))
    means = {
        regime: {name: float(np.mean([one[name] for one in rows])) for name in _BY_NAME}
        for regime, rows in found.items()
    }
    return Measured(scenario, means, {regime: np.mean(rows, axis=0) for regime, rows in cities.items()})


def page(lever: str) -> Path:
    """The page of a lever."""
    return PAGES / f"{lever}.md"


def differences(one: Scenario, other: Scenario) -> list[tuple[str, Any, Any]]:
    """Settings in which two scenarios differ: path, value here, value there; `*` where all cities differ alike."""
    left, right = _leaves(resolved(one)), _leaves(resolved(other))
    found: dict[str, tuple[Any, Any]] = {}
    for path in dict.fromkeys([*left, *right]):
        told = path[0] in ("title", "description") or path[-1] in ("en", "zh")
        if not told and left.get(path) != right.get(path):
            found[".".join(path)] = (left.get(path), right.get(path))
    for name, change in list(found.items()):
        inside = [key for key in one.cities if name.startswith(f"cities.set.{key}.")]
        for rest in (name.removeprefix(f"cities.set.{key}.") for key in inside):
            everywhere = [f"cities.set.{key}.{rest}" for key in one.cities]
            if len(everywhere) > 1 and all(found.get(path) == change for path in everywhere):
                found = {path: value for path, value in found.items() if path not in everywhere}
                found[f"cities.*.{rest}"] = change
    return [(name.replace("cities.set.", "cities."), *change) for name, change in found.items()]


def _leaves(value: Any, path: tuple[str, ...] = ()) -> dict[tuple[str, ...], Any]:
    if isinstance(value, dict) and value:
        return {k: v for key, below in value.items() for k, v in _leaves(below, (*path, str(key))).items()}
    if isinstance(value, list) and value:
        return {k: v for key, below in enumerate(value) for k, v in _leaves(below, (*path, str(key))).items()}
    return {path: value}


def _more(text: str) -> list[str]:
    marker = MARKED.search(text)
    return marker["more"].split() if marker else []


def block(lever: str, pair: Mapping[Side, Measured], more: Sequence[str] = ()) -> str:
    """What stands between the markers of a page: how the two files differ, and one table of results."""
    helps, fails = pair["helps"], pair["fails"]
    named = standards(helps.scenario)
    changed = [f"`{path}` {_setting(a)} → {_setting(b)}" for path, a, b in differences(helps.scenario, fails.scenario)]
    count = helps.scenario.replications
    lines = [
        f"Files: [`scenarios/levers/{lever}_helps.yaml`](../../scenarios/levers/{lever}_helps.yaml) and "
        f"[`scenarios/levers/{lever}_fails.yaml`](../../scenarios/levers/{lever}_fails.yaml).",
        f"They differ in {', '.join(changed)}.",
        f"Judged by {', '.join(f'`{name}`' for name in named)}; "
        + (f"means of {count} replications with the same luck." if count > 1 else "one replication."),
        "",
        "| | helps: without | with | change | fails: without | with | change |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name in dict.fromkeys([*named, *ALWAYS, *more]):
        outcome = _BY_NAME[name]
        label = f"**{outcome.en}**" if name in named else outcome.en
        values = [side.outcomes[regime][name] for side in (helps, fails) for regime in REGIMES]
        lines.append(_row(f"{label}, {outcome.unit}", values, outcome.unit))
    if len(helps.scenario.cities) <= MOST_CITIES:
        for index, city in enumerate(helps.scenario.cities.values()):
            values = [float(side.cities[regime][index]) for side in (helps, fails) for regime in REGIMES]
            lines.append(_row(f"Welfare of {city.name_en}, million CNY", values, "million CNY"))
    return "\n".join(lines) + "\n"


def _row(label: str, values: Sequence[float], unit: str) -> str:
    before, after, before_too, after_too = values
    shown = [before, after, after - before, before_too, after_too, after_too - before_too]
    cells = [_number(value, unit, signed=index % 3 == 2) for index, value in enumerate(shown)]
    return f"| {label} | {' | '.join(cells)} |"


def _number(value: float, unit: str, signed: bool = False) -> str:
    """A number as tables have it: two decimals, three for shares and indices, none from 1000 on."""
    if math.isnan(value):
        return "–"
    digits = 0 if abs(value) >= 1000 else 3 if unit.split()[0] in ("share", "index", "ratio", "per") else 2
    text = f"{abs(value):,.{digits}f}".replace(",", " ")
    zero = not text.strip("0. ")
    return text if zero else ("−" if value < 0 else "+" if signed else "") + text


def _setting(value: Any) -> str:
    return "none" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def refreshed(lever: str) -> str:
    """The page of a lever with the numbers of today's runs.

    Raises:
        ValueError: If the page has no markers.
    """
    text = page(lever).read_text(encoding="utf-8")
    if MARKED.search(text) is None:
        raise ValueError(f"{page(lever).name}: no place for numbers, from <!-- numbers --> to <!-- end of numbers -->")
    pair = {side: measure(lever, side) for side in SIDES}
    table = block(lever, pair, _more(text))
    return MARKED.sub(lambda found: found[1] + table + found[3], text)


def index() -> str:
    """docs/levers/README.md with a row for every lever that has its pages, the real ones apart."""
    rows = [
        "| lever | kind | idea in the source paper | helps when | does not when |",
        "| --- | --- | --- | --- | --- |",
    ]
    for name in sorted(with_pages(), key=lambda name: (lever_names()[name].kind, name)):
        lever = lever_names()[name]
        cases = [load(f"levers/{name}_{side}").title.en.partition(": ")[2] for side in SIDES]
        rows.append(f"| [`{name}`]({name}.md) | {lever.kind} | {lever.idea[0]} | {' | '.join(cases)} |")
    text = (PAGES / "README.md").read_text(encoding="utf-8")
    return _INDEX.sub(lambda found: found[1] + "\n".join(rows) + "\n" + found[2], text)


def main(names: Sequence[str]) -> None:
    """Write pages and index again."""
    for name in names or with_pages():
        page(name).write_text(refreshed(name), encoding="utf-8")
        print(f"wrote {page(name).name}")
    (PAGES / "README.md").write_text(index(), encoding="utf-8")
    print("wrote README.md")


if __name__ == "__main__":
    main(sys.argv[1:])
