"""The small version for every check of the project: ratios within one run, never seconds, against expected ones."""

import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from benchmarks.clock import Case, Sample, interleaved, quickest, tell
from benchmarks.floor import floor, settled
from benchmarks.forms import load_passes, once
from benchmarks.ladder import Size, made
from benchmarks.startup import COMMANDS, started
from benchmarks.twin import simulate_twin
from experiments.comparison import shortened
from sim.scenario import load
from sim.schema import Scenario

EXPECTED: Final = Path(__file__).parent / "expected.json"

ROUNDS: Final = 5
"""Rounds of each comparison; the quickest run of each case counts, which other programs disturb least."""


def twin_of(scenario: Scenario) -> Callable[[], object]:
    """The same run of the twin."""
    return lambda: simulate_twin(scenario, scenario.regimes[0].key, 0)


def floor_of(scenario: Scenario) -> Callable[[], object]:
    """The floor for the projects of that run."""
    counts = settled(once(scenario)())
    return lambda: floor(scenario, counts)


def region(periods: int) -> Scenario:
    """The first years of the region, its first regime."""
    whole = load("region")
    return shortened(whole, (whole.regimes[0].key,), periods)


type Samples = tuple[Sequence[Sample], Sequence[Sample]]
"""Of the case above the line of a ratio, and of the case below it."""


def in_turn(above: Case, below: Case, rounds: int) -> Samples:
    """Measure two cases of this process in turn."""
    found = interleaved({"above": above, "below": below}, rounds, quiet=True)
    return found["above"], found["below"]


def against_twin(scenario: Scenario, rounds: int) -> Samples:
    """The twin over the model."""
    return in_turn(Case(twin_of(scenario), 2), Case(once(scenario), 2), rounds)


def against_numpy(scenario: Scenario, rounds: int) -> Samples:
    """The model in numpy alone over the model with compiled passes."""
    load_passes()
    return in_turn(Case(once(scenario)), Case(once(scenario, "always"), 2), rounds)


def against_floor(scenario: Scenario, rounds: int) -> Samples:
    """The floor over the model."""
    return in_turn(Case(floor_of(scenario), 10), Case(once(scenario)), rounds)


def starting(rounds: int) -> Samples:
    """The import of numpy over `citybid --help`: what the program loads before it is asked for anything."""
    pairs = [(started(COMMANDS["import numpy"]), started(COMMANDS["citybid --help"])) for _ in range(rounds)]
    return [one for one, _ in pairs], [other for _, other in pairs]


PAIRS: Final[Mapping[str, Callable[[int], Samples]]] = {
    "twin over simulate, the region": lambda rounds: against_twin(region(2), rounds),
    "twin over simulate, two cities": lambda rounds: against_twin(load("rongchang_longchang"), rounds),
    "floor over simulate, the region": lambda rounds: against_floor(region(3), rounds),
    "floor over simulate, 28 cities, 8,000 projects a year": lambda rounds: against_floor(
        made(Size(28, 8_000), 1), rounds
    ),
    "floor over simulate, 140 cities, 2,000 projects a year": lambda rounds: against_floor(
        made(Size(140, 2_000), 1), rounds
    ),
    "numpy over compiled passes, 28 cities, 1,000 projects a year": lambda rounds: against_numpy(
        made(Size(28, 1_000)), rounds
    ),
    "import of numpy over citybid --help": starting,
}
"""Ratios that are watched; each is made so that a larger one is better."""


def measured(names: Iterable[str] = tuple(PAIRS), rounds: int = ROUNDS) -> dict[str, float]:
    """The ratios of this run."""
    found = {}
    for name in names:
        above, below = PAIRS[name](rounds)
        found[name] = quickest(above) / quickest(below)
        tell(f"{name}: {found[name]:.3g}")
    return found


def least(entry: Mapping[str, float]) -> float:
    """The smallest ratio that an expectation lets pass: expected / (1 + margin)."""
    return entry["ratio"] / (1.0 + entry["margin"])


def again(found: Mapping[str, float], expected: Mapping[str, Mapping[str, float]], tries: int = 2) -> dict[str, float]:
    """The ratios, with those that are worse than expected measured once more: another program may have been in the way.

    What is really slower is slower each time.
    """
    kept = dict(found)
    for _ in range(tries):
        worse = [name for name, entry in expected.items() if name in kept and not kept[name] >= least(entry)]
        for name, value in (measured(worse) if worse else {}).items():
            kept[name] = max(kept[name], value)
    return kept


def complaints(found: Mapping[str, float], expected: Mapping[str, Mapping[str, float]]) -> list[str]:
    """One line for each ratio that is worse than expected by more than its margin, or that only one side knows.

    A ratio is worse if it is below expected / (1 + margin): with a margin of 0.5, if what is watched takes more than
    one and a half times as long as it should beside what it is compared with.
    """
    lines = [f"{name}: no expectation is written down" for name in found if name not in expected]
    for name, entry in expected.items():
        if name not in found:
            lines.append(f"{name}: was not measured")
            continue
        if not found[name] >= least(entry):
            lines.append(
                f"{name}: {found[name]:.3g}, expected {entry['ratio']:.3g}, at least {least(entry):.3g} "
                f"(margin {100 * entry['margin']:.0f} %)"
            )
    return lines


def refreshed(found: Mapping[str, float], before: Mapping[str, Mapping[str, float]]) -> dict[str, Any]:
    """Expectations from what was measured; margins stay, a new ratio gets 0.4."""
    return {
        name: {"ratio": float(f"{value:.3g}"), "margin": before.get(name, {}).get("margin", 0.4)}
        for name, value in found.items()
    }


def small(refresh: bool = False) -> int:
    """Measure, compare or refresh, and say so; returns the exit code."""
    before = json.loads(EXPECTED.read_text(encoding="utf-8")) if EXPECTED.exists() else {}
    found = measured()
    if refresh:
        EXPECTED.write_text(json.dumps(refreshed(found, before), indent=2) + "\n", encoding="utf-8")
        tell(f"expected ratios written: {EXPECTED.name}")
        return 0
    lines = complaints(again(found, before), before)
    if not lines:
        tell("no ratio is worse than expected")
        return 0
    for line in lines:
        print(f"slower than expected - {line}", file=sys.stderr)
    print("If that is meant: python -m benchmarks.performance --small --refresh", file=sys.stderr)
    return 1
