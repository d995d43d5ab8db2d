"""Sentences as lists, and settings of levers in words."""

from typing import get_args

from experiments.leaflet.page import list_of
from experiments.words import words
from sim.levers import LEVERS
from tests.leaflet.conftest import parsed


def test_a_sentence_of_many_clauses_is_a_list_and_brackets_stay_together():
    sentence = "Those that lose (of four): one (north; south); two; three; four."
    page = parsed(list_of(lambda w: [sentence, "Short; as it is."], "answer"))
    english = page.all("ul", lang="en")[0]
    assert [node.text() for node in english.all("ul")[1].all("li")] == ["one (north; south)", "two", "three", "four."]
    assert english.children[0].children[0] == "Those that lose (of four):"
    assert english.children[1].text() == "Short; as it is."
    without_head = parsed(list_of(lambda w: ["First; second; third; fourth"], "answer")).all("ul", lang="en")[0]
    assert without_head.children[0].children[0] == "First"


def test_every_setting_of_a_lever_has_a_name_in_both_languages():
    settings = {
        value
        for lever in LEVERS
        for name, field in lever.model_fields.items()
        if name != "lever"
        for option in (field.annotation, *get_args(field.annotation))
        for value in get_args(option)
        if isinstance(value, str)
    }
    assert len(settings) > 10
    for language in ("en", "zh"):
        assert {value for value in settings if f"leaflet.value.{value}" not in words(language).texts} == set()
