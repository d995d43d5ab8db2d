"""Contracts that share the benefit: pooling keeps the host and halves the transfer, leakage loses the host."""

import pytest

from sim.simulate import simulate
from tests.scenes import deal, theory

# regime, host, x, W_region: set N, nothing owned inside the region
TABLE = [
    ("pooled_0", "b", 8.0, 4.0),
    ("pooled_0_25", "b", 6.0, 6.0),
    ("pooled_0_5", "b", 4.0, 8.0),
    ("pooled_0_75", "b", 4.0, 8.0),
    ("net_split", "b", 4.0, 8.0),
    ("leakage_0_25", "b", 7.0, 5.0),
    ("leakage_0_75", "a", 0.0, 4.0),
]


@pytest.mark.parametrize(("regime", "host", "x", "region"), TABLE)
def test_every_contract_of_set_n(regime, host, x, region):
    found = deal(theory("case_12d_contracts"), regime)
    assert found["host"] == host
    assert found["concession"] == pytest.approx(x)
    assert found["welfare_region"] == pytest.approx(region)


def test_a_full_split_in_set_p_pays_nothing_to_the_best_site():
    found = deal(theory("case_12d_contracts", "projects.stylised.public_value.a=12.0"), "net_split")
    assert (found["host"], found["concession"]) == ("a", 0.0)
    assert found["welfare_region"] == pytest.approx(12.0)


def pooled(share, contract):
    return theory(
        "case_12d_contracts", f"regimes[0].levers[0].share={share}", f"regimes[0].levers[0].contract={contract}"
    )


@pytest.mark.parametrize("share", [0.1, 0.3, 0.6, 0.9])
def test_pooling_moves_the_willingness_by_the_formula(share):
    """W_i = (1 - a)·v_i + a/2·v_i - a/2·v_j, floored at 0; the runner-up's sets the price, at least the gap of 4."""
    worth = max(0.0, (1 - share) * 4.0 + share / 2 * 4.0 - share / 2 * 12.0)
    found = deal(pooled(share, "benefit_only"), "pooled_0")
    assert found["host"] == "b"
    assert found["concession"] == pytest.approx(10.0 + worth - 6.0)


@pytest.mark.parametrize(("share", "host"), [(0.1, "b"), (0.4, "b"), (0.49, "b"), (0.51, "a"), (0.9, "a")])
def test_leakage_loses_the_efficient_host_once_it_takes_more_than_half(share, host):
    found = deal(pooled(share, "leakage"), "pooled_0")
    assert found["host"] == host
    scores = {"a": 10.0 + 4.0 * (1 - share), "b": 6.0 + 12.0 * (1 - share)}
    loser = "a" if host == "b" else "b"
    site = {"a": 10.0, "b": 6.0}[host]
    assert found["concession"] == pytest.approx(max(0.0, max(scores[loser], 10.0) - site))


@pytest.mark.parametrize("offer", [0.0, 4.0, 8.0, 8.9, 9.1, 10.0, 11.0, 11.9, 12.1, 15.0])
def test_against_an_outsider_pooled_benefits_alone_lose_projects_and_pooled_costs_do_not(offer):
    whole = theory("case_12d_outsider", f"projects.stylised.outside_option={offer}")
    found = {entry.key: deal(whole, entry.key) for entry in whole.regimes}
    assert (found["no_contract"]["host"] == "a") == (offer < 12.0)
    assert (found["pooled"]["host"] == "a") == (offer < 9.0)
    assert (found["pooled_costs"]["host"] == "a") == (offer < 12.0)
    for each in found.values():
        assert each["concession"] == pytest.approx(0.0 if each["host"] == "outside" else offer)


def test_what_is_pooled_reaches_the_partner():
    """Both members together gain what the host gains alone; the partner gets half of the pooled benefit."""
    run = simulate(theory("case_12d_contracts"), "pooled_0_5")
    a, b = run.cities["welfare_city"][0]
    assert a == pytest.approx(0.25 * 12.0)
    assert b == pytest.approx(0.75 * 12.0 - 4.0)
    run = simulate(theory("case_12d_contracts"), "net_split")
    assert run.cities["welfare_city"][0] == pytest.approx([4.0, 4.0])
    run = simulate(theory("case_12d_contracts"), "leakage_0_25")
    assert run.cities["welfare_city"][0] == pytest.approx([0.0, 0.75 * 12.0 - 7.0])
