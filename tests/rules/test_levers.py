"""Every lever of the catalogue: dated data with an idea, on fields that exist, gone without a trace when it ends."""

from dataclasses import fields
from itertools import combinations

import numpy as np
import pytest

from sim.levers import LEVERS
from sim.regime import Regime, baseline, lever_context
from sim.regime_book import compile_regime, conflicts
from sim.simulate import simulate_regimes
from tests.scenes import region

# Examples of every lever, each one changing something in the scene below; a new lever needs a row here.
EXAMPLES = {
    "agreement": [
        {"levers": [{"lever": "regional_fund", "budget": 5.0}], "members": ["c"]},
        {"levers": [{"lever": "subsidy_cap", "cap": 0.03}], "implementation": 0.6, "programme_cost": 0.5},
        {"levers": [{"lever": "subsidy_ban"}], "members": ["a", "b"], "implementation": 0.5},
        {
            "levers": [
                {"lever": "land_price_floor", "basis": "land_cost"},
                {"lever": "revenue_sharing", "members": ["a", "b"], "share": 0.5},
                {"lever": "joint_negotiation", "members": ["a", "b", "c"]},
            ],
            "members": ["a", "b"],
            "compliance": "chosen",
        },
    ],
    "chain_integration": [
        {"reach": 0.5, "programme_cost": 1.0},
        {"reach": 0.2, "suppliers": 0.6, "cities": ["a", "c"], "programme_cost": 0.0},
    ],
    "credit_sharing": [{"reach": 0.6}, {"members": ["a", "b"]}],
    "grant_limit": [{"limit": 0.05}, {"limit": 0.0, "cities": ["b"]}],
    "industrial_map": [
        {"designate": "planner", "planner_error": 0.3},
        {"designate": "planner", "cities": ["a", "b"]},
        {"table": {"a": ["chips"], "c": []}},
    ],
    "information_sharing": [{"members": ["a", "b"]}],
    "joint_negotiation": [{"members": ["b", "c"]}, {"members": ["a", "c"], "pooled_limits": True}],
    "joint_park": [
        {"park": "c", "owners": ["a", "b"], "joint_bidding": False, "contract": "benefit_only"},
        {"park": "c", "owners": ["b", "a"], "paid_share": 0.6, "pooled_limits": True, "budget_share": 0.1},
        {"park": "a", "owners": ["b", "c"], "contract": "leakage", "leaked": 0.3, "joint_bidding": False},
        {"park": "b", "owners": ["c", "a"], "contract": "none"},
    ],
    "land_price_floor": [
        {},
        {"basis": "land_cost", "level": 0.7, "priority_share": 0.7, "holds": 0.5},
        {"basis": "list_price", "cities": ["c"]},
        {"basis": "price", "price": 20.0},
    ],
    "market_integration": [
        {"access_cut": 0.3, "entry_cut": 0.5, "match_cut": 0.2, "programme_cost": 2.0},
        {"match_cut": 0.5, "cities": ["b", "c"], "programme_cost": 0.0},
    ],
    "open_challenge": [
        {"prize": 20.0, "programme_cost": 1.0},
        {"prize": 5.0, "form": "horse_race", "teams": 3, "cities": ["a", "b"], "programme_cost": 0.0},
    ],
    "ownership_neutral_finance": [{"programme_cost": 1.0}, {"programme_cost": 2.0, "premium": 0.1, "cities": ["b"]}],
    "rebate_limit": [{"limit": 0.2}, {"limit": 0.0, "cities": ["a", "c"]}],
    "revenue_sharing": [
        {"members": ["a", "b"], "share": 0.5},
        {"members": ["a", "c"], "share": 1.0, "contract": "net_split"},
        {"members": ["a"], "share": 0.4, "contract": "leakage", "paid_share": 0.5},
    ],
    "shared_rd_platform": [
        {"reach": 0.4, "programme_cost": 2.0},
        {"reach": 0.2, "free_riding": 0.0, "joint_spending": 3.0, "cities": ["a", "c"], "programme_cost": 0.0},
    ],
    "performance_reform": [{"political_scale": 0.0}, {"rival_scale": 0.5, "quality": 0.8, "cities": ["a"]}],
    "regional_fund": [{"rate": 0.02}, {"budget": 5.0, "cities": ["c"]}, {"rate": 0.1, "industries": ["chips"]}],
    "subsidy_ban": [{}, {"cities": ["a"]}],
    "subsidy_cap": [{"cap": 0.03}, {"cap": 0.04, "cities": ["b"]}, {"by_city": {"a": 0.02, "b": 0.05}}],
    "tax_recognition": [{"cut": 0.5, "programme_cost": 0.5}, {"cut": 1.0, "cities": ["a"], "programme_cost": 0.0}],
    "talent_mobility": [
        {"reach": 0.5, "programme_cost": 1.0},
        {"reach": 0.0, "training": 50.0, "shared_services": 20.0, "cities": ["b", "c"], "programme_cost": 0.0},
    ],
}

