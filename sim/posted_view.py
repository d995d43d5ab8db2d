"""What was posted for the reference project of one industry, city by city, for readers."""

from dataclasses import dataclass

import numpy as np

from sim.schedule.period import Period, PostedRates


@dataclass(frozen=True, slots=True)
class PostedRate:
    """What one city posted for the industry's reference project.

    Attributes:
        city: Key.
        rate: Share of investment.
        concession: The same for the reference project, million CNY.
        best_reply: Whether it replies to what the others post, or posts what its strategy offers.
        probability: That a firm like the reference project chooses the city.
        payoff: What the city expects from one such project, million CNY.
    """

    city: str
    rate: float
    concession: float
    best_reply: bool
    probability: float
    payoff: float


@dataclass(frozen=True, slots=True)
class PostedView:
    """What was posted in a period for one industry.

    Attributes:
        industry: Key, None for stylised projects.
        investment: Of the reference project, million CNY.
        rates: All cities, in the order of the scenario.
        leaves: Probability that a firm like the reference project leaves the region.
        converged: Whether the replies came to rest.
        sweeps: Rounds of replies.
        fixed_points: How many different resting points the two starting points led to.
        cycle: Length of the cycle that the replies ran into, 0 for none.
        leader: Key of the city that posts first, None if all post at once.
    """

    industry: str | None
    investment: float
    rates: tuple[PostedRate, ...]
    leaves: float
    converged: bool
    sweeps: int
    fixed_points: int
    cycle: int
    leader: str | None


def posted_view(p: Period, posted: PostedRates, industry: int) -> PostedView:
    """The posted rates of one industry in a period that has been run."""
    row = int(np.searchsorted(posted.industry, industry))
    solved = posted.solved
    rates = tuple(
        PostedRate(
            city=key,
            rate=float(posted.rate[row, c]),
            concession=float(solved.concession[row, c]),
            best_reply=bool(posted.replies[c]),
            probability=float(solved.probability[row, c]),
            payoff=float(solved.payoff[row, c]),
        )
        for c, key in enumerate(p.world.cities.keys)
    )
    return PostedView(
        industry=p.world.industries.keys[industry] if industry >= 0 else None,
        investment=float(posted.investment[row]),
        rates=rates,
        leaves=max(0.0, 1.0 - float(solved.probability[row].sum())),
        converged=bool(solved.converged[row]),
        sweeps=int(solved.sweeps[row]),
        fixed_points=int(solved.fixed_points[row]),
        cycle=int(solved.cycle[row]),
        leader=p.world.scenario.contest.leader,
    )
