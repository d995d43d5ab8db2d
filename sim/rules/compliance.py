"""Keep or break: what an official gains from a period's contests, and when breaking an agreement pays."""

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]
type Flags = NDArray[np.bool_]
type Ints = NDArray[np.int64]


def payoffs(
    *,
    host: Ints,
    concession: Floats,
    shared: Floats,
    own: Floats,
    gain: Floats,
    benefit_share: Floats,
    cost_share: Floats,
    rival_weight: Floats,
    peers: Flags,
    cost_of_public_funds: float,
) -> Floats:
    """What each official gains from each contest, (P, C), million CNY: the objective that bids follow.

    With h the host and κ the rival weight of c if h is its peer, else 0:

        K[h,c]·shared_h + [c = h]·(own_h + gain_h) - C[h,c]·(1+λ)x - κ·(K[h,h]·shared_h + own_h - C[h,h]·(1+λ)x)

    and 0 where the project left. The same terms as in the drop-out score, so that a bid at the drop-out score
    leaves the official as well off as losing.

    Definition.

    Args:
        host: (P,) index, -1 if the project left.
        concession: (P,) x.
        shared: (P, C) shareable benefit, as leaders see it.
        own: (P, C) the benefit that stays with the host.
        gain: (P, C) what officials gain besides: political value and judgement error.
        benefit_share: (C, C) K.
        cost_share: (C, C) C.
        rival_weight: (C,) κ.
        peers: (C, C) whether d is a peer of c.
        cost_of_public_funds: λ.
    """
    found = np.zeros_like(shared)
    rows = np.flatnonzero(host >= 0)
    h = host[rows]
    paid = (1.0 + cost_of_public_funds) * concession[rows]
    benefit, kept = shared[rows, h], own[rows, h]
    found[rows] = benefit_share[h] * benefit[:, None] - cost_share[h] * paid[:, None]
    if rival_weight.any():
        of_host = benefit_share[h, h] * benefit + kept - cost_share[h, h] * paid
        found[rows] -= np.where(peers[h], rival_weight, 0.0) * of_host[:, None]
    found[rows, h] += kept + gain[rows, h]
    return found


def value_of_keeping(now: Floats, kept: Floats, discount: float) -> Floats:
    """C_now + δ/(1-δ)·C̄; shapes as given, million CNY.

    Repeated play following Friedman 1971.

    Args:
        now: C_now, payoff of this period's contests when all keep.
        kept: C̄, expected payoff of a period in which all keep.
        discount: δ per period, below 1.
    """
    return now + discount / (1.0 - discount) * kept


def value_of_breaking(
    now: Floats,
    *,
    alone: Floats,
    punished: Floats,
    kept: Floats,
    discount: float,
    lag: int,
    punishment: int | None,
    expected_penalty: float,
) -> Floats:
    """D_now + Σ_{t=1}^{Λ-1} δ^t·D̄ + Σ_{t=Λ}^{Λ+n-1} δ^t·N̄ + Σ_{t≥Λ+n} δ^t·C̄ - d·F, n periods of punishment.

    With grim punishment (n none) the last sum is empty and the one before it is δ^Λ/(1-δ)·N̄.

    Repeated play following Friedman 1971, with a lag, an audit and an end of the punishment.

    Args:
        now: D_now, payoff of this period's contests when it alone breaks.
        alone: D̄, expected payoff of a period in which it alone breaks.
        punished: N̄, expected payoff of a period of punishment.
        kept: C̄, expected payoff of a period in which all keep.
        discount: δ per period, below 1.
        lag: Λ, periods until the breach is known, at least 1.
        punishment: n, None for ever.
        expected_penalty: d·F with what public money costs.
    """
    tail = discount**lag / (1.0 - discount)
    unseen = (discount - discount**lag) / (1.0 - discount)
    back = 0.0 if punishment is None else discount**punishment
    return now + unseen * alone + tail * ((1.0 - back) * punished + back * kept) - expected_penalty
