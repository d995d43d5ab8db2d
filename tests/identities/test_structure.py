"""Industrial structure at the end of a run: location quotients, aggregate agglomeration, productivity, pillars."""

import dataclasses

import numpy as np
import pytest

from sim.columns import INDUSTRY_COLUMNS
from sim.outcomes import run_outcomes
from sim.rules import indices
from sim.simulate import simulate
from sim.structure import INDUSTRY_FIELDS, aggregate_agglomeration, industry_table
from tests.scenes import region, stepped


def equals(stock, **more):
    """Cities that differ in nothing but their names."""
    same = {"stock": {"equipment": stock, "chips": stock}, "fit": {}, "wage": 65_000.0, "province": "region"}
    return region(city=same | more.pop("city", {}), **more)


def test_location_quotients_by_hand_and_weighted_they_average_to_one():
    stock = np.array([[30.0, 10.0, 0.0], [10.0, 50.0, 0.0], [0.0, 0.0, 0.0]])
    quotients = indices.location_quotients(stock)
    assert quotients[0, :2] == pytest.approx([0.75 / 0.4, 0.25 / 0.6])
    assert np.isnan(quotients[2]).all()
    assert np.isnan(quotients[:, 2]).all()
    share_of_city = stock.sum(axis=1) / stock.sum()
    assert (share_of_city[:2] @ quotients[:2, :2]) == pytest.approx([1.0, 1.0])


def test_the_table_of_industries_holds_what_the_run_ended_with():
    run = simulate(region(time={"periods": 3}), with_planner=False)
    table = dict(zip(INDUSTRY_FIELDS, industry_table(run), strict=True))
    assert tuple(INDUSTRY_COLUMNS) == INDUSTRY_FIELDS
    assert table["stock"] - run.world.cities.stock == pytest.approx(table["investment_won"])
    assert table["investment_won"].sum(axis=1) == pytest.approx(run.cities["investment_won"].sum(axis=0))
    assert table["share"].sum(axis=1) == pytest.approx(1.0)
    assert not table["pillar"].any()


def test_moving_stock_between_equal_cities_sums_to_zero_and_more_of_it_does_not():
    def gain(before, moved):
        run = simulate(equals(before, time={"periods": 1}, economy={"agglomeration_scale": 1e-6}), with_planner=False)
        opening = run.world.cities.stock
        run.state.stock = opening + np.array(moved)[:, None]
        return aggregate_agglomeration(run)

    alone = gain(4000.0, [200.0, 0.0, 0.0])
    assert alone > 0
    assert abs(gain(4000.0, [200.0, -200.0, 0.0])) < 0.002 * alone
    assert gain(4000.0, [200.0, 200.0, 200.0]) == pytest.approx(3 * alone, rel=0.05)


def test_stock_that_moves_to_a_city_with_stronger_agglomeration_is_a_regional_gain():
    run = simulate(region(time={"periods": 1}), with_planner=False)
    stock = run.world.cities.stock.copy()
    stock[0, 0] += 100.0
    stock[2, 0] -= 100.0
    run.state.stock = stock
    output, scale = 0.145, 1000.0
    before = run.world.cities.stock[:, 0]
    by_hand = sum(
        output * (b + a) / 2 * 0.03 * np.log((scale + a) / (scale + b))
        for b, a in zip(before, stock[:, 0], strict=True)
    )
    chips = run.world.cities.stock[:, 1]
    by_hand += sum(
        output * x * 0.02 * 0.4 * np.log((scale + a) / (scale + b))
        for b, a, x in zip(before, stock[:, 0], chips, strict=True)
    )
    assert aggregate_agglomeration(run) == pytest.approx(by_hand)


def test_mean_productivity_is_weighted_by_investment():
    run = simulate(region(time={"periods": 2}), with_planner=False)
    hosted = run.deals["host"] >= 0
    weighted = np.average(run.deals["productivity"][hosted], weights=run.deals["investment"][hosted])
    assert run_outcomes(run)["productivity"] == pytest.approx(weighted)
    assert np.isnan(run.deals["productivity"][~hosted]).all()


def promoted(**spec):
    return region(time={"periods": 4}, reach={"own_province": 1.0, "chain": 0.3}, pillars={"number": 1, **spec})


def test_support_goes_to_pillars_only_and_the_choice_lasts_its_years():
    scenario = promoted(years=2)
    seen = []
    for run, period in stepped(scenario):
        assert (period.pillar_choice is not None) == (period.state.period - 1 in (0, 2))
        assert (period.pillars.sum(axis=1) == 1).all()
        promoted_here = period.pillars.T[period.block.industry]
        assert (period.reservation[~promoted_here] == 0).all()
        assert (period.reservation[promoted_here] > 0).any()
        seen.append(run.state.pillars)
    assert run_outcomes(run)["pillar_unsettled"] == 0
    free = simulate(promoted(support_only=False), with_planner=False)
    plain = simulate(region(time={"periods": 4}, reach={"own_province": 1.0, "chain": 0.3}), with_planner=False)
    for name, column in plain.deals.items():
        assert np.array_equal(column, free.deals[name], equal_nan=True), name


