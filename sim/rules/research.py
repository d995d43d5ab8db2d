"""R&D capital: what is spent joins it, what is old leaves it; contests for research money."""

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]


def next_capital(capital: Floats, depreciation: float, spending: Floats, years: float) -> Floats:
    """R&D capital a period later, (C,), million CNY: capital·(1 - depreciation)^years + spending·years.

    The perpetual inventory rule, following Hall, Mairesse & Mohnen 2010.

    Args:
        capital: (C,) million CNY.
        depreciation: Per year.
        spending: (C,) million CNY per year.
        years: Length of the period.
    """
    return capital * (1.0 - depreciation) ** years + spending * years


def spending_of_firms(stock: Floats, opening_stock: Floats, output_share: float, intensity: Floats) -> Floats:
    """R&D of the firms hosted since the start, (C,), million CNY per year.

    Σ_k max(0, stock_ck - opening stock_ck)·output_share·intensity_k; that of firms that were there before is
    part of the city's own effort.

    Assumption: output is in proportion to the stock.

    Args:
        stock: (C, K) million CNY.
        opening_stock: (C, K) million CNY.
        output_share: Yearly output over investment.
        intensity: (K,) R&D over output.
    """
    return np.asarray(output_share * (np.maximum(0.0, stock - opening_stock) @ intensity))


def effort_kept(reach: float, free_riding: float, protection: float) -> float:
    """Share of its own R&D effort that a city keeps when it can use what others find.

    max(0, 1 - free_riding·(1 - protection)·reach). With two equal cities the total that each can use,
    (1 - free_riding·reach)·(1 + reach), rises if and only if free_riding·(1 + reach) < 1: the sign flip that
    d'Aspremont & Jacquemin 1988 find for spillovers.

    Args:
        reach: How far the others' R&D capital counts, 0 to 1.
        free_riding: Effort that falls away per unit of reach.
        protection: Share of that which the protection of intellectual property prevents, 0 to 1.
    """
    return max(0.0, 1.0 - free_riding * (1.0 - protection) * reach)


def best_of(teams: int) -> float:
    """Expected result of the best of n teams over that of one: Σ_i 1/i, for exponential results (assumption)."""
    return sum(1.0 / i for i in range(1, teams + 1))


def challenge_winners(strength: Floats, entered: NDArray[np.bool_], exponential: Floats) -> Ints:
    """City whose team wins each challenge, (challenges,); -1 if nobody enters.

    The smallest of exponential/strength wins, so city c wins with probability strength_c / Σ strength, following
    Tullock's contest.

    Args:
        strength: (C,) above 0 for cities that enter.
        entered: (C,) whose teams compete.
        exponential: (challenges, C) standard exponential draws.
    """
    if not entered.any():
        return np.full(len(exponential), -1)
    time = np.where(entered, exponential / np.where(entered, strength, 1.0), np.inf)
    return np.asarray(time.argmin(axis=1), dtype=np.int64)
