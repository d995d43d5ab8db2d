"""Random contests for the tests of the rules, on a lattice of quarters so that ties occur and sums are exact."""

import numpy as np
from hypothesis import strategies as st

from sim.rules.contest import Offers

quarters = st.integers(-20, 60).map(lambda n: n / 4)
amounts = st.integers(0, 60).map(lambda n: n / 4)


@st.composite
def labels(draw, count):
    """Who belongs together: the label is the lowest member's index."""
    groups = [draw(st.integers(0, count - 1)) for _ in range(count)]
    return np.array([groups.index(group) for group in groups])


@st.composite
def contests(draw, most=5, coalitions=True):
    """One contest with uninvited and infeasible sites, an outside option, limits below reservations, and ties."""
    count = draw(st.integers(1, most))

    def row(values):
        return np.array([[draw(values) for _ in range(count)]])

    feasible = row(st.sampled_from([True, True, True, False]))
    invited = feasible & row(st.sampled_from([True, True, False]))
    reservation = np.where(invited, row(amounts), 0.0)
    shade = row(st.sampled_from([1.0, 1.0, 0.5, 0.0]))
    tie = np.array([draw(st.permutations([i / count for i in range(count)]))])
    outside = draw(st.none() | quarters)
    return Offers(
        site_value=row(quarters),
        limit=shade * reservation,
        reservation=reservation,
        feasible=feasible,
        invited=invited,
        outside=np.array([-np.inf if outside is None else outside]),
        tie=tie,
        coalition=draw(labels(count)) if coalitions and draw(st.booleans()) else np.arange(count),
        disclosure_group=np.arange(count),
        joint_bid_value=row(quarters),
        cost_of_public_funds=draw(st.sampled_from([0.0, 0.25])),
    )
