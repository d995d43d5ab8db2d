"""Case 3: logit firms and cities that post: identical, correlated, in a tournament (10a), under sharing contracts."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

import numpy as np

from experiments.verification.check import ITERATION, Case, Check, drawn, draws_needed
from experiments.verification.oracles import logit_games as logit
from experiments.verification.posting import Floats, binomial, deals, furthest, identical, posting
from sim.outcomes import run_outcomes

VALUE, SCALE = 10.0, 2.0
COUNTS: Final = (2, 3, 4, 5, 10)


def _mobility(scale: float) -> str:
    return f"projects.match.scale_money={scale}"


def identical_cities() -> Iterator[Check]:
    """3a: x = v/(1+λ) - μ·n/(n - 1) from both ends, payoffs, sweeps, more cities, more mobile firms, shares."""
    posted = []
    for count in COUNTS:
        found = posting("case_03_posted", None, *identical(count))
        x, row = logit.alike(VALUE, SCALE, count), f"n = {count}"
        posted.append(found.concession[0])
        yield Check(row, "concession", *furthest(x, found.concession), ITERATION)
        yield Check(row, "concession_from_above", *furthest(x, found.from_above), ITERATION)
        yield Check(row, "payoff", *furthest(SCALE / (count - 1), found.payoff), ITERATION)
        _, sweeps = logit.settle([0.0] * count, [VALUE] * count, SCALE, in_turn=False, still=1e-8)
        yield Check(row, "sweeps", float(sweeps), float(found.sweeps), 1.0)
        twice = posting("case_03_posted", None, *identical(count), CAP_AT_TWICE_THE_VALUE)
        yield Check(f"{row}, x0 = 2v", "concession_from_above", *furthest(x, twice.from_above), ITERATION)
    for (before, x), (after, y) in pairwise(zip(COUNTS, posted, strict=True)):
        if after == before + 1:
            yield Check(f"n = {before} → {after}", "rise", SCALE / (before * (before - 1)), y - x, 2 * ITERATION)
    for funds in (0.2, 0.3):
        found = posting("case_03_posted", None, f"economy.cost_of_public_funds={funds}")
        x = logit.alike(VALUE, SCALE, 3, funds=1.0 + funds)
        yield Check(f"n = 3, λ = {funds}", "concession", *furthest(x, found.concession), ITERATION)
        yield Check(f"n = 3, λ = {funds}", "payoff", *furthest((1.0 + funds) * SCALE / 2, found.payoff), ITERATION)
    for scale in (4.0, 2.0, 1.0, 0.5, 0.1):
        found = posting("case_03_posted", None, _mobility(scale))
        x = logit.alike(VALUE, scale, 3)
        yield Check(f"n = 3, μ = {scale:g}", "concession", *furthest(x, found.concession), ITERATION)
        yield Check(f"n = 3, μ = {scale:g}", "concession", *furthest(x, found.run.deals["concession"]), ITERATION)
    share = 1.0 / 3.0
    deviation = binomial(share)
    some = deals(draws_needed(deviation, share), ("host", "public_net"), "case_03_posted")
    for city, key in enumerate("abc"):
        yield drawn(f"n = 3, {key}", "share", share, _share(some["host"], city), deviation, some["host"].size)
    yield Check("n = 3", "public_net", *furthest(3.0, some["public_net"]), ITERATION)


CAP_AT_TWICE_THE_VALUE: Final = "regimes.competition.levers=[{lever: subsidy_cap, cap: 0.2}]"
"""A cap of 2v on an investment of 100: the search from above begins there, and at rest it does not bind."""


def _share(host: Floats, city: int) -> float:
    return float((host == city).mean())


SITE: Final = (4.0, 0.0)
MATCHES: Final = {"ρ < 0": (6.0, 10.0), "ρ > 0": (10.0, 6.0)}
CORRELATED_SCALE: Final = 1.5


def correlated_cities() -> Iterator[Check]:
    """3c: the same sizes matched both ways: competition attains the optimum, or is worse than a ban."""
    for row, value in MATCHES.items():
        settings = [f"projects.stylised.public_value.{key}={v}" for key, v in zip("ab", value, strict=True)]
        nash = logit.nash(SITE, value, CORRELATED_SCALE)
        best = logit.welfare(SITE, value, value, CORRELATED_SCALE)
        means = {}
        for regime, x in {"competition": nash, "ban": np.zeros(2)}.items():
            here = f"{row}, {regime}"
            found = posting("case_03c_correlation", regime, *settings)
            share = logit.shares(np.array(SITE) + x, CORRELATED_SCALE)
            for city, key in enumerate("ab"):
                at = f"{here}, {key}"
                yield Check(at, "concession", float(x[city]), float(found.concession[city]), ITERATION)
                yield Check(at, "probability", float(share[city]), float(found.probability[city]), ITERATION)
            if regime == "competition":
                yield Check(here, "concession_from_above", *furthest(x, found.from_above), ITERATION)
            yield Check(here, "cities_net", float((share * (value - x)).sum()), float(found.payoff.sum()), ITERATION)
            welfare = logit.welfare(SITE, value, x, CORRELATED_SCALE)
            yield Check(here, "efficiency", welfare / best, run_outcomes(found.run)["posted_efficiency"], ITERATION)
            deviation = logit.welfare_deviation(SITE, value, x, CORRELATED_SCALE)
            most = int(share.argmax())
            spread = binomial(float(share[most]))
            draws = max(draws_needed(deviation, welfare), draws_needed(spread, float(share[most])))
            some = deals(draws, ("host", "welfare_total"), "case_03c_correlation", regime, *settings)
            count = some["host"].size
            means[regime] = float(some["welfare_total"].mean())
            yield drawn(here, "welfare_total", welfare, means[regime], deviation, count)
            yield drawn(f"{here}, {'ab'[most]}", "share", float(share[most]), _share(some["host"], most), spread, count)
        yield Check(f"{row}, competition − ban", "welfare_total", 0.0, means["competition"] - means["ban"], 0.0,
                    ">" if row == "ρ < 0" else "<")  # fmt: skip


def tournament() -> Iterator[Check]:
    """3d and 10a: x = v - μ·n/(n - 1 + κ)."""
    for count in (2, 5):
        for weight in (0.0, 0.5, 0.999999):
            setting = f"cities.defaults.rival_weight={weight}"
            found = posting("case_03d_tournament", None, *identical(count), setting)
            x = logit.alike(VALUE, SCALE, count, rival_weight=weight)
            row = f"n = {count}, κ = {weight:g}"
            yield Check(row, "concession", *furthest(x, found.concession), ITERATION)
            yield Check(row, "concession_from_above", *furthest(x, found.from_above), ITERATION)


def contracts() -> Iterator[Check]:
    """3e: pooled benefit and cost, and pooled benefit alone, n = 2; a negative concession is a charge."""
    for name, contract in (("net_share", "net"), ("benefit_share", "benefit")):
        for share in (0.0, 0.25, 0.5, 0.75):
            regime = f"{contract}_{share:g}".replace(".", "_") if share else "none"
            found = posting("case_03e_pooling", regime)
            x = logit.alike(VALUE, SCALE, 2, **{name: share})
            row = f"{contract}, ρ = {share:g}"
            yield Check(row, "concession", *furthest(x, found.concession), ITERATION)
            yield Check(row, "concession_from_above", *furthest(x, found.from_above), ITERATION)
            yield Check(f"{row}, deals", "concession", *furthest(x, found.run.deals["concession"]), ITERATION)


LOGIT: Final = "Anderson, de Palma & Thisse 1992, with concessions for prices; derived"

CASE_3A: Final = Case("3a", LOGIT, "simulator", identical_cities, ("case_03_posted",))
CASE_3C: Final = Case("3c", LOGIT, "simulator", correlated_cities, ("case_03c_correlation",))
CASE_3D: Final = Case("3d", "derived, after Zhou 2004", "simulator", tournament, ("case_03d_tournament",))
CASE_3E: Final = Case("3e", "derived", "simulator", contracts, ("case_03e_pooling",))