CASES = [
    pytest.param({"lever": name, **parameters}, id=f"{name}-{number}")
    for name, examples in EXAMPLES.items()
    for number, parameters in enumerate(examples)
]
START, END = "2024-01-01", "2025-07-01"
PERIODS, PER_YEAR = 8, 2
INSIDE = range(2, 5)
"""Half-years that begin on or after START and before END: 2024-01, 2024-07, 2025-01."""


def scene(*levers, **more):
    return region(
        city={"land_grade": 12}, time={"start_year": 2023, "periods": PERIODS, "periods_per_year": PER_YEAR},
        regimes={"empty": [], "run": list(levers)}, **more,
    )  # fmt: skip


def catalogue():
    return {each.model_fields["lever"].default: each for each in LEVERS}


def same(first: Regime, second: Regime) -> bool:
    return all(np.array_equal(getattr(first, f.name), getattr(second, f.name)) for f in fields(Regime))


def differing(first: Regime, second: Regime) -> set[str]:
    return {f.name for f in fields(Regime) if not np.array_equal(getattr(first, f.name), getattr(second, f.name))}


def test_every_lever_has_examples():
    assert set(EXAMPLES) == set(catalogue())
    assert len(LEVERS) == len(catalogue())


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_every_lever_says_what_it_is(name):
    lever = catalogue()[name]
    for english, chinese in (lever.title, lever.idea):
        assert english
        assert english.isascii()
        assert any("\u4e00" <= letter <= "\u9fff" for letter in chinese)
    assert lever.kind in ("contest", "real")
    assert lever.__doc__
    for field_name, field in lever.model_fields.items():
        extra = field.json_schema_extra
        assert field.title, field_name
        assert any("\u4e00" <= letter <= "\u9fff" for letter in extra["title_zh"]), field_name
        assert extra["unit"], field_name
        assert extra["source"], field_name


@pytest.mark.parametrize("lever", CASES)
def test_it_changes_nothing_where_all_have_left_it(lever):
    whole = scene(lever)
    context = lever_context(whole)
    for setting in whole.regimes[1].levers[0].settings(context.within(np.zeros(len(context.cities), dtype=bool))):
        assert not setting.mask.any()


@pytest.mark.parametrize("lever", [case for case in CASES if case.values[0]["lever"] != "agreement"])
def test_carried_out_by_half_it_is_still_a_regime(lever):
    (found, *_) = compile_regime(scene({"lever": "agreement", "levers": [lever], "implementation": 0.5}), "run")
    for field in fields(Regime):
        assert not np.isnan(getattr(found, field.name).astype(float)).any(), field.name


@pytest.mark.parametrize("lever", CASES)
def test_it_sets_fields_that_exist_in_their_own_shape(lever):
    whole = scene(lever)
    base = baseline(whole)
    context = lever_context(whole)
    settings = whole.regimes[1].levers[0].settings(context)
    assert settings
    for setting in settings:
        field = getattr(base, setting.quantity)
        assert setting.mask.shape == field.shape
        assert setting.mask.dtype == bool
        assert setting.mask.any()
        value = np.broadcast_to(setting.value, field.shape)[setting.mask]
        assert np.can_cast(np.asarray(value).dtype, field.dtype, "same_kind") or field.dtype == float
        assert not np.isnan(value.astype(float)).any()
    found = compile_regime(whole, "run")[0]
    assert differing(found, base) <= {setting.quantity for setting in settings}
    for setting in settings:
        outside = ~setting.mask
        assert np.array_equal(getattr(found, setting.quantity)[outside], getattr(base, setting.quantity)[outside])


@pytest.mark.parametrize("lever", [case for case in CASES if "cities" in case.values[0]])
def test_it_touches_no_city_that_it_does_not_name(lever):
    base, run = (compile_regime(scene(lever), key)[0] for key in ("empty", "run"))
    others = [number for number, key in enumerate(("a", "b", "c")) if key not in lever["cities"]]
    assert differing(base, run)
    for each in fields(Regime):
        first, second = getattr(base, each.name), getattr(run, each.name)
        pick = np.ix_(others, others) if first.shape == (3, 3) else others
        assert np.array_equal(first[pick], second[pick]), each.name


