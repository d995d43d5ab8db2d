"""Sweeps for readers: signs under the three standards and hosts at each value, and where findings turn round."""

import math
from collections.abc import Sequence

from experiments.findings import STANDARDS, Reversal, host_key, reversals, verdict
from experiments.grid import Grid
from experiments.report import MARKS, PLAIN_UNITS, city_name, regime_title
from experiments.results import Comparison, SweepResult
from experiments.words import Words
from sim.scenario import number_at


def sweeps(comparison: Comparison, w: Words) -> list[Grid]:
    """One table for each sweep: a row for each value, a column for each regime and for the hosts."""
    return [_sweep(comparison, result, w) for result in comparison.sweeps]


def own_value(comparison: Comparison, result: SweepResult) -> float:
    """The value that the scenario itself has, as the sweep states it; NaN where there is none."""
    sweep = result.sweep
    found = number_at(comparison.scenario, sweep.path)
    base = 0.0 if sweep.relative_to is None else number_at(comparison.scenario, sweep.relative_to)
    return math.nan if found is None or base is None else found - base


def _sweep(comparison: Comparison, result: SweepResult, w: Words) -> Grid:
    regimes = result.compared(comparison.baseline)
    pairs = {regime: [result.difference(name, regime, comparison.baseline) for name in STANDARDS] for regime in regimes}
    own = own_value(comparison, result)
    rows = []
    for v, value in enumerate(result.sweep.values):
        row = [number(value) + (" *" if math.isclose(value, own, abs_tol=1e-9) else "")]
        row += [_host(comparison, result, lead, v, w) for lead in range(len(comparison.scenario.projects.watched))]
        row += [" ".join(MARKS[verdict(pair[v])] for pair in pairs[regime]) for regime in regimes]
        rows.append(row)
    watched = comparison.scenario.projects.watched
    headings = [w.unit(result.sweep.unit)]
    headings += [w("table.sweep_host", project=w.text(lead.title)) for lead in watched]
    headings += [regime_title(comparison, regime, w) for regime in regimes]
    title = w("table.sweep_title", title=w.text(result.sweep.title), count=result.replications)
    return Grid(title, headings, rows, left=frozenset(range(1, 1 + len(watched))))


def number(value: float) -> str:
    """A value of a sweep as the scenario states it."""
    return f"{value:,.10g}"


def _host(comparison: Comparison, result: SweepResult, lead: int, at: int, w: Words) -> str:
    """The most frequent host under the first regime of the sweep, and the host without luck if it differs."""
    regime = comparison.baseline if comparison.baseline in result.regimes else result.regimes[0]
    keys = {"": -1} | {key: index for index, key in enumerate(comparison.scenario.cities)}
    counts = {key: int(result.host_counts(regime, lead, index)[at]) for key, index in keys.items()}
    first = max(counts, key=lambda key: counts[key])
    if not counts[first]:
        return "-"
    share = 100 * counts[first] / result.replications
    text = w("table.sweep_share", city=city_name(comparison, first, w), share=f"{share:.0f}")
    without_luck = host_key(comparison, result.central_hosts[regime][at, lead])
    if without_luck is None or without_luck == first:
        return text
    return w("table.sweep_share_luck", share=text, city=city_name(comparison, without_luck, w))


def legend(comparison: Comparison, w: Words) -> str:
    """How to read the tables of sweeps."""
    text = w("table.sweep_legend")
    if min(result.replications for result in comparison.sweeps) == len(comparison.numbers):
        return text
    each = replications_each(comparison, w)
    fewer = w("table.sweep_legend_fewer", replications=each, count=len(comparison.numbers))
    return w("summary.space").join((text, fewer))


def replications_each(comparison: Comparison, w: Words) -> str:
    """Replications that the sweeps ran at each value: a number, or the least and the most."""
    counts = sorted({result.replications for result in comparison.sweeps})
    low, high = counts[0], counts[-1]
    return str(low) if low == high else w("table.where.between", low=low, high=high)


def turning_points(comparison: Comparison, w: Words) -> Grid | None:
    """All values of sweeps at which something turns round; None if there are none."""
    rows = []
    for found in reversals(comparison):
        result = result_of(comparison, found)
        place = w("table.turning.place", sweep=w.text(result.sweep.title), where=where(result, found.values, w))
        rows.append([place, regime_title(comparison, found.regime, w), change(comparison, found, w)])
    headings = [w(f"table.turning.{name}") for name in ("where", "regime", "change")]
    note = w("table.turning.note", replications=replications_each(comparison, w), count=len(comparison.numbers))
    return Grid(w("table.turning.title"), headings, rows, note, left=frozenset((1, 2))) if rows else None


def result_of(comparison: Comparison, found: Reversal) -> SweepResult:
    """The sweep of a reversal."""
    (result,) = (result for result in comparison.sweeps if result.sweep.key == found.sweep)
    return result


def change(comparison: Comparison, found: Reversal, w: Words) -> str:
    """What turns into what."""
    if found.kind == "sign":
        before, after = (w(f"table.verdict.{key}") for key in (found.before, found.after))
        return w("table.turning.sign", whom=w(f"table.standard.{found.subject}"), before=before, after=after)
    (lead,) = (lead for lead in comparison.scenario.projects.watched if lead.key == found.subject)
    before = w("table.turning.open") if found.before is None else city_name(comparison, found.before, w)
    after = city_name(comparison, found.after, w)
    return w(f"table.turning.{found.kind}", project=w.text(lead.title), before=before, after=after)


def where(result: SweepResult, values: Sequence[float], w: Words) -> str:
    """Values of a sweep in words: a stretch of neighbouring values, or a list; with the unit."""
    text = _values(sorted(result.sweep.values), sorted(values), w)
    if result.sweep.unit in PLAIN_UNITS:
        return text
    return w("table.where.unit", values=text, unit=w.unit(result.sweep.unit))


def _values(ordered: list[float], found: list[float], w: Words) -> str:
    first, last = ordered.index(found[0]), ordered.index(found[-1])
    if len(found) > 1 and last - first + 1 == len(found):
        return w("table.where.between", low=number(found[0]), high=number(found[-1]))
    return w("figure.list").join(number(value) for value in found)
