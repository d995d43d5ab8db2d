"""A comparison as one JSON document: numbers with their units, findings, and the paragraph in both languages."""

from typing import Any

from experiments.cli.output import scenario_facts
from experiments.cli.request import Request
from experiments.findings import STANDARDS, Verdict, city_verdicts, host_key, reversals, verdicts
from experiments.kinds import contest_regimes, kind_of, real_regimes
from experiments.report import city_name
from experiments.results import Comparison
from experiments.statistics import Interval, Paired
from experiments.summary import paragraph
from experiments.words import Words
from sim.outcomes import OUTCOMES


def document(comparison: Comparison, request: Request) -> dict[str, Any]:
    """Everything that the screen would show, as plain data."""
    w, scenario = request.words, comparison.scenario
    titles = {entry.key: w.text(entry.title) for entry in scenario.regimes}
    return {
        "command": "compare",
        "scenario": scenario_facts(request, scenario),
        "replications": {"planned": comparison.planned, "finished": len(comparison.numbers)},
        "complete": comparison.complete and not comparison.failures,
        "baseline": comparison.baseline,
        "regimes": [
            {"key": key, "title": titles[key], "kind": kind_of(scenario, key),
             "programme_cost": comparison.level("programme_cost", key).mean if comparison.numbers else None}
            for key in comparison.regimes
        ],
        "outcomes": _outcomes(comparison, w) if comparison.numbers else [],
        "welfare": _verdicts(comparison, contest_regimes(comparison)),
        "welfare_real": _verdicts(comparison, real_regimes(comparison)),
        "cities": _cities(comparison, w) if comparison.numbers else [],
        "watched": _watched(comparison, w) if comparison.numbers else [],
        "sweeps": [_sweep(comparison, index, w) for index in range(len(comparison.sweeps))],
        "reversals": _reversals(comparison) if comparison.numbers else [],
        "failures": [
            {"sweep": failure.sweep, "value": failure.value, "replication": failure.number}
            for failure in comparison.failures
        ],
        "paragraph": {"en": paragraph(comparison, "en"), "zh": paragraph(comparison, "zh")},
    }  # fmt: skip


def _verdicts(comparison: Comparison, regimes: tuple[str, ...]) -> dict[str, dict[str, Verdict]]:
    """What the three standards say of some regimes: those of contest levers alone, and those with real levers."""
    said = verdicts(comparison) if comparison.numbers else {}
    return {regime: said[regime] for regime in regimes if regime in said}


def interval(found: Interval) -> dict[str, Any]:
    """A mean with its interval."""
    return {"mean": found.mean, "low": found.low, "high": found.high, "n": found.n}


def pair(found: Paired) -> dict[str, Any]:
    """A paired difference."""
    return {**interval(found.difference), "correlation": found.correlation, "needed": found.needed}


def _outcomes(comparison: Comparison, w: Words) -> list[dict[str, Any]]:
    return [
        {
            "name": outcome.name, "label": w.text(outcome), "unit": outcome.unit, "better": outcome.better,
            "levels": {key: interval(comparison.level(outcome.name, key)) for key in comparison.regimes},
            "differences": {key: pair(comparison.difference(outcome.name, key)) for key in comparison.regimes[1:]},
        }
        for outcome in OUTCOMES
    ]  # fmt: skip


def _cities(comparison: Comparison, w: Words) -> list[dict[str, Any]]:
    said = {regime: city_verdicts(comparison, regime) for regime in comparison.regimes[1:]}
    return [
        {
            "key": key, "name": city_name(comparison, key, w), "unit": "million CNY",
            "differences": {
                regime: pair(comparison.city_difference("welfare_city", regime, index)) | {"verdict": said[regime][key]}
                for regime in comparison.regimes[1:]
            },
        }
        for index, key in enumerate(comparison.scenario.cities)
    ]  # fmt: skip


def _watched(comparison: Comparison, w: Words) -> list[dict[str, Any]]:
    return [
        {
            "key": lead.key, "title": w.text(lead.title), "unit": "share",
            "hosts": {
                regime: {city: interval(share) for city, share in comparison.host_shares(regime, index).items()}
                for regime in comparison.regimes
            },
            "without_luck": {
                regime: host_key(comparison, comparison.central_hosts[regime][index]) for regime in comparison.regimes
            },
        }
        for index, lead in enumerate(comparison.scenario.projects.watched)
    ]  # fmt: skip


def _sweep(comparison: Comparison, index: int, w: Words) -> dict[str, Any]:
    result = comparison.sweeps[index]
    hosts = {"": -1} | {key: number for number, key in enumerate(comparison.scenario.cities)}
    return {
        "key": result.sweep.key, "title": w.text(result.sweep.title), "path": result.sweep.path,
        "unit": result.sweep.unit, "values": list(result.sweep.values), "replications": result.replications,
        "differences": {
            regime: {
                name: [pair(one) for one in result.difference(name, regime, comparison.baseline)] for name in STANDARDS
            }
            for regime in result.compared(comparison.baseline)
        },
        "hosts": {
            lead.key: {
                regime: {city: result.host_counts(regime, number, at).tolist() for city, at in hosts.items()}
                for regime in result.regimes
            }
            for number, lead in enumerate(comparison.scenario.projects.watched)
        },
    }  # fmt: skip


def _reversals(comparison: Comparison) -> list[dict[str, Any]]:
    return [
        {
            "sweep": found.sweep, "regime": found.regime, "subject": found.subject, "kind": found.kind,
            "before": found.before, "after": found.after, "values": list(found.values),
        }
        for found in reversals(comparison)
    ]  # fmt: skip
