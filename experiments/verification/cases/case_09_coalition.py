"""Case 9's logit twin: m of ten cities that post maximise together, and those outside gain more than those inside."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from experiments.verification.check import ITERATION, Case, Check
from experiments.verification.oracles import logit_games as logit
from experiments.verification.posting import Posting, furthest, posting

VALUE, SCALE, COUNT = 10.0, 2.0, 10
MEMBERS: Final = (1, 2, 4)
FILE: Final = "case_09_coalition"


def coalition() -> Iterator[Check]:
    """Concessions and payoffs of members and outsiders; all gain as m rises, outsiders more."""
    found: dict[int, Posting] = {}
    for members in MEMBERS:
        row, one = f"m = {members}", posting(FILE, f"members_{members}")
        found[members] = one
        x, payoff = logit.members_and_outsiders(members, COUNT, VALUE, SCALE)
        for number, (who, cities) in enumerate({"in": slice(0, members), "out": slice(members, None)}.items()):
            here = f"{row}, {who}"
            yield Check(here, "concession", *furthest(x[number], one.concession[cities]), ITERATION)
            yield Check(here, "concession_from_above", *furthest(x[number], one.from_above[cities]), ITERATION)
            yield Check(here, "payoff", *furthest(payoff[number], one.payoff[cities]), ITERATION)
        if members > 1:
            yield Check(f"{row}, out ↔ in", "payoff", float(one.payoff[0]), float(one.payoff[-1]), 1e-4, ">")
    for before, after in pairwise(MEMBERS):
        for city, who in ((0, "in"), (-1, "out")):
            low, high = float(found[before].payoff[city]), float(found[after].payoff[city])
            yield Check(f"m = {before} → {after}, {who}", "payoff", low, high, 1e-4, ">")


CASE_9: Final = Case("9b", "Konrad & Schjelderup 1999 (sign); derived", "simulator", coalition, (FILE,))
