"""The validation targets beside what the model gives, under every calibration.

    python -m experiments.calibration.patterns [--lang zh]

simulates every target of `targets.yaml`, prints the table, and writes docs/patterns.json and docs/patterns.md.
"""

import argparse
import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from experiments.calibration.calibrations import CALIBRATIONS
from experiments.calibration.comparisons import CASES, compared, titles
from experiments.calibration.pattern_page import grid, page, tally
from experiments.calibration.recalibrate import FITTED, MOVED, declared
from experiments.calibration.samples import Calibration
from experiments.calibration.targets import MEASURES, targets
from experiments.cli.screen import prepare, say, show
from experiments.progress import Kind, phase
from experiments.statistics import Interval
from experiments.words import LANGUAGES, Language, words
from sim.scenario import load, number_at

DOCS: Final = Path(__file__).resolve().parents[2] / "docs"
PAGE: Final = DOCS / "patterns.md"
NUMBERS: Final = DOCS / "patterns.json"
DIGITS: Final = 6
"""Digits of the numbers in the file that count."""


def wanted() -> list[str]:
    """Measures that some target needs, in the order of the targets."""
    return list(dict.fromkeys(t.measured_by for t in targets() if t.role != "not_modelled"))


def estimate(calibration: Calibration, name: str) -> Interval:
    """One measure under one calibration."""
    return MEASURES[name](calibration).interval()


def rounded(found: Interval) -> list[float | None]:
    """An estimate as the file holds it: mean, low, high, number of replications or places."""
    ends = [float(f"{value:.{DIGITS}g}") for value in (found.mean, found.low, found.high)]
    return [*(value if math.isfinite(value) else None for value in ends), found.n]


def numbers(shown: Kind = "auto", language: Language = "en") -> dict[str, Any]:
    """Every measure and every comparison under every calibration, and what moved, as the file holds them."""
    names, w = wanted(), words(language)
    fitted = [name for name in names if name in FITTED]
    total = len(CALIBRATIONS) * (len(names) + len(CASES)) + len(MOVED) * len(fitted)
    found: dict[str, Any] = {
        "calibrations": {},
        "moved": list(moves()),
        "alone": {path: {} for path in MOVED},
        "comparisons": {case: {} for case in CASES},
    }
    with phase(shown, w("cli.progress.targets"), w) as progress:
        done = 0
        for calibration in CALIBRATIONS:
            values = {}
            for name in names:
                values[name] = rounded(estimate(calibration, name))
                progress(done := done + 1, total)
            found["calibrations"][calibration.key] = {"settings": list(calibration.settings), "values": values}
            for case in CASES:
                found["comparisons"][case][calibration.key] = comparison(case, calibration)
                progress(done := done + 1, total)
        for path, *_, new in found["moved"]:
            one = Calibration(path, (f"{path}={new}",))
            for name in fitted:
                found["alone"][path][name] = rounded(estimate(one, name))
                progress(done := done + 1, total)
    return found


def comparison(case: str, calibration: Calibration) -> dict[str, Any]:
    """One comparison as the file holds it: titles of the regimes, estimates by regime and standard."""
    values = {
        regime: {standard: rounded(one) for standard, one in by_standard.items()}
        for regime, by_standard in compared(case, calibration).items()
    }
    return {"regimes": {regime: titles(case)[regime] for regime in values}, "values": values}


def moves() -> Iterator[list[Any]]:
    """Path, low and high end of the declared range, old and new value of each moved parameter."""
    before, after = load("base"), load("recalibrated")
    for path, (model, field) in MOVED.items():
        yield [path, *declared(model, field), number_at(before, path), number_at(after, path)]


def written(found: Mapping[str, Any]) -> str:
    """The file of these numbers, one measure in a line."""
    text = json.dumps(found, indent=1, allow_nan=False, ensure_ascii=False)
    return re.sub(r"\[\s+([^][{}]*?)\s+\]", lambda m: "[" + re.sub(r"\s+", " ", m[1]) + "]", text) + "\n"


def read() -> dict[str, Any]:
    """The numbers in the file."""
    found: dict[str, Any] = json.loads(NUMBERS.read_text(encoding="utf-8"))
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    """Simulate, print and write."""
    parser = argparse.ArgumentParser(prog="python -m experiments.calibration.patterns", description=__doc__)
    parser.add_argument("--lang", choices=LANGUAGES, default="en")
    language = parser.parse_args(arguments).lang
    prepare()
    found = numbers(language=language)
    NUMBERS.write_text(written(found), encoding="utf-8")
    PAGE.write_text(page(found), encoding="utf-8")
    show([grid(found, language)])
    for calibration in CALIBRATIONS:
        say(tally(found, calibration.key, words(language)))


if __name__ == "__main__":
    main()
