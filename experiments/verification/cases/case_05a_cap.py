"""Case 5a: a cap on packages is not monotone in set N of case 1, and only redistributes in set P."""

from collections.abc import Iterator
from itertools import product
from typing import Final

from experiments.verification.cases.case_01_open import PUBLIC, SITE
from experiments.verification.check import Case, Check
from experiments.verification.oracles.ascending import ascending
from experiments.verification.theory import deal, theory

CAPS: Final = (0.0, 1.0, 2.0, 4.0, 4.5, 5.0, 6.0, 7.0, 7.9, 8.1, 10.0, 12.0, 20.0)
"""At 8 set N is a tie at λ = 0."""
INVESTMENT: Final = 100.0


def checks() -> Iterator[Check]:
    """Every cap in both sets, without and with a cost of public funds."""
    for letter, funds, cap in product(PUBLIC, (0.0, 0.3), CAPS):
        public = PUBLIC[letter]
        settings = [f"projects.stylised.public_value.{city}={value}" for city, value in public.items()]
        settings += [f"regimes.cap_0.levers.0.cap={cap / INVESTMENT}", f"economy.cost_of_public_funds={funds}"]
        theirs = ascending(SITE, public, funds=funds, cap=cap)
        ours = deal(theory("case_05a_cap", *settings), "cap_0")
        row = f"{letter}, λ = {funds:g}, c = {cap:g}"
        yield Check(row, "host", theirs.host, ours["host"])
        yield Check(row, "concession", theirs.concession, ours["concession"])
        yield Check(row, "welfare_total_in_region", theirs.total, ours["welfare_total_in_region"])
        yield Check(row, "public_net", theirs.city, ours["public_net"])


CASE: Final = Case(
    "5a", "derived from case 1", "simulator", checks, ("case_05a_cap",)
)  # fmt: skip
