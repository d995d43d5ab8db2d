"""A simulated number held against its target, and both as text."""

import math
from collections.abc import Sequence
from typing import Final, Literal

from experiments.calibration.targets import Target
from experiments.statistics import Interval
from experiments.words import Words

type Verdict = Literal["inside", "inside_unsure", "outside", "outside_unsure"]

PERCENT: Final = ("share", "change", "share of GDP")
"""Units that are shown in per cent."""

SIGNED: Final = ("change", "share of GDP")
"""Units that are shown with their sign."""


def as_interval(entry: Sequence[float | None]) -> Interval:
    """An estimate as the file holds it: mean, low, high, number of replications or places; None for NaN."""
    mean, low, high = (math.nan if end is None else end for end in entry[:3])
    return Interval(mean, low, high, int(entry[3] or 0))


def verdict(target: Target, found: Interval) -> Verdict:
    """Whether the estimate lies in the range; not certain where its interval lies on both sides of an end."""
    inside = target.contains(found.mean)
    ends = (target.low, target.high)
    crosses = math.isfinite(found.low) and any(found.low < end < found.high for end in ends)
    if inside:
        return "inside_unsure" if crosses else "inside"
    return "outside_unsure" if crosses else "outside"


def distance(target: Target, value: float) -> float:
    """How far a value is from the range, in units of the nearer end's size; 0 inside.

    |value - end| / |end|; over the range's width, or 1, where that end is 0.
    """
    if target.contains(value):
        return 0.0
    end = target.low if value < target.low else target.high
    return abs(value - end) / (abs(end) if end != 0 else min(target.high - target.low, 1.0))


def number(value: float, unit: str) -> str:
    """A number in the unit of its target."""
    if math.isnan(value):
        return "–"
    scaled = 100.0 * value if unit in PERCENT else value
    text = f"{abs(scaled):,.{_digits(abs(scaled), unit)}f}".replace(",", " ")
    if not text.strip("0. "):
        return "0"
    return ("−" if scaled < 0 else "+" if unit in SIGNED else "") + text


def _digits(size: float, unit: str) -> int:
    if unit == "firms" or size >= 100:
        return 0
    if unit in ("share", "change", "km"):
        return 1 if size >= 1 else 2
    return 3 if unit == "ratio" and size < 1 else 2


def suffix(unit: str, w: Words) -> str:
    """What stands behind a number or a range: per cent of what, or the unit."""
    if unit in ("share", "change"):
        return " %"
    if unit == "share of GDP":
        return w("cli.patterns.of_gdp")
    if unit in ("ratio", "USD"):
        return "" if unit == "ratio" else " USD"
    return " " + w(f"unit.{unit}")


def span(low: float, high: float, unit: str, w: Words) -> str:
    """A range; one number where both ends agree."""
    ends = [number(end, unit) for end in (low, high)]
    return ends[0] if low == high else w("cli.patterns.range", low=ends[0], high=ends[1])


def evidence(target: Target, w: Words) -> str:
    """The range of a target; one end where the source gives a sign only."""
    unit = suffix(target.unit, w)
    if target.band == "sign":
        known = target.low if math.isfinite(target.low) else target.high
        side = "above" if math.isfinite(target.low) else "below"
        end = number(known, target.unit) + unit
        return w(f"cli.patterns.{side}", low=end, high=end)
    return span(target.low, target.high, target.unit, w) + unit


def simulated(found: Interval, unit: str, w: Words) -> str:
    """An estimate with its interval."""
    text = f"{number(found.mean, unit)}{suffix(unit, w)}"
    if not math.isfinite(found.low) or found.low == found.high:
        return text
    return f"{text} ({span(found.low, found.high, unit, w)})"
