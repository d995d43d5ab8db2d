"""A comparison for readers: the tables that the screen and the summary show."""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from experiments.figures import provenance
from experiments.figures.lettering import amount, signed
from experiments.findings import STANDARDS, Verdict, city_verdicts, host_key, identical, verdict, verdicts
from experiments.grid import Grid
from experiments.kinds import contest_regimes, real_regimes
from experiments.results import OUTCOME_INDEX, Comparison
from experiments.statistics import Interval, Paired
from experiments.words import Words
from sim.outcomes import OUTCOMES

MAIN_OUTCOMES: Final = (
    "projects_left", "concession", "land_discount", "rebate", "grant", "concession_share", "land_price_over_cost",
    "rent_dissipation", "loss_share", "but_for_share", "efficiency", "firms_gain", "governments_gain", "residents_gain",
)  # fmt: skip
"""Outcomes that the screen shows; files hold all."""

STRUCTURE: Final = (
    "similarity", "krugman", "agglomeration", "pillar_overlap", "duplication", "pillar_efficiency", "pillar_worst",
    "pillar_equilibria", "pillar_unsettled",
)  # fmt: skip
"""Outcomes that the screen shows besides where cities choose pillars."""

POSTING: Final = ("posted_unsettled", "posted_several", "posted_efficiency", "posted_worst")
"""Outcomes of posted contests."""

LENDING: Final = ("crossing", "refusals", "loans", "default_rate", "lenders_margin")
"""Outcomes that the screen shows besides where there is a credit market."""

PLAIN_UNITS: Final = ("share", "share of investment", "ratio", "index", "correlation", "probability")
"""Units of pure numbers, which need not be named every time."""

MARKS: Final[dict[Verdict, str]] = {"gain": "+", "loss": "-", "unclear": "=", "same": "=", "none": "."}
"""A verdict in one character."""


def regime_title(comparison: Comparison, key: str, w: Words) -> str:
    """Name of a regime, marked if it has a real lever."""
    return provenance.regime_title(comparison.scenario, key, w)


def city_name(comparison: Comparison, key: str, w: Words) -> str:
    """Name of a city; the key "" means that the project left."""
    return w.name(comparison.scenario.cities[key]) if key else w("table.leaves")


def interval_text(found: Interval) -> str:
    """A difference with half the width of its interval, to two digits of that; a dash where it is undefined."""
    if not np.isfinite(found.mean):
        return "-"
    half = found.half_width
    if not np.isfinite(half):
        return signed(found.mean)
    if half < 1e-9 * max(1.0, abs(found.mean)):
        return f"{signed(found.mean)} ± 0"
    # What cannot be told from zero needs no more digits than a reader would miss.
    most = 9 if abs(found.mean) > half else 5
    decimals = min(most, max(0, 1 - math.floor(math.log10(half))))
    if half < 0.5 * 10.0**-decimals:
        return f"0 ± <{10.0**-decimals:.{decimals}f}"
    mean = f"{found.mean:+,.{decimals}f}"
    return f"{mean if mean.strip('+-0.,') else mean[1:]} ± {half:,.{decimals}f}"


def _defined(comparison: Comparison, names: Sequence[str]) -> list[str]:
    """Outcomes that have a value in at least one replication, in the order of all tables."""
    order = sorted(names, key=lambda name: OUTCOME_INDEX[name])
    return [
        name
        for name in order
        if any(np.isfinite(comparison.outcome(name, regime)).any() for regime in comparison.regimes)
    ]


def outcome_label(name: str, w: Words) -> str:
    """Label of an outcome, with its unit unless that is money or plain."""
    outcome = OUTCOMES[OUTCOME_INDEX[name]]
    if outcome.unit in ("million CNY", "projects", *PLAIN_UNITS):
        return w.text(outcome)
    return w("table.with_unit", name=w.text(outcome), unit=w.unit(outcome.unit))


def _groups(comparison: Comparison) -> list[tuple[str, tuple[str, ...]]]:
    """Regimes other than the baseline: those of contest levers alone, then those that raise primitives."""
    contest, real = contest_regimes(comparison), real_regimes(comparison)
    return [("contest", contest)] + ([("real", real)] if real else [])


def outcomes(comparison: Comparison, w: Words) -> list[Grid]:
    """Level of the baseline and paired differences of the main outcomes; one table for each kind of regime.

    A difference over fewer pairs than the level (an outcome undefined in some runs) would not fit it and is left out.
    """
    baseline = comparison.baseline
    grids = []
    for kind, regimes in _groups(comparison):
        rows = []
        shown = MAIN_OUTCOMES if kind == "contest" else ("programme_cost", *MAIN_OUTCOMES)
        more: tuple[str, ...] = STRUCTURE if comparison.scenario.pillars is not None else ()
        more += LENDING if comparison.scenario.credit.enabled else ()
        more += POSTING if comparison.scenario.contest.format == "posted" else ()
        for name in _defined(comparison, (*shown, *more)):
            whole = comparison.level(name, baseline).n
            pairs = [comparison.difference(name, key).difference for key in regimes]
            cells = [interval_text(pair) if pair.n == whole else "-" for pair in pairs]
            rows.append([outcome_label(name, w), amount(comparison.level(name, baseline).mean), *cells])
        headings = [w("table.outcome"), regime_title(comparison, baseline, w)]
        headings += [regime_title(comparison, key, w) for key in regimes]
        title = w(f"table.outcomes_{kind}") if regimes else w("table.outcomes_level")
        note = w("table.outcomes_note") if regimes and len(comparison.numbers) > 1 else ""
        grids.append(Grid(title, headings, rows, note))
    return grids


