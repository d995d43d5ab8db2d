"""Sealed contests: what would have been enough is what would have won, neither more nor less."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings

from sim.rules.sealed import needed_to_win, sealed_contest
from tests.rules.contests import contests

HAIR = 1e-6


@given(contests(coalitions=False))
@settings(max_examples=200)
def test_what_would_have_been_enough_wins_and_a_hair_less_does_not(offers):
    """With the offers of the others as they were, the outside option and sites without an offer included."""
    offers = replace(offers, disclosure_group=np.arange(offers.coalition.size))
    needed = needed_to_win(sealed_contest(offers, "first"), offers)[0]
    for city in np.flatnonzero(offers.feasible[0] & offers.invited[0]):

        def wins(offer, city=city):
            limit = offers.limit.copy()
            limit[0, city] = offer
            return sealed_contest(replace(offers, limit=limit), "first").host[0] == city

        if np.isfinite(needed[city]):
            assert wins(needed[city] + HAIR)
        if needed[city] > HAIR:
            assert not wins(needed[city] - HAIR)
