"""The books: what is paid is what arrives, and whatever does not add up is found."""

from dataclasses import replace

import numpy as np
import pytest

from sim.booking import book_transfers
from sim.regime import baseline
from sim.rules.accounts import Ledger, Unbalanced, chart_of_accounts, check_stock
from tests.scenes import region

AMOUNT = np.array([1.0, 2.0, 4.0])


def books() -> Ledger:
    """Three cities, the first and the last of one province."""
    return Ledger(chart_of_accounts(np.array([0, 1, 0])))


def test_a_flow_leaves_one_account_and_reaches_another():
    ledger = books()
    ledger.book("tax", "firms", "city", AMOUNT)
    ledger.book("upper_tax", "firms", "central", AMOUNT)
    ledger.book("leakage", "city", "province", 0.5 * AMOUNT)
    ledger.book("tax", "firms", "city", AMOUNT)
    assert ledger.net_of("firms").tolist() == [-3.0, -6.0, -12.0]
    assert ledger.net_of("city").tolist() == [1.5, 3.0, 6.0]
    assert ledger.net_of("central").tolist() == [7.0]
    assert ledger.net_of("province").tolist() == [2.5, 1.0]
    assert ledger.flows["tax"].tolist() == [2.0, 4.0, 8.0]
    assert ledger.gross == 7.0 + 7.0 + 3.5 + 7.0
    ledger.check()


def test_a_transfer_goes_from_the_city_of_the_row_to_that_of_the_column():
    ledger = books()
    ledger.book_between_cities("share", np.array([[0.0, 3.0, 1.0], [0.0, 0.0, 0.0], [0.5, 0.0, 0.0]]))
    assert ledger.net_of("city").tolist() == [-3.5, 3.0, 0.5]
    assert ledger.flows["share"].tolist() == [4.0, 0.0, 0.5]


@pytest.mark.parametrize("stray", [1e-4, -1e-4, np.nan, np.inf])
def test_what_comes_from_nowhere_is_found(stray):
    ledger = books()
    ledger.book("tax", "firms", "city", 1000.0 * AMOUNT)
    ledger.check()
    ledger.net[2] += stray
    with pytest.raises(Unbalanced):
        ledger.check()


def test_rounding_is_no_error():
    ledger = books()
    ledger.book("tax", "firms", "city", 1000.0 * AMOUNT)
    ledger.net[2] += 1e-8
    ledger.check()


@pytest.mark.parametrize(
    ("opening", "flow", "closing", "sound"),
    [
        (5.0, 2.0, 7.0, True),
        (5.0, 2.0, 7.0 + 1e-10, True),
        (5.0, 2.0, 7.0 + 1e-6, False),
        (5.0, 2.0, np.nan, False),
        (np.inf, 2.0, np.inf, True),
        (np.inf, 2.0, 7.0, False),
    ],
)
def test_a_stock_is_what_it_was_and_what_has_flowed(opening, flow, closing, sound):
    first, second = (np.array([value, 1.0]) for value in (opening, closing))
    if sound:
        check_stock("land", first, [np.array([flow, 0.0])], second)
    else:
        with pytest.raises(Unbalanced, match="land"):
            check_stock("land", first, [np.array([flow, 0.0])], second)


def test_a_contract_pays_partners_their_benefit_and_charges_them_their_cost():
    """Each host hands on K of the benefit and is handed C of the cost, whatever the contract of its partners."""
    benefit = np.array([[0.7, 0.2, 0.0], [0.1, 0.9, 0.0], [0.0, 0.0, 1.0]])
    cost = np.array([[0.6, 0.3, 0.1], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    regime = replace(baseline(region()), benefit_share=benefit, cost_share=cost)
    shared, concession = np.array([100.0, 10.0, 0.0]), np.array([50.0, 5.0, 2.0])
    expected = np.zeros(3)
    for host in range(3):
        for partner in range(3):
            if partner != host:
                expected[partner] += benefit[host, partner] * shared[host] - cost[host, partner] * concession[host]
        expected[host] -= (1.0 - benefit[host, host]) * shared[host] - (1.0 - cost[host, host]) * concession[host]
    ledger = books()
    assert book_transfers(ledger, regime, shared, concession) == pytest.approx(expected)
    assert ledger.net_of("city") == pytest.approx(expected)
    assert ledger.net_of("province") == pytest.approx([0.1 * 100.0, 0.0])
    ledger.check()
