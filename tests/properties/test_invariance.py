"""Units, names and idle cities are matters of form: results scale, follow the names, or stay as they are."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from sim.columns import CITY_COLUMNS, DEAL_COLUMNS
from sim.outcomes import OUTCOMES, run_outcomes
from sim.schema import Scenario
from sim.simulate import simulate, simulate_regimes
from tests.scenes import deal, generated, hosts, region, stylised, words

# ---------------------------------------------------------------- scaling all money

POWER = {
    "million CNY": 1, "million CNY/year": 1, "CNY/year": 1, "CNY/job/year": 1, "CNY/job": 1, "10k CNY/mu": 1,
    "jobs/100m CNY": -1, "CNY/person": 1, "CNY/person/year": 1,
}  # fmt: skip
"""Power of money in each unit; every other unit is free of it."""


def times(model: BaseModel, scale: float) -> BaseModel:
    """The same with every sum of money multiplied, field by field, by what the schema says of its unit."""
    update = {}
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        factor = scale ** POWER.get((field.json_schema_extra or {}).get("unit", ""), 0)
        if isinstance(value, BaseModel):
            update[name] = times(value, scale)
        elif isinstance(value, tuple) and any(isinstance(each, BaseModel) for each in value):
            update[name] = tuple(times(each, scale) for each in value)
        elif isinstance(value, dict):
            update[name] = {
                k: times(v, scale) if isinstance(v, BaseModel) else (v * factor if factor != 1 else v)
                for k, v in value.items()
            }
        elif isinstance(value, float) and factor != 1:
            update[name] = value * factor
    return model.model_copy(update=update)


LEAD = {"key": "plant", "industry": "chips", "announced_investment": 500.0, "tax": 30.0, "period": 1}
SKILLED = {
    "equipment": {"title": words(), "skilled_share": 0.2, "talent_sensitivity": 0.05, "rd_intensity": 0.01},
    "chips": {"title": words(), "skilled_share": 0.3, "rd_elasticity": 0.05, "rd_intensity": 0.02},
}
FACTORS = {
    "industries": SKILLED,
    "wages": {"elasticity": 0.3},
    "talent": {"growth": 0.02},
    "research": {"depreciation": 0.15, "past_growth": 0.1},
    "city": {"rd_capital": 200.0, "talent_supply": 0.15},
    "levers": [
        {"lever": "shared_rd_platform", "reach": 0.4, "joint_spending": 3.0, "programme_cost": 1.0,
         "cities": ["a", "b"]},
        {"lever": "open_challenge", "prize": 20.0, "challenges_per_year": 2.0, "programme_cost": 1.0},
        {"lever": "talent_mobility", "reach": 0.5, "training": 50.0, "programme_cost": 0.5},
    ],
}  # fmt: skip
DYNAMICS = {
    **{name: FACTORS[name] for name in ("industries", "wages", "talent", "research")},
    "life": {"building_years": 1, "realised_spread": 0.3, "tax_realised": 0.8, "closure_hazard": 0.1,
             "mobile_share": 0.8, "moving_cost": 0.02},
    "debt": {"rate": 0.06, "bailout_share": 0.3},
    "tournament": {"sensitivity": 0.5, "years": 2},
    "credit": {"enabled": True, "out_of_area": 0.2, "private_premium": 0.01},
    "pillars": {"number": 1, "years": 2, "cluster_bonus": 0.3, "fit_gain": 0.02, "bonus_real": 0.5},
    "city": {"gdp": 5e4, "political_weight": 0.02, "debt": 200.0, "debt_limit": 0.2, "rd_capital": 200.0,
             "talent_supply": 0.15, "border_entry_cost": 0.01, "compliance_cost": 0.002},
    "levers": [
        {"lever": "revenue_sharing", "members": ["a", "b"], "share": 0.5, "contract": "relocation"},
        {"lever": "agreement", "members": ["a", "b"], "compliance": "chosen", "reference_projects": 3,
         "discount_factor": 0.3, "penalty": 5.0, "audit_probability": 0.5, "programme_cost": 0.2,
         "levers": [{"lever": "subsidy_cap", "cap": 0.04}, {"lever": "regional_fund", "rate": 0.02, "cities": ["a"]}]},
    ],
    "kinds": {
        "anchors": {"arrivals_per_year": 2.0, "pool_per_year": 4}, "assigned": {"share": 0.2, "rule": "balance"},
        "incumbents": {"by_city": {"a": 6, "b": 4}, "within_years": 3}, "home_inside_share": 0.8,
    },
}  # fmt: skip
"""Everything at once that happens before, beside and after the contest."""


def with_kinds(keys=("a", "b", "c"), kinds=None, **sections):
    """A region with projects of all kinds, or of the usual one."""
    whole = region(keys, **sections)
    data = whole.model_dump(exclude_none=True)
    data["projects"] |= kinds or {}
    return Scenario.model_validate(data)


SCENES = {
    "dynamics": with_kinds(time={"periods": 4}, **DYNAMICS),
    "dynamics, sealed": with_kinds(time={"periods": 4}, contest={"format": "sealed"}, **DYNAMICS),
    "factors": region(time={"periods": 4}, **FACTORS),
    "open": region(time={"periods": 3}, watched=[LEAD], pipeline={}, reach={"chain": 0.3, "own_province": 1.0},
                   city={"political_weight": 0.02, "rd_capital": 40.0}),
    "floor, cap and contract": region(
        time={"periods": 3},
        levers=[
            {"lever": "land_price_floor", "basis": "price", "price": 20.0},
            {"lever": "subsidy_cap", "cap": 0.1},
            {"lever": "revenue_sharing", "members": ["a", "c"], "share": 0.5},
        ],
    ),
    "sealed": region(time={"periods": 4}, contest={"format": "sealed"}, city={"strategy": {"name": "directional"}}),
    "posted": region(time={"periods": 2}, contest={"format": "posted"}, city={"rival_weight": 0.2}),
    "open together": region(time={"periods": 2}, contest={"format": "open_simultaneous"}, city={"slots": 4}),
    "numbers": generated(
        3, 50, project={"site_mean": 8.0, "site_sd": 2.0, "public_mean": 10.0, "public_sd": 3.0, "outside_option": 9.0,
                        "land": 10.0, "tax": 2.0}, city={"grant_limit": 0.05}),
}  # fmt: skip


@pytest.mark.parametrize("scale", [0.5, 1.7])
@pytest.mark.parametrize("which", SCENES)
def test_scaling_all_money_scales_all_results(which, scale):
    whole = SCENES[which]
    scaled = times(whole, scale)
    assert isinstance(scaled, Scenario)
    assert scaled.economy.agglomeration_scale == pytest.approx(scale * whole.economy.agglomeration_scale)
    assert scaled.economy.rd_scale == pytest.approx(scale * whole.economy.rd_scale)
    before, after = simulate(whole), simulate(scaled)
    for name, column in DEAL_COLUMNS.items():
        expected = before.deals[name] * scale ** POWER.get(column.unit, 0)
        assert after.deals[name] == pytest.approx(expected, rel=1e-8, abs=1e-8, nan_ok=True), name
    for name, column in CITY_COLUMNS.items():
        expected = before.cities[name] * scale ** POWER.get(column.unit, 0)
        assert after.cities[name] == pytest.approx(expected, rel=1e-8, abs=1e-7, nan_ok=True), name
    numbers, larger = run_outcomes(before), run_outcomes(after)
    for outcome in OUTCOMES:
        expected = numbers[outcome.name] * scale ** POWER.get(outcome.unit, 0)
        assert larger[outcome.name] == pytest.approx(expected, rel=1e-7, abs=1e-8, nan_ok=True), outcome.name
    assert numbers["concession"] > 0


def test_every_unit_with_money_in_it_is_known():
    units = set()

    def collect(model):
        for name, field in type(model).model_fields.items():
            units.add((field.json_schema_extra or {}).get("unit", "-"))
            value = getattr(model, name)
            parts = value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else [value]
            for part in parts:
                if isinstance(part, BaseModel):
                    collect(part)

    for whole in SCENES.values():
        collect(whole)
    assert {unit for unit in units if "CNY" in unit} <= set(POWER)


# ---------------------------------------------------------------- names and their order


PLACES = ("host", "runner_up", "host_at_zero", "origin", "incumbent", "slot")
"""Columns of deals that number the cities, or the firms that are there from the start city by city."""


def by_key(run):
    """Deals and city tables by the cities' keys."""
    keys = run.world.cities.keys
    deals = {name: value for name, value in run.deals.items() if name not in PLACES}
    tables = {name: {k: value[:, i] for i, k in enumerate(keys)} for name, value in run.cities.items()}
    return hosts(run), deals, tables


