"""Case 5c: a common cap on posted concessions of unequal cities."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from experiments.verification.check import ITERATION, Case, Check, drawn, draws_needed
from experiments.verification.oracles import logit_games as logit
from experiments.verification.posting import binomial, deals, furthest, posting

VALUE: Final = (12.0, 10.0, 8.0)
SITE: Final = (0.0, 0.0, 0.0)
SCALE = 2.0
CAPS: Final = {"free": np.inf, "cap_7": 7.0, "cap_5": 5.0, "cap_4": 4.0}
FILE: Final = "case_05c_posted_cap"


def common_cap() -> Iterator[Check]:
    """Concessions and chances exactly; welfare, transfers and the cities' net as means over deals."""
    free: dict[str, float] = {}
    for regime, cap in CAPS.items():
        row = "no cap" if np.isinf(cap) else f"cap {cap:g}"
        x = logit.nash(SITE, VALUE, SCALE, cap=cap)
        share, found = logit.shares(x, SCALE), posting(FILE, regime)
        for city, key in enumerate("abc"):
            yield Check(f"{row}, {key}", "concession", float(x[city]), float(found.concession[city]), ITERATION)
            yield Check(f"{row}, {key}", "probability", float(share[city]), float(found.probability[city]), ITERATION)
        yield Check(row, "concession_from_above", *furthest(x, found.from_above), ITERATION)
        net = np.array(VALUE) - x
        yield Check(row, "cities_net", float((share * net).sum()), float(found.payoff.sum()), ITERATION)
        means = {
            "welfare_total": (logit.welfare(SITE, VALUE, x, SCALE), logit.welfare_deviation(SITE, VALUE, x, SCALE)),
            "concession": (float((share * x).sum()), logit.spread(share, x)),
            "public_net": (float((share * net).sum()), logit.spread(share, net)),
        }
        free = free or {name: mean for name, (mean, _) in means.items()}
        first = float(share[0])
        draws = max(draws_needed(deviation, mean) for mean, deviation in means.values())
        if cap > 5.0:
            draws = max(draws, draws_needed(binomial(first), first))
        some = deals(draws, ("host", *means), FILE, regime)
        count = some["host"].size
        if cap > 5.0:
            yield drawn(f"{row}, deals, a", "share", first, float((some["host"] == 0).mean()), binomial(first), count)
        for name, (mean, deviation) in means.items():
            yield drawn(f"{row}, deals", name, mean, float(some[name].mean()), deviation, count)
        if cap <= 5.0:
            below, above = (float(some[name].mean()) for name in ("welfare_total", "public_net"))
            yield Check(f"{row} ↔ none", "welfare_total", free["welfare_total"], below, 0.0, "<")
            yield Check(f"{row} ↔ none", "cities_net", free["public_net"], above, 0.0, ">")
    yield from _caps_city_by_city()


LOWER = 3.0
"""How far below its equilibrium concession each city's own cap lies."""


def _caps_city_by_city() -> Iterator[Check]:
    """Caps that lower all concessions alike bind and leave the allocation as it was; the cities keep the difference."""
    x = logit.nash(SITE, VALUE, SCALE) - LOWER
    caps = ", ".join(f"{key}: {each / 100.0}" for key, each in zip("abc", x, strict=True))
    lever = f"regimes.cap_7.levers=[{{lever: subsidy_cap, by_city: {{{caps}}}}}]"
    found, share = posting(FILE, "cap_7", lever), logit.shares(x, SCALE)
    row = "caps city by city"
    yield Check(row, "concession", *furthest(x, found.concession), ITERATION)
    yield Check(row, "probability", *furthest(share, found.probability), ITERATION)
    free = posting(FILE, "free")
    yield Check(f"{row} ↔ none", "probability", *furthest(free.probability, found.probability), ITERATION)
    gain = float(found.payoff.sum() - free.payoff.sum())
    yield Check(f"{row} − none", "cities_net", LOWER, gain, ITERATION)


CASE_5C: Final = Case("5c", "derived: first-order conditions", "simulator", common_cap, (FILE,))
