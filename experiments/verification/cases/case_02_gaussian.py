"""Case 2: competition and a ban with normal values, independent over cities: expected values are order statistics."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np

from experiments.verification.check import Case, Check, drawn, draws_needed
from experiments.verification.oracles.ascending import ban_each, each
from experiments.verification.oracles.normal_contest import Moment, moments
from experiments.verification.theory import named, theory
from sim.schema import Scenario
from sim.simulate import project_source, simulate_regimes

type Row = tuple[int, float, float, float]

MEAN: Final = 10.0
TABLE: Final[tuple[Row, ...]] = (
    (2, 1.0, 1.0, 0.0), (5, 1.0, 1.0, 0.0), (5, 1.0, 1.0, -0.8), (5, 1.0, 1.0, 1.0), (5, 1.0, 0.25, 0.0),
    (5, 1.0, 0.25, -0.9), (5, 1.0, 0.0, 0.0),
)  # fmt: skip
"""Cities, standard deviation of site and public values, correlation."""
HUMP: Final[tuple[Row, ...]] = (
    (5, 1.0, 1.0, -0.5), (5, 1.0, 1.0, -1.0), (5, 1.0, 0.25, -0.125), (5, 1.0, 2.0, -1.0), (5, 1.0, 3.0, -1.0),
)  # fmt: skip
"""The gain is hump-shaped in the correlation, with its peak at max(-1, -sv/(2·sp))."""
HIGH: Final = 40.0
"""Mean where spreads are large, so that the price stays above 0."""
COSTLY: Final = 0.2
LOT: Final = 50_000
"""Projects of one replication."""
MOST: Final = 1_000_000
"""Most draws of a row; a few seconds."""

PAIRED: Final = ("welfare_total", "firm_gain", "public_net")
"""Columns of deals that are compared under both regimes."""


def scenario(row: Row, mean: float, funds: float = 0.0, lot: int = LOT) -> Scenario:
    """The theory scenario with the values of a row."""
    count, site_sd, public_sd, rho = row
    generator = "projects.stylised.generator"
    return theory(
        "case_02_gaussian", named("abcde"[:count]), f"projects.stylised.per_period={lot}",
        f"{generator}.site_mean={mean}", f"{generator}.public_mean={mean}", f"{generator}.site_sd={site_sd}",
        f"{generator}.public_sd={public_sd}", f"{generator}.correlation={rho}",
        f"economy.cost_of_public_funds={funds}",
    )  # fmt: skip


class Sample:
    """Means over many projects under both regimes, replication by replication so that memory stays flat."""

    def __init__(self, row: Row, mean: float, draws: int, funds: float = 0.0, lot: int = LOT) -> None:
        """Play so many draws, a multiple of the lot."""
        self.row, self.mean, self.funds, self.draws, self.lot = row, mean, funds, draws, lot
        self.sums: dict[str, float] = {}
        self.other_hosts = 0
        self.price_difference = self.gain_difference = 0.0
        self.lowest_gain, self.largest_gain = np.inf, -np.inf
        whole = scenario(row, mean, funds, lot)
        for replication in range(draws // lot):
            self._add(whole, replication)

    def _add(self, whole: Scenario, replication: int) -> None:
        runs = simulate_regimes(whole, ("competition", "ban"), replication, with_planner=False)
        war, ban = runs["competition"].deals, runs["ban"].deals
        block = project_source(whole, replication).period(0)
        site, public = block.site_value, block.public_value
        if site is None or public is None:
            raise ValueError("stylised projects are given by their values")
        gain = war["welfare_total"] - ban["welfare_total"]
        columns: dict[str, Any] = {name: war[name] for name in (*PAIRED, "concession")}
        columns |= {f"{name}_ban": ban[name] for name in PAIRED}
        columns |= {"gain": gain, "share_relocating": war["host"] != ban["host"]}
        columns |= {"site_variance": (site - self.mean) ** 2, "public_variance": (public - self.mean) ** 2,
                    "covariance": (site - self.mean) * (public - self.mean)}  # fmt: skip
        for name, values in columns.items():
            self.sums[name] = self.sums.get(name, 0.0) + float(np.mean(values)) * self.lot
        self.lowest_gain = min(self.lowest_gain, float(gain.min()))
        self.largest_gain = max(self.largest_gain, float(gain.max()))
        host, price = each(site, public, self.funds)
        best, gained = ban_each(site, public, self.funds)
        self.other_hosts += int((host != war["host"]).sum() + (best != ban["host"]).sum())
        self.price_difference = max(self.price_difference, float(np.abs(price - war["concession"]).max()))
        self.gain_difference = max(self.gain_difference, float(np.abs(gained - gain).max()))

    def label(self) -> str:
        """The row in signs."""
        count, site_sd, public_sd, rho = self.row
        costly = f", λ = {self.funds:g}" if self.funds else ""
        return f"n = {count}, sp = {site_sd:g}, sv = {public_sd:g}, ρ = {rho:g}{costly}"

    def compared(self, name: str, moment: Moment) -> Check:
        """The mean of a quantity beside its formula."""
        return drawn(self.label(), name, moment.mean, self.sums[name] / self.draws, moment.deviation, self.draws)


def draws_of(found: dict[str, Moment], names: Sequence[str]) -> int:
    """Draws that catch one per cent of every mean, in whole lots, as far as they can be had."""
    needed = max((draws_needed(found[n].deviation, found[n].mean) for n in names if found[n].mean > 1e-9), default=1)
    return min(MOST, -(-needed // LOT) * LOT)


def checks() -> Iterator[Check]:
    """The table, the hump in the correlation, and a cost of public funds that turns the sign."""
    for row in TABLE:
        sample, compared = _compared(row)
        yield from compared
        yield from _draw_by_draw(sample)
        yield Check(sample.label(), "lowest_gain", 0.0, sample.lowest_gain, relation=">=")
        if row[2] == 0.0 or row[3] == 1.0:
            yield Check(sample.label(), "largest_gain", 0.0, sample.largest_gain)
        yield from _generator(sample)
    for row in HUMP:
        found = moments(*row, HIGH)
        gain = found.get("gain", Moment(0.0, 0.0))
        sample = Sample(row, HIGH, draws_of({"gain": gain}, ["gain"]))
        yield sample.compared("gain", gain)
        yield Check(sample.label(), "largest_gain_difference", 0.0, sample.gain_difference)
    sample, compared = _compared((5, 1.0, 1.0, 0.0), COSTLY)
    yield from compared
    yield from _draw_by_draw(sample)
    yield Check(sample.label(), "gain", 0.0, sample.sums["gain"] / sample.draws, relation="<", tolerance=0.0)


def _compared(row: Row, funds: float = 0.0) -> tuple[Sample, list[Check]]:
    """A sample that is large enough, and all means beside their formulas."""
    found = moments(*row, MEAN, funds)
    sample = Sample(row, MEAN, draws_of(found, list(found)), funds)
    return sample, [sample.compared(name, moment) for name, moment in found.items()]


def _draw_by_draw(sample: Sample) -> Iterator[Check]:
    """Every single contest under both regimes against the sorted scores of the same draws."""
    row = sample.label()
    yield Check(row, "other_hosts", 0.0, float(sample.other_hosts))
    yield Check(row, "largest_price_difference", 0.0, sample.price_difference)
    yield Check(row, "largest_gain_difference", 0.0, sample.gain_difference)


def _generator(sample: Sample) -> Iterator[Check]:
    """Moments of the values that were drawn, over all cities of all draws."""
    count, site_sd, public_sd, rho = sample.row
    product = site_sd * public_sd
    for name, expected, deviation in (
        ("site_variance", site_sd**2, np.sqrt(2) * site_sd**2),
        ("public_variance", public_sd**2, np.sqrt(2) * public_sd**2),
        ("covariance", rho * product, product * np.sqrt(1 + rho**2)),
    ):
        mean = sample.sums[name] / sample.draws
        yield drawn(sample.label(), name, expected, mean, float(deviation), count * sample.draws)


CASE: Final = Case(
    "2", "order statistics, derived; Slattery 2025", "simulator", checks, ("case_02_gaussian",)
)  # fmt: skip
