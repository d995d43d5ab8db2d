"""Infrastructure before bidding: case 13, following King, McAfee & Welling 1993.

Two regions, alike at first, build; then a firm comes and they bid. Once the costs are sunk the bidding is the model's
own open contest, on which it is played too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from experiments.verification.check import ROUNDING, Case, Check
from experiments.verification.theory import deal, theory

type Floats = NDArray[np.float64]

LEVELS: Final = np.linspace(0.0, 4.0, 161)
"""Infrastructure that is tried."""


@dataclass(frozen=True, slots=True)
class Infrastructure:
    """Two regions build k each at a cost of `steepness`·k²/2, and the firm is then worth `value` + k to each.

    Attributes:
        value: V.
        steepness: c.
    """

    value: float = 10.0
    steepness: float = 0.5

    def payoff(self, own: Floats, other: Floats) -> Floats:
        """What a region keeps: where it is worth more it wins and pays what the other would have, and building cost."""
        return np.maximum(0.0, own - other) - self.steepness * own**2 / 2.0

    def firm(self, own: float, other: float) -> float:
        """What the firm is paid: the worth to the region that loses."""
        return self.value + min(own, other)

    def equilibria(self) -> list[tuple[float, float]]:
        """All pairs of levels from which neither region would move, by enumeration."""
        gains = self.payoff(LEVELS[:, None], LEVELS[None, :])
        best = gains >= gains.max(axis=0) - ROUNDING
        return [(float(LEVELS[i]), float(LEVELS[j])) for i, j in np.argwhere(best & best.T)]

    def level(self) -> float:
        """Closed form: one region builds 1/c, the other nothing."""
        return 1.0 / self.steepness


def played(worth: float, leader: float, follower: float) -> tuple[str, float, float]:
    """Host, its net and what the firm gets when the sunk infrastructure is taken to the open contest."""
    found = deal(
        theory(
            "case_01_n", "projects.stylised.site_value={a: 0.0, b: 0.0}",
            f"projects.stylised.public_value={{a: {worth + leader!r}, b: {worth + follower!r}}}",
        ),
        "competition",
    )  # fmt: skip
    return found["host"], float(found["public_net"]), float(found["firm_gain"])


def checks() -> Iterator[Check]:
    """Equilibria, payoffs, the contest after the costs are sunk, and a programme that raises the follower."""
    for steepness in (0.5, 0.4, 1.0):
        game = Infrastructure(steepness=steepness)
        row, level = f"c = {steepness:g}", game.level()
        found = game.equilibria()
        yield Check(row, "number_of_equilibria", 2.0, float(len(found)))
        yield Check(row, "infrastructure_of_leader", level, max(map(max, found)))
        yield Check(row, "infrastructure_of_follower", 0.0, max(map(min, found)))
        leader, follower = (float(game.payoff(np.array(one), np.array(other)))
                            for one, other in ((level, 0.0), (0.0, level)))  # fmt: skip
        yield Check(row, "net_of_leader", 1.0 / (2.0 * steepness), leader)
        yield Check(row, "net_of_follower", 0.0, follower)
    game = Infrastructure()
    for programme in (0.0, 1.0):
        row, sunk = f"c = 0.5, k = (2, {programme:g})", game.steepness * game.level() ** 2 / 2.0
        host, margin, firm = played(game.value, game.level(), programme)
        yield Check(row, "host_simulated", "a", host)
        yield Check(row, "firm_gain_simulated", game.firm(game.level(), programme), firm)
        yield Check(row, "net_of_leader_simulated", 1.0 - programme, margin - sunk)


CASE: Final = Case("13", "King, McAfee & Welling 1993; quadratic cost derived", "neighbour", checks, ("case_01_n",))
