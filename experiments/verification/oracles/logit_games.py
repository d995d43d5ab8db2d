"""Posted concessions when firms choose by the logit formula: first-order conditions, replies in closed form, optima.

City i gains P_i·(v_i - (1+λ)·x_i) with P_i = exp((π_i + x_i)/μ) / Σ_j exp((π_j + x_j)/μ): the price equilibrium of
Anderson, de Palma & Thisse 1992 with concessions for prices. Money is in one unit throughout.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq, fsolve, minimize
from scipy.special import wrightomega

type Floats = NDArray[np.float64]
type Numbers = Floats | Sequence[float]

MOST_SWEEPS = 2_000


def shares(score: Numbers, scale: float, outside: float | None = None) -> Floats:
    """Probability of each city, (C,), at scores π + x; the rest stays outside."""
    top = max(float(np.max(score)), -np.inf if outside is None else outside)
    weight = np.exp((np.asarray(score, dtype=float) - top) / scale)
    chance: Floats = weight / (weight.sum() + (0.0 if outside is None else np.exp((outside - top) / scale)))
    return chance


def alike(
    value: float, scale: float, count: int, *, funds: float = 1.0, rival_weight: float = 0.0, net_share: float = 0.0,
    benefit_share: float = 0.0,
) -> float:  # fmt: skip
    """Common concession of n identical cities that cannot lose the firm.

    x = (1 - s)·v/(1+λ) - μ·n/(n - 1 + κ)·(1 + ρ/(n·(1 - ρ)))

    Args:
        value: v.
        scale: μ.
        count: n.
        funds: 1 + λ.
        rival_weight: κ, weight of the mean of the others' payoffs in a tournament.
        net_share: ρ, share of benefit and cost that is pooled among all.
        benefit_share: s, share of the benefit alone that is pooled; the host pays alone.
    """
    margin = scale * count / (count - 1 + rival_weight)
    return (1.0 - benefit_share) * value / funds - margin * (1.0 + net_share / (count * (1.0 - net_share)))


def reply(
    site: Numbers, value: Numbers, concession: Numbers, city: int, scale: float, *, funds: float = 1.0,
    outside: float | None = None, cap: float = np.inf,
) -> float:  # fmt: skip
    """Best concession of one city against the others', cut to [0, cap].

    x = v/(1+λ) - μ/(1 - P), solved by the Wright omega function: y = P/(1 - P) satisfies y + ln y = z.
    """
    score = np.asarray(site, dtype=float) + np.asarray(concession, dtype=float)
    others = np.r_[np.delete(score, city), [] if outside is None else [outside]]
    rest = float(scale * np.logaddexp.reduce(others / scale))
    worth = float(value[city]) / funds
    odds = float(wrightomega((site[city] + worth - rest) / scale - 1.0).real)
    return float(np.clip(worth - scale * (1.0 + odds), 0.0, cap))


def settle(
    site: Numbers, value: Numbers, scale: float, *, start: float = 0.0, in_turn: bool = True, still: float = 1e-13,
    **terms: Any,
) -> tuple[Floats, int]:  # fmt: skip
    """Replies until nobody moves by more than `still` match scales, and the sweeps that this took.

    Args:
        site: (C,) π.
        value: (C,) v.
        scale: μ.
        start: Where all begin.
        in_turn: Whether each reply sees those before it of the same sweep (Gauss-Seidel); if not, all reply at once.
        still: Largest change at rest, over μ.
        terms: What `reply` takes besides.

    Raises:
        ValueError: If they do not come to rest.
    """
    now = np.full(len(site), start)
    for sweep in range(1, MOST_SWEEPS + 1):
        before = now.copy()
        for city in range(now.size):
            now[city] = reply(site, value, now if in_turn else before, city, scale, **terms)
        if np.abs(now - before).max() <= still * scale:
            return now, sweep
    raise ValueError("replies do not come to rest")


def nash(site: Numbers, value: Numbers, scale: float, **terms: Any) -> Floats:
    """Equilibrium concessions, (C,)."""
    return settle(site, value, scale, **terms)[0]


def joint_optimum(value: float, scale: float, count: int, outside: float) -> float:
    """X = v - μ/P_0, the best common concession of n identical cities together, P_0 the share of the outside."""
    found = brentq(lambda x: x - value + scale / (1.0 - shares([x] * count, scale, outside).sum()), -50.0, value)
    return float(found)


def joint_of(site: Numbers, value: Numbers, scale: float, outside: float) -> Floats:
    """Best concessions of all cities together, none below 0, by a general optimiser, (C,)."""

    def loss(x: Floats) -> float:
        return -float(((np.asarray(value) - x) * shares(np.asarray(site) + x, scale, outside)).sum())

    found = minimize(loss, np.ones(len(value)), bounds=[(0.0, None)] * len(value), method="L-BFGS-B",
                     options={"ftol": 1e-15, "gtol": 1e-10})  # fmt: skip
    return np.asarray(found.x, dtype=float)


def members_and_outsiders(members: int, count: int, value: float, scale: float) -> tuple[Floats, Floats]:
    """Concessions and payoffs of a member and of an outsider, (2,) each, where `members` of n maximise together.

    A member's margin is μ/(1 - m·P), an outsider's μ/(1 - P), by a root finder.
    """

    def chance(x: Floats) -> Floats:
        return shares(np.r_[np.full(members, x[0]), np.full(count - members, x[1])], scale)

    def gap(x: Floats) -> tuple[float, float]:
        share = chance(x)
        member, outsider = float(share[0]), float(share[-1])
        return x[0] - value + scale / (1.0 - members * member), x[1] - value + scale / (1.0 - outsider)

    x = np.asarray(fsolve(gap, [value - scale, value - scale], xtol=1e-13), dtype=float)
    return x, (value - x) * chance(x)[[0, -1]]


def welfare(site: Numbers, value: Numbers, concession: Numbers, scale: float) -> float:
    """Expected welfare at λ = 0 with matches of mean 0 and no outside: Σ P·(π + v) - μ·Σ P·ln P."""
    site, value = np.asarray(site, dtype=float), np.asarray(value, dtype=float)
    share = shares(site + np.asarray(concession, dtype=float), scale)
    return float((share * (site + value)).sum() - scale * (share * np.log(share)).sum())


def welfare_deviation(site: Numbers, value: Numbers, concession: Numbers, scale: float) -> float:
    """Standard deviation of one project's welfare at λ = 0.

    The best score has variance μ²π²/6 whoever has it, and is independent of who; what is left of welfare is v - x.
    """
    share = shares(np.asarray(site, dtype=float) + np.asarray(concession, dtype=float), scale)
    return float(np.sqrt(scale**2 * np.pi**2 / 6.0 + spread(share, np.asarray(value) - np.asarray(concession)) ** 2))


def spread(share: Floats, amount: Numbers) -> float:
    """Standard deviation of an amount that is had with the probability of its city."""
    amount = np.asarray(amount, dtype=float)
    mean = float((share * amount).sum())
    return float(np.sqrt((share * (amount - mean) ** 2).sum()))


def one_shot_deviation(value: float, scale: float, agreed: float, count: int) -> tuple[float, float]:
    """Best concession of one city while the others keep to `agreed`, and what it then gains."""
    best = reply([0.0] * count, [value] * count, [agreed] * count, 0, scale)
    return best, (value - best) * float(shares([best] + [agreed] * (count - 1), scale)[0])


def critical_discount_factor(value: float, scale: float, agreed: float, count: int) -> float:
    """δ* = (D - C)/(D - N) of a pact of identical cities to post `agreed`, under grim trigger."""
    kept = (value - agreed) / count
    war = (value - alike(value, scale, count)) / count
    _, alone = one_shot_deviation(value, scale, agreed, count)
    return (alone - kept) / (alone - war)


def critical_deviation(value: float, scale: float, agreed: float, count: int) -> float:
    """Standard deviation that one drawn project gives δ* where a member reckons with firms' draws, not chances.

    δ* solves D - C = δ/(1-δ)·(C - N), the left side over today's projects and the right one over as many later ones.
    By a deviation a firm stays (x_c - x_d), or comes (v - x_d), the same firm in both; war moves nobody.
    """
    critical = critical_discount_factor(value, scale, agreed, count)
    war, (best, alone) = alike(value, scale, count), one_shot_deviation(value, scale, agreed, count)
    kept, fought = (value - agreed) / count, (value - war) / count
    comes = alone / (value - best) - 1.0 / count
    now = (agreed - best) ** 2 / count + comes * (value - best) ** 2 - (alone - kept) ** 2
    later = (war - agreed) ** 2 * (1.0 - 1.0 / count) / count
    odds = critical / (1.0 - critical)
    return float(np.sqrt(now + odds**2 * later) * (1.0 - critical) ** 2 / (kept - fought))