@pytest.mark.parametrize("lever", CASES)
def test_before_its_start_and_after_its_end_nothing_of_it_is_left(lever):
    whole = scene({**lever, "start": START, "end": END})
    base = baseline(whole)
    for period, found in enumerate(compile_regime(whole, "run")):
        assert same(found, base) == (period not in INSIDE)
    always = scene(lever)
    assert all(same(found, compile_regime(whole, "run")[3]) for found in compile_regime(always, "run"))
    open_ended = compile_regime(scene({**lever, "start": START}), "run")
    assert [same(found, base) for found in open_ended] == [True] * 2 + [False] * 6
    only_end = compile_regime(scene({**lever, "end": END}), "run")
    assert [same(found, base) for found in only_end] == [False] * 5 + [True] * 3


@pytest.mark.parametrize("lever", CASES)
def test_a_run_equals_the_baseline_bit_for_bit_until_it_starts(lever):
    whole = scene({**lever, "start": START, "end": END}, contest={"format": "sealed"})
    runs = simulate_regimes(whole, ("empty", "run"), with_planner=False)
    for name, column in runs["empty"].deals.items():
        early = runs["empty"].deals["period"] < INSIDE.start
        assert early.sum() > 10
        late = runs["run"].deals["period"] < INSIDE.start
        assert np.array_equal(column[early], runs["run"].deals[name][late], equal_nan=True), name
    for name, table in runs["empty"].cities.items():
        assert np.array_equal(table[: INSIDE.start], runs["run"].cities[name][: INSIDE.start], equal_nan=True), name


@pytest.mark.parametrize("lever", CASES)
@pytest.mark.parametrize("dates", [{"start": "2040-01-01"}, {"end": "2023-01-01"}], ids=["later", "earlier"])
def test_a_lever_that_is_never_in_force_is_no_lever(lever, dates):
    whole = scene({**lever, **dates})
    runs = simulate_regimes(whole, ("empty", "run"), with_planner=False)
    for name, column in runs["empty"].deals.items():
        assert np.array_equal(column, runs["run"].deals[name], equal_nan=True), name
    assert np.array_equal(runs["empty"].state.treasury, runs["run"].state.treasury)


@pytest.mark.parametrize("lever", CASES)
def test_two_copies_of_it_conflict_and_one_after_the_other_do_not(lever):
    found = conflicts(scene(lever, lever))
    assert found
    assert {(each.first[0], each.second[0]) for each in found} == {(0, 1)}
    assert {each.quantity for each in found} <= {f.name for f in fields(Regime)}
    assert all(each.city in ("a", "b", "c") for each in found)
    with pytest.raises(ValueError, match="both set"):
        compile_regime(scene(lever, lever), "run")
    assert conflicts(scene({**lever, "end": START}, {**lever, "start": START})) == []
    overlapping = conflicts(scene({**lever, "end": END}, {**lever, "start": START}))
    assert {each.period for each in overlapping} == {INSIDE.start}


def test_the_order_of_levers_never_matters():
    everything = [case.values[0] for case in CASES]
    compared = 0
    for first, second in combinations(everything, 2):
        if conflicts(scene(first, second)):
            assert conflicts(scene(second, first))
            continue
        one, other = compile_regime(scene(first, second), "run")[0], compile_regime(scene(second, first), "run")[0]
        assert same(one, other), (first, second)
        compared += 1
    assert compared > 100


def test_all_levers_together_in_any_order():
    levers = [{"lever": name, **examples[0]} for name, examples in EXAMPLES.items()]
    assert conflicts(scene(*levers)) == []
    forward, backward = (
        simulate_regimes(scene(*order), ("run",), with_planner=False)["run"] for order in (levers, levers[::-1])
    )
    for name, column in forward.deals.items():
        assert np.array_equal(column, backward.deals[name], equal_nan=True), name


def test_a_regime_cannot_be_written_to():
    (found, *_) = compile_regime(scene(), "run")
    for each in fields(Regime):
        with pytest.raises(ValueError, match="read-only"):
            getattr(found, each.name)[...] = 0


@pytest.mark.parametrize("name", ["grant_limit", "rebate_limit", "package_cap"])
def test_a_limit_never_loosens_what_a_city_may_do(name):
    lever = {
        "grant_limit": {"lever": "grant_limit", "limit": 0.3},
        "rebate_limit": {"lever": "rebate_limit", "limit": 0.9},
        "package_cap": {"lever": "subsidy_cap", "cap": 0.3},
    }[name]
    whole = region(city={"grant_limit": 0.2, "rebate_limit": 0.5, "package_cap": 0.1}, levers=[lever])
    base, found = baseline(whole), compile_regime(whole, "run")[0]
    assert (getattr(found, name) <= getattr(base, name)).all()
