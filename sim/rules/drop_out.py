"""The score at which hosting a project and losing it to the rival pay a city the same."""

import numpy as np
from numpy.typing import NDArray

from sim.rules.choice import best_two_by_label

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]
type Flags = NDArray[np.bool_]


def rivals(
    site_value: Floats, plain_bid_value: Floats, outside: Floats, feasible: Flags, coalition: Ints, tie: Floats | None,
    cost_of_public_funds: float,
) -> Ints:  # fmt: skip
    """Each city's rival for each project, (P, C); -1 where the alternative is that the project leaves.

    r(c) = argmax over feasible d outside c's coalition of site_value + plain_bid_value / (1+λ), plain = identity
    contract and no rival weight, so that it is not circular; if that is below the outside option it is -1.

    Assumption: a city reckons with one rival, the strongest.

    Args:
        site_value: (P, C) π, million CNY.
        plain_bid_value: (P, C) value of hosting under the identity contract, officials' gain included.
        outside: (P,) outside option.
        feasible: (P, C) where the project could be hosted.
        coalition: (C,) labels.
        tie: (P, C) tie draws, or None.
        cost_of_public_funds: λ.
    """
    score = np.where(feasible, site_value + plain_bid_value / (1.0 + cost_of_public_funds), -np.inf)
    first, second = best_two_by_label(score, coalition, tie)
    rows = np.arange(score.shape[0])
    own = coalition[np.maximum(first, 0)][:, None] == coalition
    rival = np.where(own, second[:, None], first[:, None])
    reached = np.where(rival >= 0, score[rows[:, None], np.maximum(rival, 0)], -np.inf)
    return np.where((reached > -np.inf) & (reached >= outside[:, None]), rival, -1)


def drop_out_score(
    *,
    site_value: Floats,
    bid_value: Floats,
    own: Floats,
    shared: Floats,
    rival: Ints,
    benefit_share: Floats,
    cost_share: Floats,
    together: Flags,
    rival_weight: Floats,
    peers: Flags,
    cost_of_public_funds: float,
) -> Floats:
    """Drop-out score of each city, (P, C), million CNY; may be infinite under full cost sharing.

    [bid_value_c + (1+λ)·C_cc·π_c - b_r - (1+λ)·k_c·π_r] / [(1+λ)·(C_cc - k_c)], with κ the rival weight if r is a
    peer of c else 0, b_r = K[r,c]·shared_r - κ·(K[r,r]·shared_r + own_r), k_c = C[r,c] - κ·C[r,r]; r's terms are 0
    where the project would leave. A denominator of 0 gives +inf for a positive numerator, else -inf. A bidder reads
    shares as sums over those who count in its bid, and adds own_r where r is one of them.

    Definition: what hosting at that score and losing to the rival at that score pay is the same.

    Args:
        site_value: (P, C) π.
        bid_value: (P, C) K_cc·shared + own + judgement error + political value.
        own: (P, C) what always stays with the host.
        shared: (P, C) the shareable part of public value.
        rival: (P, C) index of r(c), -1 for none.
        benefit_share: (C, C) K[d, c].
        cost_share: (C, C) C[d, c].
        together: (C, C) whether d's shares count in the bid of c: its coalition, and whom it acts for.
        rival_weight: (C,) κ.
        peers: (C, C) whether d is a peer of c.
        cost_of_public_funds: λ.
    """
    funds = 1.0 + cost_of_public_funds
    benefit, cost = benefit_share @ together, cost_share @ together
    kept = np.diagonal(cost)
    rows = np.arange(site_value.shape[0])[:, None]
    columns = np.arange(site_value.shape[1])
    some = rival >= 0
    r = np.maximum(rival, 0)
    kappa = np.where(peers[r, columns], rival_weight, 0.0)
    b = benefit[r, columns] * shared[rows, r] + np.where(together[r, columns] & (r != columns), own[rows, r], 0.0)
    b -= kappa * (benefit_share[r, r] * shared[rows, r] + own[rows, r])
    k = np.where(some, cost[r, columns] - kappa * cost_share[r, r], 0.0)
    numerator = bid_value + funds * kept * site_value
    numerator = numerator - np.where(some, b + funds * k * site_value[rows, r], 0.0)
    denominator = funds * (kept - k)
    full = np.abs(denominator) < 1e-12
    score: Floats = numerator / np.where(full, 1.0, denominator)
    return np.where(full, np.where(numerator > 0, np.inf, -np.inf), score)


def plain_drop_out_score(site_value: Floats, bid_value: Floats, cost_of_public_funds: float) -> Floats:
    """The drop-out score without contract, coalition and rival weight: π + bid_value / (1+λ).

    Definition.
    """
    return site_value + bid_value / (1.0 + cost_of_public_funds)
