"""Case 6: two cities of unequal size at a border that compete with the price of land; floors, one price, a leader.

Land is the only instrument and worth 2 at the list price, so that a price is the list price less the concession. As
in the source, receipts count the firms of the large city as 1.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from experiments.verification.check import ITERATION, Case, Check, drawn, draws_needed
from experiments.verification.oracles import border_duopoly as border
from experiments.verification.posting import binomial, furthest, posting, runs

type Floats = NDArray[np.float64]

LIST = 2.0
THETA = 0.5
CITIES: Final = ("small", "large")
FILE: Final = "case_06_border"
SIZES: Final = ((1.0, 1.0), (1.0, 0.5), (1.0, 0.25), (0.6, 0.5), (1.5, 0.8))
"""δ and θ."""

FLOORS: Final = (0.70, 0.75, 1.0)
RATES: Final = (0.70, 0.75, 0.80)
BESIDE_THE_JUMP: Final = (0.5, 0.7, 0.715, 1.0)
STEP: Final = 2e-5
"""Tolerance of what is compared with an enumeration in steps of 10⁻⁵."""


@dataclass(frozen=True, slots=True)
class Prices:
    """Land prices and receipts of the small and the large city, from either end of the search."""

    price: Floats
    from_above: Floats
    receipts: Floats


def _prices(regime: str = "competition", *overrides: str, theta: float = THETA, delta: float = 1.0,
            name: str = FILE) -> Prices:  # fmt: skip
    size = (f"projects.match.homes.small={theta}", f"projects.match.scale_money={delta}")
    found = posting(name, regime, *size, *overrides)
    price = LIST - found.concession
    return Prices(price, LIST - found.from_above, price * found.probability * (1.0 + theta))


def _each(row: str, quantity: str, expected: Floats, found: Floats, tolerance: float = ITERATION) -> Iterator[Check]:
    for key, one, other in zip(CITIES, expected, found, strict=True):
        yield Check(f"{row}, {key}", quantity, float(one), float(other), tolerance)


def border_prices() -> Iterator[Check]:
    """The equilibrium, the jump of the small city's reply, floors, one price for both, heads, and a leader."""
    free = _prices()
    for delta, theta in SIZES:
        row, found = f"δ = {delta:g}, θ = {theta:g}", _prices(theta=theta, delta=delta)
        yield from _each(row, "land_price", border.prices(theta, delta), found.price)
        yield Check(row, "land_price_from_above", *furthest(border.prices(theta, delta), found.from_above), ITERATION)
        yield from _each(row, "receipts", border.receipts(theta, delta), found.receipts)
    yield from _deals()
    for large in BESIDE_THE_JUMP:
        found_reply = LIST - posting(FILE, None, *_pinned(large)).concession[0]
        yield Check(f"T = {large:g}", "best_reply", border.small_reply(large, THETA), float(found_reply), ITERATION)
    for floor in FLOORS:
        row, found = f"p_min = {floor:g}", _prices("floor", f"regimes.floor.levers.0.level={floor / LIST}")
        price, receipts = border.floored(floor, THETA)
        yield from _each(row, "land_price", price, found.price)
        yield from _each(row, "receipts", receipts, found.receipts)
        for city, key in enumerate(CITIES):
            yield Check(f"{row} ↔ 0, {key}", "receipts", float(free.receipts[city]), float(found.receipts[city]),
                        0.0, ">")  # fmt: skip
    for rate in RATES:
        row, receipts = f"t = T = {rate:g}", _harmonised(rate)
        yield from _each(row, "receipts", rate * np.array([THETA, 1.0]), receipts)
        yield Check(f"{row} ↔ Nash, small", "receipts", float(free.receipts[0]), float(receipts[0]), 0.0, "<")
        yield Check(f"{row} ↔ Nash, large", "receipts", float(free.receipts[1]), float(receipts[1]), 0.0, ">")
    yield from _per_head(free)
    yield from _leader(free)


