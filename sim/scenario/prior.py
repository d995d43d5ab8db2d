"""Prior ranges of a scenario: numbers that exist, and ends that it accepts."""

from collections.abc import Sequence

from sim.scenario.node import Node, Route
from sim.scenario.numbers import HERE, Move, refusal, targets_of
from sim.scenario.phrase import phrase
from sim.scenario.problem import Ledger
from sim.scenario.python_value import node_of
from sim.schema import Scenario


def check_prior(top: Node, scenario: Scenario | None, ledger: Ledger) -> None:
    """Report ranges over numbers that do not exist, and ends of ranges that the scenario would refuse.

    Bounds are intervals, so a field that accepts both ends accepts all that lies between.

    Args:
        top: The scenario with its cities resolved.
        scenario: The same as a model; None where it has other problems, and nothing is checked before they are gone.
        ledger: Takes the problems.
    """
    ranges = top.get("prior", "ranges")
    if scenario is None or ranges is None:
        return
    written_out = node_of(scenario, HERE, ledger)  # with the levers of regimes that are like others
    ends: dict[str, list[tuple[Route, list[Move]]]] = {"low": [], "high": []}
    for key, entry in ranges.entries.items():
        route: Route = ("prior", "ranges", key)
        targets = targets_of(written_out, entry.get("paths"), (*route, "paths"), ledger)
        drawn = None if scenario.prior is None else scenario.prior.ranges[key]
        counts = [target.path for target in targets if target.shape.number == "int"]
        if drawn is None or not targets:
            continue
        if counts and not drawn.whole:
            ledger.add(entry.entries["paths"].place, (*route, "paths"), phrase("prior_not_whole", path=counts[0]))
            continue
        for end, value in (("low", drawn.low), ("high", drawn.high)):
            place = entry.entries[end].place
            ends[end].append(((*route, end), [Move(target, value, place) for target in targets]))
    for each in ends.values():
        _check_ends(scenario, written_out, each, ledger)


def _check_ends(scenario: Scenario, top: Node, ends: Sequence[tuple[Route, list[Move]]], ledger: Ledger) -> None:
    """Report the ends of ranges that the scenario would refuse: tried all together, and one by one if that fails."""
    if refusal(scenario, top, [move for _, moves in ends for move in moves]) is None:
        return
    for route, moves in ends:
        problem = refusal(scenario, top, moves)
        if problem is not None:
            what = phrase("prior_end", value=moves[0].value, path=problem.path or moves[0].target.path)
            hints = (problem.what, *problem.hints)
            ledger.add(moves[0].place, route, what, hints=hints, allowed=problem.allowed)
