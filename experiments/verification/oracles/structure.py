"""Indices of industrial structure, from stocks, in plain sums."""

from collections.abc import Sequence
from math import sqrt


def shares(stock: Sequence[float]) -> list[float]:
    """Shares of the industries."""
    return [each / sum(stock) for each in stock]


def krugman(first: Sequence[float], second: Sequence[float]) -> float:
    """Σ_k |s_ik - s_jk|, in [0, 2]."""
    return sum(abs(a - b) for a, b in zip(shares(first), shares(second), strict=True))


def similarity(first: Sequence[float], second: Sequence[float]) -> float:
    """Cosine of two structures: Σ s_ik·s_jk / √(Σ s_ik²·Σ s_jk²)."""
    both = sum(a * b for a, b in zip(shares(first), shares(second), strict=True))
    return both / sqrt(herfindahl(first) * herfindahl(second))


def herfindahl(stock: Sequence[float]) -> float:
    """Σ_k s_k²."""
    return sum(each**2 for each in shares(stock))
