"""docs/patterns.md from the numbers in docs/patterns.json."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from experiments.calibration.recalibration_page import comparisons, recalibration
from experiments.calibration.targets import Target, targets
from experiments.calibration.verdicts import as_interval, distance, evidence, simulated, verdict
from experiments.grid import Grid, markdown
from experiments.statistics import Interval
from experiments.words import Language, Words, words

HEAD: Final = """# Patterns: what the model gives beside what studies and statistics say

Written by `python -m experiments.calibration.patterns`, which simulates every row again through the ordinary loader and
engine; the numbers stand in [patterns.json](patterns.json), the targets in
[targets.yaml](../experiments/calibration/targets.yaml). A target that fails stays in the table.

**How to read it.** *Inside* means that the estimate lies in the range, *not certain* that its 95 % interval lies
on both sides of an end (jackknife: over replications it covers the luck of the draws, over places, where the number is
a mean of them, how much they differ; never doubt about parameters). Where a source gives one number, the range is a
quarter of it to either side; where it says "about 0", "little" or "nearly all", the range is our reading;
where it gives a sign, the range has one end. American numbers are held against a model of Chinese districts because
nobody has measured the same thing there: read sizes as orders of magnitude.

**What is no test of the default values.** Their match scale (.06) and spillover scale (.02) were once set so that
support decides about 14 % of cases in a calculation of single deals with four places, near what +40 % for one more
competitor implies for posted rates (match scale over value .31). The first two rows and that of posted rates therefore
only check that the whole model agrees with the calculation. Three more rows are half a test: how often the floor holds
was read off the share of parcels below it; the sizes of projects were read off three published distributions, of which
one is in the table; and the yearly number of projects that cross the border, but not their ratio, was set after the
same source."""

BANDS: Final = {"source": "source", "quarter": "one number ± 25 %", "reading": "our reading", "sign": "sign only"}
ENGLISH: Final = words("en")


def intervals(numbers: Mapping[str, Any], calibration: str) -> dict[str, Interval]:
    """Estimates of a calibration by measure."""
    return {name: as_interval(entry) for name, entry in numbers["calibrations"][calibration]["values"].items()}


def grid(numbers: Mapping[str, Any], language: Language = "en") -> Grid:
    """The table of targets that are modelled."""
    w = words(language)
    keys = list(numbers["calibrations"])
    found = {key: intervals(numbers, key) for key in keys}
    rows = []
    for target in modelled():
        row = [getattr(target.title, language), evidence(target, w)]
        for key in keys:
            value = found[key][target.measured_by]
            row += [simulated(value, target.unit, w), w(f"cli.patterns.{verdict(target, value)}")]
        rows.append([*row, w(f"cli.patterns.{target.role}")])
    shown = [
        heading
        for key in keys
        for heading in (w("cli.patterns.simulated", calibration=w(f"cli.patterns.{key}")), w("cli.patterns.verdict"))
    ]
    headings = [w("cli.patterns.target"), w("cli.patterns.evidence"), *shown, w("cli.patterns.role")]
    return Grid("", headings, rows, left=frozenset(range(1, len(headings))))


def modelled() -> list[Target]:
    """Targets that the model has a quantity for."""
    return [target for target in targets() if target.role != "not_modelled"]


def tally(numbers: Mapping[str, Any], calibration: str, w: Words = ENGLISH) -> str:
    """How many targets lie inside, leaving inputs out."""
    found = intervals(numbers, calibration)
    counted = [target for target in modelled() if target.role != "by_construction"]
    inside = sum(target.contains(found[target.measured_by].mean) for target in counted)
    return w("cli.patterns.tally", inside=inside, count=len(counted), calibration=w(f"cli.patterns.{calibration}"))


def misses(numbers: Mapping[str, Any], calibration: str) -> list[str]:
    """What lies outside, the farthest first."""
    found = intervals(numbers, calibration)
    far = [(distance(target, found[target.measured_by].mean), target) for target in modelled()]
    return [
        f"- **{target.title.en}**: {simulated(found[target.measured_by], target.unit, ENGLISH)}, "
        f"evidence {evidence(target, ENGLISH)}." + (f" {target.why.en}" if target.why else "")
        for gap, target in sorted(far, key=lambda one: -one[0])
        if gap > 0
    ]


def sources() -> list[str]:
    """Where each target comes from and how it is simulated."""
    rows = [(t.title.en, BANDS[t.band], f"{t.source} ({t.confidence})", t.how.en) for t in modelled()]
    return [markdown(Grid("", ("Target", "Range", "Source", "How it is simulated"), rows, left=frozenset({1, 2, 3})))]


def absent() -> list[str]:
    """Targets for which the model has no quantity, and why."""
    rows = [
        (t.title.en, evidence(t, ENGLISH), f"{t.source} ({t.confidence})", t.how.en)
        for t in targets()
        if t.role == "not_modelled"
    ]
    return [markdown(Grid("", ("Target", "Evidence", "Source", "Why not"), rows, left=frozenset({1, 2, 3})))]


def page(numbers: Mapping[str, Any]) -> str:
    """The whole page."""
    parts: list[Sequence[str]] = [
        [
            HEAD,
            "## The table",
            markdown(grid(numbers)),
            " ".join(tally(numbers, key) for key in numbers["calibrations"]),
        ],
        ["## What lies outside under the default values, the farthest first", "\n".join(misses(numbers, "default"))],
        recalibration(numbers),
        comparisons(numbers),
        ["## Sources and definitions", *sources()],
        ["## Targets that the model has no quantity for", *absent()],
    ]
    return "\n\n".join(text for part in parts for text in part) + "\n"
