"""Independent private values uniform on [0, 1]: the oracle against published digits, and by plain sampling."""

import numpy as np
import pytest

from experiments.verification.neighbours.bidding_cost import Entry
from experiments.verification.oracles.private_values import price, share_deviation, surplus


@pytest.mark.parametrize(
    ("count", "mean", "deviation"),
    [(2, 0.3333, 0.2357), (3, 0.5, 0.2236), (5, 0.6667, 0.1782), (10, 0.8182, 0.1113)],
)
def test_expected_price_and_surplus(count, mean, deviation):
    second = price(count, first=False)
    assert (second.mean, second.deviation) == (pytest.approx(mean, abs=5e-5), pytest.approx(deviation, abs=5e-5))
    assert second.mean == pytest.approx((count - 1) / (count + 1))
    assert price(count, first=True).mean == pytest.approx(second.mean)
    for first in (True, False):
        assert surplus(count, first=first).mean == pytest.approx(1 / (count + 1))


@pytest.mark.parametrize("count", [2, 5])
def test_standard_deviations_by_plain_sampling(count):
    values = np.sort(np.random.default_rng(7).random((200_000, count)), axis=1)
    second, largest = values[:, -2], values[:, -1]
    assert price(count, first=False).deviation == pytest.approx(second.std(), rel=0.01)
    assert surplus(count, first=False).deviation == pytest.approx((largest - second).std(), rel=0.01)
    assert surplus(count, first=True).deviation == pytest.approx((largest / count).std(), rel=0.01)
    squares = (second - second.mean()) ** 2
    assert price(count, first=False).deviation_of_square == pytest.approx(squares.std(), rel=0.02)
    ratios = [part[:, -2].mean() / part[:, -1].mean() for part in np.split(values, 1000)]
    assert share_deviation(count, first=False) / np.sqrt(200) == pytest.approx(np.std(ratios), rel=0.06)


def test_with_a_cost_of_bidding_one_city_bids_and_the_mixed_equilibrium_nears_the_war():
    """One bidder however little it costs; entry at 1 - 2c/v where an unbid project is split half and half."""
    game = Entry(2, 10.0, 1.0)
    assert game.pure_equilibria() == [(False, True), (True, False)]
    assert game.announced() == 1
    assert game.mixed() == pytest.approx(0.8)
    assert Entry(2, 10.0, 1e-6).mixed() == pytest.approx(1.0, abs=1e-6)
