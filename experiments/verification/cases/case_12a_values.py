"""Case 12a: independent private values; the open contest and both sealed ones bring the same price on average."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from experiments.verification.check import Case, Check, drawn, draws_needed
from experiments.verification.oracles.ascending import each
from experiments.verification.oracles.private_values import price, share_deviation, surplus
from experiments.verification.theory import named, theory
from sim.schema import Scenario
from sim.simulate import project_source, simulate

CITIES: Final = (2, 3, 5, 10)
FORMS: Final = ("open", "second", "first")
LOT: Final = 50_000
"""Projects of one replication."""


def scenario(count: int, form: str, lot: int = LOT) -> Scenario:
    """So many cities that tell the truth, or shade their bids where the winner pays what it bids."""
    first = form == "first"
    contest = "contest={format: open}" if form == "open" else f"contest={{format: sealed, payment: {form}}}"
    bid = f"{{name: shaded, share: {(count - 1) / count!r}}}" if first else "{name: truthful}"
    return theory(
        "property_5_sealed", named("abcdefghij"[:count]), contest, f"cities.defaults.strategy={bid}",
        "time.periods=1", f"projects.stylised.per_period={lot}",
    )  # fmt: skip


def checks() -> Iterator[Check]:
    """Price and surplus for each number of cities and each form; every price from the sorted values."""
    for count in CITIES:
        for form in FORMS:
            yield from _form(count, form)


def _form(count: int, form: str) -> Iterator[Check]:
    paid, kept = price(count, form == "first"), surplus(count, form == "first")
    lots = -(-max(draws_needed(one.deviation, one.mean) for one in (paid, kept)) // LOT)
    whole, draws, row = scenario(count, form), lots * LOT, f"n = {count}, {form}"
    sums, largest, others = np.zeros(3), 0.0, 0
    for replication in range(lots):
        deals = simulate(whole, None, replication, with_planner=False).deals
        found = deals["concession"]
        sums += found.sum(), deals["public_net"].sum(), ((found - paid.mean) ** 2).sum()
        block = project_source(whole, replication).period(0)
        if block.site_value is None or block.public_value is None:
            raise ValueError("stylised projects are given by their values")
        host, expected = each(block.site_value, block.public_value)
        if form == "first":
            expected = (count - 1) / count * block.public_value.max(axis=1)
        largest = max(largest, float(np.abs(found - expected).max()))
        others += int((host != deals["host"]).sum())
    means = sums / draws
    yield drawn(row, "price", paid.mean, float(means[0]), paid.deviation, draws)
    yield drawn(row, "winners_surplus", kept.mean, float(means[1]), kept.deviation, draws)
    variance = paid.deviation**2
    yield drawn(row, "price_variance", variance, float(means[2]), paid.deviation_of_square, draws)
    share = float(means[0] / (means[0] + means[1]))
    deviation = share_deviation(count, form == "first")
    yield drawn(row, "firms_share", (count - 1) / count, share, deviation, draws)
    yield Check(row, "other_hosts", 0.0, float(others))
    yield Check(row, "largest_price_difference", 0.0, largest)


CASE: Final = Case("12a", "Vickrey 1961", "simulator", checks, ("property_5_sealed",))
