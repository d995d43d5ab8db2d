"""Gaozhu New Area: what the case rests on, whose the park is under each contract, and what the check found."""

import numpy as np
import pytest

from sim.regime_book import compile_regime
from sim.scenario import load
from sim.simulate import simulate, simulate_regimes

PARK, LINSHUI, YUBEI = range(3)


@pytest.fixture(scope="module")
def runs():
    scenario = load("gaozhu_joint_park", overrides=["time.periods=16"])
    keys = [entry.key for entry in scenario.regimes]
    return simulate_regimes(scenario, keys, with_planner=False)


def test_land_in_the_park_costs_less_than_half_of_that_in_the_cores():
    cities = load("gaozhu_joint_park").cities
    for core in ("liangjiang_yubei", "shapingba_cqhtz"):
        assert cities["gaozhu"].list_price < 0.5 * cities[core].list_price


def test_the_contracts_are_those_of_the_page():
    scenario = load("gaozhu_joint_park")
    rows = {
        entry.key: tuple(
            getattr(compile_regime(scenario, entry.key)[0], name)[PARK] for name in ("benefit_share", "cost_share")
        )
        for entry in scenario.regimes
    }
    alone, half, most = np.eye(6)[LINSHUI], np.array([0, 0.5, 0.5, 0, 0, 0]), np.array([0, 0.7, 0.3, 0, 0, 0])
    expected = {
        "apart": (np.eye(6)[PARK],) * 2, "alone": (alone, alone), "benefit_only": (half, alone),
        "net_split": (half, half), "one_bidder": (half, half), "paid_60": (most, most), "chosen": (half, half),
    }  # fmt: skip
    assert set(rows) == set(expected)
    for key, pair in expected.items():
        for found, wanted in zip(rows[key], pair, strict=True):
            assert found == pytest.approx(wanted), key


def test_the_park_is_shut_without_a_contract_and_never_sells_more_than_was_pooled(runs):
    assert runs["apart"].cities["projects_won"][:, PARK].sum() == 0
    for key, run in runs.items():
        if key != "apart":
            assert run.cities["projects_won"][:, PARK].sum() > 50
            assert run.cities["land_sold"][:, PARK].sum() <= 20_000 + 1e-6


def test_who_gains_by_the_contract(runs):
    """Without a split Yubei loses from the park; with one both owners gain; the payer alone gets less of it."""
    gain = {
        key: (run.cities["welfare_city"] - runs["apart"].cities["welfare_city"]).sum(axis=0)
        for key, run in runs.items()
    }
    assert gain["alone"][YUBEI] < 0 < gain["alone"][LINSHUI]
    for key in ("benefit_only", "net_split", "one_bidder"):
        assert gain[key][YUBEI] > 0
        assert 0 < gain[key][LINSHUI] < gain["alone"][LINSHUI]
    assert gain["net_split"][YUBEI] > gain["paid_60"][YUBEI] > gain["alone"][YUBEI]


def test_a_payer_who_gets_half_offers_less(runs):
    def at_the_park(key):
        return runs[key].cities["concession"][:, PARK].sum() / runs[key].cities["investment_won"][:, PARK].sum()

    assert at_the_park("benefit_only") < 0.9 * at_the_park("net_split")


def test_the_firm_counts_are_outside_as_the_page_says(runs):
    """Facts: 163 settled in December 2021, 201 in September 2024. Nothing was tuned on them."""
    won = np.cumsum(runs["net_split"].cities["projects_won"][:, PARK])
    assert won[3] < 163
    assert won[14] - won[3] > 201 - 163
    assert won[14] > 201


def test_a_park_breaks_nothing_its_owners_do():
    whole = load("gaozhu_joint_park", overrides=["time.periods=2"])
    ban = {"lever": "subsidy_ban", "compliance": "chosen", "discount_factor": 0.1}
    raw = whole.model_dump(exclude_none=True)
    park = next(lever for entry in raw["regimes"] for lever in entry["levers"] if lever["lever"] == "joint_park")
    raw["regimes"] = [{"key": "run", "title": {"en": "r", "zh": "r"}, "levers": [park, ban]}]
    run = simulate(type(whole).model_validate(raw), "run", with_planner=False)
    index = list(whole.cities).index("gaozhu")
    assert run.cities["agreements_broken"].sum() > 0
    assert run.cities["agreements_broken"][:, index].sum() == run.cities["agreements"][:, index].sum() == 0
