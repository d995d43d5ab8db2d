"""Case 10: officials who mind a rival's gain, in sealed second-price contests (10b) and in open ones (10c).

10a, posted concessions in a promotion tournament, is case 3d.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from experiments.verification.check import ITERATION, Case, Check, drawn, draws_needed
from experiments.verification.oracles import spite
from experiments.verification.theory import deal, named, theory
from sim.simulate import Run, simulate
from sim.strategies.strategy import OfferFunction

type Floats = NDArray[np.float64]

WEIGHTS: Final = (0.0, 0.25, 0.5, 1.0)
SEALED: Final = "case_10b_spite"
OPEN: Final = "case_10c_rival_weight"
RIVALS = 50
"""Values of the rival, at the midpoints of as many cells; offers at the borders of cells are met exactly."""

VALUES: Final = (0.2, 0.5, 0.8)


def spiteful(weight: float) -> OfferFunction:
    """The bid function, of the value that the city itself sees."""
    return lambda view: spite.bid(view.reservation, weight)


def sealed() -> Iterator[Check]:
    """10b: no other offer does better against a spiteful rival, and what contests then cost."""
    for weight in WEIGHTS:
        for value in VALUES:
            expected = spite.bid(value, weight)
            offer, gain = _best_offer(value, weight)
            yield Check(f"a = {weight:g}, v = {value:g}", "best_reply", expected, offer, ITERATION)
            yield Check(f"a = {weight:g}, v = {value:g}", "payoff", spite.payoff(value, expected, weight), gain)
    for bidders in (2, 3):
        for weight in WEIGHTS:
            mean, deviation = spite.mean_price(weight, bidders), spite.price_deviation(weight, bidders)
            price = _prices(bidders, weight, draws_needed(deviation, mean))
            row = f"a = {weight:g}, n = {bidders}"
            yield drawn(row, "concession", mean, float(price.mean()), deviation, price.size)


def _prices(bidders: int, weight: float, draws: int) -> Floats:
    keys = [f"c{number}" for number in range(bidders)]
    scenario = theory(SEALED, named(keys), f"projects.stylised.per_period={draws}")
    run = simulate(scenario, strategies=dict.fromkeys(keys, spiteful(weight)), with_planner=False)
    return np.asarray(run.deals["concession"], dtype=float)


def _best_offer(value: float, weight: float) -> tuple[float, float]:
    """The offer of city a that pays it best over all values of its rival b, and what it pays; one offer a period."""
    tried = [spite.bid(number / RIVALS, weight) for number in range(RIVALS + 1)]
    rival = (np.arange(RIVALS) + 0.5) / RIVALS
    each = ", ".join(f"{{site_value: {{a: 0, b: 0}}, public_value: {{a: {value}, b: {other}}}}}" for other in rival)
    scenario = theory(
        SEALED, "projects.stylised.generator=", "projects.stylised.per_period=1", f"projects.stylised.each=[{each}]",
        f"time.periods={len(tried)}",
    )  # fmt: skip
    players = {"a": lambda view: np.array(tried[view.period]), "b": spiteful(weight)}
    gain = _payoff_of_first(simulate(scenario, strategies=players, with_planner=False), weight)
    mean = gain.reshape(len(tried), RIVALS).mean(axis=1)
    return float(tried[int(mean.argmax())]), float(mean.max())


def _payoff_of_first(run: Run, weight: float) -> Floats:
    """Surplus of city a where it hosts, -a times that of its rival where it does not."""
    surplus = np.asarray(run.deals["public_net"], dtype=float)
    return np.where(run.deals["host"] == 0, surplus, -weight * surplus)


def ascending() -> Iterator[Check]:
    """10c: x = (v2 + κ·v1)/(1 + κ) between peers of one province and rank, v2 across either border."""
    first, second = 12.0, 8.0
    for weight in (0.0, 0.2, 0.5, 0.7, 0.9, 0.95):
        price, row = spite.drop_out_price(first, second, weight), f"κ = {weight:g}"
        found = deal(theory(OPEN, f"cities.defaults.rival_weight={weight}"))
        yield Check(row, "host", "a", found["host"])
        yield Check(row, "concession", price, float(found["concession"]))
        yield Check(row, "public_net", (first - second) / (1.0 + weight), float(found["public_net"]))
        yield Check(row, "concession", second, float(found["concession"]), relation=">=")
        yield Check(row, "concession", first, float(found["concession"]), relation="<=")
    for apart in ("province=elsewhere", "rank_band=county"):
        found = deal(theory(OPEN, "cities.defaults.rival_weight=0.9", f"cities.b.{apart}"))
        yield Check(f"κ = 0.9, {apart.partition('=')[0]}", "concession", second, float(found["concession"]))
    for row, key, of_loser in (("κ_a = 0, κ_b = 0.5", "a", 0.5), ("κ_a = 0.5, κ_b = 0", "b", 0.0)):
        found = deal(theory(OPEN, f"cities.{key}.rival_weight=0.0"))
        yield Check(row, "concession", spite.drop_out_price(first, second, of_loser), float(found["concession"]))


CASE_10B: Final = Case("10b", "Morgan, Steiglitz & Reis 2003; uniform values derived", "simulator", sealed, (SEALED,))
CASE_10C: Final = Case("10c", "Morgan, Steiglitz & Reis 2003; known values derived", "simulator", ascending, (OPEN,))
