"""A credit market with hidden types: what a lender asks, who accepts, and where there is no lender."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]
type Answers = NDArray[np.int8]
type Flags = NDArray[np.bool_]

ANSWERS: Final = ("not_needed", "known", "pooled", "out_of_area", "too_dear", "declined")
"""What a firm finds at a site; the number of an answer is its place here.

not_needed: it takes no loan. known: a lender that knows its record. pooled: a lender that does not, at the mean risk
of those who accept. out_of_area: no lender, for its home bank may not lend there and the bank there has no record.
too_dear: no lender, for the rate would exceed the project's gross return. declined: the firm gains more elsewhere.
"""
NOT_NEEDED, KNOWN, POOLED, OUT_OF_AREA, TOO_DEAR, DECLINED = (np.int8(number) for number in range(len(ANSWERS)))

_POOL, _GOOD, _BAD = (np.int8(number) for number in range(3))
"""Borrowers that a lender reckons with: all, the good, the bad."""


@dataclass(frozen=True, slots=True)
class Lending:
    """Terms of all lenders: they compete, so that each breaks even.

    Attributes:
        cost_of_funds: c, per year.
        good_share: Share of good borrowers among all, known to every lender.
        good: Yearly repayment probability of good borrowers.
        bad: The same of bad borrowers.
        good_elsewhere: Yearly gain of a good borrower elsewhere, per unit of loan, at least 0.
        bad_elsewhere: The same of a bad borrower.
    """

    cost_of_funds: float
    good_share: float
    good: float
    bad: float
    good_elsewhere: float = 0.0
    bad_elsewhere: float = 0.0

    @property
    def pooled(self) -> float:
        """Mean repayment probability of all borrowers."""
        return self.good_share * self.good + (1.0 - self.good_share) * self.bad


@dataclass(frozen=True, slots=True)
class Loans:
    """What each firm finds at each site, (P, C).

    Attributes:
        answer: Number in `ANSWERS`.
        spread: Yearly premium over the cost of funds, with all premia; where nobody lends the premia alone.
    """

    answer: Answers
    spread: Floats

    @property
    def financed(self) -> Flags:
        """Whether the firm finds what it needs, (P, C)."""
        return self.answer <= POOLED


def lending_rate(cost_of_funds: float, repayment: Floats | float) -> Floats | float:
    """Gross yearly rate at which a lender breaks even: R = (1 + c)/p.

    Definition: lenders that compete make no profit.
    """
    return (1.0 + cost_of_funds) / repayment


def borrower_gain(repayment: Floats | float, gross_return: Floats | float, rate: Floats | float) -> Floats | float:
    """Expected yearly gain of a borrower per unit of loan: p·(X - R); who fails pays nothing and keeps nothing.

    Assumption: limited liability.
    """
    return repayment * (gross_return - rate)


def loans(
    *, gross_return: Floats, good: Flags, known: Flags, barred: Flags, premium: Floats, needed: Flags, terms: Lending,
    held: Flags | None = None,
) -> Loans:  # fmt: skip
    """Who finds a lender where, and at what spread.

    A lender asks R = (1 + c)/p̂. Where the record reaches it p̂ is the borrower's own p; elsewhere the mean of those who
    would accept at that rate, found from "all accept": who gains more elsewhere leaves, the rate is set again for
    those who stay, and who has left stays away. With premia the borrower pays (1 + c)·(1 + spread),
    spread = R/(1 + c) - 1 + premia. No loan if that exceeds the gross return X; the borrower accepts if
    p·(X - what it pays) is at least its gain elsewhere. Following Pagano & Jappelli 1993; that both types have the
    same return, and that lenders see it, are assumptions.

    Args:
        gross_return: (P, C) X, yearly gross return on a unit of investment.
        good: (P,) whether the borrower is good, hidden from lenders without its record.
        known: (P, C) whether its record reaches the lender.
        barred: (P, C) whether nobody lends without the record: home bank out of its area, no record here.
        premium: (P, C) premia of border, ownership and place, per year.
        needed: (P,) whether the firm takes a loan.
        terms: Terms of all lenders.
        held: (P, C) where the firm has its loan already; the lender there knows it and lends on. None for nowhere.
    """
    funds = terms.cost_of_funds
    yields = gross_return - (1.0 + funds) * premium
    own = np.where(good, terms.good, terms.bad)[:, None]
    elsewhere = np.where(good, terms.good_elsewhere, terms.bad_elsewhere)[:, None]
    known = known if held is None else known | held
    risk, market = _pool(yields, good[:, None], terms)
    risk = _either(known, _either(good, _GOOD, _BAD)[:, None], risk)
    rate = lending_rate(funds, own)
    alone = _either(borrower_gain(own, yields, rate) < elsewhere, DECLINED, KNOWN)
    alone = _either(yields < rate, TOO_DEAR, alone)
    alone = alone if held is None else _either(held, KNOWN, alone)
    answer = _either(known, alone, _either(barred, OUT_OF_AREA, market))
    answer = _either(needed[:, None], answer, NOT_NEEDED)
    lent = (answer == KNOWN) | (answer == POOLED)
    over = 1.0 / np.array([terms.pooled, terms.good, terms.bad]) - 1.0
    return Loans(answer, premium + lent * over[risk])


def _pool(yields: Floats, good: Flags, terms: Lending) -> tuple[Answers, Answers]:
    """Whom a lender without a record reckons with, and what it answers to this borrower, (P, C)."""
    # p·(X - R) >= u is X >= R + u/p, so every step compares X with a number.
    rate, good_rate, bad_rate = (
        float(lending_rate(terms.cost_of_funds, p)) for p in (terms.pooled, terms.good, terms.bad)
    )
    wants_good, wants_bad = terms.good_elsewhere / terms.good, terms.bad_elsewhere / terms.bad
    good_stays, bad_stays = yields >= rate + wants_good, yields >= rate + wants_bad
    good_alone, bad_alone = good_stays & ~bad_stays, bad_stays & ~good_stays
    risk = _either(good_alone, _GOOD, _either(bad_alone, _BAD, _POOL))
    bad_taken = bad_stays & (good_stays | (yields >= bad_rate + wants_bad))
    accepted = (good & good_stays) | (~good & bad_taken)
    to_bad, to_good = bad_alone & ~good, good_alone & good
    dear = (to_bad & (yields < bad_rate)) | (to_good & (yields < good_rate)) | (~to_bad & ~to_good & (yields < rate))
    refused = _either(dear, TOO_DEAR, DECLINED)
    return risk, _either(accepted, POOLED, refused)


def _either(where: Flags, this: Answers | np.int8, other: Answers | np.int8) -> Answers:
    """One small number where marked, the other elsewhere: other + marked·(this - other), quicker than a choice."""
    found: Answers = other + where * (this - other)
    return found