def precision(comparison: Comparison, w: Words) -> list[Grid]:
    """Correlation achieved, and replications needed for a half-width of 10 % of the difference."""
    if len(comparison.numbers) < 2 or len(comparison.regimes) < 2:
        return []
    rows = []
    for name in _defined(comparison, (*MAIN_OUTCOMES, *STANDARDS)):
        cells = [_precision(comparison.difference(name, key)) for key in comparison.regimes[1:]]
        rows.append([w.text(OUTCOMES[OUTCOME_INDEX[name]]), *cells])
    headings = [w("table.outcome"), *(regime_title(comparison, key, w) for key in comparison.regimes[1:])]
    return [Grid(w("table.precision"), headings, rows, w("table.precision_note"))]


def _precision(pair: Paired) -> str:
    correlation = f"{pair.correlation:.2f}" if np.isfinite(pair.correlation) else "-"
    needed = f"{pair.needed:,.0f}" if np.isfinite(pair.needed) else "-"
    if np.isfinite(pair.needed) and pair.needed > 999_999:
        needed = ">999,999"
    return f"{correlation} / {needed}"


def welfare(comparison: Comparison, w: Words) -> list[Grid]:
    """The three standards side by side: level of the baseline, differences and what they say.

    One table for contest levers alone, and one for regimes with real levers, with what their programmes cost.
    """
    grids = []
    for kind, regimes in _groups(comparison):
        costs = ["programme_cost"] if kind == "real" else []
        rows = [_levels(comparison, [*STANDARDS, *costs], w)]
        rows += [_standards(comparison, regime, costs, w) for regime in regimes]
        headings = [w("table.regime"), *(w(f"table.standard.{name}") for name in STANDARDS)]
        headings += [w.text(OUTCOMES[OUTCOME_INDEX[name]]) for name in costs]
        if regimes:
            grids.append(Grid(w(f"table.welfare_{kind}"), headings, rows, w("table.marks")))
    return grids


def _levels(comparison: Comparison, names: list[str], w: Words) -> list[str]:
    baseline = comparison.baseline
    return [regime_title(comparison, baseline, w), *(amount(comparison.level(n, baseline).mean) for n in names)]


def _standards(comparison: Comparison, regime: str, costs: list[str], w: Words) -> list[str]:
    said = verdicts(comparison)[regime]
    found = {name: comparison.difference(name, regime).difference for name in (*STANDARDS, *costs)}
    cells = [f"{interval_text(found[name])} {MARKS[said[name]]}" for name in STANDARDS]
    return [regime_title(comparison, regime, w), *cells, *(interval_text(found[name]) for name in costs)]


def cities(comparison: Comparison, w: Words) -> list[Grid]:
    """Who gains and who loses, city by city: one table for each kind of regime."""
    groups = [(kind, regimes) for kind, regimes in _groups(comparison) if regimes]
    return [_cities(comparison, kind, regimes, w) for kind, regimes in groups]


def _cities(comparison: Comparison, kind: str, regimes: tuple[str, ...], w: Words) -> Grid:
    """Paired differences of each city's welfare."""
    said = {regime: city_verdicts(comparison, regime) for regime in regimes}
    levels = comparison.city_totals("welfare_city", comparison.baseline).mean(axis=0)
    rows = []
    for index, key in enumerate(comparison.scenario.cities):
        row = [city_name(comparison, key, w), amount(float(levels[index]))]
        for regime in regimes:
            found = comparison.city_difference("welfare_city", regime, index).difference
            row.append(f"{interval_text(found)} {MARKS[said[regime][key]]}")
        rows.append(row)
    total = [w("table.all_cities"), amount(comparison.level("cities_gain", comparison.baseline).mean)]
    for regime in regimes:
        pair = comparison.difference("cities_gain", regime)
        mark = MARKS[verdict(pair, identical(comparison, "cities_gain", regime))]
        total.append(f"{interval_text(pair.difference)} {mark}")
    headings = [w("table.city"), *(regime_title(comparison, key, w) for key in (comparison.baseline, *regimes))]
    return Grid(w(f"table.cities_{kind}"), headings, [*rows, total], w("table.marks"))


def hosts(comparison: Comparison, w: Words) -> list[Grid]:
    """How often each city hosts each watched project, and where it goes without luck."""
    grids = []
    for index, lead in enumerate(comparison.scenario.projects.watched):
        shares = {key: comparison.host_shares(key, index) for key in comparison.regimes}
        without_luck = {key: host_key(comparison, comparison.central_hosts[key][index]) for key in comparison.regimes}
        rows = []
        for city in ("", *comparison.scenario.cities):
            found = [shares[key][city] for key in comparison.regimes]
            if not any(share.mean > 0 for share in found) and city not in without_luck.values():
                continue
            cells = [
                _share(share) + ("*" if without_luck[key] == city else "")
                for key, share in zip(comparison.regimes, found, strict=True)
            ]
            rows.append([city_name(comparison, city, w), *cells])
        headings = [w("table.host"), *(regime_title(comparison, key, w) for key in comparison.regimes)]
        title = w("table.hosts", project=w.text(lead.title))
        starred = any("*" in cell for row in rows for cell in row[1:])
        grids.append(Grid(title, headings, rows, w("table.hosts_note") if starred else ""))
    return grids


def _share(share: Interval) -> str:
    if not np.isfinite(share.mean):
        return "-"
    return f"{100 * share.mean:.0f} % ({100 * share.low:.0f}-{100 * share.high:.0f})"
