"""Case 5b: a land floor alone is undone by cash; only floor and cap together lower the support."""

from collections.abc import Iterator
from math import inf, log, pi, sqrt
from typing import Final

import numpy as np

from experiments.verification.check import ITERATION, Case, Check, drawn, draws_needed
from experiments.verification.oracles.waterbed import Mix, mix, posted_by_equals
from experiments.verification.theory import theory
from sim.schema import Scenario
from sim.simulate import Run, simulate

VALUE: Final = 10.0
CITIES: Final = 3
SCALE: Final = 2.0
"""Match scale of the posted variant."""
LIST: Final = 28.0
LAND: Final = 25.0
FLOOR: Final = 8.0
INVESTMENT: Final = 100.0
LOT: Final = 40_000
"""Projects of one replication of the posted variant: enough for the mean welfare."""
POSTED: Final = (
    "contest.format=posted", f"projects.match={{law: gumbel, scale_money: {SCALE}}}",
    f"projects.stylised.per_period={LOT}",
)  # fmt: skip
RULES: Final = {"free": (False, inf), "land_floor": (True, inf), "floor_and_cap": (True, 6.0)}
"""Whether the floor is the list price, and the cap."""


def room(floor: float = FLOOR) -> float:
    """Largest land discount: 0.01·L·(list price - floor)."""
    return 0.01 * LAND * (LIST - floor)


def checks() -> Iterator[Check]:
    """The three rules in open and posted contests, then other floors, caps and cash limits."""
    for regime, (floored, cap) in RULES.items():
        theirs = mix(VALUE, room(LIST if floored else FLOOR), cap=cap)
        yield from _compared(f"open, {regime}", theirs, simulate(theory("case_05b_waterbed"), regime), VALUE)
    whole = theory("case_05b_waterbed", *POSTED)
    free = simulate(whole, "free", with_planner=False)
    for regime, (floored, cap) in RULES.items():
        wanted = posted_by_equals(VALUE, SCALE, CITIES)
        theirs = mix(wanted, room(LIST if floored else FLOOR), cap=cap)
        run = simulate(whole, regime, with_planner=False)
        yield from _posted(f"posted, {regime}", theirs, run, free)
    yield from _shares(whole)
    for level in (0.3, 0.5, 0.8):
        run = _ruled("land_floor", f"regimes.land_floor.levers.0.level={level}")
        yield from _compared(f"open, floor = {level:g} p", mix(VALUE, room(max(FLOOR, level * LIST))), run, VALUE)
    for limit in (0.0, 3.0, 7.0, 10.0, 15.0):
        cash = f"{{lever: grant_limit, limit: {limit / INVESTMENT}}}"
        run = _ruled("land_floor", f"regimes.land_floor.levers=[{cash}]")
        yield from _compared(f"open, cash ≤ {limit:g}", mix(VALUE, room(), cash_limit=limit), run, VALUE)
        both = f"regimes.land_floor.levers=[{{lever: land_price_floor, basis: list_price}}, {cash}]"
        run = _ruled("land_floor", both)
        yield from _compared(f"open, land_floor, cash ≤ {limit:g}", mix(VALUE, 0.0, cash_limit=limit), run, VALUE)


def _ruled(regime: str, *settings: str) -> Run:
    return simulate(theory("case_05b_waterbed", *settings), regime, with_planner=False)


def _compared(row: str, theirs: Mix, run: Run, value: float, tolerance: float = 1e-9) -> Iterator[Check]:
    """Sum, parts and who has what, each the same in all deals of the run; sites are worth 0 without luck."""
    deals = run.deals
    for name, expected, found in (
        ("concession", theirs.support, deals["concession"]),
        ("land_discount", theirs.land, deals["land_discount"]),
        ("cash_grant", theirs.cash, deals["grant"]),
        ("public_net", value - theirs.support, deals["public_net"]),
        ("land_receipts", 0.01 * LAND * LIST - theirs.land, run.cities["land_receipts"].sum() / deals["host"].size),
    ):
        yield Check(row, name, expected, float(np.mean(found)), tolerance)


def _posted(row: str, theirs: Mix, run: Run, free: Run) -> Iterator[Check]:
    """The same at posted concessions; firms go where they go without rules, and E max of three draws is μ·ln 3."""
    yield from _compared(row, theirs, run, VALUE, ITERATION)
    total, spread = VALUE + SCALE * log(CITIES), SCALE * pi / sqrt(6)
    yield drawn(row, "welfare_total", total, float(run.deals["welfare_total"].mean()), spread, LOT)
    moved = float((run.deals["host"] != free.deals["host"]).sum())
    yield Check(row, "other_hosts_than_free", 0.0, moved)


def _shares(whole: Scenario) -> Iterator[Check]:
    """A third of the firms each, without rules."""
    share = 1 / CITIES
    deviation = sqrt(share * (1 - share))
    lots = -(-draws_needed(deviation, share) // LOT)
    won = np.zeros(CITIES)
    for replication in range(lots):
        deals = simulate(whole, "free", replication, with_planner=False).deals
        won += np.bincount(deals["host"], minlength=CITIES)
    for city, count in zip("abc", won, strict=True):
        draws = lots * LOT
        yield drawn(f"posted, free, {city}", "share_of_projects", share, float(count) / draws, deviation, draws)


CASE: Final = Case("5b", "derived; perfect substitutes for the firm", "simulator", checks, ("case_05b_waterbed",))
