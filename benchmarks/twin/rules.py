"""Rules of the twin in plain Python: floats in, floats out, one function for each equation."""

import math
from collections.abc import Sequence

EULER_GAMMA = 0.5772156649015329


def annuity(rate: float, years: float) -> float:
    """Present value of 1 a year: a(r, H) = (1 - (1+r)^-H) / r, a(0, H) = H."""
    return years if rate == 0.0 else (1.0 - (1.0 + rate) ** -years) / rate


def gumbel(exponential: float) -> float:
    """Standard Gumbel with mean 0: -ln E - 0.577216."""
    return -math.log(exponential) - EULER_GAMMA


def cluster(reached: float, reference: float, scale: float) -> float:
    """How large an industry is at a place: s = ln((X0 + X) / (X0 + X_ref)); R&D capital alike."""
    return math.log((scale + reached) / (scale + reference))


def lent_at(
    gross_return: float, premium: float, good: bool, known: bool, held: bool, funds: float, terms: "CreditTerms"
) -> float | None:
    """Yearly spread at which a lender finances a firm, None where nobody does.

    R = (1+c)/p, spread = R/(1+c) - 1 + premium: p the firm's own repayment probability where its record is known,
    else the mean of those who accept at that rate. No loan if the rate exceeds the gross return less the premium;
    who holds the loan already lends on. Following Pagano & Jappelli 1993.
    """
    own = terms.good if good else terms.bad
    yields = gross_return - funds * premium
    if held:
        return premium + 1.0 / own - 1.0
    if known:
        elsewhere = terms.good_elsewhere if good else terms.bad_elsewhere
        accepted = yields >= funds / own and own * (yields - funds / own) >= elsewhere
        return premium + 1.0 / own - 1.0 if accepted else None
    rate, wants_bad = funds / terms.pooled, terms.bad_elsewhere / terms.bad
    good_stays = yields >= rate + terms.good_elsewhere / terms.good
    bad_stays = yields >= rate + wants_bad
    if good_stays:
        risk, accepted = (terms.pooled if bad_stays else terms.good), good or bad_stays
    elif bad_stays:
        risk, accepted = terms.bad, not good and yields >= funds / terms.bad + wants_bad
    else:
        return None
    return premium + 1.0 / risk - 1.0 if accepted else None


class CreditTerms:
    """Terms of all lenders: repayment probabilities of good and bad borrowers, their mean, and gains elsewhere."""

    __slots__ = ("bad", "bad_elsewhere", "good", "good_elsewhere", "pooled")

    def __init__(self, good: float, bad: float, good_share: float, good_elsewhere: float, bad_elsewhere: float) -> None:
        """Take the terms and the mean risk."""
        self.good, self.bad = good, bad
        self.pooled = good_share * good + (1.0 - good_share) * bad
        self.good_elsewhere, self.bad_elsewhere = good_elsewhere, bad_elsewhere


def reached_talent(supply: Sequence[float], demand: Sequence[float], reach: Sequence[Sequence[float]]) -> list[float]:
    """Skilled people at work in each city: supply_c + Σ_d (flow[d,c] - flow[c,d]).

    flow[d,c] = supply_d·reach[d,c]·demand_c / max(M_d, M_c), M_d = Σ_j reach[d,j]·demand_j.
    """
    within = [math.sumprod(row, demand) for row in reach]
    reached = list(supply)
    for d, (have, row, own) in enumerate(zip(supply, reach, within, strict=True)):
        flows = [
            have * near * wanted / (own if own > theirs else theirs) if wanted else 0.0
            for near, wanted, theirs in zip(row, demand, within, strict=True)
        ]
        reached = [people + flow for people, flow in zip(reached, flows, strict=True)]
        reached[d] -= sum(flows)
    return reached


def commitment_room(
    budget: float, ahead: float, liabilities: float, limit: float, debt: float, bailout_share: float
) -> float:
    """Cash that may be promised in a year: max(0, ahead·budget - promised and unpaid), within the debt limit.

    min(room, h) + bailout_share·(room - min(room, h)), h = max(0, limit - debt - promised and unpaid).
    """
    headroom = max(0.0, limit - debt - liabilities)
    if math.isinf(budget):
        return headroom if limit < math.inf else math.inf
    room = max(0.0, ahead * budget - liabilities)
    within = min(room, headroom)
    return within + bailout_share * (room - within)
