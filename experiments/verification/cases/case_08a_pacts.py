"""Case 8a: a pact "bid 0, random host" breaks just below and holds just above its critical discount factor."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import Final

from experiments.verification.check import Case, Check
from experiments.verification.oracles.pacts import critical_discount, critical_discount_with_cost, critical_penalty
from experiments.verification.theory import named, theory
from sim.schema import Scenario
from sim.simulate import Run, project_source, simulate
from sim.world import build_world, opening_state

VALUE: Final = 12.0
CITIES: Final = (2, 3, 5)
NEAR: Final = 1e-6
"""How far from the critical value the pact is tried on either side."""


def pact(count: int, regime: str = "ban", periods: int = 6, funds: float = 0.0, **terms: object) -> Scenario:
    """So many cities under a pact with these terms."""
    keys = "abcde"[:count]
    values = "{" + ", ".join(f"{key}: {{value}}" for key in keys) + "}"
    settings = [f"regimes.{regime}.levers.0.{name}={value}" for name, value in terms.items()]
    return theory(
        "case_08_pact", named(keys), f"projects.stylised.site_value={values.replace('{value}', '0.0')}",
        f"projects.stylised.public_value={values.replace('{value}', str(VALUE))}", f"time.periods={periods}",
        f"economy.cost_of_public_funds={funds}", *settings,
    )  # fmt: skip


def _tried(row: str, count: int, held: bool, run: Run, funds: float) -> Iterator[Check]:
    """Nobody breaks it, or all do, at once and for ever, and every host pays what the project is worth to it.

    No price can be below 0 or above that, so that the mean says it of all.
    """
    price = 0.0 if held else VALUE / (1 + funds)
    broken = run.cities["agreements_broken"]
    yield Check(row, "breaches", 0.0 if held else float(count), float(broken[0].sum()))
    yield Check(row, "later_breaches", 0.0, float(broken[1:].sum()))
    yield Check(row, "concession", price, float(run.deals["concession"].mean()))


def _around(
    label: str, count: int, critical: float, name: str = "discount_factor", funds: float = 0.0, periods: int = 6,
    regime: str = "ban", **terms: object,
) -> Iterator[Check]:  # fmt: skip
    """Just below and just above the critical value of a term."""
    sign = {"discount_factor": "δ", "penalty": "F"}[name]
    for value, held in ((critical - NEAR, False), (critical + NEAR, True)):
        scenario = pact(count, regime, periods, funds, **{name: value}, **terms)
        row = f"n = {count}{label}, {sign} = {critical:.6g} {'+' if held else '−'} 1e-06"
        yield from _tried(row, count, held, simulate(scenario, regime, with_planner=False), funds)


def checks() -> Iterator[Check]:
    """The critical discount factor, alone and with a lag, rare or big projects, a penalty, a cost."""
    for count, regime in product(CITIES, ("ban", "agreement")):
        yield from _around(f", {regime}", count, critical_discount(count), regime=regime)
    for count, lag in product(CITIES, (2, 4)):
        yield from _around(f", Λ = {lag}", count, critical_discount(count, lag=lag), periods=lag + 2, detection_lag=lag)
    for count in CITIES:
        yield from _around(", q = 0.2", count, critical_discount(count, arrival=0.2), arrival_probability=0.2)
    for count, size in product((2, 3), (1.0, 5.0)):
        yield from _big_today(count, size)
    for count, funds in product((2, 4), (0.0, 0.25)):
        critical = critical_penalty(count, VALUE, 0.3, 0.4, funds)
        label = f", λ = {funds:g}, d = 0.4"
        yield from _around(label, count, critical, "penalty", funds, discount_factor=0.3, audit_probability=0.4)
    for count, funds in product((2, 3), (0.0, 0.25)):
        critical = critical_discount_with_cost(count, VALUE, 1.2, funds)
        label = f", λ = {funds:g}, c = 1.2"
        yield from _around(label, count, critical, funds=funds, regime="agreement", programme_cost=1.2)


def _big_today(count: int, size: float) -> Iterator[Check]:
    """A project so many times the average one comes today."""
    critical = critical_discount(count, size=size)
    for value, held in ((critical - NEAR, False), (critical + NEAR, True)):
        scenario = pact(count, periods=1, discount_factor=value)
        world = build_world(scenario, "ban")
        run = Run(world, 0, opening_state(world))
        block = project_source(scenario, 0).period(0)
        if block.public_value is None:
            raise ValueError("stylised projects are given by their values")
        run.step(replace(block, public_value=size * block.public_value), with_planner=False)
        row = f"n = {count}, k = {size:g}, δ = {critical:.6g} {'+' if held else '−'} 1e-06"
        broken = float(run.cities["agreements_broken"].sum())
        yield Check(row, "breaches", 0.0 if held else float(count), broken)


CASE: Final = Case("8a", "Friedman 1971", "simulator", checks, ("case_08_pact",))
