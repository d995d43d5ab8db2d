"""Scenarios that are sound: layers, settings, tables, Python mappings, hashes and changed numbers."""

import copy
import pickle
from pathlib import Path

import numpy as np
import pytest
import yaml

from sim.scenario import (
    ScenarioError,
    bundled,
    content_hash,
    from_dict,
    load,
    number_at,
    resolved,
    with_number,
)
from sim.scenario.library import bundled_folder
from sim.strategies import Shaded, Truthful
from tests.scenario.corpus import BASE, TABLE, WITH_TABLE


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in that holds the two sound scenarios and the table."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "cities.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "base.yaml").write_text(BASE, encoding="utf-8")
    (tmp_path / "table.yaml").write_text(WITH_TABLE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def read(text: str, **options):
    Path("main.yaml").write_text(text, encoding="utf-8")
    return load("main.yaml", **options)


# ---------------------------------------------------------------- layers


def test_mappings_merge_and_lists_are_replaced(folder: Path):
    scenario = read(
        "extends: base.yaml\ntitle: { en: Other }\ntime: { periods: 2 }\n"
        "regimes: [{ key: one, title: {en: A, zh: 甲} }]\n"
        "industries: { chips: { weight: 3 } }\n"
    )
    assert (scenario.title.en, scenario.title.zh) == ("Other", "测试")
    assert (scenario.time.start_year, scenario.time.periods) == (2023, 2)
    assert [regime.key for regime in scenario.regimes] == ["one"]
    assert scenario.industries["chips"].weight == 3
    assert scenario.industries["chips"].title.en == "Chips"


def test_a_chain_of_files_and_null_that_unsets(folder: Path):
    (folder / "parts").mkdir()
    (folder / "parts" / "middle.yaml").write_text("extends: ../base.yaml\nseed: 5\n", encoding="utf-8")
    scenario = read("extends: parts/middle.yaml\nprojects: { pipeline: null }\n")
    assert scenario.seed == 5
    assert scenario.projects.pipeline is None


def test_another_strategy_replaces_the_whole_strategy(folder: Path):
    first = "cities: { defaults: { strategy: { name: shaded, share: 0.5 } } }\n"
    (folder / "first.yaml").write_text("extends: base.yaml\n" + first, encoding="utf-8")
    scenario = read("extends: first.yaml\ncities: { set: { longchang: { strategy: { name: truthful } } } }\n")
    assert scenario.cities["rongchang"].strategy == Shaded(share=0.5)
    assert scenario.cities["longchang"].strategy == Truthful()
    scenario = read("extends: first.yaml\ncities: { defaults: { strategy: { share: 0.6 } } }\n")
    assert scenario.cities["longchang"].strategy == Shaded(share=0.6)


def test_a_file_elsewhere_extends_a_bundled_scenario_with_its_table(folder: Path):
    scenario = read("extends: bundled:rongchang_longchang\nseed: 99\n")
    assert scenario.seed == 99
    assert scenario.cities == load("rongchang_longchang").cities


# ---------------------------------------------------------------- names of scenarios


def test_a_bundled_scenario_is_the_same_by_name_and_by_path():
    for name, path in bundled().items():
        assert content_hash(load(name)) == content_hash(load(path)) == content_hash(load(f"bundled:{name}"))


def test_bundled_scenarios_are_found_inside_an_installed_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    inside = tmp_path / "sim" / "scenarios" / "theory"
    inside.mkdir(parents=True)
    (inside / "one.yaml").write_text(BASE, encoding="utf-8")
    monkeypatch.setitem(bundled_folder.__wrapped__.__globals__, "__file__", str(tmp_path / "sim" / "scenario" / "b.py"))
    bundled_folder.cache_clear()
    try:
        assert list(bundled()) == ["theory/one"]
        assert load("theory/one").seed == 1
    finally:
        monkeypatch.undo()
        bundled_folder.cache_clear()
    assert "base" in bundled()


def test_a_wrong_name_suggests_bundled_ones():
    with pytest.raises(ScenarioError, match="did you mean rongchang_longchang"):
        load("rongchang_longchan")


def test_a_link_inside_the_folder_is_followed(folder: Path):
    (folder / "link.yaml").symlink_to("base.yaml")
    assert load("link.yaml") == load("base.yaml")


# ---------------------------------------------------------------- settings


@pytest.mark.parametrize(
    ("setting", "path", "value"),
    [
        ("economy.firm_rate=0.2", "economy.firm_rate", 0.2),
        ("economy.build_up=[0.5, 1]", "economy.build_up[0]", 0.5),
        ("cities.longchang.list_price=27", "cities.longchang.list_price", 27),
        ("cities.set.longchang.list_price=27", "cities.set.longchang.list_price", 27),
        ("cities.longchang.fit.chips=0.3", "cities.longchang.fit.chips", 0.3),
        ("cities.defaults.wage=70000", "cities.rongchang.wage", 70_000),
        ("cities.*.list_price=27", "cities.*.list_price", 27),
        ("cities.*.fit.chips=0.3", "cities.longchang.fit.chips", 0.3),
        ("regimes.cap.levers[0].cap=0.2", "regimes[1].levers.0.cap", 0.2),
        ("regimes.1.levers.0.cap=0.2", "regimes.cap.levers[0].cap", 0.2),
        ("projects.watched.plant.announced_investment=500", "projects.watched[0].announced_investment", 500),
        ("projects.outside.gap=-0.1", "projects.outside.gap", -0.1),
        ("cities.longchang.land_stock=null", "cities.longchang.land_stock", None),
        ("cities.longchang={name_en: L, name_zh: 隆, wage: 60000}", "cities.longchang.wage", 60_000),
    ],
)
def test_a_setting_replaces_a_value(folder: Path, setting: str, path: str, value: float | None):
    assert number_at(load("base.yaml", overrides=[setting]), path) == value


def test_settings_apply_in_order_and_texts_follow_yaml(folder: Path):
    settings = ["seed=2", "seed=3", "title.en='7'", "contest.format=sealed", "description={en: a=b, zh: 甲}"]
    scenario = load("base.yaml", overrides=settings)
    assert (scenario.seed, scenario.title.en, scenario.contest.format) == (3, "7", "sealed")
    assert scenario.description.en == "a=b"


# ---------------------------------------------------------------- cities


def test_defaults_then_table_then_settings(folder: Path):
    scenario = read(
        WITH_TABLE.replace(
            "defaults: { gdp: 50000 }",
            "defaults: { gdp: 50000, wage: 50000, land_grade: 9, fit: { autos: 0.2 } }\n"
            "  set: { longchang: { land_grade: null, stock: { chips: 4 } } }",
        )
    )
    rongchang, longchang = scenario.cities["rongchang"], scenario.cities["longchang"]
    assert (rongchang.gdp, rongchang.wage, rongchang.land_grade) == (50_000, 65_000, 12)
    assert (longchang.gdp, longchang.wage, longchang.land_grade) == (50_000, 62_000, None)
    assert rongchang.fit == {"autos": 0.2, "chips": 0.1}
    assert (longchang.fit, longchang.stock) == ({"autos": 0.2}, {"chips": 4})
    assert (longchang.source, longchang.confidence) == ("estimate, from memory", "M")
    assert rongchang.strategy == Truthful()


def test_include_chooses_rows_in_its_order(folder: Path):
    assert list(load("table.yaml", overrides=["cities.include=[longchang, rongchang]"]).cities) == [
        "longchang",
        "rongchang",
    ]
    assert list(load("table.yaml", overrides=["cities.include=null"]).cities) == ["rongchang", "longchang", "dazu"]


def test_a_setting_can_add_a_city_to_a_table(folder: Path):
    added = "cities.longchan={name_en: Longchan, name_zh: 隆禅}"
    assert list(load("table.yaml", overrides=[added]).cities) == ["rongchang", "longchang", "longchan"]
    far = "cities.beijing={name_en: Beijing, name_zh: 北京}"
    assert list(load("table.yaml", overrides=[far]).cities)[-1] == "beijing"


def test_settings_of_the_base_for_a_city_left_out_are_ignored(folder: Path):
    (folder / "first.yaml").write_text(
        "extends: table.yaml\ncities: { include: [rongchang, longchang, dazu], set: { dazu: { wage: 60000 } } }\n",
        encoding="utf-8",
    )
    assert load("first.yaml").cities["dazu"].wage == 60_000
    assert list(read("extends: first.yaml\ncities: { include: [longchang] }\n").cities) == ["longchang"]


def test_a_table_as_spreadsheets_save_it(folder: Path):
    table = "\ufeff" + TABLE.replace("\n", "\r\n").replace("yearbook", '"year\r\nbook ""A"""').replace(",28,", ", 28 ,")
    (folder / "data" / "cities.csv").write_bytes((table + ",,,,,,,,,\r\n\r\n").encode())
    with pytest.raises(ScenarioError, match=r"data/cities.csv:6:1: the row has no key"):
        load("table.yaml")
    (folder / "data" / "cities.csv").write_bytes((table + "\r\n\r\n").encode())
    scenario = load("table.yaml")
    assert scenario.cities["rongchang"].source == 'year\nbook "A"'
    assert scenario.cities["rongchang"].list_price == 28
    (folder / "main.yaml").write_bytes(b"\xef\xbb\xbf" + BASE.replace("\n", "\r\n").encode())
    assert load("main.yaml") == load("base.yaml")


# ---------------------------------------------------------------- mappings of Python


def test_a_mapping_is_read_like_a_file(folder: Path):
    data = yaml.safe_load(BASE)
    before = copy.deepcopy(data)
    assert from_dict(data) == load("base.yaml")
    assert data == before
    data["regimes"] = tuple(data["regimes"])
    data["economy"] = {"firm_rate": np.float64(0.1), "firm_horizon": np.int64(15)}
    assert from_dict(data) == load("base.yaml")
    assert from_dict(data, overrides=["seed=4"]).seed == 4
    assert from_dict({"extends": "bundled:rongchang_longchang"}) == load("rongchang_longchang")


@pytest.mark.parametrize(
    ("change", "kind", "path"),
    [
        ({"seed": "x"}, "not_a_number", "seed"),
        ({"sead": 1}, "unknown_key", "sead"),
        ({"economy": {"firm_rate": float("nan")}}, "not_finite", "economy.firm_rate"),
        ({"economy": {"firm_rate": np.inf}}, "not_finite", "economy.firm_rate"),
        ({"economy": {"firm_rate": {1}}}, "unsupported_value", "economy.firm_rate"),
        ({"economy": {1: 2}}, "key_not_text", "economy"),
        ({"seed": 10**5000}, "number_too_long", "seed"),
        ({"seed": True}, "not_a_number", "seed"),
        ({"extends": "base.yaml"}, "no_folder", "extends"),
        ({"cities": {"file": "x.csv"}}, "no_folder", "cities.file"),
        ({"cities": {"defaults": {"wage": 5}, "set": {"a": {}, "b": {}}}}, "out_of_bounds", "cities.defaults.wage"),
    ],
)
def test_mistakes_of_a_mapping(change: dict, kind: str, path: str):
    with pytest.raises(ScenarioError) as caught:
        from_dict({**yaml.safe_load(BASE), **change})
    problems = [p for p in caught.value.problems if p.kind == kind]
    assert [(p.file, p.line, p.path) for p in problems] == [("<dict>", None, path)]
    assert problems[0].text().startswith(f"<dict>: {path}: ")


def test_mappings_without_end_and_things_that_are_none():
    endless: dict = {}
    endless["a"] = endless
    for wrong in (endless, None, [], 3, "seed: 1"):
        with pytest.raises(ScenarioError):
            from_dict(wrong)


# ---------------------------------------------------------------- written out


@pytest.mark.parametrize("name", bundled())
def test_a_resolved_scenario_is_read_back_equal(name: str):
    scenario = load(name)
    again = from_dict(resolved(scenario))
    assert again == scenario
    assert content_hash(again) == content_hash(scenario)


def test_the_hash_sees_values_not_their_order_or_origin(folder: Path):
    scenario = load("base.yaml")
    data = yaml.safe_load(BASE)

    def reversed_keys(part):
        if isinstance(part, dict):
            return {key: reversed_keys(part[key]) for key in reversed(part)}
        return [reversed_keys(item) for item in part] if isinstance(part, list) else part

    assert content_hash(from_dict(reversed_keys(data))) == content_hash(scenario)
    assert content_hash(read("extends: base.yaml\n")) == content_hash(scenario)
    assert content_hash(read(BASE.replace("0.1\n", "1.0e-1 # same\n", 1))) == content_hash(scenario)
    assert content_hash(load("base.yaml", overrides=["cities.longchang.list_price=26.0"])) == content_hash(scenario)
    assert content_hash(load("base.yaml", overrides=["projects.outside.gap=-0.0"])) == content_hash(
        load("base.yaml", overrides=["projects.outside.gap=0"])
    )
    hashes = {
        content_hash(load("base.yaml", overrides=[setting]))
        for setting in ("seed=1", "seed=2", "cities.longchang.list_price=26.5", "title.zh=甲", "regimes.cap.levers=[]")
    }
    assert len(hashes) == 5


# ---------------------------------------------------------------- changed numbers


def test_a_number_is_changed_and_all_else_kept(folder: Path):
    scenario = load("base.yaml")
    changed = with_number(scenario, "regimes.cap.levers[0].cap", 0.2)
    assert changed == load("base.yaml", overrides=["regimes.cap.levers[0].cap=0.2"])
    assert with_number(scenario, "time.periods", 3.0).time.periods == 3
    assert number_at(with_number(scenario, "cities.rongchang.fit.chips", 0.2), "cities.set.rongchang.fit.chips") == 0.2
    assert number_at(with_number(scenario, "economy.rebate_schedule[3]", 0.25), "economy.rebate_schedule[3]") == 0.25
    assert with_number(scenario, "cities.*.wage", 60_000) == load("base.yaml", overrides=["cities.*.wage=60000.0"])
    assert with_number(changed, "regimes.cap.levers[0].cap", 0.08) == scenario


@pytest.mark.parametrize(
    ("path", "value", "text"),
    [
        ("economy.firm_rate", 3, "out of bounds"),
        ("economy.firm_rat", 0.1, "did you mean firm_rate"),
        ("time.periods", 1.5, "whole number"),
        ("time.periods", 1, "after the end of the run"),
        ("cities.longchang.land_floor", 30, "below the land floor"),
        ("cities.longchang.retained_share", 0.9, "must not exceed 1"),
        ("title.en", 1, "does not lead to a number"),
        ("projects.stylised.tax", 1, "has no projects.stylised"),
        ("economy.firm_rate", float("nan"), "finite"),
        ("cities.*.land_floor", 27, "below the land floor"),
        ("cities.*.wag", 1, "did you mean wage"),
    ],
)
def test_a_number_that_does_not_fit_is_refused(folder: Path, path: str, value: float, text: str):
    with pytest.raises(ScenarioError, match=text):
        with_number(load("base.yaml"), path, value)


def test_numbers_of_all_cities_must_agree_to_be_one(folder: Path):
    scenario = load("base.yaml")
    assert number_at(scenario, "cities.*.wage") == 65_000
    with pytest.raises(ScenarioError, match="several numbers that differ"):
        number_at(scenario, "cities.*.list_price")


def test_an_error_can_be_pickled(folder: Path):
    with pytest.raises(ScenarioError) as caught:
        load("missing.yaml", language="zh")
    again = pickle.loads(pickle.dumps(caught.value))
    assert (again.problems, str(again)) == (caught.value.problems, str(caught.value))
