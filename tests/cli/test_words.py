"""What is said: the same keys in both languages, and every key that the code asks for."""

import re
from pathlib import Path

import pytest

import experiments
from experiments.figures.lettering import display_width
from experiments.words import read_texts, text_files, words

CODE = Path(experiments.__file__).parent
ENGLISH, CHINESE = words("en"), words("zh")


def fields(text: str) -> set[str]:
    return set(re.findall(r"{(\w*)}", text))


def test_both_languages_have_the_same_keys_and_fields():
    assert set(ENGLISH.texts) == set(CHINESE.texts)
    for key, text in ENGLISH.texts.items():
        assert fields(text) == fields(CHINESE.texts[key]), key


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_key_is_given_twice(language):
    """YAML takes the last one without a word."""
    files = text_files(CODE / "words", language)
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    keys = [line.partition(": ")[0] for line in lines if line and line[0] != "#"]
    assert sorted(keys) == sorted(set(keys))


def test_two_files_do_not_give_the_same_key(tmp_path):
    for name in ("en.yaml", "lesson.en.yaml", "zh.yaml"):
        (tmp_path / name).write_text("lesson.title: Race\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"lesson\.en\.yaml.*lesson\.title"):
        read_texts(tmp_path, "en")
    assert read_texts(tmp_path, "zh") == {"lesson.title": "Race"}


ROOT = CODE.parent
ZH_FILES = [
    *(path for folder in ("sim", "experiments", "demo", "scenarios", "docs")
      for path in sorted((ROOT / folder).rglob("*")) if path.suffix in (".py", ".yaml", ".json", ".md")),
    ROOT / "README.zh.md",
]  # fmt: skip


def test_each_thing_has_one_chinese_name():
    """Posted contests, open ones, disclosure; the reservation of a city and how far it was ready to go."""
    for path in ZH_FILES:
        text = path.read_text(encoding="utf-8")
        for other in ("(?<!互相)公开报价", "挂牌优惠", "最多愿出", "最高愿出"):
            assert not re.search(other, text), (path.name, other)
    assert "挂牌报价" in CHINESE("figure.posted.title", project="")
    assert CHINESE("table.explain.reservation") == CHINESE("figure.reservation") == "保留报价"
    assert "愿意出到 7" in CHINESE("cli.explain.affordable", city="", needed="", offer="7")


def asked_for() -> list[tuple[str, str]]:
    found = []
    for path in sorted(CODE.rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        for pattern in (r'\bw(?:ords)?\(\s*f?"([^"]+)"', r'request\.words\(\s*f?"([^"]+)"', r'"(cli\.help[^"]*)"'):
            found += [(path.name, key) for key in re.findall(pattern, source)]
    return sorted({(name, key) for name, key in found if key not in ("en", "zh")})


@pytest.mark.parametrize(("file", "key"), asked_for())
def test_every_key_that_is_asked_for_exists(file, key):
    pattern = re.escape(key)
    pattern = re.sub(r"\\{.*?\\}", "[^.]+", pattern)
    assert any(re.fullmatch(pattern, known) for known in ENGLISH.texts), f"{file} asks for {key}"


def test_english_holds_no_chinese():
    odd = {key: text for key, text in ENGLISH.texts.items() if display_width(text) > len(text)}
    assert not odd
