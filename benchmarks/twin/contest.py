"""The contest for one firm: open and ascending, or sealed at the first price."""

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.twin.firm import FirmAgent


def hold_contest(firm: "FirmAgent", values: list[float], outside: float) -> tuple[int, float]:
    """Host of a firm that solicits offers, -1 if it leaves, and the concession, million CNY.

    The best sites by value are invited. The highest score, value + limit of the bid, wins if it beats the outside
    option. Open: the host pays x = max(0, R - value), R the largest of the other scores, of the sites that were not
    invited and of the outside option, following Bernheim & Whinston 1986. Sealed: it pays what it wrote down.

    Args:
        firm: The firm.
        values: Of each site before any concession; -inf where it cannot go.
        outside: Outside option.
    """
    model = firm.model
    facts, cities, size = model.facts, model.cities, model.invited
    ranked = sorted(values, reverse=True)[: size + 1]
    host, best, second = -1, -math.inf, -math.inf
    limit = value_there = 0.0
    bids = []
    for value in ranked[:size]:
        if value == -math.inf:
            break
        index = values.index(value)
        most, reservation = cities[index].bid(firm)
        score = value + most
        if facts.learning:
            bids.append((index, value, score, reservation))
        if score > best:
            host, best, second = index, score, best
            limit, value_there = most, value
        elif score > second:
            second = score
    if len(ranked) > size and ranked[size] > second:
        second = ranked[size]
    if best < outside:
        host = -1
    concession = 0.0
    if host >= 0:
        concession = limit if facts.sealed else min(max(0.0, max(second, outside) - value_there), limit)
    for index, value, score, reservation in bids:
        won = index == host
        rival = second if score == best else best
        needed = max(0.0, max(rival, ranked[0], outside) - value)
        cities[index].regret(won, reservation, concession, needed)
    return host, concession
