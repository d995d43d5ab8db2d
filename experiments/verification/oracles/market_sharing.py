"""A market-sharing game by brute force: every profile, every deviation in turn. Following Vetta 2002."""

from collections.abc import Sequence
from itertools import product


def outcomes(
    values: Sequence[float], cities: int, bonus: float | Sequence[Sequence[float]] = 1.0
) -> tuple[list[float], float]:
    """Worth of every equilibrium in pure strategies, and of the optimum, each city in one industry.

    An industry worth V is worth V·g(m)/m to each of the m cities in it. A tie is not a profitable deviation.

    Args:
        values: V of each industry.
        cities: n.
        bonus: g(m) of each further city, g(1) = 1; or a table of g(1), g(2), … for each industry.
    """

    def g(industry: int, m: int) -> float:
        if isinstance(bonus, (int, float)):
            return 1.0 if m == 1 else float(bonus)
        return float(bonus[industry][m - 1])

    def payoff(profile: tuple[int, ...], city: int) -> float:
        m = profile.count(profile[city])
        return values[profile[city]] * g(profile[city], m) / m

    def worth(profile: tuple[int, ...]) -> float:
        return sum(values[k] * g(k, profile.count(k)) for k in set(profile))

    stable, best = [], 0.0
    for profile in product(range(len(values)), repeat=cities):
        best = max(best, worth(profile))
        moves = [(c, (*profile[:c], k, *profile[c + 1 :])) for c in range(cities) for k in range(len(values))]
        if all(payoff(moved, c) <= payoff(profile, c) + 1e-12 for c, moved in moves):
            stable.append(worth(profile))
    return stable, best
