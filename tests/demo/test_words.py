"""What the live page says: the same keys and fields in both languages, and every key that the code asks for."""

import re
from pathlib import Path

import pytest

import demo
from demo.words import say
from experiments.figures.lettering import display_width
from experiments.words import read_texts, text_files

CODE = Path(demo.__file__).parent
OWN = {language: read_texts(CODE / "words", language) for language in ("en", "zh")}


def fields(text: str) -> set[str]:
    return set(re.findall(r"{(\w*)}", text))


def test_both_languages_have_the_same_keys_and_fields():
    assert set(OWN["en"]) == set(OWN["zh"])
    for key, text in OWN["en"].items():
        assert fields(text) == fields(OWN["zh"][key]), key


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_key_is_given_twice(language):
    for file in text_files(CODE / "words", language):
        keys = [line.partition(": ")[0] for line in file.read_text(encoding="utf-8").splitlines() if line[:1].isalpha()]
        assert sorted(keys) == sorted(set(keys)), file.name


def test_english_holds_no_chinese():
    odd = {key: text for key, text in OWN["en"].items() if display_width(text) > len(text)}
    assert set(odd) <= {"page.this_language"}


def asked_for() -> list[tuple[str, str]]:
    found = []
    for path in sorted(CODE.rglob("*.py")):
        for key in re.findall(r'\b(?:w|words|say\([^)]*\))\(\s*f?"([^"]+)"', path.read_text(encoding="utf-8")):
            found.append((path.relative_to(CODE).as_posix(), key))
    return sorted({(name, key) for name, key in found if key not in ("en", "zh")})


@pytest.mark.parametrize(("file", "key"), asked_for())
def test_every_key_that_is_asked_for_exists(file, key):
    pattern = re.sub(r"\\{.*?\\}", "[^.]+", re.escape(key))
    assert any(re.fullmatch(pattern, known) for known in say("en").texts), f"{file} asks for {key}"
