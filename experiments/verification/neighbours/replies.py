"""Equilibria of small games from nothing but their payoffs: players pick best replies until nobody moves."""

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq, minimize_scalar

type Floats = NDArray[np.float64]
type Payoff = Callable[[Floats, int], float]
"""What a player gains when all choose as given."""

STILL: Final = 1e-9
"""Nobody moves by more."""

WIDTH: Final = 1e-4
"""Half the width of the parabola laid over the top of a payoff, which is too flat there to be found by comparing."""

SWEEPS: Final = 2_000
"""After as many sweeps a game has not settled, which is an error of whoever set it up."""


def best_reply(payoff: Payoff, choices: Floats, player: int, bounds: tuple[float, float]) -> float:
    """The choice within the bounds that gains the player most, the others' choices given, within 1e-9."""

    def loss(own: float) -> float:
        tried = choices.copy()
        tried[player] = own
        return -payoff(tried, player)

    near = float(minimize_scalar(loss, bounds=bounds, method="bounded", options={"xatol": 1e-8}).x)
    if not bounds[0] + WIDTH < near < bounds[1] - WIDTH:
        return near
    low, here, high = loss(near - WIDTH), loss(near), loss(near + WIDTH)
    return near + WIDTH / 2.0 * (low - high) / (low - 2.0 * here + high)


def equilibrium(
    payoff: Payoff, start: Floats, bounds: tuple[float, float], *, together: bool = False, step: float = 1.0
) -> Floats:
    """Where best replies lead.

    Args:
        payoff: The game.
        start: Choice of each player at first.
        bounds: Lowest and highest choice.
        together: Whether all reply at once to the last sweep, or one after the other to what stands.
        step: Part of the way to its best reply that a player moves.

    Raises:
        ArithmeticError: If the players do not come to rest.
    """
    choices = np.array(start, dtype=np.float64)
    for _ in range(SWEEPS):
        seen = choices.copy()
        for player in range(choices.size):
            wanted = best_reply(payoff, seen if together else choices, player, bounds)
            choices[player] += step * (wanted - choices[player])
        if np.abs(choices - seen).max() < STILL * step:
            return choices
    raise ArithmeticError("best replies do not come to rest")


def alike(payoff: Payoff, players: int, bounds: tuple[float, float]) -> float:
    """The choice that is the best reply to everybody else choosing it too, by bisection."""

    def gap(common: float) -> float:
        return best_reply(payoff, np.full(players, common), 0, bounds) - common

    return float(brentq(gap, *bounds, xtol=1e-12))
