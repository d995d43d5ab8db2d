"""Plain words on where findings turn round."""

from collections.abc import Sequence
from typing import Final

from experiments import report, sweep_report
from experiments.findings import Reversal, reversals
from experiments.kinds import real_regimes
from experiments.results import Comparison
from experiments.words import Words

MOST_PLACES: Final = 3
"""Sweeps named for one reversal before the rest is only counted."""

MOST_CLAUSES: Final = 8
"""Reversals that the paragraph tells; the tables hold all."""


def turning_sentences(comparison: Comparison, w: Words) -> list[str]:
    """What would reverse the findings, as far as the sweeps tell."""
    if not comparison.sweeps:
        return [w("summary.no_sweeps" if not comparison.scenario.sweeps else "summary.sweeps_not_run")]
    told = _worth_telling(reversals(comparison), comparison.baseline)
    real = [one for one in told if one.regime in real_regimes(comparison)]
    told = [one for one in told if one not in real]
    others = [w("summary.real_reversals", count=len(real))] if real else []
    each = sweep_report.replications_each(comparison, w)
    if not told:
        return [w("summary.no_reversal", count=len(comparison.sweeps), replications=each), *others]
    alike: dict[str, list[str]] = {}
    for found in told:
        alike.setdefault(_what(comparison, found, w), []).append(_place(comparison, found, w))
    clauses = [
        w("summary.turns.clause", what=what, places=_few(places, w))
        for what, places in list(alike.items())[:MOST_CLAUSES]
    ]
    text = w("summary.reversals", replications=each, clauses=w("summary.semicolon").join(clauses))
    rest = sum(len(places) for places in list(alike.values())[MOST_CLAUSES:])
    return [text, *([w("summary.more_reversals", count=rest)] if rest else []), *others]


def _few(places: Sequence[str], w: Words) -> str:
    text = w("summary.or").join(places[:MOST_PLACES])
    rest = len(places) - MOST_PLACES
    return w("summary.more_places", places=text, count=rest) if rest > 0 else text


def _worth_telling(found: Sequence[Reversal], baseline: str) -> list[Reversal]:
    """Hosts under the baseline, clear ones before those without luck; then signs, those that flip first."""
    hosts = [one for one in found if one.kind == "host" and one.regime == baseline and one.flips]
    moved = {(one.sweep, one.subject) for one in hosts}
    central = [
        one
        for one in found
        if one.kind == "central" and one.regime == baseline and (one.sweep, one.subject) not in moved
    ]
    return hosts + central + [one for one in found if one.kind == "sign"]


def _place(comparison: Comparison, found: Reversal, w: Words) -> str:
    """The values of a sweep at which something turns round."""
    result = sweep_report.result_of(comparison, found)
    where = sweep_report.where(result, found.values, w)
    return w("summary.turns.place", sweep=w.text(result.sweep.title), where=where)


def _what(comparison: Comparison, found: Reversal, w: Words) -> str:
    """What turns round."""
    if found.kind == "sign":
        before = "clear" if found.flips else "open"
        title = report.regime_title(comparison, found.regime, w)
        whom = w(f"summary.whom.{found.subject}")
        return w(f"summary.turns.{before}_{found.after}", regime=title, whom=whom)
    (lead,) = (lead for lead in comparison.scenario.projects.watched if lead.key == found.subject)
    if not found.after:
        return w(f"summary.turns.{found.kind}_left", project=w.text(lead.title))
    city = report.city_name(comparison, found.after, w)
    return w(f"summary.turns.{found.kind}", project=w.text(lead.title), city=city)
