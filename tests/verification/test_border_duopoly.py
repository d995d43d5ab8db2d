"""The oracle of the border game: closed forms against enumeration, and the printed numbers."""

import numpy as np
import pytest

from experiments.verification.oracles import border_duopoly as border


@pytest.mark.parametrize(("delta", "theta"), [(1.0, 1.0), (1.0, 0.5), (1.0, 0.25), (0.6, 0.5), (1.5, 0.8)])
def test_no_city_gains_by_another_price(delta, theta):
    small, large = border.prices(theta, delta)
    gained = border.receipts(theta, delta)
    tried = np.linspace(0.0, 3.0, 60_001)
    assert small * border.taken(small, large, theta, delta)[0] == pytest.approx(gained[0])
    assert large * border.taken(small, large, theta, delta)[1] == pytest.approx(gained[1])
    assert (tried * border.taken(tried, large, theta, delta)[0]).max() <= gained[0] + 1e-9
    assert (tried * border.taken(small, tried, theta, delta)[1]).max() <= gained[1] + 1e-9
    assert gained[0] / theta >= gained[1] - 1e-12


def test_printed_prices_and_receipts():
    assert border.prices(0.5) == pytest.approx([0.666667, 0.833333], abs=1e-6)
    assert border.receipts(0.5) == pytest.approx([0.444444, 0.694444], abs=1e-6)
    assert border.receipts(1.0) == pytest.approx([1.0, 1.0])
    assert border.receipts(0.5) / [0.5, 1.0] == pytest.approx([0.8889, 0.6944], abs=5e-5)
    assert border.receipts(0.5).sum() * 4 / 3 == pytest.approx(1.5185, abs=5e-5)


@pytest.mark.parametrize(("large", "small"), [(0.700, 0.8500), (0.715, 0.6075), (0.5, 0.75), (1.0, 0.75)])
def test_the_small_citys_reply_jumps(large, small):
    assert border.small_reply(large, 0.5) == pytest.approx(small)
    assert border.small_reply_on_grid(large, 0.5, 2.0) == pytest.approx(small, abs=2e-5)


@pytest.mark.parametrize(
    ("floor", "expected", "receipts"),
    [(0.70, (0.70, 0.85), (0.455, 0.7225)), (0.75, (0.75, 0.875), (0.46875, 0.765625)), (1.0, (1.0, 1.0), (0.5, 1.0))],
)
def test_floors(floor, expected, receipts):
    price, gained = border.floored(floor, 0.5)
    assert price == pytest.approx(expected)
    assert gained == pytest.approx(receipts)
    tried = np.linspace(floor, 2.0, 60_001)
    assert (tried * border.taken(tried, price[1], 0.5)[0]).max() <= gained[0] + 1e-9
    assert (tried * border.taken(price[0], tried, 0.5)[1]).max() <= gained[1] + 1e-9


def test_a_leader_by_formula_and_by_enumeration():
    assert border.led_freely(0.5) == pytest.approx([0.875, 1.25])
    assert border.led(0.0, 0.5, 2.0) == pytest.approx(border.led_freely(0.5), abs=2e-5)
