"""Which figures belong to a comparison or to an explanation, and what goes into each; drawn when called."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from experiments.figures.data import Differences, Estimate, Floats, Gains, HostSweep, LandPrices, OutcomeSweep
from experiments.figures.palette import MOST_REGIMES
from experiments.kinds import contest_regimes, kind_of, real_regimes
from experiments.results import CITY_INDEX, OUTCOME_INDEX, Comparison, SweepResult
from experiments.statistics import Paired, interval
from experiments.sweep_report import own_value
from experiments.words import Language
from sim.explain import Explanation, explain, without_luck
from sim.schema import Scenario
from sim.units import MILLION_PER_LAND_PRICE

if TYPE_CHECKING:
    from matplotlib.figure import Figure

type Drawing = tuple[str, Callable[[], "Figure"]]
"""Name of a figure, and what draws it."""

PARTIES: Final = {
    "treasuries": "governments_gain", "residents": "residents_gain", "owners": "firms_gain",
    "province": "province_gain", "centre": "centre_gain", "elsewhere": "elsewhere_gain", "total": "welfare_total",
}  # fmt: skip
"""Outcome that tells what a party gains; parties whose outcome a run does not report are left out."""

HEADLINES: Final = ("welfare_total", "welfare_region", "cities_gain", "concession")
"""Outcomes of the figure of regimes."""

REAL_HEADLINES: Final = ("welfare_total", "welfare_region", "cities_gain", "programme_cost")
"""The same for regimes with real levers."""

STRUCTURE: Final = ("similarity", "duplication", "pillar_efficiency", "agglomeration")
"""Outcomes of the figure of industrial structure, drawn where cities choose pillars."""

WELFARE: Final = ("welfare_total", "welfare_region")
"""Outcomes of the figures of sweeps."""


def of_comparison(comparison: Comparison, language: Language) -> Iterator[Drawing]:
    """All figures of a comparison.

    Args:
        comparison: The comparison, with at least one replication.
        language: "en" or "zh".
    """
    scenario = comparison.scenario
    contest, real = contest_regimes(comparison), real_regimes(comparison)
    yield "land_prices", partial(_land_prices, comparison, contest or real, language)
    for others, suffix, shown in ((contest, "", HEADLINES), (real, "_real", REAL_HEADLINES)):
        if others:
            yield f"gains{suffix}", partial(_gains, comparison, others, language)
            yield f"regimes{suffix}", partial(_regimes, comparison, others, shown, language)
            if scenario.pillars is not None:
                yield f"structure{suffix}", partial(_regimes, comparison, others, STRUCTURE, language)
    for index, lead in enumerate(scenario.projects.watched):
        for result in comparison.sweeps:
            if comparison.baseline in result.regimes and result.replications:
                yield f"sweep_{result.sweep.key}_{lead.key}", partial(_sweep, comparison, result, index, language)
    if scenario.pillars is not None:
        for result in comparison.sweeps:
            if result.replications and result.has("pillar_efficiency"):
                name = f"sweep_{result.sweep.key}_pillar_efficiency"
                yield name, partial(_outcome_sweep, comparison, result, "pillar_efficiency", language)
    for result in comparison.sweeps:
        compared = result.compared(comparison.baseline)
        for kind, suffix in ((contest, ""), (real, "_real")):
            others = tuple(key for key in compared if key in kind)
            if others and result.replications:
                name = f"sweep_{result.sweep.key}_welfare{suffix}"
                yield name, partial(_welfare_sweep, comparison, result, others, language)
    central = without_luck(scenario)
    for lead in scenario.projects.watched:
        yield from of_explanation(explain(central, lead.key, comparison.baseline), scenario, language, f"_{lead.key}")


def of_explanation(
    explanation: Explanation, scenario: Scenario, language: Language, suffix: str = ""
) -> Iterator[Drawing]:
    """The figures of one deal: no ladder where the firm asked nobody, none at all where the project was assigned.

    Args:
        explanation: The deal.
        scenario: The scenario.
        language: "en" or "zh".
        suffix: Added to the names of the figures.
    """

    def ladder() -> "Figure":
        from experiments.figures.ladder import ladder as draw

        return draw(explanation, scenario, language)

    def waterfall() -> "Figure":
        from experiments.figures.waterfall import waterfall as draw

        return draw(explanation, scenario, language)

    if explanation.asked == "cities":
        yield f"ladder{suffix}", ladder
    if explanation.asked != "assigned":
        yield f"waterfall{suffix}", waterfall


def own_scenario(comparison: Comparison) -> Scenario:
    """The scenario with the regimes of the comparison in its order, by which they are coloured."""
    known = {entry.key: entry for entry in comparison.scenario.regimes}
    regimes = tuple(known[key] for key in comparison.regimes)
    return comparison.scenario.model_copy(update={"regimes": regimes})


def estimate(pair: Paired) -> Estimate:
    """A paired difference as mean, low and high end."""
    found = pair.difference
    return found.mean, found.low, found.high


def _land_prices(comparison: Comparison, others: tuple[str, ...], language: Language) -> "Figure":
    from experiments.figures.land_prices import land_prices

    costs = np.array([city.land_cost for city in comparison.scenario.cities.values()])
    ratios = {}
    for regime in (comparison.baseline, *others[:MOST_REGIMES]):
        values = comparison.cities[regime]
        cost = MILLION_PER_LAND_PRICE * (values[:, CITY_INDEX["land_sold"]] * costs).sum(axis=2)
        receipts = values[:, CITY_INDEX["land_receipts"]].sum(axis=2)
        ratios[regime] = np.divide(receipts, cost, out=np.full(cost.shape, np.nan), where=cost > 0)
    more = max(0, len(others) - MOST_REGIMES)
    return land_prices(LandPrices(ratios, further=more), own_scenario(comparison), language)


def _gains(comparison: Comparison, regimes: tuple[str, ...], language: Language) -> "Figure":
    from experiments.figures.gains import gains

    shown = regimes[:MOST_REGIMES]
    known = {party: name for party, name in PARTIES.items() if name in OUTCOME_INDEX}
    found = {key: {party: estimate(comparison.difference(name, key)) for party, name in known.items()} for key in shown}
    table = Gains(found, comparison.baseline, len(comparison.numbers), len(regimes) - len(shown))
    return gains(table, own_scenario(comparison), language)


def _regimes(comparison: Comparison, keys: tuple[str, ...], outcomes: tuple[str, ...], language: Language) -> "Figure":
    from experiments.figures.regimes import regimes

    shown = keys[:MOST_REGIMES]
    found = {name: {key: estimate(comparison.difference(name, key)) for key in shown} for name in outcomes}
    table = Differences(found, comparison.baseline, len(comparison.numbers), len(keys) - len(shown))
    return regimes(table, own_scenario(comparison), language)


def _welfare_sweep(
    comparison: Comparison, result: SweepResult, others: tuple[str, ...], language: Language
) -> "Figure":
    from experiments.figures.outcome_sweep import welfare_sweep

    panels = []
    for outcome in WELFARE:
        found = {key: result.difference(outcome, key, comparison.baseline) for key in others[:MOST_REGIMES]}
        differences = {key: np.array([estimate(pair) for pair in pairs]) for key, pairs in found.items()}
        panel = _swept(comparison, result, outcome, differences)
        panels.append(replace(panel, baseline=comparison.baseline, further=max(0, len(others) - MOST_REGIMES)))
    return welfare_sweep(panels, own_scenario(comparison), language)


def _outcome_sweep(comparison: Comparison, result: SweepResult, outcome: str, language: Language) -> "Figure":
    from experiments.figures.outcome_sweep import outcome_sweep

    levels: dict[str, Floats] = {}
    keys = result.regimes
    if len(comparison.regimes) > MOST_REGIMES + 1:  # a real lever could have the colour of another regime
        keys = tuple(key for key in keys if kind_of(comparison.scenario, key) != "real")[: MOST_REGIMES + 1]
    for key in keys:
        found = [interval(row) for row in result.outcomes[key][:, :, OUTCOME_INDEX[outcome]]]
        levels[key] = np.array([(each.mean, each.low, each.high) for each in found])
    shown = replace(_swept(comparison, result, outcome, levels), further=len(result.regimes) - len(keys))
    return outcome_sweep(shown, own_scenario(comparison), language)


def _swept(comparison: Comparison, result: SweepResult, outcome: str, levels: Mapping[str, Floats]) -> OutcomeSweep:
    current = own_value(comparison, result)
    return OutcomeSweep(
        outcome=outcome,
        values=np.array(result.sweep.values),
        levels=levels,
        replications=result.replications,
        title=result.sweep.title,
        unit=result.sweep.unit,
        current=current if np.isfinite(current) else None,
    )


def _sweep(comparison: Comparison, result: SweepResult, lead: int, language: Language) -> "Figure":
    from experiments.figures.sweep import sweep

    hosts = {"": -1} | {key: index for index, key in enumerate(comparison.scenario.cities)}
    current = own_value(comparison, result)
    shown = HostSweep(
        values=np.array(result.sweep.values),
        shares={key: result.host_counts(comparison.baseline, lead, index) for key, index in hosts.items()},
        n=result.replications,
        title=result.sweep.title,
        unit=result.sweep.unit,
        regime=comparison.baseline,
        project=comparison.scenario.projects.watched[lead].key,
        current=current if np.isfinite(current) else None,
    )
    return sweep(shown, own_scenario(comparison), language)
