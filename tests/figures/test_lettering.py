"""Text is cut and broken by the width it takes, numbers keep three digits, labels move apart."""

import numpy as np
import pytest

from experiments.figures.land_prices import mean_and_band
from experiments.figures.lettering import (
    amount,
    clean,
    display_width,
    paragraph,
    shorten,
    signed,
    tick,
    told_apart,
    wrapped,
)  # fmt: skip
from experiments.figures.placement import spread


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"), (-0.0, "0"), (-1e-9, "0"), (0.0412, "0.041"), (0.5, "0.5"), (8.0, "8"), (9.996, "10"),
        (12.34, "12.3"), (99.96, "100"), (1234.5, "1,234"), (-20.0, "-20"), (np.inf, "∞"),
    ],
)  # fmt: skip
def test_amounts_keep_three_digits(value, text):
    assert amount(value) == text


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ((367.42, 366.98), ("367.4", "367")),
        ((367.04, 366.98, 1200.0), ("367.04", "366.98", "1,200")),
        ((980.0, 1033.4, np.inf), ("980", "1,033", "∞")),
        ((367.0, 367.0 + 1e-8), ("367", "367")),
        ((0.5, 0.5004), ("0.5", "0.5004")),
        ((np.inf, np.inf, 3.0), ("∞", "∞", "3")),
    ],
)  # fmt: skip
def test_unequal_amounts_of_one_sentence_do_not_read_the_same(values, texts):
    assert told_apart(*values) == texts


def test_signed_amounts_and_ticks():
    assert [signed(x) for x in (5.0, -5.0, 0.0, 1e-9)] == ["+5", "-5", "0", "0"]
    assert [tick(x) for x in (0.30000000000000004, -1e-15, 1500.0)] == ["0.3", "0", "1,500"]


def test_a_chinese_character_counts_two():
    assert display_width("荣昌ab") == 6
    assert shorten("荣昌区政府", 7) == "荣昌区…"
    assert shorten("short", 5) == "short"


def test_text_is_cleaned_of_what_cannot_be_drawn():
    assert clean("one\n two\x00\u200b\tthree") == "one two three"


@pytest.mark.parametrize(
    "text", ["some words that take a little more than one line", "一二三四五，六七八（九十）一二三四五六七。"]
)
def test_lines_are_even_and_none_is_too_long(text):
    rows = wrapped(text, 30).split("\n")
    assert len(rows) == 2
    assert max(map(display_width, rows)) <= 30
    assert min(map(display_width, rows)) > 12
    assert "".join(rows).replace(" ", "") == text.replace(" ", "")


def test_chinese_punctuation_does_not_start_a_line():
    for width in range(6, 30):
        rows = wrapped("一二三，四五六。七八九、十（一二）三", width, 9).split("\n")
        assert not any(row[0] in "，。、）" for row in rows)
        assert not any(row[-1] == "（" for row in rows)


def test_a_text_that_does_not_fit_ends_with_an_ellipsis():
    assert wrapped("word " * 30, 20).endswith("…")


def test_sentences_share_a_line_only_if_both_fit():
    assert paragraph(["First one.", "Second.", "A third sentence."], 20, " ") == [
        "First one. Second.",
        "A third sentence.",
    ]
    assert paragraph([], 20, " ") == []


@pytest.mark.parametrize("seed", range(20))
def test_labels_are_apart_inside_and_in_order(seed):
    draw = np.random.default_rng(seed)
    wanted = draw.uniform(0, 100, draw.integers(1, 9)).tolist()
    placed = spread(wanted, 10.0, 5.0, 95.0)
    order = np.argsort(wanted, kind="stable")
    assert np.all(np.diff(np.array(placed)[order]) >= 10.0 - 1e-9)
    assert min(placed) >= 5.0 - 1e-9
    assert max(placed) <= 95.0 + 1e-9


def test_labels_that_do_not_touch_stay_and_too_many_are_evenly_spaced():
    assert spread([10.0, 50.0, 90.0], 10.0, 0.0, 100.0) == [10.0, 50.0, 90.0]
    assert spread([50.0] * 3, 100.0, 0.0, 100.0) == [0.0, 50.0, 100.0]
    assert spread([], 1.0, 0.0, 1.0) == []


def test_means_and_bands_leave_out_periods_without_a_sale():
    values = np.array([[1.0, np.nan, 2.0], [3.0, np.nan, np.nan]])
    mean, low, high = mean_and_band(values, (0.0, 100.0))
    np.testing.assert_array_equal(mean, [2.0, np.nan, 2.0])
    np.testing.assert_array_equal(low, [1.0, np.nan, 2.0])
    np.testing.assert_array_equal(high, [3.0, np.nan, 2.0])
