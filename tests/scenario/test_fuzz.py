"""Whatever a file holds, it is either a scenario or refused with problems: quickly, and with no other exception."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.scenario import ScenarioError, from_dict, load
from sim.schema import Scenario
from tests.scenario.corpus import BASE, TABLE, WITH_TABLE

PIECES = (
    "0", "-1", "1e999", ".nan", "null", "~", "true", "[]", "{}", "''", '"\\0"', "a: b", "- x", "&a", "*a", "!!x",
    "<<: x", "：", "，", "２", "“", "\t", "\n", " ", ":", "#", "|", ">", "%", "@", "`", "?", "---", "...", "[[[[",
    "}}", "'", '"', "\u202e", "\x00", "\ufeff", "longchang", "chips", "cities", "9" * 25,
    "extends: main.yaml\n", "extends: bundled:base\n", "2024-02-30", "1_000", "0x10",
)  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn, text: str) -> bytes:
    """The text with a few pieces inserted, cut out, doubled or replaced."""
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 12)))
        piece = draw(st.one_of(st.sampled_from(PIECES), st.text(max_size=8), st.just(text[start:end] * 2)))
        text = text[:start] + piece + text[end:]
    return text.encode("utf-8", "surrogatepass")


def sound_or_refused(reading: Callable[[], Scenario], seconds: float = 2.0) -> None:
    start = time.perf_counter()
    error: ScenarioError | None = None
    try:
        assert isinstance(reading(), Scenario)
    except ScenarioError as caught:
        error = caught
    assert time.perf_counter() - start < seconds
    if error is not None:
        assert error.problems
        for language in ("en", "zh"):
            assert error.text(language).encode("utf-8")


def read(folder: Path, scenario: bytes, table: bytes = b"") -> None:
    (folder / "data").mkdir(exist_ok=True)
    (folder / "main.yaml").write_bytes(scenario)
    (folder / "data" / "cities.csv").write_bytes(table)
    sound_or_refused(lambda: load(folder / "main.yaml"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


@settings(max_examples=200)
@given(content=st.binary(max_size=400))
def test_random_bytes(folder: Path, content: bytes):
    read(folder, content)


@settings(max_examples=200)
@given(content=mutated(BASE))
def test_mutated_scenarios(folder: Path, content: bytes):
    read(folder, content)


@settings(max_examples=200)
@given(content=mutated(TABLE))
def test_mutated_tables(folder: Path, content: bytes):
    read(folder, WITH_TABLE.encode(), content)


@settings(max_examples=200)
@given(
    setting=st.one_of(mutated("cities.longchang.list_price=27"), mutated("regimes.cap.levers[0]={lever: subsidy_ban}"))
)
def test_mutated_settings(setting: bytes):
    text = setting.decode("utf-8", "surrogatepass")
    sound_or_refused(lambda: from_dict(yaml.safe_load(BASE), overrides=[text]))


def routes(part: object, above: tuple = ()) -> list[tuple]:
    entries = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    return [route for key, value in entries for route in [(*above, key), *routes(value, (*above, key))]]


ANY = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.sampled_from(PIECES)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=5,
)


@settings(max_examples=300)
@given(route=st.sampled_from(routes(yaml.safe_load(BASE))), value=ANY)
def test_any_value_anywhere(route: tuple, value: object):
    data = yaml.safe_load(BASE)
    part = data
    for name in route[:-1]:
        part = part[name]
    part[route[-1]] = value
    sound_or_refused(lambda: from_dict(data))


@pytest.mark.parametrize(
    "content",
    [
        "[" * 500_000,
        "{a: " * 100_000,
        "- " * 400_000,
        "? " * 400_000,
        "a: " + "x" * 900_000,
        'a: "' + "x" * 900_000,
        "a: |\n" + " x\n" * 300_000,
        "#" * 900_000,
        "\n" * 900_000,
        "a: [" + "1, " * 49_000 + "]",
        "".join(f"k{i}: 1\n" for i in range(24_000)),
        "economy: {" + ", ".join(f"firm_rat{i}: 1" for i in range(20_000)) + "}",
        "a: &a [x]\n" + "b: [" + "*a, " * 40_000 + "]",
        "seed: " + "9" * 900_000,
        "extends: " + "x" * 900_000,
        "cities: {set: {" + ", ".join(f"c{i}: {{}}" for i in range(12_000)) + "}}",
    ],
    ids=range(16),
)
def test_large_files_are_refused_quickly(folder: Path, content: str):
    (folder / "main.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(ScenarioError):
        load(folder / "main.yaml")
    sound_or_refused(lambda: load(folder / "main.yaml"), seconds=8)  # about 1 s on a quiet machine
