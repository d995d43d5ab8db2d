"""What readers are told of agreements and joint parks: who broke what and when, what it brought, which contract."""

import pytest

from experiments import agreement_report
from experiments.comparison import compare
from experiments.replications import replicate
from experiments.run_tables import results_of
from experiments.words import words
from tests.scenes import scene, stylised

BAN = {"lever": "agreement", "levers": [{"lever": "subsidy_ban"}], "compliance": "chosen"}


def told(scenario, language="en"):
    comparison = compare(scenario, 2, with_sweeps=False, with_planner=False)
    found = agreement_report.of_comparison(comparison)
    return agreement_report.tables(scenario, found, words(language))


def pacts(**terms):
    keys = ("a", "b", "c")
    return stylised(
        dict.fromkeys(keys, 0.0), dict.fromkeys(keys, 12.0), time={"periods": 3},
        regimes={"none": [], "pact": [{**BAN, **terms}]},
    )  # fmt: skip


def test_without_agreements_and_parks_nothing_is_said():
    assert told(stylised({"a": 1.0, "b": 0.0}, {"a": 4.0, "b": 4.0})) == []


def test_it_says_who_broke_what_and_when():
    broken, gains = told(pacts(discount_factor=0.5))
    assert [row[:5] for row in broken.rows] == [
        ["pact", "Agreement (Subsidy ban)", city, "100 %", "2023"] for city in ("a", "b", "c")
    ]
    assert list(gains.rows[0]) == ["pact", "0 %", "0", "-"]


def test_it_says_that_nobody_did_and_what_it_brought():
    broken, gains = told(pacts(discount_factor=0.7))
    assert [row[2] for row in broken.rows] == ["nobody"]
    assert list(gains.rows[0]) == ["pact", "100 %", "+12", "-"]  # V/3 in each of three years


def test_outsiders_are_told_apart():
    (_, gains) = told(pacts(discount_factor=0.7, members=["a", "b"]))
    assert gains.rows[0][3] not in ("-", "")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_joint_park_says_which_contract_it_uses(language):
    park = {"lever": "joint_park", "park": "p", "owners": ["a", "b"], "joint_bidding": False}
    whole = scene(
        {"a": {}, "b": {}, "p": {"opens_with_joint_park": True}},
        {"stylised": {"site_value": {"a": 0.0, "b": 0.0, "p": 5.0}, "public_value": {"a": 2.0, "b": 2.0, "p": 9.0}}},
        regimes={
            "none": [], "net": [{**park, "contract": "net_split"}], "gross": [{**park, "contract": "benefit_only"}],
            "agreed": [{"lever": "agreement", "levers": [{**park, "contract": "leakage", "leaked": 0.2}]}],
        },
    )  # fmt: skip
    parks, *_ = told(whole, language)
    w = words(language)
    assert [row[0] for row in parks.rows] == ["net", "gross", "agreed"]
    expected = [w(f"table.parks.contract.{name}", first="a") for name in ("net_split", "benefit_only", "leakage")]
    assert [row[1] for row in parks.rows] == expected
    assert [row[4] for row in parks.rows] == ["1", "1", "1"]


def test_single_runs_say_the_same():
    scenario = pacts(discount_factor=0.5)
    results = results_of([replicate(scenario, ("none", "pact"), 0, with_planner=False)], ("none", "pact"))
    broken, _ = agreement_report.tables(scenario, agreement_report.of_runs(results), words("en"))
    assert [row[2] for row in broken.rows] == ["a", "b", "c"]
