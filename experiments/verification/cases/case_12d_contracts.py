"""Case 12d: pooling keeps the host for less, leakage loses it, splitting benefit and cost is the planner's map."""

from collections.abc import Iterator
from itertools import product
from typing import Final

from experiments.verification.cases.case_01_open import PUBLIC, SITE
from experiments.verification.check import Case, Check
from experiments.verification.oracles.contracts import Shared, against_outsider, leaking, pooled, split
from experiments.verification.theory import hosts, theory
from sim.simulate import simulate

SHARES: Final = {
    "benefit_only": (0.0, 0.1, 0.25, 0.3, 0.5, 0.6, 0.75, 0.9),
    "leakage": (0.1, 0.25, 0.4, 0.49, 0.51, 0.6, 0.75, 0.9),
}
OFFERS: Final = (0.0, 4.0, 8.0, 8.9, 9.1, 10.0, 11.0, 11.9, 12.1, 15.0)
WORTH: Final = 12.0
OUTSIDER: Final = {"no_contract": (0.0, False), "pooled": (0.5, False), "pooled_costs": (0.5, True)}
"""Share pooled, and whether costs are pooled too."""


def checks() -> Iterator[Check]:
    """Both sets under every contract and share, then offers from outside."""
    for letter, (contract, shares) in product(PUBLIC, SHARES.items()):
        for share in shares:
            rule = pooled if contract == "benefit_only" else leaking
            settings = (f"regimes.pooled_0.levers.0.share={share}", f"regimes.pooled_0.levers.0.contract={contract}")
            row = f"{letter}, {contract}, a = {share:g}"
            yield from _compared(row, letter, rule(SITE, PUBLIC[letter], share), "pooled_0", *settings)
    for letter in PUBLIC:
        yield from _compared(f"{letter}, net_split", letter, split(SITE, PUBLIC[letter]), "net_split")
    for (regime, (share, costs)), offer in product(OUTSIDER.items(), OFFERS):
        host, price = against_outsider(WORTH, offer, share=share, members=2, costs_pooled=costs)
        run = simulate(theory("case_12d_outsider", f"projects.stylised.outside_option={offer}"), regime)
        row = f"{regime}, u0 = {offer:g}"
        yield Check(row, "host", host, hosts(run)[0])
        yield Check(row, "concession", price, float(run.deals["concession"][0]))


def _compared(row: str, letter: str, theirs: Shared, regime: str, *settings: str) -> Iterator[Check]:
    values = [f"projects.stylised.public_value.{city}={value}" for city, value in PUBLIC[letter].items()]
    run = simulate(theory("case_12d_contracts", *values, *settings), regime)
    yield Check(row, "host", theirs.award.host, hosts(run)[0])
    yield Check(row, "concession", theirs.award.concession, float(run.deals["concession"][0]))
    yield Check(row, "welfare_region", theirs.award.region, float(run.deals["welfare_region"][0]))
    for index, (city, payoff) in enumerate(theirs.cities.items()):
        yield Check(f"{row}, {city}", "welfare_city", payoff, float(run.cities["welfare_city"][0][index]))


CASE: Final = Case(
    "12d", "derived from case 1; free-riding on a neighbour's gain follows Kim 2020", "simulator", checks,
    ("case_12d_contracts", "case_12d_outsider"),
)  # fmt: skip