CAST = [
    {"lever": "revenue_sharing", "members": ["a", "c"], "share": 0.5, "start": "2024-01-01"},
    {"lever": "industrial_map", "table": {"b": ["chips"]}, "end": "2025-01-01"},
    {"lever": "joint_negotiation", "members": ["a", "d"]},
]
SHAPES = {
    "factors": FACTORS,
    "dynamics": DYNAMICS,
    "dynamics, posted": {**DYNAMICS, "contest": {"format": "posted"}, "levers": DYNAMICS["levers"][:1]},
    "dynamics, open together": {**DYNAMICS, "contest": {"format": "open_simultaneous"}},
    "open": {"city": {"rival_weight": 0.3, "political_weight": 0.02, "promotion_budget_share": 0.02}},
    "sealed": {"contest": {"format": "sealed"}, "city": {"strategy": {"name": "directional"}, "judgement_error": 0.2}},
    "posted": {"contest": {"format": "posted"}, "city": {"political_weight": 0.02}},
    "open together": {"contest": {"format": "open_simultaneous"}, "city": {"land_stock": 150.0}},
    "levers": {"levers": CAST, "contest": {"shortlist_size": 3}, "reach": {"chain": 0.3, "own_province": 1.0}},
}


def assert_same(first, second, **tolerance):
    assert first[0] == second[0]
    for name, value in first[1].items():
        assert second[1][name] == pytest.approx(value, nan_ok=True, **tolerance), name
    for name, table in first[2].items():
        for key, value in table.items():
            assert second[2][name][key] == pytest.approx(value, nan_ok=True, **tolerance), (name, key)


