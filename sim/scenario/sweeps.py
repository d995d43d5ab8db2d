"""Sweeps of a scenario: numbers that exist, and values that it accepts."""

from sim.scenario.node import Node
from sim.scenario.numbers import Move, refusal, targets_of
from sim.scenario.phrase import phrase
from sim.scenario.problem import Ledger, Refused
from sim.scenario.target import Target, traced
from sim.schema import Scenario


def check_sweeps(top: Node, scenario: Scenario | None, ledger: Ledger) -> None:
    """Report sweeps over numbers that do not exist, and values that the scenario would refuse.

    Args:
        top: The scenario with its cities resolved.
        scenario: The same as a model; None where it has other problems, and only paths are checked.
        ledger: Takes the problems.
    """
    sweeps = top.get("sweeps")
    for index, sweep in enumerate(sweeps.items if sweeps else ()):
        target = _swept(top, sweep, index, "path", ledger)
        further = targets_of(top, sweep.get("also"), ("sweeps", index, "also"), ledger)
        base = _swept(top, sweep, index, "relative_to", ledger)
        values = sweep.get("values")
        if scenario is None or target is None or values is None:
            continue
        start = 0.0
        if base is not None:
            relative_to = sweep.entries["relative_to"]
            try:
                start = base.number(scenario) or 0.0
                if base.number(scenario) is None:
                    raise Refused(phrase("nothing_set", path=base.path))
            except Refused as reason:
                ledger.refuse(relative_to.place, ("sweeps", index, "relative_to"), reason)
                continue
        for number, item in enumerate(values.items):
            if isinstance(item.value, int | float) and not isinstance(item.value, bool):
                moves = [Move(moved, start + item.value, item.place) for moved in (target, *further)]
                problem = refusal(scenario, top, moves)
                if problem is not None:
                    what = phrase("sweep_value", value=item.value, path=target.path)
                    hints = (problem.what, *problem.hints)
                    ledger.add(
                        item.place, ("sweeps", index, "values", number), what, hints=hints, allowed=problem.allowed
                    )


def _swept(top: Node, sweep: Node, index: int, name: str, ledger: Ledger) -> Target | None:
    node = sweep.get(name)
    if node is None or not isinstance(node.value, str):
        return None
    try:
        return traced(top, node.value, ledger)
    except Refused as reason:
        ledger.refuse(node.place, ("sweeps", index, name), reason)
        return None
