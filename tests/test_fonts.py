"""The bundled font draws every character of the project, without a font on the machine."""

import warnings
from pathlib import Path

import matplotlib
import pytest
from matplotlib import font_manager
from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font

from experiments.fonts import FAMILY, FILE, build_font, characters, register

AGAIN = "make the font again: python -m experiments.fonts.build_font SOURCE"
# Scripts that only the bundled font draws: Chinese and its punctuation, full-width forms.
CHINESE = ((0x2E80, 0x9FFF), (0xF900, 0xFAFF), (0xFE30, 0xFE4F), (0xFF00, 0xFFEF), (0x20000, 0x3FFFF))


def is_chinese(point: int) -> bool:
    return any(first <= point <= last for first, last in CHINESE)


def show(points: set[int] | frozenset[int]) -> list[str]:
    return [f"{chr(point)} U+{point:04X}" for point in sorted(points)]


@pytest.fixture(scope="module")
def latin() -> frozenset[int]:
    path = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
    return frozenset(FT2Font(str(path)).get_charmap())


def test_every_chinese_character_of_the_project_is_in_the_font():
    missing = {point for point in build_font.project_characters() if is_chinese(point)} - characters()
    assert not missing, f"{show(missing)}; {AGAIN}"


def test_every_other_character_that_a_figure_may_show_can_be_drawn(latin):
    shown: set[int] = set()
    for path in build_font.project_files():
        if path.suffix not in {".md", ".html"}:  # prose is not drawn by matplotlib
            shown.update(point for point in map(ord, path.read_text(encoding="utf-8")) if point > 0x7E)
    missing = shown - characters() - latin
    assert not missing, f"{show(missing)}: use another character, or {AGAIN}"


def test_ascii_and_both_levels_of_gb2312_are_in_the_font():
    assert set(range(0x20, 0x7F)) <= characters()
    hanzi = {point for point in build_font.gb2312() if is_chinese(point)}
    assert len(hanzi) > 6763
    assert not hanzi - characters()
    # Level 1 alone lacks Shenzhen; GB 2312 as a whole lacks a district of Xinyang.
    assert set(map(ord, "圳亳濮漯衢儋潼邛浉浐甪埇鄠，。：；（）％￥《》、")) <= characters()


def test_the_family_is_renamed_and_the_licence_lies_beside_the_font():
    assert FT2Font(str(FILE)).family_name == FAMILY
    licence = FILE.with_name("LICENSE-citybid-cjk.txt").read_text(encoding="utf-8")
    assert "Apache License" in licence
    assert "WenQuanYi" in licence


def test_register_adds_the_font_once():
    assert register() == ["DejaVu Sans", FAMILY]
    assert register() == ["DejaVu Sans", FAMILY]
    ours = [entry for entry in font_manager.fontManager.ttflist if entry.name == FAMILY]
    assert [entry.fname for entry in ours] == [str(FILE)]


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_a_chinese_figure_has_no_missing_glyph(tmp_path, kind):
    settings = {"font.family": register(), "axes.unicode_minus": False}
    with warnings.catch_warnings(record=True) as caught, matplotlib.rc_context(settings):
        warnings.simplefilter("always")
        figure = Figure(figsize=(4, 3))
        axes = figure.subplots()
        axes.set_title("竞争与协调：深圳市浉河区（元／亩）Δτ ≤ −5 %")
        axes.set_xlabel("时期 Period")
        axes.plot([-1, 0, 1], [0, 1, 0], label="荣昌、隆昌")
        axes.legend()
        figure.savefig(tmp_path / f"figure.{kind}")
    assert [str(entry.message) for entry in caught if "Glyph" in str(entry.message)] == []


def test_a_missing_glyph_is_an_error_in_the_tests(tmp_path):
    with matplotlib.rc_context({"font.family": ["DejaVu Sans"]}):
        figure = Figure()
        figure.suptitle("缺字")
        with pytest.raises(UserWarning, match="missing from"):
            figure.savefig(tmp_path / "figure.png")


def test_the_script_makes_the_same_bytes_again_and_names_what_is_missing(tmp_path):
    points = set(map(ord, "竞争 ABC")) | {0x1F600}
    first, second = tmp_path / "first.ttf", tmp_path / "second.ttf"
    assert build_font.build(FILE, first, points) == {0x1F600}
    build_font.build(FILE, second, points)
    assert first.read_bytes() == second.read_bytes()
    assert frozenset(FT2Font(str(first)).get_charmap()) == points - {0x1F600}
