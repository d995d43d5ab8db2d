"""Case 4: an outside region takes the firm unless it is offered enough: war, cooperation and ban."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from experiments.verification.check import ITERATION, Case, Check, drawn, draws_needed
from experiments.verification.oracles import logit_games as logit
from experiments.verification.posting import binomial, deals, furthest, posting

VALUE, SCALE, COUNT = 10.0, 2.0, 2
OUTSIDE: Final = (0.0, 4.0, 8.0, 12.0)
FILE: Final = "case_04_outside"


def expected(regime: str, outside: float) -> tuple[float, float, float]:
    """Common concession, share of firms that stay, and joint payoff, by root finder and fixed point."""
    if regime == "war":
        x = float(logit.nash([0.0] * COUNT, [VALUE] * COUNT, SCALE, outside=outside)[0])
    else:
        x = logit.joint_optimum(VALUE, SCALE, COUNT, outside) if regime == "cooperation" else 0.0
    stay = float(logit.shares([x] * COUNT, SCALE, outside).sum())
    return x, stay, stay * (VALUE - x)


def outside_region() -> Iterator[Check]:
    """The table, its signs beyond it, and how often firms leave in the run."""
    gains, joint = [], {}
    for outside in OUTSIDE:
        for regime in ("war", "cooperation", "ban"):
            found, (x, stay, payoff) = posting(FILE, regime, _setting(outside)), expected(regime, outside)
            row = f"u0 = {outside:g}, {regime}"
            yield Check(row, "concession", *furthest(x, found.concession), ITERATION)
            if regime != "ban":
                yield Check(row, "concession_from_above", *furthest(x, found.from_above), ITERATION)
            yield Check(row, "captured", stay, float(found.probability.sum()), ITERATION)
            joint[regime] = float(found.payoff.sum())
            yield Check(row, "joint_payoff", payoff, joint[regime], ITERATION)
        yield Check(f"u0 = {outside:g}, cooperation − war", "joint_payoff", 0.0, joint["cooperation"] - joint["war"],
                    0.0, ">")  # fmt: skip
        yield Check(f"u0 = {outside:g}, ban − war", "joint_payoff", 0.0, joint["ban"] - joint["war"], 0.0,
                    ">" if outside == 0.0 else "<")  # fmt: skip
        gains.append(joint["cooperation"] - joint["war"])
    for (low, before), (high, after) in pairwise(zip(OUTSIDE, gains, strict=True)):
        yield Check(f"u0 = {low:g} → {high:g}", "gain_from_cooperation", before, after, 0.0, "<")
    yield from _leaving()


def _setting(outside: float) -> str:
    return f"projects.stylised.outside_option={outside}"


def _leaving() -> Iterator[Check]:
    """How many firms stay in the run; where most leave, how many leave, for that takes fewer draws."""
    for outside, regime in ((0.0, "war"), (0.0, "cooperation"), (0.0, "ban"), (4.0, "war"), (4.0, "ban")):
        _, stay, _ = expected(regime, outside)
        name, chance = ("captured", stay) if stay > 0.5 else ("lost", 1.0 - stay)
        deviation = binomial(chance)
        some = deals(draws_needed(deviation, chance), ("host",), FILE, regime, _setting(outside))["host"]
        found = float(((some >= 0) == (name == "captured")).mean())
        yield drawn(f"u0 = {outside:g}, {regime}, deals", name, chance, found, deviation, some.size)


CASE_4: Final = Case("4", "derived: first-order conditions", "simulator", outside_region, (FILE,))
