"""How likely a firm is to choose each city when only the law of its match is known."""

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]

NORMAL_NODES = np.arange(-9.0, 9.01, 0.25)
"""Nodes of the trapezoidal rule around the best score, in standard deviations: exact to rounding for normal laws."""


def choice_probability(
    score: Floats, outside: Floats, scale: Floats, law: str, home_share: Floats | None = None
) -> Floats:
    """Probability that a firm chooses each city, (N, C); what is missing to one is the outside option.

    P_c = Pr(score_c + scale·match_c is the largest). `gumbel`: the logit formula, following McFadden 1974; `normal`
    and `uniform`: one-dimensional quadrature, exact to rounding; the outside option carries a draw of its own.
    `border`: linear, following Kanbur & Keen 1993: 0 at home, -scale·U elsewhere, one U uniform on [0, 1] for each
    firm, no draw outside.

    Args:
        score: (N, C) site value before the match plus concession, million CNY; -inf where infeasible.
        outside: (N,) outside option before its draw, -inf where the firm cannot leave.
        scale: (N,) money scale of the match, > 0.
        law: "gumbel", "normal", "uniform" or "border".
        home_share: (C,) shares of the home cities under `border`; sums to 1.
    """
    if law == "border":
        if home_share is None:
            raise ValueError("law: border needs the shares of the home cities")
        return _border(score, outside, scale, home_share)
    options = np.concatenate([score, outside[:, None]], axis=1)
    top = options.max(axis=1, keepdims=True)
    some = top > -np.inf
    standing = np.where(some, options - np.where(some, top, 0.0), -np.inf) / scale[:, None]
    chances = {"gumbel": _gumbel, "normal": _normal, "uniform": _uniform}[law](standing)
    return np.where(some, chances, 0.0)[:, :-1]


def _gumbel(standing: Floats) -> Floats:
    weight = np.exp(standing)
    return weight / np.maximum(weight.sum(axis=1, keepdims=True), 1e-300)


def _normal(standing: Floats) -> Floats:
    from scipy.special import log_ndtr  # here, so that runs without normal matches do not pay for scipy

    gap = NORMAL_NODES[:, None] - np.maximum(standing, -60.0)[:, None, :]
    below = log_ndtr(gap)
    others = below.sum(axis=2, keepdims=True) - below
    density = np.exp(others - 0.5 * gap**2) / np.sqrt(2.0 * np.pi)
    chance: Floats = density.sum(axis=1) * (NORMAL_NODES[1] - NORMAL_NODES[0])
    return np.where(standing > -60.0, chance, 0.0)


def _uniform(standing: Floats) -> Floats:
    """Piecewise polynomials in the winning score, integrated exactly between the kinks, with match on [-1/2, 1/2]."""
    at, size = _between_kinks(standing)
    near = np.maximum(standing, -2.0)
    share = np.clip(at[:, :, None] - near[:, None, :] + 0.5, 0.0, 1.0)
    every = share.prod(axis=2, keepdims=True)
    inside = (share < 1.0) & (share > 0.0)
    density = np.where(inside, every / np.where(inside, share, 1.0), 0.0)
    chance: Floats = (density * size[:, :, None]).sum(axis=1)
    return chance


