"""Case 1: one project, complete information, ascending contest; the winner pays what the runner-up is worth.

Set N: the firm's best site is not the best place for the public. Set P: it is.
"""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Final

from experiments.verification.check import Case, Check
from experiments.verification.oracles.ascending import Award, ascending, planned
from experiments.verification.theory import deal, named, theory
from sim.explain import explain

SITE: Final = {"a": 10.0, "b": 6.0}
PUBLIC: Final = {"N": {"a": 4.0, "b": 12.0}, "P": {"a": 12.0, "b": 12.0}}
FILES: Final = {"N": "case_01_n", "P": "case_01_p"}
REGIMES: Final = ("competition", "ban", "map")
INCREMENTS: Final = (1.0, 0.1, 0.01)


def expected(public: Mapping[str, float], outside: float | None, funds: float, regime: str) -> Award:
    """What theory says of one row."""
    match regime:
        case "ban":
            return ascending(SITE, public, funds=funds, outside=outside, bidders=())
        case "map":
            return planned(SITE, public, funds=funds, outside=outside)
        case _:
            return ascending(SITE, public, funds=funds, outside=outside)


def checks() -> Iterator[Check]:
    """Every set, outside option, λ and regime; then the trace at three increments, whoever opens."""
    for letter, outside, funds, regime in product(PUBLIC, (None, 12.0), (0.0, 0.3), REGIMES):
        settings = [f"economy.cost_of_public_funds={funds}"]
        settings += [] if outside is None else [f"projects.stylised.outside_option={outside}"]
        theirs = expected(PUBLIC[letter], outside, funds, regime)
        ours = deal(theory(FILES[letter], *settings), regime)
        row = f"{letter}, u0 = {'–' if outside is None else f'{outside:g}'}, λ = {funds:g}, {regime}"
        yield Check(row, "host", theirs.host, ours["host"])
        yield Check(row, "concession", theirs.concession, ours["concession"])
        yield Check(row, "firm_gain", theirs.firm, ours["firm_gain"])
        yield Check(row, "cities_gain", theirs.city, ours["cities_gain"])
        yield Check(row, "welfare_region", theirs.region, ours["welfare_region"])
        yield Check(row, "welfare_total_in_region", theirs.total, ours["welfare_total_in_region"])
    for letter in PUBLIC:
        yield from _traced(letter)


def _traced(letter: str) -> Iterator[Check]:
    theirs = ascending(SITE, PUBLIC[letter])
    for step, order, opening in product(INCREMENTS, (("a", "b"), ("b", "a")), ("forward", "backward")):
        settings = (f"contest.increment={step / 100}", f"contest.opening_order={opening}", named(order))
        played = explain(theory(FILES[letter], *settings), (0, 0)).trace
        if played is None:
            raise ValueError("an open contest leaves a trace")
        row = f"{letter}, e = {step:g}, {'–'.join(order)}, {opening}"
        yield Check(row, "trace_host", theirs.host, order[played.host])
        yield Check(row, "trace_concession", theirs.concession, played.concession, relation=">=")
        yield Check(row, "trace_concession", theirs.concession + step, played.concession, relation="<=")


CASE: Final = Case(
    "1", "Bernheim & Whinston 1986; King, McAfee & Welling 1993; Slattery 2025", "simulator", checks,
    tuple(FILES.values()),
)  # fmt: skip