@pytest.mark.parametrize("order", [("d", "c", "b", "a"), ("b", "d", "a", "c")])
@pytest.mark.parametrize("shape", SHAPES)
def test_the_order_of_cities_does_not_matter(shape, order):
    whole = with_kinds(("a", "b", "c", "d"), time={"periods": 4}, **SHAPES[shape])
    moved = whole.model_copy(update={"cities": {key: whole.cities[key] for key in order}})
    assert_same(by_key(simulate(whole)), by_key(simulate(moved)), rel=1e-9, abs=1e-7)


def test_names_for_people_change_nothing_at_all():
    whole = region(time={"periods": 3})
    renamed = {k: city.model_copy(update={"name_en": k * 9, "name_zh": "某市"}) for k, city in whole.cities.items()}
    first, second = (by_key(simulate(each)) for each in (whole, whole.model_copy(update={"cities": renamed})))
    assert first[0] == second[0]
    assert all(np.array_equal(v, second[1][k], equal_nan=True) for k, v in first[1].items())


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), min_size=2, max_size=5, unique_by=sum))
def test_new_keys_carry_the_same_results_where_there_is_no_luck(rows):
    for names in ("abcde", "zyxwv"):
        sites = {names[i]: site / 7 for i, (site, _) in enumerate(rows)}
        found = deal(stylised(sites, {names[i]: public / 7 for i, (_, public) in enumerate(rows)}))
        if names == "abcde":
            first = found
    assert "abcde".index(first.pop("host")) == "zyxwv".index(found.pop("host"))
    assert all(np.array_equal(first[name], found[name], equal_nan=True) for name in first)


