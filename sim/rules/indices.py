"""Indices of industrial structure and of inequality between cities."""

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]


def shares(stock: Floats) -> Floats:
    """Industry shares of each city, (C, K); rows without any stock are all zero.

    Definition.
    """
    total = stock.sum(axis=1, keepdims=True)
    return np.divide(stock, total, out=np.zeros_like(stock), where=total > 0)


def structural_similarity(first: Floats, second: Floats) -> float:
    """UNIDO similarity of two structures: Σ s_ik s_jk / sqrt(Σ s_ik² Σ s_jk²), in [0, 1]; NaN for an empty one.

    Definition.
    """
    scale = float(np.sqrt((first**2).sum() * (second**2).sum()))
    return float((first * second).sum()) / scale if scale > 0 else float("nan")


def krugman_index(first: Floats, second: Floats) -> float:
    """Krugman specialisation index of two structures: Σ_k |s_ik - s_jk|, in [0, 2].

    Definition.
    """
    return float(np.abs(first - second).sum())


def herfindahl(structure: Floats) -> float:
    """Herfindahl-Hirschman index of a structure: Σ_k s_k², in (0, 1].

    Definition.
    """
    return float((structure**2).sum())


def mean_over_pairs(structure: Floats, index: str) -> float:
    """Mean over pairs of cities of "similarity" or "krugman", (C, K) shares; NaN without a pair of any stock.

    Definition.
    """
    rule = {"similarity": structural_similarity, "krugman": krugman_index}[index]
    filled = structure[structure.sum(axis=1) > 0]
    count = len(filled)
    values = [rule(filled[i], filled[j]) for i in range(count) for j in range(i + 1, count)]
    return float(np.mean(values)) if values else float("nan")


def location_quotients(stock: Floats) -> Floats:
    """Share of an industry in a city over its share in the region, (C, K); NaN where either has no stock at all.

    LQ_ck = (X_ck / Σ_k X_ck) / (Σ_c X_ck / Σ_ck X_ck)

    Definition.
    """
    own, whole = shares(stock), shares(stock.sum(axis=0, keepdims=True))
    known = (stock.sum(axis=1, keepdims=True) > 0) & (whole > 0)
    return np.divide(own, whole, out=np.full(stock.shape, np.nan), where=known)


def gini(values: Floats) -> float:
    """Gini coefficient of non-negative values: Σ_i Σ_j |x_i - x_j| / (2 n² mean); NaN if all are zero.

    Definition.
    """
    total = values.sum()
    if values.size == 0 or total <= 0:
        return float("nan")
    ordered = np.sort(values)
    rank = np.arange(1, values.size + 1)
    return float((2 * rank - values.size - 1) @ ordered / (values.size * total))


def theil(values: Floats) -> float:
    """Theil T of non-negative values: mean of (x/m)·ln(x/m), 0·ln 0 = 0; NaN if all are zero.

    Definition.
    """
    mean = values.mean() if values.size else 0.0
    if mean <= 0:
        return float("nan")
    ratio = values / mean
    logs = np.log(ratio, out=np.zeros_like(ratio), where=ratio > 0)
    return float((ratio * logs).mean())
