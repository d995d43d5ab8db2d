"""Case 6b: what a floor under the price of land does to the mean price, deal by deal and by the accounts of land."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from experiments.verification.check import Case, Check, drawn, draws_needed
from experiments.verification.oracles import price_floor
from experiments.verification.posting import binomial, deals
from experiments.verification.theory import theory
from sim.simulate import simulate

FILE: Final = "case_06b_price_floor"
LOW, HIGH = 100.0, 300.0
"""Range of prices, yuan per square metre."""

YUAN: Final = 15.0
"""Yuan per square metre in 10k CNY per mu."""

FLOORS: Final = (150.0, 200.0, 250.0)
STEP = 10.0
"""How far the floor is moved for the pass-through; the grid of prices has points at halves, none of them at a floor."""

DRAWN_AT = 200.0


def _floor(level: float) -> str:
    return f"regimes.floor.levers.0.price={level / YUAN}"


def _even() -> tuple[str, ...]:
    """Settings that put one project for each price of 100.5, 101.5, … in the place of the drawn ones."""
    gifts = (HIGH - np.arange(LOW + 0.5, HIGH)) / YUAN
    each = ", ".join(f"{{site_value: {{a: 0.0}}, public_value: {{a: {gift}}}}}" for gift in gifts)
    return "projects.stylised.generator=", "projects.stylised.per_period=1", f"projects.stylised.each=[{each}]"


def _mean_and_share(level: float) -> tuple[float, float]:
    """Mean price by the land accounts, yuan per square metre, and the share of deals at the floor."""
    run = simulate(theory(FILE, *_even(), _floor(level)), "floor", with_planner=False)
    price = HIGH / YUAN - run.deals["land_discount"]
    receipts = float(run.cities["land_receipts"].sum()) / len(price)
    return YUAN * receipts, float((YUAN * price <= level + 1e-9).mean())


def pass_through() -> Iterator[Check]:
    """Mean price, share of deals at the floor and pass-through on evenly spread prices; one floor on drawn ones."""
    for level in FLOORS:
        row, expected = f"floor {level:g}", price_floor.share_at_floor(level, LOW, HIGH)
        mean, share = _mean_and_share(level)
        yield Check(row, "mean_land_price", price_floor.mean_price(level, LOW, HIGH), mean)
        yield Check(row, "share_at_floor", expected, share)
        (above, _), (below, _) = _mean_and_share(level + STEP), _mean_and_share(level - STEP)
        yield Check(f"{row} ± {STEP:g}", "pass_through", expected, (above - below) / (2.0 * STEP))
    share = price_floor.share_at_floor(DRAWN_AT, LOW, HIGH)
    count = draws_needed(binomial(share), share)
    discount = deals(count, ("land_discount",), FILE, "floor", _floor(DRAWN_AT))["land_discount"]
    price = HIGH - YUAN * discount
    row = f"floor {DRAWN_AT:g}, drawn"
    yield drawn(row, "mean_land_price", price_floor.mean_price(DRAWN_AT, LOW, HIGH), float(price.mean()),
                price_floor.price_deviation(DRAWN_AT, LOW, HIGH), price.size)  # fmt: skip
    at_floor = float((price <= DRAWN_AT + 1e-9).mean())
    yield drawn(row, "share_at_floor", share, at_floor, binomial(share), price.size)


CASE_6B: Final = Case("6b", "derived: pure censoring", "simulator", pass_through, (FILE,))
