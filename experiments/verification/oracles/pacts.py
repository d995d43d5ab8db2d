"""When a pact "bid 0, random host" holds among n identical cities with one project of value V a period.

Following the grim-trigger argument of Friedman 1971: δ* = (D - C)/(D - N) with C = V/n while all keep it, D = V for who
breaks it alone and N = 0 in the war that follows.
"""


def critical_discount(count: int, *, lag: int = 1, arrival: float = 1.0, size: float = 1.0) -> float:
    """Discount factor from which on the pact holds.

    Args:
        count: n.
        lag: Periods until a breach is punished, in which it brings D each: δ^lag = 1 - 1/n.
        arrival: Probability q that a later period has a project, with lag 1: (n-1)/(n-1+q).
        size: Today's project over the average one, with lag 1: δ/(1-δ) >= size·(n-1)/q.
    """
    if lag > 1:
        if arrival != 1.0 or size != 1.0:
            raise ValueError("a lag goes with arrival and size 1")
        return float((1 - 1 / count) ** (1 / lag))
    gain = size * (count - 1) / arrival
    return gain / (1 + gain)


def critical_penalty(count: int, value: float, discount: float, audited: float, funds: float) -> float:
    """Penalty F from which on it holds: V(1 - 1/n) - (1+λ)·dF <= δ/(1-δ)·V/n, with d the chance of an audit."""
    return (value * (1 - 1 / count) - discount / (1 - discount) * value / count) / (audited * (1 + funds))


def critical_discount_with_cost(count: int, value: float, cost: float, funds: float) -> float:
    """δ* where keeping it costs c a period and whoever breaks it pays no more: 1 - 1/n + (1+λ)c/V."""
    return 1 - 1 / count + (1 + funds) * cost / value