def _between_kinks(standing: Floats) -> tuple[Floats, Floats]:
    """Nodes and weights that integrate exactly from 1/2 below to 1/2 above the best option, between the kinks."""
    node, weight = _gauss(standing.shape[1] // 2 + 1)
    kinks = np.sort(np.clip(standing + 0.5, -0.5, 0.5), axis=1)
    left = np.concatenate([np.full((standing.shape[0], 1), -0.5), kinks[:, :-1]], axis=1)
    width = kinks - left
    at = (left[:, :, None] + width[:, :, None] * node).reshape(standing.shape[0], -1)
    return at, (width[:, :, None] * weight).reshape(standing.shape[0], -1)


@lru_cache(maxsize=64)
def _gauss(count: int) -> tuple[Floats, Floats]:
    node, weight = np.polynomial.legendre.leggauss(count)
    return 0.5 * (node + 1.0), 0.5 * weight


def expected_best(score: Floats, outside: Floats, scale: Floats, law: str, home_share: Floats | None = None) -> Floats:
    """What a firm expects of its choice, match included, (N,), million CNY: E max over its options; 0 without any.

    `gumbel`: scale·ln Σ exp(score / scale), following McFadden 1978; others by the same quadratures as the
    probabilities, whose sum over c of P_c is its derivative.

    Args:
        score: (N, C) site value before the match plus concession, million CNY; -inf where infeasible.
        outside: (N,) outside option before its draw, -inf where the firm cannot leave.
        scale: (N,) money scale of the match, > 0.
        law: "gumbel", "normal", "uniform" or "border".
        home_share: (C,) shares of the home cities under `border`; sums to 1.
    """
    options = np.concatenate([score, outside[:, None]], axis=1)
    top = options.max(axis=1)
    some = top > -np.inf
    if law == "border":
        shares = np.zeros(score.shape[1]) if home_share is None else home_share
        return np.where(some, sum(shares[home] * _border_best(score, outside, scale, int(home))
                                  for home in np.flatnonzero(shares > 0)), 0.0)  # fmt: skip
    level = np.where(some, top, 0.0)
    standing = np.where(some[:, None], options - level[:, None], -np.inf) / scale[:, None]
    if law == "gumbel":
        above = np.log(np.maximum(np.exp(standing).sum(axis=1), 1e-300))
    elif law == "normal":
        from scipy.special import log_ndtr

        every = np.exp(log_ndtr(NORMAL_NODES[:, None] - np.maximum(standing, -60.0)[:, None, :]).sum(axis=2))
        above = NORMAL_NODES[-1] - np.trapezoid(every, NORMAL_NODES, axis=1)
    else:
        at, size = _between_kinks(standing)
        every = np.clip(at[:, :, None] - np.maximum(standing, -2.0)[:, None, :] + 0.5, 0.0, 1.0).prod(axis=2)
        above = 0.5 - (every * size).sum(axis=1)
    best: Floats = np.where(some, level + scale * above, 0.0)
    return best


def _border_best(score: Floats, outside: Floats, scale: Floats, home: int) -> Floats:
    """E max(stays, away - scale·U) for firms of one home, (N,)."""
    away = np.delete(score, home, axis=1).max(axis=1, initial=-np.inf)
    stays = np.maximum(score[:, home], outside)
    crosses = np.where(stays > -np.inf, np.clip((away - np.where(stays > -np.inf, stays, 0.0)) / scale, 0.0, 1.0), 1.0)
    leaves_home = crosses > 0.0
    gone = np.where(leaves_home, np.where(leaves_home, away, 0.0) * crosses - 0.5 * scale * crosses**2, 0.0)
    return gone + np.where(crosses < 1.0, np.where(stays > -np.inf, stays, 0.0), 0.0) * (1.0 - crosses)


def _border(score: Floats, outside: Floats, scale: Floats, home_share: Floats) -> Floats:
    chance = np.zeros_like(score)
    for home in np.flatnonzero(home_share > 0):
        away = score.copy()
        away[:, home] = -np.inf
        best_away = away.max(axis=1)
        stays = np.maximum(score[:, home], outside)
        lead = np.where(best_away > -np.inf, best_away, 0.0) - np.where(stays > -np.inf, stays, 0.0)
        crosses = np.where(stays > -np.inf, np.clip(lead / scale, 0.0, 1.0), 1.0)
        crosses = np.where(best_away > -np.inf, crosses, 0.0)
        equal = (away == best_away[:, None]) & (best_away > -np.inf)[:, None]
        chance += home_share[home] * crosses[:, None] * equal / np.maximum(equal.sum(axis=1), 1)[:, None]
        at_home = (score[:, home] >= outside) & (score[:, home] > -np.inf)
        chance[:, home] += home_share[home] * np.where(at_home, 1.0 - crosses, 0.0)
    return chance


def shares_of_homes(homes: dict[str, float], keys: tuple[str, ...]) -> Floats:
    """Shares of the home cities in the order of the cities, (C,), summing to 1.

    Definition.
    """
    weight: NDArray[Any] = np.array([homes.get(key, 0.0) for key in keys])
    shares: Floats = weight / weight.sum()
    return shares