def test_a_gain_in_fit_raises_productivity_of_pillars_by_just_that():
    (_, plain), *_ = stepped(promoted(support_only=False))
    (_, gained), *_ = stepped(promoted(support_only=False, fit_gain=0.02))
    ratio = np.log(gained.productivity / plain.productivity)
    assert np.array_equal(gained.pillars, plain.pillars)
    assert ratio == pytest.approx(0.02 * gained.pillars.T[gained.block.industry])


def test_a_real_bonus_raises_what_a_project_is_worth_by_the_bonus():
    """With g the worth per unit of investment, public value plus site advantage, is g times what it was."""
    spec = {"support_only": False, "cluster_bonus": 0.5}
    (_, believed), *_ = stepped(promoted(**spec))
    (_, real), *_ = stepped(promoted(**spec, bonus_real=1.0))
    block, spread = believed.block, believed.spillover
    with_it = believed.pillars.T[block.industry]
    near = believed.pillar_choice.near.astype(int)
    bonus = 1 + 0.5 * ((near.T @ believed.pillars) - 1)
    factor = bonus.T[block.industry][with_it]
    returns = (believed.world.firm_annuity * block.investment * block.capital_return)[:, None]
    public = believed.leader_value.total - spread

    def worth(p):
        return (public + returns * (p.productivity - 1.0))[with_it]

    assert (factor > 1).any()
    assert worth(real) == pytest.approx(factor * worth(believed))
    assert (real.productivity[~with_it] == believed.productivity[~with_it]).all()


def test_an_industrial_map_bounds_the_choice():
    table = {"a": ["equipment"], "b": ["chips"], "c": ["equipment"]}
    scenario = region(
        time={"periods": 2}, reach={"own_province": 1.0, "chain": 1.0}, pillars={"number": 2},
        levers=[{"lever": "industrial_map", "table": table}],
    )  # fmt: skip
    run = simulate(scenario, with_planner=False)
    keys = run.world.industries.keys
    for row, city in zip(run.state.pillars, run.world.cities.keys, strict=True):
        assert [keys[k] for k in np.flatnonzero(row)] == table[city]


def test_pillars_do_not_hang_on_the_order_of_cities():
    first = simulate(promoted(), with_planner=False)
    scenario = promoted()
    turned = scenario.model_copy(update={"cities": dict(reversed(list(scenario.cities.items())))})
    second = simulate(turned, with_planner=False)
    assert np.array_equal(first.state.pillars, second.state.pillars[::-1])


def test_a_run_of_a_frozen_choice_keeps_all_numbers():
    (found,) = simulate(promoted(years=100), with_planner=False).pillar_choices
    assert {field.name for field in dataclasses.fields(found)} >= {"worth", "optimum", "equilibria", "settled", "exact"}
    assert found.worth <= found.optimum + 1e-9
    assert found.worst - 1e-9 <= found.worth <= found.best + 1e-9


def test_what_officials_gain_moves_the_choice_and_never_enters_its_worth():
    """Both industries alike, but officials care for one: they crowd into it, and the pillars are worth less."""
    same = {"title": {"en": "x", "zh": "x"}, "quality": 0.0}
    kinds = {"first": same, "second": {**same, "quality": 1.0}}

    def chosen(weight):
        scenario = region(
            industries=kinds, chain={}, time={"periods": 1}, reach={"own_province": 1.0, "chain": 1.0},
            pillars={"number": 1}, city={"fit": {}, "stock": {}, "political_weight": weight, "quality_weight": 1.0},
        )  # fmt: skip
        run = simulate(scenario, with_planner=False)
        return run.state.pillars, run_outcomes(run)

    apart, without = chosen(0.0)
    crowded, with_it = chosen(0.5)
    assert 0 < apart[:, 0].sum() < 3
    assert crowded[:, 1].all()
    assert with_it["pillar_efficiency"] < without["pillar_efficiency"] == pytest.approx(1.0)


def test_a_site_that_is_shut_promotes_nothing():
    scenario = region(
        time={"periods": 1}, pillars={"number": 1}, by_city={"c": {"opens_with_joint_park": True}},
        regimes={"shut": [], "open": [{"lever": "joint_park", "park": "c", "owners": ["a", "b"]}]},
    )  # fmt: skip
    pillars = {key: simulate(scenario, key, with_planner=False).state.pillars for key in ("shut", "open")}
    assert pillars["shut"].sum(axis=1).tolist() == [1, 1, 0]
    assert pillars["open"].sum(axis=1)[2] == 1
