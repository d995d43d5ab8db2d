"""Support where a firm cares only for the sum of its instruments: the mix follows the rules, the sum need not."""

from dataclasses import dataclass
from math import inf


@dataclass(frozen=True, slots=True)
class Mix:
    """Support and its parts."""

    support: float
    land: float
    cash: float


def mix(wanted: float, discount: float, cash_limit: float = inf, cap: float = inf) -> Mix:
    """Land discount first, cash for the rest.

    Args:
        wanted: Support without any rule: v of the next bidder (open), v - μ·n/(n-1) (posted, identical cities).
        discount: Largest discount that the land price allows.
        cash_limit: Most cash.
        cap: Most support in all.
    """
    support = min(wanted, cap, discount + cash_limit)
    land = min(support, discount)
    return Mix(support, land, support - land)


def posted_by_equals(value: float, scale: float, count: int) -> float:
    """X = v - μ·n/(n-1): what n identical cities post for firms with a logit choice of scale μ (λ = 0)."""
    return value - scale * count / (count - 1)
