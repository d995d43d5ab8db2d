"""The JSON Schema that editors use."""

import copy

import jsonschema
import pytest
import yaml

from sim.scenario import bundled, json_schema
from tests.scenario.corpus import BASE

SCHEMA = json_schema()
VALIDATOR = jsonschema.validators.validator_for(SCHEMA)(SCHEMA)


def test_it_is_a_schema():
    VALIDATOR.check_schema(SCHEMA)
    assert SCHEMA["$schema"].startswith("http://json-schema.org/")
    assert not [name for name in SCHEMA["$defs"] if name.startswith("Seq_")]


@pytest.mark.parametrize("name", bundled())
def test_it_accepts_bundled_scenarios(name: str):
    data = yaml.safe_load(bundled()[name].read_text(encoding="utf-8"))
    assert [f"{e.json_path}: {e.message}" for e in VALIDATOR.iter_errors(data)] == []


def test_it_accepts_a_sound_scenario():
    assert list(VALIDATOR.iter_errors(yaml.safe_load(BASE))) == []


@pytest.mark.parametrize(
    ("route", "value"),
    [
        (("sead",), 1),
        (("economy", "firm_rat"), 0.1),
        (("economy", "firm_rate"), 0.9),
        (("economy", "firm_rate"), "0.1"),
        (("cities", "set", "longchang", "list_prise"), 26),
        (("cities", "set", "longchang", "list_price"), 336),
        (("cities", "set", "Longchang"), {}),
        (("regimes", 1, "levers", 0, "lever"), "subsidy_cup"),
        (("regimes", 1, "levers", 0, "limit"), 0.1),
        (("regimes", 1, "levers", 0), {"cap": 0.1}),
        (("regimes", 1), {"key": "no_title"}),
        (("contest", "format"), "shut"),
        (("projects", "watched", 0, "period"), 1.5),
        (("cities", "set", "longchang", "strategy"), {"name": "truthful", "share": 1}),
    ],
)
def test_it_refuses_what_the_reader_refuses(route: tuple, value: object):
    data = copy.deepcopy(yaml.safe_load(BASE))
    part = data
    for name in route[:-1]:
        part = part[name]
    part[route[-1]] = value
    assert list(VALIDATOR.iter_errors(data))


def test_keys_may_be_left_out_only_with_extends():
    assert list(VALIDATOR.iter_errors({"seed": 3}))
    assert not list(
        VALIDATOR.iter_errors({"extends": "bundled:base", "seed": 3, "industries": {"chips": {"weight": 2}}})
    )


def test_every_field_shows_title_unit_and_source():
    def fields(part):
        if isinstance(part, dict):
            yield from part.get("properties", {}).items()
            for below in part.values():
                yield from fields(below)
        elif isinstance(part, list):
            for below in part:
                yield from fields(below)

    found = dict(fields(SCHEMA))
    assert len(found) > 150
    for name, field in found.items():
        assert field["title"], name
        assert field["title_zh"] in field["description"], name
        assert field["unit"] == "-" or field["unit"] in field["description"], name
        assert field["source"] == "assumption" or field["source"] in field["description"], name
    assert "万元" not in found["list_price"]["description"]
    assert found["list_price"]["description"].splitlines()[1:] == [
        "unit: 10k CNY/mu",
        "range: 8 / 28 / 40 (low / central / high)",
        "source: equal to land cost by default (docs/data.md)",
    ]