# ---------------------------------------------------------------- a city that takes no part

IDLE = {"land_stock": 0.0, "province": "far", "rank_band": "county", "stock": {}, "rd_capital": 0.0}


def with_idle(whole):
    """The same with a truthful city in the middle that has no land and no peers."""
    some = next(iter(whole.cities.values()))
    idle = some.model_copy(update={**IDLE, "strategy": type(some.strategy).model_validate({"name": "truthful"})})
    cities = list(whole.cities.items())
    return whole.model_copy(update={"cities": dict([*cities[:1], ("idle", idle), *cities[1:]])})


ENGAGED = {
    "dynamics": {**DYNAMICS, "reach": {"chain": 1.0, "rd": 0.5, "own_province": 1.0, "decay_km": 5000.0}},
    "open": {"city": {"rival_weight": 0.3, "political_weight": 0.02}},
    "short list": {"contest": {"shortlist_size": 2, "bluff": 0.3}},
    "open together": {"contest": {"format": "open_simultaneous"}},
    "sealed, first": {"contest": {"format": "sealed"}},
    "sealed, second": {"contest": {"format": "sealed", "payment": "second"}, "city": {"judgement_error": 0.3}},
    "levers": {"levers": [CAST[0], CAST[1], {"lever": "information_sharing", "members": ["a", "b"]}]},
    "planner": {"levers": [{"lever": "industrial_map", "designate": "planner", "planner_error": 0.5}]},
}


@pytest.mark.parametrize("shape", ENGAGED)
def test_a_city_without_land_and_peers_changes_nothing(shape):
    whole = with_kinds(time={"periods": 3}, abroad=0.0, **ENGAGED[shape])
    before, after = simulate(whole), simulate(with_idle(whole))
    first, second = by_key(before), by_key(after)
    assert second[2]["projects_won"]["idle"].sum() == 0
    assert_same(first, second, rel=1e-9, abs=1e-7)


def test_a_city_without_land_changes_nothing_among_stylised_projects():
    project = {"land": 1.0, "public_mean": 5.0, "public_sd": 3.0, "site_sd": 2.0}
    whole = generated(3, 400, project=project)
    assert_same(by_key(simulate(whole)), by_key(simulate(with_idle(whole))), rel=1e-9, abs=1e-9)


def test_a_city_without_land_does_not_change_what_leaving_projects_are_worth_elsewhere():
    whole = region(gap=0.3, abroad=1.0, by_city={"a": {"value_per_job": 15_000.0}})
    before, after = simulate(whole), simulate(with_idle(whole))
    assert (before.deals["host"] < 0).any()
    assert after.deals["welfare_total"] == pytest.approx(before.deals["welfare_total"])


def test_a_city_without_land_does_not_change_correlated_spillovers():
    whole = region(abroad=0.0, spillover={"scale": 0.04, "correlation": 0.6})
    before, after = simulate(whole), simulate(with_idle(whole))
    assert after.deals["public_value"] == pytest.approx(before.deals["public_value"], nan_ok=True)


def test_regimes_leave_the_idle_city_idle():
    regimes = {
        "free": [],
        "ban": [{"lever": "subsidy_ban"}],
        "map": [{"lever": "industrial_map", "designate": "planner"}],
    }
    whole = region(time={"periods": 2}, abroad=0.0, regimes=regimes)
    for key, run in simulate_regimes(with_idle(whole), tuple(regimes)).items():
        assert_same(by_key(simulate(whole, key)), by_key(run), rel=1e-9, abs=1e-7)
