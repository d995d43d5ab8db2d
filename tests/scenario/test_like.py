"""Regimes in terms of another: its levers, some of them, all but some, and more on top."""

import pytest

from sim.scenario import ScenarioError, from_dict, resolved
from tests.scenes import region, words

CAP = {"lever": "subsidy_cap", "cap": 0.1}
FLOOR = {"lever": "land_price_floor", "basis": "land_cost"}
BAN = {"lever": "subsidy_ban"}


def read(*regimes):
    data = resolved(region())
    data["regimes"] = [{"title": words(entry["key"]), **entry} for entry in regimes]
    return from_dict(data)


def names(scenario):
    return {entry.key: [lever.lever for lever in entry.levers] for entry in scenario.regimes}


def test_levers_are_kept_left_out_and_added():
    scenario = read(
        {"key": "package", "levers": [CAP, FLOOR]},
        {"key": "same", "like": "package"},
        {"key": "cap", "like": "package", "only": ["subsidy_cap"]},
        {"key": "rest", "like": "package", "without": ["subsidy_cap"]},
        {"key": "more", "like": "package", "without": ["subsidy_cap"], "levers": [BAN]},
    )
    assert names(scenario) == {
        "package": ["subsidy_cap", "land_price_floor"],
        "same": ["subsidy_cap", "land_price_floor"],
        "cap": ["subsidy_cap"],
        "rest": ["land_price_floor"],
        "more": ["land_price_floor", "subsidy_ban"],
    }
    assert scenario.regimes[2].levers == scenario.regimes[0].levers[:1]
    assert from_dict(resolved(scenario)) == scenario


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"like": "nowhere"}, "unknown regime"),
        ({"like": "twice"}, "like must name"),
        ({"like": "package", "only": ["subsidy_ban"]}, "has no lever subsidy_ban"),
        ({"only": ["subsidy_cap"]}, "go with like"),
    ],
)
def test_what_cannot_be_meant_is_refused(entry, said):
    with pytest.raises(ScenarioError) as caught:
        read({"key": "package", "levers": [CAP]}, {"key": "twice", "like": "package"}, {"key": "odd", **entry})
    assert said in str(caught.value)
    assert "regime " not in caught.value.text("zh") or "unknown" in said
