"""Reinforcement by hand: what is played, what it earns, how that spreads and fades (following Roth & Erev 1995)."""

import numpy as np
import pytest

from sim.strategies import Feedback
from sim.strategies.catalogue.reinforcement import Reinforcement
from tests.rules.test_strategies import view


def learned(memory, won, offer, draws, **parameters):
    """Propensities after bids worth 10 each, on a grid of 0, 1/4, 1/2, 3/4 and 1."""
    bids = len(won)
    feedback = Feedback(
        investment=np.full(bids, 100.0), reservation=np.full(bids, 10.0), offer=np.array(offer),
        needed=np.full(bids, 5.0), won=np.array(won), pays_offer=True, draws=np.array(draws), seen=None,
    )  # fmt: skip
    strategy = Reinforcement(name="reinforcement", grid=5, **parameters)
    return strategy.learn(np.array(memory, dtype=float), feedback).tolist()


def test_a_share_is_played_as_often_as_it_has_paid():
    strategy = Reinforcement(name="reinforcement", grid=5)
    memory, count = np.array([1.0, 0.0, 2.0, 4.0, 1.0]), 40
    told = view(memory, count)
    edges = [0, 1, 1, 3, 7, 8]
    played = [next(k for k in range(5) if edges[k] <= 8 * u < edges[k + 1]) for u in told.draws]
    assert strategy.offers(told) == pytest.approx(np.array(played) / 4 * told.reservation)
    assert len(set(played)) == 4


def test_what_won_is_played_more_often_and_what_lost_is_not():
    # Equal propensities: a draw of 0.5 plays 1/2, of 0.9 plays 1. Payoff: what is kept over the mean reservation.
    found = learned([1] * 5, won=[True, False], offer=[5.0, 10.0], draws=[0.5, 0.9], forgetting=0.0, experiment=0.0)
    assert found == pytest.approx([1.0, 1.0, 1.5, 1.0, 1.0])


def test_part_of_a_payoff_goes_to_the_neighbours_and_none_is_lost():
    terms = {"forgetting": 0.0, "experiment": 0.4}
    assert learned([1] * 5, [True], [5.0], [0.5], **terms) == pytest.approx([1.0, 1.1, 1.3, 1.1, 1.0])
    # At the end of the grid the missing neighbour's part stays.
    assert learned([1] * 5, [True], [0.0], [0.1], **terms) == pytest.approx([1.8, 1.2, 1.0, 1.0, 1.0])


def test_the_past_fades_by_what_is_forgotten():
    found = learned([1, 2, 3, 4, 10], won=[False], offer=[5.0], draws=[0.5], forgetting=0.1)
    assert found == pytest.approx([0.9, 1.8, 2.7, 3.6, 9.0])
