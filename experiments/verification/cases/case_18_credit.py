"""Case 18: loans to borrowers whose type is hidden, with records shared and not, and what the good gain elsewhere."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from experiments.verification.check import Case, Check, drawn, draws_needed
from experiments.verification.oracles import credit_market
from experiments.verification.oracles.credit_market import Lent, Market
from experiments.verification.posting import binomial
from experiments.verification.theory import theory
from sim.outcomes import run_outcomes
from sim.simulate import Run, simulate

FILE: Final = "case_18_credit"
ELSEWHERE: Final = ((0.0, 0.0), (0.05, 0.05), (0.05, 0.0))
"""Gains elsewhere of good and of bad borrowers."""

RULES: Final = {"pooling": credit_market.pooled, "sharing": credit_market.informed}
BORROWERS: Final = ("good", "bad")


def _run(market: Market, regime: str, projects: int) -> Run:
    settings = (
        f"projects.stylised.per_period={projects}",
        f"projects.stylised.capital_return={market.gross_return - 1.0}",
        f"credit.good_share={market.good_share}",
        f"credit.good_elsewhere={market.good_elsewhere}",
        f"credit.bad_elsewhere={market.bad_elsewhere}",
    )
    return simulate(theory(FILE, *settings), regime, with_planner=False)


def _rates(run: Run, market: Market) -> dict[str, tuple[float | None, float | None]]:
    """Lowest and highest gross rate of each type of borrower that got a loan; none where nobody did."""
    lent = np.asarray(run.deals["host"]) >= 0
    good = np.asarray(run.deals["good"]) > 0
    rate = market.funding * (1.0 + np.asarray(run.deals["credit_spread"], dtype=float))
    found: dict[str, tuple[float | None, float | None]] = {}
    for name, kind in (("good", good), ("bad", ~good)):
        some = rate[lent & kind]
        found[name] = (float(some.min()), float(some.max())) if some.size else (None, None)
    return found


def credit() -> Iterator[Check]:
    """Rates, borrowers' gains, volume and default by regime; the bad alone; what sharing does to both."""
    for good_elsewhere, bad_elsewhere in ELSEWHERE:
        market = Market(good_elsewhere=good_elsewhere, bad_elsewhere=bad_elsewhere)
        terms, lent, default = f"gain elsewhere {good_elsewhere:g}, {bad_elsewhere:g}", {}, {}
        for regime, rule in RULES.items():
            row, expected = f"{terms}, {regime}", rule(market)
            run = _run(market, regime, _draws(market, expected))
            yield from _types(row, market, expected, run)
            yield from _volume(row, market, expected, run)
            lent[regime], default[regime] = _share_lent(run), run_outcomes(run)["default_rate"]
        some = lent["pooling"] > 0.0
        row = f"{terms}, sharing ↔ pooling"
        yield Check(row, "volume", lent["pooling"], lent["sharing"], 0.0, "<" if good_elsewhere == 0.0 else ">")
        if some:
            yield Check(row, "default_rate", default["pooling"], default["sharing"], 0.0, "<")
    for gross_return in (1.25, 1.8):
        market = Market(good_share=0.0, gross_return=gross_return)
        row, run = f"bad alone, X = {gross_return:g}", _run(market, "pooling", 1_000)
        yield from _types(row, market, credit_market.pooled(market), run)


def _share_lent(run: Run) -> float:
    return float((np.asarray(run.deals["host"]) >= 0).mean())


def _mixed(expected: Lent) -> bool:
    """Whether both types borrow, so that default hangs on who was drawn."""
    return None not in expected.rate


def _draws(market: Market, expected: Lent) -> int:
    """Projects with which an error of one per cent in volume and default would be caught."""
    if _mixed(expected) and expected.default is not None:
        return draws_needed(_default_deviation(market), expected.default)
    return draws_needed(binomial(expected.volume), expected.volume) if expected.volume > 0.0 else 10_000


def _default_deviation(market: Market) -> float:
    return (market.good - market.bad) * binomial(market.good_share)


def _types(row: str, market: Market, expected: Lent, run: Run) -> Iterator[Check]:
    """The rate that each type pays, and what a loan leaves it."""
    chances = dict(zip(BORROWERS, (market.good, market.bad), strict=True))
    found = _rates(run, market)
    for name, rate in zip(BORROWERS, expected.rate, strict=True):
        if rate is None:
            yield Check(f"{row}, {name}", "borrows", "no", "no" if found[name][0] is None else "yes")
            continue
        low, high = (float("nan") if each is None else each for each in found[name])
        yield Check(f"{row}, {name}", "loan_rate", rate, low)
        yield Check(f"{row}, {name}", "loan_rate", rate, high)
        gain = chances[name] * (market.gross_return - rate)
        yield Check(f"{row}, {name}", "borrower_gain", gain, chances[name] * (market.gross_return - high))


def _volume(row: str, market: Market, expected: Lent, run: Run) -> Iterator[Check]:
    """Share of borrowers with a loan, default, and that lenders break even."""
    found, count = run_outcomes(run), run.deals["host"].size
    if 0.0 < expected.volume < 1.0:
        yield drawn(row, "volume", expected.volume, _share_lent(run), binomial(expected.volume), count)
    else:
        yield Check(row, "volume", expected.volume, _share_lent(run))
    if expected.default is None:
        return
    margin = found["lenders_margin"] / found["loans"]
    if _mixed(expected):
        deviation = _default_deviation(market)
        yield drawn(row, "default_rate", expected.default, found["default_rate"], deviation, count)
        repaid = market.funding * deviation / (1.0 - expected.default)
        yield drawn(row, "lenders_margin", 0.0, margin, repaid, count)
    else:
        yield Check(row, "default_rate", expected.default, found["default_rate"])
        yield Check(row, "lenders_margin", 0.0, margin)


CASE_18: Final = Case("18", "Pagano & Jappelli 1993 (mechanism); numbers derived", "simulator", credit, (FILE,))