def _deals() -> Iterator[Check]:
    """What the land accounts of the run say."""
    price, receipts = border.prices(THETA), border.receipts(THETA)
    heads = 1.0 + THETA
    share = receipts / price / heads
    deviation = price * binomial(float(share[1]))
    draws = draws_needed(float(deviation[0]), float(price[0] * share[0]))
    count, total, hosted = 0, np.zeros(2), np.zeros(2)
    for run in runs(draws, FILE):
        count += run.deals["host"].size
        total += run.cities["land_receipts"].sum(axis=0)
        hosted += np.bincount(run.deals["host"], minlength=2)
    for city, key in enumerate(CITIES):
        yield drawn(f"δ = 1, θ = 0.5, deals, {key}", "share", float(share[city]), float(hosted[city]) / count,
                    binomial(float(share[city])), count)  # fmt: skip
        yield drawn(f"δ = 1, θ = 0.5, deals, {key}", "receipts", float(receipts[city]),
                    heads * float(total[city]) / count, heads * float(deviation[city]), count)  # fmt: skip


def _pinned(large: float) -> tuple[str, ...]:
    """Settings under which the large city has nothing to give away and asks this price."""
    return (
        f"cities.large.list_price={10 * large}",
        f"cities.large.land_floor={10 * large}",
        f"projects.stylised.public_value.large={large}",
        f"projects.stylised.site_value.large={LIST - large}",
    )


def _harmonised(rate: float) -> Floats:
    """Receipts where list price and floor of both are the same, so that nothing is left to post."""
    same = [f"cities.defaults.{name}={10 * rate}" for name in ("list_price", "land_floor")]
    worth = [f"projects.stylised.public_value.{key}={rate}" for key in CITIES]
    found = posting(FILE, None, *same, *worth)
    return (rate - found.concession) * found.probability * (1.0 + THETA)


def _per_head(free: Prices) -> Iterator[Check]:
    """Unequal size harms both per head; a total of 2 heads in both worlds."""
    heads = np.array([THETA, 1.0])
    equal = _prices(theta=1.0)
    for city, key in enumerate(CITIES):
        expected = float(border.receipts(THETA)[city] / heads[city])
        found = float(free.receipts[city] / heads[city])
        yield Check(f"θ = 0.5, {key}", "receipts_per_head", expected, found, ITERATION)
        yield Check(f"θ = 0.5 ↔ 1, {key}", "receipts_per_head", float(equal.receipts[city]), found, 0.0, "<")
    yield Check("θ = 0.5", "receipts_of_both", float(border.receipts(THETA).sum()) * 2.0 / (1.0 + THETA),
                float(free.receipts.sum()) * 2.0 / (1.0 + THETA), 2 * ITERATION)  # fmt: skip
    yield Check("θ = 1", "receipts_of_both", 2.0, float(equal.receipts.sum()), 2 * ITERATION)


def _leader(free: Prices) -> Iterator[Check]:
    """The large city posts first: it lives with being undercut, and a floor that binds nobody lowers both prices."""
    first, floored = _prices(name="case_06_leader"), _prices("floor", name="case_06_leader")
    yield from _each("T → t", "land_price", border.led_freely(THETA), first.price)
    yield from _each("T → t, p_min = 0.69", "land_price", border.led(0.69, THETA, LIST), floored.price, STEP)
    yield Check("T → t ↔ Nash, large", "receipts", float(free.receipts[1]), float(first.receipts[1]), 0.0, ">")
    for city, key in enumerate(CITIES):
        yield Check(f"T → t, p_min = 0.69, {key}", "land_price", 0.69, float(floored.price[city]), 1e-3, ">")
        yield Check(f"T → t, p_min = 0.69 ↔ 0, {key}", "land_price", float(first.price[city]),
                    float(floored.price[city]), 1e-3, "<")  # fmt: skip


CASE_6: Final = Case("6", "Kanbur & Keen 1993; sign with a leader: Konrad 2009", "simulator", border_prices,
                     (FILE, "case_06_leader"))  # fmt: skip
