"""Which figures belong to a neutrality run, and what goes into each; drawn when called."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from experiments.deciding import Box
from experiments.drawings import Drawing
from experiments.figures.data import Estimate, PriorAxis, PriorMap, WinShares
from experiments.figures.palette import MOST_REGIMES
from experiments.findings import STANDARDS
from experiments.neutrality import Neutrality
from experiments.neutrality_findings import groups, headline, influences, losing_box, most_losing, tallies
from experiments.statistics import Interval
from experiments.words import Language
from sim.schema import Scenario

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def of_neutrality(found: Neutrality, language: Language) -> Iterator[Drawing]:
    """All figures of a neutrality run: how often each regime wins, and where two of them lose.

    Maps are drawn of the regime that beats the baseline most often, and of that which loses to it most often.

    Args:
        found: The run, with at least one point.
        language: "en" or "zh".
    """
    yield from shares(found, language)
    best, worst = headline(found), most_losing(found)
    if best is not None:
        yield "map", partial(_map, found, best, language)
    if worst is not None and worst != best:
        yield "map_most_losing", partial(_map, found, worst, language)


def shares(found: Neutrality, language: Language) -> Iterator[Drawing]:
    """How often each regime wins: a figure for each kind of regimes."""
    for kind, keys in groups(found).items():
        name = "shares" if kind == "contest" else f"shares_{kind}"
        yield name, partial(_shares, found, keys, language)


def own_scenario(found: Neutrality) -> Scenario:
    """The scenario with the regimes of the run in its order, by which they are coloured."""
    known = {entry.key: entry for entry in found.scenario.regimes}
    return found.scenario.model_copy(update={"regimes": tuple(known[key] for key in found.regimes)})


def _shares(found: Neutrality, keys: tuple[str, ...], language: Language) -> "Figure":
    from experiments.figures.prior_shares import prior_shares

    shown = keys[:MOST_REGIMES]
    each = {name: tallies(found, name, keys) for name in STANDARDS}
    rows = (found.baseline, *shown)
    table = WinShares(
        gains={name: {key: _estimate(each[name][key].gain) for key in shown} for name in STANDARDS},
        losses={name: {key: _estimate(each[name][key].loss) for key in shown} for name in STANDARDS},
        best={name: {key: _estimate(each[name][key].best) for key in rows} for name in STANDARDS},
        baseline=found.baseline,
        points=len(found.numbers),
        replications=found.replications,
        periods=found.periods,
        further=len(keys) - len(shown),
    )
    return prior_shares(table, own_scenario(found), language)


def _estimate(share: Interval) -> Estimate:
    return share.mean, share.low, share.high


def _map(found: Neutrality, regime: str, language: Language) -> "Figure":
    from experiments.figures.prior_map import prior_map

    panels = [_panel(found, name, regime) for name in STANDARDS]
    runs = (found.replications, found.periods)
    return prior_map(panels, own_scenario(found), regime, found.baseline, runs, language)


def _panel(found: Neutrality, name: str, regime: str) -> PriorMap:
    box = losing_box(found, name, regime)
    box = box if box is not None and box.confirmed else None
    across, upwards = _axes(found, name, regime, box)
    return PriorMap(
        outcome=name,
        gains=found.gain(name, regime),
        verdicts=tuple(found.verdicts(name, regime)),
        across=_axis(found, across),
        upwards=_axis(found, upwards),
        box=None if box is None else (*_within(found, across, box), *_within(found, upwards, box)),
    )


def _axes(found: Neutrality, name: str, regime: str, box: Box | None) -> tuple[int, int]:
    """The two parameters that are drawn: those of the box, then those with the strongest influence."""
    known = influences(found, name, regime)
    strength = [abs(each.mean) if each.mean == each.mean else -1.0 for each in known.values()]
    boxed = [side.parameter for side in box.sides] if box is not None else []
    ranked = sorted(range(len(strength)), key=lambda index: -strength[index])
    order = list(dict.fromkeys([*boxed, *ranked]))
    return order[0], order[1 % len(order)]


def _axis(found: Neutrality, index: int) -> PriorAxis:
    each = list(found.parameters.values())[index]
    return PriorAxis(found.values[:, index], each.low, each.high, each.title, each.unit)


def _within(found: Neutrality, index: int, box: Box) -> tuple[float, float]:
    """The part of a parameter's range that lies in a box."""
    each = list(found.parameters.values())[index]
    low, high = each.low, each.high
    for side in box.sides:
        if side.parameter == index:
            low, high = (side.threshold, high) if side.above else (low, side.threshold)
    return low, high
