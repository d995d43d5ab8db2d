"""The table of cities follows from the raw facts by the stated rules, and scenarios use it rightly."""

import math
import re
from itertools import combinations
from pathlib import Path

import pytest
import yaml

from experiments.calibration import build_region as build
from sim.schema import City

ROOT = Path(__file__).resolve().parents[2]
SCENARIOS = sorted((ROOT / "scenarios").rglob("*.yaml"))
WRITTEN = [build.RAW, build.TABLE, ROOT / "docs" / "data.md", *sorted((ROOT / "docs" / "cases").glob("*.md"))]
OFFICIAL = (
    "gov.cn", "people.com.cn", "xinhuanet.com", "chinanews.com.cn", "cbg.cn", "scol.com.cn", "thepaper.cn",
    "cqrb.cn", "cqcb.com", "doi.org",
)  # fmt: skip


@pytest.fixture(scope="module")
def rows():
    return build.read(build.TABLE)


@pytest.fixture(scope="module")
def raw():
    return {row["id"]: row for row in build.read(build.RAW)}


def included(path: Path) -> tuple[str | None, list[str] | None]:
    """Table and rows that a scenario takes, after `extends`."""
    own = yaml.safe_load(path.read_text(encoding="utf-8"))
    file, include = None, None
    if extends := own.get("extends"):
        bundled = extends.startswith("bundled:")
        below = ROOT / "scenarios" / f"{extends.removeprefix('bundled:')}.yaml" if bundled else path.parent / extends
        file, include = included(below)
    cities = own.get("cities") or {}
    return cities.get("file", file), cities.get("include", include)


def test_the_table_is_what_the_script_makes_of_the_raw_facts():
    assert build.TABLE.read_text(encoding="utf-8") == build.table(), (
        "run python -m experiments.calibration.build_region"
    )


def test_every_raw_row_is_there_once_under_its_key(rows, raw):
    assert [row["key"] for row in rows] == list(raw)
    assert len(rows) == 38


def test_columns_are_city_fields_or_notes(rows):
    named = [name.split(".")[0] for name in rows[0]]
    assert not {name for name in named if name not in City.model_fields and not name.startswith(("key", "note"))}


def test_floors_are_those_of_the_national_table(rows, raw):
    per_mu = (56, 48, 40, 32, 25.6, 22.4, 19.2, 16.8, 13.6, 11.2, 9.6, 8, 6.4, 5.6, 4)
    for row in rows:
        given = raw[row["key"]]
        square = float(given["min_land_price_cny_per_m2"] or given["assumed_min_price_cny_per_m2"])
        assert build.FLOOR[int(row["land_grade"])] == square
        assert float(row["land_floor"]) == per_mu[int(row["land_grade"]) - 1]
        assert float(row["land_floor"]) <= float(row["list_price"]) == float(row["land_cost"])


def test_land_cost_runs_from_county_to_core():
    assert [build.land_cost(grade) for grade in (14, 12, 11, 8, 4)] == [28, 28, 32, 44, 60]


def test_wages_follow_the_area_averages(rows):
    wages = {row["key"]: float(row["wage"]) for row in rows}
    assert wages["rongchang"] - wages["longchang"] == 3000
    assert set(wages.values()) == {62_000.0, 65_000.0}


def test_stocks_add_up_to_the_rule_and_lie_in_the_pillars(rows, raw):
    for row in rows:
        pillars = set(raw[row["key"]]["pillar_industries"].split(";"))
        stock = {k: float(row[f"stock.{k}"] or 0) for k in build.INDUSTRIES}
        share = build.secondary_share(row["key"], raw[row["key"]]["secondary_sector_percent"])
        total = build.CAPITAL_OUTPUT_RATIO * share * float(row["gdp"] or 0)
        assert sum(stock.values()) == pytest.approx(total, abs=len(pillars))
        if row["gdp"]:
            assert {k for k, value in stock.items() if value > 0} == pillars


def test_confidence_is_the_weakest_letter(rows, raw):
    for row in rows:
        given = raw[row["key"]]
        letters = {given["confidence_gdp"], given["confidence_revenue"], given["confidence_pillars"]} - {""}
        assert all(build.LETTERS.index(row["confidence"]) >= build.LETTERS.index(letter) for letter in letters)
        assert row["confidence"] != "assumption" or row["gdp"] == ""


def test_overlaps_are_named_on_both_sides(rows):
    keys = {row["key"] for row in rows}
    for pair in build.overlaps(rows):
        assert pair <= keys
        for row in rows:
            if row["key"] in pair:
                (other,) = pair - {row["key"]}
                assert other in re.findall(r"\w+", row["note_contains"])


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda p: p.stem)
def test_no_scenario_sets_overlapping_rows_side_by_side(path, rows):
    file, include = included(path)
    if file is None:
        return
    assert include, "name the rows: the whole table overlaps"
    assert set(include) <= {row["key"] for row in rows}
    # A joint park lies on its owners' land and bids for them, never against them; its row brings no GDP of its own.
    text = yaml.safe_load(path.read_text(encoding="utf-8"))
    settings = text.get("cities", {}).get("set", {})
    parks = {key for key, city in settings.items() if city.get("opens_with_joint_park")}
    together = {frozenset(pair) for pair in combinations(include, 2) if not parks & set(pair)}
    assert not together & build.overlaps(rows)
    of_table = parks & {row["key"] for row in rows}
    assert all(settings[key].get("base_revenue") == settings[key].get("rd_capital") == 0.0 for key in of_table)


def test_references_of_the_base_scenario_are_means_of_the_table(rows):
    base = yaml.safe_load((ROOT / "scenarios" / "base.yaml").read_text(encoding="utf-8"))
    assert base["cities"]["include"] == [row["key"] for row in build.comparable(rows)]
    references = build.references(rows)
    assert base["economy"]["rd_reference"] == references["rd_capital"]
    assert {k: v["stock_reference"] for k, v in base["industries"].items()} == {
        k: references[f"stock.{k}"] for k in build.INDUSTRIES
    }
    assert {k: v["weight"] for k, v in base["industries"].items()} == build.pillar_weights(rows)


def test_rongchang_and_longchang_are_31_km_apart(rows):
    place = {row["key"]: (math.radians(float(row["latitude"])), math.radians(float(row["longitude"]))) for row in rows}
    (a, b), (c, d) = place["rongchang"], place["longchang"]
    half = math.sin((a - c) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((b - d) / 2) ** 2
    assert 2 * 6371 * math.asin(math.sqrt(half)) == pytest.approx(31, abs=1)


@pytest.mark.parametrize("path", [*WRITTEN, *SCENARIOS], ids=lambda p: p.name)
def test_links_go_to_official_pages(path):
    text = path.read_text(encoding="utf-8")
    hosts = re.findall(r"https?://([^/\s\"')>,;]+)", text)
    assert not [host for host in hosts if not host.endswith(OFFICIAL)]
