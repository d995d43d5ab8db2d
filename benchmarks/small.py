"""The small version for every check of the project: ratios within one run, never seconds, against expected ones."""

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from benchmarks.clock import Case, interleaved, quickest, tell
from benchmarks.floor import floor, settled
from benchmarks.ladder import Size, made
from benchmarks.twin import simulate_twin
from experiments.comparison import shortened
from sim.scenario import load
from sim.schema import Scenario
from sim.simulate import simulate

EXPECTED: Final = Path(__file__).parent / "expected.json"

ROUNDS: Final = 5
"""Rounds of each comparison; the quickest run of each case counts, which other programs disturb least."""


def once(scenario: Scenario) -> Callable[[], object]:
    """A run of a scenario under its first regime."""
    return lambda: simulate(scenario, with_planner=False)


def twin_of(scenario: Scenario) -> Callable[[], object]:
    """The same run of the twin."""
    return lambda: simulate_twin(scenario, scenario.regimes[0].key, 0)


def floor_of(scenario: Scenario) -> Callable[[], object]:
    """The floor for the projects of that run."""
    counts = settled(simulate(scenario, with_planner=False))
    return lambda: floor(scenario, counts)


def region(periods: int) -> Scenario:
    """The first years of the region, its first regime."""
    whole = load("region")
    return shortened(whole, (whole.regimes[0].key,), periods)


type Pair = Callable[[], tuple[Case, Case]]
"""Makes the two cases of a ratio: what lies above the line, and below."""

PAIRS: Final[Mapping[str, Pair]] = {
    "twin over simulate, region": lambda: (Case(twin_of(cut := region(1))), Case(once(cut), 3)),
    "twin over simulate, two cities": lambda: (
        Case(twin_of(two := load("rongchang_longchang"))), Case(once(two), 5),
    ),
    "floor over simulate, region": lambda: (Case(floor_of(cut := region(3)), 20), Case(once(cut))),
    "4,000 projects a year over 8,000, 28 cities": lambda: (
        Case(once(made(Size(28, 4_000), 1)), 4), Case(once(made(Size(28, 8_000), 1)), 2),
    ),
    "28 cities over 140, 2,000 projects a year": lambda: (
        Case(once(made(Size(28, 2_000), 1)), 4), Case(once(made(Size(140, 2_000), 1))),
    ),
}  # fmt: skip
"""Ratios that are watched; each is made so that a larger one is better."""


def measured(names: Mapping[str, Pair] = PAIRS, rounds: int = ROUNDS) -> dict[str, float]:
    """The ratios of this run."""
    found = {}
    for name, pair in names.items():
        above, below = pair()
        samples = interleaved({"above": above, "below": below}, rounds, quiet=True)
        found[name] = quickest(samples["above"]) / quickest(samples["below"])
        tell(f"{name}: {found[name]:.3g}")
    return found


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
        least = entry["ratio"] / (1.0 + entry["margin"])
        if not found[name] >= least:
            lines.append(
                f"{name}: {found[name]:.3g}, expected {entry['ratio']:.3g}, at least {least:.3g} "
                f"(margin {100 * entry['margin']:.0f} %)"
            )
    return lines


def refreshed(found: Mapping[str, float], before: Mapping[str, Mapping[str, float]]) -> dict[str, Any]:
    """Expectations from what was measured; margins stay, a new ratio gets one half."""
    return {
        name: {"ratio": float(f"{value:.3g}"), "margin": before.get(name, {}).get("margin", 0.5)}
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
    lines = complaints(found, before)
    if not lines:
        tell("no ratio is worse than expected")
        return 0
    for line in lines:
        print(f"slower than expected - {line}", file=sys.stderr)
    print("If that is meant: python -m benchmarks.performance --small --refresh", file=sys.stderr)
    return 1
