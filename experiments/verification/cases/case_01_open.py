"""Case 1: one project, complete information, ascending contest; the winner pays what the runner-up is worth.

Set N: the firm's best site is not the best place for the public. Set P: it is.
"""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Final

from experiments.verification.check import Case, Check
from experiments.verification.oracles.ascending import Award, ascending, planned
from experiments.verification.theory import deal, hosts, named, theory
from sim.explain import explain
from sim.simulate import simulate

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
    """Every set, outside option, λ and regime; sealed offers at the second score; the trace, whoever opens."""
    for letter, outside, funds, regime in product(PUBLIC, (None, 12.0), (0.0, 0.3), REGIMES):
        theirs = expected(PUBLIC[letter], outside, funds, regime)
        run = simulate(theory(FILES[letter], *settings(outside, funds)), regime)
        row = f"{label(letter, outside, funds)}, {regime}"
        yield Check(row, "host", theirs.host, hosts(run)[0])
        for name, value in (
            ("concession", theirs.concession),
            ("firm_gain", theirs.firm),
            ("cities_gain", theirs.city),
            ("welfare_region", theirs.region),
            ("welfare_total_in_region", theirs.total),
        ):
            yield Check(row, name, value, float(run.deals[name][0]))
        for index, city in enumerate(SITE):
            value = theirs.city if city == theirs.host else 0.0
            yield Check(f"{row}, {city}", "welfare_city", value, float(run.cities["welfare_city"][0][index]))
    for letter, outside, funds in product(PUBLIC, (None, 12.0), (0.0, 0.3)):
        theirs = ascending(SITE, PUBLIC[letter], funds=funds, outside=outside)
        sealed = "contest={format: sealed, payment: second}"
        ours = deal(theory(FILES[letter], sealed, *settings(outside, funds)), "competition")
        row = f"{label(letter, outside, funds)}, sealed, second"
        yield Check(row, "host", theirs.host, ours["host"])
        yield Check(row, "concession", theirs.concession, float(ours["concession"]))
    for letter in PUBLIC:
        yield from _traced(letter)


def settings(outside: float | None, funds: float) -> list[str]:
    """An outside option and a cost of public funds, laid over the file."""
    option = [] if outside is None else [f"projects.stylised.outside_option={outside}"]
    return [f"economy.cost_of_public_funds={funds}", *option]


def label(letter: str, outside: float | None, funds: float) -> str:
    """A row in signs."""
    return f"{letter}, u0 = {'–' if outside is None else f'{outside:g}'}, λ = {funds:g}"


def _traced(letter: str) -> Iterator[Check]:
    theirs = ascending(SITE, PUBLIC[letter])
    for step, order, opening in product(INCREMENTS, (("a", "b"), ("b", "a")), ("forward", "backward")):
        steps = (f"contest.increment={step / 100}", f"contest.opening_order={opening}", named(order))
        played = explain(theory(FILES[letter], *steps), (0, 0)).trace
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
