"""Open contests with fixed draws: what more rivals, higher values and weights, caps and floors can and cannot do."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.simulate import simulate, simulate_regimes
from tests.scenes import deal, firm_score, generated, region, stylised

TOLERANCE = 1e-9
near = st.sampled_from([0.0, 1.0, 3.0, 5.0, 8.0]) | st.floats(0.0, 20.0).map(lambda value: round(value, 6))
many = settings(max_examples=150)


@st.composite
def fields(draw, least=1, most=4, weights=True):
    """A random contest, as arguments of `stylised`: values, weights, limits, outside option."""
    keys = [f"c{i}" for i in range(draw(st.integers(least, most)))]
    by_city = {}
    for key in keys:
        city = {"province": draw(st.sampled_from(["east", "west"]))}
        if draw(st.booleans()):
            city["package_cap"] = draw(st.floats(0.0, 0.2))
        if weights:
            city["political_weight"] = draw(st.sampled_from([0.0, 0.02, 0.05]))
        by_city[key] = city
    return {
        "site_value": {key: draw(near) for key in keys},
        "public_value": {key: draw(near) for key in keys},
        "by_city": by_city,
        "project": {"outside_option": draw(st.none() | st.floats(-5.0, 20.0))},
        "economy": {"cost_of_public_funds": draw(st.sampled_from([0.0, 0.2, 1.0]))},
    }


def played(field):
    run = simulate(stylised(**field), with_planner=False)
    return run, float(firm_score(run)[0]), int(run.deals["host"][0]), float(run.deals["concession"][0])


def raised(field, what, key, value):
    """The same contest with one value of one city set."""
    if what in ("site_value", "public_value"):
        return {**field, what: {**field[what], key: value}}
    return {**field, "by_city": {**field["by_city"], key: {**field["by_city"].get(key, {}), what: value}}}


def never_lower(before, after):
    _, low, host, x = before
    _, high, new_host, new_x = after
    assert high >= low - TOLERANCE
    if new_host == host:
        assert new_x >= x - TOLERANCE


@many
@given(fields(), near, near, st.floats(0.0, 0.05))
def test_one_more_rival_never_lowers_the_winning_score(field, site, public, weight):
    more = {
        **field,
        "site_value": {**field["site_value"], "z": site},
        "public_value": {**field["public_value"], "z": public},
        "by_city": {**field["by_city"], "z": {"political_weight": weight}},
    }
    never_lower(played(field), played(more))


@many
@given(fields(), st.data())
def test_a_higher_public_value_never_lowers_the_winning_score(field, data):
    key = data.draw(st.sampled_from(list(field["site_value"])))
    higher = field["public_value"][key] + data.draw(st.floats(0.0, 30.0))
    never_lower(played(field), played(raised(field, "public_value", key, higher)))


@many
@given(fields(), st.data())
def test_a_higher_political_weight_never_lowers_the_winning_score(field, data):
    key = data.draw(st.sampled_from(list(field["site_value"])))
    higher = field["by_city"][key]["political_weight"] + data.draw(st.floats(0.0, 0.3))
    never_lower(played(field), played(raised(field, "political_weight", key, higher)))


@many
@given(fields(weights=False), st.data())
def test_a_higher_rival_weight_never_lowers_the_winning_score(field, data):
    """Limits off: the drop-out score looks at what the rival could host at, not at what its limits let it pay."""
    by_city = {
        key: {"province": city["province"], "rival_weight": data.draw(st.sampled_from([0.0, 0.3, 0.9]))}
        for key, city in field["by_city"].items()
    }
    free = {**field, "by_city": by_city}
    key = data.draw(st.sampled_from(list(by_city)))
    higher = min(0.99, by_city[key]["rival_weight"] + data.draw(st.floats(0.0, 0.5)))
    never_lower(played(free), played(raised(free, "rival_weight", key, higher)))


@many
@given(fields(), st.floats(0.0, 1.0))
def test_a_uniform_cap_raises_neither_concession_nor_score(field, part):
    cap = part * min(city.get("package_cap", 0.2) for city in field["by_city"].values())
    never_lower(played({**field, "levers": [{"lever": "subsidy_cap", "cap": cap}]}), played(field))
    _, _, _, capped = played({**field, "levers": [{"lever": "subsidy_cap", "cap": cap}]})
    assert capped <= played(field)[3] + TOLERANCE


def test_a_uniform_cap_can_lower_total_welfare():
    values = {"a": 10.0, "b": 6.0}, {"a": 4.0, "b": 12.0}
    free = deal(stylised(*values))
    capped = deal(stylised(*values, levers=[{"lever": "subsidy_cap", "cap": 0.06}]))
    assert capped["welfare_total"] < free["welfare_total"] - 1.0


def test_a_cap_on_one_city_can_raise_the_concession():
    """The capped city was cheap to place; the other one has to make up for its worse site."""
    values = {"a": 10.0, "b": 0.0}, {"a": 10.0, "b": 15.0}
    free = deal(stylised(*values))
    capped = deal(stylised(*values, levers=[{"lever": "subsidy_cap", "by_city": {"a": 0.04}}]))
    assert (free["host"], free["concession"]) == ("a", 5.0)
    assert (capped["host"], capped["concession"]) == ("b", 14.0)


FLOORS = {"free": [], "floor": [{"lever": "land_price_floor", "basis": "list_price", "level": 0.9}]}


@given(st.integers(0, 1000))
@settings(max_examples=10)
def test_a_land_floor_alone_lowers_the_discount_and_not_the_concession(replication):
    free = {"grant_limit": None, "rebate_limit": 1.0, "promotion_budget_share": None, "land_stock": None}
    runs = simulate_regimes(region(city=free, regimes=FLOORS), ("free", "floor"), replication, with_planner=False)
    before, after = runs["free"].deals, runs["floor"].deals
    for name in ("host", "concession", "welfare_total", "welfare_region", "public_net"):
        assert (before[name] == after[name]).all(), name
    assert (after["land_discount"] <= before["land_discount"]).all()
    assert after["land_discount"].sum() < 0.5 * before["land_discount"].sum()
    rest = (after["rebate"] + after["grant"]) - (before["rebate"] + before["grant"])
    assert rest == pytest.approx(before["land_discount"] - after["land_discount"])


def test_a_floor_can_bite_where_the_other_instruments_are_used_up():
    tight = {"grant_limit": 0.0, "rebate_limit": 0.0}
    runs = simulate_regimes(region(city=tight, regimes=FLOORS), ("free", "floor"), with_planner=False)
    assert runs["floor"].deals["concession"].sum() < 0.5 * runs["free"].deals["concession"].sum()


@pytest.mark.parametrize("replication", range(5))
def test_more_rivals_for_real_projects(replication):
    """One period, all sites invited: every firm gets at least as much with a fourth district."""
    whole = region(("a", "b", "c", "d"), contest={"shortlist_size": None}, gap=-0.1)
    fewer = whole.model_copy(update={"cities": {k: v for k, v in whole.cities.items() if k != "d"}})
    small, large = (simulate(each, replication=replication, with_planner=False) for each in (fewer, whole))
    assert (firm_score(large) >= firm_score(small) - TOLERANCE).all()
    same = np.asarray(small.deals["host"]) == np.asarray(large.deals["host"])
    assert 0 < same.sum() < same.size
    assert (large.deals["concession"][same] >= small.deals["concession"][same] - TOLERANCE).all()
    assert (firm_score(large) > firm_score(small) + 1.0).any()


def test_a_shortlist_can_turn_the_effect_of_a_further_rival_round():
    """A new site crowds the highest bidder off the list: with two invited, the firm gets less."""
    sites, publics = {"a": 10.0, "b": 6.0}, {"a": 1.0, "b": 12.0}
    contest = {"shortlist_size": 2}
    before = stylised(sites, publics, contest=contest)
    after = stylised({**sites, "z": 7.0}, {**publics, "z": 0.0}, contest=contest)
    assert firm_score(simulate(after))[0] < firm_score(simulate(before))[0]


@pytest.mark.parametrize("count", [2, 3, 5])
def test_prices_rise_with_the_number_of_rivals(count):
    """Order statistics: the expected price (n-1)/(n+1) of uniform values rises with every city."""
    project = {"public_mean": 0.5, "public_sd": 1 / np.sqrt(12)}
    few, many = (
        simulate(generated(n, 5000, law="uniform", project=project), with_planner=False).deals["concession"]
        for n in (count, count + 1)
    )
    assert (many >= few).all()  # the same draws, city by city
    assert many.mean() == pytest.approx(count / (count + 2), abs=0.02)
