"""Oracles of spite, price floors, structure and credit against printed numbers and second routes."""

import numpy as np
import pytest

from experiments.verification.oracles import credit_market, price_floor, spite, structure
from experiments.verification.oracles.credit_market import Market


@pytest.mark.parametrize(
    ("weight", "at_half", "price"), [(0, 0.5, 0.3333), (0.25, 0.5833, 0.4444), (0.5, 0.6250, 0.5), (1, 0.6667, 0.5556)]
)
def test_printed_offers_and_prices(weight, at_half, price):
    assert spite.bid(0.5, weight) == pytest.approx(at_half, abs=5e-5)
    assert spite.mean_price(weight, 2) == pytest.approx(price, abs=5e-5)


@pytest.mark.parametrize("value", [0.1, 0.5, 0.9])
@pytest.mark.parametrize("weight", [0.0, 0.25, 0.5, 1.0])
def test_no_offer_on_a_grid_of_a_thousandth_does_better(weight, value):
    offer = spite.bid(value, weight)
    grid = np.round(np.arange(max(offer - 0.03, 0.0), offer + 0.03, 0.001), 3)
    best = spite.payoff(value, offer, weight)
    assert all(spite.payoff(value, float(other), weight) <= best + 1e-12 for other in grid)
    assert spite.payoff(value, offer + 0.2, weight) < best


@pytest.mark.parametrize("bidders", [2, 3, 5])
def test_mean_and_spread_of_the_price(bidders):
    draws = np.sort(np.random.default_rng(3).random((200_000, bidders)))[:, -2]
    price = spite.bid(draws, 0.5)
    deviation = spite.price_deviation(0.5, bidders)
    assert price.mean() == pytest.approx(spite.mean_price(0.5, bidders), abs=4 * deviation / np.sqrt(draws.size))
    assert price.std() == pytest.approx(deviation, rel=0.01)


@pytest.mark.parametrize(("weight", "price"), [(0.0, 8.0), (0.5, 9.3333), (0.9, 9.8947)])
def test_drop_out_prices(weight, price):
    assert spite.drop_out_price(12.0, 8.0, weight) == pytest.approx(price, abs=5e-5)
    assert spite.drop_out_price(12.0, 8.0, weight) == pytest.approx((8.0 + weight * 12.0) / (1.0 + weight))


@pytest.mark.parametrize(("floor", "mean", "share"), [(150, 206.25, 0.25), (200, 225.0, 0.5), (250, 256.25, 0.75)])
def test_floors(floor, mean, share):
    assert price_floor.mean_price(floor, 100, 300) == pytest.approx(mean)
    assert price_floor.share_at_floor(floor, 100, 300) == share
    assert price_floor.mean_by_quadrature(floor, 100, 300) == pytest.approx(mean)
    rise = price_floor.mean_by_quadrature(floor + 1, 100, 300) - price_floor.mean_by_quadrature(floor - 1, 100, 300)
    assert rise / 2 == pytest.approx(share)
    drawn = np.maximum(np.random.default_rng(4).uniform(100, 300, 400_000), floor)
    assert drawn.std() == pytest.approx(price_floor.price_deviation(floor, 100, 300), rel=0.01)


def test_structure():
    a, b, c = (0.5, 0.3, 0.2), (0.2, 0.3, 0.5), (0.45, 0.35, 0.2)
    assert (structure.krugman(a, b), structure.krugman(a, c)) == (pytest.approx(0.6), pytest.approx(0.1))
    assert structure.similarity(a, b) == pytest.approx(0.763158, abs=5e-7)
    assert structure.similarity(a, c) == pytest.approx(0.993490, abs=5e-7)
    assert structure.herfindahl(a) == pytest.approx(0.38)


def test_printed_rates_gains_and_default():
    pooled, informed = credit_market.pooled(Market()), credit_market.informed(Market())
    assert pooled.rate == (pytest.approx(1.242604, abs=1e-6), pytest.approx(1.242604, abs=1e-6))
    assert 0.95 * (1.25 - pooled.rate[0]) == pytest.approx(0.007027, abs=1e-6)
    assert (pooled.volume, pooled.default) == (1.0, pytest.approx(0.155))
    assert informed.rate == (pytest.approx(1.105263, abs=1e-6), None)
    assert 0.95 * (1.25 - informed.rate[0]) == pytest.approx(0.1375)
    assert (informed.volume, informed.default) == (pytest.approx(0.7), pytest.approx(0.05))
    assert credit_market.pooled(Market(good_share=0.0, gross_return=2.0)).rate == (None, pytest.approx(1.75))


@pytest.mark.parametrize("bad", [0.0, 0.02, 0.05])
def test_once_the_good_leave_nobody_borrows_and_shared_records_bring_them_back(bad):
    market = Market(good_elsewhere=0.05, bad_elsewhere=bad)
    assert credit_market.pooled(market).volume == 0.0
    assert credit_market.informed(market).volume == pytest.approx(0.7)
