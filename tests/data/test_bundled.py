"""Every bundled scenario is read without a complaint, and holds what its case is about."""

import pytest

from sim.scenario import bundled, load, number_at


@pytest.mark.parametrize("name", bundled())
def test_a_bundled_scenario_is_read(name):
    scenario = load(name)
    assert scenario.title.en
    assert scenario.title.zh
    assert scenario.description is not None
    for sweep in scenario.sweeps:
        added = 0.0 if sweep.relative_to is None else number_at(scenario, sweep.relative_to)
        moved = [added + value for value in sweep.values]
        assert min(moved) <= number_at(scenario, sweep.path) <= max(moved), sweep.key


@pytest.mark.parametrize("name", [name for name in bundled() if not name.startswith(("theory/", "levers/"))])
def test_officials_gain_nothing_from_volume_by_default(name):
    for city in load(name).cities.values():
        assert city.political_weight == city.rival_weight == city.judgement_error == 0


def test_chinese_texts_have_no_blanks_inside():
    # A folded YAML text puts a blank at every line break.
    for name in bundled():
        scenario = load(name)
        for text in (scenario.title, scenario.description):
            for before, after in zip(text.zh, text.zh[1:], strict=False):
                assert not (after == " " and before > "\u2e80"), f"{name}: {text.zh}"


def test_longchang_differs_from_rongchang_as_in_the_typical_project():
    cities = load("rongchang_longchang").cities
    assert cities["rongchang"].wage - cities["longchang"].wage == 3000
    assert cities["rongchang"].list_price - cities["longchang"].list_price == 2
    assert all(city.list_price == city.land_cost for city in cities.values())


def test_yongchuan_wins_or_loses_by_numbers_only():
    scenario = load("yongchuan_contest")
    (lead,) = scenario.projects.watched
    assert lead.announced_investment * lead.realised_share == 4500
    assert set(lead.candidates) == set(scenario.cities)
    assert all(not city.fit.get("automotive", 0.0) for city in scenario.cities.values())


def test_the_parts_of_electronics_add_up_and_platforms_do_not_overlap():
    scenario, table = load("chengdu_chongqing"), load("base")
    parts = ("chips", "displays", "devices", "network")
    for key in ("liangjiang_yubei", "jiulongpo_cqhtz", "shapingba_cqhtz"):
        stock = scenario.cities[key].stock
        assert stock["electronics"] == 0.0
        assert sum(stock[part] for part in parts) == pytest.approx(table.cities[key].stock["electronics"], abs=5)
    for part in parts:
        mean = sum(city.stock.get(part, 0.0) for city in scenario.cities.values()) / len(scenario.cities)
        assert scenario.industries[part].stock_reference == pytest.approx(mean, rel=0.02)
    capital = [city.rd_capital for city in scenario.cities.values()]
    assert scenario.economy.rd_reference == pytest.approx(sum(capital) / len(capital), rel=0.01)
    # Tianfu without the High-tech Zone is the difference of the two rows; together they are no more than Tianfu.
    assert scenario.cities["tianfu_rest"].gdp + scenario.cities["chengdu_hightech"].gdp == pytest.approx(445_000)


def test_the_two_cores_compare_contest_levers_and_real_ones():
    kinds = {
        entry.key: {lever.kind for lever in entry.levers} for entry in load("chengdu_chongqing").regimes if entry.levers
    }
    assert all(len(kind) == 1 for kind in kinds.values())
    assert sum(kind == {"real"} for kind in kinds.values()) == 6
