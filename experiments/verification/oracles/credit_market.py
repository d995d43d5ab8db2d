"""Competing lenders and borrowers whose type may be hidden: who borrows at what rate. Following Pagano & Jappelli 1993.

A loan of 1 returns X if the project succeeds, as a good one does with probability p_G and a bad one with p_B; lenders
break even. Hidden types pay one rate, and those leave who gain more elsewhere, which changes the rate of the others.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Market:
    """The terms.

    Attributes:
        good_share: Share of good borrowers among all.
        good: p_G.
        bad: p_B.
        gross_return: X.
        funding: 1 + cost of funds.
        good_elsewhere: Gain of a good borrower elsewhere.
        bad_elsewhere: Gain of a bad borrower elsewhere.
    """

    good_share: float = 0.7
    good: float = 0.95
    bad: float = 0.6
    gross_return: float = 1.25
    funding: float = 1.05
    good_elsewhere: float = 0.0
    bad_elsewhere: float = 0.0


@dataclass(frozen=True, slots=True)
class Lent:
    """What comes out.

    Attributes:
        rate: Gross rate by type, good and bad; none where that type does not borrow.
        volume: Share of borrowers that borrow.
        default: Expected default of what is lent; none where nothing is.
    """

    rate: tuple[float | None, float | None]
    volume: float
    default: float | None


def pooled(market: Market) -> Lent:
    """One rate for all who want it: from both types, drop whoever gains more elsewhere until nobody leaves."""
    chances = (market.good, market.bad)
    weights = (market.good_share, 1.0 - market.good_share)
    elsewhere = (market.good_elsewhere, market.bad_elsewhere)
    inside = [kind for kind in (0, 1) if weights[kind] > 0]
    while inside:
        volume = sum(weights[kind] for kind in inside)
        repaid = sum(weights[kind] * chances[kind] for kind in inside) / volume
        rate = market.funding / repaid
        staying = [k for k in inside if rate <= market.gross_return
                   and chances[k] * (market.gross_return - rate) >= elsewhere[k]]  # fmt: skip
        if staying == inside:
            return Lent((rate if 0 in inside else None, rate if 1 in inside else None), volume, 1.0 - repaid)
        inside = staying
    return Lent((None, None), 0.0, None)


def informed(market: Market) -> Lent:
    """A rate for each type: each is a market of its own."""
    good = pooled(_only(market, 1.0))
    bad = pooled(_only(market, 0.0))
    volume = market.good_share * good.volume + (1.0 - market.good_share) * bad.volume
    lost = market.good_share * good.volume * (1.0 - market.good)
    lost += (1.0 - market.good_share) * bad.volume * (1.0 - market.bad)
    return Lent((good.rate[0], bad.rate[1]), volume, lost / volume if volume else None)


def _only(market: Market, good_share: float) -> Market:
    return Market(
        good_share, market.good, market.bad, market.gross_return, market.funding, market.good_elsewhere,
        market.bad_elsewhere,
    )  # fmt: skip
