"""Ascending contest in which the loser minds its peer's gain: x = (v2 + kappa·v1) / (1 + kappa)."""

import pytest

from tests.scenes import deal, theory


def tournament(kappa, *more):
    return deal(theory("case_10c_rival_weight", f"cities.defaults.rival_weight={kappa}", *more))


@pytest.mark.parametrize(("kappa", "x"), [(0.0, 8.0), (0.5, 9.3333), (0.9, 9.8947)])
def test_the_price_between_peers(kappa, x):
    found = tournament(kappa)
    assert found["host"] == "a"
    assert found["concession"] == pytest.approx(x, abs=5e-5)
    assert found["public_net"] == pytest.approx(4.0 / (1.0 + kappa))
    assert 8.0 <= found["concession"] <= 12.0


@pytest.mark.parametrize("kappa", [0.2, 0.7, 0.95])
def test_the_loser_bids_more_than_the_project_is_worth_to_it_only_with_a_weight_on_its_rival(kappa):
    assert tournament(kappa)["concession"] == pytest.approx((8.0 + kappa * 12.0) / (1.0 + kappa))
    assert tournament(kappa)["concession"] > 8.0
    assert tournament(0.0)["concession"] == 8.0


@pytest.mark.parametrize("apart", ["province=elsewhere", "rank_band=county"])
def test_the_weight_counts_only_within_one_province_and_rank(apart):
    assert tournament(0.9, f"cities.set.b.{apart}")["concession"] == pytest.approx(8.0)


def test_the_weight_of_the_winner_does_not_move_the_price():
    found = deal(theory("case_10c_rival_weight", "cities.set.a.rival_weight=0.0"))
    assert found["concession"] == pytest.approx(9.3333, abs=5e-5)
    found = deal(theory("case_10c_rival_weight", "cities.set.b.rival_weight=0.0"))
    assert found["concession"] == pytest.approx(8.0)


@pytest.mark.parametrize("kappa", [0.0, 0.5, 0.9])
def test_the_official_is_indifferent_at_his_drop_out_price(kappa):
    """At the price where B drops out, winning and losing pay B the same: v_B - x = -kappa·(v_A - x)."""
    x = tournament(kappa)["concession"]
    assert 8.0 - x == pytest.approx(-kappa * (12.0 - x))
