"""The texts of the two languages say the same things."""

import re
from string import Formatter

import pytest

from experiments.words import LANGUAGES, words
from sim import columns, outcomes
from sim.schema import Scenario

CHINESE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]")


def fields(text: str) -> list[str]:
    return sorted({field for _, field, _, _ in Formatter().parse(text) if field is not None})


def test_both_languages_have_the_same_keys_and_the_same_fields():
    en, zh = words("en").texts, words("zh").texts
    assert set(en) == set(zh)
    different = {key: (fields(en[key]), fields(zh[key])) for key in en if fields(en[key]) != fields(zh[key])}
    assert different == {}


def test_every_text_is_a_text():
    for language in LANGUAGES:
        wrong = {key: text for key, text in words(language).texts.items() if not isinstance(text, str)}
        assert wrong == {}


def test_english_texts_have_no_chinese_characters():
    assert {key: text for key, text in words("en").texts.items() if CHINESE.search(text)} == {}


def test_an_unknown_key_and_a_missing_field_are_key_errors():
    w = words("en")
    with pytest.raises(KeyError):
        w("figure.no_such_key")
    with pytest.raises(KeyError):
        w("figure.provenance.seed")
    assert w("figure.provenance.seed", seed=7) == "seed 7"


def test_another_language_is_refused():
    with pytest.raises(ValueError, match="en, zh"):
        words("fr")  # type: ignore[arg-type]


def units_of(schema: dict) -> set[str]:
    if not isinstance(schema, dict):
        return set()
    found = {schema["unit"]} if isinstance(schema.get("unit"), str) else set()
    for value in schema.values():
        for entry in value if isinstance(value, list) else [value]:
            found |= units_of(entry)
    return found


def test_every_unit_of_the_model_has_a_name_in_both_languages():
    listed = [*columns.DEAL_COLUMNS.values(), *columns.CITY_COLUMNS.values(), *outcomes.OUTCOMES]
    units = units_of(Scenario.model_json_schema()) | {entry.unit for entry in listed}
    missing = {unit for unit in units - {"-"} for language in LANGUAGES if f"unit.{unit}" not in words(language).texts}
    assert missing == set()
    assert words("zh").unit("million CNY") == "百万元"
    assert words("zh").unit("of a scenario's own") == "of a scenario's own"
